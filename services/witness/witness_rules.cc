#include "services/witness/witness_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace entente::witness {
namespace {

Answer Plain(int status, absl::string_view sentence) {
  return {.status = status, .body = absl::StrCat(sentence, "\n")};
}

Answer Conflict(uint64_t size) {
  return {.status = 409,
          .content_type = audit::kSizeContentType,
          .body = audit::FormatSize(size)};
}

}  // namespace

Answer BadRequest(absl::string_view what) { return Plain(400, what); }

std::optional<Signed> ReadRequest(const KnownLogs& logs, absl::string_view body,
                                  Answer& answer) {
  absl::StatusOr<audit::AddCheckpoint> request =
      audit::ParseAddCheckpoint(body);
  if (!request.ok()) {
    answer = BadRequest(request.status().message());
    return std::nullopt;
  }
  const absl::StatusOr<audit::NoteParts> parts =
      audit::ParseNote(request->note, audit::kNoteBytesMax);
  if (!parts.ok()) {
    answer = BadRequest(parts.status().message());
    return std::nullopt;
  }
  Signed read;
  read.text = std::string(parts->text);
  const auto log = logs.find(read.text.substr(0, read.text.find('\n')));
  if (log == logs.end()) {
    answer = Plain(404, "This witness does not know a log of that origin.");
    return std::nullopt;
  }
  const bool is_signed = std::any_of(log->second.begin(), log->second.end(),
                                     [&](const audit::NoteVerifier& key) {
                                       return key.Open(request->note).ok();
                                     });
  if (!is_signed) {
    answer = Plain(403, "No known key of this origin signed the checkpoint.");
    return std::nullopt;
  }
  absl::StatusOr<audit::Checkpoint> checkpoint =
      audit::ParseCheckpointText(read.text);
  if (!checkpoint.ok()) {
    answer = BadRequest(checkpoint.status().message());
    return std::nullopt;
  }
  read.request = *std::move(request);
  read.checkpoint = *std::move(checkpoint);
  return read;
}

std::optional<Answer> Refuse(const Signed& request,
                             const std::optional<audit::Checkpoint>& latest) {
  const uint64_t old_size = request.request.old_size;
  const audit::Checkpoint& next = request.checkpoint;
  if (old_size > next.size) {
    return BadRequest("The old size is above that of the checkpoint.");
  }
  const uint64_t cosigned = latest ? latest->size : 0;
  if (old_size != cosigned) return Conflict(cosigned);
  if (IsFork(next, latest)) return Conflict(cosigned);
  // From nothing, and from the empty tree, there is nothing to prove.
  const bool is_proven = old_size == 0 ? request.request.proof.empty()
                                       : audit::VerifyConsistency(
                                             old_size, next.size, latest->root,
                                             next.root, request.request.proof);
  if (is_proven) return std::nullopt;
  return Plain(422, "The proof does not show that the old log is a prefix.");
}

bool IsFork(const audit::Checkpoint& next,
            const std::optional<audit::Checkpoint>& latest) {
  return latest && next.size == latest->size && next.root != latest->root;
}

}  // namespace entente::witness
