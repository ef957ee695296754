// Lists of what happens to a convention, filtered by what they show.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "services/conventions/life_fixture_test.h"

namespace entente::conventions {
namespace {

using Ids = std::vector<std::string>;
using Lister = std::function<absl::StatusOr<Ids>(const std::string&)>;

// What a record is told apart by: the end of its name.
template <class Record>
std::string IdOf(const Record& record) {
  return record.name().substr(record.name().rfind('/') + 1);
}

struct Row {
  const char* list;
  const char* filter;
  Ids expected;
};

class LifeListFilterTest : public LifeFixture {
 protected:
  // The ids that pass, one a page, so that a page which holds none would end
  // the list.
  template <class Stub, class Request, class Response, class Records>
  absl::StatusOr<Ids> Pages(const std::unique_ptr<Stub>& stub,
                            grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                         const Request&,
                                                         Response*),
                            Request request, const std::string& filter,
                            Records records) {
    Ids ids;
    request.set_parent(Format(kConvention));
    request.set_filter(filter);
    request.set_page_size(1);
    do {
      ENTENTE_ASSIGN_OR_RETURN(const Response page,
                               Call(stub, method, request));
      for (const auto& record : records(page)) ids.push_back(IdOf(record));
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return ids;
  }

  absl::StatusOr<Ids> Facts(
      const std::string& filter,
      const google::protobuf::Timestamp* known = nullptr) {
    v1::ListConventionFactsRequest request;
    if (known != nullptr) *request.mutable_as_of_record_time() = *known;
    return Pages(life_, &v1::LifeService::Stub::ListConventionFacts, request,
                 filter,
                 [](const auto& page) { return page.convention_facts(); });
  }
  absl::StatusOr<Ids> Amendments(const std::string& filter) {
    return Pages(amendments_, &v1::AmendmentService::Stub::ListAmendments,
                 v1::ListAmendmentsRequest(), filter,
                 [](const auto& page) { return page.amendments(); });
  }
  absl::StatusOr<Ids> Changes(const std::string& filter) {
    return Pages(changes_, &v1::BudgetChangeService::Stub::ListBudgetChanges,
                 v1::ListBudgetChangesRequest(), filter,
                 [](const auto& page) { return page.budget_changes(); });
  }
  absl::StatusOr<Ids> Progress(const std::string& filter, bool shows_history) {
    v1::ListProgressStatementsRequest request;
    request.set_year(2018);
    request.set_shows_history(shows_history);
    return Pages(progress_, &v1::ProgressService::Stub::ListProgressStatements,
                 request, filter,
                 [](const auto& page) { return page.progress_statements(); });
  }
  absl::StatusOr<Ids> Controls(const std::string& filter) {
    return Pages(controls_, &v1::ControlService::Stub::ListControlRequests,
                 v1::ListControlRequestsRequest(), filter,
                 [](const auto& page) { return page.control_requests(); });
  }
  // Not in pages: a convention has few.
  absl::StatusOr<Ids> Measures(const std::string& filter) {
    v1::ListMeasureDefinitionsRequest request;
    request.set_parent(Format(kConvention));
    request.set_filter(filter);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListMeasureDefinitionsResponse list,
        Call(conventions_, &v1::ConventionService::Stub::ListMeasureDefinitions,
             request));
    Ids ids;
    for (const auto& measure : list.measures()) ids.push_back(measure.code());
    return ids;
  }

  std::map<std::string, Lister> Lists() {
    return {
        {"facts", [&](const auto& filter) { return Facts(filter); }},
        {"amendments", [&](const auto& filter) { return Amendments(filter); }},
        {"changes", [&](const auto& filter) { return Changes(filter); }},
        {"progress",
         [&](const auto& filter) { return Progress(filter, false); }},
        {"progress and before",
         [&](const auto& filter) { return Progress(filter, true); }},
        {"controls", [&](const auto& filter) { return Controls(filter); }},
        {"measures", [&](const auto& filter) { return Measures(filter); }}};
  }

  // An approval, which the second fact corrects, and a royal decree.
  void RecordFacts() {
    const v1::ConventionFact first = MustRecord(
        Fact(v1::ConventionFact::KIND_COUNCIL_APPROVAL, MakeDate(2018, 3, 12)));
    before_ = ToTimestamp(clock_.Now());
    MoveTo(2018, 3, 21);
    v1::ConventionFact correction =
        Fact(v1::ConventionFact::KIND_COUNCIL_APPROVAL, MakeDate(2018, 3, 19));
    correction.set_corrects(first.name());
    correction.set_reason("the date of the other session");
    MustRecord(correction);
    v1::ConventionFact decree =
        Fact(v1::ConventionFact::KIND_ROYAL_DECREE, MakeDate(2018, 3, 1));
    decree.set_reference("2018031896");
    MustRecord(decree);
  }
  // The first is approved.
  void ProposeTwo() {
    v1::Amendment sooner = NewAmendment(MakeDate(2018, 11, 1));
    SetText(sooner, "op-01", "Another aim");
    v1::Amendment later = NewAmendment(MakeDate(2019, 1, 1));
    SetText(later, "op-02", "Another aim");
    const auto first = Propose(sooner);
    ASSERT_TRUE(first.ok()) << first.status();
    const auto second = Propose(later);
    ASSERT_TRUE(second.ok()) << second.status();
    const auto approved = Approve(first->name());
    ASSERT_TRUE(approved.ok()) << approved.status();
  }
  void ReduceTwice() {
    for (const char* envelope : {"general-2018", "supplementary-2018"}) {
      v1::CreateGrantChangeRequest request;
      request.set_parent(Format(kConvention));
      v1::BudgetChange& change = *request.mutable_budget_change();
      change.set_type(v1::BudgetChange::TYPE_REDUCTION);
      change.set_from(
          absl::StrCat(Format(kConvention), "/envelopes/", envelope));
      *change.mutable_amount() = MoneyFromCents(
          change.from().ends_with("general-2018") ? 20'000 : 10'000);
      change.set_reason("Invented decision");
      change.set_decision_reference("D-1");
      *change.mutable_effective_date() = MakeDate(2018, 9, 28);
      const auto made = Call(
          changes_, &v1::BudgetChangeService::Stub::CreateGrantChange, request);
      ASSERT_TRUE(made.ok()) << envelope << " " << made.status();
    }
  }
  // Two of op-01, of which the first is replaced, and one of op-02.
  void StateThree() {
    using v1::ProgressStatement;
    const struct {
      const char* objective;
      ProgressStatement::State state;
    } kSaid[] = {{"op-01", ProgressStatement::STATE_UNDER_WAY},
                 {"op-01", ProgressStatement::STATE_DONE},
                 {"op-02", ProgressStatement::STATE_DROPPED}};
    for (const auto& [objective, state] : kSaid) {
      v1::CreateProgressStatementRequest request;
      request.set_parent(Format(kConvention));
      ProgressStatement& statement = *request.mutable_progress_statement();
      statement.set_objective_id(objective);
      statement.set_year(2018);
      statement.set_state(state);
      *statement.mutable_date() = MakeDate(2018, 9, 28);
      statement.set_text("Invented: three sessions were held");
      const auto made =
          Call(progress_, &v1::ProgressService::Stub::CreateProgressStatement,
               request);
      ASSERT_TRUE(made.ok()) << objective << " " << made.status();
    }
  }
  void AskTwice() {
    for (const int day : {5, 15}) {
      v1::OpenControlRequestRequest request;
      request.set_parent(Format(kConvention));
      v1::ControlRequest& control = *request.mutable_control_request();
      control.set_kind(v1::ControlRequest::KIND_DOCUMENTS);
      control.set_subject("evidence of the third quarter");
      control.set_reference(absl::StrCat("DGSP-2018-", day));
      *control.mutable_open_date() = MakeDate(2018, 9, 28);
      *control.mutable_due_date() = MakeDate(2018, 10, day);
      const auto made =
          Call(controls_, &v1::ControlService::Stub::OpenControlRequest,
               request, kFederal);
      ASSERT_TRUE(made.ok()) << day << " " << made.status();
    }
  }
  void MakeAll() {
    MoveTo(2018, 3, 20);
    RecordFacts();
    MoveTo(2018, 10, 1);
    ProposeTwo();
    ReduceTwice();
    StateThree();
    AskTwice();
  }

  // Before the first fact was corrected.
  google::protobuf::Timestamp before_;
};

TEST_F(LifeListFilterTest, EachListIsFilteredByWhatItShows) {
  MakeAll();
  const Row kRows[] = {
      {"facts", "", {"d-000001", "d-000002", "d-000003"}},
      {"facts", "kind = COUNCIL_APPROVAL", {"d-000001", "d-000002"}},
      {"facts", "date >= 2018-03-15", {"d-000002"}},
      {"facts", "reference = '2018031896'", {"d-000003"}},
      {"facts", "corrects : *", {"d-000002"}},
      // Not stored: made as the list is read.
      {"facts", "corrected_by : *", {"d-000001"}},
      {"facts", "NOT corrected_by : *", {"d-000002", "d-000003"}},
      {"facts", "corrected_by : 'd-000002'", {"d-000001"}},
      {"facts", "is_withdrawal = true", {}},
      {"amendments", "", {"a-000001", "a-000002"}},
      {"amendments", "state = APPROVED", {"a-000001"}},
      {"amendments", "state = PROPOSED", {"a-000002"}},
      {"amendments", "effective_date >= 2019-01-01", {"a-000002"}},
      {"amendments", "approve_time : *", {"a-000001"}},
      {"amendments", "title : nothing", {}},
      {"changes", "", {"b-000001", "b-000002"}},
      {"changes", "type = REDUCTION AND amount > 150", {"b-000001"}},
      {"changes", "from : supplementary", {"b-000002"}},
      {"changes", "effective_date < 2018-09-28", {}},
      {"progress", "", {"s-000002", "s-000003"}},
      {"progress", "state = DROPPED", {"s-000003"}},
      {"progress", "is_replaced = true", {}},
      {"progress and before", "", {"s-000001", "s-000002", "s-000003"}},
      // Not stored either.
      {"progress and before", "is_replaced = true", {"s-000001"}},
      {"progress and before", "is_replaced = false", {"s-000002", "s-000003"}},
      {"progress and before", "objective_id = op-01", {"s-000001", "s-000002"}},
      {"controls", "", {"q-000001", "q-000002"}},
      {"controls", "due_date > 2018-10-05", {"q-000002"}},
      {"controls", "reference = 'dgsp-2018-5'", {"q-000001"}},
      {"controls", "close_date : *", {}},
      {"measures", "", {"trainings", "meetings"}},
      {"measures", "code = meetings", {"meetings"}},
      {"measures", "is_sensitive = true", {}},
  };
  const std::map<std::string, Lister> lists = Lists();
  for (const Row& row : kRows) {
    const auto ids = lists.at(row.list)(row.filter);
    ASSERT_TRUE(ids.ok()) << row.list << ": " << row.filter << ": "
                          << ids.status();
    EXPECT_EQ(*ids, row.expected) << row.list << ": " << row.filter;
  }
  // As it was known before the correction.
  const auto then = Facts("corrected_by : *", &before_);
  ASSERT_TRUE(then.ok()) << then.status();
  EXPECT_EQ(*then, Ids());
}

// Who did it is shown to those who may read the list, and nobody is looked for
// by it.
TEST_F(LifeListFilterTest, NoListIsFilteredByWhatItDoesNotName) {
  for (const auto& [what, list] : Lists()) {
    for (const char* filter :
         {"secret = 1", "author = 'p-1001'", "proposer = 'p-1001'"}) {
      EXPECT_EQ(ErrorReason(list(filter).status()), "FILTER_INVALID")
          << what << ": " << filter;
    }
  }
}

}  // namespace
}  // namespace entente::conventions
