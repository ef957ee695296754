// Keeps methods that no gate knows from being served at all.
#ifndef SERVICES_COMMON_SERVER_METHOD_FILTER_H_
#define SERVICES_COMMON_SERVER_METHOD_FILTER_H_

#include <memory>

#include "grpcpp/security/auth_metadata_processor.h"
#include "services/common/gate/method_table.h"

namespace entente::server {

// Refuses with UNIMPLEMENTED every path that is not in `methods`, before any
// handler: a service registered without its gate answers nobody. `methods`
// outlives the filter.
std::shared_ptr<grpc::AuthMetadataProcessor> MakeMethodFilter(
    const gate::MethodTable& methods);

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_METHOD_FILTER_H_
