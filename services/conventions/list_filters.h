// What the lists of this service may be filtered by (AIP-160).
#ifndef SERVICES_CONVENTIONS_LIST_FILTERS_H_
#define SERVICES_CONVENTIONS_LIST_FILTERS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/common/filter/filter.h"

namespace entente::conventions {

// By type of record: the fields that its list may be filtered by, those that
// are stored or computed before the filter is asked.
using FilterFields =
    std::map<const google::protobuf::Descriptor*, std::vector<std::string>>;
const FilterFields& AllFields();

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

// The part of a page token's scope that belongs to what is asked: a token
// serves the request that it was made for, at any page size. Of requests
// without maps, equal ones are equal texts in one version of the program; after
// another version's start a token may be refused, as after any restart.
template <class Request>
std::string FilterScope(const Request& request) {
  Request asked = request;
  asked.clear_page_size();
  asked.clear_page_token();
  return absl::StrCat(" ", asked.SerializeAsString());
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LIST_FILTERS_H_
