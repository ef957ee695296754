// Delivers to the indicators service, and asks it what it did not take.
#ifndef TOOLS_CLIENT_DELIVERY_SERVICE_DELIVERER_H_
#define TOOLS_CLIENT_DELIVERY_SERVICE_DELIVERER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/client/delivery/deliverer.h"
#include "tools/client/delivery/row_questions.h"
#include "tools/client/known_row_rules.h"
#include "tools/client/session.h"
#include "tools/client/sheets/file_adds_question.h"

namespace entente::client {

// Not thread-safe.
class ServiceDeliverer final : public Deliverer {
 public:
  // `parent`: "municipalities/21004". `is_atomic` and `batch_rows`: see
  // IngestOptions. `session` and `questions` outlive it.
  ServiceDeliverer(Session& session, RowQuestions& questions,
                   std::string parent, std::string source, bool is_atomic,
                   int batch_rows)
      : session_(session),
        questions_(questions),
        parent_(std::move(parent)),
        source_(std::move(source)),
        is_atomic_(is_atomic),
        batch_rows_(batch_rows),
        file_adds_(session,
                   {.parent = parent_, .source = source_, .is_dropped = true}) {
  }

  absl::StatusOr<bool> CheckSheets(ObservationRows& rows,
                                   std::optional<int64_t> rows_held) override;

  // Not told to an account that may not read: it asks nobody.
  absl::StatusOr<std::optional<entente::indicators::v1::IngestTotals>>
  AskTotals(const std::string& session_id) override;

  absl::StatusOr<std::optional<std::vector<entente::indicators::v1::Rejection>>>
  ListRejected(const std::string& session_id) override;

  // A dry run leaves no session to ask: its rejections are counted, and listed
  // only of a file that is refused whole. Nor are those listed of an account
  // that may not ask.
  absl::StatusOr<Delivered> Deliver(ObservationRows& rows,
                                    const std::string& session_id,
                                    bool is_dry_run) override;

 private:
  absl::Status ReadRejections(const std::string& session_id, Delivered& made);
  absl::Status AskRejections(const std::string& session_id, Delivered& made);
  absl::Status AskKnown(const std::string& session_id, const KnownRows& rows,
                        Delivered& made);

  Session& session_;
  RowQuestions& questions_;
  const std::string parent_;
  const std::string source_;
  const bool is_atomic_;
  const int batch_rows_;
  FileAddsQuestion file_adds_;
  // Of the file that is delivered next: why nobody said whether it adds, where
  // that was not told with an earlier one.
  absl::Status sheets_unanswered_ = absl::OkStatus();
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_SERVICE_DELIVERER_H_
