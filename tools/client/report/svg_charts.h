// The two drawings of the page, as inline SVG. Each has a title and a
// description for readers who do not see it, and the values stand as text, so
// that nothing is told by colour alone and paper loses nothing.
//
// Pure: the same input gives the same bytes.
#ifndef TOOLS_CLIENT_REPORT_SVG_CHARTS_H_
#define TOOLS_CLIENT_REPORT_SVG_CHARTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "entente/conventions/v1/measure.pb.h"
#include "tools/client/report/html_writer.h"
#include "tools/client/report/report_model.h"

namespace entente::client {

// Patterns the drawings refer to; once per page, before the first of them.
void WriteSvgDefinitions(HtmlWriter& html);

// Spent, reserved, available and unallotted of one envelope side by side, on
// the scale 0 to what was allocated. `name` is read aloud.
void WriteMoneyBar(const Sentence& name, const MoneyPhases& money,
                   HtmlWriter& html);

// The months of one year as bars with their values, on a scale that all years
// of the measure share. A month nobody spoke of is a dot, not a zero; one that
// is unusual carries kUnusualMark.
void WriteYearBars(const std::string& name, conventions::v1::MeasureKind kind,
                   const YearView& year, int64_t scale_max, HtmlWriter& html);

// Behind a figure of a month that is unusual; labels::kUnusual says so.
inline constexpr char kUnusualMark[] = "!";

// The months of `years` that are unusual, each with its figure, and what that
// means. Nothing where none is.
void WriteUnusual(conventions::v1::MeasureKind kind,
                  const std::vector<YearView>& years, HtmlWriter& html);

// Largest value of any month, at least 1.
int64_t ScaleMax(const MeasureView& measure);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_SVG_CHARTS_H_
