#include "tools/client/case_explanation.h"

#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "tools/client/access_text.h"
#include "tools/client/format.h"

namespace entente::client {
namespace {

namespace common = entente::common::v1;
namespace v1 = entente::exchange::v1;
using v1::CaseAccessExplanation;
using v1::CaseGrant;

using Words = std::map<std::string, Sentence>;

// The words of `code`, else those of "".
const Sentence& Find(const Words& words, const std::string& code) {
  const auto found = words.find(code);
  return found != words.end() ? found->second : words.at("");
}

// Infinitives; in Dutch they open the sentence.
const Sentence& ActionWords(const std::string& action) {
  static const auto& words = *new Words{
      {"read", {"read the case", "lire le dossier", "Het dossier lezen"}},
      {"read_originator",
       {"read what its author kept for himself and the chair",
        "lire ce que son auteur a réservé à lui-même et à la présidence",
        "Lezen wat de auteur voor zichzelf en de voorzitter hield"}},
      {"write",
       {"add an entry to the case", "ajouter une inscription au dossier",
        "Een vermelding aan het dossier toevoegen"}},
      {"grant",
       {"give rights to the case", "accorder des droits sur le dossier",
        "Rechten op het dossier toekennen"}},
      {"forbid",
       {"forbid a person the case", "interdire le dossier à une personne",
        "Iemand het dossier verbieden"}},
      {"list_grants",
       {"see who has access to the case", "voir qui a accès au dossier",
        "Zien wie toegang heeft tot het dossier"}},
      {"revoke",
       {"withdraw rights to the case", "retirer des droits sur le dossier",
        "Rechten op het dossier intrekken"}},
      {"revoke_guarded",
       {"withdraw the right of the chair's office or lift a prohibition",
        "retirer le droit de la présidence ou lever une interdiction",
        "Het recht van het voorzitterschap intrekken of een verbod opheffen"}},
      {"",
       {"do this to the case", "faire cela au dossier",
        "Dit met het dossier doen"}}};
  return Find(words, action);
}

const Sentence& PurposeWords(common::Purpose purpose) {
  static const auto& words = *new Words{
      {"follow-up", {"for follow-up", "pour le suivi", "voor opvolging"}},
      {"meeting",
       {"for a meeting", "pour une réunion", "voor een vergadering"}},
      {"review", {"for a review", "pour un réexamen", "voor een herziening"}},
      {"oversight", {"for oversight", "pour un contrôle", "voor toezicht"}},
      {"", {"for that purpose", "pour cette finalité", "voor dat doel"}}};
  return Find(words, PurposeCode(purpose));
}

// Why, by the rule that decided. $0 the right, $1 and $2 its first and last
// day, $3 its purposes, $4 who withdrew it, $5 when and $6 why, $7 the rule.
const Sentence& CauseOfDenial(const std::string& rule_id) {
  static const auto& words = *new Words{
      {"grant.none",
       {"no right to this case concerns this person, by name or by an office",
        "aucun droit sur ce dossier ne concerne cette personne, ni par son "
        "nom ni par une fonction",
        "geen recht op dit dossier betreft deze persoon, op naam of door een "
        "ambt"}},
      {"grant.relation_too_small",
       {"the right \"$0\" does not go that far",
        "le droit « $0 » ne va pas si loin",
        "het recht \"$0\" gaat niet zo ver"}},
      {"grant.purpose_not_covered",
       {"the right \"$0\" is only $3", "le droit « $0 » vaut seulement $3",
        "het recht \"$0\" geldt alleen $3"}},
      {"grant.revoked",
       {"the right \"$0\" was withdrawn on $5 by $4 ($6)",
        "le droit « $0 » a été retiré le $5 par $4 ($6)",
        "het recht \"$0\" werd op $5 ingetrokken door $4 ($6)"}},
      {"grant.expired",
       {"the right \"$0\" ended on $2", "le droit « $0 » a pris fin le $2",
        "het recht \"$0\" eindigde op $2"}},
      {"grant.not_yet",
       {"the right \"$0\" begins only on $1",
        "le droit « $0 » ne commence que le $1",
        "het recht \"$0\" begint pas op $1"}},
      {"grant.malformed",
       {"the days of the right \"$0\" are no valid term, so it permits nothing",
        "les jours du droit « $0 » ne forment pas une durée valable, il ne "
        "permet donc rien",
        "de dagen van het recht \"$0\" vormen geen geldige termijn, dus laat "
        "het niets toe"}},
      {"office.revoked",
       {"the right \"$0\" belongs to the office of chair, which ended early "
        "for "
        "this person",
        "le droit « $0 » appartient à la présidence, qui a pris fin avant "
        "terme pour cette personne",
        "het recht \"$0\" hoort bij het voorzitterschap, dat voor deze persoon "
        "vroegtijdig eindigde"}},
      {"office.expired",
       {"the right \"$0\" belongs to the office of chair, which this person no "
        "longer holds",
        "le droit « $0 » appartient à la présidence, que cette personne "
        "n'exerce plus",
        "het recht \"$0\" hoort bij het voorzitterschap, dat deze persoon niet "
        "meer bekleedt"}},
      {"office.not_yet",
       {"the right \"$0\" belongs to the office of chair, which this person "
        "does not hold yet",
        "le droit « $0 » appartient à la présidence, que cette personne "
        "n'exerce pas encore",
        "het recht \"$0\" hoort bij het voorzitterschap, dat deze persoon nog "
        "niet bekleedt"}},
      {"office.malformed",
       {"the right \"$0\" belongs to the office of chair, which is recorded "
        "for "
        "this person with days that are no valid term",
        "le droit « $0 » appartient à la présidence, inscrite pour cette "
        "personne avec des jours qui ne forment pas une durée valable",
        "het recht \"$0\" hoort bij het voorzitterschap, dat voor deze persoon "
        "met dagen zonder geldige termijn is ingeschreven"}},
      {"forbid.in_force",
       {"a conflict of interest forbids it until $2, whatever else was given",
        "un conflit d'intérêts l'interdit jusqu'au $2 inclus, quoi qu'on ait "
        "accordé",
        "een belangenconflict verbiedt het tot en met $2, wat ook werd "
        "toegekend"}},
      {"forbid.malformed",
       {"a conflict of interest is recorded with days that are no valid term; "
        "it forbids until it is withdrawn",
        "un conflit d'intérêts est inscrit avec des jours qui ne forment pas "
        "une durée valable ; il interdit jusqu'à son retrait",
        "een belangenconflict is ingeschreven met dagen zonder geldige "
        "termijn; het verbiedt tot het wordt ingetrokken"}},
      {"forbid.relation_unknown",
       {"a right of a kind that this version does not know forbids it until it "
        "is withdrawn",
        "un droit d'un genre inconnu de cette version l'interdit jusqu'à son "
        "retrait",
        "een recht van een soort die deze versie niet kent, verbiedt het tot "
        "het wordt ingetrokken"}},
      {"purpose.not_for_action",
       {"that purpose allows it to nobody, whatever the case",
        "cette finalité ne le permet à personne, quel que soit le dossier",
        "dat doel laat het niemand toe, wat het dossier ook is"}},
      {"", {"rule $7 decides", "la règle $7 décide", "regel $7 beslist"}}};
  return Find(words, rule_id);
}

const Sentence& CauseOfPermit(bool is_by_office) {
  static const auto& by_person =
      *new Sentence{"the right \"$0\" was given to this person",
                    "le droit « $0 » a été accordé à cette personne",
                    "het recht \"$0\" werd aan deze persoon gegeven"};
  static const auto& by_office = *new Sentence{
      "this person holds the office of chair, to which the right \"$0\" was "
      "given",
      "cette personne exerce la présidence, à laquelle le droit « $0 » a été "
      "accordé",
      "deze persoon bekleedt het voorzitterschap, waaraan het recht \"$0\" "
      "werd gegeven"};
  return is_by_office ? by_office : by_person;
}

std::string Cause(const CaseAccessExplanation& explanation, Language language) {
  const CaseGrant& grant = explanation.case_grant();
  const std::string purposes =
      absl::StrJoin(grant.purposes(), ", ", [&](std::string* out, int purpose) {
        out->append(Pick(PurposeWords(static_cast<common::Purpose>(purpose)),
                         language));
      });
  const Sentence& words = explanation.permitted()
                              ? CauseOfPermit(grant.has_office())
                              : CauseOfDenial(explanation.rule_id());
  const common::Revocation& revocation = grant.revocation();
  return absl::Substitute(
      Pick(words, language), Pick(RelationWords(grant.relation()), language),
      FormatDate(grant.from()), FormatDate(grant.until()), purposes,
      revocation.revoker(), FormatTime(revocation.time()), revocation.reason(),
      explanation.rule_id());
}

// "bert may not read the case for follow-up". $0 the person, $1 what, $2 what
// for, $3 the last day, where it is told.
const Sentence& Answer(const CaseAccessExplanation& explanation) {
  static const auto& permit =
      *new Sentence{"$0 may $1 $2 until $3", "$0 peut $1 $2 jusqu'au $3 inclus",
                    "$1 $2 mag $0 tot en met $3"};
  static const auto& undated =
      *new Sentence{"$0 may $1 $2", "$0 peut $1 $2", "$1 $2 mag $0"};
  static const auto& denial = *new Sentence{
      "$0 may not $1 $2", "$0 ne peut pas $1 $2", "$1 $2 mag $0 niet"};
  if (!explanation.permitted()) return denial;
  return explanation.has_until() ? permit : undated;
}

std::string TheRight(const CaseGrant& grant, Language language) {
  return absl::StrCat(grant.name().substr(grant.name().rfind('/') + 1), "  ",
                      grant.has_office() ? grant.office() : grant.person(),
                      "  ", Pick(RelationWords(grant.relation()), language),
                      "  ", FormatDate(grant.from()), " – ",
                      FormatDate(grant.until()));
}

}  // namespace

const Sentence& RelationWords(CaseGrant::Relation relation) {
  static const auto& words = *new std::map<CaseGrant::Relation, Sentence>{
      {CaseGrant::RELATION_READER, {"reader", "lecteur", "lezer"}},
      {CaseGrant::RELATION_CONTRIBUTOR,
       {"contributor", "contributeur", "bijdrager"}},
      {CaseGrant::RELATION_CHAIR, {"chair", "présidence", "voorzitter"}},
      {CaseGrant::RELATION_FORBIDDEN, {"forbidden", "interdit", "verboden"}},
      {CaseGrant::RELATION_UNSPECIFIED, {"?", "?", "?"}}};
  const auto found = words.find(relation);
  return found != words.end() ? found->second
                              : words.at(CaseGrant::RELATION_UNSPECIFIED);
}

std::string PurposeCode(common::Purpose purpose) {
  std::string code = absl::AsciiStrToLower(common::Purpose_Name(purpose));
  code = code.substr(code.find('_') + 1);
  for (char& c : code) c = c == '_' ? '-' : c;
  return code;
}

std::string CaseExplanationText(const CaseAccessExplanation& explanation,
                                const std::string& permission,
                                Language language) {
  const auto t = [language](const Sentence& sentence) {
    return Pick(sentence, language);
  };
  const std::string answer = absl::Substitute(
      t(Answer(explanation)), explanation.person(),
      t(ActionWords(explanation.action())),
      t(PurposeWords(explanation.purpose())), FormatDate(explanation.until()));
  std::string text = absl::StrCat(explanation.permitted()
                                      ? t({"PERMIT", "PERMIS", "TOEGELATEN"})
                                      : t({"DENY", "REFUS", "GEWEIGERD"}),
                                  "  ", answer, t({": ", " : ", ": "}),
                                  Cause(explanation, language), ".\n");
  AppendLine(text, t({"rule", "règle", "regel"}), explanation.rule_id());
  if (explanation.has_case_grant()) {
    const CaseGrant& grant = explanation.case_grant();
    AppendLine(text, t({"right", "droit", "recht"}), TheRight(grant, language));
    AppendLine(text, t({"given by", "accordé par", "gegeven door"}),
               absl::StrCat(grant.grantor(), ": ", grant.reason()));
  }
  if (!permission.empty()) {
    AppendLine(text, t({"also", "aussi", "ook"}),
               absl::StrCat(t({"a role must hold ", "un rôle doit tenir ",
                               "een rol moet in bezit zijn van "}),
                            permission));
  }
  return text;
}

}  // namespace entente::client
