// Why a person may do something to a case, as people read it.
#include "tools/client/case_explanation.h"

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
namespace common = entente::common::v1;
namespace v1 = entente::exchange::v1;
using v1::CaseAccessExplanation;
using v1::CaseGrant;

constexpr Language kLanguages[] = {Language::kEn, Language::kFr, Language::kNl};
// services/common/access/decide.h, of what has an object.
constexpr const char* kDenials[] = {"grant.none",
                                    "grant.relation_too_small",
                                    "grant.revoked",
                                    "grant.purpose_not_covered",
                                    "grant.expired",
                                    "grant.not_yet",
                                    "grant.malformed",
                                    "office.revoked",
                                    "office.expired",
                                    "office.not_yet",
                                    "office.malformed",
                                    "forbid.in_force",
                                    "forbid.malformed",
                                    "forbid.relation_unknown",
                                    "purpose.not_for_action"};

void Set(google::type::Date& date, int month, int day) {
  date.set_year(2018);
  date.set_month(month);
  date.set_day(day);
}

CaseAccessExplanation Denied(const std::string& rule_id) {
  CaseAccessExplanation explanation;
  explanation.set_person("bert");
  explanation.set_action("read");
  explanation.set_purpose(common::PURPOSE_FOLLOW_UP);
  explanation.set_rule_id(rule_id);
  CaseGrant& grant = *explanation.mutable_case_grant();
  grant.set_name("municipalities/21004/cases/c/grants/g7");
  grant.set_person("bert");
  grant.set_relation(CaseGrant::RELATION_READER);
  Set(*grant.mutable_from(), 3, 1);
  Set(*grant.mutable_until(), 12, 31);
  grant.set_grantor("chris");
  grant.set_reason("takes part");
  return explanation;
}

CaseAccessExplanation Permitted() {
  CaseAccessExplanation explanation = Denied("grant.reader");
  explanation.set_permitted(true);
  Set(*explanation.mutable_until(), 12, 31);
  return explanation;
}

TEST(CaseExplanationTest, APermitSaysByWhichRightAndUntilWhen) {
  const std::string text =
      CaseExplanationText(Permitted(), "exchange.cases.read", Language::kEn);
  EXPECT_EQ(text,
            "PERMIT  bert may read the case for follow-up until 2018-12-31: "
            "the right \"reader\" was given to this person.\n"
            "  rule          grant.reader\n"
            "  right         g7  bert  reader  2018-03-01 – 2018-12-31\n"
            "  given by      chris: takes part\n"
            "  also          a role must hold exchange.cases.read\n");
  EXPECT_THAT(CaseExplanationText(Permitted(), "", Language::kFr),
              StartsWith("PERMIS  bert peut lire le dossier pour le suivi "
                         "jusqu'au 2018-12-31 inclus : le droit « lecteur » a "
                         "été accordé à cette personne.\n"));
  EXPECT_THAT(CaseExplanationText(Permitted(), "", Language::kNl),
              StartsWith("TOEGELATEN  Het dossier lezen voor opvolging mag "
                         "bert tot en met 2018-12-31: het recht \"lezer\" werd "
                         "aan deze persoon gegeven.\n"));
}

TEST(CaseExplanationTest, APermitOfTheOfficeNamesTheOffice) {
  CaseAccessExplanation explanation = Permitted();
  explanation.set_rule_id("office.chair");
  explanation.mutable_case_grant()->set_office(
      "municipalities/21004/offices/chair");
  explanation.mutable_case_grant()->set_relation(CaseGrant::RELATION_CHAIR);
  const std::string text = CaseExplanationText(explanation, "", Language::kEn);
  EXPECT_THAT(text, HasSubstr("holds the office of chair"));
  EXPECT_THAT(text, HasSubstr("municipalities/21004/offices/chair  chair"));
  EXPECT_THAT(text, Not(HasSubstr("also")));
  // Whoever may not read offices is told no last day.
  explanation.clear_until();
  EXPECT_THAT(CaseExplanationText(explanation, "", Language::kEn),
              StartsWith("PERMIT  bert may read the case for follow-up: "));
}

TEST(CaseExplanationTest, EachDenialHasASentenceOfItsOwnInEachLanguage) {
  for (const Language language : kLanguages) {
    std::set<std::string> sentences;
    for (const char* rule_id : kDenials) {
      const std::string text =
          CaseExplanationText(Denied(rule_id), "", language);
      const std::string sentence = text.substr(0, text.find('\n'));
      sentences.insert(sentence);
      EXPECT_FALSE(absl::StrContains(sentence, rule_id)) << sentence;
      EXPECT_FALSE(absl::StrContains(sentence, "$")) << sentence;
    }
    EXPECT_EQ(sentences.size(), std::size(kDenials));
    // A rule of a newer service is at least named.
    EXPECT_THAT(CaseExplanationText(Denied("grant.of_tomorrow"), "", language),
                HasSubstr(" grant.of_tomorrow "));
  }
}

TEST(CaseExplanationTest, ADenialSaysWhatWouldHaveToChange) {
  EXPECT_THAT(
      CaseExplanationText(Denied("grant.expired"), "", Language::kEn),
      StartsWith("DENY  bert may not read the case for follow-up: the right "
                 "\"reader\" ended on 2018-12-31.\n"));
  EXPECT_THAT(CaseExplanationText(Denied("grant.not_yet"), "", Language::kFr),
              HasSubstr("ne commence que le 2018-03-01."));
  CaseAccessExplanation explanation = Denied("grant.purpose_not_covered");
  explanation.mutable_case_grant()->add_purposes(common::PURPOSE_MEETING);
  explanation.mutable_case_grant()->add_purposes(common::PURPOSE_REVIEW);
  EXPECT_THAT(CaseExplanationText(explanation, "", Language::kNl),
              HasSubstr("geldt alleen voor een vergadering, voor een "
                        "herziening."));
  explanation = Denied("grant.revoked");
  common::Revocation& revocation =
      *explanation.mutable_case_grant()->mutable_revocation();
  revocation.set_revoker("dora");
  revocation.set_reason("costs $5 and $9");
  EXPECT_THAT(CaseExplanationText(explanation, "", Language::kEn),
              HasSubstr("by dora (costs $5 and $9)."));
}

TEST(CaseExplanationTest, EveryActionHasWords) {
  std::set<std::string> sentences;
  for (const char* action :
       {"read", "read_originator", "write", "grant", "forbid", "list_grants",
        "revoke", "revoke_guarded", "of-tomorrow"}) {
    CaseAccessExplanation explanation = Denied("grant.none");
    explanation.clear_case_grant();
    explanation.set_action(action);
    const std::string text =
        CaseExplanationText(explanation, "", Language::kNl);
    EXPECT_THAT(text, Not(HasSubstr("recht  ")));
    sentences.insert(text);
  }
  EXPECT_EQ(sentences.size(), 9u);
}

TEST(CaseExplanationTest, APurposeIsCodedAsTheFlagTakesIt) {
  EXPECT_EQ(PurposeCode(common::PURPOSE_FOLLOW_UP), "follow-up");
  EXPECT_EQ(PurposeCode(common::PURPOSE_MEETING), "meeting");
}

}  // namespace
}  // namespace entente::client
