// The recount agrees with a life that was led through the services, and finds
// whatever was planted in it.
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "entente/conventions/v1/life_records.pb.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/life_fixture_test.h"

namespace entente::conventions {
namespace {

using store::Transaction;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

template <class Message>
void Change(Transaction& transaction, const std::string& key,
            const std::function<void(Message&)>& change) {
  auto record = store::GetRecord<Message>(transaction, key);
  ASSERT_TRUE(record.ok() && record->has_value());
  change(**record);
  store::PutRecord(transaction, key, **record);
}

std::string Numbered(NumberedKind kind, int64_t number) {
  return keys::Numbered(kind, kConvention, number);
}

class VerifyLifeTest : public LifeFixture {
 protected:
  // Something of everything, up to the settlement.
  void SetUp() override {
    ASSERT_TRUE(MakeLine(50'000).ok());
    MoveTo(2018, 6, 1);
    Sign(MakeDate(2018, 5, 1));
    v1::ConventionFact correction =
        Signature(v1::ConventionFact::FUNCTION_MAYOR, MakeDate(2018, 5, 2));
    correction.set_corrects(Format(kConvention) + "/facts/d-000003");
    correction.set_reason("misread");
    MustRecord(correction);
    v1::Amendment amendment = NewAmendment(MakeDate(2019, 1, 1));
    SetText(amendment, "op-01", "Another aim");
    AddUnder(amendment, "so-01", v1::Node::KIND_EXPECTED_RESULT, "More");
    ASSERT_TRUE(Amend(amendment).ok());
    amendment = NewAmendment(MakeDate(2018, 9, 1));
    auto& renumbered = *amendment.add_changes()->mutable_node();
    renumbered.set_node_id("so-01");
    renumbered.set_path("I/1/0/7");
    ASSERT_TRUE(Amend(amendment).ok());
    ASSERT_TRUE(Propose(amendment).ok());
    v1::CreateProgressStatementRequest progress;
    progress.set_parent(Format(kConvention));
    auto& statement = *progress.mutable_progress_statement();
    statement.set_objective_id("op-01");
    statement.set_year(2018);
    statement.set_state(v1::ProgressStatement::STATE_DONE);
    *statement.mutable_date() = MakeDate(2018, 5, 31);
    ASSERT_TRUE(Call(progress_,
                     &v1::ProgressService::Stub::CreateProgressStatement,
                     progress)
                    .ok());
    v1::OpenControlRequestRequest control;
    control.set_parent(Format(kConvention));
    control.mutable_control_request()->set_kind(
        v1::ControlRequest::KIND_ON_SITE);
    control.mutable_control_request()->set_subject("visit");
    *control.mutable_control_request()->mutable_open_date() =
        MakeDate(2018, 5, 28);
    *control.mutable_control_request()->mutable_due_date() =
        MakeDate(2018, 6, 15);
    ASSERT_TRUE(
        Call(controls_, &v1::ControlService::Stub::OpenControlRequest, control)
            .ok());
    MoveTo(2020, 1, 15);
    ASSERT_TRUE(Close(MakeDate(2020, 1, 15)).ok());
    LapseAll(MakeDate(2020, 1, 15));
    ASSERT_TRUE(Settle(MakeDate(2020, 1, 15)).ok());
  }

  std::vector<std::string> DifferencesAfter(
      const std::function<void(Transaction&)>& plant) {
    std::vector<std::string> found;
    // Undone by its failure, once it was read.
    const absl::Status undone =
        store_->Transact([&](Transaction& transaction) -> absl::Status {
          plant(transaction);
          const auto report = VerifyLedger(transaction);
          EXPECT_TRUE(report.ok()) << report.status();
          if (report.ok()) found = report->differences;
          return absl::CancelledError("planted");
        });
    EXPECT_EQ(undone.code(), absl::StatusCode::kCancelled);
    return found;
  }
};

TEST_F(VerifyLifeTest, ALifeLedThroughTheServicesIsClean) {
  const auto report = VerifyLedger(*store_->Read());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_THAT(report->differences, IsEmpty());
  EXPECT_EQ(report->facts, 7);
  EXPECT_EQ(report->amendments, 3);
  EXPECT_EQ(report->statements, 1);
  EXPECT_EQ(report->control_requests, 1);
}

struct Planted {
  const char* what;
  const char* told;
  std::function<void(Transaction&)> plant;
};

TEST_F(VerifyLifeTest, WhatIsPlantedIsTold) {
  using Fact = v1::ConventionFact;
  const std::string head = keys::LifeHead(kConvention);
  const std::vector<Planted> faults = {
      {"a fact under another name", "under a wrong number or name",
       [](Transaction& t) {
         Change<Fact>(t, Numbered(NumberedKind::kFact, 1),
                      [](Fact& f) { f.set_name("x"); });
       }},
      {"a fact taken away", "counts 7 facts",
       [](Transaction& t) { t.Delete(Numbered(NumberedKind::kFact, 7)); }},
      {"a correction of nothing", "corrects nothing that stood",
       [](Transaction& t) {
         Change<Fact>(t, Numbered(NumberedKind::kFact, 5), [](Fact& f) {
           f.set_corrects(Format(kConvention) + "/facts/d-000001");
         });
       }},
      {"a second approval", "says what another fact says",
       [](Transaction& t) {
         Change<Fact>(t, Numbered(NumberedKind::kFact, 2), [](Fact& f) {
           f.set_kind(Fact::KIND_COUNCIL_APPROVAL);
           f.clear_function();
         });
       }},
      {"a fact dated back in the record", "recorded before the fact before it",
       [](Transaction& t) {
         Change<Fact>(t, Numbered(NumberedKind::kFact, 5),
                      [](Fact& f) { f.mutable_create_time()->set_seconds(1); });
       }},
      {"a convention opened again", "ends the convention otherwise",
       [&](Transaction& t) {
         Change<v1::LifeHead>(t, head,
                              [](v1::LifeHead& h) { h.clear_ended_state(); });
       }},
      {"money after the closing", "posted after the closing",
       [](Transaction& t) {
         Change<v1::LedgerEntry>(
             t, keys::Entry(kConvention, 4), [](v1::LedgerEntry& e) {
               e.mutable_record_time()->set_seconds(2'000'000'000);
             });
       }},
      {"an amendment said to be applied", "and made 0 changes",
       [](Transaction& t) {
         Change<v1::Amendment>(t, Numbered(NumberedKind::kAmendment, 3),
                               [](v1::Amendment& a) {
                                 a.set_state(v1::Amendment::STATE_APPLIED);
                               });
       }},
      {"an approval by nobody", "was approved by nobody",
       [](Transaction& t) {
         Change<v1::Amendment>(
             t, Numbered(NumberedKind::kAmendment, 1),
             [](v1::Amendment& a) { a.clear_approve_time(); });
       }},
      {"another day in the change", "is not what its amendment says",
       [](Transaction& t) {
         Change<v1::ChangeRecord>(t, keys::Change(kConvention, 1),
                                  [](v1::ChangeRecord& c) {
                                    c.mutable_effective_date()->set_year(2018);
                                  });
       }},
      {"a change taken away", "counts 2 changes",
       [](Transaction& t) { t.Delete(keys::Change(kConvention, 2)); }},
      {"another text in the tree",
       "is not what its changes make of the convention as imported",
       [](Transaction& t) {
         Change<v1::Convention>(t, keys::Tree(kConvention),
                                [](v1::Convention& c) {
                                  c.mutable_nodes(3)->set_text("Slipped in");
                                });
       }},
      {"another text as imported",
       "is not what its changes make of the convention as imported",
       [](Transaction& t) {
         Change<v1::Convention>(t, keys::Original(kConvention),
                                [](v1::Convention& c) {
                                  c.mutable_nodes(4)->set_text("Slipped in");
                                });
       }},
      {"the convention as imported taken away", "do not go together",
       [](Transaction& t) { t.Delete(keys::Original(kConvention)); }},
      {"a statement of no objective", "is of no operational objective",
       [](Transaction& t) {
         Change<v1::ProgressStatement>(
             t, Numbered(NumberedKind::kProgressStatement, 1),
             [](v1::ProgressStatement& s) { s.set_objective_id("so-01"); });
       }},
      {"a statement approved by its author", "was approved by its author",
       [](Transaction& t) {
         Change<v1::ProgressStatement>(
             t, Numbered(NumberedKind::kProgressStatement, 1),
             [](v1::ProgressStatement& s) { s.set_approver(s.author()); });
       }},
      {"an answer that nobody gave", "is not in the state that it says",
       [](Transaction& t) {
         Change<v1::ControlRequest>(
             t, Numbered(NumberedKind::kControlRequest, 1),
             [](v1::ControlRequest& c) {
               c.set_state(v1::ControlRequest::STATE_ANSWERED);
             });
       }},
      {"an organisation under another number", "under a wrong number or name",
       [](Transaction& t) {
         v1::Organisation organisation;
         organisation.set_enterprise_number("0207373429");
         store::PutRecord(t, keys::Organisation("21004", "0403019261"),
                          organisation);
       }},
      {"an organisation without its history", "the last that is kept is 0",
       [](Transaction& t) {
         v1::Organisation organisation;
         organisation.set_name("municipalities/21004/organisations/0207373429");
         organisation.set_enterprise_number("0207373429");
         organisation.set_version(2);
         store::PutRecord(t, keys::Organisation("21004", "0207373429"),
                          organisation);
       }},
      {"a history without its organisation", "and is not stored",
       [](Transaction& t) {
         store::PutRecord(t,
                          keys::OrganisationVersion("21004", "0207373429", 1),
                          v1::Organisation());
       }},
      {"a life without a convention", "has a life", [](Transaction& t) {
         v1::LifeHead other;
         other.set_last_fact(1);
         store::PutRecord(t, keys::LifeHead({"21004", "css-2020"}), other);
       }}};
  for (const Planted& fault : faults) {
    EXPECT_THAT(DifferencesAfter(fault.plant), Contains(HasSubstr(fault.told)))
        << fault.what;
  }
  EXPECT_THAT(DifferencesAfter([](Transaction&) {}), IsEmpty());
}

}  // namespace
}  // namespace entente::conventions
