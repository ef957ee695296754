// What municipalities owe their police zone, divided and summed again: shares
// no code with what records it. Whatever stands in a record is told, and stops
// nothing.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "entente/conventions/v1/dotation_service.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/key.h"
#include "services/common/store/records.h"
#include "services/conventions/verify_book.h"

namespace entente::conventions {
namespace {

using absl::CivilDay;
using store::KeyReader;
using v1::Dotation;
using v1::DotationKey;

// What a municipality recorded. By the name that the record's key makes, in the
// order of recording: a record may say anything.
struct Town {
  std::map<std::string, Dotation> dotations;
  std::map<std::string, DotationKey> keys;
  v1::DotationHead head;
};
using Towns = std::map<std::string, Town>;

// Reads one table; each record stands under the number that it says, from 1 on
// without a gap.
template <class Record>
absl::Status Read(const store::Reader& reader, int table,
                  const char* collection, char letter, Towns& towns,
                  std::map<std::string, Record> Town::*where,
                  VerifyReport& report) {
  std::map<std::string, uint64_t> last;
  return store::ScanRecords<Record>(
      reader, std::string(1, static_cast<char>(table)), "",
      [&](absl::string_view key, const Record& record) {
        KeyReader parts(key);
        const bool is_table = parts.Table().ok();
        const auto municipality = parts.Str();
        if (!is_table || !municipality.ok()) {
          report.Differ(absl::StrCat("a record of ", collection,
                                     " stands under a malformed key"));
          return true;
        }
        const auto number = parts.U64();
        if (!number.ok() || !parts.End().ok()) {
          report.Differ(absl::StrCat("a record of ", collection, " of ",
                                     *municipality,
                                     " stands under a malformed key"));
          return true;
        }
        const std::string name =
            absl::StrFormat("municipalities/%s/%s/%c-%06d", *municipality,
                            collection, letter, *number);
        if (*number != last[*municipality] + 1 || record.name() != name) {
          report.Differ(
              absl::StrCat(name, " stands under a wrong number or name"));
        }
        last[*municipality] = *number;
        (towns[*municipality].*where)[name] = record;
        return true;
      });
}

absl::Status ReadHeads(const store::Reader& reader, Towns& towns,
                       VerifyReport& report) {
  return store::ScanRecords<v1::DotationHead>(
      reader, std::string(1, static_cast<char>(0x3D)), "",
      [&](absl::string_view key, const v1::DotationHead& head) {
        KeyReader parts(key);
        const bool is_table = parts.Table().ok();
        const auto municipality = parts.Str();
        if (!is_table || !municipality.ok() || !parts.End().ok()) {
          report.Differ("a count of dotations stands under a malformed key");
          return true;
        }
        towns[*municipality].head = head;
        return true;
      });
}

CivilDay Day(const google::type::Date& date) {
  return CivilDay(date.year(), date.month(), date.day());
}

// The days of `key` within a year; none below 1.
int64_t DaysIn(const DotationKey& key, int64_t year) {
  const CivilDay from = std::max(CivilDay(year, 1, 1), Day(key.valid_from()));
  CivilDay until(year, 12, 31);
  if (key.has_valid_until()) until = std::min(until, Day(key.valid_until()));
  return std::max<int64_t>(0, until - from + 1);
}

bool HaveDayInCommon(const DotationKey& left, const DotationKey& right) {
  return (!left.has_valid_until() ||
          Day(right.valid_from()) <= Day(left.valid_until())) &&
         (!right.has_valid_until() ||
          Day(left.valid_from()) <= Day(right.valid_until()));
}

// The year of the envelope that a line is of.
std::string YearOfLine(const std::string& line) {
  const std::string envelope = line.substr(0, line.rfind("/lines/"));
  return envelope.substr(envelope.rfind('-') + 1);
}

// What is deducted from a dotation, in cents.
int64_t Deducted(const Books& books, const std::string& municipality,
                 const Dotation& dotation) {
  int64_t sum = 0;
  const std::string scope =
      absl::StrCat("municipalities/", municipality, "/conventions/");
  for (const auto& [name, book] : books.conventions) {
    if (!absl::StartsWith(name, scope) || !book.head ||
        book.head->police_zone_code() != dotation.police_zone_code()) {
      continue;
    }
    for (const auto& [number, payment] : book.payments) {
      if (payment.route() == v1::ZonePayment::ROUTE_DEDUCTION &&
          payment.state() != v1::ZonePayment::STATE_CANCELLED &&
          YearOfLine(payment.line()) == absl::StrCat(dotation.year())) {
        sum += WholeCents(payment.amount()).value_or(0);
      }
    }
  }
  return sum;
}

// Whether `keys` hold together on every day of the dotation's year.
bool HoldAllYear(const std::vector<const DotationKey*>& keys, int64_t year) {
  int64_t days = 0;
  for (const DotationKey* key : keys) days += DaysIn(*key, year);
  return days == CivilDay(year + 1, 1, 1) - CivilDay(year, 1, 1);
}

// Whether each share is within a cent of what the keys of the year make of the
// whole, each by its days, and all of them are the whole. Unless each is named,
// one of nothing may be missing on either side: a key that makes the same
// amounts divides nothing anew.
bool IsDividedBy(const std::vector<const DotationKey*>& keys,
                 const std::string& municipality, const Dotation& dotation,
                 bool is_each_named) {
  if (!HoldAllYear(keys, dotation.year())) return false;
  std::map<std::string, int64_t> weights;
  absl::int128 whole = 0;
  for (const DotationKey* key : keys) {
    const int64_t days = DaysIn(*key, dotation.year());
    for (const DotationKey::Share& share : key->shares()) {
      weights[share.municipality_code()] += days * share.share_millionths();
      whole += days * share.share_millionths();
    }
  }
  const auto zone = WholeCents(dotation.zone_amount());
  if (!zone || *zone <= 0 || whole <= 0) return false;
  absl::int128 sum = 0;
  for (const Dotation::Share& share : dotation.shares()) {
    const auto weight = weights.find(share.municipality_code());
    const auto cents = WholeCents(share.amount());
    if (!cents) return false;
    if (weight == weights.end()) {
      if (is_each_named || *cents != 0) return false;
      continue;
    }
    const absl::int128 product = absl::int128(*zone) * weight->second;
    const absl::int128 due = product / whole;
    if (*cents < due || *cents > due + (product % whole == 0 ? 0 : 1)) {
      return false;
    }
    if (share.municipality_code() == municipality &&
        *cents != WholeCents(dotation.amount())) {
      return false;
    }
    sum += *cents;
    // Each once.
    weights.erase(weight);
  }
  const bool is_nothing_due =
      std::all_of(weights.begin(), weights.end(), [&](const auto& one) {
        return absl::int128(*zone) * one.second < whole;
      });
  return (is_each_named ? weights.empty() : is_nothing_due) && sum == *zone;
}

class Verification {
 public:
  Verification(const std::string& municipality, const Town& town,
               const Books& books, VerifyReport& report)
      : municipality_(municipality),
        town_(town),
        books_(books),
        report_(report),
        corrected_keys_(CorrectedOf(town.keys)),
        corrected_(CorrectedOf(town.dotations)) {}

  void Verify() {
    VerifyCount(town_.dotations.size(), town_.head.last_dotation(),
                "dotations");
    VerifyCount(town_.keys.size(), town_.head.last_dotation_key(),
                "dotation keys");
    for (const auto& [name, key] : town_.keys) VerifyKey(name, key);
    for (const auto& [name, dotation] : town_.dotations) {
      VerifyDotation(name, dotation);
    }
  }

 private:
  void Expect(bool is_right, const std::string& name, const char* sentence) {
    if (!is_right) report_.Differ(absl::StrCat(name, " ", sentence));
  }

  void VerifyCount(size_t stored, int64_t counted, const char* what) {
    if (stored == static_cast<size_t>(counted)) return;
    report_.Differ(absl::StrCat("municipalities/", municipality_, " counts ",
                                counted, " ", what, "; ", stored,
                                " are stored"));
  }

  // What records correct: each one that stood, of the same zone and year.
  static std::string SubjectOf(const DotationKey& key) {
    return key.police_zone_code();
  }
  static std::string SubjectOf(const Dotation& dotation) {
    return absl::StrCat(dotation.police_zone_code(), "/", dotation.year());
  }
  template <class Record>
  std::set<std::string> CorrectedOf(
      const std::map<std::string, Record>& records) {
    std::set<std::string> corrected;
    for (const auto& [name, record] : records) {
      if (record.corrects().empty()) continue;
      const auto earlier = records.find(record.corrects());
      Expect(earlier != records.end() && earlier->first < name &&
                 SubjectOf(earlier->second) == SubjectOf(record) &&
                 corrected.insert(record.corrects()).second,
             name, "corrects nothing that stood");
    }
    return corrected;
  }

  void VerifyKey(const std::string& name, const DotationKey& key) {
    constexpr int64_t kWhole = 1'000'000;
    int64_t sum = 0;
    std::set<std::string> codes;
    bool is_sound = true;
    for (const DotationKey::Share& share : key.shares()) {
      sum += share.share_millionths();
      is_sound = is_sound && share.share_millionths() > 0 &&
                 codes.insert(share.municipality_code()).second;
    }
    Expect(is_sound && sum == kWhole && codes.contains(municipality_), name,
           "divides no whole");
    Expect(!key.has_valid_until() ||
               Day(key.valid_from()) <= Day(key.valid_until()),
           name, "ends before it begins");
    if (corrected_keys_.contains(name)) return;
    for (const auto& [other, earlier] : town_.keys) {
      if (other == name) break;
      Expect(corrected_keys_.contains(other) ||
                 earlier.police_zone_code() != key.police_zone_code() ||
                 !HaveDayInCommon(earlier, key),
             name, "holds on days of another key");
    }
  }

  void VerifyDotation(const std::string& name, const Dotation& dotation) {
    std::vector<std::string> named = {dotation.dotation_key()};
    named.insert(named.end(), dotation.later_dotation_keys().begin(),
                 dotation.later_dotation_keys().end());
    std::vector<const DotationKey*> keys;
    for (const std::string& one : named) {
      const auto key = town_.keys.find(one);
      if (key == town_.keys.end() ||
          key->second.police_zone_code() != dotation.police_zone_code()) {
        break;
      }
      keys.push_back(&key->second);
    }
    const bool is_divided =
        keys.size() == named.size() &&
        IsDividedBy(keys, municipality_, dotation, /*is_each_named=*/true);
    Expect(is_divided, name, "is not divided by its key");
    if (corrected_.contains(name)) return;
    VerifyStanding(name, dotation, is_divided);
  }

  void VerifyStanding(const std::string& name, const Dotation& dotation,
                      bool is_divided) {
    for (const auto& [other, earlier] : town_.dotations) {
      if (other == name) break;
      Expect(corrected_.contains(other) ||
                 SubjectOf(earlier) != SubjectOf(dotation),
             name, "stands beside another of its year");
    }
    // Where no key holds on some day, it waits as it was divided.
    std::vector<const DotationKey*> standing;
    for (const auto& [key_name, key] : town_.keys) {
      if (!corrected_keys_.contains(key_name) &&
          key.police_zone_code() == dotation.police_zone_code()) {
        standing.push_back(&key);
      }
    }
    Expect(!is_divided || !HoldAllYear(standing, dotation.year()) ||
               IsDividedBy(standing, municipality_, dotation,
                           /*is_each_named=*/false),
           name, "is not divided by the keys that stand");
    const int64_t owed = WholeCents(dotation.amount()).value_or(0);
    Expect(Deducted(books_, municipality_, dotation) <= owed, name,
           "is deducted from beyond its amount");
  }

  const std::string& municipality_;
  const Town& town_;
  const Books& books_;
  VerifyReport& report_;
  const std::set<std::string> corrected_keys_;
  const std::set<std::string> corrected_;
};

}  // namespace

absl::Status VerifyDotations(const store::Reader& reader, const Books& books,
                             VerifyReport& report) {
  Towns towns;
  ENTENTE_RETURN_IF_ERROR(
      Read(reader, 0x3B, "dotations", 'o', towns, &Town::dotations, report));
  ENTENTE_RETURN_IF_ERROR(
      Read(reader, 0x3C, "dotationKeys", 'k', towns, &Town::keys, report));
  ENTENTE_RETURN_IF_ERROR(ReadHeads(reader, towns, report));
  for (const auto& [municipality, town] : towns) {
    Verification(municipality, town, books, report).Verify();
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
