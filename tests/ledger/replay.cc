#include "tests/ledger/replay.h"

#include "services/common/base/error.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/money/money.h"

namespace entente::ledger {
namespace {

namespace v1 = conventions::v1;
using conventions::Ledger;
using conventions::SpendRoute;

absl::StatusOr<conventions::Movements> MovementsOf(
    const v1::LedgerEntry& entry) {
  ENTENTE_ASSIGN_OR_RETURN(const int64_t cents, conventions::CentsFromMoney(
                                                    entry.amount(), "amount"));
  const SpendRoute route =
      entry.zone_route() == v1::ZonePayment::ROUTE_PROJECT
          ? SpendRoute::kZoneProject
      : entry.zone_route() == v1::ZonePayment::ROUTE_DEDUCTION
          ? SpendRoute::kZoneDeduction
          : SpendRoute::kExpense;
  return conventions::Movements{{entry.type(), cents, route}};
}

absl::Status PostAgain(store::Transaction& transaction, Ledger& ledger,
                       const v1::LedgerEntry& entry) {
  ENTENTE_ASSIGN_OR_RETURN(conventions::Movements movements,
                           MovementsOf(entry));
  const auto line = conventions::ParseLineName(entry.account(), "account");
  if (!line.ok()) {
    ENTENTE_ASSIGN_OR_RETURN(
        const auto envelope,
        conventions::ParseEnvelopeName(entry.account(), "account"));
    return ledger
        .PostOnEnvelope({.envelope = envelope,
                         .movements = std::move(movements),
                         .cause = entry.cause(),
                         .effective_date = entry.effective_date(),
                         .record_time = absl::UnixEpoch()})
        .status();
  }
  if (entry.type() == v1::LedgerEntry::TYPE_ALLOT && entry.cause().empty()) {
    ENTENTE_RETURN_IF_ERROR(conventions::OpenLine(transaction, *line, "", ""));
  }
  return ledger
      .Post({.line = *line,
             .movements = std::move(movements),
             .cause = entry.cause(),
             .effective_date = entry.effective_date(),
             .record_time = absl::UnixEpoch()})
      .status();
}

}  // namespace

absl::Status Replay(store::Transaction& transaction,
                    const conventions::ConventionName& name,
                    const std::vector<v1::LedgerEntry>& entries) {
  Ledger ledger(transaction, name);
  for (const v1::LedgerEntry& entry : entries) {
    if (entry.type() != v1::LedgerEntry::TYPE_GRANT || !entry.cause().empty()) {
      ENTENTE_RETURN_IF_ERROR(PostAgain(transaction, ledger, entry));
      continue;
    }
    ENTENTE_ASSIGN_OR_RETURN(
        const auto envelope,
        conventions::ParseEnvelopeName(entry.account(), "account"));
    ENTENTE_ASSIGN_OR_RETURN(
        const int64_t cents,
        conventions::CentsFromMoney(entry.amount(), "amount"));
    ENTENTE_RETURN_IF_ERROR(
        conventions::OpenEnvelope(transaction, envelope, cents,
                                  entry.effective_date(), absl::UnixEpoch()));
  }
  ledger.Flush();
  return absl::OkStatus();
}

}  // namespace entente::ledger
