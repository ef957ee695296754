#include "services/conventions/object_version_store.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "entente/conventions/v1/records.pb.h"
#include "services/common/store/records.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/submission_store.h"

namespace entente::conventions {
namespace {

// Whose calls move or read amounts.
constexpr absl::string_view kServicesOfMoney[] = {
    "BudgetService",        "PostingService",
    "BudgetChangeService",  "ExpenseCorrectionService",
    "ClaimService",         "ClaimRevisionService",
    "FederalPaymentService"};
// "municipalities/…/conventions/…".
constexpr size_t kPartsOfConvention = 4;

bool IsAboutMoney(absl::string_view method) {
  return std::any_of(std::begin(kServicesOfMoney), std::end(kServicesOfMoney),
                     [&](absl::string_view service) {
                       return absl::StrContains(
                           method, absl::StrCat(".", service, "/"));
                     });
}

}  // namespace

int64_t ObjectVersion(const store::Reader& reader, absl::string_view method,
                      absl::string_view object) {
  if (const auto name = ParseSubmissionName(object, "name"); name.ok()) {
    const auto submission = FindSubmission(reader, *name, "name");
    int64_t version = 0;
    return submission.ok() && absl::SimpleAtoi(submission->etag(), &version)
               ? version
               : 0;
  }
  std::vector<absl::string_view> parts = absl::StrSplit(object, '/');
  if (parts.size() < kPartsOfConvention) return 0;
  parts.resize(kPartsOfConvention);
  const auto name = ParseConventionName(absl::StrJoin(parts, "/"), "name");
  if (!name.ok()) return 0;
  if (IsAboutMoney(method)) {
    const auto head =
        store::GetRecord<v1::LedgerHead>(reader, keys::Head(*name));
    return head.ok() && *head ? (*head)->last_sequence() : 0;
  }
  const auto convention = GetConventionHead(reader, *name, "name");
  // Those imported by an older program do not say that they are the first.
  return convention.ok() ? std::max(convention->version(), 1) : 0;
}

}  // namespace entente::conventions
