// Files and digests.
#ifndef TOOLS_CLIENT_FILES_H_
#define TOOLS_CLIENT_FILES_H_

#include <cstddef>
#include <istream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace entente::client {

// NOT_FOUND / FILE_UNREADABLE: `path` is missing, a folder, or closed to us.
absl::Status FileUnreadable(const std::string& path);

// Reads `in` until `content` holds `bytes_max` + 1 bytes or `in` ends: one more
// than allowed, so that whoever judges the length sees it, and a file of any
// size costs little memory.
void AppendSome(std::istream& in, size_t bytes_max, std::string& content);

// All of the file at `path`, of `in` when it is "-", as AppendSome.
// FILE_UNREADABLE.
absl::StatusOr<std::string> ReadFileOr(std::istream& in,
                                       const std::string& path,
                                       size_t bytes_max);

// Writes `content` to `path` for the owner alone (0600), whole or not at all,
// and on disk before it returns. False when it cannot.
bool WritePrivateFile(const std::string& path, const std::string& content);
// FAILED_PRECONDITION / FILE_UNWRITABLE.
absl::Status FileUnwritable(const std::string& path);

// SHA-256 in lower-case hex.
std::string Sha256Hex(absl::string_view bytes);
// Of a file of any size. Errors: FILE_UNREADABLE.
absl::StatusOr<std::string> Sha256OfFile(const std::string& path);

// 128 random bits in hex, for request ids.
std::string RandomHex();

}  // namespace entente::client

#endif  // TOOLS_CLIENT_FILES_H_
