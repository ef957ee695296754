#include "services/conventions/state_client.h"

#include "services/common/base/error.h"
#include "services/common/channel/channel.h"

namespace entente::conventions {
namespace {

// Of a whole dossier: at a megabit a second the largest takes two minutes.
constexpr absl::Duration kDeliveryTimeout = absl::Minutes(3);

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
  ENTENTE_RETURN_IF_ERROR(channel::FromWire(stream->Finish()));
  return received;
}

absl::StatusOr<v1::Submission> StateClient::GetAnswer(
    const std::string& name) const {
  grpc::ClientContext context;
  channel::PrepareContext({}, context);
  v1::GetSubmissionAnswerRequest request;
  request.set_name(name);
  v1::Submission answer;
  ENTENTE_RETURN_IF_ERROR(channel::FromWire(
      stub_->GetSubmissionAnswer(&context, request, &answer)));
  return answer;
}

}  // namespace entente::conventions
