#include "tools/client/person_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/common/base/error.h"
#include "tools/client/files.h"
#include "tools/client/person_errors.h"

namespace entente::client {
namespace {

constexpr size_t kFileBytesMax = size_t{1} << 20;

constexpr char kHead[] =
    "# proto-file: proto/entente/common/v1/person.proto\n"
    "# proto-message: entente.common.v1.PersonList\n"
    "#\n"
    "# Who gets a token of the local issuer, and in which roles. Written by\n"
    "# `entente person`; other comments are lost.\n";

class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    if (text_.empty()) text_ = absl::StrCat("line ", line + 1, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

std::string ToText(const PersonList& list) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(list, &text);
  return absl::StrCat(kHead, text);
}

}  // namespace

PersonFile::PersonFile(const std::string& home)
    : path_(absl::StrCat(home, "/persons.textproto")) {}

absl::StatusOr<PersonList> PersonFile::Read() const {
  PersonList list;
  struct stat found {};
  if (stat(path_.c_str(), &found) != 0 && errno == ENOENT) return list;
  std::ifstream file(path_, std::ios::binary);
  std::string text;
  AppendSome(file, kFileBytesMax, text);
  if (!file.eof() || text.size() > kFileBytesMax) {
    return PersonsFileInvalid(path_, "it cannot be read or is too long");
  }
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(text, &list)) {
    return PersonsFileInvalid(path_, error.text());
  }
  ENTENTE_RETURN_IF_ERROR(CheckPersonList(list, path_));
  return list;
}

absl::Status PersonFile::Change(
    absl::FunctionRef<absl::StatusOr<bool>(PersonList&)> change) const {
  // A file of its own: the list is replaced, and a lock stays with the inode.
  const int lock =
      open(absl::StrCat(path_, ".lock").c_str(),
           O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (lock < 0) return FileUnwritable(path_);
  const absl::Cleanup closer = [lock] { close(lock); };
  while (flock(lock, LOCK_EX) != 0) {
    if (errno != EINTR) return FileUnwritable(path_);
  }
  ENTENTE_ASSIGN_OR_RETURN(PersonList list, Read());
  ENTENTE_ASSIGN_OR_RETURN(const bool is_changed, change(list));
  if (!is_changed) return absl::OkStatus();
  if (!WritePrivateFile(path_, ToText(list))) return FileUnwritable(path_);
  return absl::OkStatus();
}

}  // namespace entente::client
