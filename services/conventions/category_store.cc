#include "services/conventions/category_store.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/category_rules.h"
#include "services/conventions/claim_rules.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

// Adds up `cents_of` over the lines of an envelope that are of `category`.
template <class CentsOf>
absl::StatusOr<int64_t> SumOver(const store::Reader& reader,
                                const EnvelopeName& envelope,
                                const std::string& category, CentsOf cents_of) {
  int64_t sum = 0;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::LineRecord>(
      reader, keys::LinesOf(envelope), "",
      [&](absl::string_view key, const v1::LineRecord& line) {
        if (line.category() == category) sum += cents_of(key, line);
        return true;
      }));
  return sum;
}

}  // namespace

absl::Status CheckAllotmentCap(const store::Reader& reader,
                               const v1::RegulationProfile& profile,
                               const EnvelopeName& envelope,
                               const std::string& category, int64_t cents,
                               const char* field) {
  const v1::CostCategory* rules = FindCategory(profile, category);
  if (rules == nullptr || !rules->has_cap()) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                           GetEnvelope(reader, envelope, field));
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t allotted,
      SumOver(reader, envelope, category,
              [](absl::string_view, const v1::LineRecord& line) {
                return line.account().allotted_cents();
              }));
  return CheckCategoryCap(profile, category, balances, allotted, cents, field);
}

absl::Status LeaveOutBeyondCaps(const store::Reader& reader,
                                const v1::RegulationProfile& profile,
                                v1::Claim& claim) {
  ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName envelope,
                           ParseEnvelopeName(claim.envelope(), "envelope"));
  ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                           GetEnvelope(reader, envelope, "claim.envelope"));
  // Of capped categories: what is left of them, and their lines.
  std::map<std::string, int64_t> left;
  std::map<std::string, std::string> category_of;
  for (const v1::CostCategory& category : profile.categories()) {
    const std::optional<int64_t> cap = CapCents(category, balances);
    if (!cap) continue;
    ENTENTE_ASSIGN_OR_RETURN(
        const int64_t taken,
        SumOver(reader, envelope, category.code(),
                [&](absl::string_view key, const v1::LineRecord& line) {
                  category_of[Format(keys::ParseLine(key))] = line.category();
                  return line.account().claimed_cents() -
                         line.account().ineligible_cents();
                }));
    left[category.code()] = *cap - taken;
  }
  if (left.empty()) return absl::OkStatus();
  v1::Claim kept = claim;
  kept.clear_lines();
  absl::Status refusal;
  for (const v1::ClaimLine& line : claim.lines()) {
    const auto category = category_of.find(line.line());
    const int64_t cents = Cents(line.amount());
    if (category != category_of.end() && cents > left[category->second]) {
      kept.add_left_out(line.source());
      const int64_t cap =
          *CapCents(*FindCategory(profile, category->second), balances);
      refusal.Update(CheckCategoryCap(profile, category->second, balances,
                                      cap - left[category->second], cents,
                                      "claim.envelope"));
      continue;
    }
    if (category != category_of.end()) left[category->second] -= cents;
    *kept.add_lines() = line;
  }
  if (kept.lines().empty()) return refusal;
  claim = std::move(kept);
  AddUp(claim);
  return absl::OkStatus();
}

absl::Status CheckClaimCaps(const store::Reader& reader,
                            const v1::RegulationProfile& profile,
                            const v1::Claim& claim) {
  ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName envelope,
                           ParseEnvelopeName(claim.envelope(), "envelope"));
  ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                           GetEnvelope(reader, envelope, "name"));
  const CentsByLine wanted = ClaimedByLine(claim);
  for (const v1::CostCategory& category : profile.categories()) {
    if (!category.has_cap()) continue;
    int64_t requested = 0;
    ENTENTE_ASSIGN_OR_RETURN(
        const int64_t taken,
        SumOver(reader, envelope, category.code(),
                [&](absl::string_view key, const v1::LineRecord& line) {
                  const auto found = wanted.find(Format(keys::ParseLine(key)));
                  if (found != wanted.end()) requested += found->second;
                  return line.account().claimed_cents() -
                         line.account().ineligible_cents();
                }));
    // What asks for nothing cannot be too much, however little is granted now.
    if (requested == 0) continue;
    ENTENTE_RETURN_IF_ERROR(CheckCategoryCap(profile, category.code(), balances,
                                             taken, requested, "name"));
  }
  return absl::OkStatus();
}

absl::Status CheckCapsStillHold(const store::Reader& reader,
                                const v1::RegulationProfile& profile,
                                const ClaimReversal& reversal,
                                const v1::Claim& claim) {
  CentsByLine back;
  for (const v1::ClaimLine& line : claim.lines()) {
    if (std::find(reversal.sources.begin(), reversal.sources.end(),
                  line.source()) == reversal.sources.end()) {
      continue;
    }
    back[line.line()] +=
        Cents(line.reversed_decisions().rbegin()->ineligible());
  }
  ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName envelope,
                           ParseEnvelopeName(claim.envelope(), "envelope"));
  return CheckCapsHoldFor(reader, profile, back, envelope, "sources");
}

absl::Status CheckCapsHoldFor(const store::Reader& reader,
                              const v1::RegulationProfile& profile,
                              const CentsByLine& back,
                              const EnvelopeName& envelope, const char* field) {
  ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                           GetEnvelope(reader, envelope, "name"));
  for (const v1::CostCategory& category : profile.categories()) {
    if (!category.has_cap()) continue;
    int64_t returned = 0;
    ENTENTE_ASSIGN_OR_RETURN(
        const int64_t taken,
        SumOver(reader, envelope, category.code(),
                [&](absl::string_view key, const v1::LineRecord& line) {
                  const auto found = back.find(Format(keys::ParseLine(key)));
                  if (found != back.end()) returned += found->second;
                  return line.account().claimed_cents() -
                         line.account().ineligible_cents();
                }));
    if (returned == 0) continue;
    ENTENTE_RETURN_IF_ERROR(CheckCategoryCap(
        profile, category.code(), balances, taken - returned, returned, field));
  }
  return absl::OkStatus();
}

absl::Status CheckProof(const store::Reader& reader,
                        const ConventionName& convention,
                        const std::vector<v1::RegulationProfile>& profiles,
                        const std::string& category, v1::Evidence::Kind kind) {
  const auto has_rule = [](const v1::RegulationProfile& profile) {
    return std::any_of(
        profile.categories().begin(), profile.categories().end(),
        [](const v1::CostCategory& rules) { return rules.has_evidence(); });
  };
  if (std::none_of(profiles.begin(), profiles.end(), has_rule)) {
    return absl::OkStatus();
  }
  ENTENTE_ASSIGN_OR_RETURN(const v1::RegulationProfile profile,
                           ProfileOf(reader, convention, profiles, "parent"));
  return CheckEvidenceKind(profile, category, kind);
}

}  // namespace entente::conventions
