// What a regulation profile says of one cost category: how much of an envelope
// it may take, and which documents prove its expenses. Pure; EUR in whole
// cents, shares in basis points.
#ifndef SERVICES_CONVENTIONS_CATEGORY_RULES_H_
#define SERVICES_CONVENTIONS_CATEGORY_RULES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/regulation.pb.h"

namespace entente::conventions {

struct Balances;

// Null when the profile has no such category.
const v1::CostCategory* FindCategory(const v1::RegulationProfile& profile,
                                     absl::string_view code);

// The most the category may take of what the envelope is granted now; nullopt
// where the profile sets no cap. An envelope of nothing has a cap of nothing.
std::optional<int64_t> CapCents(const v1::CostCategory& category,
                                const Balances& envelope);

// Whether `requested` may come on top of the `taken` of a category.
// FAILED_PRECONDITION / CATEGORY_CAP_EXCEEDED, with the figures of the envelope
// and whether the cap was verified.
absl::Status CheckCategoryCap(const v1::RegulationProfile& profile,
                              absl::string_view category,
                              const Balances& envelope, int64_t taken,
                              int64_t requested, absl::string_view field);

// Whether a document of `kind` proves an expense of the category.
// FAILED_PRECONDITION / EVIDENCE_KIND, field expense.evidence: which kinds do.
absl::Status CheckEvidenceKind(const v1::RegulationProfile& profile,
                               absl::string_view category,
                               v1::Evidence::Kind kind);

// Adds "categories.{code}.cap" and "categories.{code}.evidence" to the
// unverified values of `claim`, for every category that is bound by one.
void NoteUnverifiedCategories(const v1::RegulationProfile& profile,
                              v1::Claim& claim);

// The category of a line, as "categories.{code}", and its cap and its evidence
// rule, where nobody verified them in the decree; nothing of a category that is
// not of the profile.
std::vector<std::string> UnverifiedOfCategory(
    const v1::RegulationProfile& profile, absl::string_view code);

// FAILED_PRECONDITION naming the category: a share that is not 1 to 10000, a
// kind that is none or stands twice.
absl::Status ValidateCategory(const v1::CostCategory& category);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_CATEGORY_RULES_H_
