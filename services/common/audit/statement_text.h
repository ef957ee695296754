// The form of a statement of accesses: a signed note (note.h) whose text is
//
//   entente.audit.statement/v1
//   log <name of the log, and of the key that signs>
//   resolution <name> <etag, hex>
//   question person <year>:<pseudonym, hex>   or   question object <name>
//   period <first day> <last day>, UTC
//   reason <code>
//   reference <where the occasion is filed>
//   requested <time> <year>:<pseudonym>
//   approved <time> <year>:<pseudonym>
//   tree <entries> <root, base64>             what it was computed over
//   entries <count>
//   entry <sequence> <time> <method> <outcome> <purpose> <person> <object>
//   …
//
// <method> is "calls:<number>" where the entry stands for so many denied calls.
// <person> is "subject=<name>" where named, else "<year>:<pseudonym>"; "-" for
// none. <object> is a keyed hash in hex, "@" and the version that was read or
// written where the entry says one, or "-"; of so many denied calls it is the
// hash of the object that is asked about, where it is known to be among what
// they asked for, else "objects:<number>", and ":more" where they asked for
// more than the log tells: in a statement on an object such an entry says that
// the object may have been asked for. Whatever is not
// [A-Za-z0-9._~/:@-] is percent-encoded. The first line is none that a
// checkpoint has, so one can never be taken for the other.
#ifndef SERVICES_COMMON_AUDIT_STATEMENT_TEXT_H_
#define SERVICES_COMMON_AUDIT_STATEMENT_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/audit/note.h"

namespace entente::audit {

inline constexpr char kStatementTitle[] = "entente.audit.statement/v1";
// Accesses in one statement: what a person can still read, and far from the
// limit of a message.
inline constexpr int64_t kStatementEntriesMax = 10'000;
// A statement of so many entries, each with the longest name.
inline constexpr size_t kStatementBytesMax = size_t{6} << 20;

// Whether `text` holds only what stands unencoded in a statement; not empty.
bool IsStatementWord(absl::string_view text);
// Percent-encoded; "-" for empty text.
std::string StatementWord(absl::string_view text);

// What an offline reader may rely on.
struct StatementSummary {
  std::string log;
  uint64_t tree_size = 0;
  int64_t entries = 0;
  // The whole text.
  std::string text;
};

// The statement in `note` when `key` signed it. Errors: those of
// NoteVerifier::Open; INVALID_ARGUMENT when it is signed but no statement, of
// another log, or of fewer or more entries than it says.
absl::StatusOr<StatementSummary> OpenStatement(absl::string_view note,
                                               const NoteVerifier& key);

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_STATEMENT_TEXT_H_
