#include "services/conventions/claim_revision_store.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/key.h"
#include "services/common/store/records.h"
#include "services/conventions/category_store.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/local_day.h"

namespace entente::conventions {
namespace {

using v1::Claim;
using v1::ClaimRevision;
using v1::LedgerEntry;

constexpr uint8_t kRevision = 0x42;

store::KeyWriter OfClaim(const NumberedName& claim) {
  return store::KeyWriter()
      .Table(kRevision)
      .Str(claim.parent.municipality)
      .Str(claim.parent.convention)
      .U64(static_cast<uint64_t>(claim.number));
}

// What was accepted less or more, on the lines and the envelope.
absl::Status PostMoved(store::Transaction& transaction, const Revised& moved,
                       const Claim& claim, const google::type::Date& date,
                       absl::Time now) {
  const std::pair<LedgerEntry::Type, const CentsByLine&> steps[] = {
      {LedgerEntry::TYPE_UNACCEPT, moved.less},
      {LedgerEntry::TYPE_REJECT, moved.less},
      {LedgerEntry::TYPE_UNREJECT, moved.more},
      {LedgerEntry::TYPE_ACCEPT, moved.more}};
  for (const auto& [type, cents] : steps) {
    ENTENTE_RETURN_IF_ERROR(
        PostOnLines(transaction, type, cents, claim.name(), date, now));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<ClaimRevision>> RevisionsOf(
    const store::Reader& reader, const NumberedName& claim) {
  std::vector<ClaimRevision> revisions;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<ClaimRevision>(
      reader, OfClaim(claim).Key(), "",
      [&](absl::string_view, const ClaimRevision& revision) {
        revisions.push_back(revision);
        return true;
      }));
  return revisions;
}

absl::StatusOr<ClaimRevision> RecordRevision(
    store::Transaction& transaction, const NewRevision& wanted,
    const v1::RegulationProfile& profile, const std::string& etag,
    absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(Claim claim, FindClaim(transaction, wanted.claim));
  ENTENTE_RETURN_IF_ERROR(CheckClaimEtag(claim, etag));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<ClaimRevision> earlier,
                           RevisionsOf(transaction, wanted.claim));
  if (earlier.size() >= kRevisionsMax) return RevisionsTooMany(claim);
  ClaimRevision revision;
  ENTENTE_ASSIGN_OR_RETURN(const Revised moved,
                           Revise(wanted, LocalDay(now), claim, revision));
  ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName envelope,
                           ParseEnvelopeName(claim.envelope(), "envelope"));
  ENTENTE_ASSIGN_OR_RETURN(const Balances before,
                           GetEnvelope(transaction, envelope, "envelope"));
  // What it accepts more must not be what it asked back.
  ENTENTE_RETURN_IF_ERROR(
      CheckNotReliedOn(before, {.accepted = {}, .ineligible = moved.more}));
  const uint64_t n = earlier.size() + 1;
  revision.set_name(absl::StrCat(claim.name(), "/revisions/", n));
  *revision.mutable_create_time() = ToTimestamp(now);
  *claim.mutable_decide_time() = ToTimestamp(now);
  ENTENTE_RETURN_IF_ERROR(
      PostMoved(transaction, moved, claim, wanted.date, now));
  store::PutRecord(transaction, OfClaim(wanted.claim).U64(n).Key(), revision);
  PutClaim(transaction, claim);
  ENTENTE_RETURN_IF_ERROR(CheckCapsHoldFor(transaction, profile, moved.more,
                                           envelope,
                                           "claim_revision.lines.accepted"));
  ENTENTE_RETURN_IF_ERROR(SettleClaimsAnew(transaction, envelope));
  ENTENTE_ASSIGN_OR_RETURN(claim, FindClaim(transaction, wanted.claim));
  ENTENTE_ASSIGN_OR_RETURN(*revision.mutable_claim(),
                           AnswerOf(transaction, std::move(claim)));
  revision.mutable_claim()->clear_lines();
  return revision;
}

absl::Status CheckNotRevised(const store::Reader& reader,
                             const ClaimReversal& wanted) {
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<ClaimRevision> revisions,
                           RevisionsOf(reader, wanted.name));
  for (const ClaimRevision& revision : revisions) {
    for (const v1::RevisedLine& line : revision.lines()) {
      if (std::find(wanted.sources.begin(), wanted.sources.end(),
                    line.source()) == wanted.sources.end()) {
        continue;
      }
      ENTENTE_ASSIGN_OR_RETURN(const Claim claim,
                               FindClaim(reader, wanted.name));
      return ClaimLineRevised(claim, line.source(), revision.name());
    }
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
