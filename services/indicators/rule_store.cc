#include "services/indicators/rule_store.h"

#include <algorithm>

#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

}  // namespace

absl::StatusOr<std::vector<v1::MeasureRuleRecord>> ReadRuleVersions(
    const store::Reader& reader, const MeasureRuleName& name) {
  std::vector<v1::MeasureRuleRecord> versions;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::MeasureRuleRecord>(
      reader, MeasureRulePrefix(name), "",
      [&](absl::string_view, const v1::MeasureRuleRecord& record) {
        versions.push_back(record);
        return true;
      }));
  return versions;
}

absl::StatusOr<std::vector<v1::MeasureRule>> ReadRules(
    const store::Reader& reader, const std::string& municipality,
    const google::protobuf::Timestamp* as_of) {
  std::vector<v1::MeasureRule> rules;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::MeasureRuleRecord>(
      reader, MeasureRulePrefix(municipality), "",
      [&](absl::string_view, const v1::MeasureRuleRecord& record) {
        const v1::MeasureRule& rule = record.rule();
        if (as_of != nullptr && IsBefore(*as_of, rule.update_time())) {
          return true;
        }
        // Versions of a rule follow each other.
        if (rules.empty() || rules.back().name() != rule.name()) {
          rules.emplace_back();
        }
        rules.back() = rule;
        return true;
      }));
  return rules;
}

absl::StatusOr<std::vector<v1::MeasureRule>> ReadRulesInForce(
    const store::Reader& reader, const std::string& municipality) {
  ENTENTE_ASSIGN_OR_RETURN(std::vector<v1::MeasureRule> rules,
                           ReadRules(reader, municipality, nullptr));
  rules.erase(std::remove_if(rules.begin(), rules.end(),
                             [](const v1::MeasureRule& rule) {
                               return rule.is_withdrawn();
                             }),
              rules.end());
  return rules;
}

absl::Status PutRule(store::Transaction& transaction,
                     const MeasureRuleName& name,
                     const v1::MeasureRuleRecord& record) {
  return PutUnderHead(transaction, name.municipality,
                      MeasureRuleKey(name, record.rule().version()), record);
}

}  // namespace entente::indicators
