// How figures, dates and foreign text are written for people. Belgian notation
// throughout: 1.896.439,60 and 31/12/2019, the same in French and Dutch.
//
// Pure functions; safe from any thread.
#ifndef TOOLS_CLIENT_REPORT_FORMAT_H_
#define TOOLS_CLIENT_REPORT_FORMAT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "entente/common/v1/text.pb.h"
#include "entente/conventions/v1/measure.pb.h"
#include "google/type/date.pb.h"
#include "services/common/base/error.h"
#include "services/conventions/money/money.h"
#include "tools/client/language.h"

namespace entente::client {

// The sentence in `language`; English where it was never written.
const std::string& In(const Sentence& sentence, Language language);

// The text in `language`, else in another language somebody entered; empty when
// nobody entered any.
const std::string& In(const common::v1::LocalizedText& text, Language language);

using conventions::Cents;

// "1.896.439,60"; "-0,05".
std::string Amount(int64_t cents);

// "100.000".
std::string Whole(int64_t value);

// Minutes as "6 h" or "6 h 30".
std::string Duration(int64_t minutes);

// A figure of a measure as people read it: "14", "6 h 30", "3/4",
// "oui / ja".
std::string Figure(conventions::v1::MeasureKind kind, int64_t value,
                   int64_t denominator);

// What is agreed of a measure, or known from before: per cent for a ratio,
// else a figure.
std::string AgreedFigure(conventions::v1::MeasureKind kind, int64_t value);

// A calendar day; nullopt for the zero date or one without a day.
std::optional<absl::CivilDay> Day(const google::type::Date& date);

// "31/12/2019".
std::string DayText(absl::CivilDay day);

// The same, or a dash when the date is not set; "06/2018" for a date whose day
// is 0.
std::string DayText(const google::type::Date& date);

// `text` without what could steer a terminal or turn the reading direction:
// control characters, directional overrides and broken UTF-8 become U+FFFD;
// line ends and tabs become spaces.
std::string Clean(absl::string_view text);

// Columns `text` takes in a terminal; every code point of our text counts one.
size_t Columns(absl::string_view text);

// Filled with spaces, or cut with "…", to exactly `columns`.
std::string PadRight(absl::string_view text, size_t columns);
// Filled with spaces on the left; never cut.
std::string PadLeft(absl::string_view text, size_t columns);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_FORMAT_H_
