#include "services/conventions/dotation_rules.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "services/common/base/error.h"
#include "services/conventions/convention_errors.h"
#include "services/conventions/dotation_errors.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/identifiers.h"
#include "services/conventions/money/money.h"
#include "services/conventions/money/municipality_codes.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {
namespace {

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

// Of a date that was checked when it was recorded.
absl::CivilDay Day(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

absl::Status CheckDecision(const std::string& reference, const char* field) {
  if (reference.empty()) return Required(field);
  ENTENTE_RETURN_IF_ERROR(CheckReference(reference, field));
  return CheckNamesNobody(reference, field);
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

// What `corrects` names, which stands uncorrected.
template <class Record>
absl::StatusOr<const Record*> Standing(const std::vector<Record>& marked,
                                       const std::string& corrects,
                                       const char* field) {
  for (const Record& record : marked) {
    if (record.name() != corrects) continue;
    if (record.corrected_by().empty()) return &record;
    return RecordCorrected(record.name(), record.corrected_by(), field);
  }
  return NotFound(corrects, field);
}

bool IsSameYear(const Dotation& left, const Dotation& right) {
  return left.police_zone_code() == right.police_zone_code() &&
         left.year() == right.year();
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
  if (!dotation.has_zone_amount()) return Required("dotation.zone_amount");
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
    ENTENTE_ASSIGN_OR_RETURN(
        const DotationKey* corrected,
        Standing(marked, key.corrects(), "dotation_key.corrects"));
    if (corrected->police_zone_code() != key.police_zone_code()) {
      return KeyOfOtherZone(*corrected, key);
    }
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
    if (!IsSameYear(*corrected, dotation)) return DotationOfOtherYear();
  }
  const Dotation* standing =
      FindDotation(marked, dotation.police_zone_code(), dotation.year());
  if (standing == nullptr || standing->name() == dotation.corrects()) {
    return absl::OkStatus();
  }
  return DotationExists(*standing);
}

std::vector<KeyDays> KeysOfYear(const DotationKeys& marked,
                                absl::string_view police_zone_code, int year) {
  const absl::CivilDay first(year, 1, 1);
  const absl::CivilDay last(year, 12, 31);
  std::vector<KeyDays> found;
  int64_t covered = 0;
  for (const DotationKey& key : marked) {
    if (!key.corrected_by().empty() ||
        key.police_zone_code() != police_zone_code) {
      continue;
    }
    const absl::CivilDay from = std::max(first, Day(key.valid_from()));
    const absl::CivilDay until =
        key.has_valid_until() ? std::min(last, Day(key.valid_until())) : last;
    if (until < from) continue;
    found.push_back({.key = &key, .days = until - from + 1});
    covered += found.back().days;
  }
  // Those that stand do not overlap.
  if (covered != last - first + 1) return {};
  std::sort(found.begin(), found.end(), [](const KeyDays& a, const KeyDays& b) {
    return Day(a.key->valid_from()) < Day(b.key->valid_from());
  });
  return found;
}

absl::Status Divide(const DotationKeys& marked, int64_t zone_cents,
                    absl::string_view municipality, Dotation& dotation) {
  const std::vector<KeyDays> keys =
      KeysOfYear(marked, dotation.police_zone_code(), dotation.year());
  if (keys.empty()) return DotationKeyMissing(dotation);
  std::vector<std::string> codes;
  // At most 366 days of a million.
  std::vector<int64_t> weights;
  dotation.clear_later_dotation_keys();
  for (const KeyDays& part : keys) {
    if (&part == &keys.front()) {
      dotation.set_dotation_key(part.key->name());
    } else {
      dotation.add_later_dotation_keys(part.key->name());
    }
    for (const DotationKey::Share& share : part.key->shares()) {
      const auto at =
          std::find(codes.begin(), codes.end(), share.municipality_code());
      const auto index = static_cast<size_t>(at - codes.begin());
      if (at == codes.end()) {
        codes.push_back(share.municipality_code());
        weights.push_back(0);
      }
      weights[index] += part.days * share.share_millionths();
    }
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<int64_t> parts,
                           SplitByLargestRemainder(zone_cents, weights));
  dotation.clear_shares();
  for (size_t i = 0; i < codes.size(); ++i) {
    Dotation::Share& share = *dotation.add_shares();
    share.set_municipality_code(codes[i]);
    *share.mutable_amount() = MoneyFromCents(parts[i]);
    if (codes[i] == municipality) *dotation.mutable_amount() = share.amount();
  }
  return absl::OkStatus();
}

bool IsDividedAlike(const Dotation& left, const Dotation& right) {
  std::map<std::string, int64_t> shares;
  for (const Dotation::Share& share : left.shares()) {
    shares[share.municipality_code()] += Cents(share.amount());
  }
  for (const Dotation::Share& share : right.shares()) {
    shares[share.municipality_code()] -= Cents(share.amount());
  }
  return std::all_of(shares.begin(), shares.end(),
                     [](const auto& one) { return one.second == 0; });
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
                                 int64_t deducted_cents, const char* field) {
  if (deducted_cents <= Cents(dotation.amount())) return absl::OkStatus();
  return DotationOffset(dotation, deducted_cents, field);
}

absl::Status CheckDeduction(const Dotation& dotation, int64_t deducted_cents,
                            int64_t cents) {
  if (cents <= Cents(dotation.amount()) - deducted_cents) {
    return absl::OkStatus();
  }
  return DeductionExceeded(dotation, deducted_cents, cents);
}

}  // namespace entente::conventions
