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
  if (entry.type() != LedgerEntry::TYPE_GRANT &&
      entry.type() != LedgerEntry::TYPE_ALLOT) {
    head.set_movements(head.movements() + 1);
  }
  entry.set_sequence(head.last_sequence());
  store::PutRecord(transaction, keys::Entry(name, entry.sequence()), entry);
}

v1::ZonePayment::Route RouteOf(SpendRoute route) {
  switch (route) {
    case SpendRoute::kZoneProject:
      return v1::ZonePayment::ROUTE_PROJECT;
    case SpendRoute::kZoneDeduction:
      return v1::ZonePayment::ROUTE_DEDUCTION;
    case SpendRoute::kExpense:
      break;
  }
  return v1::ZonePayment::ROUTE_UNSPECIFIED;
}

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
  entry.set_zone_route(RouteOf(movement.route));
  return entry;
}

// The envelope that a line's resource name stands under.
std::string EnvelopeOf(const std::string& line) {
  return line.substr(0, line.rfind("/lines/"));
}

absl::Status Replay(const LedgerEntry& entry,
                    std::map<std::string, Balances>& accounts) {
  Movement movement{.type = entry.type(), .route = RouteOf(entry.zone_route())};
  ENTENTE_ASSIGN_OR_RETURN(movement.amount_cents,
                           CentsFromMoney(entry.amount(), "amount"));
  const bool is_on_line = absl::StrContains(entry.account(), "/lines/");
  const std::string envelope =
      is_on_line ? EnvelopeOf(entry.account()) : entry.account();
  ENTENTE_ASSIGN_OR_RETURN(
      accounts[envelope],
      Apply(AccountKind::kEnvelope, accounts[envelope], movement));
  if (!is_on_line) return absl::OkStatus();
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

absl::StatusOr<Balances> PostOnEnvelope(store::Transaction& transaction,
                                        const EnvelopePosting& posting) {
  ENTENTE_ASSIGN_OR_RETURN(
      Balances balances,
      GetEnvelope(transaction, posting.envelope, "envelope"));
  const ConventionName& convention = posting.envelope.parent;
  ENTENTE_ASSIGN_OR_RETURN(v1::LedgerHead head,
                           GetHead(transaction, convention));
  for (const Movement& movement : posting.movements) {
    ENTENTE_ASSIGN_OR_RETURN(balances,
                             Apply(AccountKind::kEnvelope, balances, movement));
    AppendEntry(transaction, convention,
                MakeEntry(movement, Format(posting.envelope), posting.cause,
                          posting.effective_date, posting.record_time),
                head);
  }
  store::PutRecord(transaction, keys::Envelope(posting.envelope),
                   ToRecord(balances));
  store::PutRecord(transaction, keys::Head(convention), head);
  return balances;
}

absl::Status OpenEnvelope(store::Transaction& transaction,
                          const EnvelopeName& name, int64_t granted_cents,
                          const google::type::Date& effective_date,
                          absl::Time record_time) {
  store::PutRecord(transaction, keys::Envelope(name), v1::AccountRecord());
  if (granted_cents == 0) return absl::OkStatus();
  return PostOnEnvelope(
             transaction,
             {.envelope = name,
              .movements = {{LedgerEntry::TYPE_GRANT, granted_cents}},
              .cause = "",
              .effective_date = effective_date,
              .record_time = record_time})
      .status();
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

absl::StatusOr<LineAccount> GetLineAccount(const store::Reader& reader,
                                           const LineName& name,
                                           absl::string_view field) {
  LineAccount account;
  ENTENTE_ASSIGN_OR_RETURN(account.record, GetLine(reader, name, field));
  account.line = FromRecord(account.record.account());
  ENTENTE_ASSIGN_OR_RETURN(account.envelope,
                           GetEnvelope(reader, name.parent, field));
  return account;
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
    case NumberedKind::kCorrection:
      number = head.last_correction() + 1;
      head.set_last_correction(number);
      break;
    case NumberedKind::kBudgetChange:
      number = head.last_change() + 1;
      head.set_last_change(number);
      break;
    case NumberedKind::kClaim:
      number = head.last_claim() + 1;
      head.set_last_claim(number);
      break;
    case NumberedKind::kFederalPayment:
      number = head.last_federal_payment() + 1;
      head.set_last_federal_payment(number);
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
        replayed = Replay(entry, accounts);
        return replayed.ok();
      }));
  if (!replayed.ok()) return replayed;
  return accounts;
}

}  // namespace entente::conventions
