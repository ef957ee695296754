#include "services/conventions/dotation_rules.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/error.h"
#include "services/conventions/convention_errors.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/identifiers.h"
#include "services/conventions/money/money.h"
#include "services/conventions/money/municipality_codes.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

using absl::StatusCode;
using v1::Dotation;
using v1::DotationKey;

constexpr int64_t kWhole = 1'000'000;
constexpr int kMunicipalitiesMax = 20;

google::type::Date DayOf(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

int64_t CentsOf(const google::type::Money& money) {
  return CentsFromMoney(money, "amount").value_or(0);
}

absl::Status CheckDecision(const std::string& reference, const char* field) {
  if (reference.empty()) return Required(field);
  ENTENTE_RETURN_IF_ERROR(CheckReference(reference, field));
  return CheckNamesNobody(reference, field);
}

absl::Status KeyShares(int64_t sum, absl::string_view municipality) {
  const std::string is = absl::StrCat(sum);
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

absl::Status CheckShares(const DotationKey& key,
                         absl::string_view municipality) {
  ENTENTE_ASSIGN_OR_RETURN(
      const absl::CivilDay first,
      DayFromDate(key.valid_from(), "dotation_key.valid_from"));
  int64_t sum = 0;
  std::set<std::string> codes;
  bool is_sound =
      key.shares_size() > 0 && key.shares_size() <= kMunicipalitiesMax;
  for (const DotationKey::Share& share : key.shares()) {
    sum += share.share_millionths();
    is_sound = is_sound && share.share_millionths() > 0 &&
               codes.insert(share.municipality_code()).second;
    ENTENTE_RETURN_IF_ERROR(
        CheckMunicipalityOn(share.municipality_code(), first,
                            "dotation_key.shares.municipality_code"));
  }
  if (is_sound && sum == kWhole && codes.contains(std::string(municipality))) {
    return absl::OkStatus();
  }
  return KeyShares(sum, municipality);
}

// Whether some day lies in both.
bool Overlap(const DotationKey& left, const DotationKey& right) {
  const bool is_left_first = left.has_valid_until() &&
                             IsBefore(left.valid_until(), right.valid_from());
  const bool is_right_first = right.has_valid_until() &&
                              IsBefore(right.valid_until(), left.valid_from());
  return !is_left_first && !is_right_first;
}

// "01/01/2018 – 31/12/2018", open at the end.
std::string Span(const DotationKey& key) {
  return absl::StrCat(
      FormatIsoDate(key.valid_from()), " – ",
      key.has_valid_until() ? FormatIsoDate(key.valid_until()) : "…");
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

absl::Status Corrected(const std::string& name, const std::string& by,
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

// What `corrects` names, which stands uncorrected.
template <class Record>
absl::StatusOr<const Record*> Standing(const std::vector<Record>& marked,
                                       const std::string& corrects,
                                       const char* field) {
  for (const Record& record : marked) {
    if (record.name() != corrects) continue;
    if (record.corrected_by().empty()) return &record;
    return Corrected(record.name(), record.corrected_by(), field);
  }
  return NotFound(corrects, field);
}

bool IsSameYear(const Dotation& left, const Dotation& right) {
  return left.police_zone_code() == right.police_zone_code() &&
         left.year() == right.year();
}

Figures FiguresOf(const Dotation& dotation, int64_t deducted_cents) {
  return {{"dotation", dotation.name()},
          {"year", absl::StrCat(dotation.year())},
          {"owed_cents", absl::StrCat(CentsOf(dotation.amount()))},
          {"deducted_cents", absl::StrCat(deducted_cents)}};
}

}  // namespace

std::string FormatDotation(absl::string_view municipality, int64_t number) {
  return absl::StrCat(FormatMunicipality(municipality), "/dotations/",
                      absl::StrFormat("o-%06d", number));
}

std::string FormatDotationKey(absl::string_view municipality, int64_t number) {
  return absl::StrCat(FormatMunicipality(municipality), "/dotationKeys/",
                      absl::StrFormat("k-%06d", number));
}

absl::Status ValidateDotationKey(const DotationKey& key,
                                 absl::string_view municipality) {
  ENTENTE_RETURN_IF_ERROR(CheckPoliceZoneCode(key.police_zone_code(),
                                              "dotation_key.police_zone_code"));
  if (IsUnset(key.valid_from())) return Required("dotation_key.valid_from");
  ENTENTE_RETURN_IF_ERROR(
      CheckDate(key.valid_from(), "dotation_key.valid_from"));
  if (key.has_valid_until()) {
    constexpr char kField[] = "dotation_key.valid_until";
    ENTENTE_RETURN_IF_ERROR(CheckDate(key.valid_until(), kField));
    if (IsBefore(key.valid_until(), key.valid_from())) {
      return FieldError("TERM_REVERSED", kField,
                        {.en = "The last day lies before the first.",
                         .fr = "Le dernier jour précède le premier.",
                         .nl = "De laatste dag ligt voor de eerste."});
    }
  }
  ENTENTE_RETURN_IF_ERROR(CheckShares(key, municipality));
  return CheckDecision(key.decision_reference(),
                       "dotation_key.decision_reference");
}

absl::StatusOr<int64_t> ValidateDotation(const Dotation& dotation,
                                         const google::type::Date& today) {
  ENTENTE_RETURN_IF_ERROR(CheckPoliceZoneCode(dotation.police_zone_code(),
                                              "dotation.police_zone_code"));
  ENTENTE_RETURN_IF_ERROR(
      CheckDate(DayOf(dotation.year(), 1, 1), "dotation.year"));
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t cents,
      PositiveCents(dotation.zone_amount(), "dotation.zone_amount"));
  ENTENTE_RETURN_IF_ERROR(CheckDecision(dotation.decision_reference(),
                                        "dotation.decision_reference"));
  ENTENTE_RETURN_IF_ERROR(
      CheckPastDate(dotation.decision_date(), today, "dotation.decision_date"));
  return cents;
}

absl::Status CheckNewKey(const DotationKeys& marked, const DotationKey& key) {
  if (!key.corrects().empty()) {
    ENTENTE_RETURN_IF_ERROR(
        Standing(marked, key.corrects(), "dotation_key.corrects").status());
  }
  for (const DotationKey& other : marked) {
    if (other.corrected_by().empty() && other.name() != key.corrects() &&
        other.police_zone_code() == key.police_zone_code() &&
        Overlap(other, key)) {
      return KeyOverlaps(other);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckNewDotation(const Dotations& marked,
                              const Dotation& dotation) {
  if (!dotation.corrects().empty()) {
    constexpr char kField[] = "dotation.corrects";
    ENTENTE_ASSIGN_OR_RETURN(const Dotation* corrected,
                             Standing(marked, dotation.corrects(), kField));
    if (!IsSameYear(*corrected, dotation)) {
      return FieldError(
          "DOTATION_OTHER", kField,
          {.en = "It is of another zone or year; enter this one beside it.",
           .fr = "Elle porte sur une autre zone ou année ; inscrivez "
                 "celle-ci à côté.",
           .nl = "Ze gaat over een andere zone of een ander jaar; schrijf "
                 "deze ernaast in."});
    }
  }
  const Dotation* standing =
      FindDotation(marked, dotation.police_zone_code(), dotation.year());
  if (standing == nullptr || standing->name() == dotation.corrects()) {
    return absl::OkStatus();
  }
  const std::string owed = Euros(CentsOf(standing->zone_amount()));
  return Refuse(StatusCode::kAlreadyExists, "DOTATION_EXISTS", "dotation",
                {{"name", standing->name()}, {"zone_amount", owed}},
                {.en = absl::StrCat("The dotation of ", dotation.year(),
                                    " is recorded: ", standing->name(), ", ",
                                    owed, ". Correct that one."),
                 .fr = absl::StrCat("La dotation de ", dotation.year(),
                                    " est inscrite : ", standing->name(), ", ",
                                    owed, ". Corrigez celle-là."),
                 .nl = absl::StrCat("De dotatie van ", dotation.year(),
                                    " is ingeschreven: ", standing->name(),
                                    ", ", owed, ". Verbeter die.")});
}

absl::Status Divide(const DotationKeys& marked, int64_t zone_cents,
                    absl::string_view municipality, Dotation& dotation) {
  const google::type::Date first = DayOf(dotation.year(), 1, 1);
  const google::type::Date last = DayOf(dotation.year(), 12, 31);
  const DotationKey* found = nullptr;
  for (const DotationKey& key : marked) {
    if (key.corrected_by().empty() &&
        key.police_zone_code() == dotation.police_zone_code() &&
        !IsBefore(first, key.valid_from()) &&
        (!key.has_valid_until() || !IsBefore(key.valid_until(), last))) {
      found = &key;
    }
  }
  if (found == nullptr) {
    const std::string zone = dotation.police_zone_code();
    return Refuse(
        StatusCode::kFailedPrecondition, "DOTATION_KEY_MISSING",
        "dotation.year",
        {{"year", absl::StrCat(dotation.year())}, {"police_zone_code", zone}},
        {.en = absl::StrCat("No key of zone ", zone, " holds on every day of ",
                            dotation.year(), ". Record it first."),
         .fr = absl::StrCat("Aucune clé de la zone ", zone,
                            " ne vaut tous les jours de ", dotation.year(),
                            ". Inscrivez-la d'abord."),
         .nl = absl::StrCat("Geen sleutel van zone ", zone,
                            " geldt op elke dag van ", dotation.year(),
                            ". Schrijf hem eerst in.")});
  }
  std::vector<int64_t> weights;
  for (const DotationKey::Share& share : found->shares()) {
    weights.push_back(share.share_millionths());
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<int64_t> parts,
                           SplitByLargestRemainder(zone_cents, weights));
  dotation.set_dotation_key(found->name());
  dotation.clear_shares();
  for (int i = 0; i < found->shares_size(); ++i) {
    Dotation::Share& share = *dotation.add_shares();
    share.set_municipality_code(found->shares(i).municipality_code());
    *share.mutable_amount() = MoneyFromCents(parts[static_cast<size_t>(i)]);
    if (share.municipality_code() == municipality) {
      *dotation.mutable_amount() = share.amount();
    }
  }
  return absl::OkStatus();
}

const Dotation* FindDotation(const Dotations& marked,
                             absl::string_view police_zone_code, int year) {
  for (const Dotation& dotation : marked) {
    if (dotation.corrected_by().empty() && dotation.year() == year &&
        dotation.police_zone_code() == police_zone_code) {
      return &dotation;
    }
  }
  return nullptr;
}

absl::Status CheckCoversDeducted(const Dotation& dotation,
                                 int64_t deducted_cents) {
  const int64_t owed = CentsOf(dotation.amount());
  if (deducted_cents <= owed) return absl::OkStatus();
  return Refuse(
      StatusCode::kFailedPrecondition, "DOTATION_OFFSET",
      "dotation.zone_amount", FiguresOf(dotation, deducted_cents),
      {.en = absl::StrCat("By this the municipality owes ", Euros(owed),
                          " for ", dotation.year(), "; ", Euros(deducted_cents),
                          " is deducted already. Cancel deductions first."),
       .fr = absl::StrCat("Ainsi la commune doit ", Euros(owed), " pour ",
                          dotation.year(), " ; ", Euros(deducted_cents),
                          " sont déjà déduits. Annulez d'abord des "
                          "déductions."),
       .nl = absl::StrCat("Hiermee is de gemeente ", Euros(owed),
                          " verschuldigd voor ", dotation.year(), "; ",
                          Euros(deducted_cents),
                          " is al in mindering gebracht. Annuleer eerst "
                          "inhoudingen.")});
}

absl::Status CheckDeduction(const Dotation& dotation, int64_t deducted_cents,
                            int64_t cents) {
  const int64_t left = CentsOf(dotation.amount()) - deducted_cents;
  if (cents <= left) return absl::OkStatus();
  Figures figures = FiguresOf(dotation, deducted_cents);
  figures["requested_cents"] = absl::StrCat(cents);
  figures["available_cents"] = absl::StrCat(left);
  return Refuse(
      StatusCode::kFailedPrecondition, "DEDUCTION_EXCEEDED",
      "zone_payment.amount", std::move(figures),
      {.en =
           absl::StrCat("Of the dotation of ", dotation.year(), ", ",
                        Euros(left), " is left to deduct from; ", Euros(cents),
                        " was asked. Pay the rest by the "
                        "project route."),
       .fr = absl::StrCat("Sur la dotation de ", dotation.year(), ", il reste ",
                          Euros(left), " dont déduire ; ", Euros(cents),
                          " sont demandés. Versez le reste par la voie des "
                          "projets."),
       .nl =
           absl::StrCat("Van de dotatie van ", dotation.year(), " blijft ",
                        Euros(left), " over om op in te houden; ", Euros(cents),
                        " is gevraagd. Stort de rest via de "
                        "weg van de projecten.")});
}

}  // namespace entente::conventions
