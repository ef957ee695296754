#include "tools/client/iati/iati.h"

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "pugixml.hpp"
#include "services/common/base/error.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "tools/client/iati/expense_sums.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::Cents;
using conventions::FormatIsoDate;
using pugi::xml_node;

// Codes of the standard's lists (OrganisationType, OrganisationRole,
// ActivityStatus, ActivityDateType, BudgetType, BudgetStatus, TransactionType,
// ResultType, IndicatorMeasure, SectorVocabulary).
constexpr char kGovernment[] = "10";
constexpr char kLocalGovernment[] = "11";
constexpr char kFunding[] = "1";
constexpr char kAccountable[] = "2";
constexpr char kImplementing[] = "4";
constexpr char kPlannedStart[] = "1";
constexpr char kPlannedEnd[] = "3";
constexpr char kOriginal[] = "1";
constexpr char kRevised[] = "2";
constexpr char kCommitted[] = "2";
constexpr char kIncomingFunds[] = "1";
constexpr char kDisbursement[] = "3";
constexpr char kExpenditure[] = "4";
constexpr char kIncomingCommitment[] = "11";
constexpr char kOutcome[] = "2";
constexpr char kUnit[] = "1";
constexpr char kPercentage[] = "2";
constexpr char kNominal[] = "3";
constexpr char kQualitative[] = "5";
constexpr char kOwnVocabulary[] = "99";

// Namespace of enterprise numbers in org-id.guide.
constexpr char kRegister[] = "BE-BCE_KBO-";

const char* MeasureOf(v1::MeasureKind kind) {
  switch (kind) {
    case v1::MEASURE_KIND_QUALITATIVE:
      return kQualitative;
    case v1::MEASURE_KIND_RATIO:
      return kPercentage;
    case v1::MEASURE_KIND_YES_NO:
      return kNominal;
    default:
      return kUnit;
  }
}

std::string StatusOf(v1::Convention::State state) {
  switch (state) {
    case v1::Convention::STATE_IN_FORCE:
      return "2";
    case v1::Convention::STATE_CLOSED:
      return "3";
    case v1::Convention::STATE_SETTLED:
      return "4";
    default:
      return "1";
  }
}

class Activity {
 public:
  Activity(const IatiData& data, xml_node root)
      : data_(data),
        convention_(data.convention),
        today_(Today(data)),
        root_(root) {}

  void Write() {
    WriteHead();
    WriteParticipants();
    Child("activity-status").append_attribute("code") =
        StatusOf(convention_.state()).c_str();
    WriteTerm();
    xml_node country = Child("recipient-country");
    country.append_attribute("code") = "BE";
    xml_node sector = Child("sector");
    sector.append_attribute("vocabulary") = kOwnVocabulary;
    sector.append_attribute("code") = "security-and-society";
    Narrative(sector, "Security and society conventions", "en");
    WriteBudgets();
    WriteTransactions();
    WriteResults();
  }

 private:
  xml_node Child(const char* name) { return root_.append_child(name); }

  static void Narrative(xml_node parent, const std::string& text,
                        const std::string& language = "") {
    xml_node narrative = parent.append_child("narrative");
    if (!language.empty()) {
      narrative.append_attribute("xml:lang") = language.c_str();
    }
    narrative.text() = text.c_str();
  }

  void WriteHead() {
    const std::string reporter =
        absl::StrCat(kRegister, data_.enterprise_number);
    const std::string& name = convention_.name();
    const std::string id = name.substr(name.rfind('/') + 1);
    Child("iati-identifier").text() = absl::StrCat(reporter, "-", id).c_str();
    xml_node reporting = Child("reporting-org");
    reporting.append_attribute("ref") = reporter.c_str();
    reporting.append_attribute("type") = kLocalGovernment;
    Narrative(reporting, convention_.municipality());
    Narrative(Child("title"), convention_.title());
    xml_node description = Child("description");
    description.append_attribute("type") = "1";
    Narrative(description, convention_.title());
  }

  void WriteParticipants() {
    xml_node state = Child("participating-org");
    state.append_attribute("type") = kGovernment;
    state.append_attribute("role") = kFunding;
    Narrative(state, "État fédéral belge", "fr");
    Narrative(state, "Belgische federale Staat", "nl");
    for (const char* role : {kAccountable, kImplementing}) {
      xml_node municipality = Child("participating-org");
      municipality.append_attribute("ref") =
          absl::StrCat(kRegister, data_.enterprise_number).c_str();
      municipality.append_attribute("type") = kLocalGovernment;
      municipality.append_attribute("role") = role;
      Narrative(municipality, convention_.municipality());
    }
  }

  void WriteTerm() {
    for (const auto& [type, date] :
         {std::make_pair(kPlannedStart, convention_.valid_from()),
          std::make_pair(kPlannedEnd, convention_.valid_until())}) {
      if (conventions::IsUnset(date)) continue;
      xml_node node = Child("activity-date");
      node.append_attribute("type") = type;
      node.append_attribute("iso-date") = FormatIsoDate(date).c_str();
    }
  }

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
    Narrative(transaction.append_child("description"), what, "fr");
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

  void WriteResults() {
    for (const v1::Node& node : convention_.nodes()) {
      if (node.kind() != v1::Node::KIND_STRATEGIC_OBJECTIVE ||
          !HasIndicator(node.id())) {
        continue;
      }
      xml_node result = Child("result");
      result.append_attribute("type") = kOutcome;
      Narrative(result.append_child("title"), node.text());
      WriteIndicators(node.id(), result);
    }
  }

  static bool IsIndicatorOf(const v1::Node& node,
                            const std::string& objective) {
    return node.parent_id() == objective &&
           (node.kind() == v1::Node::KIND_INDICATOR || node.has_promotion());
  }
  // The schema knows no result without one.
  bool HasIndicator(const std::string& objective) const {
    return std::any_of(
        convention_.nodes().begin(), convention_.nodes().end(),
        [&](const v1::Node& node) { return IsIndicatorOf(node, objective); });
  }

  // Of the first measure that is known.
  v1::MeasureKind KindOf(const v1::Node& node) const {
    for (const std::string& code : node.measure_codes()) {
      const auto found = data_.kinds.find(code);
      if (found != data_.kinds.end()) return found->second;
    }
    return v1::MEASURE_KIND_UNSPECIFIED;
  }

  void WriteIndicators(const std::string& objective, xml_node result) {
    for (const v1::Node& node : convention_.nodes()) {
      if (!IsIndicatorOf(node, objective)) continue;
      xml_node indicator = result.append_child("indicator");
      indicator.append_attribute("measure") = MeasureOf(KindOf(node));
      Narrative(indicator.append_child("title"), node.text());
      // Here and never on the result too, as the standard wants it.
      xml_node reference = indicator.append_child("reference");
      reference.append_attribute("vocabulary") = kOwnVocabulary;
      reference.append_attribute("code") = node.id().c_str();
    }
  }

  const IatiData& data_;
  const v1::Convention& convention_;
  const absl::CivilDay today_;
  xml_node root_;
};

}  // namespace

absl::CivilDay Today(const IatiData& data) {
  return absl::ToCivilDay(data.now, absl::UTCTimeZone());
}

absl::Status CheckPublishable(const IatiData& data) {
  const v1::Convention& convention = data.convention;
  const bool has_first = !conventions::IsUnset(convention.valid_from());
  const bool has_last = !conventions::IsUnset(convention.valid_until());
  if (has_first && has_last) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "IATI_TERM_MISSING",
       .field = has_first ? "valid_until" : "valid_from",
       .metadata = {{"name", convention.name()},
                    {"valid_from", FormatIsoDate(convention.valid_from())},
                    {"valid_until", FormatIsoDate(convention.valid_until())}},
       .sentence = {
           absl::StrCat(convention.name(),
                        " has no first or last day, and IATI has no activity "
                        "without. Amend its term (entente amendment "
                        "propose), then export it."),
           absl::StrCat(convention.name(),
                        " n'a pas de premier ou de dernier jour, et IATI ne "
                        "connaît pas d'activité sans. Fixez sa durée par un "
                        "avenant (entente amendment propose), puis "
                        "exportez-la."),
           absl::StrCat(convention.name(),
                        " heeft geen eerste of laatste dag, en IATI kent geen "
                        "activiteit zonder. Bepaal de looptijd met een avenant "
                        "(entente amendment propose) en exporteer dan.")}});
}

std::string ToIati(const IatiData& data) {
  const std::string now =
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", data.now, absl::UTCTimeZone());
  pugi::xml_document document;
  xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  xml_node activities = document.append_child("iati-activities");
  activities.append_attribute("version") = "2.03";
  activities.append_attribute("generated-datetime") = now.c_str();
  xml_node activity = activities.append_child("iati-activity");
  activity.append_attribute("default-currency") = "EUR";
  activity.append_attribute("last-updated-datetime") = now.c_str();
  activity.append_attribute("xml:lang") =
      data.convention.language_code().c_str();
  Activity(data, activity).Write();
  std::ostringstream xml;
  document.save(xml, "  ", pugi::format_default, pugi::encoding_utf8);
  return xml.str();
}

}  // namespace entente::client
