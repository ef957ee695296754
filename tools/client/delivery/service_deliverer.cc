#include "tools/client/delivery/service_deliverer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "services/common/base/error.h"
#include "tools/client/ingest_sender.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

constexpr int kPageRows = 1000;

}  // namespace

absl::StatusOr<Delivered> ServiceDeliverer::Deliver(
    ObservationRows& rows, const std::string& session_id, bool is_dry_run) {
  IngestSender sender(session_, rows,
                      {.parent = parent_,
                       .source = source_,
                       .session_id = session_id,
                       .is_dry_run = is_dry_run,
                       .batch_rows = batch_rows_},
                      nullptr);
  ENTENTE_ASSIGN_OR_RETURN(const IngestResult result, sender.Run());
  Delivered made{.totals = result.totals, .rows_known = result.rows_skipped};
  if (is_dry_run) {
    for (const auto& [what, count] : result.rejections) {
      made.reasons[{what.second, what.first}] = count;
    }
  } else if (result.totals.rejected() > 0) {
    ENTENTE_RETURN_IF_ERROR(AskRejections(session_id, made));
  }
  return made;
}

absl::Status ServiceDeliverer::AskRejections(const std::string& session_id,
                                             Delivered& made) {
  v1::ListRejectionsRequest request;
  request.set_parent(
      absl::StrCat(parent_, "/sources/", source_, "/sessions/", session_id));
  request.set_page_size(kPageRows);
  do {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListRejectionsResponse page,
        session_.Call(&v1::IngestService::Stub::ListRejections, request));
    for (const v1::Rejection& rejection : page.rejections()) {
      ++made.reasons[{rejection.column(), rejection.reason()}];
      if (made.rejections.size() < kRejectedRowsMax) {
        made.rejections.push_back(rejection);
      }
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  std::sort(made.rejections.begin(), made.rejections.end(),
            [](const v1::Rejection& a, const v1::Rejection& b) {
              return a.row_index() < b.row_index();
            });
  return absl::OkStatus();
}

}  // namespace entente::client
