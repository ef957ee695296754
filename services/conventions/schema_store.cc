#include "services/conventions/schema_store.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/dotation_service.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

store::StoreOptions StoreOptions() {
  return {.schema_version = 4,
          .migrations = {
              {1, &CountCharges}, {2, &SettleOldClaims}, {3, &CountDotations}}};
}

absl::Status CountCharges(store::Transaction& transaction) {
  // Nothing is put while the table is read.
  std::vector<v1::Evidence> all;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Evidence>(
      transaction, keys::AllEvidence(), "",
      [&](absl::string_view, const v1::Evidence& evidence) {
        all.push_back(evidence);
        return true;
      }));
  for (v1::Evidence& evidence : all) {
    ENTENTE_ASSIGN_OR_RETURN(const EvidenceName name,
                             ParseEvidenceName(evidence.name(), "name"));
    int64_t last = 0;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ChargeRecord>(
        transaction, keys::ChargesOf(name), "",
        [&](absl::string_view key, const v1::ChargeRecord&) {
          last = std::max(last, keys::LastNumber(key));
          return true;
        }));
    if (last == evidence.charge_count()) continue;
    evidence.set_charge_count(static_cast<int32_t>(last));
    store::PutRecord(transaction, keys::Evidence(name), evidence);
  }
  return absl::OkStatus();
}

absl::Status SettleOldClaims(store::Transaction& transaction) {
  // Nothing is put while a table is read.
  std::vector<ConventionName> conventions;
  absl::Status parsed;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Convention>(
      transaction, keys::ConventionsOf(""), "",
      [&](absl::string_view, const v1::Convention& convention) {
        const auto name = ParseConventionName(convention.name(), "name");
        parsed = name.status();
        if (name.ok()) conventions.push_back(*name);
        return parsed.ok();
      }));
  ENTENTE_RETURN_IF_ERROR(parsed);
  std::set<std::string> envelopes;
  for (const ConventionName& convention : conventions) {
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Claim>(
        transaction, keys::NumberedOf(NumberedKind::kClaim, convention), "",
        [&](absl::string_view, const v1::Claim& claim) {
          envelopes.insert(claim.envelope());
          return true;
        }));
  }
  for (const std::string& envelope : envelopes) {
    ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName name,
                             ParseEnvelopeName(envelope, "envelope"));
    ENTENTE_RETURN_IF_ERROR(SettleClaimsAnew(transaction, name));
  }
  return absl::OkStatus();
}

absl::Status CountDotations(store::Transaction& transaction) {
  // By municipality. The last key of each stands last.
  std::map<std::string, v1::DotationHead> heads;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Dotation>(
      transaction, keys::DotationsOf(""), "",
      [&](absl::string_view key, const v1::Dotation&) {
        heads[keys::MunicipalityOf(key)].set_last_dotation(
            keys::LastNumber(key));
        return true;
      }));
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::DotationKey>(
      transaction, keys::DotationKeysOf(""), "",
      [&](absl::string_view key, const v1::DotationKey&) {
        heads[keys::MunicipalityOf(key)].set_last_dotation_key(
            keys::LastNumber(key));
        return true;
      }));
  for (const auto& [municipality, head] : heads) {
    store::PutRecord(transaction, keys::DotationHead(municipality), head);
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
