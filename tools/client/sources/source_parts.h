// What enrolling a source and renewing its certificate share, and what an
// enrolment does not bind.
#ifndef TOOLS_CLIENT_SOURCES_SOURCE_PARTS_H_
#define TOOLS_CLIENT_SOURCES_SOURCE_PARTS_H_

#include <string>

#include "absl/status/status.h"
#include "tools/client/cli.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/sources/source_bundle.h"

namespace entente::client {

// Whether what is asked of a source can be counted. INVALID_ARGUMENT:
// MEASURE_NOT_COUNTED, AREA_UNKNOWN.
absl::Status CheckAsked(const MeasureLookup& lookup,
                        const SourceEnrolment& enrolment);

// Prints who may deliver the measures of `enrolment` as the service has it, and
// the commands with which the source may, and nobody else.
void SayWhoDelivers(Cli& cli, const MeasureLookup& lookup,
                    const SourceEnrolment& enrolment);

// Sets the trust domain, the authority of the services and, where its key is
// here and no request is wanted, the authority that signs; the language of the
// enrolment and the moment.
void AddIdentity(Cli& cli, bool is_request, BundleRequest& request);

// `out`, or "<home>/bundle-CODE" where it is empty.
std::string BundleFolder(Cli& cli, const std::string& source,
                         const std::string& out);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SOURCES_SOURCE_PARTS_H_
