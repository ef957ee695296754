#include "tools/client/report/todo_envelopes.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "tools/client/report/format.h"
#include "tools/client/report/labels.h"

namespace entente::client {
namespace {

using conventions::v1::Amendment;
using conventions::v1::BudgetChange;
using conventions::v1::Envelope;

// "general-2018" of an envelope, "a-000001" of an amendment.
std::string LastPart(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

// What an amendment makes of an envelope, and which one.
struct Amended {
  int64_t cents = 0;
  absl::CivilDay since;
  std::string amendment;
  // Name of the budget change that it says posts it; mostly empty.
  std::string posted_by;
  // Increases less cuts of a later day that do not post this amendment.
  int64_t later_cents = 0;
};

// Amendments that hold on `today`, in the order in which they take effect.
std::vector<const Amendment*> Holding(const ReportData& data,
                                      absl::CivilDay today) {
  std::vector<const Amendment*> holding;
  for (const Amendment& amendment : data.amendments) {
    const std::optional<absl::CivilDay> since = Day(amendment.effective_date());
    if (amendment.state() == Amendment::STATE_APPLIED && since.has_value() &&
        *since <= today) {
      holding.push_back(&amendment);
    }
  }
  const auto order = [](const Amendment* amendment) {
    return std::tuple(*Day(amendment->effective_date()),
                      amendment->apply_time().seconds(),
                      amendment->apply_time().nanos());
  };
  std::stable_sort(holding.begin(), holding.end(),
                   [&](const Amendment* left, const Amendment* right) {
                     return order(left) < order(right);
                   });
  return holding;
}

std::optional<Amended> AmendedOf(const std::vector<const Amendment*>& holding,
                                 const Envelope& envelope) {
  std::optional<Amended> last;
  for (const Amendment* amendment : holding) {
    for (const auto& change : amendment->changes()) {
      if (!change.has_envelope() ||
          change.envelope().allocation() != envelope.allocation() ||
          change.envelope().year() != envelope.year()) {
        continue;
      }
      last = {Cents(change.envelope().amount()),
              *Day(amendment->effective_date()), LastPart(amendment->name()),
              change.envelope().budget_change()};
    }
  }
  return last;
}

// What the State cut or added for a later day than the amendment's. A change
// that names the amendment as its decision posts it, whatever its day.
int64_t LaterCents(const ReportData& data, const std::string& envelope,
                   const Amended& amended) {
  int64_t sum = 0;
  for (const BudgetChange& change : data.budget_changes) {
    const std::optional<absl::CivilDay> day = Day(change.effective_date());
    if (!day.has_value() || *day <= amended.since ||
        change.decision_reference() == amended.amendment ||
        (!amended.posted_by.empty() && change.name() == amended.posted_by)) {
      continue;
    }
    if (change.type() == BudgetChange::TYPE_REDUCTION &&
        change.from() == envelope) {
      sum -= Cents(change.amount());
    } else if (change.type() == BudgetChange::TYPE_INCREASE &&
               change.to() == envelope) {
      sum += Cents(change.amount());
    }
  }
  return sum;
}

TodoItem AmendedItem(const Envelope& envelope, const Amended& amended,
                     int64_t granted_cents) {
  const Sentence name =
      labels::EnvelopeName(envelope.allocation(), envelope.year());
  const int64_t right = amended.cents + amended.later_cents;
  const bool is_more = right > granted_cents;
  const int64_t difference =
      is_more ? right - granted_cents : granted_cents - right;
  const std::string missing = absl::StrCat(Amount(difference), " EUR");
  const std::string says = absl::StrCat(Amount(amended.cents), " EUR");
  const std::string grants = absl::StrCat(Amount(granted_cents), " EUR");
  const std::string& by = amended.amendment;
  const std::string change = absl::StrCat(Amount(amended.later_cents), " EUR");
  const bool has_later = amended.later_cents != 0;
  const Sentence later = {
      has_later ? absl::StrCat(", later decisions change ", change) : "",
      has_later ? absl::StrCat(", des décisions ultérieures changent ", change)
                : "",
      has_later ? absl::StrCat(", latere beslissingen wijzigen ", change) : ""};
  const std::string command =
      absl::StrCat("entente budget change ", is_more ? "increase" : "reduce",
                   " --envelope ", LastPart(envelope.name()), " --amount ",
                   Amount(difference), " --decision ", by, " --reason ", by);
  return {
      .due = amended.since,
      .code = "AMENDED_AMOUNT",
      .what = {absl::StrCat(is_more ? "increase" : "reduce", " by ", missing,
                            ": ", name.en),
               absl::StrCat(is_more ? "augmenter de " : "réduire de ", missing,
                            " : ", name.fr),
               absl::StrCat(is_more ? "verhogen met " : "verminderen met ",
                            missing, ": ", name.nl)},
      .why = {absl::StrCat("amendment ", by, " says ", says, later.en,
                           ", the ledger grants ", grants, "; ", command),
              absl::StrCat("l'avenant ", by, " dit ", says, later.fr,
                           ", le grand livre octroie ", grants, " ; ", command),
              absl::StrCat("avenant ", by, " zegt ", says, later.nl,
                           ", het grootboek kent ", grants, " toe; ", command)},
      .source = envelope.name()};
}

// What a lapse gives up: the rest of the envelope and of its lines.
int64_t RestOf(const MoneyPhases& at) {
  return at.unallotted_cents + at.allotted_cents - at.reserved_cents -
         at.spent_cents;
}

TodoItem ToLapse(const std::string& code, const Envelope& envelope,
                 int64_t rest_cents, const Sentence& why) {
  const Sentence name =
      labels::EnvelopeName(envelope.allocation(), envelope.year());
  const std::string amount = absl::StrCat(Amount(rest_cents), " EUR");
  const std::string command = absl::StrCat(
      "entente budget change lapse --envelope ", LastPart(envelope.name()));
  return {.code = code,
          .what = {absl::StrCat("let ", amount, " lapse: ", name.en),
                   absl::StrCat("abandonner ", amount, " : ", name.fr),
                   absl::StrCat(amount, " laten vervallen: ", name.nl)},
          .why = {absl::StrCat(why.en, "; ", command),
                  absl::StrCat(why.fr, " ; ", command),
                  absl::StrCat(why.nl, "; ", command)},
          .source = envelope.name()};
}

// While something is reserved the rest does not lapse: that ends first.
TodoItem ReservedOutsideTerm(const Envelope& envelope, int64_t reserved_cents) {
  const Sentence name =
      labels::EnvelopeName(envelope.allocation(), envelope.year());
  const std::string amount = absl::StrCat(Amount(reserved_cents), " EUR");
  const std::string command = "entente budget reservations";
  return {
      .code = "OUTSIDE_TERM",
      .what = {absl::StrCat("post or void ", amount, " reserved: ", name.en),
               absl::StrCat("imputer ou annuler ", amount,
                            " engagés : ", name.fr),
               absl::StrCat(amount,
                            " vastgelegd boeken of annuleren: ", name.nl)},
      .why = {absl::StrCat("outside the term, and nothing lapses before; ",
                           command),
              absl::StrCat("hors de la période, et rien n'est abandonné "
                           "avant ; ",
                           command),
              absl::StrCat("valt buiten de looptijd, en niets vervalt "
                           "eerder; ",
                           command)},
      .source = envelope.name()};
}

}  // namespace

void AddUnallotted(const ReportModel& model, std::vector<TodoItem>& items) {
  for (const EnvelopeView& view : model.envelopes) {
    const int64_t rest = view.money.unallotted_cents;
    if (rest <= 0 || view.envelope->is_outside_term()) continue;
    const Sentence name = labels::EnvelopeName(view.envelope->allocation(),
                                               view.envelope->year());
    const std::string amount = absl::StrCat(Amount(rest), " EUR");
    items.push_back(
        {.due = absl::CivilDay(view.envelope->year(), 12, 31),
         .code = "UNALLOTTED",
         .what = {absl::StrCat("allot ", amount, ": ", name.en),
                  absl::StrCat("répartir ", amount, " : ", name.fr),
                  absl::StrCat(amount, " verdelen: ", name.nl)},
         .why = {"last day on which a service counts for this year",
                 "dernier jour où une prestation compte pour cette année",
                 "laatste dag waarop een prestatie voor dit jaar telt"},
         .source = view.envelope->name()});
  }
}

void AddOutsideTerm(const ReportModel& model, std::vector<TodoItem>& items) {
  for (const EnvelopeView& view : model.envelopes) {
    const Envelope& envelope = *view.envelope;
    if (!envelope.is_outside_term()) continue;
    if (view.money.reserved_cents > 0) {
      items.push_back(ReservedOutsideTerm(envelope, view.money.reserved_cents));
      continue;
    }
    if (RestOf(view.money) <= 0) continue;
    items.push_back(ToLapse(
        "OUTSIDE_TERM", envelope, RestOf(view.money),
        {"outside the term", "hors de la période", "valt buiten de looptijd"}));
  }
}

void AddRestNotLapsed(const ReportModel& model, std::vector<TodoItem>& items) {
  for (const EnvelopeView& view : model.envelopes) {
    // Those outside the term are named by it.
    if (view.envelope->is_outside_term()) continue;
    if (RestOf(view.money) <= 0) continue;
    items.push_back(ToLapse(
        "REST_NOT_LAPSED", *view.envelope, RestOf(view.money),
        {"closed: it cannot be settled before", "clôturée : pas soldée avant",
         "afgesloten: niet eerder afgerekend"}));
  }
}

void AddAmendedAmounts(const ReportModel& model, absl::CivilDay today,
                       bool is_closed, std::vector<TodoItem>& items) {
  if (model.data->IsMissing("conventions.budget.changes")) return;
  const std::vector<const Amendment*> holding = Holding(*model.data, today);
  for (const EnvelopeView& view : model.envelopes) {
    std::optional<Amended> amended = AmendedOf(holding, *view.envelope);
    const int64_t granted = view.money.allocated_cents;
    if (!amended.has_value()) continue;
    amended->later_cents =
        LaterCents(*model.data, view.envelope->name(), *amended);
    const int64_t right = amended->cents + amended->later_cents;
    if (right == granted) continue;
    const bool is_more = right > granted;
    if (is_more && (is_closed || view.envelope->is_outside_term())) continue;
    items.push_back(AmendedItem(*view.envelope, *amended, granted));
  }
}

}  // namespace entente::client
