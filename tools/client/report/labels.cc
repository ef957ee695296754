#include "tools/client/report/labels.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace entente::client::labels {

using conventions::v1::Allocation;
using conventions::v1::Convention;
using conventions::v1::MeasureKind;
using conventions::v1::ZonePayment;

Sentence EnvelopeName(Allocation allocation, int year) {
  if (allocation == Allocation::ALLOCATION_SUPPLEMENTARY) {
    return {absl::StrCat("Supplementary allocation ", year),
            absl::StrCat("Allocation complémentaire ", year),
            absl::StrCat("Aanvullende toelage ", year)};
  }
  if (allocation == Allocation::ALLOCATION_GENERAL) {
    return {absl::StrCat("General allocation ", year),
            absl::StrCat("Allocation générale ", year),
            absl::StrCat("Algemene toelage ", year)};
  }
  return {absl::StrCat("Allocation not stated ", year),
          absl::StrCat("Allocation non précisée ", year),
          absl::StrCat("Toelage niet vermeld ", year)};
}

Sentence EnvelopeShortName(Allocation allocation, int year) {
  if (allocation == Allocation::ALLOCATION_SUPPLEMENTARY) {
    return {absl::StrCat("Supplementary ", year),
            absl::StrCat("Complémentaire ", year),
            absl::StrCat("Aanvullend ", year)};
  }
  return {absl::StrCat("General ", year), absl::StrCat("Générale ", year),
          absl::StrCat("Algemeen ", year)};
}

Sentence Shortfall(Allocation allocation, int year, const std::string& amount) {
  const Sentence name = EnvelopeName(allocation, year);
  return {absl::StrCat("SHORTFALL, ", name.en, ": EUR ", amount,
                       " more is reserved and spent than the State still "
                       "grants; nothing new can be reserved."),
          absl::StrCat("DÉFICIT, ", name.fr, " : ", amount,
                       " EUR de plus sont engagés et dépensés que l'État "
                       "n'octroie encore ; rien ne peut plus être engagé."),
          absl::StrCat("TEKORT, ", name.nl, ": er is ", amount,
                       " EUR meer vastgelegd en uitgegeven dan de Staat nog "
                       "toekent; niets kan nog worden vastgelegd.")};
}

Sentence OutsideTerm(Allocation allocation, int year) {
  const Sentence name = EnvelopeName(allocation, year);
  return {
      absl::StrCat(name.en, ": outside the term; nothing new is posted on it."),
      absl::StrCat(name.fr,
                   " : hors de la période ; rien de nouveau n'y "
                   "est imputé."),
      absl::StrCat(name.nl,
                   ": valt buiten de looptijd; niets nieuws wordt "
                   "erop geboekt.")};
}

Sentence FindingCount(int count) {
  const bool is_one = count == 1;
  return {absl::StrCat(count, is_one ? " finding" : " findings"),
          absl::StrCat(count, count < 2 ? " constat" : " constats"),
          absl::StrCat(count, is_one ? " vaststelling" : " vaststellingen")};
}

Sentence MonthsSettled(int settled, int months) {
  return {absl::StrCat(settled, " of ", months, " months settled"),
          absl::StrCat(settled, " mois sur ", months, " définitifs"),
          absl::StrCat(settled, " van ", months, " maanden definitief")};
}

const Sentence& KindName(MeasureKind kind) {
  static const Sentence kCount{"count", "comptage", "telling"};
  static const Sentence kHours{"hours", "heures", "uren"};
  static const Sentence kYesNo{"yes or no", "oui ou non", "ja of nee"};
  static const Sentence kRatio{"ratio", "rapport", "verhouding"};
  static const Sentence kWords{"in words", "en mots", "in woorden"};
  static const Sentence kNone{"kind not stated", "type non précisé",
                              "soort niet vermeld"};
  switch (kind) {
    case MeasureKind::MEASURE_KIND_COUNT:
      return kCount;
    case MeasureKind::MEASURE_KIND_HOURS:
      return kHours;
    case MeasureKind::MEASURE_KIND_YES_NO:
      return kYesNo;
    case MeasureKind::MEASURE_KIND_RATIO:
      return kRatio;
    case MeasureKind::MEASURE_KIND_QUALITATIVE:
      return kWords;
    default:
      return kNone;
  }
}

const Sentence& RouteName(ZonePayment::Route route) {
  static const Sentence kProject{"for specific projects",
                                 "pour des projets spécifiques",
                                 "voor specifieke projecten"};
  static const Sentence kDeduction{
      "in deduction of what the municipality owes the zone",
      "en déduction du montant dû par la commune à la zone",
      "in mindering van wat de gemeente aan de zone verschuldigd is"};
  return route == ZonePayment::ROUTE_DEDUCTION ? kDeduction : kProject;
}

std::string StateCode(Convention::State state) {
  return std::string(
      absl::StripPrefix(Convention::State_Name(state), "STATE_"));
}

const Sentence& StateName(Convention::State state) {
  static const Sentence kDraft{"draft", "projet", "ontwerp"};
  static const Sentence kInForce{"in force", "en vigueur", "van kracht"};
  static const Sentence kClosed{"closed", "clôturée", "afgesloten"};
  static const Sentence kSettled{"settled", "soldée", "afgerekend"};
  static const Sentence kUnknown{"unknown", "inconnu", "onbekend"};
  switch (state) {
    case Convention::STATE_DRAFT:
      return kDraft;
    case Convention::STATE_IN_FORCE:
      return kInForce;
    case Convention::STATE_CLOSED:
      return kClosed;
    case Convention::STATE_SETTLED:
      return kSettled;
    default:
      return kUnknown;
  }
}

}  // namespace entente::client::labels
