#include "services/conventions/ledger_store.h"

#include <optional>
#include <utility>

#include "entente/conventions/v1/budget_change.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_errors.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_store.h"
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

}  // namespace

absl::StatusOr<Ledger::HeldEnvelope*> Ledger::Hold(const EnvelopeName& name,
                                                   absl::string_view field) {
  const auto found = envelopes_.find(name.envelope);
  if (found != envelopes_.end()) return &found->second;
  ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                           GetEnvelope(transaction_, name, field));
  return &envelopes_.emplace(name.envelope, HeldEnvelope{name, balances})
              .first->second;
}

absl::StatusOr<Ledger::HeldLine*> Ledger::Hold(const LineName& name,
                                               absl::string_view field) {
  const auto key = std::make_pair(name.parent.envelope, name.line);
  const auto found = lines_.find(key);
  if (found != lines_.end()) return &found->second;
  ENTENTE_ASSIGN_OR_RETURN(v1::LineRecord record,
                           conventions::GetLine(transaction_, name, field));
  const Balances balances = FromRecord(record.account());
  return &lines_.emplace(key, HeldLine{name, std::move(record), balances})
              .first->second;
}

absl::Status Ledger::HoldHead() {
  if (head_) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(head_, GetHead(transaction_, convention_));
  ENTENTE_ASSIGN_OR_RETURN(ended_, GetEndedState(transaction_, convention_));
  return absl::OkStatus();
}

absl::StatusOr<const v1::Convention*> Ledger::Head() {
  if (!convention_head_) {
    ENTENTE_ASSIGN_OR_RETURN(
        convention_head_,
        GetConventionHead(transaction_, convention_, "parent"));
  }
  return &*convention_head_;
}

absl::Status Ledger::CheckInTerm(const Movements& movements,
                                 const Balances& before,
                                 const EnvelopeName& envelope) {
  if (!TakesNewMoney(movements)) return absl::OkStatus();
  const auto convention = Head();
  // A ledger alone, as in a replay, has no term.
  if (absl::IsNotFound(convention.status())) return absl::OkStatus();
  ENTENTE_RETURN_IF_ERROR(convention.status());
  const int year = ParseEnvelopeId(envelope.envelope).year;
  if (IsYearInTerm(year, **convention)) return absl::OkStatus();
  return EnvelopeOutsideTerm(envelope.envelope, **convention, before,
                             movements.back().amount_cents);
}

absl::Status Ledger::CheckAdmits(const Movements& movements,
                                 const Balances& before,
                                 const EnvelopeName& envelope) {
  ENTENTE_RETURN_IF_ERROR(HoldHead());
  if (ended_ == v1::Convention::STATE_UNSPECIFIED) {
    return CheckInTerm(movements, before, envelope);
  }
  for (const Movement& movement : movements) {
    if (IsAllowed(ended_, ActOf(movement.type))) continue;
    return MoneyRefusedInState(ended_, before, movement.amount_cents);
  }
  return absl::OkStatus();
}

absl::Status Ledger::Append(LedgerEntry entry) {
  entry.set_sequence(head_->last_sequence() + 1);
  const std::string key = keys::Entry(convention_, entry.sequence());
  // An entry never changes, even when the head that counts them is wrong. The
  // key lies behind all others, so this reads no file.
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> taken,
                           transaction_.Get(key));
  if (taken) return LedgerInvariantBroken("an entry in the place of another");
  head_->set_last_sequence(entry.sequence());
  // Without a cause: the document's own grant, or a line's first allotment.
  if (!entry.cause().empty()) head_->set_movements(head_->movements() + 1);
  store::PutRecord(transaction_, key, entry);
  return absl::OkStatus();
}

absl::StatusOr<LineAccount> Ledger::GetLine(const LineName& name,
                                            absl::string_view field) {
  ENTENTE_ASSIGN_OR_RETURN(const HeldLine* line, Hold(name, field));
  ENTENTE_ASSIGN_OR_RETURN(const HeldEnvelope* envelope,
                           Hold(name.parent, field));
  return LineAccount{line->record, line->balances, envelope->balances};
}

absl::StatusOr<Balances> Ledger::Post(const Posting& posting) {
  ENTENTE_ASSIGN_OR_RETURN(HeldLine * line, Hold(posting.line, "line"));
  ENTENTE_ASSIGN_OR_RETURN(HeldEnvelope * envelope,
                           Hold(posting.line.parent, "envelope"));
  ENTENTE_RETURN_IF_ERROR(
      CheckAdmits(posting.movements, line->balances, posting.line.parent));
  const std::string account = Format(posting.line);
  for (const Movement& movement : posting.movements) {
    ENTENTE_ASSIGN_OR_RETURN(
        line->balances, Apply(AccountKind::kLine, line->balances, movement));
    ENTENTE_ASSIGN_OR_RETURN(
        envelope->balances,
        Apply(AccountKind::kEnvelope, envelope->balances, movement));
    ENTENTE_RETURN_IF_ERROR(
        Append(MakeEntry(movement, account, posting.cause,
                         posting.effective_date, posting.record_time)));
  }
  line->has_changed = true;
  envelope->has_changed = true;
  return line->balances;
}

absl::StatusOr<Balances> Ledger::PostOnEnvelope(
    const EnvelopePosting& posting) {
  ENTENTE_ASSIGN_OR_RETURN(HeldEnvelope * envelope,
                           Hold(posting.envelope, "envelope"));
  ENTENTE_RETURN_IF_ERROR(HoldHead());
  // What the document grants is the document's, whatever its term.
  if (!posting.cause.empty()) {
    ENTENTE_RETURN_IF_ERROR(
        CheckAdmits(posting.movements, envelope->balances, posting.envelope));
  }
  const std::string account = Format(posting.envelope);
  for (const Movement& movement : posting.movements) {
    ENTENTE_ASSIGN_OR_RETURN(
        envelope->balances,
        Apply(AccountKind::kEnvelope, envelope->balances, movement));
    ENTENTE_RETURN_IF_ERROR(
        Append(MakeEntry(movement, account, posting.cause,
                         posting.effective_date, posting.record_time)));
  }
  envelope->has_changed = true;
  return envelope->balances;
}

absl::StatusOr<int64_t> Ledger::TakeNumber(NumberedKind kind) {
  ENTENTE_RETURN_IF_ERROR(HoldHead());
  v1::LedgerHead& head = *head_;
  switch (kind) {
    case NumberedKind::kReservation:
      head.set_last_reservation(head.last_reservation() + 1);
      return head.last_reservation();
    case NumberedKind::kExpense:
      head.set_last_expense(head.last_expense() + 1);
      return head.last_expense();
    case NumberedKind::kZonePayment:
      head.set_last_payment(head.last_payment() + 1);
      return head.last_payment();
    case NumberedKind::kCorrection:
      head.set_last_correction(head.last_correction() + 1);
      return head.last_correction();
    case NumberedKind::kBudgetChange:
      head.set_last_change(head.last_change() + 1);
      return head.last_change();
    case NumberedKind::kClaim:
      head.set_last_claim(head.last_claim() + 1);
      return head.last_claim();
    case NumberedKind::kFederalPayment:
      head.set_last_federal_payment(head.last_federal_payment() + 1);
      return head.last_federal_payment();
    case NumberedKind::kFact:
    case NumberedKind::kAmendment:
    case NumberedKind::kProgressStatement:
    case NumberedKind::kControlRequest:
      // What moves no money is counted beside the ledger.
      return TakeLifeNumber(transaction_, kind, convention_);
  }
  return LedgerInvariantBroken("a number of no kind");
}

void Ledger::Flush() {
  for (auto& [key, line] : lines_) {
    if (!line.has_changed) continue;
    *line.record.mutable_account() = ToRecord(line.balances);
    store::PutRecord(transaction_, keys::Line(line.name), line.record);
    line.has_changed = false;
  }
  for (auto& [id, envelope] : envelopes_) {
    if (!envelope.has_changed) continue;
    store::PutRecord(transaction_, keys::Envelope(envelope.name),
                     ToRecord(envelope.balances));
    envelope.has_changed = false;
  }
  if (head_) store::PutRecord(transaction_, keys::Head(convention_), *head_);
}

absl::StatusOr<Balances> Post(store::Transaction& transaction,
                              const Posting& posting) {
  Ledger ledger(transaction, posting.line.parent.parent);
  ENTENTE_ASSIGN_OR_RETURN(const Balances after, ledger.Post(posting));
  ledger.Flush();
  return after;
}

absl::StatusOr<Balances> PostOnEnvelope(store::Transaction& transaction,
                                        const EnvelopePosting& posting) {
  Ledger ledger(transaction, posting.envelope.parent);
  ENTENTE_ASSIGN_OR_RETURN(const Balances after,
                           ledger.PostOnEnvelope(posting));
  ledger.Flush();
  return after;
}

absl::Status OpenEnvelope(store::Transaction& transaction,
                          const EnvelopeName& name, int64_t granted_cents,
                          const google::type::Date& effective_date,
                          absl::Time record_time, const std::string& cause) {
  store::PutRecord(transaction, keys::Envelope(name), v1::AccountRecord());
  if (granted_cents == 0) return absl::OkStatus();
  return PostOnEnvelope(
             transaction,
             {.envelope = name,
              .movements = {{LedgerEntry::TYPE_GRANT, granted_cents}},
              .cause = cause,
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
  Ledger ledger(transaction, name);
  ENTENTE_ASSIGN_OR_RETURN(const int64_t number, ledger.TakeNumber(kind));
  ledger.Flush();
  return number;
}

absl::StatusOr<bool> HasMovement(const store::Reader& reader,
                                 const ConventionName& name) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::LedgerHead head, GetHead(reader, name));
  // Each is one entry, and above zero.
  int64_t openings = 0;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::BudgetChange>(
      reader, keys::NumberedOf(NumberedKind::kBudgetChange, name), "",
      [&](absl::string_view, const v1::BudgetChange& change) {
        if (change.type() == v1::BudgetChange::TYPE_GRANT) ++openings;
        return true;
      }));
  return head.movements() > openings;
}

}  // namespace entente::conventions
