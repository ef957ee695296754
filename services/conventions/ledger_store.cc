#include "services/conventions/ledger_store.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

using v1::LedgerEntry;

absl::StatusOr<v1::LedgerHead> GetHead(const store::Reader& reader,
                                       const ConventionName& name) {
  ENTENTE_ASSIGN_OR_RETURN(
      std::optional<v1::LedgerHead> head,
      store::GetRecord<v1::LedgerHead>(reader, keys::Head(name)));
  return head.value_or(v1::LedgerHead());
}

void AppendEntry(store::Transaction& transaction, const ConventionName& name,
                 LedgerEntry entry, v1::LedgerHead& head) {
  head.set_last_sequence(head.last_sequence() + 1);
  if (entry.type() == LedgerEntry::TYPE_RESERVE ||
      entry.type() == LedgerEntry::TYPE_RELEASE ||
      entry.type() == LedgerEntry::TYPE_SPEND) {
    head.set_movements(head.movements() + 1);
  }
  entry.set_sequence(head.last_sequence());
  store::PutRecord(transaction, keys::Entry(name, entry.sequence()), entry);
}

LedgerEntry MakeEntry(const Movement& movement, const std::string& account,
                      const std::string& cause,
                      const google::type::Date& effective_date,
                      absl::Time record_time) {
  LedgerEntry entry;
  entry.set_type(movement.type);
  entry.set_account(account);
  *entry.mutable_amount() = MoneyFromCents(movement.amount_cents);
  entry.set_cause(cause);
  *entry.mutable_effective_date() = effective_date;
  *entry.mutable_record_time() = ToTimestamp(record_time);
  return entry;
}

// The envelope that a line's resource name stands under.
std::string EnvelopeOf(const std::string& line) {
  return line.substr(0, line.rfind("/lines/"));
}

// Where the payment that caused a SPEND sent the money.
absl::StatusOr<SpendRoute> RouteOf(const store::Reader& reader,
                                   const std::string& cause) {
  if (!absl::StrContains(cause, "/zonePayments/")) return SpendRoute::kExpense;
  ENTENTE_ASSIGN_OR_RETURN(
      const NumberedName name,
      ParseNumberedName(NumberedKind::kZonePayment, cause, "cause"));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ZonePayment payment,
      Find<v1::ZonePayment>(
          reader,
          keys::Numbered(NumberedKind::kZonePayment, name.parent, name.number),
          cause, "cause"));
  return payment.route() == v1::ZonePayment::ROUTE_DEDUCTION
             ? SpendRoute::kZoneDeduction
             : SpendRoute::kZoneProject;
}

absl::Status Replay(const store::Reader& reader, const LedgerEntry& entry,
                    std::map<std::string, Balances>& accounts) {
  Movement movement{.type = entry.type()};
  ENTENTE_ASSIGN_OR_RETURN(movement.amount_cents,
                           CentsFromMoney(entry.amount(), "amount"));
  ENTENTE_ASSIGN_OR_RETURN(movement.route, RouteOf(reader, entry.cause()));
  const bool is_grant = entry.type() == LedgerEntry::TYPE_GRANT;
  const std::string envelope =
      is_grant ? entry.account() : EnvelopeOf(entry.account());
  ENTENTE_ASSIGN_OR_RETURN(
      accounts[envelope],
      Apply(AccountKind::kEnvelope, accounts[envelope], movement));
  if (is_grant) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(
      accounts[entry.account()],
      Apply(AccountKind::kLine, accounts[entry.account()], movement));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Balances> Post(store::Transaction& transaction,
                              const Posting& posting) {
  const ConventionName& convention = posting.line.parent.parent;
  ENTENTE_ASSIGN_OR_RETURN(v1::LineRecord line,
                           GetLine(transaction, posting.line, "line"));
  ENTENTE_ASSIGN_OR_RETURN(
      Balances of_envelope,
      GetEnvelope(transaction, posting.line.parent, "envelope"));
  ENTENTE_ASSIGN_OR_RETURN(v1::LedgerHead head,
                           GetHead(transaction, convention));
  Balances of_line = FromRecord(line.account());
  const std::string account = Format(posting.line);
  for (const Movement& movement : posting.movements) {
    ENTENTE_ASSIGN_OR_RETURN(of_line,
                             Apply(AccountKind::kLine, of_line, movement));
    ENTENTE_ASSIGN_OR_RETURN(
        of_envelope, Apply(AccountKind::kEnvelope, of_envelope, movement));
    AppendEntry(transaction, convention,
                MakeEntry(movement, account, posting.cause,
                          posting.effective_date, posting.record_time),
                head);
  }
  *line.mutable_account() = ToRecord(of_line);
  store::PutRecord(transaction, keys::Line(posting.line), line);
  store::PutRecord(transaction, keys::Envelope(posting.line.parent),
                   ToRecord(of_envelope));
  store::PutRecord(transaction, keys::Head(convention), head);
  return of_line;
}

absl::Status OpenEnvelope(store::Transaction& transaction,
                          const EnvelopeName& name, int64_t granted_cents,
                          const google::type::Date& effective_date,
                          absl::Time record_time) {
  Balances balances;
  if (granted_cents != 0) {
    const Movement movement{.type = LedgerEntry::TYPE_GRANT,
                            .amount_cents = granted_cents};
    ENTENTE_ASSIGN_OR_RETURN(balances,
                             Apply(AccountKind::kEnvelope, balances, movement));
    ENTENTE_ASSIGN_OR_RETURN(v1::LedgerHead head,
                             GetHead(transaction, name.parent));
    AppendEntry(
        transaction, name.parent,
        MakeEntry(movement, Format(name), "", effective_date, record_time),
        head);
    store::PutRecord(transaction, keys::Head(name.parent), head);
  }
  store::PutRecord(transaction, keys::Envelope(name), ToRecord(balances));
  return absl::OkStatus();
}

absl::Status OpenLine(store::Transaction& transaction, const LineName& name,
                      const std::string& objective_id,
                      const std::string& category) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::LineRecord> earlier,
      store::GetRecord<v1::LineRecord>(transaction, keys::Line(name)));
  if (earlier) return LineExists(Format(name));
  v1::LineRecord line;
  line.set_objective_id(objective_id);
  line.set_category(category);
  store::PutRecord(transaction, keys::Line(name), line);
  return absl::OkStatus();
}

absl::StatusOr<Balances> GetEnvelope(const store::Reader& reader,
                                     const EnvelopeName& name,
                                     absl::string_view field) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::AccountRecord record,
                           Find<v1::AccountRecord>(reader, keys::Envelope(name),
                                                   Format(name), field));
  return FromRecord(record);
}

absl::StatusOr<v1::LineRecord> GetLine(const store::Reader& reader,
                                       const LineName& name,
                                       absl::string_view field) {
  return Find<v1::LineRecord>(reader, keys::Line(name), Format(name), field);
}

absl::StatusOr<int64_t> TakeNumber(store::Transaction& transaction,
                                   NumberedKind kind,
                                   const ConventionName& name) {
  ENTENTE_ASSIGN_OR_RETURN(v1::LedgerHead head, GetHead(transaction, name));
  int64_t number = 0;
  switch (kind) {
    case NumberedKind::kReservation:
      number = head.last_reservation() + 1;
      head.set_last_reservation(number);
      break;
    case NumberedKind::kExpense:
      number = head.last_expense() + 1;
      head.set_last_expense(number);
      break;
    case NumberedKind::kZonePayment:
      number = head.last_payment() + 1;
      head.set_last_payment(number);
      break;
  }
  store::PutRecord(transaction, keys::Head(name), head);
  return number;
}

absl::StatusOr<bool> HasMovement(const store::Reader& reader,
                                 const ConventionName& name) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::LedgerHead head, GetHead(reader, name));
  return head.movements() > 0;
}

absl::StatusOr<std::map<std::string, Balances>> Recompute(
    const store::Reader& reader, const ConventionName& name) {
  std::map<std::string, Balances> accounts;
  absl::Status replayed;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<LedgerEntry>(
      reader, keys::EntriesOf(name), "",
      [&](absl::string_view, const LedgerEntry& entry) {
        replayed = Replay(reader, entry, accounts);
        return replayed.ok();
      }));
  if (!replayed.ok()) return replayed;
  return accounts;
}

}  // namespace entente::conventions
