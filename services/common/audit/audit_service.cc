#include "services/common/audit/audit_service.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/audit/cosignature_records.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/audit/tamper_guard.h"
#include "services/common/base/error.h"
#include "services/common/base/limits.h"
#include "services/common/base/log.h"

namespace entente::audit {
namespace {

// A page of the longest entries still fits a message, twice over.
constexpr size_t kPageBytesMax = limits::kMessageBytesMax / 4;

std::string ScopeOf(const gate::Caller& caller) {
  return absl::StrCat(caller.method, " ", caller.Scope());
}

// Places from `next` to before `end`.
struct Range {
  uint64_t next = 0;
  uint64_t end = 0;
};

absl::StatusOr<Range> ParseRange(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '-');
  Range range;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &range.next) ||
      !absl::SimpleAtoi(parts[1], &range.end)) {
    return absl::InternalError("a page token of our own cannot be read");
  }
  return range;
}

// A bent log is evidence and takes no entry, but nobody reads it unseen.
void NoteLine(const gate::Caller& caller, const absl::Status& outcome) {
  LogWarning("audit_read_while_closed", {{"method", caller.method},
                                         {"peer", caller.peer},
                                         {"trace_id", caller.trace_id},
                                         {"reason", ErrorReason(outcome)}});
  if (caller.trail != nullptr) caller.trail->Note(caller.object, outcome);
}

}  // namespace

AuditService::AuditService(gate::Gate& gate, store::Store& store,
                           const AccessLog& log, CheckpointSigner& signer)
    : door_(gate, entente::common::v1::AuditService::service_full_name()),
      store_(store),
      log_(log),
      signer_(signer) {}

grpc::Status AuditService::ListAuditEntries(grpc::ServerContext* context,
                                            const ListEntriesRequest* request,
                                            ListEntriesResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return ListEntries(caller, *request);
                     });
}

grpc::Status AuditService::ListAuditCheckpoints(
    grpc::ServerContext* context, const ListCheckpointsRequest* request,
    ListCheckpointsResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller) {
                       return ListCheckpoints(caller, *request);
                     });
}

grpc::Status AuditService::CreateAuditCheckpoint(
    grpc::ServerContext* context, const CreateCheckpointRequest* request,
    AuditCheckpoint* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<AuditCheckpoint> {
        ENTENTE_RETURN_IF_ERROR(Record(caller));
        absl::StatusOr<AuditCheckpoint> made = signer_.Sign(caller.now);
        // Whoever asked is told what was found, not only that it closed.
        if (IsBent(log_.CheckOpen())) NoteLine(caller, made.status());
        return made;
      });
}

absl::Status AuditService::Record(const gate::Caller& caller) {
  RecordedStore recorded(store_, log_, caller);
  return recorded.Record();
}

absl::Status AuditService::RecordReading(const gate::Caller& caller) {
  const absl::Status recorded = Record(caller);
  if (!IsBent(recorded)) return recorded;
  NoteLine(caller, absl::OkStatus());
  return absl::OkStatus();
}

absl::StatusOr<AuditService::ListEntriesResponse> AuditService::ListEntries(
    const gate::Caller& caller, const ListEntriesRequest& request) {
  ENTENTE_RETURN_IF_ERROR(RecordReading(caller));
  ENTENTE_ASSIGN_OR_RETURN(
      const int page_size,
      ResolvePageSize(request.page_size(), limits::kPageSizeDefault,
                      limits::kPageSizeMax));
  const std::string scope = ScopeOf(caller);
  ENTENTE_ASSIGN_OR_RETURN(const std::string position,
                           page_tokens_.Decode(scope, request.page_token()));
  const auto snapshot = store_.Read();
  Range range;
  if (position.empty()) {
    // Each page adds an entry: without an end fixed now, reading never ends.
    ENTENTE_ASSIGN_OR_RETURN(const TreeHead head, ReadHead(*snapshot));
    range = {request.first_sequence(), head.size()};
  } else {
    ENTENTE_ASSIGN_OR_RETURN(range, ParseRange(position));
  }
  ListEntriesResponse response;
  size_t bytes = 0;
  absl::Status found;
  ENTENTE_RETURN_IF_ERROR(
      snapshot->Scan(EntriesPrefix(), EntryKey(range.next),
                     [&](absl::string_view, absl::string_view value) {
                       if (range.next >= range.end || bytes > kPageBytesMax ||
                           response.entries_size() >= page_size) {
                         return false;
                       }
                       absl::StatusOr<AuditEntry> read = ParseEntry(value);
                       if (!read.ok()) {
                         found = read.status();
                         return false;
                       }
                       auto& entry = *response.add_entries();
                       entry.set_stored(value.data(), value.size());
                       *entry.mutable_entry() = *std::move(read);
                       bytes += 2 * value.size();
                       ++range.next;
                       return true;
                     }));
  ENTENTE_RETURN_IF_ERROR(found);
  if (range.next < range.end && response.entries_size() > 0) {
    response.set_next_page_token(
        page_tokens_.Encode(scope, absl::StrCat(range.next, "-", range.end)));
  }
  return response;
}

absl::StatusOr<AuditService::ListCheckpointsResponse>
AuditService::ListCheckpoints(const gate::Caller& caller,
                              const ListCheckpointsRequest& request) {
  ENTENTE_RETURN_IF_ERROR(RecordReading(caller));
  ENTENTE_ASSIGN_OR_RETURN(
      const int page_size,
      ResolvePageSize(request.page_size(), limits::kPageSizeDefault,
                      limits::kPageSizeMax));
  const std::string scope = ScopeOf(caller);
  ENTENTE_ASSIGN_OR_RETURN(const std::string position,
                           page_tokens_.Decode(scope, request.page_token()));
  std::optional<uint64_t> after;
  if (uint64_t size = 0; absl::SimpleAtoi(position, &size)) after = size;
  ListCheckpointsResponse response;
  response.set_public_key(signer_.verifier().ToString());
  bool has_more = false;
  const auto snapshot = store_.Read();
  ENTENTE_RETURN_IF_ERROR(
      VisitCheckpoints(*snapshot, after, [&](const AuditCheckpoint& found) {
        has_more = response.checkpoints_size() >= page_size;
        if (!has_more) *response.add_checkpoints() = found;
        return !has_more;
      }));
  for (AuditCheckpoint& found : *response.mutable_checkpoints()) {
    ENTENTE_ASSIGN_OR_RETURN(
        *found.mutable_note(),
        WithCosignatures(*snapshot, found.size(), found.note()));
  }
  if (has_more) {
    response.set_next_page_token(page_tokens_.Encode(
        scope, absl::StrCat(response.checkpoints().rbegin()->size())));
  }
  return response;
}

}  // namespace entente::audit
