#include "services/common/replay/replay.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "entente/common/v1/replay.pb.h"
#include "google/protobuf/descriptor.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/store/key.h"
#include "services/common/store/records.h"

namespace entente::replay {
namespace {

using entente::common::v1::ReplayRecord;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr uint8_t kRecordTable = 0xE0;
constexpr uint8_t kTimeTable = 0xE1;

// One call in this many sweeps, so that most pay nothing for it.
constexpr unsigned kSweepEvery = 16;
// Records a sweep forgets at most: more than are added between two sweeps.
constexpr size_t kSweepMax = 64;

std::string RecordKey(const Call& call, const std::string& request_id) {
  return store::KeyWriter()
      .Table(kRecordTable)
      .Str(call.scope)
      .Str(request_id)
      .Key();
}

std::string TimeKey(absl::Time time, absl::string_view scope,
                    absl::string_view request_id) {
  return store::KeyWriter()
      .Table(kTimeTable)
      .I64(absl::ToUnixMicros(time))
      .Str(scope)
      .Str(request_id)
      .Key();
}

const FieldDescriptor* FindField(const Message& message, const char* name,
                                 FieldDescriptor::CppType type) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  const bool fits =
      field != nullptr && field->cpp_type() == type && !field->is_repeated();
  return fits ? field : nullptr;
}

std::string RequestId(const Message& request) {
  const FieldDescriptor* field =
      FindField(request, "request_id", FieldDescriptor::CPPTYPE_STRING);
  return field == nullptr ? ""
                          : request.GetReflection()->GetString(request, field);
}

bool IsValidateOnly(const Message& request) {
  const FieldDescriptor* field =
      FindField(request, "validate_only", FieldDescriptor::CPPTYPE_BOOL);
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

std::string PayloadDigest(const std::string& method, const Message& request) {
  std::unique_ptr<Message> payload(request.New());
  payload->CopyFrom(request);
  payload->GetReflection()->ClearField(
      payload.get(), payload->GetDescriptor()->FindFieldByName("request_id"));
  // A method name holds no zero byte, so the two cannot run together.
  return Sha256(absl::StrCat(method, absl::string_view("\0", 1),
                             store::Serialise(*payload)));
}

// A refusal that a retry would meet again, as opposed to a failure.
bool IsDecided(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kNotFound:
      return true;
    default:
      return false;
  }
}

// "2018-03-14T09:30:00Z".
std::string FirstUse(const ReplayRecord& record) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ",
                          absl::FromUnixSeconds(record.time().seconds()),
                          absl::UTCTimeZone());
}

absl::Status Expired(const ReplayRecord& record) {
  const std::string first = FirstUse(record);
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "REQUEST_ID_EXPIRED",
       .field = "request_id",
       .metadata = {{"first_use_time", first}},
       .sentence = {
           .en = absl::StrCat(
               "This request_id was used on ", first,
               ", and what was answered is no longer kept. Nothing was done "
               "now: look up what the first request did, and ask anew under "
               "another id only if it did nothing."),
           .fr = absl::StrCat(
               "Ce request_id a servi le ", first,
               " et la réponse n'est plus conservée. Rien n'a été fait "
               "maintenant : vérifiez l'effet de la première demande, et ne "
               "redemandez sous un autre identifiant que si elle n'en a eu "
               "aucun."),
           .nl = absl::StrCat(
               "Deze request_id werd op ", first,
               " gebruikt en het antwoord wordt niet meer bewaard. Nu gebeurde "
               "er niets: kijk na wat de eerste aanvraag deed, en vraag alleen "
               "opnieuw onder een andere id als ze niets deed.")}});
}

absl::Status Reused(const ReplayRecord& record) {
  const std::string first = FirstUse(record);
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "REQUEST_ID_REUSED",
       .field = "request_id",
       .metadata = {{"first_use_time", first}},
       .sentence = {
           .en = absl::StrCat(
               "This request_id was used on ", first,
               " for another request. Use a new one for each request, and the "
               "same one only to retry."),
           .fr = absl::StrCat("Ce request_id a servi le ", first,
                              " pour une autre demande. Utilisez-en un nouveau "
                              "par demande, et le même seulement pour "
                              "réessayer."),
           .nl = absl::StrCat("Deze request_id werd op ", first,
                              " voor een andere aanvraag gebruikt. Gebruik er "
                              "een nieuwe per aanvraag, en dezelfde alleen om "
                              "opnieuw te proberen.")}});
}

absl::Status TooLong() {
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "REQUEST_ID_TOO_LONG",
       .field = "request_id",
       .metadata = {{"bytes_max", absl::StrCat(kRequestIdBytesMax)}},
       .sentence = {
           .en = "The request_id is longer than 64 bytes. A UUID is enough.",
           .fr = "Le request_id dépasse 64 octets. Un UUID suffit.",
           .nl = "De request_id is langer dan 64 bytes. Een UUID volstaat."}});
}

void Keep(const absl::Status& status, ReplayRecord& record) {
  record.set_code(static_cast<int32_t>(status.code()));
  record.set_message(std::string(status.message()));
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& bytes) {
    google::protobuf::Any* detail = record.add_details();
    detail->set_type_url(std::string(url));
    detail->set_value(std::string(bytes));
  });
}

absl::Status Restore(const ReplayRecord& record, Message& response) {
  if (record.code() != 0) {
    absl::Status status(static_cast<absl::StatusCode>(record.code()),
                        record.message());
    for (const google::protobuf::Any& detail : record.details()) {
      status.SetPayload(detail.type_url(), absl::Cord(detail.value()));
    }
    return status;
  }
  if (!response.ParseFromString(record.response())) {
    return store::UnreadableRecord(response);
  }
  return absl::OkStatus();
}

// Forgets what the oldest records past retention say, a few at a time: that the
// ids were used stays known.
absl::Status Sweep(store::Transaction& transaction, absl::Time now) {
  const int64_t before_us = absl::ToUnixMicros(now - kRetention);
  std::vector<std::string> expired;
  ENTENTE_RETURN_IF_ERROR(
      transaction.Scan(store::KeyWriter().Table(kTimeTable).Key(), "",
                       [&](absl::string_view key, absl::string_view) {
                         store::KeyReader reader(key);
                         if (!reader.Table().ok()) return false;
                         const absl::StatusOr<int64_t> time_us = reader.I64();
                         if (!time_us.ok() || *time_us >= before_us)
                           return false;
                         expired.emplace_back(key);
                         return expired.size() < kSweepMax;
                       }));
  for (const std::string& key : expired) {
    // The rest of the key, after table and time, is that of the record.
    const size_t head = store::KeyWriter().Table(0).I64(0).Key().size();
    const std::string record_key = absl::StrCat(
        store::KeyWriter().Table(kRecordTable).Key(), key.substr(head));
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<ReplayRecord> record,
        store::GetRecord<ReplayRecord>(transaction, record_key));
    if (record) {
      // Not even the digest: a short text could be guessed from it.
      ReplayRecord kept;
      *kept.mutable_time() = record->time();
      store::PutRecord(transaction, record_key, kept);
    }
    transaction.Delete(key);
  }
  return absl::OkStatus();
}

// The body runs, answers, and everything it wrote is undone.
absl::Status Rehearse(store::Store& store, Message& response,
                      MessageBody body) {
  absl::Status outcome = absl::UnknownError("the body did not run");
  const absl::Status status =
      store.Transact([&](store::Transaction& transaction) {
        outcome = body(transaction, response);
        // Any failure undoes the body; this one is never seen by the caller,
        // and tells an access log that the rehearsal went well.
        return outcome.ok() ? absl::CancelledError("validate_only") : outcome;
      });
  return status.code() == absl::StatusCode::kCancelled ? outcome : status;
}

}  // namespace

absl::Status RunOnceMessage(store::Store& store, const Call& call,
                            const Message& request, Message& response,
                            MessageBody body) {
  const std::string request_id = RequestId(request);
  if (request_id.size() > kRequestIdBytesMax) return TooLong();
  if (IsValidateOnly(request)) return Rehearse(store, response, body);
  if (request_id.empty()) {
    return store.Transact([&](store::Transaction& transaction) {
      return body(transaction, response);
    });
  }

  const std::string digest = PayloadDigest(call.method, request);
  const std::string key = RecordKey(call, request_id);
  bool is_answered = false;  // By the record: nothing to keep.
  return store.Transact(
      [&](store::Transaction& transaction) -> absl::Status {
        is_answered = false;
        ENTENTE_ASSIGN_OR_RETURN(
            const std::optional<ReplayRecord> record,
            store::GetRecord<ReplayRecord>(transaction, key));
        if (!record) return body(transaction, response);
        is_answered = true;
        if (record->payload_sha256().empty()) return Expired(*record);
        if (record->payload_sha256() != digest) return Reused(*record);
        return Restore(*record, response);
      },
      [&](store::Transaction& transaction,
          const absl::Status& status) -> absl::Status {
        if (is_answered || !(status.ok() || IsDecided(status))) {
          return absl::OkStatus();
        }
        ReplayRecord record;
        record.set_payload_sha256(digest);
        record.mutable_time()->set_seconds(absl::ToUnixSeconds(call.now));
        if (status.ok()) {
          record.set_response(store::Serialise(response));
        } else {
          Keep(status, record);
        }
        store::PutRecord(transaction, key, record);
        transaction.Put(TimeKey(call.now, call.scope, request_id), "");
        const bool is_sweep =
            static_cast<unsigned char>(digest[0]) % kSweepEvery == 0;
        return is_sweep ? Sweep(transaction, call.now) : absl::OkStatus();
      });
}

}  // namespace entente::replay
