#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/convention_errors.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_filters.h"
#include "services/conventions/page_store.h"
#include "services/conventions/submission_service.h"
#include "services/conventions/submission_store.h"

namespace entente::conventions {
namespace {

using v1::Submission;

constexpr char kAll[] = "municipalities/-";

// The prefix that `parent` means.
absl::StatusOr<std::string> PrefixOf(const std::string& parent) {
  if (parent == kAll) return SubmissionsOf("", "");
  if (const auto municipality = ParseMunicipality(parent, "parent");
      municipality.ok()) {
    return SubmissionsOf(*municipality, "");
  }
  ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                           ParseConventionName(parent, "parent"));
  return SubmissionsOf(name.municipality, name.convention);
}

// As a list shows it.
Submission Short(Submission submission) {
  submission.clear_files();
  submission.clear_note();
  submission.clear_receipt();
  submission.clear_answer();
  submission.clear_decision_bytes();
  if (submission.has_decision()) {
    submission.mutable_decision()->clear_lines();
  }
  return submission;
}

// Says what was recorded since it was frozen, where the books are kept.
absl::Status AddChanges(const store::Reader& reader, const SubmissionName& name,
                        Submission& submission) {
  if (!submission.has_books()) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const v1::BooksMark now,
                           MarkBooks(reader, name.parent));
  const v1::BooksMark since = Difference(now, submission.books());
  if (!IsZero(since)) *submission.mutable_changed_since() = since;
  return absl::OkStatus();
}

absl::StatusOr<v1::ReadSubmissionFileResponse> ReadPart(
    const store::Reader& reader, const v1::ReadSubmissionFileRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const SubmissionName name,
                           ParseSubmissionName(request.name(), "name"));
  ENTENTE_ASSIGN_OR_RETURN(const Submission submission,
                           FindSubmission(reader, name, "name"));
  const auto file = std::find_if(
      submission.files().begin(), submission.files().end(),
      [&](const auto& one) { return one.path() == request.path(); });
  // The path is the caller's: not repeated.
  if (file == submission.files().end()) return NotFound(Format(name), "path");
  const int64_t offset = request.offset();
  if (offset < 0 || offset % static_cast<int64_t>(kChunkBytesMax) != 0 ||
      offset > file->bytes()) {
    return OffsetMalformed();
  }
  v1::ReadSubmissionFileResponse part;
  ENTENTE_ASSIGN_OR_RETURN(
      *part.mutable_content(),
      ReadFrozen(reader, name, *file, offset, kReadBytesMax));
  const int64_t next = offset + static_cast<int64_t>(part.content().size());
  if (next < file->bytes()) part.set_next_offset(next);
  return part;
}

}  // namespace

SubmissionService::SubmissionService(ServiceContext& context,
                                     SubmissionKeys& keys)
    : context_(context),
      keys_(keys),
      door_(context.gate, v1::SubmissionService::service_full_name()) {}

grpc::Status SubmissionService::GetSubmission(
    grpc::ServerContext* context, const v1::GetSubmissionRequest* request,
    v1::Submission* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&) -> absl::StatusOr<Submission> {
        ENTENTE_ASSIGN_OR_RETURN(const SubmissionName name,
                                 ParseSubmissionName(request->name(), "name"));
        const auto snapshot = context_.store.Read();
        ENTENTE_ASSIGN_OR_RETURN(Submission submission,
                                 FindSubmission(*snapshot, name, "name"));
        ENTENTE_RETURN_IF_ERROR(AddChanges(*snapshot, name, submission));
        return submission;
      });
}

absl::StatusOr<v1::ListSubmissionsResponse> SubmissionService::List(
    const gate::Caller& caller,
    const v1::ListSubmissionsRequest& request) const {
  ENTENTE_ASSIGN_OR_RETURN(const std::string prefix,
                           PrefixOf(request.parent()));
  ENTENTE_ASSIGN_OR_RETURN(const filter::Filter filter,
                           FilterOf<Submission>(request));
  const auto snapshot = context_.store.Read();
  v1::ListSubmissionsResponse list;
  ENTENTE_ASSIGN_OR_RETURN(
      *list.mutable_next_page_token(),
      ReadPage<Submission>(
          *snapshot, context_.page_tokens,
          {.scope = absl::StrCat(caller.Scope(), " submissions ",
                                 FilterScope(request)),
           .prefix = prefix,
           .size = request.page_size(),
           .token = request.page_token(),
           .size_default = kPageSizeDefault,
           .size_max = kPageSizeMax},
          [&](const Submission& submission) {
            return (request.year() == 0 ||
                    submission.year() == request.year()) &&
                   (request.state() == Submission::STATE_UNSPECIFIED ||
                    submission.state() == request.state()) &&
                   filter.Matches(submission);
          },
          [&](absl::string_view, const Submission& submission) {
            *list.add_submissions() = Short(submission);
          }));
  for (Submission& submission : *list.mutable_submissions()) {
    ENTENTE_ASSIGN_OR_RETURN(const SubmissionName name,
                             ParseSubmissionName(submission.name(), "name"));
    ENTENTE_RETURN_IF_ERROR(AddChanges(*snapshot, name, submission));
  }
  return list;
}

grpc::Status SubmissionService::ListSubmissions(
    grpc::ServerContext* context, const v1::ListSubmissionsRequest* request,
    v1::ListSubmissionsResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return List(caller, *request); });
}

grpc::Status SubmissionService::ReadSubmissionFile(
    grpc::ServerContext* context, const v1::ReadSubmissionFileRequest* request,
    v1::ReadSubmissionFileResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller& caller)
                         -> absl::StatusOr<v1::ReadSubmissionFileResponse> {
                       ENTENTE_ASSIGN_OR_RETURN(
                           v1::ReadSubmissionFileResponse part,
                           ReadPart(*context_.store.Read(), *request));
                       // Who read which dossier is kept, before anything of it
                       // leaves.
                       ENTENTE_RETURN_IF_ERROR(
                           context_.Record(caller, request->name(), false));
                       return part;
                     });
}

v1::ListSubmissionKeysResponse SubmissionService::Keys() const {
  v1::ListSubmissionKeysResponse list;
  for (const std::string& key : keys_.Verifiers()) list.add_keys(key);
  return list;
}

grpc::Status SubmissionService::ListSubmissionKeys(
    grpc::ServerContext* context, const v1::ListSubmissionKeysRequest* request,
    v1::ListSubmissionKeysResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&)
          -> absl::StatusOr<v1::ListSubmissionKeysResponse> { return Keys(); });
}

absl::StatusOr<v1::ListSubmissionKeysResponse> SubmissionService::Rotate(
    const gate::Caller& caller, const v1::RotateSubmissionKeyRequest& request) {
  // Files are written before and after, never while the store's writer waits. A
  // crash between leaves a key that is ready, and a retry completes it.
  absl::StatusOr<std::string> next = std::string();
  if (!request.validate_only()) next = keys_.Prepare(request.key());
  ENTENTE_ASSIGN_OR_RETURN(
      v1::ListSubmissionKeysResponse keys,
      context_.RunOnce<v1::ListSubmissionKeysResponse>(
          caller, request,
          [&](store::Transaction&)
              -> absl::StatusOr<v1::ListSubmissionKeysResponse> {
            v1::ListSubmissionKeysResponse present = Keys();
            if (request.key() != present.keys(0)) {
              return KeyRotated(present.keys(0));
            }
            // A retry of what was done finds its answer before this.
            if (!next.ok()) return next.status();
            if (request.validate_only()) return present;
            v1::ListSubmissionKeysResponse replaced;
            replaced.add_keys(*next);
            replaced.mutable_keys()->MergeFrom(present.keys());
            return replaced;
          }));
  if (!request.validate_only()) {
    ENTENTE_RETURN_IF_ERROR(keys_.Promote(keys.keys(0)));
  }
  return keys;
}

grpc::Status SubmissionService::RotateSubmissionKey(
    grpc::ServerContext* context, const v1::RotateSubmissionKeyRequest* request,
    v1::ListSubmissionKeysResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Rotate(caller, *request); });
}

}  // namespace entente::conventions
