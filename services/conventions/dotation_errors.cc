#include "services/conventions/dotation_errors.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

using absl::StatusCode;
using v1::Dotation;
using v1::DotationKey;

// "01/01/2018 – 31/12/2018", open at the end.
std::string Span(const DotationKey& key) {
  return absl::StrCat(
      FormatIsoDate(key.valid_from()), " – ",
      key.has_valid_until() ? FormatIsoDate(key.valid_until()) : "…");
}

// Of the dotation: a line has figures without this prefix.
Figures FiguresOf(const Dotation& dotation, int64_t deducted_cents,
                  int64_t requested_cents) {
  const int64_t owed = Cents(dotation.amount());
  return {{"dotation", dotation.name()},
          {"year", absl::StrCat(dotation.year())},
          {"dotation_owed_cents", absl::StrCat(owed)},
          {"dotation_deducted_cents", absl::StrCat(deducted_cents)},
          {"dotation_requested_cents", absl::StrCat(requested_cents)},
          {"dotation_available_cents", absl::StrCat(owed - deducted_cents)}};
}

}  // namespace

absl::Status KeyShares(int64_t sum_millionths, absl::string_view municipality) {
  const std::string is = absl::StrCat(sum_millionths);
  return Refuse(
      StatusCode::kInvalidArgument, "KEY_SHARES", "dotation_key.shares",
      {{"sum_millionths", is}, {"municipality", std::string(municipality)}},
      {.en = absl::StrCat(
           "The shares of the zone's municipalities, each once and above zero, "
           "make 1000000 together, and ",
           municipality, " is one of them; these make ", is, "."),
       .fr = absl::StrCat(
           "Les parts des communes de la zone, chacune une fois et supérieure "
           "à zéro, font ensemble 1000000, et ",
           municipality, " en est ; celles-ci font ", is, "."),
       .nl = absl::StrCat(
           "De delen van de gemeenten van de zone, elk één keer en meer dan "
           "nul, zijn samen 1000000, en ",
           municipality, " is er een van; deze zijn samen ", is, ".")});
}

absl::Status KeyOverlaps(const DotationKey& other) {
  const std::string span = Span(other);
  return Refuse(
      StatusCode::kAlreadyExists, "KEY_OVERLAPS", "dotation_key.valid_from",
      {{"name", other.name()}, {"valid", span}},
      {.en = absl::StrCat("Another key holds in those days: ", other.name(),
                          ", ", span, ". Correct it so that it ends before."),
       .fr = absl::StrCat("Une autre clé vaut ces jours-là : ", other.name(),
                          ", ", span,
                          ". Corrigez-la pour qu'elle finisse "
                          "avant."),
       .nl = absl::StrCat(
           "Een andere sleutel geldt op die dagen: ", other.name(), ", ", span,
           ". Verbeter hem zodat hij eerder eindigt.")});
}

absl::Status KeyOfOtherZone(const DotationKey& corrected,
                            const DotationKey& key) {
  const std::string& is = corrected.police_zone_code();
  const std::string& asked = key.police_zone_code();
  return Refuse(
      StatusCode::kInvalidArgument, "KEY_OTHER", "dotation_key.corrects",
      {{"name", corrected.name()},
       {"police_zone_code", is},
       {"requested_police_zone_code", asked}},
      {.en = absl::StrCat(corrected.name(), " is a key of zone ", is, ", not ",
                          asked, "; enter this one beside it."),
       .fr = absl::StrCat(corrected.name(), " est une clé de la zone ", is,
                          ", pas ", asked, " ; inscrivez celle-ci à côté."),
       .nl = absl::StrCat(corrected.name(), " is een sleutel van zone ", is,
                          ", niet ", asked, "; schrijf deze ernaast in.")});
}

absl::Status RecordCorrected(const std::string& name, const std::string& by,
                             const char* field) {
  return Refuse(StatusCode::kFailedPrecondition, "RECORD_CORRECTED", field,
                {{"name", name}, {"corrected_by", by}},
                {.en = absl::StrCat(name, " was corrected by ", by,
                                    ". Correct that one instead."),
                 .fr = absl::StrCat(name, " a été corrigé par ", by,
                                    ". Corrigez plutôt celui-là."),
                 .nl = absl::StrCat(name, " werd verbeterd door ", by,
                                    ". Verbeter dat.")});
}

absl::Status DotationOfOtherYear() {
  return FieldError(
      "DOTATION_OTHER", "dotation.corrects",
      {.en = "It is of another zone or year; enter this one beside it.",
       .fr = "Elle porte sur une autre zone ou année ; inscrivez celle-ci à "
             "côté.",
       .nl = "Ze gaat over een andere zone of een ander jaar; schrijf deze "
             "ernaast in."});
}

absl::Status DotationExists(const Dotation& standing) {
  const std::string owed = Euros(Cents(standing.zone_amount()));
  const std::string year = absl::StrCat(standing.year());
  return Refuse(
      StatusCode::kAlreadyExists, "DOTATION_EXISTS", "dotation",
      {{"name", standing.name()}, {"zone_amount", owed}},
      {.en = absl::StrCat("The dotation of ", year, " is recorded: ",
                          standing.name(), ", ", owed, ". Correct that one."),
       .fr = absl::StrCat("La dotation de ", year, " est inscrite : ",
                          standing.name(), ", ", owed, ". Corrigez celle-là."),
       .nl = absl::StrCat("De dotatie van ", year, " is ingeschreven: ",
                          standing.name(), ", ", owed, ". Verbeter die.")});
}

absl::Status DotationKeyMissing(const Dotation& dotation) {
  const std::string& zone = dotation.police_zone_code();
  const std::string year = absl::StrCat(dotation.year());
  return Refuse(
      StatusCode::kFailedPrecondition, "DOTATION_KEY_MISSING", "dotation.year",
      {{"year", year}, {"police_zone_code", zone}},
      {.en = absl::StrCat("On some day of ", year, " no key of zone ", zone,
                          " holds. Record the key of those days first."),
       .fr = absl::StrCat("Certains jours de ", year,
                          ", aucune clé de la zone ", zone,
                          " ne vaut. Inscrivez d'abord celle de ces jours."),
       .nl = absl::StrCat("Op sommige dagen van ", year,
                          " geldt geen sleutel van zone ", zone,
                          ". Schrijf eerst die van die dagen in.")});
}

absl::Status DotationOffset(const Dotation& dotation, int64_t deducted_cents,
                            const char* field) {
  const std::string owed = Euros(Cents(dotation.amount()));
  const std::string deducted = Euros(deducted_cents);
  const std::string year = absl::StrCat(dotation.year());
  return Refuse(
      StatusCode::kFailedPrecondition, "DOTATION_OFFSET", field,
      FiguresOf(dotation, deducted_cents, Cents(dotation.zone_amount())),
      {.en = absl::StrCat("By this the municipality owes ", owed, " for ", year,
                          "; ", deducted,
                          " is deducted already. Cancel deductions first."),
       .fr = absl::StrCat("Ainsi la commune doit ", owed, " pour ", year, " ; ",
                          deducted,
                          " sont déjà déduits. Annulez d'abord des "
                          "déductions."),
       .nl = absl::StrCat("Hiermee is de gemeente ", owed,
                          " verschuldigd voor ", year, "; ", deducted,
                          " is al in mindering gebracht. Annuleer eerst "
                          "inhoudingen.")});
}

absl::Status DeductionExceeded(const Dotation& dotation, int64_t deducted_cents,
                               int64_t cents) {
  const std::string left = Euros(Cents(dotation.amount()) - deducted_cents);
  const std::string asked = Euros(cents);
  const std::string year = absl::StrCat(dotation.year());
  return Refuse(
      StatusCode::kFailedPrecondition, "DEDUCTION_EXCEEDED",
      "zone_payment.amount", FiguresOf(dotation, deducted_cents, cents),
      {.en = absl::StrCat("Of the dotation of ", year, ", ", left,
                          " is left to deduct from; ", asked,
                          " was asked. Pay the rest by the project route."),
       .fr = absl::StrCat("Sur la dotation de ", year, ", il reste ", left,
                          " dont déduire ; ", asked,
                          " sont demandés. Versez le reste par la voie des "
                          "projets."),
       .nl = absl::StrCat("Van de dotatie van ", year, " blijft ", left,
                          " over om op in te houden; ", asked,
                          " is gevraagd. Stort de rest via de weg van de "
                          "projecten.")});
}

}  // namespace entente::conventions
