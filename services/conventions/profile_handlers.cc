// A convention adopts another version of its contract profile.
#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/convention_errors.h"
#include "services/conventions/convention_rules.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_store.h"
#include "services/conventions/local_day.h"
#include "services/conventions/money/date.h"
#include "services/conventions/profile_errors.h"
#include "services/conventions/profiles/code_lists.h"
#include "services/conventions/profiles/measure_history.h"
#include "services/conventions/profiles/profile.h"
#include "services/conventions/review_service.h"
#include "services/conventions/version_store.h"

namespace entente::conventions {
namespace {

using Adoption = v1::ConventionChange::ProfileAdoption;

absl::StatusOr<const v1::ContractProfile*> FindVersion(
    const ServiceContext& context, const v1::Convention& convention,
    int version) {
  const std::vector<const v1::ContractProfile*> versions =
      VersionsFor(context.contract_profiles, convention);
  const v1::ContractProfile* found = nullptr;
  for (const v1::ContractProfile* profile : versions) {
    if (profile->version() == version) found = profile;
  }
  if (found == nullptr) return ProfileUnknown(version, versions);
  if (!convention.contract_profile().empty() &&
      version <= convention.contract_profile_version()) {
    return ProfileNotNewer(*found, convention);
  }
  return found->has_review() ? absl::StatusOr<const v1::ContractProfile*>(found)
                             : ProfileNotReviewed(*found);
}

// That nothing which counts later counts by what the profile does not define.
absl::Status CheckLaterUse(const store::Reader& reader,
                           const ConventionName& name,
                           const v1::ContractProfile& profile,
                           const v1::Convention& convention,
                           const google::type::Date& from) {
  const auto check = [&](const auto& codes,
                         const std::string& user) -> absl::Status {
    for (const std::string& code : codes) {
      if (!DefinesMeasure(profile, code)) {
        return MeasureInUse(profile, code, user);
      }
    }
    return absl::OkStatus();
  };
  for (const v1::Node& node : convention.nodes()) {
    if (!node.has_begin_date() || !IsBefore(from, node.begin_date())) continue;
    ENTENTE_RETURN_IF_ERROR(check(node.measure_codes(), node.id()));
  }
  absl::Status used;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Amendment>(
      reader, keys::NumberedOf(NumberedKind::kAmendment, name), "",
      [&](absl::string_view, const v1::Amendment& amendment) {
        if (amendment.state() != v1::Amendment::STATE_PROPOSED &&
            amendment.state() != v1::Amendment::STATE_APPROVED) {
          return true;
        }
        for (const v1::ConventionChange& change : amendment.changes()) {
          used =
              check(change.node_addition().measure_codes(), amendment.name());
          if (!used.ok()) return false;
        }
        return true;
      }));
  return used;
}

// The day from which the profile is in force: today, or the day before that was
// asked for. Not before a day from which another one is.
absl::StatusOr<google::type::Date> ChooseFirstDay(
    const store::Reader& reader, const ConventionName& name,
    const v1::AdoptProfileRequest& request,
    const google::type::Date& first_of_term, const google::type::Date& today) {
  constexpr char kField[] = "effective_date";
  if (!request.has_effective_date()) return today;
  const google::type::Date& from = request.effective_date();
  ENTENTE_RETURN_IF_ERROR(DayFromDate(from, kField).status());
  ENTENTE_RETURN_IF_ERROR(CheckNotInFuture(from, today, kField));
  // A slip in the year would leave nothing of what was defined before.
  if (!IsUnset(first_of_term) && IsBefore(from, first_of_term)) {
    return AdoptedBeforeTerm(from, first_of_term);
  }
  ENTENTE_ASSIGN_OR_RETURN(const Changes changes, ReadChanges(reader, name));
  for (const auto& [number, change] : changes) {
    const bool is_adoption =
        std::any_of(change.changes().begin(), change.changes().end(),
                    [](const auto& one) { return one.has_profile_adoption(); });
    if (is_adoption && IsBefore(from, change.effective_date())) {
      return AdoptedFromLaterDay(change.effective_date(), from);
    }
  }
  return from;
}

// That no node which is counted loses its last measure.
absl::Status CheckComplete(const v1::ContractProfile& profile,
                           const v1::Convention& convention,
                           const Adoption& adoption) {
  for (const Adoption::NodeMeasures& measures : adoption.measures()) {
    if (measures.measure_codes().empty()) {
      return ProfileIncomplete(profile,
                               *NodeOf(convention, measures.node_id()));
    }
  }
  return absl::OkStatus();
}

// That no figure changes its meaning: a measure that stays keeps its kind,
// unless that was a guess.
absl::Status CheckKinds(const v1::ContractProfile& profile,
                        const v1::DefinitionsRecord& before) {
  for (const v1::MeasureDefinition& old : before.measures()) {
    if (old.is_kind_guessed()) continue;
    for (const v1::MeasureDefinition& measure : profile.measures()) {
      if (measure.code() == old.code() &&
          (measure.kind() != old.kind() ||
           measure.is_summable() != old.is_summable())) {
        return MeasureChanged(profile, old.code());
      }
    }
  }
  return absl::OkStatus();
}

// A measure that was split by a list stays so: what was counted by its codes
// can be read and corrected.
void KeepBreakdowns(const v1::MeasureDefinition& old,
                    v1::DefinitionsRecord& definitions) {
  for (v1::MeasureDefinition& measure : *definitions.mutable_measures()) {
    if (measure.code() != old.code()) continue;
    std::set<std::string> listed(measure.breakdowns().begin(),
                                 measure.breakdowns().end());
    for (const std::string& list : old.breakdowns()) {
      if (listed.insert(list).second) measure.add_breakdowns(list);
    }
  }
}

// An activity of a day before can still be entered and edited.
void KeepActivityTypes(
    const google::protobuf::RepeatedPtrField<v1::ActivityType>& before,
    v1::DefinitionsRecord& definitions) {
  std::set<std::string> known;
  for (const v1::ActivityType& type : definitions.activity_types()) {
    known.insert(type.code());
  }
  for (const v1::ActivityType& type : before) {
    if (known.insert(type.code()).second) {
      *definitions.add_activity_types() = type;
    }
  }
}

// What is defined from a day on: what the profile says, then what it leaves
// out. A measure that once counted stays defined, so that its figures and the
// versions of earlier days can be read; so does a code. Days before keep what
// was defined on them, those of the term: it is the first day.
absl::StatusOr<v1::DefinitionsRecord> DefinitionsWith(
    const v1::ContractProfile& profile, const google::type::Date& from,
    const google::type::Date& first_of_term,
    const v1::DefinitionsRecord& before) {
  v1::DefinitionsRecord definitions;
  *definitions.mutable_measures() = profile.measures();
  *definitions.mutable_activity_types() = profile.activity_types();
  KeepActivityTypes(before.activity_types(), definitions);
  *definitions.mutable_code_lists() = profile.code_lists();
  KeepCodes(before.code_lists(), *definitions.mutable_code_lists());
  for (const v1::MeasureDefinition& old : before.measures()) {
    if (DefinesMeasure(profile, old.code())) {
      KeepBreakdowns(old, definitions);
      continue;
    }
    v1::MeasureDefinition& kept = *definitions.add_measures();
    kept = old;
    // Nothing of a later day feeds it.
    kept.clear_feeds();
  }
  if (IsUnset(first_of_term) || IsBefore(first_of_term, from)) {
    ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay day,
                             DayFromDate(from, "effective_date"));
    KeepEarlierMeasures(before, day, definitions);
  }
  return definitions;
}

// Closes the findings that the adoption answers.
absl::Status CloseAnswered(store::Transaction& transaction,
                           const ConventionName& name, absl::Time now,
                           const Adoption& adoption) {
  if (adoption.answered_findings().empty()) return absl::OkStatus();
  v1::ChangeRecord change;
  for (const int number : adoption.answered_findings()) {
    auto& closure = *change.add_changes()->mutable_finding();
    closure.set_number(number);
    closure.mutable_resolution()->set_reason(adoption.reason());
    closure.mutable_resolution()->set_author(adoption.author());
    *closure.mutable_resolution()->mutable_create_time() =
        adoption.create_time();
  }
  return CommitChange(transaction, name, now, change).status();
}

Adoption AdoptionOf(const v1::ContractProfile& profile,
                    const v1::Convention& convention,
                    const google::type::Date& from, const std::string& reason,
                    const gate::Caller& caller) {
  Adoption adoption;
  adoption.set_contract_profile(profile.id());
  adoption.set_version(profile.version());
  adoption.set_sha256(profile.text_sha256());
  *adoption.mutable_review() = profile.review();
  adoption.set_reason(reason);
  adoption.set_author(caller.subject);
  *adoption.mutable_create_time() = ToTimestamp(caller.now);
  std::set<std::string> later;
  for (const v1::Node& node : convention.nodes()) {
    if (node.has_begin_date() && IsBefore(from, node.begin_date())) {
      later.insert(node.id());
    }
  }
  for (Adoption::NodeMeasures& measures : RemapNodes(profile, convention)) {
    if (later.contains(measures.node_id())) continue;
    *adoption.add_measures() = std::move(measures);
  }
  // Nothing is guessed any more, and what it maps is mapped.
  for (int i = 0; i < convention.findings_size(); ++i) {
    const v1::Finding& finding = convention.findings(i);
    if (finding.has_resolution()) continue;
    const bool is_mapped =
        finding.code() == "LABEL_WITHOUT_MEASURE" &&
        std::any_of(adoption.measures().begin(), adoption.measures().end(),
                    [&](const Adoption::NodeMeasures& measures) {
                      return measures.node_id() == finding.node_id();
                    });
    if (finding.code() == kKindGuessed || is_mapped ||
        finding.code() == kProfileNotReviewed) {
      adoption.add_answered_findings(i + 1);
    }
  }
  return adoption;
}

absl::StatusOr<v1::Convention> Adopt(const ServiceContext& context,
                                     store::Transaction& transaction,
                                     const ConventionName& name,
                                     const v1::AdoptProfileRequest& request,
                                     const gate::Caller& caller) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                           GetWholeConvention(transaction, name, "name"));
  if (!request.etag().empty() && request.etag() != convention.etag()) {
    return EtagMismatch(request.etag(), convention.etag());
  }
  ENTENTE_RETURN_IF_ERROR(CheckNotEnded(transaction, name, Act::kPromotion));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ContractProfile* profile,
      FindVersion(context, convention, request.profile_version()));
  ENTENTE_ASSIGN_OR_RETURN(
      const google::type::Date from,
      ChooseFirstDay(transaction, name, request, convention.valid_from(),
                     LocalDay(caller.now)));
  ENTENTE_RETURN_IF_ERROR(
      CheckLaterUse(transaction, name, *profile, convention, from));
  v1::ChangeRecord change;
  *change.mutable_effective_date() = from;
  Adoption& adoption = *change.add_changes()->mutable_profile_adoption();
  adoption = AdoptionOf(*profile, convention, from, request.reason(), caller);
  ENTENTE_RETURN_IF_ERROR(CheckComplete(*profile, convention, adoption));
  ENTENTE_ASSIGN_OR_RETURN(const v1::DefinitionsRecord before,
                           GetDefinitions(transaction, name, "name"));
  ENTENTE_RETURN_IF_ERROR(CheckKinds(*profile, before));
  ENTENTE_RETURN_IF_ERROR(
      CommitChange(transaction, name, caller.now, change).status());
  ENTENTE_RETURN_IF_ERROR(
      CloseAnswered(transaction, name, caller.now, adoption));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::DefinitionsRecord definitions,
      DefinitionsWith(*profile, from, convention.valid_from(), before));
  store::PutRecord(transaction, keys::Definitions(name), definitions);
  ENTENTE_ASSIGN_OR_RETURN(
      v1::Convention latest,
      GetVersion(transaction, name, {}, caller.now, "name"));
  ENTENTE_RETURN_IF_ERROR(
      outbox::Append(transaction, kIndicators,
                     outbox::MakeEvent(context.source, caller.now,
                                       ToEvent(latest, definitions))));
  return latest;
}

}  // namespace

grpc::Status ReviewService::AdoptProfile(grpc::ServerContext* context,
                                         const v1::AdoptProfileRequest* request,
                                         v1::Convention* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Convention> {
        ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                                 ParseConventionName(request->name(), "name"));
        if (request->profile_version() < 1) return Required("profile_version");
        ENTENTE_RETURN_IF_ERROR(CheckReason(request->reason(), "reason"));
        absl::StatusOr<v1::Convention> adopted =
            context_.RunOnce<v1::Convention>(
                caller, *request, [&](store::Transaction& transaction) {
                  return Adopt(context_, transaction, name, *request, caller);
                });
        if (adopted.ok()) context_.Notify();
        return adopted;
      });
}

}  // namespace entente::conventions
