// Breakdowns and splits as they are written down. Pure.
//
//   breakdown  of an event, in canonical form     "audience=youth,theme=coppra"
//   split      one list of it with its code       "audience=youth"
//   series     a measure, or a split of it        "trainings"
//                                                 "trainings/audience=youth"
//
// Figures lie under their series: a split is a series of its own beside that of
// the measure, so that an event counts in the measure once and once in each of
// its splits, and no reader adds one to the other. How two lists cross is not
// kept. Codes of measures, lists and list entries have none of these signs.
#ifndef SERVICES_INDICATORS_BREAKDOWN_RULES_H_
#define SERVICES_INDICATORS_BREAKDOWN_RULES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/map.h"

namespace entente::indicators {

// Code list to code.
using Breakdown = google::protobuf::Map<std::string, std::string>;

// The code of what nothing is said of: the same as leaving the list out.
inline constexpr char kUnknownCode[] = "unknown";

// Lists that one event is split by.
inline constexpr int kBreakdownListsMax = 8;

// By list, each once, what is unknown left out; empty where nothing is known.
// Lists and codes are checked.
std::string CanonicalBreakdown(const Breakdown& breakdown);

// Whether `text` is what CanonicalBreakdown makes of something.
bool IsCanonicalBreakdown(absl::string_view text);

// The splits of a breakdown in canonical form.
std::vector<absl::string_view> SplitsOf(absl::string_view canonical);

// The breakdown that was written so.
Breakdown ParseBreakdown(absl::string_view canonical);

std::string FormatSplit(absl::string_view list, absl::string_view code);

// The series of `split`, or of the whole measure where it is empty.
std::string FormatSeries(absl::string_view measure, absl::string_view split);

struct SeriesName {
  std::string measure;
  // Empty: the measure as a whole.
  std::string split;
};
SeriesName ParseSeries(absl::string_view series);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_BREAKDOWN_RULES_H_
