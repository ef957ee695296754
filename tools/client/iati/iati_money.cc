#include "tools/client/iati/iati_money.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "tools/client/iati/expense_sums.h"
#include "tools/client/iati/iati_nodes.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::Cents;
using conventions::FormatIsoDate;
using pugi::xml_node;

// Codes of the standard's lists (BudgetType, BudgetStatus, TransactionType).
constexpr char kOriginal[] = "1";
constexpr char kRevised[] = "2";
constexpr char kCommitted[] = "2";
constexpr char kIncomingFunds[] = "1";
constexpr char kDisbursement[] = "3";
constexpr char kExpenditure[] = "4";
constexpr char kIncomingCommitment[] = "11";

class Money {
 public:
  Money(const IatiData& data, xml_node root)
      : data_(data),
        convention_(data.convention),
        today_(Today(data)),
        root_(root) {}

  void Write() {
    WriteBudgets();
    WriteTransactions();
  }

 private:
  xml_node Child(const char* name) { return root_.append_child(name); }

  static void Value(xml_node parent, int64_t cents, const std::string& date) {
    xml_node value = parent.append_child("value");
    value.append_attribute("currency") = "EUR";
    value.append_attribute("value-date") = date.c_str();
    value.text() = conventions::FormatDecimal(cents).c_str();
  }

  void Budget(const char* type, int year, int64_t cents) {
    const std::string begin = absl::StrFormat("%04d-01-01", year);
    const std::string end = absl::StrFormat("%04d-12-31", year);
    xml_node budget = Child("budget");
    budget.append_attribute("type") = type;
    budget.append_attribute("status") = kCommitted;
    budget.append_child("period-start").append_attribute("iso-date") =
        begin.c_str();
    budget.append_child("period-end").append_attribute("iso-date") =
        end.c_str();
    // The standard knows no value of a day to come.
    Value(budget, cents,
          absl::FormatCivilTime(std::min(absl::CivilDay(year), today_)));
  }

  void WriteBudgets() {
    for (const v1::EnvelopeGrant& grant : convention_.envelopes()) {
      const int64_t granted = Cents(grant.amount());
      Budget(kOriginal, grant.year(), granted);
      for (const v1::Envelope& envelope : data_.envelopes) {
        if (envelope.allocation() != grant.allocation() ||
            envelope.year() != grant.year()) {
          continue;
        }
        const v1::Position& now = envelope.position();
        const int64_t stands = Cents(now.allocated()) +
                               Cents(now.carried_in()) -
                               Cents(now.carried_out()) - Cents(now.lapsed());
        if (stands != granted) Budget(kRevised, grant.year(), stands);
      }
    }
  }

  void Transaction(const char* type, const std::string& ref,
                   const std::string& date, int64_t cents,
                   const std::string& what) {
    xml_node transaction = Child("transaction");
    transaction.append_attribute("ref") = ref.c_str();
    transaction.append_child("transaction-type").append_attribute("code") =
        type;
    transaction.append_child("transaction-date").append_attribute("iso-date") =
        date.c_str();
    Value(transaction, cents, date);
    AddNarrative(transaction.append_child("description"), what, "fr");
  }

  bool IsToCome(const google::type::Date& date) const {
    return absl::CivilDay(date.year(), date.month(), date.day()) > today_;
  }

  // "general-2018".
  static std::string EnvelopeId(const v1::EnvelopeGrant& grant) {
    return absl::StrCat(grant.allocation() == v1::ALLOCATION_GENERAL
                            ? "general"
                            : "supplementary",
                        "-", grant.year());
  }

  void WriteCommitments() {
    for (const v1::EnvelopeGrant& grant : convention_.envelopes()) {
      if (grant.year() > today_.year()) continue;
      // What an amendment granted stands among the changes.
      if (grant.grant_change().empty()) {
        Transaction(kIncomingCommitment, EnvelopeId(grant),
                    absl::StrFormat("%04d-01-01", grant.year()),
                    Cents(grant.amount()), "Montant octroyé par la convention");
      }
      for (const v1::BudgetChange& change : data_.budget_changes) {
        WriteCommitmentChange(grant, change);
      }
    }
  }

  // Only what changes how much the State owes: nothing between lines or years.
  void WriteCommitmentChange(const v1::EnvelopeGrant& grant,
                             const v1::BudgetChange& change) {
    const bool is_grant = change.type() == v1::BudgetChange::TYPE_GRANT;
    const bool is_increase =
        is_grant || change.type() == v1::BudgetChange::TYPE_INCREASE;
    const bool is_lapse = change.type() == v1::BudgetChange::TYPE_LAPSE;
    const bool is_back = change.type() == v1::BudgetChange::TYPE_LAPSE_REVERSAL;
    if (!is_increase && !is_lapse && !is_back &&
        change.type() != v1::BudgetChange::TYPE_REDUCTION) {
      return;
    }
    const std::string& envelope = is_increase ? change.to() : change.from();
    if (LastPart(envelope) != EnvelopeId(grant) ||
        IsToCome(change.effective_date())) {
      return;
    }
    const absl::CivilDay day(change.effective_date().year(),
                             change.effective_date().month(),
                             change.effective_date().day());
    // Not before the grant that it changes.
    Transaction(
        kIncomingCommitment, LastPart(change.name()),
        absl::FormatCivilTime(std::max(absl::CivilDay(grant.year()), day)),
        Cents(change.amount()) * (is_increase || is_back ? 1 : -1),
        is_grant      ? "Montant octroyé par avenant"
        : is_increase ? "Crédits augmentés par l'État"
        : is_lapse    ? "Abandonné à la clôture"
        : is_back     ? "Abandon annulé"
                      : "Crédits réduits par l'État");
  }

  void WriteTransactions() {
    WriteCommitments();
    for (const v1::FederalPayment& payment : data_.federal_payments) {
      // A demand moves no money, and neither did a mistake.
      if (payment.kind() == v1::FederalPayment::KIND_DEMAND ||
          payment.has_reversal() || IsToCome(payment.value_date())) {
        continue;
      }
      const bool is_refund = payment.kind() == v1::FederalPayment::KIND_REFUND;
      Transaction(kIncomingFunds, LastPart(payment.name()),
                  FormatIsoDate(payment.value_date()),
                  Cents(payment.amount()) * (is_refund ? -1 : 1),
                  is_refund ? "Remboursement à l'État" : "Paiement de l'État");
    }
    for (const v1::ZonePayment& payment : data_.zone_payments) {
      if (payment.state() == v1::ZonePayment::STATE_ORDERED ||
          payment.state() == v1::ZonePayment::STATE_CANCELLED ||
          IsToCome(payment.value_date())) {
        continue;
      }
      Transaction(kDisbursement, LastPart(payment.name()),
                  FormatIsoDate(payment.value_date()), Cents(payment.amount()),
                  payment.route() == v1::ZonePayment::ROUTE_DEDUCTION
                      ? "Zone de police, en déduction de la dotation communale"
                      : "Zone de police, pour des projets");
    }
    WriteExpenses();
  }

  void WriteExpenses() {
    for (const ExpenseSum& sum :
         SumExpenses(data_.expenses, today_).published) {
      Transaction(kExpenditure, absl::StrCat("expenses-", sum.id),
                  absl::StrFormat("%04d-12-31", sum.year), sum.cents,
                  "Dépenses de l'année");
    }
  }

  static std::string LastPart(const std::string& name) {
    return name.substr(name.rfind('/') + 1);
  }

  const IatiData& data_;
  const v1::Convention& convention_;
  const absl::CivilDay today_;
  xml_node root_;
};

}  // namespace

void WriteMoney(const IatiData& data, xml_node activity) {
  Money(data, activity).Write();
}

}  // namespace entente::client
