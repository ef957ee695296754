// Filters of lists: a subset of AIP-160 over the fields of a message.
//
//   state = OPEN AND expire_date <= 2018-12-31
//   (line : "general-2018" OR amount >= 1250.00) AND NOT description : zone
//
// Tests are joined by AND and OR (OR binds first, as AIP-160 says; brackets
// make it plain), turned round once by NOT or a minus in front. A test compares
// a field that the list names:
//
//   text      = != with "*" at the start or end for "anything"; : for "holds"
//             case and accents are ignored
//   number, date (2018-12-31), time (RFC 3339, in quotes), money (euros,
//             1250.00 or 1250,00)   = != < <= > >=
//   true or false, and one of a closed list (with or without its prefix)  = !=
//   any       : * for "is there": a number that is not 0, a choice that was
//             made, what is true
//
// What is not there fails every test but !=; so does an empty text, which only
// = "" finds.
#ifndef SERVICES_COMMON_FILTER_FILTER_H_
#define SERVICES_COMMON_FILTER_FILTER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace google::protobuf {
class Descriptor;
class Message;
}  // namespace google::protobuf

namespace entente::filter {

// What a list may be filtered by.
struct Schema {
  const google::protobuf::Descriptor* message;
  // Paths of fields, "line" or "line_position.spent": every other is refused.
  std::vector<std::string> fields;
  // How texts are made equal: lower case, no accents.
  std::function<std::string(absl::string_view)> fold;
};

struct Expression;

// Immutable, thread-safe. An empty filter lets everything pass.
class Filter {
 public:
  // Errors: INVALID_ARGUMENT / FILTER_INVALID at field "filter", which says at
  // which character, what is wrong and which fields there are; metadata
  // `position` counts from 1. Bounds: 1024 bytes, 32 tests, 16 levels.
  static absl::StatusOr<Filter> Parse(absl::string_view text,
                                      const Schema& schema);

  // `message` is of the schema's type.
  bool Matches(const google::protobuf::Message& message) const;

  // What `field`, a text, is compared with by "=" as a whole, folded, in the
  // order of the filter, where no NOT turns it round: a list refuses what can
  // be nothing of the kind.
  std::vector<std::string> TextsEqualled(absl::string_view field) const;

 private:
  // Null: empty.
  std::shared_ptr<const Expression> root_;
  std::function<std::string(absl::string_view)> fold_;
};

}  // namespace entente::filter

#endif  // SERVICES_COMMON_FILTER_FILTER_H_
