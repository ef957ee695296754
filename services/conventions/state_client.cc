#include "services/conventions/state_client.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"
#include "services/conventions/submission_rules.h"

namespace entente::conventions {
namespace {

// Of a whole dossier: at a megabit a second the largest takes two minutes.
constexpr absl::Duration kDeliveryTimeout = absl::Minutes(3);

// Refusals by the State's gate: of this installation, with advice for whoever
// holds a token.
constexpr absl::string_view kNotAdmitted[] = {"TOKEN_MISSING", "TOKEN_REFUSED",
                                              "TOKEN_EXPIRED", "PEER_REFUSED",
                                              "PERMISSION_MISSING"};

// A refusal by the State towards the person who had it asked: no denial of
// theirs, and said to be the State's.
absl::Status ByState(const absl::Status& status) {
  const auto detail = GetErrorDetail(status);
  // Nobody answered: that is said in our own words.
  if (status.ok() || !detail || absl::IsUnavailable(status) ||
      absl::IsDeadlineExceeded(status)) {
    return status;
  }
  for (const absl::string_view reason : kNotAdmitted) {
    if (detail->reason == reason) return RefusedByState(detail->reason);
  }
  ErrorDetail said = *detail;
  said.sentence.en = absl::StrCat("The State answers: ", said.sentence.en);
  said.sentence.fr = absl::StrCat("L'État répond : ", said.sentence.fr);
  said.sentence.nl = absl::StrCat("De Staat antwoordt: ", said.sentence.nl);
  const bool is_denial =
      absl::IsPermissionDenied(status) || absl::IsUnauthenticated(status);
  return MakeError(
      is_denial ? absl::StatusCode::kFailedPrecondition : status.code(), said);
}

}  // namespace

absl::StatusOr<v1::Submission> StateClient::Deliver(
    const v1::ReceiveSubmissionOpening& opening,
    const std::vector<v1::DossierFile>& files, Part part) const {
  grpc::ClientContext context;
  channel::PrepareContext({.timeout = kDeliveryTimeout}, context);
  v1::Submission received;
  const auto stream = stub_->ReceiveSubmission(&context, &received);
  v1::ReceiveSubmissionRequest message;
  *message.mutable_opening() = opening;
  // A write fails when the State has answered already: it has this dossier, or
  // refuses it.
  bool is_open = stream->Write(message);
  for (const v1::DossierFile& file : files) {
    for (int64_t offset = 0; is_open && offset < file.bytes();) {
      absl::StatusOr<std::string> content = part(file, offset);
      if (!content.ok()) {
        context.TryCancel();
        stream->Finish().error_code();
        return content.status();
      }
      offset += static_cast<int64_t>(content->size());
      message.mutable_chunk()->set_path(file.path());
      message.mutable_chunk()->set_content(*std::move(content));
      is_open = stream->Write(message);
    }
  }
  stream->WritesDone();
  ENTENTE_RETURN_IF_ERROR(ByState(channel::FromWire(stream->Finish())));
  return received;
}

absl::StatusOr<v1::Submission> StateClient::GetAnswer(
    const std::string& name) const {
  grpc::ClientContext context;
  channel::PrepareContext({}, context);
  v1::GetSubmissionAnswerRequest request;
  request.set_name(name);
  v1::Submission answer;
  ENTENTE_RETURN_IF_ERROR(ByState(channel::FromWire(
      stub_->GetSubmissionAnswer(&context, request, &answer))));
  return answer;
}

}  // namespace entente::conventions
