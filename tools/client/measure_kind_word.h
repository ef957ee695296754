// How the figures of a measure are read, in a word; no gRPC.
#ifndef TOOLS_CLIENT_MEASURE_KIND_WORD_H_
#define TOOLS_CLIENT_MEASURE_KIND_WORD_H_

#include "entente/conventions/v1/measure.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// "count", "nombre"; "?" where it is not known.
Sentence MeasureKindWord(entente::conventions::v1::MeasureKind kind);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_MEASURE_KIND_WORD_H_
