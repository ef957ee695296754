// Speaks to the State's installation with the municipality's certificate.
#ifndef SERVICES_CONVENTIONS_STATE_CLIENT_H_
#define SERVICES_CONVENTIONS_STATE_CLIENT_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/intake_service.grpc.pb.h"
#include "entente/conventions/v1/submission.pb.h"
#include "grpcpp/channel.h"
#include "services/common/audit/note.h"

namespace entente::conventions {

// Thread-safe. What is answered is not believed here: see OpenNote.
class StateClient {
 public:
  // Hands the content of a file to the client, a part of `offset` on; empty at
  // its end.
  using Part = absl::FunctionRef<absl::StatusOr<std::string>(
      const v1::DossierFile& file, int64_t offset)>;

  StateClient(std::shared_ptr<grpc::Channel> channel,
              std::vector<audit::NoteVerifier> keys)
      : stub_(v1::IntakeService::NewStub(channel)), keys_(std::move(keys)) {}

  // Delivers all of it; the State's record of it. Errors: those of
  // ReceiveSubmission, its denials as FAILED_PRECONDITION since they are of
  // this installation and no person; STATE_REFUSED where it does not admit us;
  // UNAVAILABLE / SERVICE_UNREACHABLE; those of `part`.
  absl::StatusOr<v1::Submission> Deliver(
      const v1::ReceiveSubmissionOpening& opening,
      const std::vector<v1::DossierFile>& files, Part part) const;

  // Errors: as Deliver.
  absl::StatusOr<v1::Submission> GetAnswer(const std::string& name) const;

  // Keys whose signatures count as the State's.
  const std::vector<audit::NoteVerifier>& keys() const { return keys_; }

 private:
  const std::unique_ptr<v1::IntakeService::Stub> stub_;
  const std::vector<audit::NoteVerifier> keys_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_STATE_CLIENT_H_
