// Refusals of a service in the words of the command line: a service speaks of
// the fields of its request, a person gave flags. Pure.
#ifndef TOOLS_CLIENT_FLAG_WORDS_H_
#define TOOLS_CLIENT_FLAG_WORDS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/base/error.h"

namespace entente::client {

struct FieldFlag {
  // Field of the request, as sentences have it in `…`.
  std::string field = {};
  // "--without".
  std::string flag = {};
  // With its value, "--without SOURCE=REASON".
  Sentence usage = {};
};

// `status` with the flags in place of the fields, in its sentences and as the
// place at fault; as it is where it names none, or has no detail.
absl::Status InFlagWords(const absl::Status& status,
                         const std::vector<FieldFlag>& flags);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_FLAG_WORDS_H_
