#include "tools/client/delivery/receipt_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/base/error.h"
#include "services/common/base/regular_file.h"
#include "services/common/store/durable_file.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
namespace json = google::protobuf::util;

// 10 000 rejections of a few words, and as many known rows.
constexpr size_t kReceiptBytesMax = size_t{16} << 20;
constexpr mode_t kReceiptMode = 0640;
constexpr size_t kHashDigits = 12;
// Receipts of files of one name and one tag.
constexpr int kFormerMax = 10'000;

bool AreOneFile(const std::string& a, const std::string& b) {
  struct stat first {};
  struct stat second {};
  return stat(a.c_str(), &first) == 0 && stat(b.c_str(), &second) == 0 &&
         first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

// Whether `receipt` is another try of what came to `former`. What was not read
// may be another thing, unless the former one was not moved: where it lies is
// said once it is.
bool IsAnotherTry(const v1::DeliveryReceipt& former,
                  const v1::DeliveryReceipt& receipt) {
  return former.state() == receipt.state() &&
         former.reason() == receipt.reason() &&
         former.session() == receipt.session() &&
         former.sha256() == receipt.sha256() &&
         (!receipt.sha256().empty() || former.kept_as().empty());
}

// Gives the receipt that lies under the name a name of its own unless it is of
// the same delivery. A link first, so that it is never gone.
void KeepFormer(const std::string& folder, const v1::DeliveryReceipt& receipt) {
  const std::string& name = receipt.name();
  const std::string path = absl::StrCat(folder, "/", name, ".json");
  const auto file = ReadRegularFile(path, kReceiptBytesMax);
  if (!file.ok()) return;
  v1::DeliveryReceipt former;
  json::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  if (!json::JsonStringToMessage(file->bytes, &former, options).ok() ||
      IsAnotherTry(former, receipt)) {
    return;
  }
  const std::string tagged = absl::StrCat(
      folder, "/", name, ".",
      former.sha256().empty() ? "unread"
                              : former.sha256().substr(0, kHashDigits));
  for (int i = 1; i <= kFormerMax; ++i) {
    const std::string kept = i == 1 ? absl::StrCat(tagged, ".json")
                                    : absl::StrCat(tagged, ".", i, ".json");
    // What an earlier try has kept is kept.
    if (link(path.c_str(), kept.c_str()) == 0 || errno != EEXIST ||
        AreOneFile(path, kept)) {
      return;
    }
  }
}

}  // namespace

std::string ReceiptJson(const v1::DeliveryReceipt& receipt, bool is_pretty) {
  json::JsonPrintOptions options;
  options.add_whitespace = is_pretty;
  options.always_print_primitive_fields = true;
  std::string text;
  if (!json::MessageToJsonString(receipt, &text, options).ok()) return "";
  if (!is_pretty) text += "\n";
  return text;
}

absl::Status WriteReceipt(const std::string& folder,
                          const v1::DeliveryReceipt& receipt) {
  KeepFormer(folder, receipt);
  return AmendReceipt(folder, receipt);
}

absl::Status AmendReceipt(const std::string& folder,
                          const v1::DeliveryReceipt& receipt) {
  const std::string file = absl::StrCat(receipt.name(), ".json");
  ENTENTE_RETURN_IF_ERROR(
      store::ReplaceFile(folder, file, ReceiptJson(receipt, true),
                         {"of the receipts", "des accusés de réception",
                          "van de ontvangstbewijzen"}));
  // Who delivers reads it; that it may is not worth failing for.
  chmod(absl::StrCat(folder, "/", file).c_str(), kReceiptMode);
  return absl::OkStatus();
}

}  // namespace entente::client
