// Claims: composed, submitted late, withdrawn, decided in part and at once; and
// the State's own money.
#include <algorithm>

#include "tests/ledger/draw.h"

namespace entente::ledger {

// What the caller last saw of the claim, or saw before, or never.
void Drawer::DrawEtag(Operation& operation) {
  const auto claim = model_.claims().find(operation.name);
  if (claim == model_.claims().end() || !Chance(60)) return;
  const std::vector<int64_t>& answered = claim->second.answered;
  if (answered.empty() || Chance(5)) {
    operation.etag_revision = 0;
    return;
  }
  operation.etag_revision = Chance(80) ? answered.back() : OneOf(answered);
}

// What claims of the envelope ask beyond what it has received.
int64_t Drawer::Awaited(const std::string& envelope) {
  const Position whole = model_.PositionOfEnvelope(envelope);
  return whole[kClaimed] - whole[kIneligible] -
         model_.envelopes().at(envelope).Held();
}

void Drawer::DrawDecision(Operation& operation, const std::string& convention) {
  operation.accepts_rest = Chance(30);
  const auto claim = model_.claims().find(operation.name);
  if (claim != model_.claims().end() && Awaited(claim->second.envelope) == 0 &&
      Chance(80)) {
    // To the cent what was received: it is paid when it is decided.
    operation.accepts_rest = true;
    return;
  }
  if (claim == model_.claims().end() || claim->second.items.empty()) {
    operation.accepts_rest = true;
    return;
  }
  auto item = claim->second.items.begin();
  std::advance(
      item, Uniform(0, std::min<int64_t>(
                           static_cast<int64_t>(claim->second.items.size()) - 1,
                           50)));
  operation.source = item->first;
  const int64_t cents = item->second.cents;
  operation.cents = Chance(50) ? cents : Uniform(0, cents);
  operation.ineligible_cents = cents - operation.cents;
  if (Chance(10)) ++operation.ineligible_cents;
  if (Chance(5)) operation.source = convention + "/expenses/e-900000";
}

Operation Drawer::DrawClaim(Kind kind, const std::string& convention) {
  Operation operation;
  operation.kind = kind;
  const ModelConvention& of = model_.conventions().at(convention);
  if (kind == Kind::kClaim) {
    operation.parent = convention;
    operation.envelope = Chance(5) ? convention + "/envelopes/general-2017"
                                   : SomeEnvelope(convention);
    for (const std::string& one : of.envelopes) {
      // One of which a category has spent more than it may claim.
      const auto share = of.rules().category_shares.find("investment");
      if (share == of.rules().category_shares.end()) break;
      const int64_t cap =
          ShareOfCents(model_.envelopes().at(one).Allocated(), share->second);
      if (SpentOn(one, "investment") > cap && Chance(70)) {
        operation.envelope = one;
      }
    }
    return operation;
  }
  // One of the last few that waits for this, or one that there is not.
  const auto wanted =
      kind == Kind::kSubmit ? ModelClaim::kDraft : ModelClaim::kSubmitted;
  for (int tries = 0; tries < 4; ++tries) {
    const int64_t last = std::max<int64_t>(1, of.claims + (Chance(3) ? 1 : 0));
    operation.name =
        Numbered(convention, "claims", 'c',
                 Uniform(std::max<int64_t>(1, of.claims - 4), last));
    const auto found = model_.claims().find(operation.name);
    if (found != model_.claims().end() && found->second.state == wanted) break;
  }
  DrawEtag(operation);
  const int year = of.term_begin.year;
  if (kind == Kind::kSubmit) {
    // In time for the second year, or late.
    operation.day = Chance(55) ? SomeDay({year + 1, 1, 1}, {year + 1, 3, 31})
                               : SomeDay({year + 1, 4, 1}, {year + 2, 6, 30});
    if (Chance(5)) operation.day = {year - 1, 6, 30};
  }
  if (kind != Kind::kDecide) return operation;
  operation.day = SomeDay({year + 2, 7, 1}, {year + 2, 8, 31});
  if (Chance(5)) operation.day = {year, 1, 2};
  DrawDecision(operation, convention);
  return operation;
}

// One to three decisions on one of the last claims; now and then on a line that
// is not decided, or that there is not.
Operation Drawer::DrawUndecide(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kUndecide;
  operation.text = "Entered by mistake";
  const ModelConvention& of = model_.conventions().at(convention);
  const bool wants_paid = Chance(40);
  for (int tries = 0; tries < 12; ++tries) {
    const int64_t last = std::max<int64_t>(1, of.claims + (Chance(3) ? 1 : 0));
    operation.name =
        Numbered(convention, "claims", 'c',
                 Uniform(std::max<int64_t>(1, of.claims - 6), last));
    const auto found = model_.claims().find(operation.name);
    if (found != model_.claims().end() && found->second.HasDecided() &&
        (!wants_paid || found->second.state == ModelClaim::kPaid)) {
      break;
    }
  }
  DrawEtag(operation);
  const int year = of.term_begin.year;
  Day last = {year + 2, 7, 1};
  const auto claim = model_.claims().find(operation.name);
  const int64_t wanted = Uniform(1, 3);
  if (claim != model_.claims().end()) {
    const bool is_relied_on =
        model_.envelopes().at(claim->second.envelope).balance > 0;
    for (const auto& [source, item] : claim->second.items) {
      if (static_cast<int64_t>(operation.sources.size()) == wanted) break;
      // Of a paid claim mostly what no balance stands on.
      if (wants_paid && is_relied_on && item.accepted > 0 && Chance(90)) {
        continue;
      }
      if (!item.is_decided ? !Chance(3) : !Chance(40)) continue;
      operation.sources.push_back(source);
      last = std::max(last, item.decide_day);
    }
  }
  if (operation.sources.empty() || Chance(3)) {
    operation.sources.push_back(convention + "/expenses/e-900000");
  }
  operation.day = Chance(75) ? last : SomeDay(last, Later(last, 20));
  if (Chance(6)) operation.day = Later(last, -1);
  return operation;
}

// What the kind could take of the envelope now.
int64_t Drawer::MostToPay(Kind kind, const std::string& name) {
  const ModelEnvelope& envelope = model_.envelopes().at(name);
  const Rules& rules = model_.conventions().at(envelope.convention).rules();
  switch (kind) {
    case Kind::kAdvance:
      return ShareOfCents(envelope.Allocated(), rules.advance_share) -
             envelope.advance;
    case Kind::kBalance:
      return model_.Due(name) - envelope.Held();
    case Kind::kDemand:
      return envelope.Held() - model_.Due(name);
    default:
      return envelope.demanded - envelope.recovered;
  }
}

Operation Drawer::DrawPayment(Kind kind, const std::string& convention) {
  Operation operation;
  operation.kind = kind;
  operation.parent = convention;
  const ModelConvention& of = model_.conventions().at(convention);
  std::string name = SomeEnvelope(convention);
  for (const std::string& one : of.envelopes) {
    if (MostToPay(kind, one) > 0 && Chance(60)) name = one;
  }
  if (kind == Kind::kAdvance) {
    for (const std::string& one : of.envelopes) {
      const int64_t awaited = Awaited(one);
      if (awaited > 0 && awaited <= MostToPay(kind, one) && Chance(60)) {
        name = one;
      }
    }
  }
  operation.envelope = name;
  const ModelEnvelope& envelope = model_.envelopes().at(name);
  const int64_t most = MostToPay(kind, name);
  const int64_t awaited = Awaited(name);
  int64_t cents = UpTo(most);
  if (kind == Kind::kAdvance && Chance(70)) {
    // Mostly leaves room for the balance; or pays to the cent what is claimed.
    cents = awaited > 0 && Chance(50)
                ? awaited
                : Uniform(1, std::max<int64_t>(1, envelope.granted / 1000));
  }
  SetAmount(operation, cents);
  operation.day =
      SomeDay({envelope.year, 1, 1}, {envelope.year + 1, 12, 31}, 0);
  operation.text = "R-" + std::to_string(Uniform(1, 1'000'000));
  if (!model_.federal_payments().empty() && Chance(5)) {
    // The same once more.
    const auto earlier = model_.federal_payments().find(
        Numbered(convention, "federalPayments", 'f',
                 Uniform(1, std::max<int64_t>(1, of.federal_payments))));
    if (earlier != model_.federal_payments().end()) {
      operation.kind = earlier->second.kind;
      operation.envelope = earlier->second.envelope;
      SetAmount(operation, earlier->second.cents);
      operation.day = earlier->second.day;
      operation.text = earlier->second.reference;
    }
  }
  return operation;
}

Operation Drawer::DrawReversal(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kReverse;
  operation.text = "Recorded by mistake";
  const int64_t count = model_.conventions().at(convention).federal_payments;
  const auto wanted = static_cast<Kind>(static_cast<int>(Kind::kAdvance) +
                                        static_cast<int>(Uniform(0, 3)));
  for (int tries = 0; tries < 8; ++tries) {
    const int64_t number =
        count == 0 || Uniform(1, 100) <= 3
            ? count + 1
            : Uniform(std::max<int64_t>(1, count - 12), count);
    operation.name = Numbered(convention, "federalPayments", 'f', number);
    const auto found = model_.federal_payments().find(operation.name);
    if (found != model_.federal_payments().end() &&
        found->second.kind == wanted &&
        (!found->second.is_reversed || Chance(10))) {
      break;
    }
  }
  return operation;
}

}  // namespace entente::ledger
