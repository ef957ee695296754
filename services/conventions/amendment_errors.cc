#include "services/conventions/amendment_errors.h"

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/utf8.h"
#include "services/conventions/money/date.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

using absl::StatusCode;

Sentence KindWord(v1::Node::Kind kind) {
  switch (kind) {
    case v1::Node::KIND_PART:
      return {"part", "partie", "deel"};
    case v1::Node::KIND_SECTOR:
      return {"activity sector", "secteur d'activité", "activiteitensector"};
    case v1::Node::KIND_GENERAL_OBJECTIVE:
      return {"general objective", "objectif général", "algemene doelstelling"};
    case v1::Node::KIND_STRATEGIC_OBJECTIVE:
      return {"strategic objective", "objectif stratégique",
              "strategische doelstelling"};
    case v1::Node::KIND_OPERATIONAL_OBJECTIVE:
      return {"operational objective", "objectif opérationnel",
              "operationele doelstelling"};
    case v1::Node::KIND_EXPECTED_RESULT:
      return {"expected result", "résultat attendu", "verwacht resultaat"};
    case v1::Node::KIND_INDICATOR:
      return {"indicator", "indicateur", "indicator"};
    default:
      return {"unknown", "inconnu", "onbekend"};
  }
}

Sentence StateWord(v1::Amendment::State state) {
  switch (state) {
    case v1::Amendment::STATE_PROPOSED:
      return {"proposed", "proposé", "voorgesteld"};
    case v1::Amendment::STATE_APPROVED:
      return {"approved", "approuvé", "goedgekeurd"};
    case v1::Amendment::STATE_APPLIED:
      return {"applied", "appliqué", "toegepast"};
    case v1::Amendment::STATE_WITHDRAWN:
      return {"withdrawn", "retiré", "ingetrokken"};
    default:
      return {"unknown", "inconnu", "onbekend"};
  }
}

}  // namespace

absl::Status ChangeEmpty(absl::string_view field) {
  return Refuse(StatusCode::kInvalidArgument, "CHANGE_EMPTY", field, {},
                {.en = absl::StrCat(field,
                                    " changes nothing. Say what is to change, "
                                    "or leave it out."),
                 .fr = absl::StrCat(field,
                                    " ne change rien. Indiquez ce qui change, "
                                    "ou retirez-le."),
                 .nl = absl::StrCat(field,
                                    " wijzigt niets. Zeg wat wijzigt, of laat "
                                    "het weg.")});
}

absl::Status UnknownNode(const std::string& id, absl::string_view field) {
  const std::string what = SanitizeForMessage(id, 20);
  return Refuse(
      StatusCode::kInvalidArgument, "UNKNOWN_NODE", field, {{"node_id", what}},
      {.en = absl::StrCat("The convention has no node \"", what,
                          "\" then. Take an id from its tree."),
       .fr = absl::StrCat("La convention n'a alors pas d'élément « ", what,
                          " ». Prenez un identifiant de sa structure."),
       .nl = absl::StrCat("De overeenkomst heeft dan geen element \"", what,
                          "\". Neem een id uit haar structuur.")});
}

absl::Status NodeNotBegun(const v1::Node& node, absl::string_view field) {
  const std::string day = FormatIsoDate(node.begin_date());
  return Refuse(StatusCode::kInvalidArgument, "NODE_NOT_BEGUN", field,
                {{"node_id", node.id()}, {"begin_date", day}},
                {.en = absl::StrCat(node.id(), " stands from ", day,
                                    " on. Name one that stood before."),
                 .fr = absl::StrCat(node.id(), " existe depuis le ", day,
                                    ". Nommez-en un qui existait avant."),
                 .nl = absl::StrCat(node.id(), " geldt vanaf ", day,
                                    ". Noem er een die eerder gold.")});
}

absl::Status NodeEnded(const v1::Node& node, absl::string_view field) {
  const std::string day = FormatIsoDate(node.end_date());
  return Refuse(StatusCode::kInvalidArgument, "NODE_ENDED", field,
                {{"node_id", node.id()}, {"end_date", day}},
                {.en = absl::StrCat(node.id(), " has ended on ", day,
                                    ". Name one that stands."),
                 .fr = absl::StrCat(node.id(), " a pris fin le ", day,
                                    ". Nommez-en un qui subsiste."),
                 .nl = absl::StrCat(node.id(), " is geëindigd op ", day,
                                    ". Noem er een die nog geldt.")});
}

absl::Status WrongParent(v1::Node::Kind kind, v1::Node::Kind parent) {
  const Sentence child = KindWord(kind);
  const Sentence above = KindWord(parent);
  return Refuse(
      StatusCode::kInvalidArgument, "NODE_PARENT",
      "change.node_addition.parent_id",
      {{"kind", v1::Node::Kind_Name(kind)},
       {"parent_kind", v1::Node::Kind_Name(parent)}},
      {.en = absl::StrCat("No ", child.en, " stands under: ", above.en,
                          ". Choose another parent or kind."),
       .fr = absl::StrCat("Aucun élément « ", child.fr,
                          " » ne se place sous : ", above.fr,
                          ". Choisissez un autre parent ou genre."),
       .nl = absl::StrCat("Geen \"", child.nl, "\" staat onder: ", above.nl,
                          ". Kies een andere ouder of soort.")});
}

absl::Status NodeExists(const std::string& id) {
  return Refuse(StatusCode::kInvalidArgument, "NODE_EXISTS",
                "change.node_addition.node_id", {{"node_id", id}},
                {.en = absl::StrCat(id, " exists already."),
                 .fr = absl::StrCat(id, " existe déjà."),
                 .nl = absl::StrCat(id, " bestaat al.")});
}

absl::Status TermReversed(const google::type::Date& from,
                          const google::type::Date& until) {
  const std::string first = FormatIsoDate(from);
  const std::string last = FormatIsoDate(until);
  return Refuse(StatusCode::kInvalidArgument, "TERM_REVERSED",
                "change.term.valid_until",
                {{"valid_from", first}, {"valid_until", last}},
                {.en = absl::StrCat("The term would end on ", last,
                                    " before it begins on ", first, "."),
                 .fr = absl::StrCat("La période finirait le ", last,
                                    " avant de commencer le ", first, "."),
                 .nl = absl::StrCat("De looptijd zou eindigen op ", last,
                                    " vóór ze begint op ", first, ".")});
}

absl::Status BudgetChangeOfOther(const std::string& budget_change,
                                 const std::string& envelope,
                                 absl::string_view field) {
  const std::string change = budget_change.substr(budget_change.rfind('/') + 1);
  const std::string id = envelope.substr(envelope.rfind('/') + 1);
  return Refuse(StatusCode::kInvalidArgument, "BUDGET_CHANGE_OF_OTHER_ENVELOPE",
                field,
                {{"budget_change", budget_change}, {"envelope", envelope}},
                {.en = absl::StrCat(change, " does not change the envelope ",
                                    id, ". Name the one that does."),
                 .fr = absl::StrCat(change, " ne modifie pas l'enveloppe ", id,
                                    ". Nommez celle qui la modifie."),
                 .nl = absl::StrCat(change, " wijzigt de enveloppe ", id,
                                    " niet. Noem die welke dat wel doet.")});
}

absl::Status UnknownEnvelope(v1::Allocation allocation, int year) {
  const std::string id = EnvelopeId(allocation, year);
  return Refuse(
      StatusCode::kInvalidArgument, "UNKNOWN_ENVELOPE", "change.envelope",
      {{"envelope", id}},
      {.en = absl::StrCat("The convention has no envelope ", id, "."),
       .fr = absl::StrCat("La convention n'a pas d'enveloppe ", id, "."),
       .nl = absl::StrCat("De overeenkomst heeft geen enveloppe ", id, ".")});
}

absl::Status EnvelopeExists(v1::Allocation allocation, int year) {
  const std::string id = EnvelopeId(allocation, year);
  return Refuse(StatusCode::kInvalidArgument, "ENVELOPE_EXISTS",
                "change.envelope_opening", {{"envelope", id}},
                {.en = absl::StrCat("The convention has the envelope ", id,
                                    " already. Change its amount instead."),
                 .fr = absl::StrCat("La convention a déjà l'enveloppe ", id,
                                    ". Modifiez plutôt son montant."),
                 .nl = absl::StrCat("De overeenkomst heeft de enveloppe ", id,
                                    " al. Wijzig liever haar bedrag.")});
}

absl::Status AllocationUnknown(v1::Allocation allocation) {
  const std::string& name = v1::Allocation_Name(allocation);
  return Refuse(
      StatusCode::kInvalidArgument, "ALLOCATION_UNKNOWN",
      "change.envelope_opening.allocation", {{"allocation", name}},
      {.en = absl::StrCat("The convention has no allocation ", name,
                          ": no part and no envelope. Name one that it has."),
       .fr = absl::StrCat("La convention n'a pas d'allocation ", name,
                          " : ni partie ni enveloppe. Indiquez-en une qu'elle "
                          "comporte."),
       .nl = absl::StrCat("De overeenkomst heeft geen toelage ", name,
                          ": geen deel en geen enveloppe. Noem er een die ze "
                          "heeft.")});
}

absl::Status OpeningOutsideTerm(int year, const v1::Convention& convention) {
  const std::string from = FormatIsoDate(convention.valid_from());
  const std::string until = convention.has_valid_until()
                                ? FormatIsoDate(convention.valid_until())
                                : "?";
  return Refuse(
      StatusCode::kInvalidArgument, "YEAR_OUTSIDE_TERM",
      "change.envelope_opening.year",
      {{"year", absl::StrCat(year)},
       {"valid_from", from},
       {"valid_until", until}},
      {.en = absl::StrCat("No day of ", year, " lies in the term, ", from,
                          " to ", until,
                          ". State or prolong the term in a change before this "
                          "one."),
       .fr = absl::StrCat("Aucun jour de ", year, " n'est dans la période, du ",
                          from, " au ", until,
                          ". Indiquez ou prolongez la période dans un "
                          "changement qui précède."),
       .nl = absl::StrCat("Geen dag van ", year, " valt in de looptijd, van ",
                          from, " tot ", until,
                          ". Vermeld of verleng de looptijd in een wijziging "
                          "die voorafgaat.")});
}

absl::Status AmendedAfterYear(const google::type::Date& date,
                              const google::type::Date& last, int year) {
  const std::string day = FormatIsoDate(date);
  const std::string end = FormatIsoDate(last);
  return Refuse(
      StatusCode::kInvalidArgument, "AMENDED_AFTER_YEAR",
      "change.envelope_opening.year",
      {{"effective_date", day}, {"latest", end}},
      {.en = absl::StrCat("The amendment holds from ", day,
                          "; the last day of ", year, " in the term is ", end,
                          ". Give that day or an earlier one."),
       .fr = absl::StrCat("L'avenant vaut à partir du ", day,
                          " ; le dernier jour de ", year,
                          " dans la période est le ", end,
                          ". Donnez ce jour ou un jour antérieur."),
       .nl = absl::StrCat("Het avenant geldt vanaf ", day,
                          "; de laatste dag van ", year, " in de looptijd is ",
                          end, ". Geef die dag of een vroegere.")});
}

absl::Status UnknownMeasure(const std::string& code, absl::string_view field) {
  const std::string what = SanitizeForMessage(code, 64);
  return Refuse(StatusCode::kInvalidArgument, "UNKNOWN_MEASURE", field,
                {{"measure", what}},
                {.en = absl::StrCat("The convention has no measure \"", what,
                                    "\". Take one of its measures."),
                 .fr = absl::StrCat("La convention n'a pas de mesure « ", what,
                                    " ». Prenez une de ses mesures."),
                 .nl = absl::StrCat("De overeenkomst heeft geen maat \"", what,
                                    "\". Neem een van haar maten.")});
}

absl::Status ChangeNotProposable(absl::string_view field) {
  return Refuse(
      StatusCode::kInvalidArgument, "FIELD_NOT_ALLOWED", field, {},
      {.en = absl::StrCat(field,
                          " is made by a method of its own, not by an "
                          "amendment."),
       .fr = absl::StrCat(field,
                          " se fait par une méthode à part, pas par "
                          "avenant."),
       .nl = absl::StrCat(field,
                          " gebeurt met een eigen methode, niet bij "
                          "avenant.")});
}

absl::Status TooManyChanges(size_t max) {
  return Refuse(
      StatusCode::kInvalidArgument, "TOO_MANY_CHANGES", "amendment.changes",
      {{"max", absl::StrCat(max)}},
      {.en = absl::StrCat("An amendment has 1 to ", max, " changes."),
       .fr = absl::StrCat("Un avenant compte de 1 à ", max, " changements."),
       .nl = absl::StrCat("Een avenant telt 1 tot ", max, " wijzigingen.")});
}

absl::Status NotCountable(const v1::Node& node) {
  return Refuse(
      StatusCode::kFailedPrecondition, "NOT_COUNTABLE", "node_id",
      {{"node_id", node.id()}},
      {.en = absl::StrCat(node.id(),
                          " is no expected result that a measure counts. Only "
                          "such a result can become an indicator."),
       .fr = absl::StrCat(node.id(),
                          " n'est pas un résultat attendu qu'une mesure "
                          "compte. Seul un tel résultat peut devenir "
                          "indicateur."),
       .nl = absl::StrCat(node.id(),
                          " is geen verwacht resultaat dat een maat telt. "
                          "Alleen zo'n resultaat kan indicator worden.")});
}

absl::Status UnknownFinding(int number, int count) {
  return Refuse(
      StatusCode::kNotFound, "UNKNOWN_FINDING", "finding_number",
      {{"findings", absl::StrCat(count)}},
      {.en = absl::StrCat("There is no finding ", number,
                          ": the convention has ", count, "."),
       .fr = absl::StrCat("Il n'y a pas de constat ", number,
                          " : la convention en a ", count, "."),
       .nl = absl::StrCat("Er is geen vaststelling ", number,
                          ": de overeenkomst heeft er ", count, ".")});
}

absl::Status FindingResolved(int number) {
  return Refuse(
      StatusCode::kFailedPrecondition, "FINDING_RESOLVED", "finding_number",
      {{"number", absl::StrCat(number)}},
      {.en = absl::StrCat("Finding ", number, " is resolved already."),
       .fr = absl::StrCat("Le constat ", number, " est déjà résolu."),
       .nl = absl::StrCat("Vaststelling ", number, " is al afgehandeld.")});
}

absl::Status FindingOpen(int number) {
  return Refuse(
      StatusCode::kFailedPrecondition, "FINDING_OPEN", "finding_number",
      {{"number", absl::StrCat(number)}},
      {.en = absl::StrCat("Finding ", number,
                          " is open: there is no resolution to take back."),
       .fr = absl::StrCat("Le constat ", number,
                          " est ouvert : il n'y a pas de résolution à "
                          "reprendre."),
       .nl = absl::StrCat("Vaststelling ", number,
                          " staat open: er is geen afhandeling om terug te "
                          "nemen.")});
}

absl::Status NotPromoted(const v1::Node& node) {
  const std::string& id = node.id();
  return Refuse(
      StatusCode::kFailedPrecondition, "NOT_PROMOTED", "node_id",
      {{"node_id", id}},
      {.en = absl::StrCat(id,
                          " is no result that was made an indicator. Name one "
                          "that was."),
       .fr =
           absl::StrCat(id,
                        " n'est pas un résultat dont on a fait un indicateur. "
                        "Indiquez-en un qui l'est."),
       .nl =
           absl::StrCat(id,
                        " is geen resultaat waarvan een indicator is gemaakt. "
                        "Noem er een waarvan dat wel zo is.")});
}

absl::Status AmendmentConflict(const std::string& cause, int index,
                               const absl::Status& why) {
  const auto detail = GetErrorDetail(why);
  const Sentence said =
      detail ? detail->sentence : Sentence{std::string(why.message())};
  const std::string at = absl::StrCat(cause, " (", index + 1, ")");
  return Refuse(
      StatusCode::kFailedPrecondition, "AMENDMENT_CONFLICT", "name",
      {{"cause", cause},
       {"change", absl::StrCat(index + 1)},
       {"reason", ErrorReason(why)}},
      {.en = absl::StrCat("With what was recorded before, a change no longer "
                          "fits: ",
                          at, ". ", said.en),
       .fr = absl::StrCat("Avec ce qui est déjà inscrit, un changement ne "
                          "convient plus : ",
                          at, ". ", said.fr),
       .nl = absl::StrCat("Met wat al is ingeschreven past een wijziging niet "
                          "meer: ",
                          at, ". ", said.nl)});
}

absl::Status AtChange(int index, const absl::Status& why) {
  auto detail = GetErrorDetail(why);
  if (!detail || !absl::StartsWith(detail->field, "change")) return why;
  detail->field =
      absl::StrCat("amendment.changes[", index, "]", detail->field.substr(6));
  detail->metadata["change"] = absl::StrCat(index + 1);
  return MakeError(why.code(), *detail);
}

absl::Status AmendmentInState(const std::string& name,
                              v1::Amendment::State state) {
  const Sentence is = StateWord(state);
  return Refuse(
      StatusCode::kFailedPrecondition, "AMENDMENT_STATE", "name",
      {{"name", name}, {"state", v1::Amendment::State_Name(state)}},
      {.en = absl::StrCat(name, " is ", is.en,
                          ". Proposed is approved, then applied; what is "
                          "applied is changed by another amendment."),
       .fr = absl::StrCat(name, " est « ", is.fr,
                          " ». On approuve ce qui est proposé, puis on "
                          "l'applique ; ce qui est appliqué se change par un "
                          "autre avenant."),
       .nl = absl::StrCat(name, " is \"", is.nl,
                          "\". Wat voorgesteld is wordt goedgekeurd, dan "
                          "toegepast; wat toegepast is wijzigt een ander "
                          "avenant.")});
}

}  // namespace entente::conventions
