// What the municipalities of a police zone owe it, the keys that divide that
// by the day, and what is deducted from it.
#include <algorithm>
#include <chrono>

#include "tests/ledger/model.h"

namespace entente::ledger {
namespace {

std::vector<Day> DaysOf(int year) {
  std::vector<Day> days;
  for (int month = 1; month <= 12; ++month) {
    for (int day = 1; day <= 31; ++day) {
      const std::chrono::year_month_day date{
          std::chrono::year(year),
          std::chrono::month(static_cast<unsigned>(month)),
          std::chrono::day(static_cast<unsigned>(day))};
      if (date.ok()) days.push_back({year, month, day});
    }
  }
  return days;
}

// Whole cents in proportion to weights: what is over goes, a cent each, to
// those that lost most. Of equal ones the first gets it: no document says so.
void Split(int64_t cents, const std::vector<int64_t>& weights,
           Division& division) {
  int64_t whole = 0;
  for (const int64_t weight : weights) whole += weight;
  std::vector<int64_t> lost;
  int64_t over = cents;
  for (size_t i = 0; i < weights.size(); ++i) {
    // Cut in two, so that nothing overflows: 366 days of a million at most.
    const int64_t rest = cents % whole * weights[i];
    division.shares[i].second = cents / whole * weights[i] + rest / whole;
    lost.push_back(rest % whole);
    over -= division.shares[i].second;
  }
  for (; over > 0; --over) {
    const auto most = std::max_element(lost.begin(), lost.end());
    ++division.shares[static_cast<size_t>(most - lost.begin())].second;
    *most = -1;
  }
}

// Whether all owe the same; who owes nothing need not be named.
bool IsAlike(const Division& left, const Division& right) {
  std::map<std::string, int64_t> owed;
  for (const auto& [code, cents] : left.shares) owed[code] += cents;
  for (const auto& [code, cents] : right.shares) owed[code] -= cents;
  return std::all_of(owed.begin(), owed.end(),
                     [](const auto& one) { return one.second == 0; });
}

std::string CodeOf(const std::string& municipality) {
  return municipality.substr(municipality.find('/') + 1);
}

int64_t CountIn(const std::string& municipality, const auto& records) {
  return std::count_if(records.begin(), records.end(), [&](const auto& one) {
    return one.second.municipality == municipality;
  });
}

bool ShareADay(const ModelKey& left, const ModelKey& right) {
  return left.HoldsOn(right.first) || right.HoldsOn(left.first);
}

}  // namespace

int64_t Division::Of(const std::string& code) const {
  for (const auto& [one, cents] : shares) {
    if (one == code) return cents;
  }
  return 0;
}

std::vector<std::string> Model::StandingKeys(const std::string& municipality,
                                             const std::string& zone) const {
  std::vector<std::string> names;
  for (const auto& [name, key] : keys_) {
    if (key.municipality == municipality && key.zone == zone &&
        key.corrected_by.empty()) {
      names.push_back(name);
    }
  }
  return names;
}

std::string Model::StandingDotation(const std::string& municipality,
                                    const std::string& zone, int year) const {
  for (const auto& [name, dotation] : dotations_) {
    if (dotation.municipality == municipality && dotation.zone == zone &&
        dotation.year == year && dotation.corrected_by.empty()) {
      return name;
    }
  }
  return "";
}

std::optional<Division> Model::Divide(const std::string& municipality,
                                      const std::string& zone, int year,
                                      int64_t cents) const {
  const std::vector<std::string> standing = StandingKeys(municipality, zone);
  Division division;
  std::map<std::string, int64_t> days;
  for (const Day& day : DaysOf(year)) {
    const auto key = std::find_if(
        standing.begin(), standing.end(),
        [&](const auto& name) { return keys_.at(name).HoldsOn(day); });
    if (key == standing.end()) return std::nullopt;
    if (days[*key]++ == 0) division.keys.push_back(*key);
  }
  std::vector<int64_t> weights;
  for (const std::string& key : division.keys) {
    for (const KeyShare& share : keys_.at(key).shares) {
      size_t place = 0;
      while (place < weights.size() &&
             division.shares[place].first != share.code) {
        ++place;
      }
      if (place == weights.size()) {
        division.shares.emplace_back(share.code, 0);
        weights.push_back(0);
      }
      weights[place] += days[key] * share.millionths;
    }
  }
  Split(cents, weights, division);
  return division;
}

int64_t Model::Deducted(const std::string& municipality,
                        const std::string& zone, int year) const {
  int64_t deducted = 0;
  for (const auto& [name, payment] : payments_) {
    if (payment.route != Route::kDeduction ||
        payment.state == ModelPayment::kCancelled) {
      continue;
    }
    const ModelEnvelope& envelope =
        envelopes_.at(lines_.at(payment.line).envelope);
    const ModelConvention& of = conventions_.at(envelope.convention);
    if (envelope.year == year && of.municipality == municipality &&
        of.zone == zone) {
      deducted += payment.cents;
    }
  }
  return deducted;
}

Figures Model::FiguresOfDotation(const ModelDotation& dotation,
                                 int64_t requested) const {
  const int64_t owed = dotation.division.Of(CodeOf(dotation.municipality));
  const int64_t deducted =
      Deducted(dotation.municipality, dotation.zone, dotation.year);
  return {{"dotation_owed_cents", std::to_string(owed)},
          {"dotation_deducted_cents", std::to_string(deducted)},
          {"dotation_requested_cents", std::to_string(requested)},
          {"dotation_available_cents", std::to_string(owed - deducted)}};
}

void Model::CheckDeduction(const Operation& operation,
                           Expectation& expected) const {
  const ModelEnvelope& envelope = EnvelopeOf(operation.line);
  const ModelConvention& of = conventions_.at(envelope.convention);
  const std::string standing =
      StandingDotation(of.municipality, of.zone, envelope.year);
  if (standing.empty()) return;
  const ModelDotation& dotation = dotations_.at(standing);
  const int64_t left = dotation.division.Of(CodeOf(of.municipality)) -
                       Deducted(of.municipality, of.zone, envelope.year);
  if (operation.cents > left) {
    Figures figures = FiguresOf(operation.line, operation.cents);
    figures.merge(FiguresOfDotation(dotation, operation.cents));
    expected.reasons["DEDUCTION_EXCEEDED"] = std::move(figures);
    return;
  }
  expected.notes.push_back("a deduction from a dotation");
  if (operation.cents == left) {
    expected.notes.push_back("all of a dotation deducted");
  }
}

bool Model::LacksKey(const ModelDotation& dotation) const {
  return !Divide(dotation.municipality, dotation.zone, dotation.year,
                 dotation.zone_cents);
}

std::string Model::AddDotation(ModelDotation dotation) {
  const std::string name =
      Numbered(dotation.municipality, "dotations", 'o',
               CountIn(dotation.municipality, dotations_) + 1);
  if (!dotation.corrects.empty()) {
    Set(dotations_.at(dotation.corrects).corrected_by, name);
  }
  Insert(dotations_, name, std::move(dotation));
  return name;
}

void Model::DivideAnew(const std::vector<std::string>& standing,
                       Expectation& expected) {
  std::string& redivided = expected.facts["redivided"];
  std::vector<Figures> short_of;
  for (const std::string& name : standing) {
    ModelDotation anew = dotations_.at(name);
    const auto division =
        Divide(anew.municipality, anew.zone, anew.year, anew.zone_cents);
    if (!division || IsAlike(*division, anew.division)) continue;
    anew.division = *division;
    anew.corrects = name;
    if (division->Of(CodeOf(anew.municipality)) <
        Deducted(anew.municipality, anew.zone, anew.year)) {
      short_of.push_back(FiguresOfDotation(anew, anew.zone_cents));
      continue;
    }
    redivided += AddDotation(std::move(anew)) + " ";
  }
  if (!redivided.empty()) {
    expected.notes.push_back("a key divides dotations anew");
  }
  if (short_of.empty()) return;
  // Which of several is told, no document says.
  expected.reasons["DOTATION_OFFSET"] =
      short_of.size() == 1 ? short_of.front() : Figures();
}

Expectation Model::RecordKey(const Operation& operation) {
  Expectation expected;
  ModelKey key{.municipality = operation.parent,
               .zone = operation.zone,
               .first = operation.day,
               .last = operation.last_day,
               .shares = operation.shares,
               .corrects = operation.name,
               .corrected_by = ""};
  const auto corrected = keys_.find(operation.name);
  if (!operation.name.empty()) {
    if (corrected == keys_.end() ||
        corrected->second.municipality != operation.parent) {
      expected.reasons["NOT_FOUND"];
    } else {
      if (!corrected->second.corrected_by.empty()) {
        expected.reasons["RECORD_CORRECTED"];
      }
      if (corrected->second.zone != operation.zone) {
        expected.reasons["KEY_OTHER"];
      }
    }
  }
  std::vector<std::string> others;
  for (const auto& name : StandingKeys(operation.parent, operation.zone)) {
    if (name != operation.name && ShareADay(keys_.at(name), key)) {
      others.push_back(name);
    }
  }
  if (others.size() == 1) {
    expected.reasons["KEY_OVERLAPS"] = {{"name", others.front()}};
  } else if (!others.empty()) {
    expected.reasons["KEY_OVERLAPS"];
  }
  if (!expected.is_accepted()) return expected;
  std::vector<std::string> standing;
  std::vector<std::string> waiting;
  for (const auto& [name, dotation] : dotations_) {
    if (dotation.municipality != operation.parent ||
        dotation.zone != operation.zone || !dotation.corrected_by.empty()) {
      continue;
    }
    standing.push_back(name);
    if (LacksKey(dotation)) waiting.push_back(name);
  }
  expected.name = Numbered(operation.parent, "dotationKeys", 'k',
                           CountIn(operation.parent, keys_) + 1);
  expected.facts = {{"zone", operation.zone},
                    {"corrects", operation.name},
                    {"first", TextOf(operation.day)}};
  for (const KeyShare& share : operation.shares) {
    expected.facts["shares"] +=
        share.code + ":" + std::to_string(share.millionths) + " ";
  }
  if (!operation.name.empty()) {
    Set(corrected->second.corrected_by, expected.name);
    expected.notes.push_back("a key corrected");
  }
  Insert(keys_, expected.name, std::move(key));
  for (const std::string& name : standing) {
    const bool waited =
        std::find(waiting.begin(), waiting.end(), name) != waiting.end();
    const bool waits = LacksKey(dotations_.at(name));
    if (waited == waits) continue;
    expected.notes.push_back(waits ? "a dotation waits for a key"
                                   : "a key for a dotation that waited");
  }
  DivideAnew(standing, expected);
  return expected;
}

Expectation Model::RecordDotation(const Operation& operation) {
  Expectation expected;
  if (!operation.name.empty()) {
    const auto corrected = dotations_.find(operation.name);
    if (corrected == dotations_.end() ||
        corrected->second.municipality != operation.parent) {
      expected.reasons["NOT_FOUND"];
    } else {
      if (!corrected->second.corrected_by.empty()) {
        expected.reasons["RECORD_CORRECTED"];
      }
      if (corrected->second.zone != operation.zone ||
          corrected->second.year != operation.year) {
        expected.reasons["DOTATION_OTHER"];
      }
    }
  }
  const std::string standing =
      StandingDotation(operation.parent, operation.zone, operation.year);
  if (!standing.empty() && standing != operation.name) {
    expected.reasons["DOTATION_EXISTS"] = {{"name", standing}};
  }
  const auto division =
      Divide(operation.parent, operation.zone, operation.year, operation.cents);
  if (!division) {
    expected.reasons["DOTATION_KEY_MISSING"];
    return expected;
  }
  const int64_t owed = division->Of(CodeOf(operation.parent));
  const int64_t deducted =
      Deducted(operation.parent, operation.zone, operation.year);
  ModelDotation made{.municipality = operation.parent,
                     .zone = operation.zone,
                     .year = operation.year,
                     .zone_cents = operation.cents,
                     .division = *division,
                     .corrects = operation.name,
                     .corrected_by = ""};
  if (owed < deducted) {
    expected.reasons["DOTATION_OFFSET"] =
        FiguresOfDotation(made, operation.cents);
  }
  if (!expected.is_accepted()) return expected;
  if (division->keys.size() > 1) {
    expected.notes.push_back("a dotation divided by several keys");
  }
  if (!operation.name.empty()) {
    expected.notes.push_back("a dotation corrected");
  }
  expected.facts = {{"owed", std::to_string(owed)},
                    {"deducted", std::to_string(deducted)},
                    {"outstanding", std::to_string(owed - deducted)},
                    {"key_missing", ""}};
  for (const std::string& key : division->keys) {
    expected.facts["keys"] += key + " ";
  }
  for (const auto& [code, cents] : division->shares) {
    expected.facts["shares"] += code + ":" + std::to_string(cents) + " ";
  }
  expected.name = AddDotation(std::move(made));
  return expected;
}

}  // namespace entente::ledger
