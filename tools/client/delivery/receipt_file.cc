#include "tools/client/delivery/receipt_file.h"

#include <sys/stat.h>
#include <unistd.h>

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

// Gives the receipt that lies under `path` a name of its own unless it is of
// the same content. A link first, so that it is never gone.
void KeepFormer(const std::string& folder, const std::string& name,
                const std::string& sha256) {
  const std::string path = absl::StrCat(folder, "/", name, ".json");
  const auto file = ReadRegularFile(path, kReceiptBytesMax);
  if (!file.ok()) return;
  v1::DeliveryReceipt former;
  json::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  if (!json::JsonStringToMessage(file->bytes, &former, options).ok() ||
      former.sha256() == sha256) {
    return;
  }
  const std::string kept = absl::StrCat(
      folder, "/", name, ".",
      former.sha256().empty() ? "unread"
                              : former.sha256().substr(0, kHashDigits),
      ".json");
  link(path.c_str(), kept.c_str());
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
  KeepFormer(folder, receipt.name(), receipt.sha256());
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
