// What is counted in a story: figures of months, and in some stories how many
// persons are told of, at times more than the figure comes to. Prints it for
// the judge, see release_tables.cc. Not thread-safe.
#ifndef TESTS_DISCLOSURE_DRAWN_FIGURES_H_
#define TESTS_DISCLOSURE_DRAWN_FIGURES_H_

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "services/indicators/area_rules.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/release_persons_rules.h"
#include "services/indicators/release_union_rules.h"

namespace entente::indicators {

// What figures are counted in: an area, and a code of each list, empty where
// none is known.
struct Spot {
  std::string area;
  std::string audience = {};
  std::string theme = {};

  friend bool operator<(const Spot& a, const Spot& b) {
    return std::tie(a.area, a.audience, a.theme) <
           std::tie(b.area, b.audience, b.theme);
  }
};

// As the judge reads it: "A-1/youth".
std::string TextOf(const Spot& spot);

// As the service does before it makes a table public: of the persons of `table`
// those count whose figure is not small.
void KeepCounted(const AreaList& areas, int64_t threshold,
                 ReleasedTable& table);

class DrawnFigures {
 public:
  // `random` outlives it.
  explicit DrawnFigures(std::mt19937_64& random) : random_(random) {}

  // A story whose figures are counted in `spots`, which lie in `areas`.
  void Begin(const AreaList& areas, const std::vector<Spot>& spots);

  void Set(int32_t month, const Spot& spot, int64_t value);
  // Of a month and area, at least.
  void SetPersons(int32_t month, const std::string& area, int64_t least);
  void Print(int32_t month) const;

  // Draws and prints all of a month.
  void Draw(int32_t month, bool has_persons);
  // As figures of real places are: a few have most of it, others often none.
  // Nobody says anything of persons.
  void DrawSkewed(int32_t month);
  // Draws one spot of the month anew, with the persons of its area, and prints
  // the new version of it all.
  void Correct(int32_t month, bool has_persons);

  const std::vector<Spot>& spots() const { return spots_; }
  // By month and spot, as they are now.
  const std::map<std::pair<int32_t, Spot>, Figure>& figures() const {
    return figures_;
  }
  PersonsBounds PersonsIn(const MonthSpan& span) const;
  // 0, and one more with each correction.
  int VersionOf(int32_t month) const;

 private:
  int Below(int limit) { return static_cast<int>(random_() % limit); }
  void DrawFigure(int32_t month, const Spot& spot);
  void DrawPersons(int32_t month, const std::string& area);

  std::mt19937_64& random_;
  std::vector<Spot> spots_;
  std::map<std::pair<int32_t, Spot>, Figure> figures_;
  PersonsBounds persons_;
  std::map<int32_t, int> versions_;
};

}  // namespace entente::indicators

#endif  // TESTS_DISCLOSURE_DRAWN_FIGURES_H_
