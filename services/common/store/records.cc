#include "services/common/store/records.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace entente::store {

absl::Status UnreadableRecord(const google::protobuf::MessageLite& message) {
  return absl::DataLossError(absl::StrCat("a stored record cannot be read as ",
                                          message.GetTypeName()));
}

void PutRecord(Transaction& transaction, absl::string_view key,
               const google::protobuf::MessageLite& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  transaction.Put(key, bytes);
}

}  // namespace entente::store
