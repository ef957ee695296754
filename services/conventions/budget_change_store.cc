#include "services/conventions/budget_change_store.h"

#include <string>
#include <vector>

#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_change_errors.h"
#include "services/conventions/budget_errors.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/regulation_rules.h"
#include "services/conventions/undo_rules.h"

namespace entente::conventions {
namespace {

using v1::BudgetChange;

// Read only where the profile bounds what may move between lines. A convention
// has a few changes a year.
absl::StatusOr<ShiftedCents> Shifted(const store::Reader& reader,
                                     const NewChange& wanted,
                                     const v1::RegulationProfile& profile) {
  if (wanted.kind->rule != ChangeKind::kWithinEnvelope ||
      profile.transfer_rules().within_envelope().cap_basis_points() == 0) {
    return ShiftedCents();
  }
  std::vector<BudgetChange> earlier;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<BudgetChange>(
      reader, keys::NumberedOf(NumberedKind::kBudgetChange, wanted.convention),
      "", [&](absl::string_view, const BudgetChange& change) {
        earlier.push_back(change);
        return true;
      }));
  return ShiftedBy(wanted, earlier);
}

}  // namespace

absl::Status NoteRule(const store::Reader& reader, const NewChange& wanted,
                      const v1::RegulationProfile* profile,
                      BudgetChange& change) {
  if (wanted.kind->rule == ChangeKind::kNoRule) return absl::OkStatus();
  if (profile == nullptr) {
    return NoRegulationProfile(Format(wanted.convention));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const Balances envelope,
      GetEnvelope(reader, wanted.from->envelope, "budget_change.from"));
  ENTENTE_ASSIGN_OR_RETURN(const ShiftedCents shifted,
                           Shifted(reader, wanted, *profile));
  ENTENTE_ASSIGN_OR_RETURN(const v1::TransferRule* rule,
                           AllowedBy(wanted, *profile, envelope, shifted));
  if (rule == nullptr) return absl::OkStatus();
  change.set_regulation_profile(profile->id());
  *change.mutable_regulation_text() = TextOf(*profile);
  change.set_is_rule_verified(rule->is_verified());
  return absl::OkStatus();
}

absl::Status CheckOpenOn(const store::Reader& reader,
                         const v1::Convention& convention,
                         const std::optional<AccountName>& account,
                         const google::type::Date& date) {
  if (!account) return absl::OkStatus();
  const EnvelopeKey key = ParseEnvelopeId(account->envelope.envelope);
  for (const v1::EnvelopeGrant& grant : convention.envelopes()) {
    if (grant.grant_change().empty() || grant.year() != key.year ||
        grant.allocation() != key.allocation) {
      continue;
    }
    ENTENTE_ASSIGN_OR_RETURN(
        const NumberedName name,
        ParseNumberedName(NumberedKind::kBudgetChange, grant.grant_change(),
                          "grant_change"));
    ENTENTE_ASSIGN_OR_RETURN(
        const BudgetChange opened,
        Find<BudgetChange>(reader,
                           keys::Numbered(NumberedKind::kBudgetChange,
                                          name.parent, name.number),
                           grant.grant_change(), "grant_change"));
    if (IsBefore(date, opened.effective_date())) {
      return EffectiveDateBeforeGrant(date, opened.effective_date());
    }
  }
  return absl::OkStatus();
}

absl::Status CheckUndoes(const store::Reader& reader, const NewChange& wanted,
                         const google::type::Date& date) {
  const ChangeKind& kind = *wanted.kind;
  if (kind.undoes == BudgetChange::TYPE_UNSPECIFIED) return absl::OkStatus();
  // What was done, and so what is undone, took from this envelope.
  const std::string giver =
      Format((wanted.to ? wanted.to : wanted.from)->envelope);
  std::vector<DatedCents> done;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<BudgetChange>(
      reader, keys::NumberedOf(NumberedKind::kBudgetChange, wanted.convention),
      "", [&](absl::string_view, const BudgetChange& earlier) {
        const std::string& back_to =
            earlier.to().empty() ? earlier.from() : earlier.to();
        if (earlier.type() == kind.undoes && earlier.from() == giver) {
          done.push_back({earlier.effective_date(), Cents(earlier.amount())});
        } else if (earlier.type() == kind.type && back_to == giver) {
          done.push_back({earlier.effective_date(), -Cents(earlier.amount())});
        }
        return true;
      }));
  if (done.empty()) return absl::OkStatus();
  return CheckUndoDate(date, FirstUndoDay(done, wanted.amount_cents),
                       "budget_change.effective_date");
}

}  // namespace entente::conventions
