// Context series as people and other programs read them: always said to be
// from outside, never beside a target. Pure.
#ifndef TOOLS_CLIENT_CONTEXT_TEXT_H_
#define TOOLS_CLIENT_CONTEXT_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "entente/indicators/v1/context_service.pb.h"
#include "services/common/base/error.h"
#include "tools/client/language.h"

namespace entente::client {

// What stands above every context series, wherever it is shown.
extern const Sentence kContextLabel;

// "1.234,5" of 12345 with one decimal, as Belgium writes it.
std::string ScaledText(int64_t value, int decimals);
// "1234.5": for programs.
std::string ScaledDecimal(int64_t value, int decimals);
// The reverse of "1234,5" and "1234.5"; nothing when it is no such number, has
// more decimals than `decimals`, or more than 13 digits before them.
std::optional<int64_t> ParseScaled(absl::string_view text, int decimals);

// "year", "par trimestre".
Sentence FrequencyWord(
    entente::indicators::v1::ContextSeries::Frequency frequency);

// The series by id, no wider than `columns`.
std::string ContextListText(
    const std::vector<entente::indicators::v1::ContextSeries>& list,
    Language language, int columns);

// What each version of one series says, since when and why.
std::string ContextVersionsText(
    const std::vector<entente::indicators::v1::ContextSeries>& versions,
    Language language, int columns);

// What one version says in each language that it has.
std::string ContextSeriesText(
    const entente::indicators::v1::ContextSeries& series, Language language,
    int columns);

// "2018, 21004; 2019, 21004": of which periods and areas `figures` are.
std::string ContextPlacesText(
    const std::vector<entente::indicators::v1::ContextFigure>& figures);

// What is said of the series, then its figures; a figure that was corrected or
// withdrawn since is marked where `answer` holds what came after it too.
std::string ContextText(
    const entente::indicators::v1::QueryContextResponse& answer,
    Language language, int columns);

// nature;series;title_fr;title_nl;unit_fr;unit_nl;source;reference;period;area;
// value;published;version;reason;withdrawn, a row a figure; nature is "context"
// in every row; what withdraws a figure has neither value nor day.
std::string ContextCsv(
    const entente::indicators::v1::QueryContextResponse& answer);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CONTEXT_TEXT_H_
