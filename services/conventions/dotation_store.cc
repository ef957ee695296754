#include "services/conventions/dotation_store.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

template <class Record>
absl::StatusOr<std::vector<Record>> ReadAll(const store::Reader& reader,
                                            const std::string& prefix) {
  std::vector<Record> records;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<Record>(
      reader, prefix, "", [&](absl::string_view, const Record& record) {
        records.push_back(record);
        return true;
      }));
  return MarkCorrected(std::move(records));
}

// The number after the last of a counter and of what stands under `prefix`.
template <class Record>
absl::StatusOr<int64_t> TakeNumber(store::Transaction& transaction,
                                   absl::string_view municipality,
                                   const std::string& prefix,
                                   int64_t (v1::DotationHead::*get)() const,
                                   void (v1::DotationHead::*set)(int64_t)) {
  const std::string key = keys::DotationHead(municipality);
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::DotationHead> stored,
      store::GetRecord<v1::DotationHead>(transaction, key));
  v1::DotationHead head = stored.value_or(v1::DotationHead());
  int64_t last = (head.*get)();
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<Record>(
      transaction, prefix, "", [&](absl::string_view one, const Record&) {
        last = std::max(last, keys::LastNumber(one));
        return true;
      }));
  (head.*set)(last + 1);
  store::PutRecord(transaction, key, head);
  return last + 1;
}

absl::StatusOr<int64_t> DeductedOf(const store::Reader& reader,
                                   const ConventionName& name, int year) {
  int64_t sum = 0;
  absl::Status parsed;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ZonePayment>(
      reader, keys::NumberedOf(NumberedKind::kZonePayment, name), "",
      [&](absl::string_view, const v1::ZonePayment& payment) {
        if (payment.route() != v1::ZonePayment::ROUTE_DEDUCTION ||
            payment.state() == v1::ZonePayment::STATE_CANCELLED) {
          return true;
        }
        const auto line = ParseLineName(payment.line(), "line");
        const auto cents = CentsFromMoney(payment.amount(), "amount");
        parsed = line.ok() ? cents.status() : line.status();
        if (!parsed.ok()) return false;
        if (ParseEnvelopeId(line->parent.envelope).year == year) sum += *cents;
        return true;
      }));
  ENTENTE_RETURN_IF_ERROR(parsed);
  return sum;
}

}  // namespace

absl::StatusOr<DotationKeys> ReadDotationKeys(const store::Reader& reader,
                                              absl::string_view municipality) {
  return ReadAll<v1::DotationKey>(reader, keys::DotationKeysOf(municipality));
}

absl::StatusOr<Dotations> ReadDotations(const store::Reader& reader,
                                        absl::string_view municipality) {
  return ReadAll<v1::Dotation>(reader, keys::DotationsOf(municipality));
}

absl::StatusOr<int64_t> TakeDotationNumber(store::Transaction& transaction,
                                           absl::string_view municipality) {
  return TakeNumber<v1::Dotation>(
      transaction, municipality, keys::DotationsOf(municipality),
      &v1::DotationHead::last_dotation, &v1::DotationHead::set_last_dotation);
}

absl::StatusOr<int64_t> TakeDotationKeyNumber(store::Transaction& transaction,
                                              absl::string_view municipality) {
  return TakeNumber<v1::DotationKey>(transaction, municipality,
                                     keys::DotationKeysOf(municipality),
                                     &v1::DotationHead::last_dotation_key,
                                     &v1::DotationHead::set_last_dotation_key);
}

absl::StatusOr<int64_t> DeductedCents(const store::Reader& reader,
                                      absl::string_view municipality,
                                      absl::string_view police_zone_code,
                                      int year) {
  std::vector<ConventionName> names;
  absl::Status parsed;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Convention>(
      reader, keys::ConventionsOf(municipality), "",
      [&](absl::string_view, const v1::Convention& convention) {
        if (convention.police_zone_code() != police_zone_code) return true;
        auto name = ParseConventionName(convention.name(), "name");
        parsed = name.status();
        if (name.ok()) names.push_back(*std::move(name));
        return parsed.ok();
      }));
  ENTENTE_RETURN_IF_ERROR(parsed);
  int64_t sum = 0;
  for (const ConventionName& name : names) {
    ENTENTE_ASSIGN_OR_RETURN(const int64_t cents,
                             DeductedOf(reader, name, year));
    sum += cents;
  }
  return sum;
}

absl::Status CheckMayDeduct(const store::Reader& reader, const LineName& line,
                            int64_t cents) {
  const ConventionName& convention = line.parent.parent;
  ENTENTE_ASSIGN_OR_RETURN(const Dotations all,
                           ReadDotations(reader, convention.municipality));
  if (all.empty()) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Convention head,
      GetConventionHead(reader, convention, "zone_payment.line"));
  const int year = ParseEnvelopeId(line.parent.envelope).year;
  const v1::Dotation* dotation =
      FindDotation(all, head.police_zone_code(), year);
  if (dotation == nullptr) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const int64_t deducted,
                           DeductedCents(reader, convention.municipality,
                                         head.police_zone_code(), year));
  return CheckDeduction(*dotation, deducted, cents);
}

}  // namespace entente::conventions
