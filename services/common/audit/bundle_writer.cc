#include <algorithm>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/audit/bundle.h"
#include "services/common/audit/bundle_errors.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

std::string BigEndian32(size_t value) {
  std::string bytes(4, '\0');
  for (int i = 0; i < 4; ++i) {
    bytes[i] = static_cast<char>((value >> (24 - 8 * i)) & 0xFF);
  }
  return bytes;
}

}  // namespace

absl::StatusOr<std::unique_ptr<BundleWriter>> BundleWriter::Create(
    const std::string& dir) {
  std::error_code error;
  if (!std::filesystem::create_directory(dir, error)) {
    return error
               ? BundleUnreadable(absl::StrCat(dir, ": ", error.message()))
               : MakeError(
                     absl::StatusCode::kAlreadyExists,
                     {.reason = "AUDIT_BUNDLE_EXISTS",
                      .field = "",
                      .metadata = {},
                      .sentence = {.en = absl::StrCat(dir,
                                                      " exists already; name a "
                                                      "new folder."),
                                   .fr = absl::StrCat(dir,
                                                      " existe déjà ; indiquez "
                                                      "un nouveau dossier."),
                                   .nl = absl::StrCat(dir,
                                                      " bestaat al; geef een "
                                                      "nieuwe map op.")}});
  }
  // Pseudonyms and times of persons: not for everybody on the machine.
  std::filesystem::permissions(dir, std::filesystem::perms::owner_all, error);
  std::filesystem::create_directory(dir + "/checkpoints", error);
  std::unique_ptr<BundleWriter> writer(new BundleWriter(dir));
  writer->entries_.open(dir + "/entries", std::ios::binary);
  writer->leaves_.open(dir + "/leaves", std::ios::binary);
  if (error || !writer->entries_ || !writer->leaves_) {
    return BundleUnreadable(dir);
  }
  return writer;
}

absl::Status BundleWriter::WriteFile(const std::string& name,
                                     absl::string_view bytes) {
  std::ofstream file(absl::StrCat(dir_, "/", name), std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  return file ? absl::OkStatus() : BundleUnreadable(name);
}

absl::Status BundleWriter::WriteKey(const std::string& public_key) {
  return WriteFile("public-key", absl::StrCat(public_key, "\n"));
}

absl::Status BundleWriter::AddCheckpoint(uint64_t size,
                                         const std::string& note) {
  signed_size_ = std::max(size, signed_size_.value_or(0));
  return WriteFile(absl::StrFormat("checkpoints/%020d.note", size), note);
}

absl::StatusOr<uint64_t> BundleWriter::SignedSize() const {
  if (!signed_size_) return BundleUnreadable("no checkpoint was signed yet");
  return *signed_size_;
}

absl::Status BundleWriter::AddEntry(absl::string_view bytes) {
  if (bytes.empty() || bytes.size() > kEntryBytesMax) {
    return BundleUnreadable("an entry has no length that an entry can have");
  }
  entries_ << BigEndian32(bytes.size());
  entries_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  leaves_ << LeafHash(bytes);
  return entries_ && leaves_ ? absl::OkStatus() : BundleUnreadable("entries");
}

absl::Status BundleWriter::Finish() {
  entries_.close();
  leaves_.close();
  return entries_ && leaves_ ? absl::OkStatus() : BundleUnreadable("entries");
}

}  // namespace entente::audit
