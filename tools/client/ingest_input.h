// What `entente indicators ingest` delivers: a file of any form, or standard
// input.
#ifndef TOOLS_CLIENT_INGEST_INPUT_H_
#define TOOLS_CLIENT_INGEST_INPUT_H_

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "tools/client/cli.h"
#include "tools/client/delivery/row_questions.h"
#include "tools/client/observation_rows.h"

namespace entente::client {

// The command line.
struct IngestFlags {
  std::string file;
  std::string mapping;
  std::string id_key;
  std::string municipality;
  std::string source;
  std::string session;
  // Of the source, PEM; where none was given, no signature is checked.
  std::string public_key;
  bool has_public_key = false;
  bool is_signature_required = false;
  bool is_dry_run = false;
  bool is_atomic = false;
  bool is_adding = false;
  bool is_on_behalf = false;
  bool is_new_source = false;
  int batch_rows = 2048;
  int in_flight = 8;
};

// What is to be delivered: its rows, and what they are read from.
struct IngestInput {
  std::string session_id;
  // 0 of standard input.
  int64_t bytes_total = 0;
  // Of a file whose signature was checked: read in the place of the file.
  std::optional<std::string> verified;
  // Null: standard input, row by row.
  std::unique_ptr<std::istream> in;
  std::unique_ptr<ObservationRows> rows;
};

// Opens `input`, and again from its beginning where it has been read. The
// session is made of the content, so that the same command line again resumes
// it or finds it delivered. Errors: FILE_UNREADABLE; those of the form.
// CheckFileSignature comes first.
absl::Status OpenInput(Cli& cli, const IngestFlags& flags, IngestInput& input);

// Checks the signature beside the file, if a key was given or a signature is
// required, and keeps the bytes that it is of; says it on err() where one lies
// there unchecked. Errors: USAGE of an empty key; those of ReadSigned.
absl::Status CheckFileSignature(Cli& cli, const IngestFlags& flags,
                                IngestInput& input);

// Whether an open `input` can be read twice: a pipe cannot; what was verified
// can, whatever became of the file.
bool CanReadAgain(const IngestFlags& flags, const IngestInput& input);

// Refuses `rows`, which are read to their end, where they come on top of a
// sheet. `parent`: "municipalities/21004"; `bytes_total`: see IngestInput;
// `rows_held`: of the file, by earlier runs and not rejected; nullopt where
// nobody tells; `unanswered`: why the service does not say, where the file may
// be delivered all the same. Errors: FAILED_PRECONDITION / FILE_ADDS_TO_SHEET;
// those of the service otherwise.
absl::Status AskSheets(Cli& cli, const IngestFlags& flags,
                       const std::string& parent, ObservationRows& rows,
                       int64_t bytes_total, std::optional<int64_t> rows_held,
                       RowQuestions& questions, absl::Status& unanswered);

// The same of an open `input`, before any of it is sent; opens it again behind
// the question. Nothing is asked where --adds says so, nor of a pipe, which
// cannot be read twice, nor where session `session_id`, made of the content,
// holds rows already: it was asked when that was begun. One that somebody named
// may have been begun with another file: there it is asked as long as rows are
// left to be sent. Errors: also those of OpenInput.
absl::Status CheckSheets(Cli& cli, const IngestFlags& flags,
                         const std::string& parent,
                         const std::string& session_id, IngestInput& input,
                         RowQuestions& questions, absl::Status& unanswered);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_INGEST_INPUT_H_
