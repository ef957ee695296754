#include "services/common/store/records.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace entente::store {

absl::Status UnreadableRecord(const google::protobuf::MessageLite& message) {
  return absl::DataLossError(absl::StrCat("a stored record cannot be read as ",
                                          message.GetTypeName()));
}

std::string Serialise(const google::protobuf::MessageLite& message) {
  // Measured first, so that the string does not grow piece by piece.
  std::string bytes(message.ByteSizeLong(), '\0');
  google::protobuf::io::ArrayOutputStream stream(
      bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeWithCachedSizes(&coded);
  return bytes;
}

void PutRecord(Transaction& transaction, absl::string_view key,
               const google::protobuf::MessageLite& message) {
  transaction.Put(key, Serialise(message));
}

}  // namespace entente::store
