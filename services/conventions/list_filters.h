// What the lists of this service may be filtered by (AIP-160).
#ifndef SERVICES_CONVENTIONS_LIST_FILTERS_H_
#define SERVICES_CONVENTIONS_LIST_FILTERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/common/filter/filter.h"

namespace entente::conventions {

// The filter of a request for records of `message`. A request without such a
// field lets everything pass. Errors: FILTER_INVALID.
absl::StatusOr<filter::Filter> ParseFilter(
    const google::protobuf::Descriptor& message, absl::string_view text);

template <class Record, class Request>
absl::StatusOr<filter::Filter> FilterOf(const Request& request) {
  if constexpr (requires { request.filter(); }) {
    return ParseFilter(*Record::descriptor(), request.filter());
  } else {
    return filter::Filter();
  }
}

// The part of a page token's scope that belongs to the filter: a token serves
// the filter that it was made for.
template <class Request>
std::string FilterScope(const Request& request) {
  if constexpr (requires { request.filter(); }) {
    return absl::StrCat(" ", request.filter());
  } else {
    return "";
  }
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LIST_FILTERS_H_
