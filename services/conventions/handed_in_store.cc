#include "services/conventions/handed_in_store.h"

#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/submission_store.h"

namespace entente::conventions {
namespace {

using google::protobuf::util::MessageDifferencer;
using v1::Claim;

absl::Status CheckEnvelopes(const store::Reader& reader,
                            const ConventionName& name, int year,
                            const std::vector<v1::Envelope>& frozen) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                           GetConventionHead(reader, name, "opening.parent"));
  size_t found = 0;
  for (const v1::EnvelopeGrant& grant : convention.envelopes()) {
    if (grant.year() != year) continue;
    const EnvelopeName envelope{name, EnvelopeId(grant.allocation(), year)};
    ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                             GetEnvelope(reader, envelope, "opening.parent"));
    const v1::Position now = ToPosition(AccountKind::kEnvelope, balances);
    bool is_same = false;
    for (const v1::Envelope& one : frozen) {
      is_same = is_same || (one.name() == Format(envelope) &&
                            MessageDifferencer::Equals(one.position(), now));
    }
    if (!is_same) return DossierOutdated(Format(envelope));
    ++found;
  }
  if (found == 0) return YearNotOfConvention(year);
  return found == frozen.size() ? absl::OkStatus()
                                : DossierOutdated(Format(name));
}

absl::Status CheckClaims(const store::Reader& reader,
                         const ConventionName& name, int year,
                         const std::vector<Claim>& frozen) {
  std::map<std::string, const Claim*> unseen;
  for (const Claim& claim : frozen) unseen.emplace(claim.name(), &claim);
  std::vector<Claim> kept;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<Claim>(
      reader, keys::NumberedOf(NumberedKind::kClaim, name), "",
      [&](absl::string_view, const Claim& claim) {
        if (claim.year() == year) kept.push_back(claim);
        return true;
      }));
  for (Claim& claim : kept) {
    const auto found = unseen.find(claim.name());
    if (found == unseen.end()) return DossierOutdated(claim.name());
    // As whoever built the dossier read it.
    ENTENTE_ASSIGN_OR_RETURN(claim, AsRead(reader, std::move(claim)));
    if (!MessageDifferencer::Equals(claim, *found->second)) {
      return DossierOutdated(claim.name());
    }
    unseen.erase(found);
  }
  return unseen.empty() ? absl::OkStatus()
                        : DossierOutdated(unseen.begin()->first);
}

const Claim* ClaimNamed(const std::string& name,
                        const std::vector<Claim>& claims) {
  for (const Claim& claim : claims) {
    if (claim.name() == name) return &claim;
  }
  return nullptr;
}

bool HasSameLines(const Claim& one, const Claim& other) {
  if (one.lines_size() != other.lines_size()) return false;
  for (int i = 0; i < one.lines_size(); ++i) {
    if (!MessageDifferencer::Equals(one.lines(i), other.lines(i))) return false;
  }
  return true;
}

}  // namespace

absl::Status CheckAgainstBooks(const store::Reader& reader,
                               const ConventionName& name, int year,
                               const DossierContent& content) {
  ENTENTE_RETURN_IF_ERROR(
      CheckEnvelopes(reader, name, year, content.envelopes));
  return CheckClaims(reader, name, year, content.claims);
}

absl::Status CheckNotHandedIn(const store::Reader& reader,
                              const NumberedName& name) {
  ENTENTE_ASSIGN_OR_RETURN(const Claim claim, FindClaim(reader, name));
  if (claim.state() != Claim::STATE_SUBMITTED) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::Submission> last,
                           LastSubmission(reader, name.parent, claim.year()));
  if (!last || IsLetGo(*last) || last->has_apply_time()) {
    return absl::OkStatus();
  }
  ENTENTE_ASSIGN_OR_RETURN(const SubmissionName submission,
                           ParseSubmissionName(last->name(), "name"));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<Claim> frozen,
                           FrozenClaims(reader, submission, "name"));
  const Claim* const found = ClaimNamed(claim.name(), frozen);
  // One that was a draft then, and was sent since, is none of that dossier.
  if (found == nullptr || found->state() != Claim::STATE_SUBMITTED) {
    return absl::OkStatus();
  }
  return ClaimHandedIn(claim.name(), last->name());
}

absl::Status CheckDecidedByHand(const store::Reader& reader,
                                const NumberedName& name) {
  ENTENTE_ASSIGN_OR_RETURN(const Claim claim, FindClaim(reader, name));
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::Submission> last,
                           LastSubmission(reader, name.parent, claim.year()));
  if (!last || IsLetGo(*last)) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const SubmissionName submission,
                           ParseSubmissionName(last->name(), "name"));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<Claim> frozen,
                           FrozenClaims(reader, submission, "name"));
  const Claim* const found = ClaimNamed(claim.name(), frozen);
  // One that the State never got was decided by hand.
  if (found == nullptr || found->state() == Claim::STATE_DRAFT) {
    return absl::OkStatus();
  }
  return last->has_apply_time() ? ClaimAnswered(claim.name(), last->name())
                                : ClaimHandedIn(claim.name(), last->name());
}

absl::Status CheckAsFrozen(const store::Reader& reader,
                           const ClaimVerdict& verdict,
                           const std::vector<Claim>& frozen) {
  ENTENTE_ASSIGN_OR_RETURN(const Claim claim, FindClaim(reader, verdict.name));
  const Claim* const then = ClaimNamed(claim.name(), frozen);
  if (then != nullptr && claim.state() == then->state() &&
      claim.envelope() == then->envelope() && HasSameLines(claim, *then)) {
    return absl::OkStatus();
  }
  return Explained(reader, verdict.name,
                   absl::StatusOr<Claim>(ClaimNotAsHandedIn(claim.name())))
      .status();
}

}  // namespace entente::conventions
