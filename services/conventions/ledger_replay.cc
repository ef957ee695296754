#include "services/conventions/ledger_replay.h"

#include "absl/strings/match.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/life_state.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

using v1::LedgerEntry;

SpendRoute RouteOf(v1::ZonePayment::Route route) {
  switch (route) {
    case v1::ZonePayment::ROUTE_PROJECT:
      return SpendRoute::kZoneProject;
    case v1::ZonePayment::ROUTE_DEDUCTION:
      return SpendRoute::kZoneDeduction;
    default:
      return SpendRoute::kExpense;
  }
}

std::string EnvelopeOf(const std::string& line) {
  return line.substr(0, line.rfind("/lines/"));
}

using Step = absl::StatusOr<Balances> (*)(AccountKind kind,
                                          const Balances& before,
                                          const Movement& movement);

absl::StatusOr<Balances> AddOnly(AccountKind, const Balances& before,
                                 const Movement& movement) {
  return Add(before, movement);
}

// Moves what `entry` says on its account and that of its envelope.
absl::Status Replay(const LedgerEntry& entry, Step step, Accounts& accounts) {
  Movement movement{.type = entry.type(), .route = RouteOf(entry.zone_route())};
  ENTENTE_ASSIGN_OR_RETURN(movement.amount_cents,
                           CentsFromMoney(entry.amount(), "amount"));
  const bool is_on_line = absl::StrContains(entry.account(), "/lines/");
  Balances& envelope =
      accounts[is_on_line ? EnvelopeOf(entry.account()) : entry.account()];
  ENTENTE_ASSIGN_OR_RETURN(envelope,
                           step(AccountKind::kEnvelope, envelope, movement));
  if (!is_on_line) return absl::OkStatus();
  Balances& line = accounts[entry.account()];
  ENTENTE_ASSIGN_OR_RETURN(line, step(AccountKind::kLine, line, movement));
  return absl::OkStatus();
}

bool IsWithin(const LedgerEntry& entry, const AsOf& as_of) {
  return ToTime(entry.record_time()) <= as_of.record_time &&
         (!as_of.effective_date ||
          !IsBefore(*as_of.effective_date, entry.effective_date()));
}

}  // namespace

absl::StatusOr<Accounts> Recompute(const store::Reader& reader,
                                   const ConventionName& name) {
  Accounts accounts;
  absl::Status replayed;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<LedgerEntry>(
      reader, keys::EntriesOf(name), "",
      [&](absl::string_view, const LedgerEntry& entry) {
        replayed = Replay(entry, &Apply, accounts);
        return replayed.ok();
      }));
  if (!replayed.ok()) return replayed;
  return accounts;
}

absl::StatusOr<Accounts> SumsAsOf(const store::Reader& reader,
                                  const ConventionName& name, const AsOf& as_of,
                                  int64_t& entry_count) {
  Accounts accounts;
  absl::Status added;
  entry_count = 0;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<LedgerEntry>(
      reader, keys::EntriesOf(name), "",
      [&](absl::string_view, const LedgerEntry& entry) {
        if (!IsWithin(entry, as_of)) return true;
        ++entry_count;
        added = Replay(entry, &AddOnly, accounts);
        return added.ok();
      }));
  if (!added.ok()) return added;
  return accounts;
}

}  // namespace entente::conventions
