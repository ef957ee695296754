#include "tools/client/sheets/sheet_trial.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/ingest_service.grpc.pb.h"

namespace entente::client {

namespace v1 = entente::indicators::v1;

absl::StatusOr<std::vector<v1::Rejection>> TrySheet(Cli& cli,
                                                    const ReturnedSheet& sheet,
                                                    const SheetPlan& plan,
                                                    const SheetSender& sender) {
  v1::IngestRequest open;
  open.mutable_open()->set_parent(
      absl::StrCat("municipalities/", sheet.key.municipality));
  open.mutable_open()->set_source(sheet.key.source);
  open.mutable_open()->set_session_id(
      SheetSessionId(sheet, plan, sender.deliverer));
  open.mutable_open()->set_is_new_source(sender.is_new_source);
  open.mutable_open()->set_validate_only(true);
  // One batch: a sheet has no more rows than that.
  v1::IngestRequest rows;
  rows.mutable_batch()->set_sequence(1);
  for (const SheetChange& change : plan.changes) {
    *rows.mutable_batch()->add_observations() = change.observation;
  }

  ENTENTE_ASSIGN_OR_RETURN(const std::unique_ptr<v1::IngestService::Stub> stub,
                           cli.session().NewStub<v1::IngestService>());
  grpc::ClientContext context;
  ENTENTE_RETURN_IF_ERROR(cli.session().Prepare({}, context));
  const auto stream = sender.is_on_behalf() ? stub->IngestOnBehalf(&context)
                                            : stub->Ingest(&context);
  v1::IngestResponse opened;
  v1::IngestResponse answer;
  // Where a message does not arrive, Finish says why.
  const bool is_answered = stream->Write(open) && stream->Read(&opened) &&
                           stream->Write(rows) && stream->Read(&answer);
  stream->WritesDone();
  v1::IngestResponse more;
  while (stream->Read(&more)) {
  }
  ENTENTE_RETURN_IF_ERROR(
      cli.session().Explain(stream->Finish(), "indicators"));
  if (!is_answered) {
    return ClientError(absl::StatusCode::kUnavailable, "INGEST_INTERRUPTED",
                       {"The service ended the trial without an answer; try "
                        "again.",
                        "Le service a terminé l'essai sans réponse ; "
                        "réessayez.",
                        "De dienst beëindigde de proef zonder antwoord; "
                        "probeer opnieuw."});
  }
  return std::vector<v1::Rejection>(answer.rejections().begin(),
                                    answer.rejections().end());
}

}  // namespace entente::client
