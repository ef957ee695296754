// Rules that a seed draws, judged, beside what their trees come to: every
// comparison, hours, areas, and figures that are missing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "services/indicators/rule_judge_rules.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using v1::RuleJudgement;
using Wide = __int128;
using Random = std::mt19937_64;
// Of measures that were reported, in sixtieths: a count of 2 is 120, and so are
// two hours.
using Values = std::map<std::string, Wide>;

constexpr const char* kMeasures[] = {"trainings", "participants",
                                     "nuisance_actions", "training_hours",
                                     "payment_made"};
constexpr const char* kAreas[] = {"DPI-1", "DPI-2"};
constexpr const char* kComparisons[] = {
    "=", "!=", "<", "<=", ">", ">=", "paired", "excludes"};
constexpr const char* kMissing[] = {"", " missing skip", " missing zero",
                                    " missing always-zero"};

template <class T, size_t N>
const T& OneOf(Random& random, const T (&all)[N]) {
  return all[random() % N];
}

// What a side spells and comes to, in sixtieths of a millionth, worked out
// without the rules; what is missing is 0.
struct Side {
  std::string text;
  std::set<std::string> measures;
  std::function<Wide(const Values&)> value;
};

class RandomSides {
 public:
  explicit RandomSides(Random& random) : random_(random) {}

  // A sum as a tree.
  Side Sum(int depth = 0) {
    Side sum = Product(depth);
    if (random_() % 5 == 0) {
      sum.text = "-" + sum.text;
      sum.value = [turned = sum.value](const Values& values) {
        return -turned(values);
      };
    }
    const int more = static_cast<int>(random_() % 3);
    for (int i = 0; i < more; ++i) {
      const Side part = Product(depth);
      const bool is_minus = random_() % 2 == 0;
      sum.text += (is_minus ? " - " : "+") + part.text;
      sum.measures.insert(part.measures.begin(), part.measures.end());
      sum.value = [before = sum.value, added = part.value,
                   is_minus](const Values& values) {
        const Wide more_of_it = added(values);
        return before(values) + (is_minus ? -more_of_it : more_of_it);
      };
    }
    return sum;
  }

  // Measures that are added, each once: how many of them were reported.
  Side Reports() {
    Side side;
    while (side.measures.empty()) {
      for (const char* code : kMeasures) {
        if (random_() % 3 == 0) side.measures.insert(code);
      }
    }
    side.text = absl::StrJoin(side.measures, " + ");
    side.value = [measures = side.measures](const Values& values) {
      Wide reported = 0;
      for (const std::string& code : measures) reported += values.count(code);
      return reported;
    };
    return side;
  }

 private:
  Side Product(int depth) {
    // Thousandths: two of them multiply exactly.
    const auto number = static_cast<int64_t>(random_() % 20'000);
    const std::string text = FormatMillionths(number * 1000);
    switch (random_() % (depth < 1 ? 4 : 3)) {
      case 0:
        return {text, {}, [number](const Values&) {
                  return Wide(number) * 1000 * kSixtieths;
                }};
      case 1:
        return Times(1000 * number, [&](const std::string& code) {
          return random_() % 2 == 0 ? text + "*" + code : code + " * " + text;
        });
      case 2:
        return Times(kMillionths, [](const std::string& code) { return code; });
      default: {
        const Side inner = Sum(depth + 1);
        return {text + " * (" + inner.text + ")", inner.measures,
                [number, within = inner.value](const Values& values) {
                  return within(values) * number / 1000;
                }};
      }
    }
  }

  // `millionths` of one of the measures.
  Side Times(int64_t millionths,
             const std::function<std::string(const std::string&)>& spell) {
    const std::string code = OneOf(random_, kMeasures);
    return {spell(code), {code}, [millionths, code](const Values& values) {
              const auto found = values.find(code);
              return found == values.end() ? Wide(0)
                                           : Wide(millionths) * found->second;
            }};
  }

  Random& random_;
};

// Figures of a month, and what they come to where.
struct Month {
  PeriodFigures figures;
  std::map<std::string, Values> by_area;
  Values whole;
};

v1::PeriodFigure MakeFigure(const std::string& code, const std::string& area,
                            int64_t value) {
  v1::PeriodFigure figure;
  figure.set_measure_code(code);
  figure.set_area(area);
  figure.set_value(value);
  figure.set_contributions(1);
  return figure;
}

Month MakeMonth(Random& random) {
  Month month;
  // In some months nearly nothing is missing, in others nearly all is.
  const uint64_t most = random() % 4;
  for (const std::string area : kAreas) {
    for (const std::string code : kMeasures) {
      if (random() % 4 > most) continue;
      const int64_t value = static_cast<int64_t>(random() % 100);
      month.figures.push_back(MakeFigure(code, area, value));
      const Wide sixtieths = code == "training_hours" ? value : value * 60;
      month.by_area[area][code] += sixtieths;
      month.whole[code] += sixtieths;
      // A part of it, and what no longer counts, are added to nothing.
      month.figures.push_back(MakeFigure(code, area, 7));
      if (random() % 2 == 0) {
        month.figures.back().set_split("audience=youth");
      } else {
        month.figures.back().set_contributions(0);
      }
    }
  }
  return month;
}

bool Keeps(const std::string& comparison, Wide left, Wide right) {
  if (comparison == "=") return left == right;
  if (comparison == "!=") return left != right;
  if (comparison == "<") return left < right;
  if (comparison == "<=") return left <= right;
  if (comparison == ">") return left > right;
  if (comparison == ">=") return left >= right;
  if (comparison == "paired") return (left > 0) == (right > 0);
  return left == 0 || right == 0;
}

// One rule and what it must say of a month.
struct Drawn {
  Side left;
  std::string comparison;
  Side right;
  bool is_per_area = false;
  std::string missing;

  std::string Text() const {
    return absl::StrCat("error a", is_per_area ? " per area" : "", ": ",
                        left.text, " ", comparison, " ", right.text, missing);
  }

  std::set<std::string> Measures() const {
    std::set<std::string> all = left.measures;
    all.insert(right.measures.begin(), right.measures.end());
    return all;
  }

  bool IsJudged(const Values& values) const {
    if (comparison == "paired" || comparison == "excludes") return true;
    size_t reported = 0;
    for (const std::string& code : Measures()) reported += values.count(code);
    if (missing == " missing always-zero") return true;
    if (missing == " missing zero") return reported > 0;
    return reported == Measures().size();
  }

  // "OUTCOME_VIOLATED DPI-1,DPI-2".
  std::string Expected(const Month& month) const {
    std::map<std::string, Values> places;
    if (!is_per_area) places[""] = month.whole;
    for (const auto& [area, values] : month.by_area) {
      bool is_named = false;
      for (const std::string& code : Measures()) {
        is_named = is_named || values.count(code) > 0;
      }
      if (is_per_area && is_named) places[area] = values;
    }
    bool is_any_judged = false;
    std::vector<std::string> violated;
    for (const auto& [area, values] : places) {
      if (!IsJudged(values)) continue;
      is_any_judged = true;
      if (!Keeps(comparison, left.value(values), right.value(values))) {
        violated.push_back(area);
      }
    }
    if (!violated.empty()) {
      return absl::StrCat("OUTCOME_VIOLATED ", absl::StrJoin(violated, ","));
    }
    return is_any_judged ? "OUTCOME_KEPT " : "OUTCOME_MISSING ";
  }
};

Drawn Draw(Random& random) {
  RandomSides sides(random);
  Drawn drawn;
  drawn.comparison = OneOf(random, kComparisons);
  drawn.is_per_area = random() % 2 == 0;
  drawn.missing = OneOf(random, kMissing);
  if (drawn.comparison == "paired" || drawn.comparison == "excludes") {
    drawn.left = sides.Reports();
    drawn.right = sides.Reports();
    return drawn;
  }
  drawn.left = sides.Sum();
  // Two that are drawn are hardly ever the same.
  drawn.right = random() % 4 == 0 ? drawn.left : sides.Sum();
  return drawn;
}

std::string Said(const RuleJudgement& judgement) {
  std::vector<std::string> violated;
  for (const v1::RuleViolation& violation : judgement.violations()) {
    violated.push_back(violation.area());
  }
  return absl::StrCat(RuleJudgement::Outcome_Name(judgement.outcome()), " ",
                      absl::StrJoin(violated, ","));
}

TEST(RuleRandomTest, EveryComparisonSaysWhatItsSidesComeTo) {
  const char* given = std::getenv("ENTENTE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device{}();
  SCOPED_TRACE(absl::StrCat("ENTENTE_SEED=", seed));
  Random random(seed);
  const Definitions definitions(1, {SampleConvention()});
  // By comparison and outcome.
  std::map<std::string, int> seen;
  for (int round = 0; round < 4000; ++round) {
    const Drawn drawn = Draw(random);
    const Month month = MakeMonth(random);
    const std::string text = drawn.Text();
    const auto parsed = ParseRule(text, "text");
    // No measure, or more than 500 characters.
    if (!parsed.ok()) continue;
    ASSERT_EQ(*ParseRule(FormatRule(*parsed), "text"), *parsed) << text;
    v1::MeasureRule rule;
    rule.set_text(text);
    DescribeRule(*parsed, rule);
    const auto judgement = JudgeRule(rule, definitions, month.figures);
    ASSERT_TRUE(judgement.ok()) << judgement.status();
    ASSERT_EQ(Said(*judgement), drawn.Expected(month)) << text;
    ++seen[absl::StrCat(drawn.comparison, " ",
                        RuleJudgement::Outcome_Name(judgement->outcome()))];
  }
  for (const std::string comparison : kComparisons) {
    EXPECT_GT(seen[comparison + " OUTCOME_KEPT"], 10) << comparison;
    EXPECT_GT(seen[comparison + " OUTCOME_VIOLATED"], 10) << comparison;
  }
  EXPECT_GT(seen["<= OUTCOME_MISSING"], 10);
}

}  // namespace
}  // namespace entente::indicators
