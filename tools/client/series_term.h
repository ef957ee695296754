// The months of a term: those that --step term asks for where none are given,
// and whether months are a whole one.
#ifndef TOOLS_CLIENT_SERIES_TERM_H_
#define TOOLS_CLIENT_SERIES_TERM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "tools/client/cli.h"
#include "tools/client/series_steps.h"

namespace entente::client {

// The months of --from and --until, their days 1; of a term where neither is
// given, those of the convention that is remembered, of `municipality`
// ("municipalities/{refnis}"), as its term was known at `as_of`, a time as
// ParseTimeFlag takes it; empty: as it is known now. INVALID_ARGUMENT / USAGE
// where one is missing or unreadable, and errors of GetConvention.
absl::StatusOr<entente::indicators::v1::TermMonths> SeriesMonths(
    Cli& cli, const std::string& municipality, const std::string& from,
    const std::string& until, SeriesStep step, const std::string& as_of);

// The term of `convention` in whole months. INVALID_ARGUMENT / USAGE where it
// does not say when it begins and ends. Pure.
absl::StatusOr<entente::indicators::v1::TermMonths> MonthsOfConvention(
    const entente::conventions::v1::Convention& convention);

// Of `terms` those that the months of `figure` cut: none where they are one of
// the terms themselves. As "2018-01/2019-12". Pure.
std::vector<std::string> CutTerms(
    const entente::indicators::v1::StepFigure& figure,
    const google::protobuf::RepeatedPtrField<
        entente::indicators::v1::TermMonths>& terms);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SERIES_TERM_H_
