// Rows with breakdowns through real stubs: splits beside their totals, moved
// with every correction, hidden where the measure is, recounted.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "services/indicators/block_store.h"
#include "services/indicators/breakdown_fixture_test.h"

namespace entente::indicators {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class BreakdownServiceTest : public BreakdownTest {
 protected:
  // What became of each row.
  std::vector<std::string> Take(const std::vector<v1::Observation>& rows) {
    const auto reply = Deliver(rows);
    EXPECT_TRUE(reply.ok()) << reply.status();
    std::vector<std::string> states;
    if (!reply.ok()) return states;
    for (const int state : reply->row_states()) {
      states.push_back(v1::RowState_Name(static_cast<v1::RowState>(state))
                           .substr(sizeof("ROW_STATE")));
    }
    return states;
  }

  static v1::Observation Gone(const std::string& id, const std::string& event) {
    v1::Observation row;
    row.set_event_id(id);
    row.set_withdraws_event_id(event);
    return row;
  }

  std::vector<v1::BlockColumns> Blocks() {
    std::vector<v1::BlockColumns> blocks;
    EXPECT_TRUE(store::ScanRecords<v1::BlockRecord>(
                    *service_.store().Read(), BlockPrefix(), "",
                    [&](absl::string_view, const v1::BlockRecord& record) {
                      blocks.push_back(DecodeBlock(record)->columns);
                      return true;
                    })
                    .ok());
    return blocks;
  }

  template <class Message>
  void Bend(const std::string& key, const std::function<void(Message&)>& bend) {
    ASSERT_TRUE(
        service_.store()
            .Transact([&](store::Transaction& transaction) -> absl::Status {
              auto record = store::GetRecord<Message>(transaction, key);
              if (!record.ok()) return record.status();
              Message bent = record->value_or(Message());
              bend(bent);
              store::PutRecord(transaction, key, bent);
              return absl::OkStatus();
            })
            .ok());
  }
  std::vector<std::string> Differences() {
    const auto report = VerifyAggregates(*service_.store().Read());
    EXPECT_TRUE(report.ok()) << report.status();
    return report->differences;
  }
};

TEST_F(BreakdownServiceTest, AnEventCountsOnceInAllAndOnceInEachSplit) {
  EXPECT_THAT(Take({SplitRow("event-0001",
                             {{"audience", "youth"}, {"theme", "bdo"}}, 4, 5),
                    SplitRow("event-0002", {{"audience", "youth"}}, 5, 1),
                    SplitRow("event-0003", {{"audience", "unknown"}}, 5, 3),
                    SplitRow("event-0004", {}, 5, 10)}),
              ElementsAre("CREATED", "CREATED", "CREATED", "CREATED"));
  EXPECT_THAT(
      Parts("audience", "nuisance_actions"),
      ElementsAre("youth 6/2", "adults 0/0", "seniors 0/0", "unknown 13/2"));
  EXPECT_THAT(Parts("theme", "nuisance_actions"),
              ElementsAre("coppra 0/0", "bdo 5/1", "unknown 14/3"));
  // By area as well.
  EXPECT_THAT(
      Parts("audience", "nuisance_actions", "DPI-2"),
      ElementsAre("youth 0/0", "adults 0/0", "seniors 0/0", "unknown 0/0"));
  const auto whole = Split("", {"nuisance_actions"});
  ASSERT_EQ(whole->series_size(), 1);
  EXPECT_EQ(whole->series(0).total().value(), 19);
  EXPECT_EQ(whole->series(0).total().contributions(), 4);
  ExpectVerified();
}

TEST_F(BreakdownServiceTest, ACorrectionOfTheBreakdownAloneMovesItAlone) {
  Take({SplitRow("event-0001", {{"audience", "youth"}}, 4, 5)});
  EXPECT_THAT(
      Take({SplitRow("fix-000001", {{"audience", "adults"}, {"theme", "bdo"}},
                     4, 5, "event-0001"),
            // The same again, however it is written.
            SplitRow("fix-000002", {{"theme", "bdo"}, {"audience", "adults"}},
                     4, 5, "event-0001")}),
      ElementsAre("UPDATED", "UNCHANGED"));
  EXPECT_THAT(
      Parts("audience", "nuisance_actions"),
      ElementsAre("youth 0/0", "adults 5/1", "seniors 0/0", "unknown 0/0"));
  ExpectVerified();
  // In a later batch, to other figures and to no breakdown: replaced whole.
  service_.Reopen();
  EXPECT_THAT(Take({SplitRow("fix-000003", {}, 3, 7, "fix-000001")}),
              ElementsAre("UPDATED"));
  EXPECT_THAT(
      Parts("audience", "nuisance_actions"),
      ElementsAre("youth 0/0", "adults 0/0", "seniors 0/0", "unknown 7/1"));
  EXPECT_THAT(Parts("theme", "nuisance_actions"),
              ElementsAre("coppra 0/0", "bdo 0/0", "unknown 7/1"));
  EXPECT_THAT(Take({SplitRow("fix-000004", {{"audience", "unknown"}}, 3, 7,
                             "event-0001")}),
              ElementsAre("UNCHANGED"));
  ExpectVerified();
  // Nothing is left of the splits it was in.
  for (const auto& [cell, figure] : Counted()) {
    EXPECT_EQ(std::get<0>(cell), "nuisance_actions");
  }
}

TEST_F(BreakdownServiceTest, AWithdrawalTakesTheSplitsAndADuplicateMovesNone) {
  Take({SplitRow("event-0001", {{"audience", "youth"}}),
        SplitRow("event-0002", {{"audience", "youth"}, {"theme", "coppra"}})});
  EXPECT_THAT(Take({SplitRow("event-0002", {{"audience", "adults"}}, 4, 9),
                    Gone("gone-000001", "event-0002"),
                    Gone("gone-000002", "event-0002"),
                    SplitRow("fix-000001", {{"audience", "adults"}}, 4, 2,
                             "event-0002")}),
              ElementsAre("DUPLICATE", "WITHDRAWN", "UNCHANGED", "REJECTED"));
  EXPECT_THAT(
      Parts("audience", "nuisance_actions"),
      ElementsAre("youth 2/1", "adults 0/0", "seniors 0/0", "unknown 0/0"));
  EXPECT_THAT(Parts("theme", "nuisance_actions"),
              ElementsAre("coppra 0/0", "bdo 0/0", "unknown 2/1"));
  ExpectVerified();
}

TEST_F(BreakdownServiceTest, ARowIsRejectedWithColumnAndReasonAlone) {
  v1::Observation other = SplitRow("event-0003", {{"audience", "youth"}});
  other.set_measure_code("trainings");
  Client client(service_);
  const auto reply =
      client.Send(1, 0,
                  {SplitRow("event-0001", {{"audience", "jeanne@exemple.be"}}),
                   SplitRow("event-0002", {{"85073003328", "youth"}}), other,
                   SplitRow("event-0004", {{"theme", "audience"}})});
  ASSERT_TRUE(reply.ok()) << reply.status();
  std::vector<std::string> said;
  for (const v1::Rejection& rejection : reply->rejections()) {
    said.push_back(absl::StrCat(rejection.row_index(), " ", rejection.column(),
                                " ", rejection.reason()));
  }
  EXPECT_THAT(said, ElementsAre("0 breakdown.audience PERSONAL_DATA_SHAPE",
                                "1 breakdown PERSONAL_DATA_SHAPE",
                                "2 breakdown.audience BREAKDOWN_NOT_OF_MEASURE",
                                "3 breakdown.theme BREAKDOWN_CODE_UNKNOWN"));
  ExpectVerified();
}

// The order of a map is left to chance: the same batch must be known again.
TEST_F(BreakdownServiceTest, ABatchSentAgainIsTheSameBatch) {
  const auto rows = [] {
    std::vector<v1::Observation> made;
    for (int i = 0; i < 200; ++i) {
      made.push_back(SplitRow(absl::StrCat("event-", 1000 + i),
                              {{"audience", i % 2 == 0 ? "youth" : "adults"},
                               {"theme", i % 3 == 0 ? "bdo" : "coppra"}}));
    }
    return made;
  };
  Client(service_, "s-again").Send(1, 0, rows()).IgnoreError();
  for (int i = 0; i < 5; ++i) {
    const auto again = Client(service_, "s-again").Send(1, 0, rows());
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->totals().created(), 200);
  }
}

TEST_F(BreakdownServiceTest, ATrialDecidesAsADeliveryDoes) {
  Take({SplitRow("event-0001", {{"audience", "youth"}})});
  const auto trial = Deliver(
      {SplitRow("fix-000001", {{"audience", "adults"}}, 4, 2, "event-0001"),
       SplitRow("fix-000002", {{"audience", "adults"}}, 4, 2, "event-0001"),
       SplitRow("fix-000003", {}, 4, 2, "fix-000002"),
       SplitRow("fix-000004", {{"audience", "youth"}}, 4, 2, "event-0001")},
      "zone5339", /*is_validate_only=*/true);
  ASSERT_TRUE(trial.ok()) << trial.status();
  EXPECT_EQ(trial->totals().updated(), 3);
  EXPECT_EQ(trial->totals().unchanged(), 1);
  EXPECT_THAT(
      Parts("audience", "nuisance_actions"),
      ElementsAre("youth 2/1", "adults 0/0", "seniors 0/0", "unknown 0/0"));
}

TEST_F(BreakdownServiceTest, ABlockWithoutBreakdownsHasNoColumnsForThem) {
  Take({SplitRow("event-0001", {}),
        SplitRow("event-0002", {{"theme", "unknown"}})});
  Take(
      {SplitRow("event-0003", {}), SplitRow("event-0004", {{"theme", "bdo"}})});
  const std::vector<v1::BlockColumns> blocks = Blocks();
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_TRUE(blocks[0].breakdowns().empty());
  EXPECT_TRUE(blocks[0].breakdown_indexes().empty());
  EXPECT_THAT(blocks[1].breakdowns(), ElementsAre("theme=bdo"));
  EXPECT_THAT(blocks[1].breakdown_indexes(), ElementsAre(0u, 1u));
}

TEST_F(BreakdownServiceTest, ABlockWhoseBreakdownsDoNotFitIsDamaged) {
  Take({SplitRow("event-0001", {{"theme", "bdo"}})});
  const std::vector<v1::BlockColumns> blocks = Blocks();
  ASSERT_EQ(blocks.size(), 1u);
  const auto decoded = [&](auto bend) {
    v1::BlockColumns columns = blocks[0];
    bend(columns);
    v1::BlockRecord bent;
    bent.set_event_ids(std::string(EventId::kBytes, 'x'));
    columns.SerializeToString(bent.mutable_columns());
    return DecodeBlock(bent).ok();
  };
  using C = v1::BlockColumns;
  EXPECT_TRUE(decoded([](C&) {}));
  EXPECT_FALSE(decoded([](C& c) { c.set_breakdown_indexes(0, 2); }));
  EXPECT_FALSE(decoded([](C& c) { c.add_breakdown_indexes(0); }));
  EXPECT_FALSE(decoded([](C& c) { c.clear_breakdown_indexes(); }));
  EXPECT_FALSE(decoded([](C& c) { c.set_breakdowns(0, ""); }));
  EXPECT_FALSE(decoded([](C& c) { c.set_breakdowns(0, "theme=bdo/x"); }));
  EXPECT_TRUE(decoded([](C& c) {
    c.clear_breakdowns();
    c.clear_breakdown_indexes();
  }));
}

TEST_F(BreakdownServiceTest, TheRecountFindsASplitThatIsBent) {
  Take({SplitRow("event-0001", {{"audience", "youth"}}, 4, 5),
        SplitRow("event-0002", {{"audience", "adults"}}, 4, 1)});
  EXPECT_THAT(Differences(), IsEmpty());
  const std::string youth = MonthKey("21004", "nuisance_actions/audience=youth",
                                     "DPI-1", 2018 * 12 + 3);
  Bend<v1::MonthRecord>(youth, [](v1::MonthRecord& r) { r.set_sums(0, 4); });
  EXPECT_THAT(Differences(),
              ElementsAre(HasSubstr("nuisance_actions/audience=youth DPI-1 "
                                    "2018-4 differs from the recount")));
  // Parts that have more than their whole are not shown as if they had.
  Bend<v1::MonthRecord>(youth, [](v1::MonthRecord& r) { r.set_sums(0, 9); });
  EXPECT_EQ(Split("audience", {"nuisance_actions"}).status().code(),
            absl::StatusCode::kDataLoss);
  Bend<v1::MonthRecord>(youth, [](v1::MonthRecord& r) { r.set_sums(0, 5); });
  EXPECT_THAT(Differences(), IsEmpty());
  // Whoever bends the columns of a block is found by the months.
  const auto block =
      store::GetRecord<v1::BlockRecord>(*service_.store().Read(), BlockKey(1));
  v1::BlockColumns columns = DecodeBlock(**block)->columns;
  columns.set_breakdown_indexes(0, 2);
  Bend<v1::BlockRecord>(BlockKey(1), [&](v1::BlockRecord& record) {
    columns.SerializeToString(record.mutable_columns());
  });
  EXPECT_THAT(Differences(), Contains(HasSubstr("audience=youth")));
}

TEST_F(BreakdownServiceTest, ASourceIsToldHowItsEventsAreSplit) {
  Take({SplitRow("event-0001", {{"audience", "youth"}})});
  Take({SplitRow("fix-000001", {{"audience", "adults"}, {"theme", "bdo"}}, 4, 2,
                 "event-0001")});
  auto stub = service_.Stub<v1::IngestService>();
  auto context = service_.harness().Context("zone5339", {"zone"});
  v1::BatchGetEventCountsRequest request;
  request.set_parent("municipalities/21004/sources/zone5339");
  request.add_event_ids("event-0001");
  v1::BatchGetEventCountsResponse response;
  ASSERT_TRUE(channel::FromWire(
                  stub->BatchGetEventCounts(context.get(), request, &response))
                  .ok());
  const auto& breakdown = response.counts(0).breakdown();
  EXPECT_EQ(breakdown.size(), 2u);
  EXPECT_EQ(breakdown.at("audience"), "adults");
  EXPECT_EQ(breakdown.at("theme"), "bdo");
}

TEST_F(BreakdownServiceTest, MeasuresAreListedWithTheListsTheyHave) {
  auto stub = service_.Stub<v1::DefinitionService>();
  auto context = service_.harness().Context("p-1001", {"coordinator"});
  v1::ListMeasuresRequest request;
  request.set_parent(kSampleMunicipality);
  v1::ListMeasuresResponse response;
  ASSERT_TRUE(
      channel::FromWire(stub->ListMeasures(context.get(), request, &response))
          .ok());
  std::map<std::string, int> lists;
  for (const auto& list : response.code_lists()) {
    lists[list.code()] = list.codes_size();
  }
  EXPECT_EQ(lists, (std::map<std::string, int>{{"audience", 3}, {"theme", 2}}));
  EXPECT_EQ(response.code_lists_size(), 2);
  EXPECT_THAT(response.measures(5).definition().breakdowns(),
              ElementsAre("audience", "theme"));
}

TEST_F(BreakdownServiceTest, SplitsOfASensitiveMeasureAreHiddenWithIt) {
  v1::ConventionRecord record = BreakdownConvention();
  MeasureIn(record, "distinct_persons").set_is_sensitive(true);
  Publish(record);
  v1::Observation sensitive = SplitRow("event-0001", {{"audience", "youth"}});
  sensitive.set_measure_code("distinct_persons");
  ASSERT_TRUE(Adopt().ok());
  EXPECT_THAT(Take({sensitive}), ElementsAre("CREATED"));
  // By month, by year, by area: as if it were not split.
  for (const int until : {4, 12}) {
    const auto split = Split("audience", {"distinct_persons"}, "", 1, until);
    ASSERT_TRUE(split.ok()) << split.status();
    ASSERT_EQ(split->series_size(), 1);
    EXPECT_TRUE(split->series(0).is_confidential());
    EXPECT_TRUE(split->series(0).months().empty());
    EXPECT_EQ(split->series(0).split_by(), "");
    EXPECT_THAT(split->ShortDebugString(), testing::Not(HasSubstr("youth")));
  }
  // Nobody asks by the name of a series.
  EXPECT_EQ(
      ErrorReason(Split("", {"distinct_persons/audience=youth"}).status()),
      "UNKNOWN_MEASURE");
  // Nor in what was frozen, with a code or without.
  MoveTo(2018, 5, 5);
  ASSERT_TRUE(Confirm(4).ok());
  const auto approved = Approve(4);
  ASSERT_TRUE(approved.ok()) << approved.status();
  const auto version = Version(4, 1);
  ASSERT_TRUE(version.ok()) << version.status();
  for (const auto& shown : {*approved, *version}) {
    EXPECT_THAT(shown.ShortDebugString(), testing::Not(HasSubstr("audience")));
    ASSERT_EQ(shown.figures_size(), 1);
    EXPECT_TRUE(shown.figures(0).is_confidential());
    EXPECT_EQ(shown.figures(0).contributions(), 0);
    EXPECT_EQ(shown.sha256(), "");
  }
  ExpectVerified();
  // A measure that nobody defines any more takes its splits with it.
  v1::ConventionRecord without = BreakdownConvention();
  without.mutable_measures()->DeleteSubrange(6, 1);
  Publish(without);
  const auto later = Version(4, 1);
  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_THAT(later->ShortDebugString(), testing::Not(HasSubstr("audience")));
}

TEST_F(BreakdownServiceTest, AnApprovalFreezesSplitsAndSaysWhereTheyMoved) {
  ASSERT_TRUE(Adopt().ok());
  Take({SplitRow("event-0001", {{"audience", "youth"}}, 4, 5)});
  MoveTo(2018, 5, 5);
  ASSERT_TRUE(Confirm(4).ok());
  ASSERT_TRUE(Approve(4).ok());
  const auto version = Version(4, 1);
  ASSERT_TRUE(version.ok()) << version.status();
  std::vector<std::string> said;
  for (const v1::PeriodFigure& figure : version->figures()) {
    said.push_back(absl::StrCat(figure.measure_code(), " ", figure.split(), " ",
                                figure.area(), " ", figure.value()));
  }
  EXPECT_THAT(said, ElementsAre("nuisance_actions  DPI-1 5",
                                "nuisance_actions audience=youth DPI-1 5"));
  EXPECT_FALSE(version->is_outdated());
  // Kinds are known of splits as well.
  EXPECT_EQ(version->figures(1).kind(), version->figures(0).kind());
  ASSERT_TRUE(Reopen(4, MakeDate(2018, 5, 9)).ok());
  EXPECT_THAT(Take({SplitRow("fix-000001", {{"audience", "adults"}}, 4, 5,
                             "event-0001")}),
              ElementsAre("UPDATED"));
  const auto moved = Version(4, 1);
  ASSERT_EQ(moved->changes_size(), 2);
  EXPECT_EQ(moved->changes(0).present().split(), "audience=adults");
  EXPECT_EQ(moved->changes(1).frozen().split(), "audience=youth");
  ExpectVerified();
}

TEST_F(BreakdownServiceTest, TheEventsOfASourceAreNotCountedBySplit) {
  ASSERT_TRUE(Adopt().ok());
  Take({SplitRow("event-0001", {{"audience", "youth"}, {"theme", "bdo"}}),
        SplitRow("event-0002", {})});
  const auto period = Get(4, "zone5339", "zone");
  ASSERT_TRUE(period.ok()) << period.status();
  EXPECT_EQ(period->sources(0).contributions(), 2);
}

}  // namespace
}  // namespace entente::indicators
