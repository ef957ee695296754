// What municipalities owe their police zone, and the keys that divide it: keys
// that end, begin and change, dotations about as high as what is deducted.
#include <algorithm>

#include "tests/ledger/draw.h"

namespace entente::ledger {
namespace {

constexpr const char* kZones[] = {"5339", "5340"};
constexpr int kWhole = 1'000'000;
// There is more to be wrong with a key than with others.
constexpr int kKeyFaultPercent = 20;
constexpr int kFaultPercent = 10;
// In cents, of one amount.
constexpr int64_t kMost = 10'000'000'000'000;
// Keys of a zone beside one another, about.
constexpr size_t kKeysMax = 6;
constexpr Day kFirstDay = {2018, 1, 1};
constexpr Day kLastDay = {2021, 12, 31};

std::string MunicipalityOf(const std::string& convention) {
  return convention.substr(0, convention.find("/conventions/"));
}

std::string CodeOf(const std::string& municipality) {
  return municipality.substr(municipality.find('/') + 1);
}

// Of the region, and one beside it: twenty.
std::vector<std::string> CodesBut(const std::string& own) {
  std::vector<std::string> codes = {"21009", "21004", "21015", "23088"};
  for (int number = 21'001; number <= 21'019; ++number) {
    const std::string code = std::to_string(number);
    if (std::find(codes.begin(), codes.end(), code) == codes.end()) {
      codes.push_back(code);
    }
  }
  std::erase(codes, own);
  return codes;
}

}  // namespace

// Mostly its own; some other where it has none.
std::string Drawer::ZoneOf(const std::string& convention) {
  const std::string& zone = model_.conventions().at(convention).zone;
  return zone.empty() || Chance(10) ? kZones[Uniform(0, 1)] : zone;
}

void Drawer::DrawShares(Operation& operation) {
  const std::string own = CodeOf(operation.parent);
  const std::vector<std::string> codes = CodesBut(own);
  const int64_t how = Uniform(1, 100);
  const size_t others = how <= 5    ? 0
                        : how <= 70 ? 1
                        : how <= 95 ? 2
                                    : codes.size();
  const auto left_over = static_cast<int64_t>(others);
  int64_t left = kWhole;
  const auto take = [&](const std::string& code, int64_t millionths) {
    operation.shares.push_back({code, static_cast<int>(millionths)});
    left -= millionths;
  };
  take(own, others == 0  ? kWhole
            : Chance(8)  ? 1
            : Chance(8)  ? kWhole - left_over
            : Chance(10) ? kWhole / 2
                         : Uniform(300'000, 950'000));
  for (size_t i = 0; i < others; ++i) {
    const auto after = static_cast<int64_t>(others - i - 1);
    // Now and then next to nothing.
    take(codes[i], after == 0   ? left
                   : Chance(15) ? 1
                                : Uniform(1, left - after));
  }
  if (Chance(30)) {
    std::reverse(operation.shares.begin(), operation.shares.end());
  }
}

void Drawer::DrawFreeDays(Operation& operation) {
  Day first = Chance(85) ? kFirstDay : Later(kFirstDay, Uniform(-200, 100));
  Day before = {};
  std::vector<std::pair<Day, Day>> taken;
  const auto standing = model_.StandingKeys(operation.parent, operation.zone);
  for (const std::string& name : standing) {
    const ModelKey& key = model_.keys().at(name);
    taken.emplace_back(key.first, key.last);
  }
  std::sort(taken.begin(), taken.end());
  for (const auto& [from, until] : taken) {
    if (first < from) {
      before = Later(from, -1);
      break;
    }
    // One that holds on leaves none.
    if (until.year == 0) break;
    if (first <= until) first = Later(until, 1);
  }
  operation.day = first;
  operation.last_day = before;
  if (standing.size() < kKeysMax && Chance(40)) {
    const Day last = before.year == 0 ? Later(first, 900) : before;
    operation.last_day = SomeDay(first, last, 0);
  }
}

// Ended, stretched over the days beside it, or any days at all.
void Drawer::DrawOtherDays(Operation& operation) {
  const int64_t how = Uniform(1, 100);
  const Day last = operation.last_day.year == 0
                       ? std::max(operation.day, kLastDay)
                       : operation.last_day;
  const auto standing = model_.StandingKeys(operation.parent, operation.zone);
  if (how <= 30 && standing.size() < kKeysMax) {
    operation.last_day = SomeDay(operation.day, last, 0);
    return;
  }
  if (how <= 80) {
    Day before = {};
    Day after = {};
    for (const std::string& name : standing) {
      const ModelKey& key = model_.keys().at(name);
      if (key.last.year != 0 && key.last < operation.day) {
        before = std::max(before, key.last);
      }
      if (operation.day < key.first && (after.year == 0 || key.first < after)) {
        after = key.first;
      }
    }
    operation.day = before.year == 0 ? kFirstDay : Later(before, 1);
    operation.last_day = after.year == 0 ? Day{} : Later(after, -1);
    return;
  }
  operation.day = SomeDay(kFirstDay, kLastDay, 0);
  operation.last_day = Chance(50) ? Day{} : SomeDay(operation.day, last, 0);
}

Operation Drawer::DrawDotationKey(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kDotationKey;
  operation.parent = MunicipalityOf(convention);
  operation.zone = ZoneOf(convention);
  operation.document = "Council " + std::to_string(Uniform(1, 99));
  DrawShares(operation);
  if (Chance(kKeyFaultPercent)) {
    DrawFreeDays(operation);
    SpoilKey(operation);
    return operation;
  }
  const auto standing = model_.StandingKeys(operation.parent, operation.zone);
  if (standing.empty() || Chance(35)) {
    DrawFreeDays(operation);
    return operation;
  }
  operation.name = OneOf(standing);
  const ModelKey& key = model_.keys().at(operation.name);
  operation.day = key.first;
  operation.last_day = key.last;
  if (Chance(50)) DrawOtherDays(operation);
  const int64_t how = Uniform(1, 100);
  if (how <= 10) {
    // Of whatever zone or municipality, corrected or not, or never made.
    const std::string of =
        Chance(15) ? "municipalities/21009" : operation.parent;
    operation.name = Numbered(
        of, "dotationKeys", 'k',
        Uniform(1, static_cast<int64_t>(model_.keys().size()) * 2 / 3 + 1));
    // In days in which no other stands in its way.
    if (Chance(50)) {
      operation.day = {2010, 1, 1};
      operation.last_day = {2010, 12, 31};
    }
  } else if (how <= 18) {
    operation.zone = operation.zone == kZones[0] ? kZones[1] : kZones[0];
  } else if (how <= 22) {
    operation.name.clear();
  }
  return operation;
}

int64_t Drawer::DrawZoneCents(const Operation& operation) {
  constexpr int64_t kProbe = 1'000'000'000;
  const std::string own = CodeOf(operation.parent);
  const auto owed_of = [&](int64_t cents) {
    const auto division =
        model_.Divide(operation.parent, operation.zone, operation.year, cents);
    return division ? division->Of(own) : 0;
  };
  const int64_t share = owed_of(kProbe);
  if (share == 0 || Chance(2)) return Uniform(1, kProbe);
  const int64_t deducted =
      model_.Deducted(operation.parent, operation.zone, operation.year);
  const int64_t how = Uniform(1, 100);
  const int64_t target = how <= 15   ? deducted
                         : how <= 27 ? deducted - Uniform(1, 1000)
                         : how <= 65 ? deducted + Uniform(1, 20'000)
                                     : deducted + Uniform(100'000, 100'000'000);
  // A retry may ask for a cent more.
  if (Chance(3)) return kMost - Uniform(1, 3);
  int64_t cents = std::max<int64_t>(1, target) * kProbe / share;
  cents = std::clamp<int64_t>(cents - 2, 1, kMost - 10);
  for (int tries = 0; tries < 5 && owed_of(cents) < target; ++tries) ++cents;
  return cents;
}

Operation Drawer::DrawDotation(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kDotation;
  operation.parent = MunicipalityOf(convention);
  operation.zone = ZoneOf(convention);
  const int first = model_.conventions().at(convention).term_begin.year;
  operation.year = Chance(90) ? first + static_cast<int>(Uniform(0, 1))
                              : static_cast<int>(Uniform(2017, 2022));
  // The key first, mostly.
  if (Chance(70) &&
      !model_.Divide(operation.parent, operation.zone, operation.year, 1)) {
    return DrawDotationKey(convention);
  }
  operation.document = "Council " + std::to_string(Uniform(1, 99));
  operation.day = Chance(5) ? DayIn(0)
                            : SomeDay({operation.year - 1, 10, 1},
                                      {operation.year, 12, 31}, 0);
  const std::string standing =
      model_.StandingDotation(operation.parent, operation.zone, operation.year);
  if (!Chance(12)) operation.name = standing;
  SetAmount(operation, DrawZoneCents(operation));
  if (Chance(kFaultPercent)) {
    SpoilDotation(operation);
    return operation;
  }
  if (operation.name.empty()) return operation;
  const int64_t how = Uniform(1, 100);
  if (how <= 8) {
    operation.name = Numbered(
        operation.parent, "dotations", 'o',
        Uniform(1,
                static_cast<int64_t>(model_.dotations().size()) * 2 / 3 + 1));
  } else if (how <= 14) {
    operation.year += Chance(50) ? 1 : -1;
  } else if (how <= 17) {
    operation.zone = operation.zone == kZones[0] ? kZones[1] : kZones[0];
  }
  return operation;
}

void Drawer::AimAtDotation(Operation& operation) {
  const auto line = model_.lines().find(operation.line);
  if (line == model_.lines().end()) return;
  const ModelEnvelope& envelope = model_.envelopes().at(line->second.envelope);
  const ModelConvention& of = model_.conventions().at(envelope.convention);
  const std::string standing =
      model_.StandingDotation(of.municipality, of.zone, envelope.year);
  if (standing.empty()) return;
  const int64_t left =
      model_.dotations().at(standing).division.Of(CodeOf(of.municipality)) -
      model_.Deducted(of.municipality, of.zone, envelope.year);
  if (left + 1 > model_.AvailableOn(operation.line)) return;
  SetAmount(operation, std::max<int64_t>(1, left + Uniform(0, 1)));
}

}  // namespace entente::ledger
