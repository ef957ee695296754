#include "services/witness/witness.h"

#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/store/key.h"

namespace entente::witness {
namespace {

constexpr uint8_t kLatestTable = 0x01;

std::string LatestKey(const std::string& origin) {
  return store::KeyWriter().Table(kLatestTable).Str(origin).Key();
}

Answer Failed() {
  return {.status = 500, .body = "The witness cannot keep checkpoints now.\n"};
}

// Ends the transaction without a trace when the request is refused.
absl::Status Undo() { return absl::CancelledError("refused"); }

void LogRefusal(const Signed& request, const Answer& answer, bool is_fork) {
  const LogFields fields = {
      {"origin", request.checkpoint.origin},
      {"status", absl::StrCat(answer.status)},
      {"old_size", absl::StrCat(request.request.old_size)},
      {"size", absl::StrCat(request.checkpoint.size)},
      {"root", absl::BytesToHexString(request.checkpoint.root)}};
  // Whoever has seen a checkpoint can send it again, with any old size and any
  // proof: only two checkpoints that the log signed accuse it.
  if (is_fork) {
    LogError("log_contradicts", fields);
  } else if (answer.status == 422) {
    LogWarning("log_unproven", fields);
  } else {
    LogWarning("checkpoint_refused", fields);
  }
}

}  // namespace

absl::StatusOr<bool> HasCosigned(const store::Reader& reader) {
  bool is_any = false;
  ENTENTE_RETURN_IF_ERROR(
      reader.Scan(store::KeyWriter().Table(kLatestTable).Key(), "",
                  [&](absl::string_view, absl::string_view) {
                    is_any = true;
                    return false;
                  }));
  return is_any;
}

absl::Status Witness::Replace(store::Transaction& transaction,
                              const Signed& request, Answer& answer,
                              bool& is_fork) const {
  const std::string key = LatestKey(request.checkpoint.origin);
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> kept,
                           transaction.Get(key));
  std::optional<audit::Checkpoint> latest;
  if (kept) {
    ENTENTE_ASSIGN_OR_RETURN(const audit::NoteParts parts,
                             audit::ParseNote(*kept, audit::kNoteBytesMax));
    ENTENTE_ASSIGN_OR_RETURN(latest, audit::ParseCheckpointText(parts.text));
  }
  if (std::optional<Answer> refusal = Refuse(request, latest)) {
    answer = *std::move(refusal);
    is_fork = IsFork(request.checkpoint, latest);
    return Undo();
  }
  // Kept as it is: anybody who saw what was cosigned last may send it again,
  // also with signatures of others, and is to cost no write.
  const bool is_kept = latest && latest->size == request.checkpoint.size;
  if (!is_kept) transaction.Put(key, request.request.note);
  return absl::OkStatus();
}

Answer Witness::AddCheckpoint(absl::string_view body) {
  Answer answer;
  const std::optional<Signed> request = ReadRequest(logs_, body, answer);
  if (!request) {
    LogWarning("request_refused", {{"status", absl::StrCat(answer.status)}});
    return answer;
  }
  bool is_fork = false;
  const absl::Status kept =
      store_.Transact([&](store::Transaction& transaction) {
        return Replace(transaction, *request, answer, is_fork);
      });
  if (absl::IsCancelled(kept)) {
    LogRefusal(*request, answer, is_fork);
    return answer;
  }
  // After it was kept: a cosignature that is out is never forgotten.
  const absl::StatusOr<std::string> line =
      kept.ok() ? signer_.Sign(request->text, absl::ToUnixSeconds(clock_.Now()))
                : kept;
  if (!line.ok()) {
    LogError("not_kept", {{"cause", std::string(line.status().message())}});
    return Failed();
  }
  LogInfo("cosigned", {{"origin", request->checkpoint.origin},
                       {"size", absl::StrCat(request->checkpoint.size)}});
  return {.status = 200, .body = *line};
}

}  // namespace entente::witness
