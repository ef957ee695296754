// What is agreed for the whole term, of an indicator of IATI. Pure.
//
// Published is what was agreed with the State: nothing that is internal,
// nothing of a sensitive measure, and nothing of one that its settings, as they
// are in force today, keep from the public. No figure that was counted, thus no
// baseline, which was counted in an earlier year: these are published by a
// release, which looks after the small ones.
#ifndef TOOLS_CLIENT_IATI_IATI_TARGETS_H_
#define TOOLS_CLIENT_IATI_IATI_TARGETS_H_

#include "entente/conventions/v1/convention.pb.h"
#include "pugixml.hpp"
#include "tools/client/iati/iati.h"

namespace entente::client {

// Appends to `indicator`, that of `node`, a <period> from the first to the last
// day of the term with the target, in hours for HOURS and in per cent for
// RATIO; and says of it where less is better. Nothing where nothing is agreed,
// and of an indicator of several measures, of which none has its unit alone.
void WriteIndicatorTarget(const IatiData& data,
                          const conventions::v1::Node& node,
                          pugi::xml_node indicator);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_IATI_IATI_TARGETS_H_
