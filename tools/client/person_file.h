// The list of persons of a local deployment, "<home>/persons.textproto", closed
// to other users (0600). Whoever may write it decides who gets a token, as
// whoever may read the issuer's key does.
#ifndef TOOLS_CLIENT_PERSON_FILE_H_
#define TOOLS_CLIENT_PERSON_FILE_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/client/persons.h"

namespace entente::client {

class PersonFile {
 public:
  explicit PersonFile(const std::string& home);

  const std::string& path() const { return path_; }

  // The list, checked; an empty one when there is no file. Errors:
  // FAILED_PRECONDITION / PERSONS_FILE_INVALID for a file that is unreadable,
  // longer than 1 MiB, no textproto or not sound.
  absl::StatusOr<PersonList> Read() const;

  // Reads, lets `change` alter the list and writes it whole or not at all,
  // while no other program does. `change` answers whether there is anything to
  // write. Errors: those of Read and `change`; FAILED_PRECONDITION /
  // FILE_UNWRITABLE.
  absl::Status Change(
      absl::FunctionRef<absl::StatusOr<bool>(PersonList&)> change) const;

 private:
  std::string path_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PERSON_FILE_H_
