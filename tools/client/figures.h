// A made-up year of rows, as a police zone might deliver it, with what must
// become of each: for demonstrations and tests. The same seed gives the same
// bytes on every machine. Pure.
//
// Rows come month after month, with some late ones, copies, corrections and
// faults of every kind that the service must refuse. Nothing in them is real.
#ifndef TOOLS_CLIENT_FIGURES_H_
#define TOOLS_CLIENT_FIGURES_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace entente::client {

struct FiguresPlan {
  int64_t rows = 100000;
  uint64_t seed = 1;
  // Codes of COUNT measures (values 1 to 3) and of HOURS measures (minutes).
  std::vector<std::string> count_measures = {};
  std::vector<std::string> hours_measures = {};
  // Codes of the closed list, of areas that the municipality counts in.
  std::vector<std::string> areas = {};
  // First month of the year that is made up, within the term.
  int year = 2018;
  int month = 1;
};

// What must become of the rows when nothing was delivered before.
struct FiguresExpected {
  int64_t sent = 0;
  int64_t created = 0;
  int64_t updated = 0;
  int64_t withdrawn = 0;
  int64_t unchanged = 0;
  int64_t duplicate = 0;
  int64_t rejected = 0;
  int64_t late = 0;
  // By reason.
  std::map<std::string, int64_t> rejections;
  // By measure and month ("2018-03"): the sums that a series must show.
  std::map<std::string, std::map<std::string, int64_t>> sums;
};

// Writes the header and `plan.rows` rows, line by line. `plan` has at least one
// measure and one area.
FiguresExpected MakeFigures(
    const FiguresPlan& plan,
    const std::function<void(absl::string_view line)>& write);

// `expected` as indented JSON, its totals under the names of IngestTotals.
std::string ExpectedJson(const FiguresExpected& expected);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_FIGURES_H_
