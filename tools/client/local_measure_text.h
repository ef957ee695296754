// Indicators of the municipality's own, as people read them. Pure.
#ifndef TOOLS_CLIENT_LOCAL_MEASURE_TEXT_H_
#define TOOLS_CLIENT_LOCAL_MEASURE_TEXT_H_

#include <string>
#include <vector>

#include "entente/indicators/v1/local_measure.pb.h"
#include "tools/client/language.h"

namespace entente::client {

// The latest version of each, a line for each and no wider than `columns` as
// long as titles can give, and what they are. What to do about none is said
// where there is none.
std::string LocalMeasuresText(
    const std::vector<entente::indicators::v1::LocalMeasure>& measures,
    Language language, int columns);

// Versions of one in the order given: what each says, from when on and why.
std::string LocalMeasureVersionsText(
    const std::vector<entente::indicators::v1::LocalMeasure>& versions,
    Language language, int columns);

// What to do so that something counts for it, a sentence a line.
std::string LocalNextText(const entente::indicators::v1::LocalMeasure& measure,
                          Language language);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_LOCAL_MEASURE_TEXT_H_
