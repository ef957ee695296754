// What a witness answers to a request, c2sp.org/tlog-witness. Pure: what was
// cosigned before is given, nothing is kept or signed here.
#ifndef SERVICES_WITNESS_WITNESS_RULES_H_
#define SERVICES_WITNESS_WITNESS_RULES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/common/audit/add_checkpoint.h"
#include "services/common/audit/checkpoint.h"
#include "services/witness/known_logs.h"

namespace entente::witness {

inline constexpr char kTextContentType[] = "text/plain; charset=utf-8";

// An answer on the wire.
struct Answer {
  int status = 0;
  std::string content_type = kTextContentType;
  std::string body = {};
};

// 400, with a sentence that says what is malformed.
Answer BadRequest(absl::string_view what);

// A request whose signature is good.
struct Signed {
  audit::AddCheckpoint request;
  audit::Checkpoint checkpoint;
  // The text that was signed, and is to be cosigned.
  std::string text;
};

// Reads `body` and verifies the log's signature. On failure returns nullopt and
// sets `answer`: 400 malformed (also a checkpoint with extension lines), 404
// unknown origin, 403 not signed by a key of that origin.
std::optional<Signed> ReadRequest(const KnownLogs& logs, absl::string_view body,
                                  Answer& answer);

// nullopt when `request` may be cosigned after `latest`, the last checkpoint
// cosigned of this origin (nullopt: none). Otherwise the answer: 400 old size
// above the checkpoint's; 409 old size not that of `latest`, or the same size
// with another root; 422 no proof that `latest` is a prefix.
std::optional<Answer> Refuse(const Signed& request,
                             const std::optional<audit::Checkpoint>& latest);

// Whether the log, which signed both, shows two trees of one size. No proof is
// missing then, and no claim of the sender counts: nobody else can bring it
// about. Pure.
bool IsFork(const audit::Checkpoint& next,
            const std::optional<audit::Checkpoint>& latest);

}  // namespace entente::witness

#endif  // SERVICES_WITNESS_WITNESS_RULES_H_
