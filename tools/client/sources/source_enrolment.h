// What is remembered of enrolled sources (source_enrolment.proto), a file each
// under "<home>/sources".
#ifndef TOOLS_CLIENT_SOURCES_SOURCE_ENROLMENT_H_
#define TOOLS_CLIENT_SOURCES_SOURCE_ENROLMENT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/source_enrolment.pb.h"

namespace entente::client {

using entente::indicators::v1::SourceEnrolment;

// [a-z][a-z0-9-]{0,31}, and not "activities", which is what people enter.
bool IsSourceCode(absl::string_view code);

class SourceFiles {
 public:
  explicit SourceFiles(const std::string& home);

  // nullopt where the source was not enrolled here. Errors:
  // FAILED_PRECONDITION / SOURCE_FILE_INVALID naming the file.
  absl::StatusOr<std::optional<SourceEnrolment>> Read(
      const std::string& source) const;
  // By code. Errors: as Read.
  absl::StatusOr<std::vector<SourceEnrolment>> All() const;
  // Writes a new file (0600). Errors: ALREADY_EXISTS / SOURCE_THERE;
  // FAILED_PRECONDITION / FILE_UNWRITABLE.
  absl::Status Add(const SourceEnrolment& enrolment) const;
  // Writes over the file of a source that Read found. Errors:
  // FAILED_PRECONDITION / FILE_UNWRITABLE.
  absl::Status Change(const SourceEnrolment& enrolment) const;

 private:
  std::string PathOf(const std::string& source) const;

  const std::string folder_;
};

// ALREADY_EXISTS / SOURCE_THERE.
absl::Status SourceThere(const std::string& source);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SOURCES_SOURCE_ENROLMENT_H_
