// A body may not throw; one that does fails alone.
#ifndef SERVICES_COMMON_STORE_GUARDED_H_
#define SERVICES_COMMON_STORE_GUARDED_H_

#include <exception>
#include <typeinfo>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace entente::store {

// The status of `run`; INTERNAL when it throws, which must not unwind the stack
// that the waiting callers of a group refer to. what() may quote content, so
// only the type is kept.
template <class Run>
absl::Status Guarded(Run run) {
  try {
    return run();
  } catch (const std::exception& error) {
    return absl::InternalError(
        absl::StrCat("a transaction threw ", typeid(error).name()));
  }
}

}  // namespace entente::store

#endif  // SERVICES_COMMON_STORE_GUARDED_H_
