#include "tools/client/files.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

constexpr size_t kChunkBytes = 64 * 1024;

using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

std::string FinishHex(EVP_MD_CTX* context) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int bytes = 0;
  EVP_DigestFinal_ex(context, digest, &bytes);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest), bytes));
}

}  // namespace

absl::Status FileUnreadable(const std::string& path) {
  return MakeError(
      absl::StatusCode::kNotFound,
      {.reason = "FILE_UNREADABLE",
       .sentence = {absl::StrCat("Cannot read ", path,
                                 "; check the name and the rights."),
                    absl::StrCat("Impossible de lire ", path,
                                 " ; vérifiez le nom et les droits."),
                    absl::StrCat("Kan ", path,
                                 " niet lezen; controleer naam en rechten.")}});
}

void AppendSome(std::istream& in, size_t bytes_max, std::string& content) {
  std::vector<char> chunk(kChunkBytes);
  while (content.size() <= bytes_max && in) {
    const size_t wanted = std::min(kChunkBytes, bytes_max + 1 - content.size());
    in.read(chunk.data(), static_cast<std::streamsize>(wanted));
    content.append(chunk.data(), static_cast<size_t>(in.gcount()));
  }
}

absl::StatusOr<std::string> ReadFileOr(std::istream& in,
                                       const std::string& path,
                                       size_t bytes_max) {
  std::string content;
  if (path == "-") {
    AppendSome(in, bytes_max, content);
    return content;
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return FileUnreadable(path);
  AppendSome(file, bytes_max, content);
  if (file.bad()) return FileUnreadable(path);
  return content;
}

bool WritePrivateFile(const std::string& path, const std::string& content) {
  const std::string draft = absl::StrCat(path, ".", getpid());
  const int fd = open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW,
                      S_IRUSR | S_IWUSR);
  if (fd < 0) return false;
  const bool is_written = write(fd, content.data(), content.size()) ==
                              static_cast<ssize_t>(content.size()) &&
                          fsync(fd) == 0;
  close(fd);
  if (is_written && std::rename(draft.c_str(), path.c_str()) == 0) return true;
  std::remove(draft.c_str());
  return false;
}

absl::Status FileUnwritable(const std::string& path) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "FILE_UNWRITABLE",
       .sentence = {absl::StrCat("Cannot write ", path,
                                 "; check the folder and the rights."),
                    absl::StrCat("Impossible d'écrire ", path,
                                 " ; vérifiez le dossier et les droits."),
                    absl::StrCat("Kan ", path,
                                 " niet schrijven; controleer map en "
                                 "rechten.")}});
}

std::string Sha256Hex(absl::string_view bytes) {
  DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  EVP_DigestUpdate(context.get(), bytes.data(), bytes.size());
  return FinishHex(context.get());
}

absl::StatusOr<std::string> Sha256OfFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr);
  std::vector<char> chunk(kChunkBytes);
  if (!file) return FileUnreadable(path);
  while (file) {
    file.read(chunk.data(), static_cast<std::streamsize>(chunk.size()));
    EVP_DigestUpdate(context.get(), chunk.data(),
                     static_cast<size_t>(file.gcount()));
  }
  // A folder opens and then fails to be read.
  if (!file.eof()) return FileUnreadable(path);
  return FinishHex(context.get());
}

std::string RandomHex() {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof(bytes)) != 1) return "";
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes), sizeof(bytes)));
}

}  // namespace entente::client
