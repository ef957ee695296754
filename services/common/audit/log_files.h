// The files beside the store that belong to the access log: keys of the years,
// key and last checkpoint of the signer.
#ifndef SERVICES_COMMON_AUDIT_LOG_FILES_H_
#define SERVICES_COMMON_AUDIT_LOG_FILES_H_

#include "services/common/base/error.h"

namespace entente::audit {

// Whose files these are, in errors of store/durable_file.h.
inline const Sentence& OfAccessLog() {
  static const auto& purpose = *new Sentence{.en = "of the access log",
                                             .fr = "du journal des accès",
                                             .nl = "van het toegangslogboek"};
  return purpose;
}

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_LOG_FILES_H_
