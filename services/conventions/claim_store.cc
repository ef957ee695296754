#include "services/conventions/claim_store.h"

#include <map>
#include <set>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_errors.h"
#include "services/conventions/claim_errors.h"
#include "services/conventions/claim_rules.h"
#include "services/conventions/claim_submit_errors.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/expense_store.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/regulation_rules.h"
#include "services/conventions/undo_rules.h"

namespace entente::conventions {
namespace {

using v1::Claim;

bool IsOpen(const Claim& claim) {
  return claim.state() == Claim::STATE_DRAFT ||
         claim.state() == Claim::STATE_SUBMITTED;
}

absl::StatusOr<std::vector<Claim>> ClaimsOf(const store::Reader& reader,
                                            const EnvelopeName& envelope) {
  std::vector<Claim> claims;
  const std::string name = Format(envelope);
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<Claim>(
      reader, keys::NumberedOf(NumberedKind::kClaim, envelope.parent), "",
      [&](absl::string_view, const Claim& claim) {
        if (claim.envelope() == name) claims.push_back(claim);
        return true;
      }));
  return claims;
}

// Hands every expense and executed payment of a convention to `see`, by kind
// and number, with what is spent by it and was not taken back.
absl::Status ForEachSource(
    const store::Reader& reader, const ConventionName& convention,
    absl::FunctionRef<void(const std::string& source, const std::string& line,
                           const google::type::Money& spent)>
        see) {
  ENTENTE_ASSIGN_OR_RETURN(const auto corrected,
                           AllCorrected(reader, convention));
  absl::Status read;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Expense>(
      reader, keys::NumberedOf(NumberedKind::kExpense, convention), "",
      [&](absl::string_view key, const v1::Expense& expense) {
        const auto taken_back = corrected.find(keys::LastNumber(key));
        if (taken_back == corrected.end()) {
          see(expense.name(), expense.line(), expense.amount());
          return true;
        }
        const auto cents = CentsFromMoney(expense.amount(), "amount");
        read.Update(cents.status());
        const int64_t left = cents.value_or(0) - taken_back->second;
        if (left > 0) {
          see(expense.name(), expense.line(), MoneyFromCents(left));
        }
        return read.ok();
      }));
  ENTENTE_RETURN_IF_ERROR(read);
  return store::ScanRecords<v1::ZonePayment>(
      reader, keys::NumberedOf(NumberedKind::kZonePayment, convention), "",
      [&](absl::string_view, const v1::ZonePayment& payment) {
        if (payment.state() == v1::ZonePayment::STATE_EXECUTED ||
            payment.state() == v1::ZonePayment::STATE_ACKNOWLEDGED) {
          see(payment.name(), payment.line(), payment.amount());
        }
        return true;
      });
}

// Those that the money received no longer reaches.
absl::Status ReopenClaims(store::Transaction& transaction,
                          const EnvelopeName& envelope) {
  ENTENTE_ASSIGN_OR_RETURN(std::vector<Claim> claims,
                           ClaimsOf(transaction, envelope));
  ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                           GetEnvelope(transaction, envelope, "envelope"));
  if (balances.held_cents() >= balances.due_cents()) return absl::OkStatus();
  int64_t accepted = 0;
  for (Claim& claim : claims) {
    ENTENTE_ASSIGN_OR_RETURN(const int64_t cents,
                             CentsFromMoney(claim.accepted(), "accepted"));
    accepted += cents;
    const bool is_covered = accepted <= balances.held_cents();
    const bool was_paid = claim.state() == Claim::STATE_PAID && !is_covered;
    const bool is_settled = claim.state() == Claim::STATE_RECOVERY &&
                            is_covered && balances.recoverable_cents() == 0;
    if (!was_paid && !is_settled) continue;
    ENTENTE_ASSIGN_OR_RETURN(
        const Claim::State next,
        NextState(claim, was_paid ? ClaimStep::kReopen : ClaimStep::kSettled));
    claim.set_state(next);
    PutClaim(transaction, claim);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Claim> FindClaim(const store::Reader& reader,
                                const NumberedName& name) {
  return Find<Claim>(
      reader, keys::Numbered(NumberedKind::kClaim, name.parent, name.number),
      FormatNumbered(NumberedKind::kClaim, name.parent, name.number), "name");
}

absl::StatusOr<Claim> Explained(const store::Reader& reader,
                                const NumberedName& name,
                                absl::StatusOr<Claim> result) {
  if (result.ok()) return result;
  const auto claim = FindClaim(reader, name);
  if (!claim.ok()) return result;
  const auto envelope = ParseEnvelopeName(claim->envelope(), "envelope");
  if (!envelope.ok()) return result;
  const auto balances = GetEnvelope(reader, *envelope, "envelope");
  if (!balances.ok()) return result;
  return WithFigures(result.status(), *claim, *balances);
}

void PutClaim(store::Transaction& transaction, Claim& claim) {
  const auto name =
      ParseNumberedName(NumberedKind::kClaim, claim.name(), "name");
  int64_t revision = 0;
  if (!absl::SimpleAtoi(claim.etag(), &revision)) revision = 0;
  claim.set_etag(absl::StrCat(revision + 1));
  store::PutRecord(
      transaction,
      keys::Numbered(NumberedKind::kClaim, name->parent, name->number), claim);
}

absl::StatusOr<Claim> ComposeClaim(const store::Reader& reader,
                                   const EnvelopeName& envelope) {
  ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                           GetEnvelope(reader, envelope, "claim.envelope"));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<Claim> claims,
                           ClaimsOf(reader, envelope));
  std::set<std::string> claimed;
  for (const Claim& earlier : claims) {
    if (IsOpen(earlier)) return ClaimOpen(earlier, balances);
    if (earlier.state() == Claim::STATE_WITHDRAWN) continue;
    for (const v1::ClaimLine& line : earlier.lines()) {
      claimed.insert(line.source());
    }
  }
  Claim claim;
  claim.set_envelope(Format(envelope));
  const EnvelopeKey key = ParseEnvelopeId(envelope.envelope);
  claim.set_allocation(key.allocation);
  claim.set_year(key.year);
  claim.set_state(Claim::STATE_DRAFT);
  const std::string within = absl::StrCat(Format(envelope), "/lines/");
  ENTENTE_RETURN_IF_ERROR(
      ForEachSource(reader, envelope.parent,
                    [&](const std::string& source, const std::string& line,
                        const google::type::Money& spent) {
                      if (line.compare(0, within.size(), within) != 0 ||
                          claimed.contains(source)) {
                        return;
                      }
                      v1::ClaimLine& made = *claim.add_lines();
                      made.set_source(source);
                      made.set_line(line);
                      *made.mutable_amount() = spent;
                    }));
  if (claim.lines().empty()) return ClaimEmpty(balances);
  if (claim.lines_size() > kClaimLinesMax) {
    return ClaimTooLarge(claim.lines_size(), balances);
  }
  AddUp(claim);
  return claim;
}

absl::Status CheckStillSpent(const store::Reader& reader, const Claim& claim) {
  ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName envelope,
                           ParseEnvelopeName(claim.envelope(), "envelope"));
  std::map<std::string, int64_t> spent;
  absl::Status read;
  ENTENTE_RETURN_IF_ERROR(
      ForEachSource(reader, envelope.parent,
                    [&](const std::string& source, const std::string&,
                        const google::type::Money& amount) {
                      const auto cents = CentsFromMoney(amount, "amount");
                      if (!cents.ok()) read = cents.status();
                      spent[source] = cents.value_or(0);
                    }));
  ENTENTE_RETURN_IF_ERROR(read);
  for (const v1::ClaimLine& line : claim.lines()) {
    ENTENTE_ASSIGN_OR_RETURN(const int64_t claimed,
                             CentsFromMoney(line.amount(), "amount"));
    if (spent[line.source()] != claimed) {
      return ClaimOutdated(line.source(), claimed, spent[line.source()]);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<ClaimProgress> ProgressOf(const store::Reader& reader,
                                         const EnvelopeName& envelope) {
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<Claim> claims,
                           ClaimsOf(reader, envelope));
  ClaimProgress progress;
  for (const Claim& claim : claims) {
    progress.has_decided = progress.has_decided || claim.decided_count() > 0;
    progress.has_pending =
        progress.has_pending || claim.state() == Claim::STATE_SUBMITTED;
  }
  return progress;
}

absl::StatusOr<std::string> ClaimHolding(const store::Reader& reader,
                                         const EnvelopeName& envelope,
                                         const std::string& source) {
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<Claim> claims,
                           ClaimsOf(reader, envelope));
  for (const Claim& claim : claims) {
    if (claim.state() == Claim::STATE_DRAFT ||
        claim.state() == Claim::STATE_WITHDRAWN) {
      continue;
    }
    for (const v1::ClaimLine& line : claim.lines()) {
      if (line.source() == source) return claim.name();
    }
  }
  return std::string();
}

absl::Status SettleClaims(store::Transaction& transaction,
                          const EnvelopeName& envelope) {
  ENTENTE_ASSIGN_OR_RETURN(std::vector<Claim> claims,
                           ClaimsOf(transaction, envelope));
  ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                           GetEnvelope(transaction, envelope, "envelope"));
  bool is_pending = false;
  for (const Claim& claim : claims) {
    is_pending = is_pending || claim.state() == Claim::STATE_SUBMITTED;
  }
  for (Claim& claim : claims) {
    const auto step = SettlementOf(claim.state(), balances, is_pending);
    if (!step) continue;
    ENTENTE_ASSIGN_OR_RETURN(const Claim::State next, NextState(claim, *step));
    claim.set_state(next);
    PutClaim(transaction, claim);
  }
  return absl::OkStatus();
}

absl::Status SettleClaimsAnew(store::Transaction& transaction,
                              const EnvelopeName& envelope) {
  ENTENTE_RETURN_IF_ERROR(ReopenClaims(transaction, envelope));
  return SettleClaims(transaction, envelope);
}

absl::Status PostOnLines(store::Transaction& transaction,
                         v1::LedgerEntry::Type type, const CentsByLine& cents,
                         const std::string& cause,
                         const google::type::Date& effective_date,
                         absl::Time now) {
  for (const auto& [line, amount] : cents) {
    if (amount == 0) continue;
    ENTENTE_ASSIGN_OR_RETURN(LineName name, ParseLineName(line, "line"));
    ENTENTE_RETURN_IF_ERROR(Post(transaction, {.line = std::move(name),
                                               .movements = {{type, amount}},
                                               .cause = cause,
                                               .effective_date = effective_date,
                                               .record_time = now})
                                .status());
  }
  return absl::OkStatus();
}

absl::StatusOr<Claim> RecordVerdict(store::Transaction& transaction,
                                    const ClaimVerdict& verdict,
                                    const std::string& etag, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(Claim claim, FindClaim(transaction, verdict.name));
  ENTENTE_RETURN_IF_ERROR(CheckClaimEtag(claim, etag));
  ENTENTE_ASSIGN_OR_RETURN(const DecidedByLine decided,
                           Decide(verdict, LocalDay(now), claim));
  *claim.mutable_decide_time() = ToTimestamp(now);
  ENTENTE_RETURN_IF_ERROR(PostOnLines(transaction, v1::LedgerEntry::TYPE_ACCEPT,
                                      decided.accepted, claim.name(),
                                      verdict.decide_date, now));
  ENTENTE_RETURN_IF_ERROR(PostOnLines(transaction, v1::LedgerEntry::TYPE_REJECT,
                                      decided.ineligible, claim.name(),
                                      verdict.decide_date, now));
  PutClaim(transaction, claim);
  ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName envelope,
                           ParseEnvelopeName(claim.envelope(), "envelope"));
  // Anew: a claim behind it may have been paid by what is due to this one now.
  ENTENTE_RETURN_IF_ERROR(SettleClaimsAnew(transaction, envelope));
  // The advance alone may have settled it.
  return FindClaim(transaction, verdict.name);
}

absl::StatusOr<Claim> RecordReversal(store::Transaction& transaction,
                                     const ClaimReversal& wanted,
                                     const std::string& etag, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(Claim claim, FindClaim(transaction, wanted.name));
  ENTENTE_RETURN_IF_ERROR(CheckClaimEtag(claim, etag));
  const google::type::Date today = LocalDay(now);
  const absl::Time decided = ToTime(claim.decide_time());
  ENTENTE_ASSIGN_OR_RETURN(const DecidedByLine reversed,
                           ReverseDecisions(wanted, today, now, claim));
  ENTENTE_RETURN_IF_ERROR(CheckUndoToday(today, LocalDay(decided)));
  ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName envelope,
                           ParseEnvelopeName(claim.envelope(), "envelope"));
  ENTENTE_ASSIGN_OR_RETURN(const Balances before,
                           GetEnvelope(transaction, envelope, "envelope"));
  ENTENTE_RETURN_IF_ERROR(CheckNotReliedOn(before, reversed));
  ENTENTE_RETURN_IF_ERROR(
      PostOnLines(transaction, v1::LedgerEntry::TYPE_UNACCEPT,
                  reversed.accepted, claim.name(), wanted.date, now));
  ENTENTE_RETURN_IF_ERROR(
      PostOnLines(transaction, v1::LedgerEntry::TYPE_UNREJECT,
                  reversed.ineligible, claim.name(), wanted.date, now));
  PutClaim(transaction, claim);
  ENTENTE_RETURN_IF_ERROR(SettleClaimsAnew(transaction, envelope));
  return claim;
}

void AddRecoverable(const Balances& envelope, Claim& claim) {
  if (claim.state() == Claim::STATE_DECIDED ||
      claim.state() == Claim::STATE_PAID ||
      claim.state() == Claim::STATE_RECOVERY) {
    *claim.mutable_recoverable() = MoneyFromCents(RecoverableCents(envelope));
  }
}

absl::StatusOr<Claim> AsRead(const store::Reader& reader, Claim claim) {
  ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName envelope,
                           ParseEnvelopeName(claim.envelope(), "envelope"));
  ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                           GetEnvelope(reader, envelope, "envelope"));
  AddRecoverable(balances, claim);
  return claim;
}

absl::StatusOr<Claim> AnswerOf(const store::Reader& reader, Claim claim) {
  ENTENTE_ASSIGN_OR_RETURN(const EnvelopeName envelope,
                           ParseEnvelopeName(claim.envelope(), "envelope"));
  ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                           GetEnvelope(reader, envelope, "envelope"));
  AddRecoverable(balances, claim);
  *claim.mutable_envelope_position() =
      ToPosition(AccountKind::kEnvelope, balances);
  return claim;
}

absl::StatusOr<v1::RegulationProfile> ProfileOf(
    const store::Reader& reader, const ConventionName& name,
    const std::vector<v1::RegulationProfile>& profiles, const char* field) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                           GetConventionHead(reader, name, field));
  const v1::RegulationProfile* profile =
      FindRegulationProfile(profiles, convention.valid_from());
  if (profile == nullptr) return NoRegulationProfile(convention.name());
  return *profile;
}

}  // namespace entente::conventions
