// Every refusal of something asked for money carries allotted, reserved, spent,
// requested and available. The list of reasons is read from the sources, so
// that a new one has to be shown here, or said to be about something else.
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "services/conventions/refusal_figures_fixture_test.h"

namespace entente::conventions {
namespace {

using Asked = RefusalFiguresTest;
using Type = v1::BudgetChange;

}  // namespace

std::vector<Case> RefusalFiguresTest::OfLines() {
  return {
      {"ALLOTMENT_EXCEEDED",
       [](Asked& t) { return t.Reserve(72'001).status(); }},
      {"ENVELOPE_EXCEEDED",
       [](Asked& t) { return t.Line("so-01", "investment", 900'000); }},
      {"ENVELOPE_SHORTFALL",
       [](Asked& t) {
         EXPECT_TRUE(t.Grant(Type::TYPE_REDUCTION, Envelope("general-2018"), "",
                             965'000)
                         .ok());
         return t.Reserve(5'000).status();
       }},
      {"RESERVATION_EXCEEDED",
       [](Asked& t) {
         return t.SpendBy(101, t.evidence_, t.Reserve(100)->name());
       }},
      {"RESERVATION_ENDED",
       [](Asked& t) {
         const std::string held = t.Reserve(100)->name();
         EXPECT_TRUE(t.Void(held).ok());
         return t.Void(held);
       }},
      {"RESERVATION_LINE",
       [](Asked& t) {
         return t.SpendBy(100, t.evidence_, t.Reserve(100)->name(), t.other_);
       }},
      {"EXPIRE_DATE_PASSED",
       [](Asked& t) {
         v1::CreateReservationRequest request =
             ReservationRequest(t.line_, 100);
         *request.mutable_reservation()->mutable_expire_date() =
             MakeDate(2020, 6, 14);
         return t.Call(&v1::BudgetService::Stub::CreateReservation, request)
             .status();
       }},
      {"UNDO_BEFORE_UNDONE",
       [](Asked& t) {
         const std::string held = t.Reserve(100)->name();
         t.Pass(-2);
         return t.Void(held);
       }},
      {"PAYMENT_STATE",
       [](Asked& t) { return t.Execute(1, MakeDate(2018, 7, 1)); }},
      {"VALUE_DATE_BEFORE_YEAR",
       [](Asked& t) { return t.Execute(2, MakeDate(2017, 12, 31)); }},
      {"DATE_IN_FUTURE",
       [](Asked& t) { return t.Execute(2, MakeDate(2020, 6, 16)); }},
      {"LINE_EXISTS", [](Asked& t) { return t.Line("so-01", "operating"); }},
      {"WRONG_ALLOCATION",
       [](Asked& t) { return t.Line("so-02", "operating"); }},
      {"UNKNOWN_OBJECTIVE",
       [](Asked& t) { return t.Line("so-99", "operating"); }},
      {"UNKNOWN_CATEGORY",
       [](Asked& t) { return t.Line("so-01", "catering"); }},
      {"CATEGORY_CAP_EXCEEDED",
       [](Asked& t) {
         for (v1::CostCategory& one : *t.Profile().mutable_categories()) {
           one.mutable_cap()->set_share_basis_points(1);
         }
         return t.Line("so-01", "investment", 10'000);
       }},
      {"SERVICE_DATE_OUTSIDE_YEAR",
       [](Asked& t) {
         v1::CreateExpenseRequest request =
             ExpenseRequest(t.line_, 100, t.evidence_);
         *request.mutable_expense()->mutable_service_date() =
             MakeDate(2019, 1, 1);
         return t.Call(&v1::BudgetService::Stub::CreateExpense, request)
             .status();
       }},
      {"CORRECTION_EXCEEDED", [](Asked& t) { return t.Correct(15'001); }},
      {"DEDUCTION_EXCEEDED", [](Asked& t) { return t.Deduct(801); }},
  };
}

std::vector<Case> RefusalFiguresTest::Documents() {
  return {
      {"EVIDENCE_EXCEEDED",
       [](Asked& t) {
         return t.SpendBy(101, t.MakeEvidence("F-2", 'c', 100));
       }},
      {"EVIDENCE_EXISTS",
       [](Asked& t) {
         return t
             .Call(&v1::BudgetService::Stub::CreateEvidence,
                   EvidenceRequest("F-1", 'c', 1'000'000))
             .status();
       }},
      {"EVIDENCE_KIND",
       [](Asked& t) {
         for (v1::CostCategory& one : *t.Profile().mutable_categories()) {
           one.mutable_evidence()->add_kinds(v1::Evidence::KIND_PAY_STATEMENT);
         }
         return t.SpendBy(100, t.evidence_);
       }},
      {"EVIDENCE_WITHDRAWN",
       [](Asked& t) {
         const std::string wrong = t.MakeEvidence("F-2", 'c', 100);
         EXPECT_TRUE(t.Withdraw(wrong).ok());
         return t.SpendBy(100, wrong);
       }},
      {"EVIDENCE_CHARGED", [](Asked& t) { return t.Withdraw(t.evidence_); }},
      {"EVIDENCE_CREDITED",
       [](Asked& t) {
         const std::string credited = t.MakeEvidence("F-2", 'c', 100);
         EXPECT_TRUE(t.Credit(credited, 40).ok());
         return t.Withdraw(credited);
       }},
      {"CREDIT_EXCEEDS_REST",
       [](Asked& t) { return t.Credit(t.evidence_, 980'000).status(); }},
      {"CREDIT_NOTE_WITHDRAWN",
       [](Asked& t) {
         const std::string note = t.Credit(t.evidence_, 40)->name();
         EXPECT_TRUE(t.WithdrawNote(note).ok());
         return t.WithdrawNote(note);
       }},
      {"CREDIT_NOTE_EXISTS",
       [](Asked& t) {
         EXPECT_TRUE(t.Credit(t.evidence_, 40).ok());
         return t.Credit(t.evidence_, 40).status();
       }},
      {"PERSON_MONTH_EXCEEDED",
       [](Asked& t) {
         EXPECT_TRUE(t.Month("L-1", 'c').ok());
         return t.Month("L-2", 'd').status();
       }},
  };
}

std::vector<Case> RefusalFiguresTest::Changes() {
  const std::string of_2018 = Envelope("general-2018");
  const std::string of_2019 = Envelope("general-2019");
  return {
      {"REDUCTION_EXCEEDED",
       [=](Asked& t) {
         return t.Grant(Type::TYPE_REDUCTION, of_2018, "", 1'000'001);
       }},
      {"TRANSFER_FORBIDDEN",
       [=](Asked& t) {
         return t.Grant(Type::TYPE_CARRY_OVER, of_2018, of_2019, 1);
       }},
      {"CARRY_OVER_CAPPED",
       [=](Asked& t) {
         v1::TransferRule& rule =
             *t.Profile().mutable_transfer_rules()->mutable_carry_over();
         rule.set_is_allowed(true);
         rule.set_cap_basis_points(1);
         return t.Grant(Type::TYPE_CARRY_OVER, of_2018, of_2019, 101);
       }},
      {"NOT_NEXT_YEAR",
       [=](Asked& t) {
         return t.Grant(Type::TYPE_CARRY_OVER, of_2019, of_2018, 1);
       }},
      {"NOT_YEAR_BEFORE",
       [=](Asked& t) {
         return t.Grant(Type::TYPE_CARRY_OVER_REVERSAL, of_2018, of_2019, 1);
       }},
      {"EFFECTIVE_DATE_BEFORE_TERM",
       [=](Asked& t) {
         return t.Grant(Type::TYPE_REDUCTION, of_2018, "", 1,
                        MakeDate(2017, 12, 31));
       }},
      {"ENVELOPE_IN_USE",
       [=](Asked& t) { return t.Grant(Type::TYPE_LAPSE, of_2018, "", 0); }},
      {"NOTHING_TO_LAPSE",
       [=](Asked& t) {
         EXPECT_TRUE(t.Grant(Type::TYPE_LAPSE, of_2019, "", 0).ok());
         return t.Grant(Type::TYPE_LAPSE, of_2019, "", 0);
       }},
      {"REVERSAL_EXCEEDED",
       [=](Asked& t) {
         return t.Grant(Type::TYPE_LAPSE_REVERSAL, of_2018, "", 1);
       }},
      {"SHIFT_CAPPED",
       [](Asked& t) {
         t.Profile()
             .mutable_transfer_rules()
             ->mutable_within_envelope()
             ->set_cap_basis_points(1);
         EXPECT_TRUE(t.Move(t.line_, t.other_).ok());
         return t.Move(t.line_, t.other_);
       }},
      {"SAME_ACCOUNT", [](Asked& t) { return t.Move(t.line_, t.line_); }},
      {"OTHER_ENVELOPE",
       [](Asked& t) {
         return t.Move(t.line_, LineNamed("general-2019", "so-01-operating"));
       }},
  };
}

namespace {

TEST_P(RefusalFiguresTest, CarriesTheFiveFigures) {
  const absl::Status refused = GetParam().ask(*this);
  ASSERT_EQ(ErrorReason(refused), GetParam().reason) << refused;
  const auto detail = GetErrorDetail(refused);
  for (const char* figure :
       {"allotted_cents", "reserved_cents", "spent_cents", "available_cents"}) {
    EXPECT_TRUE(detail->metadata.contains(figure)) << figure;
  }
  // What asks for no amount has none: a lapse takes all, a claim all there is.
  EXPECT_TRUE(detail->metadata.contains("requested_cents"));
  EXPECT_NE(detail->sentence.en, "");
  EXPECT_NE(detail->sentence.fr, detail->sentence.nl);
}

INSTANTIATE_TEST_SUITE_P(All, RefusalFiguresTest,
                         testing::ValuesIn(RefusalFiguresTest::All()),
                         [](const auto& info) {
                           return std::string(info.param.reason);
                         });

// About money, and refused by services that are not here.
const std::set<std::string> kElsewhere = {
    // claim_rules: a claim of ten thousand lines.
    "CLAIM_TOO_LARGE",
    // claim_figures_test, which asks the service of indicators.
    "APPROVALS_UNKNOWN", "CLAIM_JUST_COMPOSED", "PERIODS_NOT_APPROVED",
    // claim_revision_test, which asks for the same five figures.
    "CLAIM_LINE_REVISED", "DECISION_UNCHANGED", "REVISIONS_TOO_MANY",
    // expense_test.
    "EXPENSE_EXISTS",
    // life_service_test, which asks for no amount.
    "CONVENTION_CLOSED", "CONVENTION_SETTLED", "RESERVATIONS_OPEN",
    "REST_NOT_LAPSED", "SETTLEMENT_OPEN",
    // new_year_test.
    "EFFECTIVE_DATE_BEFORE_GRANT", "ENVELOPE_OUTSIDE_TERM",
    // bad_input_test.
    "SERVICE_DATE_OUTSIDE_TERM",
    // dotation_test: about a dotation, with figures of its own.
    "DOTATION_EXISTS", "DOTATION_KEY_MISSING", "DOTATION_OFFSET",
    // dossier_service_test.
    "CLAIM_ANSWERED", "CLAIM_HANDED_IN", "CLAIM_NOT_AS_HANDED_IN"};

// About no account: shapes, names, states, texts, who may.
constexpr char kNoMoney[] = R"(
    BUDGET_CHANGE_OF_OTHER_ENVELOPE
    ACKNOWLEDGED_BEFORE_VALUE_DATE ADOPTED_FROM_LATER_DAY ALLOCATION_UNKNOWN AMENDED_AFTER_YEAR
    AMENDMENT_CONFLICT AMENDMENT_STATE ANSWER_EMPTY BATCH_SIZE CHANGE_ACCOUNT
    CHANGE_EMPTY CHANGE_TYPE CLAIM_LINE_TWICE CONTROL_STATE CONVENTION_EXISTS
    CONVENTION_HANDED_IN CONVENTION_HAS_MOVEMENTS CONVENTION_HAS_RECORDS
    CREDIT_NOTE_BEFORE_EVIDENCE DATE_BEFORE_OPENING DECISION_LINES
    DECISION_REASON_REQUIRED DECISION_UNREADABLE DIRECTION_UNKNOWN
    DOSSIER_OUTDATED DOSSIER_YEAR
    DOTATION_OTHER DUE_BEFORE_OPENING DUPLICATE_ENVELOPE
    EFFECTIVE_DATE_BEFORE_TERM ENDING_BEFORE
    ENTERPRISE_NUMBER_FIXED ENVELOPE_EXISTS ENVELOPE_INCOMPLETE FACT_CORRECTED
    FACT_EXISTS FACT_IN_FUTURE FACT_KIND FIELD_NOT_ALLOWED FIELD_REQUIRED
    FIELD_UNKNOWN_VALUE FIGURES_NOT_APPROVED FINDING_OPEN FINDING_RESOLVED FUNCTION_OF_OTHER_PARTY
    IBAN_OF_DEDUCTION INSTALLATION_OTHER INTAKE_QUOTA KEY_OTHER KEY_OVERLAPS
    KEY_SHARES LIST_TOO_LONG MALFORMED_BUDGET_ARTICLE MALFORMED_CONVENTION_ID MALFORMED_HASH
    MALFORMED_NAME MALFORMED_NUMBERS MALFORMED_REFERENCE MALFORMED_TEXT
    MEASURE_CHANGED MEASURE_IN_USE MUNICIPALITY_MISMATCH
    MUNICIPALITY_NOT_SENDER
    MUNICIPALITY_NOT_SERVED MUNICIPALITY_UNKNOWN NODE_ENDED NODE_EXISTS
    NODE_NOT_BEGUN NODE_PARENT NOT_COUNTABLE NOT_FOUND NOT_OPERATIONAL
    NOT_PROMOTED NOT_RECORDED_YET NO_REGULATION_PROFILE ORGANISATION_EXISTS
    OTHER_CONVENTION OTHER_FUNDERS_EXCEED OTHER_MUNICIPALITY
    PERSONAL_DATA_SHAPE PROFILE_INCOMPLETE PROFILE_NOT_NEWER
    PROFILE_NOT_REVIEWED PROFILE_UNKNOWN QUERY_LENGTH RECORD_CORRECTED
    RECOUNT_RUNNING REGISTRY_UNREADABLE SAME_PERSON STATE_REFUSED
    STATE_UNKNOWN SUBMISSION_APPLIED SUBMISSION_CHUNK SUBMISSION_KEY_LOST
    SUBMISSION_KEY_NAME SUBMISSION_KEY_THERE SUBMISSION_KEY_UNKNOWN
    SUBMISSION_REJECTED SUBMISSION_REVISION SUBMISSION_SIGNATURE
    SUBMISSION_STATE SUBMISSION_TAKEN TERM_MISSING TERM_REVERSED TERM_RUNNING
    TEXT_TOO_LONG TOO_MANY_ANSWERS TOO_MANY_CHANGES TOO_MANY_NAMES
    TRANSLATION_OF_DOCUMENT UNKNOWN_COPY UNKNOWN_ENVELOPE UNKNOWN_FINDING
    UNKNOWN_LANGUAGE UNKNOWN_MEASURE UNKNOWN_NODE YEAR_OUTSIDE_TERM)";

TEST(RefusalReasonsTest, EveryReasonAboutMoneyIsShown) {
  std::set<std::string> shown = kElsewhere;
  for (const absl::string_view name :
       absl::StrSplit(kNoMoney, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
    shown.insert(std::string(name));
  }
  for (const Case& one : RefusalFiguresTest::All()) shown.insert(one.reason);
  const std::regex reason(
      R"re((?:StatusCode::k\w+,\s*|\.reason = |FieldError\(\s*)"([A-Z_]+)")re");
  std::set<std::string> found;
  // Every source of the service: whoever adds a file need not think of this.
  for (const auto& file :
       std::filesystem::directory_iterator("services/conventions")) {
    const std::string path = file.path().string();
    if (!absl::EndsWith(path, ".cc") || absl::EndsWith(path, "_test.cc")) {
      continue;
    }
    std::ifstream in(path);
    ASSERT_TRUE(in) << path;
    std::stringstream text;
    text << in.rdbuf();
    const std::string source = text.str();
    for (std::sregex_iterator it(source.begin(), source.end(), reason), end;
         it != end; ++it) {
      const std::string name = (*it)[1];
      if (name == "LEDGER_INVARIANT") continue;
      found.insert(name);
      EXPECT_TRUE(shown.contains(name)) << name << " of " << path;
    }
  }
  EXPECT_GT(found.size(), 150u);
  // The sources of dotations are among them.
  EXPECT_TRUE(found.contains("DEDUCTION_EXCEEDED"));
  // What is said to be about no account is still refused somewhere.
  for (const absl::string_view name :
       absl::StrSplit(kNoMoney, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
    EXPECT_TRUE(found.contains(std::string(name))) << name;
  }
}

}  // namespace
}  // namespace entente::conventions
