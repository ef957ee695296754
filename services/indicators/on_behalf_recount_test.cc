// What is kept of those who act for a source without account, in the recount
// when it was bent: that they did, and that the source did itself.
#include <cstdint>
#include <string>
#include <vector>

#include "entente/indicators/v1/period_records.pb.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/temporary_folder.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/on_behalf_fixture_test.h"
#include "services/indicators/period_store.h"
#include "services/indicators/schema_store.h"

namespace entente::indicators {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class OnBehalfRecountTest : public OnBehalfTest {
 protected:
  std::vector<std::string> Differences() {
    return DifferencesOf(*service_.store().Read());
  }
  static std::vector<std::string> DifferencesOf(const store::Reader& reader) {
    const auto report = VerifyAggregates(reader);
    return report.ok() ? report->differences
                       : std::vector<std::string>{report.status().ToString()};
  }

  // Of the store, when a program of schema 13 left it so and one of today opens
  // it.
  std::vector<std::string> DifferencesSinceSchema13() {
    const store::TemporaryFolder folder;
    {
      const auto old =
          store::OpenRocksdbStore(folder.path(), {.schema_version = 13});
      EXPECT_TRUE(old.ok()) << old.status();
      const auto copy = [&](store::Transaction& transaction) {
        return service_.store().Read()->Scan(
            "", "", [&](absl::string_view key, absl::string_view value) {
              // Not the store's own and the access log.
              const bool is_own = static_cast<uint8_t>(key[0]) >= 0xE0;
              if (!is_own) transaction.Put(key, value);
              return true;
            });
      };
      EXPECT_TRUE((*old)->Transact(copy).ok());
    }
    const auto opened = store::OpenRocksdbStore(folder.path(), StoreOptions());
    if (!opened.ok()) return {opened.status().ToString()};
    return DifferencesOf(*(*opened)->Read());
  }

  // When the source confirmed itself first, under the digest.
  void PutOwnWord(const google::protobuf::Timestamp& time) {
    const auto put = [&](store::Transaction& transaction) {
      v1::OwnConfirmationRecord record;
      *record.mutable_time() = time;
      return PutUnderDigest(transaction, "21004",
                            OwnConfirmationKey("21004", kSource), record);
    };
    ASSERT_TRUE(service_.store().Transact(put).ok());
  }

  void DeliveredBy(const std::string& session, const std::string& subject) {
    TamperWithSession(session, [&](v1::SessionRecord& record) {
      record.set_delivered_by(subject);
    });
  }
};

TEST_F(OnBehalfRecountTest, WhoTakesItsTraceAwayIsFoundByTheRecount) {
  ASSERT_EQ(Refused(DeliverFor({Row("event-0001")}, "p-2001")), "");
  const std::string key = OnBehalfKey({"21004", 2018 * 12 + 3}, "p-2001");
  std::string kept;
  ASSERT_TRUE(service_.store()
                  .Transact([&](store::Transaction& transaction) {
                    kept = **transaction.Get(key);
                    transaction.Delete(key);
                    return absl::OkStatus();
                  })
                  .ok());
  // By the digest, and by the session that moved the month.
  EXPECT_EQ(Differences().size(), 2u);
  ASSERT_TRUE(service_.store()
                  .Transact([&](store::Transaction& transaction) {
                    transaction.Put(key, kept);
                    return absl::OkStatus();
                  })
                  .ok());
}

TEST_F(OnBehalfRecountTest, WhoIsSaidToHaveActedHasATrace) {
  ASSERT_EQ(StateOf(OpenFor("b-1")->Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  ASSERT_TRUE(ConfirmFor(4, "p-2002").ok());
  TamperWithApril(
      [](v1::SourceMonthRecord& month) { month.set_confirmed_by("p-2009"); });
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("left no trace")));
  TamperWithApril([](v1::SourceMonthRecord& month) {
    month.set_confirmed_by("p-2002");
    v1::EndedConfirmation& ended = *month.add_ended_confirmations();
    ended.set_confirmed_by("p-2009");
  });
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("left no trace")));
  TamperWithApril(
      [](v1::SourceMonthRecord& month) { month.clear_ended_confirmations(); });
  DeliveredBy("b-1", "p-2009");
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("left no trace")));
  DeliveredBy("b-1", "p-2001");
}

TEST_F(OnBehalfRecountTest, AConfirmationThatIsNobodysIsFoundByTheRecount) {
  ASSERT_EQ(Refused(DeliverFor({Row("event-0001")})), "");
  ASSERT_TRUE(ConfirmFor(4, "p-2002").ok());
  const auto confirm_by = [&](const std::string& subject) {
    TamperWithApril(
        [&](v1::SourceMonthRecord& month) { month.set_confirmed_by(subject); });
  };
  confirm_by("");
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("bravvo had not confirmed "
                                                   "municipalities/21004/"
                                                   "periods/2018-04 itself")));
  confirm_by("p-2002");
  // Nor is it the source's own because that confirms another month later.
  clock_.Advance(absl::Hours(1));
  ASSERT_TRUE(Confirm(3, kSource).ok());
  ExpectVerified();
  confirm_by("");
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("had not confirmed")));
  confirm_by("p-2002");
  // It ends, and who had made it is said where it is kept.
  clock_.Advance(absl::Hours(24));
  ASSERT_TRUE(Confirm(4, kSource).ok());
  ExpectVerified();
  const auto ended_by = [&](const std::string& subject) {
    TamperWithApril([&](v1::SourceMonthRecord& month) {
      ASSERT_EQ(month.ended_confirmations_size(), 1);
      month.mutable_ended_confirmations(0)->set_confirmed_by(subject);
    });
  };
  ended_by("");
  EXPECT_THAT(Differences(), ElementsAre(HasSubstr("had not confirmed")));
  ended_by("p-2002");
}

TEST_F(OnBehalfRecountTest, OwnWordsThatAClockPutBackAreNoDifference) {
  ASSERT_TRUE(Confirm(4, kSource).ok());
  clock_.Advance(-absl::Hours(1));
  ASSERT_TRUE(Confirm(3, kSource).ok());
  ExpectVerified();
}

// Schema 13 kept the word that it met first: the clock had been put back.
TEST_F(OnBehalfRecountTest, ALaterOwnWordOfSchema13IsMadeTheFirst) {
  ASSERT_TRUE(Confirm(4, kSource).ok());
  const auto first = ToTimestamp(clock_.Now());
  const auto later = ToTimestamp(clock_.Now() + absl::Hours(1));
  PutOwnWord(later);
  // Which of them is the first: the one that stands, or one that ended.
  for (const int place : {-1, 0, 1}) {
    SCOPED_TRACE(place);
    TamperWithApril([&](v1::SourceMonthRecord& month) {
      *month.mutable_confirm_time() = place < 0 ? first : later;
      month.clear_ended_confirmations();
      for (const int ended : {0, 1}) {
        *month.add_ended_confirmations()->mutable_confirm_time() =
            place == ended ? first : later;
      }
    });
    EXPECT_THAT(Differences(), ElementsAre(HasSubstr("had not confirmed")));
    EXPECT_THAT(DifferencesSinceSchema13(), testing::IsEmpty());
  }
  PutOwnWord(first);
}

TEST_F(OnBehalfRecountTest, ASourceWithoutOwnWordIsGivenNoneBySchema14) {
  ASSERT_TRUE(ConfirmFor(4, "p-2002").ok());
  TamperWithApril(
      [](v1::SourceMonthRecord& month) { month.clear_confirmed_by(); });
  EXPECT_THAT(DifferencesSinceSchema13(),
              ElementsAre(HasSubstr("had not confirmed")));
  TamperWithApril(
      [](v1::SourceMonthRecord& month) { month.set_confirmed_by("p-2002"); });
}

TEST_F(OnBehalfRecountTest, ItsBatchesSayWhetherASessionIsTheSourcesOwn) {
  ASSERT_EQ(StateOf(OpenFor("b-1")->Send(1, 0, {Row("event-0001")})),
            v1::ROW_STATE_CREATED);
  ASSERT_EQ(Refused(Deliver({Row("event-0002")}, kSource)), "");
  ExpectVerified();
  const auto is_not_reconciled = [](const std::string& session) {
    return ElementsAre(HasSubstr(
        absl::StrCat(session, " does not reconcile with its batches")));
  };
  DeliveredBy("b-1", "");
  EXPECT_THAT(Differences(), is_not_reconciled("bravvo/sessions/b-1"));
  // Of a batch of before it is not known.
  TamperWithBatch("b-1",
                  [](v1::BatchRecord& batch) { batch.clear_is_on_behalf(); });
  EXPECT_THAT(Differences(), testing::IsEmpty());
  DeliveredBy("b-1", "p-2001");
  ExpectVerified();
  // Whoever has a trace in the month, of another session.
  DeliveredBy("s-1", "p-2001");
  EXPECT_THAT(Differences(), is_not_reconciled("bravvo/sessions/s-1"));
  DeliveredBy("s-1", "");
}

}  // namespace
}  // namespace entente::indicators
