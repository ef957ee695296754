// Columns over time for a terminal, with Unicode's blocks or in plain ASCII.
// Readable without colour: every scale and label is text.
//
//    12 |   #
//       | # #     #
//     0 | # # · # #
//         01 02 03 04 05
//         2018
//
// Pure but for HasUtf8Locale.
#ifndef TOOLS_CLIENT_CHART_H_
#define TOOLS_CLIENT_CHART_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace entente::client {

struct ChartMonth {
  int year = 0;
  // 1 to 12.
  int month = 0;
  // Not below zero; not set where there is no figure, which is not a zero.
  std::optional<int64_t> height = {};
  // What stands below it where it is a quarter or a year, whose number in its
  // year is `month`: two columns, as "Q1". Empty: the number of the month.
  std::string label = {};
};

struct ChartOptions {
  // Of the terminal.
  int columns = 80;
  // Lines of the columns themselves.
  int lines = 8;
  bool is_ascii = false;
  // What stands at the top of the scale, and at its bottom: "6 h", "0 h".
  std::string top = {};
  std::string bottom = {};
};

// Largest height, at least 1: what `top` says.
int64_t ChartTop(const std::vector<ChartMonth>& months);

// `months` in order and without gaps. Months that do not fit the width stand in
// a further chart below, on the same scale. Ends with a newline; no line is
// wider than the terminal, from 24 columns on.
std::string DrawChart(const std::vector<ChartMonth>& months,
                      const ChartOptions& options);

// A table with "#" and "-" in the places of the blocks of its bars and of its
// rules, each as wide as before; what is written in it stays.
std::string InPlainCharacters(absl::string_view table);

// Whether LC_ALL, LC_CTYPE or LANG, the first that is set, says UTF-8.
bool HasUtf8Locale();

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CHART_H_
