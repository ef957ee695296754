#include "services/indicators/rule_service.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/activity_errors.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/period_change_handlers.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/rule_errors.h"
#include "services/indicators/rule_judge_rules.h"
#include "services/indicators/rule_store.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr char kTextField[] = "measure_rule.text";

// The text as a rule whose measures can be summed by the definitions of now.
absl::StatusOr<ParsedRule> CheckText(const PeriodParts& parts,
                                     const store::Reader& reader,
                                     const std::string& municipality,
                                     const std::string& text) {
  ENTENTE_ASSIGN_OR_RETURN(ParsedRule rule, ParseRule(text, kTextField));
  ENTENTE_RETURN_IF_ERROR(ValidateLine(text, kTextField, kRuleBytesMax));
  ENTENTE_ASSIGN_OR_RETURN(const auto definitions,
                           parts.definitions.Get(reader, municipality));
  ENTENTE_RETURN_IF_ERROR(ValidateRuleMeasures(rule, *definitions, kTextField));
  return rule;
}

// Stores `rule` as the version that it says.
absl::Status Write(store::Transaction& transaction, const gate::Caller& caller,
                   const MeasureRuleName& name, const std::string& reason,
                   v1::MeasureRule& rule) {
  rule.set_name(FormatMeasureRule(name));
  rule.set_reason(reason);
  rule.set_office(OfficeOf(caller));
  *rule.mutable_update_time() = ToTimestamp(caller.now);
  rule.set_etag(absl::StrCat(rule.version()));
  v1::MeasureRuleRecord record;
  *record.mutable_rule() = rule;
  record.set_subject(caller.subject);
  return PutRule(transaction, name, record);
}

struct Mask {
  bool has_text = false;
  bool has_withdrawn = false;
};

absl::StatusOr<Mask> MaskOf(const v1::UpdateMeasureRuleRequest& request) {
  Mask mask;
  for (const std::string& path : request.update_mask().paths()) {
    const bool is_all = path == "*" && request.update_mask().paths_size() == 1;
    mask.has_text = mask.has_text || is_all || path == "text";
    mask.has_withdrawn = mask.has_withdrawn || is_all || path == "is_withdrawn";
    if (!is_all && path != "text" && path != "is_withdrawn") {
      return UpdateMaskInvalid("text, is_withdrawn");
    }
  }
  if (request.update_mask().paths().empty()) {
    mask.has_text = !request.measure_rule().text().empty();
    mask.has_withdrawn = request.measure_rule().is_withdrawn();
  }
  return mask;
}

}  // namespace

grpc::Status MeasureRuleService::CreateMeasureRule(
    grpc::ServerContext* context, const v1::CreateMeasureRuleRequest* request,
    v1::MeasureRule* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Create(caller, *request); });
}

absl::StatusOr<v1::MeasureRule> MeasureRuleService::Create(
    const gate::Caller& caller, const v1::CreateMeasureRuleRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  const v1::MeasureRule& said = request.measure_rule();
  ENTENTE_RETURN_IF_ERROR(ValidateReason(said.reason(), "measure_rule.reason"));
  return ChangeOnce<v1::MeasureRule>(
      parts_, caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::MeasureRule> {
        ENTENTE_ASSIGN_OR_RETURN(
            const ParsedRule parsed,
            CheckText(parts_, transaction, municipality, said.text()));
        const MeasureRuleName name{municipality, parsed.id};
        ENTENTE_ASSIGN_OR_RETURN(const auto versions,
                                 ReadRuleVersions(transaction, name));
        if (!versions.empty()) return RuleExists(kTextField);
        ENTENTE_ASSIGN_OR_RETURN(const auto rules,
                                 ReadRules(transaction, municipality, nullptr));
        if (rules.size() >= kRulesMax) return TooManyRules(kRulesMax);
        v1::MeasureRule rule;
        rule.set_text(said.text());
        DescribeRule(parsed, rule);
        rule.set_version(1);
        *rule.mutable_create_time() = ToTimestamp(caller.now);
        ENTENTE_RETURN_IF_ERROR(
            Write(transaction, caller, name, said.reason(), rule));
        return rule;
      });
}

grpc::Status MeasureRuleService::UpdateMeasureRule(
    grpc::ServerContext* context, const v1::UpdateMeasureRuleRequest* request,
    v1::MeasureRule* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Update(caller, *request); });
}

absl::StatusOr<v1::MeasureRule> MeasureRuleService::Update(
    const gate::Caller& caller, const v1::UpdateMeasureRuleRequest& request) {
  const v1::MeasureRule& said = request.measure_rule();
  ENTENTE_ASSIGN_OR_RETURN(const MeasureRuleName name,
                           ParseMeasureRule(said.name(), "measure_rule.name"));
  ENTENTE_ASSIGN_OR_RETURN(const Mask mask, MaskOf(request));
  ENTENTE_RETURN_IF_ERROR(ValidateReason(said.reason(), "measure_rule.reason"));
  return ChangeOnce<v1::MeasureRule>(
      parts_, caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::MeasureRule> {
        ENTENTE_ASSIGN_OR_RETURN(const auto versions,
                                 ReadRuleVersions(transaction, name));
        if (versions.empty()) return RuleUnknown("measure_rule.name");
        const v1::MeasureRule& standing = versions.back().rule();
        if (!request.etag().empty() && request.etag() != standing.etag()) {
          return PeriodEtagMismatch(standing.etag());
        }
        v1::MeasureRule next = standing;
        if (mask.has_withdrawn) next.set_is_withdrawn(said.is_withdrawn());
        if (mask.has_text) next.set_text(said.text());
        // One that is taken back into force judges by the definitions of now.
        if (!next.is_withdrawn() || mask.has_text) {
          ENTENTE_ASSIGN_OR_RETURN(
              const ParsedRule parsed,
              CheckText(parts_, transaction, name.municipality, next.text()));
          if (parsed.id != name.id) return RuleOtherId(kTextField, name.id);
          DescribeRule(parsed, next);
        }
        if (next.text() == standing.text() &&
            next.is_withdrawn() == standing.is_withdrawn()) {
          return standing;
        }
        if (versions.size() >= kRuleVersionsMax) {
          return TooManyRuleVersions(kRuleVersionsMax);
        }
        next.set_version(standing.version() + 1);
        ENTENTE_RETURN_IF_ERROR(
            Write(transaction, caller, name, said.reason(), next));
        return next;
      });
}

grpc::Status MeasureRuleService::GetMeasureRule(
    grpc::ServerContext* context, const v1::GetMeasureRuleRequest* request,
    v1::MeasureRule* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&) -> absl::StatusOr<v1::MeasureRule> {
        ENTENTE_ASSIGN_OR_RETURN(const MeasureRuleName name,
                                 ParseMeasureRule(request->name(), "name"));
        ENTENTE_ASSIGN_OR_RETURN(
            const auto rules,
            ReadRules(*parts_.store.Read(), name.municipality,
                      request->has_as_of() ? &request->as_of() : nullptr));
        for (const v1::MeasureRule& rule : rules) {
          if (rule.name() == request->name()) return rule;
        }
        return RuleUnknown("name");
      });
}

grpc::Status MeasureRuleService::ListMeasureRules(
    grpc::ServerContext* context, const v1::ListMeasureRulesRequest* request,
    v1::ListMeasureRulesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&) -> absl::StatusOr<v1::ListMeasureRulesResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::string municipality,
            ParseMunicipality(request->parent(), "parent"));
        ENTENTE_ASSIGN_OR_RETURN(const size_t size,
                                 PageSize(request->page_size()));
        ENTENTE_ASSIGN_OR_RETURN(const size_t first,
                                 ParsePageNumber(request->page_token()));
        ENTENTE_ASSIGN_OR_RETURN(
            const auto rules,
            ReadRules(*parts_.store.Read(), municipality,
                      request->has_as_of() ? &request->as_of() : nullptr));
        v1::ListMeasureRulesResponse list;
        size_t i = first;
        for (; i < rules.size() &&
               static_cast<size_t>(list.measure_rules_size()) < size;
             ++i) {
          if (rules[i].is_withdrawn() && !request->show_withdrawn()) continue;
          *list.add_measure_rules() = rules[i];
        }
        if (i < rules.size()) list.set_next_page_token(absl::StrCat(i));
        return list;
      });
}

grpc::Status MeasureRuleService::ListMeasureRuleVersions(
    grpc::ServerContext* context,
    const v1::ListMeasureRuleVersionsRequest* request,
    v1::ListMeasureRuleVersionsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&)
          -> absl::StatusOr<v1::ListMeasureRuleVersionsResponse> {
        ENTENTE_ASSIGN_OR_RETURN(const MeasureRuleName name,
                                 ParseMeasureRule(request->name(), "name"));
        ENTENTE_ASSIGN_OR_RETURN(const size_t size,
                                 PageSize(request->page_size()));
        ENTENTE_ASSIGN_OR_RETURN(const size_t first,
                                 ParsePageNumber(request->page_token()));
        ENTENTE_ASSIGN_OR_RETURN(const auto versions,
                                 ReadRuleVersions(*parts_.store.Read(), name));
        if (versions.empty()) return RuleUnknown("name");
        v1::ListMeasureRuleVersionsResponse list;
        list.set_next_page_token(AddNewestFirst(
            versions, first, size, [&](const v1::MeasureRuleRecord& version) {
              *list.add_measure_rules() = version.rule();
            }));
        return list;
      });
}

}  // namespace entente::indicators
