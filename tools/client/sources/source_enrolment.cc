#include "tools/client/sources/source_enrolment.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/common/base/error.h"
#include "services/common/base/regular_file.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

constexpr size_t kFileBytesMax = size_t{1} << 20;
constexpr size_t kCodeBytesMax = 32;
constexpr char kEnding[] = ".textproto";
constexpr char kHead[] =
    "# proto-file: proto/entente/indicators/v1/source_enrolment.proto\n"
    "# proto-message: entente.indicators.v1.SourceEnrolment\n"
    "#\n"
    "# Written by `entente admin source add`. Measures, areas and language "
    "are\n"
    "# what a sheet asks by default and may be changed here.\n";

absl::Status Invalid(const std::string& path) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "SOURCE_FILE_INVALID",
       .sentence = {absl::StrCat(path,
                                 " is no SourceEnrolment of its name; mend it, "
                                 "or move it away and enrol the source anew."),
                    absl::StrCat(path,
                                 " n'est pas un SourceEnrolment à son nom ; "
                                 "corrigez-le, ou déplacez-le et inscrivez à "
                                 "nouveau la source."),
                    absl::StrCat(path,
                                 " is geen SourceEnrolment met zijn naam; "
                                 "verbeter het, of verplaats het en schrijf de "
                                 "bron opnieuw in.")}});
}

}  // namespace

bool IsSourceCode(absl::string_view code) {
  if (code.empty() || code.size() > kCodeBytesMax || code == "activities" ||
      code[0] < 'a' || code[0] > 'z') {
    return false;
  }
  for (const char c : code) {
    if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') return false;
  }
  return true;
}

absl::Status SourceThere(const std::string& source) {
  return MakeError(
      absl::StatusCode::kAlreadyExists,
      {.reason = "SOURCE_THERE",
       .sentence = {
           absl::StrCat(
               "Source ", source,
               " is enrolled here, or has an account, "
               "already; new keys for it would cut it off. A new certificate: "
               "entente admin source renew."),
           absl::StrCat(
               "La source ", source,
               " est déjà inscrite, ou a déjà un compte ; de "
               "nouvelles clés l'écarteraient. Un nouveau certificat : "
               "entente admin source renew."),
           absl::StrCat("Bron ", source,
                        " is al ingeschreven, of heeft al een account; "
                        "nieuwe sleutels zouden haar afsluiten. Een nieuw "
                        "certificaat: entente admin source renew.")}});
}

SourceFiles::SourceFiles(const std::string& home)
    : folder_(absl::StrCat(home, "/sources")) {}

std::string SourceFiles::PathOf(const std::string& source) const {
  return absl::StrCat(folder_, "/", source, kEnding);
}

absl::StatusOr<std::optional<SourceEnrolment>> SourceFiles::Read(
    const std::string& source) const {
  if (!IsSourceCode(source)) return std::optional<SourceEnrolment>();
  const std::string path = PathOf(source);
  struct stat found {};
  if (lstat(path.c_str(), &found) != 0 && errno == ENOENT) {
    return std::optional<SourceEnrolment>();
  }
  const auto file = ReadRegularFile(path, kFileBytesMax);
  SourceEnrolment enrolment;
  google::protobuf::TextFormat::Parser parser;
  // What is wrong is said by name; a value of the file is not repeated.
  class Silent final : public google::protobuf::io::ErrorCollector {
    void AddError(int, int, const std::string&) override {}
  } silent;
  parser.RecordErrorsTo(&silent);
  if (!file.ok() || file->bytes.size() > kFileBytesMax ||
      !parser.ParseFromString(file->bytes, &enrolment) ||
      enrolment.source() != source) {
    return Invalid(path);
  }
  return std::make_optional(std::move(enrolment));
}

absl::StatusOr<std::vector<SourceEnrolment>> SourceFiles::All() const {
  std::vector<std::string> codes;
  std::error_code failed;
  for (const auto& entry :
       std::filesystem::directory_iterator(folder_, failed)) {
    if (entry.path().extension() == kEnding) {
      codes.push_back(entry.path().stem().string());
    }
  }
  std::sort(codes.begin(), codes.end());
  std::vector<SourceEnrolment> all;
  for (const std::string& code : codes) {
    ENTENTE_ASSIGN_OR_RETURN(std::optional<SourceEnrolment> one, Read(code));
    if (one.has_value()) all.push_back(*std::move(one));
  }
  return all;
}

absl::Status SourceFiles::Add(const SourceEnrolment& enrolment) const {
  if (mkdir(folder_.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return FileUnwritable(folder_);
  }
  // Of two who enrol one source at once, one does.
  const std::string path = PathOf(enrolment.source());
  std::FILE* file = std::fopen(path.c_str(), "wxe");
  if (file == nullptr) {
    return errno == EEXIST ? SourceThere(enrolment.source())
                           : FileUnwritable(path);
  }
  std::fclose(file);
  const absl::Status status = Change(enrolment);
  if (!status.ok()) std::remove(path.c_str());
  return status;
}

absl::Status SourceFiles::Change(const SourceEnrolment& enrolment) const {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(enrolment, &text);
  const std::string path = PathOf(enrolment.source());
  return WritePrivateFile(path, absl::StrCat(kHead, text))
             ? absl::OkStatus()
             : FileUnwritable(path);
}

}  // namespace entente::client
