#include "services/conventions/regulation_rules.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/conventions/category_rules.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {
namespace {

bool HasValidity(const v1::RegulationProfile& profile) {
  return profile.has_valid_from() || profile.has_valid_until();
}

bool HasVerifiedValue(const v1::RegulationProfile& profile) {
  for (const v1::CostCategory& category : profile.categories()) {
    if (category.is_verified() || category.cap().is_verified() ||
        category.evidence().is_verified()) {
      return true;
    }
  }
  for (const v1::Instalment& instalment : profile.instalments()) {
    if (instalment.is_verified()) return true;
  }
  return profile.claim_deadline().is_verified() ||
         profile.late_claims().is_verified() ||
         profile.amendment_rules().is_verified() ||
         profile.transfer_rules().within_envelope().is_verified() ||
         profile.transfer_rules().carry_over().is_verified();
}

absl::Status Bad(const v1::RegulationProfile& profile, absl::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat("Regulation profile \"", profile.id(), "\": ", what, "."));
}

absl::Status CheckTransferRules(const v1::RegulationProfile& profile) {
  const v1::TransferRule& carry_over = profile.transfer_rules().carry_over();
  const v1::TransferRule& within = profile.transfer_rules().within_envelope();
  for (const v1::TransferRule& rule : {carry_over, within}) {
    if (rule.cap_basis_points() < 0 || rule.cap_basis_points() > 10'000) {
      return Bad(profile,
                 "the cap on a transfer is not 0 to 10000 basis points");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ValidateRegulationProfile(const v1::RegulationProfile& profile) {
  if (profile.id().empty()) {
    return Bad(profile, "the id is missing");
  }
  if (profile.source().empty()) return Bad(profile, "the source is missing");
  if (profile.version() < 0) return Bad(profile, "the version is below zero");
  if (!HasValidity(profile)) {
    if (HasVerifiedValue(profile)) {
      return Bad(profile, "a verified value needs a decree and its validity");
    }
  } else if (!CheckDate(profile.valid_from(), "valid_from").ok() ||
             !CheckDate(profile.valid_until(), "valid_until").ok() ||
             IsBefore(profile.valid_until(), profile.valid_from())) {
    return Bad(profile, "the validity is not a span of days");
  }
  if (profile.categories().empty()) {
    return Bad(profile, "it has no cost category");
  }
  std::set<std::string> codes;
  for (const v1::CostCategory& category : profile.categories()) {
    if (!IsCategoryCode(category.code())) {
      return Bad(profile, absl::StrCat("the category code \"", category.code(),
                                       "\" is not [a-z_]{1,32}"));
    }
    if (!codes.insert(category.code()).second) {
      return Bad(profile, absl::StrCat("the category \"", category.code(),
                                       "\" stands twice"));
    }
    if (absl::Status bad = ValidateCategory(category); !bad.ok()) {
      return Bad(profile, bad.message());
    }
    if (category.title().fr().empty() || category.title().nl().empty()) {
      return Bad(profile, absl::StrCat("the category \"", category.code(),
                                       "\" lacks a title in fr or nl"));
    }
  }
  if (profile.has_claim_deadline()) {
    google::type::Date deadline;
    deadline.set_year(2001);  // A year that is not a leap year.
    deadline.set_month(profile.claim_deadline().month());
    deadline.set_day(profile.claim_deadline().day());
    if (!CheckDate(deadline, "claim_deadline").ok()) {
      return Bad(profile, "the claim deadline is not a day of every year");
    }
    if (profile.late_claims().rule() == v1::LateClaims::RULE_UNSPECIFIED) {
      return Bad(profile, "it does not say what becomes of a late claim");
    }
  }
  int64_t share = 0;
  for (const v1::Instalment& instalment : profile.instalments()) {
    if (instalment.kind() == v1::Instalment::KIND_UNSPECIFIED ||
        instalment.share_basis_points() < 0) {
      return Bad(profile, "an instalment has no kind or a share below zero");
    }
    share += instalment.share_basis_points();
  }
  if (share > 10'000) {
    return Bad(profile, "the instalments are more than the grant");
  }
  return CheckTransferRules(profile);
}

absl::Status ValidateRegulationProfiles(
    const std::vector<v1::RegulationProfile>& profiles) {
  std::set<std::string> ids;
  for (size_t i = 0; i < profiles.size(); ++i) {
    if (!ids.insert(profiles[i].id()).second) {
      return Bad(profiles[i], "another profile has the same id");
    }
    for (size_t j = 0; j < i; ++j) {
      if (HasValidity(profiles[i]) != HasValidity(profiles[j])) continue;
      if (!IsBefore(profiles[i].valid_until(), profiles[j].valid_from()) &&
          !IsBefore(profiles[j].valid_until(), profiles[i].valid_from())) {
        return Bad(profiles[i], absl::StrCat("its validity overlaps that of ",
                                             profiles[j].id()));
      }
    }
  }
  return absl::OkStatus();
}

const v1::RegulationProfile* FindRegulationProfile(
    const std::vector<v1::RegulationProfile>& profiles,
    const google::type::Date& day) {
  const v1::RegulationProfile* fallback = nullptr;
  for (const v1::RegulationProfile& profile : profiles) {
    if (!HasValidity(profile)) {
      fallback = &profile;
    } else if (!IsBefore(day, profile.valid_from()) &&
               !IsBefore(profile.valid_until(), day)) {
      return &profile;
    }
  }
  return fallback;
}

v1::RegulationText TextOf(const v1::RegulationProfile& profile) {
  v1::RegulationText text;
  text.set_regulation_profile(profile.id());
  text.set_version(profile.version());
  text.set_text_sha256(profile.text_sha256());
  return text;
}

}  // namespace entente::conventions
