// The table of states, facts and what follows from them.
#include "services/conventions/life_rules.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/life_errors.h"
#include "services/conventions/money/date.h"

namespace entente::conventions {
namespace {

using v1::Convention;
using v1::ConventionFact;

google::type::Date Day(int year, int month, int day) {
  return DateFromDay(absl::CivilDay(year, month, day));
}

const Act kActs[] = {Act::kFact,       Act::kAmendment, Act::kPromotion,
                     Act::kProgress,   Act::kControl,   Act::kFinding,
                     Act::kNewMoney,   Act::kOpenMoney, Act::kClosing,
                     Act::kSettlement, Act::kDiscarding};

TEST(LifeTableTest, EachStateAdmitsWhatTheTableSaysAndNothingElse) {
  const std::vector<std::pair<Convention::State, std::set<Act>>> table = {
      {Convention::STATE_DRAFT,
       {Act::kFact, Act::kAmendment, Act::kPromotion, Act::kProgress,
        Act::kControl, Act::kFinding, Act::kNewMoney, Act::kOpenMoney,
        Act::kDiscarding}},
      {Convention::STATE_IN_FORCE,
       {Act::kFact, Act::kAmendment, Act::kPromotion, Act::kProgress,
        Act::kControl, Act::kFinding, Act::kNewMoney, Act::kOpenMoney,
        Act::kClosing}},
      {Convention::STATE_CLOSED,
       {Act::kFact, Act::kProgress, Act::kControl, Act::kFinding,
        Act::kOpenMoney, Act::kSettlement}},
      {Convention::STATE_SETTLED, {Act::kControl}},
      {Convention::STATE_UNSPECIFIED, {}},
      {static_cast<Convention::State>(99), {}}};
  for (const auto& [state, allowed] : table) {
    for (const Act act : kActs) {
      EXPECT_EQ(IsAllowed(state, act), allowed.contains(act))
          << state << " " << static_cast<int>(act);
      EXPECT_EQ(CheckAllowed(state, act).ok(), allowed.contains(act));
    }
    EXPECT_FALSE(IsAllowed(state, static_cast<Act>(99)));
  }
}

TEST(LifeTableTest, ARefusalNamesTheStateThatRefuses) {
  EXPECT_EQ(ErrorReason(CheckAllowed(Convention::STATE_CLOSED, Act::kNewMoney)),
            "CONVENTION_CLOSED");
  EXPECT_EQ(ErrorReason(CheckAllowed(Convention::STATE_SETTLED, Act::kFact)),
            "CONVENTION_SETTLED");
  EXPECT_EQ(ErrorReason(CheckAllowed(Convention::STATE_DRAFT, Act::kClosing)),
            "CONVENTION_STATE");
}

TEST(LifeTableTest, AMovementThatIsNotKnownCountsAsNewMoney) {
  for (int type = 0; type < 60; ++type) {
    const auto movement = static_cast<v1::LedgerEntry::Type>(type);
    const bool takes_on = movement == v1::LedgerEntry::TYPE_GRANT ||
                          movement == v1::LedgerEntry::TYPE_ALLOT ||
                          movement == v1::LedgerEntry::TYPE_RESERVE ||
                          movement == v1::LedgerEntry::TYPE_SPEND ||
                          movement == v1::LedgerEntry::TYPE_CARRY_IN ||
                          type == 0 || !v1::LedgerEntry::Type_IsValid(type);
    EXPECT_EQ(ActOf(movement) == Act::kNewMoney, takes_on) << type;
  }
}

TEST(SettlementTest, NothingIsLeftToDecidePayOrGiveBack) {
  const Balances settled{.allocated_cents = 1'000,
                         .allotted_cents = 900,
                         .spent_cents = 800,
                         .claimed_cents = 700,
                         .accepted_cents = 600,
                         .ineligible_cents = 100,
                         .advance_cents = 650,
                         .demanded_cents = 50,
                         .recovered_cents = 50};
  EXPECT_TRUE(IsSettled(Balances()));
  EXPECT_TRUE(IsSettled(settled));
  const std::vector<std::pair<const char*, int64_t Balances::*>> open = {
      {"reserved", &Balances::reserved_cents},
      {"claimed", &Balances::claimed_cents},
      {"received too much", &Balances::balance_cents},
      {"accepted and not received", &Balances::accepted_cents},
      {"demanded", &Balances::demanded_cents}};
  for (const auto& [what, figure] : open) {
    Balances balances = settled;
    balances.*figure += 1;
    EXPECT_FALSE(IsSettled(balances)) << what;
  }
}

ConventionFact Named(int number, ConventionFact::Kind kind,
                     google::type::Date date) {
  ConventionFact fact;
  fact.set_name(
      FormatNumbered(NumberedKind::kFact, {"21004", "css-2018-2019"}, number));
  fact.set_kind(kind);
  *fact.mutable_date() = date;
  fact.mutable_create_time()->set_seconds(number);
  return fact;
}

ConventionFact SignedBy(int number, ConventionFact::Function function,
                        google::type::Date date) {
  ConventionFact fact = Named(number, ConventionFact::KIND_SIGNATURE, date);
  fact.set_function(function);
  fact.set_party(function == ConventionFact::FUNCTION_MINISTER
                     ? ConventionFact::PARTY_STATE
                     : ConventionFact::PARTY_MUNICIPALITY);
  return fact;
}

TEST(SettlementTest, TheStateOwesWhatItAcceptedUpToWhatIsGranted) {
  // Accepted before the credits were cut.
  const Balances balances{.allocated_cents = 700,
                          .allotted_cents = 900,
                          .spent_cents = 900,
                          .claimed_cents = 900,
                          .accepted_cents = 900,
                          .reduced_cents = 300,
                          .advance_cents = 800};
  EXPECT_FALSE(IsSettled(balances));
  const auto detail = GetErrorDetail(SettlementOpen("general-2018", balances));
  ASSERT_TRUE(detail.has_value());
  for (const auto& [figure, cents] : {std::pair("accepted_cents", "900"),
                                      {"granted_cents", "700"},
                                      {"owed_cents", "700"},
                                      {"received_cents", "800"},
                                      {"recoverable_cents", "0"},
                                      {"available_cents", "-200"}}) {
    EXPECT_EQ(detail->metadata.at(figure), cents) << figure;
  }
  for (const auto& [sentence, owed] :
       {std::pair(detail->sentence.en, "owes 7,00 EUR"),
        {detail->sentence.fr, "doit 7,00 EUR"},
        {detail->sentence.nl, "verschuldigd is 7,00 EUR"}}) {
    EXPECT_NE(sentence.find(owed), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("9,00 EUR"), std::string::npos) << sentence;
  }
}

TEST(LifeTest, TheMunicipalityHasSignedOnlyWhenMayorAndSecretaryHave) {
  Facts facts = {SignedBy(1, ConventionFact::FUNCTION_MAYOR, Day(2018, 5, 2))};
  v1::ConventionLife life = DeriveLife(facts, Day(2018, 1, 1), Day(2018, 9, 1));
  EXPECT_FALSE(life.has_municipality_signature_date());
  facts.push_back(
      SignedBy(2, ConventionFact::FUNCTION_SECRETARY, Day(2018, 4, 30)));
  life = DeriveLife(facts, Day(2018, 1, 1), Day(2018, 9, 1));
  EXPECT_EQ(FormatIsoDate(life.municipality_signature_date()), "2018-05-02");
  EXPECT_EQ(life.state(), Convention::STATE_DRAFT);
  // On a day between the two it had not.
  life = DeriveLife(facts, Day(2018, 1, 1), Day(2018, 5, 1));
  EXPECT_FALSE(life.has_municipality_signature_date());
}

ConventionFact OnCopy(int copy, ConventionFact fact) {
  fact.set_copy_number(copy);
  return fact;
}

TEST(LifeTest, EachOfTheTwoCopiesIsSignedAndReceivedOnDaysOfItsOwn) {
  using F = ConventionFact;
  Facts facts = {
      OnCopy(1, SignedBy(1, F::FUNCTION_MAYOR, Day(2018, 5, 2))),
      OnCopy(2, SignedBy(2, F::FUNCTION_SECRETARY, Day(2018, 5, 3)))};
  const auto life = [&](google::type::Date day = Day(2018, 9, 1)) {
    return DeriveLife(facts, Day(2018, 1, 1), day);
  };
  // On no copy both have signed.
  EXPECT_FALSE(life().has_municipality_signature_date());
  ASSERT_EQ(life().copies_size(), 2);
  EXPECT_THAT(life().copies(0).missing(),
              testing::ElementsAre("MINISTER", "SECRETARY", "RECEIPT"));
  EXPECT_THAT(life().copies(1).missing(),
              testing::ElementsAre("MINISTER", "MAYOR", "RECEIPT"));
  facts.push_back(
      OnCopy(1, SignedBy(3, F::FUNCTION_SECRETARY, Day(2018, 5, 9))));
  facts.push_back(
      OnCopy(1, SignedBy(4, F::FUNCTION_MINISTER, Day(2018, 6, 1))));
  facts.push_back(Named(5, F::KIND_COUNCIL_APPROVAL, Day(2018, 3, 12)));
  EXPECT_EQ(FormatIsoDate(life().municipality_signature_date()), "2018-05-09");
  EXPECT_EQ(FormatIsoDate(life().copies(0).secretary_date()), "2018-05-09");
  EXPECT_EQ(FormatIsoDate(life().copies(1).secretary_date()), "2018-05-03");
  // One copy is whole: it is in force, and the other still lacks what it lacks.
  EXPECT_EQ(life().state(), Convention::STATE_IN_FORCE);
  EXPECT_EQ(life().missing_size(), 0);
  EXPECT_THAT(life().copies(1).missing(),
              testing::ElementsAre("MINISTER", "MAYOR", "RECEIPT"));
  ConventionFact receipt = Named(6, F::KIND_COPY_RECEIPT, Day(2018, 6, 20));
  receipt.set_copy_number(1);
  receipt.set_party(F::PARTY_MUNICIPALITY);
  receipt.set_place("archives");
  facts.push_back(receipt);
  EXPECT_TRUE(life().copies(0).missing().empty());
  EXPECT_EQ(life().copies(0).place(), "archives");
  EXPECT_EQ(life().copies(0).holder(), F::PARTY_MUNICIPALITY);
  EXPECT_EQ(FormatIsoDate(life().copies(0).receipt_date()), "2018-06-20");
  EXPECT_THAT(life(Day(2018, 6, 19)).copies(0).missing(),
              testing::ElementsAre("RECEIPT"));
}

TEST(LifeTest, ASignatureStandsOnceOnEachCopy) {
  using F = ConventionFact;
  const ConventionFact both = SignedBy(1, F::FUNCTION_MAYOR, Day(2018, 5, 2));
  const ConventionFact first =
      OnCopy(1, SignedBy(2, F::FUNCTION_MAYOR, Day(2018, 5, 2)));
  const ConventionFact second =
      OnCopy(2, SignedBy(3, F::FUNCTION_MAYOR, Day(2018, 5, 4)));
  EXPECT_TRUE(CheckNewFact({first}, second).ok());
  EXPECT_EQ(ErrorReason(CheckNewFact({first}, first)), "FACT_EXISTS");
  // One that names no copy is on both.
  EXPECT_EQ(ErrorReason(CheckNewFact({both}, first)), "FACT_EXISTS");
  EXPECT_EQ(ErrorReason(CheckNewFact({second}, both)), "FACT_EXISTS");
  ConventionFact narrowed = first;
  narrowed.set_corrects(both.name());
  EXPECT_TRUE(CheckNewFact({both}, narrowed).ok());
  ConventionFact third = first;
  third.set_copy_number(3);
  EXPECT_EQ(ErrorReason(ValidateFact(third, Day(2018, 9, 1))), "UNKNOWN_COPY");
}

TEST(LifeTest, InForceAsksForEveryPartOfItWhateverTheOrder) {
  const Facts all = {
      SignedBy(1, ConventionFact::FUNCTION_SECRETARY, Day(2018, 4, 1)),
      SignedBy(2, ConventionFact::FUNCTION_MINISTER, Day(2018, 6, 1)),
      Named(3, ConventionFact::KIND_COUNCIL_APPROVAL, Day(2018, 3, 12)),
      SignedBy(4, ConventionFact::FUNCTION_MAYOR, Day(2018, 4, 1))};
  const google::type::Date begins = Day(2018, 1, 1);
  EXPECT_EQ(DeriveLife(all, begins, Day(2018, 6, 1)).state(),
            Convention::STATE_IN_FORCE);
  EXPECT_EQ(DeriveLife(all, begins, Day(2018, 5, 31)).state(),
            Convention::STATE_DRAFT);
  EXPECT_EQ(DeriveLife(all, Day(2018, 7, 1), Day(2018, 6, 30)).state(),
            Convention::STATE_DRAFT);
  EXPECT_EQ(DeriveLife(all, {}, Day(2018, 6, 30)).missing(0), "TERM");
  for (size_t left_out = 0; left_out < all.size(); ++left_out) {
    Facts some = all;
    some.erase(some.begin() + static_cast<int>(left_out));
    EXPECT_EQ(DeriveLife(some, begins, Day(2018, 12, 1)).missing_size(), 1);
    EXPECT_EQ(DeriveLife(some, begins, Day(2018, 12, 1)).state(),
              Convention::STATE_DRAFT);
  }
}

TEST(LifeTest, ACorrectionTakesThePlaceOfWhatItCorrectsFromItsRecordingOn) {
  Facts facts = {
      Named(1, ConventionFact::KIND_COUNCIL_APPROVAL, Day(2018, 3, 12))};
  ConventionFact correction =
      Named(2, ConventionFact::KIND_COUNCIL_APPROVAL, Day(2018, 3, 19));
  correction.set_corrects(facts[0].name());
  EXPECT_TRUE(CheckNewFact(facts, correction).ok());
  facts.push_back(correction);
  const auto date_at = [&](int second) {
    const Facts known = KnownFacts(facts, absl::FromUnixSeconds(second));
    return FormatIsoDate(DeriveLife(known, Day(2018, 1, 1), Day(2018, 9, 1))
                             .council_approval_date());
  };
  EXPECT_EQ(date_at(1), "2018-03-12");
  EXPECT_EQ(date_at(2), "2018-03-19");
  EXPECT_EQ(KnownFacts(facts, absl::InfiniteFuture())[0].corrected_by(),
            correction.name());
  // A second correction of the first is refused, naming what to correct.
  correction.set_name("other");
  const absl::Status refused = CheckNewFact(facts, correction);
  EXPECT_EQ(ErrorReason(refused), "FACT_CORRECTED");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("corrected_by"),
            facts[1].name());
}

TEST(LifeTest, AWithdrawnFactLeavesRoomForAnother) {
  Facts facts = {SignedBy(1, ConventionFact::FUNCTION_MAYOR, Day(2018, 5, 2))};
  const ConventionFact again =
      SignedBy(2, ConventionFact::FUNCTION_MAYOR, Day(2018, 5, 3));
  EXPECT_EQ(ErrorReason(CheckNewFact(facts, again)), "FACT_EXISTS");
  ConventionFact withdrawal =
      SignedBy(3, ConventionFact::FUNCTION_MAYOR, Day(2018, 5, 2));
  withdrawal.set_corrects(facts[0].name());
  withdrawal.set_is_withdrawal(true);
  ASSERT_TRUE(CheckNewFact(facts, withdrawal).ok());
  facts.push_back(withdrawal);
  EXPECT_TRUE(LiveFacts(KnownFacts(facts, absl::InfiniteFuture())).empty());
  EXPECT_TRUE(CheckNewFact(facts, again).ok());
}

TEST(LifeTest, AFactIsCompleteForItsKindAndHoldsNothingElse) {
  const google::type::Date today = Day(2018, 9, 1);
  ConventionFact receipt;
  receipt.set_kind(ConventionFact::KIND_COPY_RECEIPT);
  *receipt.mutable_date() = Day(2018, 8, 1);
  receipt.set_copy_number(1);
  receipt.set_party(ConventionFact::PARTY_STATE);
  receipt.set_place("archives");
  receipt.set_scan_sha256(std::string(64, 'a'));
  EXPECT_TRUE(ValidateFact(receipt, today).ok());
  const std::vector<std::pair<std::string, void (*)(ConventionFact&)>> faults =
      {{"UNKNOWN_COPY", [](ConventionFact& f) { f.set_copy_number(3); }},
       {"FIELD_REQUIRED", [](ConventionFact& f) { f.clear_party(); }},
       {"FIELD_REQUIRED", [](ConventionFact& f) { f.clear_place(); }},
       {"PERSONAL_DATA_SHAPE",
        [](ConventionFact& f) { f.set_place("chez 85.07.30-033.28"); }},
       {"MALFORMED_HASH", [](ConventionFact& f) { f.set_scan_sha256("ab"); }},
       {"FACT_IN_FUTURE",
        [](ConventionFact& f) { *f.mutable_date() = Day(2018, 9, 2); }},
       {"FIELD_REQUIRED", [](ConventionFact& f) { f.clear_date(); }},
       {"MALFORMED_DATE",
        [](ConventionFact& f) {
          *f.mutable_date() = google::type::Date();
          f.mutable_date()->set_year(2018);
        }},
       {"FIELD_NOT_ALLOWED",
        [](ConventionFact& f) {
          f.set_function(ConventionFact::FUNCTION_MAYOR);
        }},
       {"FIELD_NOT_ALLOWED", [](ConventionFact& f) { f.set_reason("why"); }},
       {"FIELD_NOT_ALLOWED",
        [](ConventionFact& f) { f.set_is_withdrawal(true); }},
       {"FIELD_REQUIRED", [](ConventionFact& f) { f.set_corrects("x"); }}};
  for (const auto& [reason, plant] : faults) {
    ConventionFact wrong = receipt;
    plant(wrong);
    EXPECT_EQ(ErrorReason(ValidateFact(wrong, today)), reason)
        << wrong.DebugString();
  }
  ConventionFact signature;
  signature.set_kind(ConventionFact::KIND_SIGNATURE);
  *signature.mutable_date() = Day(2018, 8, 1);
  signature.set_party(ConventionFact::PARTY_STATE);
  signature.set_function(ConventionFact::FUNCTION_MAYOR);
  EXPECT_EQ(ErrorReason(ValidateFact(signature, today)),
            "FUNCTION_OF_OTHER_PARTY");
  for (const auto kind :
       {ConventionFact::KIND_CLOSING, ConventionFact::KIND_SETTLEMENT,
        ConventionFact::KIND_UNSPECIFIED}) {
    ConventionFact fact;
    fact.set_kind(kind);
    *fact.mutable_date() = Day(2018, 8, 1);
    EXPECT_EQ(ErrorReason(ValidateFact(fact, today)), "FIELD_REQUIRED");
  }
}

}  // namespace
}  // namespace entente::conventions
