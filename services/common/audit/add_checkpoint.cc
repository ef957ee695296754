#include "services/common/audit/add_checkpoint.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

constexpr absl::string_view kOld = "old ";

absl::Status Malformed(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("This is not an add-checkpoint request: ", what, "."));
}

// Takes the first line off `rest`; false when no newline ends it.
bool TakeLine(absl::string_view& rest, absl::string_view& line) {
  const size_t end = rest.find('\n');
  if (end == absl::string_view::npos) return false;
  line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return true;
}

bool ReadDecimal(absl::string_view text, uint64_t& value) {
  return absl::SimpleAtoi(text, &value) && absl::StrCat(value) == text;
}

}  // namespace

std::string FormatAddCheckpoint(const AddCheckpoint& request) {
  std::string body = absl::StrCat(kOld, request.old_size, "\n");
  for (const Hash& hash : request.proof) {
    absl::StrAppend(&body, absl::Base64Escape(hash), "\n");
  }
  absl::StrAppend(&body, "\n", request.note);
  return body;
}

absl::StatusOr<AddCheckpoint> ParseAddCheckpoint(absl::string_view body) {
  if (body.size() > kAddCheckpointBytesMax) return Malformed("it is too long");
  AddCheckpoint request;
  absl::string_view line;
  if (!TakeLine(body, line) || !absl::ConsumePrefix(&line, kOld) ||
      !ReadDecimal(line, request.old_size)) {
    return Malformed("it does not begin with the old size");
  }
  while (true) {
    if (!TakeLine(body, line)) {
      return Malformed("no empty line ends the proof");
    }
    if (line.empty()) break;
    if (request.proof.size() == kProofLinesMax) {
      return Malformed("the proof has more than 63 lines");
    }
    absl::StatusOr<std::string> hash = DecodeBase64(line);
    if (!hash.ok() || hash->size() != kHashBytes) {
      return Malformed("a line of the proof is not a hash of 32 bytes");
    }
    request.proof.push_back(*std::move(hash));
  }
  request.note = std::string(body);
  return request;
}

std::string FormatSize(uint64_t size) { return absl::StrCat(size, "\n"); }

absl::StatusOr<uint64_t> ParseSize(absl::string_view body) {
  uint64_t size = 0;
  if (!absl::ConsumeSuffix(&body, "\n") || !ReadDecimal(body, size)) {
    return absl::InvalidArgumentError(
        "A size is one decimal number and a newline.");
  }
  return size;
}

}  // namespace entente::audit
