#include "services/witness/known_logs.h"

#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"
#include "services/common/base/regular_file.h"

namespace entente::witness {
namespace {

// A line of a log has some 200 bytes.
constexpr size_t kFileBytesMax = 1024 * 1024;

absl::Status Refuse(const std::string& reason, Sentence sentence) {
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   {.reason = reason,
                    .field = "",
                    .metadata = {},
                    .sentence = std::move(sentence)});
}

absl::Status Unreadable(const std::string& path) {
  return Refuse("LOGS_UNREADABLE",
                {.en = absl::StrCat("The file of logs ", path,
                                    " cannot be read; see --logs."),
                 .fr = absl::StrCat("Le fichier des journaux ", path,
                                    " est illisible ; voir --logs."),
                 .nl = absl::StrCat("Het bestand met logboeken ", path,
                                    " is onleesbaar; zie --logs.")});
}

absl::Status Malformed(const std::string& path, int line) {
  return Refuse(
      "LOGS_MALFORMED",
      {.en = absl::StrCat("Line ", line, " of ", path,
                          " is not an origin and a public key "
                          "(NAME+KEYID+BASE64)."),
       .fr = absl::StrCat("La ligne ", line, " de ", path,
                          " n'est pas une origine suivie d'une clé publique "
                          "(NOM+ID+BASE64)."),
       .nl = absl::StrCat("Regel ", line, " van ", path,
                          " is geen oorsprong met een publieke sleutel "
                          "(NAAM+ID+BASE64).")});
}

absl::Status Empty(const std::string& path) {
  return Refuse(
      "LOGS_EMPTY",
      {.en = absl::StrCat("The file ", path,
                          " names no log; give one line for each, origin and "
                          "public key."),
       .fr = absl::StrCat("Le fichier ", path,
                          " ne nomme aucun journal ; donnez une ligne par "
                          "journal, origine et clé publique."),
       .nl = absl::StrCat("Het bestand ", path,
                          " noemt geen logboek; geef er een regel voor elk, "
                          "oorsprong en publieke sleutel.")});
}

}  // namespace

absl::StatusOr<KnownLogs> ReadKnownLogs(const std::string& path) {
  const absl::StatusOr<RegularFile> read = ReadRegularFile(path, kFileBytesMax);
  if (!read.ok() || read->bytes.size() > kFileBytesMax) return Unreadable(path);
  std::istringstream file(read->bytes);
  KnownLogs logs;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const std::vector<std::string> parts =
        absl::StrSplit(line.substr(0, line.find('#')), absl::ByAnyChar(" \t\r"),
                       absl::SkipEmpty());
    if (parts.empty()) continue;
    if (parts.size() != 2) return Malformed(path, number);
    absl::StatusOr<audit::NoteVerifier> key =
        audit::NoteVerifier::Parse(parts[1]);
    if (!key.ok()) return Malformed(path, number);
    logs[parts[0]].push_back(*std::move(key));
  }
  if (logs.empty()) return Empty(path);
  return logs;
}

}  // namespace entente::witness
