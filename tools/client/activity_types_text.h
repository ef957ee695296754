// The types of activity that can be entered, and what each counts for, as
// people and other programs read them. Pure.
#ifndef TOOLS_CLIENT_ACTIVITY_TYPES_TEXT_H_
#define TOOLS_CLIENT_ACTIVITY_TYPES_TEXT_H_

#include <set>
#include <string>

#include "entente/conventions/v1/measure.pb.h"
#include "entente/indicators/v1/activity_service.pb.h"
#include "tools/client/language.h"

namespace entente::client {

// As `activity list` calls the figures of an activity.
std::string FeedFigureWord(entente::conventions::v1::MeasureFeed::Figure figure,
                           Language language);

// A table, no wider than `columns` as long as titles can give: a line for each
// figure that a measure takes, and one for a type that feeds nothing today.
// What to do about none is said where there is none. Measures that are `local`
// are marked as the municipality's own.
std::string ActivityTypesText(
    const entente::indicators::v1::ListActivityTypesResponse& list,
    const std::set<std::string>& local, Language language, int columns);

// type;title_fr;title_nl;figure;measure;measure_title_fr;measure_title_nl, a
// row as above; the figure as the contract names it.
std::string ActivityTypesCsv(
    const entente::indicators::v1::ListActivityTypesResponse& list);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ACTIVITY_TYPES_TEXT_H_
