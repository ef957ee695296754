// The structure message that explains what is exported as SDMX-CSV: for whoever
// receives the files, before the first one.
//
// SDMX-ML 3.0, the version that SDMX-CSV 2.0 belongs to: elements and their
// order as in the schemas of SDMX 3.0.0 (SDMXMessage, SDMXStructureDataflow,
// SDMXStructureCodelist, SDMXStructureConcept, SDMXStructureDataStructure),
// URNs as in SDMXCommonReferences.
//
//   Dataflows       ENTENTE:SERIES(1.1.0), SPLIT_SERIES, RELEASE, SPLIT_RELEASE
//   Codelists       ENTENTE:CL_FREQ(1.0.0) and others: the codes that are used
//   ConceptSchemes  ENTENTE:CONCEPTS(1.0.0): one per column
//   DataStructures  ENTENTE:DSD_SERIES(1.1.0) and so on, one per dataflow
//
// A structure has its dimensions, the time last, attributes of the observation
// and one measure, as sdmx_columns.h has them; the value and optional
// attributes may be empty (minOccurs 0). Codes that each municipality has of
// its own, as those of indicators and areas, are strings and of no list. The
// agency itself is not described: it is the receiver's to register.
#ifndef TOOLS_CLIENT_SDMX_STRUCTURE_H_
#define TOOLS_CLIENT_SDMX_STRUCTURE_H_

#include <string>

#include "absl/time/time.h"

namespace entente::client {

// XML in UTF-8. `now`: when it is prepared, which is all that differs between
// two messages.
std::string SdmxStructureMessage(absl::Time now);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SDMX_STRUCTURE_H_
