// What municipalities owe their police zone, divided and summed again: shares
// no code with what records it.
#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "entente/conventions/v1/dotation_service.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/key.h"
#include "services/common/store/records.h"
#include "services/conventions/verify_book.h"

namespace entente::conventions {
namespace {

using store::KeyReader;
using v1::Dotation;
using v1::DotationKey;

// By name, in the order of recording; each under the number it says.
template <class Record>
absl::StatusOr<std::map<std::string, Record>> Read(const store::Reader& reader,
                                                   int table,
                                                   const char* collection,
                                                   char letter,
                                                   VerifyReport& report) {
  std::map<std::string, Record> records;
  absl::Status kept;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<Record>(
      reader, std::string(1, static_cast<char>(table)), "",
      [&](absl::string_view key, const Record& record) {
        KeyReader parts(key);
        kept = parts.Table().status();
        const auto municipality = parts.Str();
        const auto number = parts.U64();
        if (!kept.ok() || !municipality.ok() || !number.ok()) return false;
        if (record.name() != absl::StrFormat("municipalities/%s/%s/%c-%06d",
                                             *municipality, collection, letter,
                                             *number)) {
          report.Differ(absl::StrCat(record.name(),
                                     " stands under a wrong number or name"));
        }
        records[record.name()] = record;
        return true;
      }));
  ENTENTE_RETURN_IF_ERROR(kept);
  return records;
}

// "21004" of "municipalities/21004/…".
std::string MunicipalityOf(const std::string& name) {
  constexpr size_t kBegin = sizeof("municipalities/") - 1;
  return name.substr(kBegin, name.find('/', kBegin) - kBegin);
}

// The year of the envelope that a line is of.
std::string YearOfLine(const std::string& line) {
  const std::string envelope = line.substr(0, line.rfind("/lines/"));
  return envelope.substr(envelope.rfind('-') + 1);
}

// What is deducted from a dotation, in cents.
int64_t Deducted(const Books& books, const Dotation& dotation) {
  int64_t sum = 0;
  const std::string scope = absl::StrCat(
      "municipalities/", MunicipalityOf(dotation.name()), "/conventions/");
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

// Whether each share is within a cent of what the key makes of the whole, and
// all of them are the whole.
bool IsDividedBy(const DotationKey& key, const Dotation& dotation) {
  constexpr int64_t kWhole = 1'000'000;
  const int64_t zone = WholeCents(dotation.zone_amount()).value_or(-1);
  int64_t sum = 0;
  if (key.shares_size() != dotation.shares_size()) return false;
  for (int i = 0; i < key.shares_size(); ++i) {
    const Dotation::Share& share = dotation.shares(i);
    const int64_t cents = WholeCents(share.amount()).value_or(-1);
    const int64_t due =
        zone / kWhole * key.shares(i).share_millionths() +
        zone % kWhole * key.shares(i).share_millionths() / kWhole;
    if (share.municipality_code() != key.shares(i).municipality_code() ||
        cents < due || cents > due + 1) {
      return false;
    }
    if (share.municipality_code() == MunicipalityOf(dotation.name()) &&
        cents != WholeCents(dotation.amount())) {
      return false;
    }
    sum += cents;
  }
  return sum == zone;
}

}  // namespace

absl::Status VerifyDotations(const store::Reader& reader, const Books& books,
                             VerifyReport& report) {
  using Keys = std::map<std::string, DotationKey>;
  using Dotations = std::map<std::string, Dotation>;
  ENTENTE_ASSIGN_OR_RETURN(
      const Dotations dotations,
      Read<Dotation>(reader, 0x3B, "dotations", 'o', report));
  ENTENTE_ASSIGN_OR_RETURN(
      const Keys keys,
      Read<DotationKey>(reader, 0x3C, "dotationKeys", 'k', report));
  std::map<std::string, std::string> corrected;
  for (const auto& [name, dotation] : dotations) {
    if (dotation.corrects().empty()) continue;
    if (!dotations.contains(dotation.corrects()) ||
        !corrected.emplace(dotation.corrects(), name).second) {
      report.Differ(absl::StrCat(name, " corrects nothing that stood"));
    }
  }
  for (const auto& [name, dotation] : dotations) {
    const auto key = keys.find(dotation.dotation_key());
    if (key == keys.end() || !IsDividedBy(key->second, dotation)) {
      report.Differ(absl::StrCat(name, " is not divided by its key"));
    }
    const int64_t owed = WholeCents(dotation.amount()).value_or(0);
    if (!corrected.contains(name) && Deducted(books, dotation) > owed) {
      report.Differ(absl::StrCat(name, " is deducted from beyond its amount"));
    }
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
