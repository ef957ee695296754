#include "tools/client/ingest_input.h"

#include <sys/stat.h>

#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "services/common/base/error.h"
#include "tools/client/delivery/delivery_input.h"
#include "tools/client/delivery/file_signature.h"
#include "tools/client/delivery/record_reader.h"
#include "tools/client/files.h"
#include "tools/client/sheets/file_adds_question.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// Up to this size a file is looked over before anybody wonders what goes on.
constexpr int64_t kQuietBytesMax = 64 * 1024 * 1024;

// See CsvReader::has_loose_rows. A file that cannot be read has none, which is
// for who reads it to say.
absl::StatusOr<bool> HasLooseRows(std::istream& in, const std::string& path) {
  absl::StatusOr<PlainRows> rows = PlainRows::Open(in, path);
  while (rows.ok() && !rows->has_loose_rows() && rows->Skip()) continue;
  if (rows.ok() && rows->is_cut_short()) return ReadCutShort();
  return rows.ok() && rows->has_loose_rows();
}

// To the beginning, however far it was read.
void Rewind(std::istream& in) {
  in.clear();
  in.seekg(0);
}

// Leaves `input.in` at its beginning.
absl::StatusOr<std::string> SessionIdOf(const IngestFlags& flags,
                                        IngestInput& input) {
  if (!flags.session.empty()) return flags.session;
  if (flags.file == "-") return absl::StrCat("stdin-", RandomHex());
  std::string digest;
  if (input.verified) {
    digest = Sha256Hex(*input.verified);
  } else {
    ENTENTE_ASSIGN_OR_RETURN(digest, Sha256OfFile(flags.file));
  }
  ENTENTE_ASSIGN_OR_RETURN(const bool has_loose_rows,
                           HasLooseRows(*input.in, flags.file));
  Rewind(*input.in);
  // Its rows had other numbers once, see DeliverySessionId.
  if (has_loose_rows) digest = Sha256Hex(absl::StrCat(digest, "\nloose rows"));
  return absl::StrCat("file-", digest.substr(0, 24));
}

// In bytes, of what is delivered; 0 of standard input.
int64_t SizeOf(const IngestFlags& flags, const IngestInput& input) {
  if (input.verified) return static_cast<int64_t>(input.verified->size());
  struct stat info {};
  return flags.file != "-" && stat(flags.file.c_str(), &info) == 0
             ? info.st_size
             : 0;
}

// A file of our own columns as CSV, of which the header says the separator.
absl::Status OpenPlain(Cli& cli, const IngestFlags& flags, IngestInput& input) {
  if (flags.file != "-" && input.in == nullptr) {
    input.in = std::make_unique<std::ifstream>(flags.file, std::ios::binary);
    if (!*input.in) return FileUnreadable(flags.file);
  }
  if (input.session_id.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(input.session_id, SessionIdOf(flags, input));
  }
  std::istream& in = input.in ? *input.in : cli.in();
  ENTENTE_ASSIGN_OR_RETURN(PlainRows rows, PlainRows::Open(in, flags.file));
  input.rows = std::make_unique<PlainRows>(std::move(rows));
  return absl::OkStatus();
}

// A file of another system, or of another form than CSV.
absl::Status OpenMapped(Cli& cli, const IngestFlags& flags,
                        IngestInput& input) {
  DeliveryMappingFile mapping = PlainMapping(FormatOfName(flags.file));
  if (!flags.mapping.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(mapping, LoadDeliveryMapping(flags.mapping));
  }
  if (input.in == nullptr && flags.file == "-") {
    // It is read more than once.
    std::string bytes;
    AppendSome(cli.in(), static_cast<size_t>(kXmlBytesMax), bytes);
    input.in = std::make_unique<std::istringstream>(std::move(bytes));
  } else if (input.in == nullptr) {
    input.in = std::make_unique<std::ifstream>(flags.file, std::ios::binary);
    if (!*input.in) return FileUnreadable(flags.file);
  }
  FileFacts facts;
  ENTENTE_ASSIGN_OR_RETURN(
      DeliveryInput opened,
      OpenDelivery(*input.in, flags.file, mapping, flags.id_key,
                   flags.file == "-" ? kXmlBytesMax : kFileBytesMaxDefault,
                   facts));
  input.rows = std::move(opened.rows);
  input.session_id = flags.session.empty()
                         ? DeliverySessionId(flags.source, mapping,
                                             facts.sha256, facts.has_loose_rows)
                         : flags.session;
  return absl::OkStatus();
}

// What the session holds; nullopt where nobody tells this account. Errors: why
// it cannot be found out now.
absl::StatusOr<std::optional<v1::IngestTotals>> TotalsHeld(
    Cli& cli, const std::string& name, RowQuestions& questions) {
  v1::GetIngestSessionRequest request;
  request.set_name(name);
  const absl::StatusOr<v1::IngestSession> held =
      cli.session().Call(&v1::IngestService::Stub::GetIngestSession, request);
  if (held.ok()) return std::optional<v1::IngestTotals>(held->totals());
  if (absl::IsNotFound(held.status())) {
    return std::optional<v1::IngestTotals>(v1::IngestTotals());
  }
  ENTENTE_RETURN_IF_ERROR(questions.TakeTotals(held.status()));
  return std::optional<v1::IngestTotals>();
}

// Passes over the first `rows_held` rows of `input`, which are not sent.
absl::Status SkipHeld(int64_t rows_held, IngestInput& input) {
  while (input.rows->row_index() < rows_held && input.rows->Skip()) continue;
  if (input.rows->is_cut_short()) return ReadCutShort();
  return absl::OkStatus();
}

}  // namespace

absl::Status OpenInput(Cli& cli, const IngestFlags& flags, IngestInput& input) {
  const auto format = FormatOfName(flags.file);
  const bool is_mapped = !flags.mapping.empty() ||
                         format == v1::DeliveryMapping::FORMAT_NDJSON ||
                         format == v1::DeliveryMapping::FORMAT_XML;
  input.bytes_total = SizeOf(flags, input);
  if (input.in == nullptr && input.verified) {
    input.in = std::make_unique<std::istringstream>(*input.verified);
  }
  if (input.in != nullptr) {
    input.rows.reset();
    Rewind(*input.in);
  }
  return is_mapped ? OpenMapped(cli, flags, input)
                   : OpenPlain(cli, flags, input);
}

absl::Status CheckFileSignature(Cli& cli, const IngestFlags& flags,
                                IngestInput& input) {
  if (flags.has_public_key && flags.public_key.empty()) {
    return UsageError(
        {"--public-key is empty: give the file of the source's key.",
         "--public-key est vide : donnez le fichier de la clé de la source.",
         "--public-key is leeg: geef het bestand met de sleutel van de bron."});
  }
  if (flags.has_public_key || flags.is_signature_required) {
    ENTENTE_ASSIGN_OR_RETURN(
        input.verified,
        ReadSigned(flags.file, flags.public_key, flags.is_signature_required));
    return absl::OkStatus();
  }
  if (HasSignature(flags.file)) {
    const std::string beside = absl::StrCat(flags.file, ".sig");
    cli.Note({absl::StrCat("Not checked: ", beside,
                           "; give the key of the source with --public-key."),
              absl::StrCat("Non vérifié : ", beside,
                           " ; donnez la clé de la source avec --public-key."),
              absl::StrCat("Niet gecontroleerd: ", beside,
                           "; geef de sleutel van de bron met "
                           "--public-key.")});
  }
  return absl::OkStatus();
}

bool CanReadAgain(const IngestFlags& flags, const IngestInput& input) {
  if (input.verified) return true;
  if (flags.file == "-") return input.in != nullptr;
  struct stat info {};
  return stat(flags.file.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

absl::Status AskSheets(Cli& cli, const IngestFlags& flags,
                       const std::string& parent, ObservationRows& rows,
                       int64_t bytes_total, std::optional<int64_t> rows_held,
                       RowQuestions& questions, absl::Status& unanswered) {
  if (!questions.may_ask_sheets()) {
    unanswered = questions.TakeSheetsUnasked();
    return absl::OkStatus();
  }
  if (bytes_total > kQuietBytesMax) {
    cli.Note({"First the file is read, to see whether it adds to a sheet.",
              "Le fichier est d'abord lu, pour voir s'il s'ajoute à un relevé.",
              "Eerst wordt het bestand gelezen, om te zien of het boven op een "
              "blad komt."});
  }
  FileAddsQuestion question(cli.session(),
                            {.parent = parent,
                             .source = flags.source,
                             .is_on_behalf = flags.is_on_behalf});
  return questions.TakeSheets(question.Check(rows, rows_held), unanswered);
}

absl::Status CheckSheets(Cli& cli, const IngestFlags& flags,
                         const std::string& parent,
                         const std::string& session_id, IngestInput& input,
                         RowQuestions& questions, absl::Status& unanswered) {
  if (flags.is_adding || !CanReadAgain(flags, input)) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::IngestTotals> held,
      TotalsHeld(cli,
                 absl::StrCat(parent, "/sources/", flags.source, "/sessions/",
                              session_id),
                 questions));
  std::optional<int64_t> rows_held;
  if (held.has_value()) rows_held = held->sent() - held->rejected();
  if (held.has_value() && held->sent() > 0) {
    // The session says which file it is.
    if (flags.session.empty()) return absl::OkStatus();
    ENTENTE_RETURN_IF_ERROR(SkipHeld(held->sent(), input));
    const bool has_more = input.rows->Skip();
    if (input.rows->is_cut_short()) return ReadCutShort();
    ENTENTE_RETURN_IF_ERROR(OpenInput(cli, flags, input));
    if (!has_more) return absl::OkStatus();
    ENTENTE_RETURN_IF_ERROR(SkipHeld(held->sent(), input));
  }
  ENTENTE_RETURN_IF_ERROR(AskSheets(cli, flags, parent, *input.rows,
                                    input.bytes_total, rows_held, questions,
                                    unanswered));
  if (input.rows->is_cut_short()) return ReadCutShort();
  return OpenInput(cli, flags, input);
}

}  // namespace entente::client
