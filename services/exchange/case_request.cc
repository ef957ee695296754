#include "services/exchange/case_request.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/exchange/case_store.h"

namespace entente::exchange {
CaseRequest::CaseRequest(const std::string& scope, const std::string& method,
                         const std::string& request_id,
                         const google::protobuf::Message& request) {
  if (request_id.empty()) return;
  // Lengths first, so that no two triples give the same bytes.
  key_ = Sha256(absl::StrCat(scope.size(), ":", scope, method.size(), ":",
                             method, request_id));
  digest_ = Sha256(absl::StrCat(method, "\n", request.SerializeAsString()));
}

absl::StatusOr<std::optional<v1::CaseRequestRecord>> CaseRequest::Find(
    const store::Reader& reader) const {
  if (key_.empty()) return std::nullopt;
  ENTENTE_ASSIGN_OR_RETURN(std::optional<v1::CaseRequestRecord> record,
                           GetCaseRequest(reader, key_));
  if (!record || record->digest() == digest_) return record;
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "REQUEST_ID_REUSED",
       .field = "request_id",
       .metadata = {},
       .sentence = {
           .en = "'request_id' was used for another request; take a new one.",
           .fr = "« request_id » a servi pour une autre demande ; prenez-en "
                 "un nouveau.",
           .nl = "'request_id' werd voor een andere aanvraag gebruikt; neem "
                 "een nieuwe."}});
}

void CaseRequest::Remember(store::Transaction& transaction,
                           const std::string& name, int64_t number) const {
  if (key_.empty()) return;
  v1::CaseRequestRecord record;
  record.set_digest(digest_);
  record.set_name(name);
  record.set_number(number);
  PutCaseRequest(transaction, key_, record);
}

}  // namespace entente::exchange
