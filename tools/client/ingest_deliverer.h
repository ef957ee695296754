// Delivers a file by hand: shows how far it is, and keeps what the last session
// of it came to.
#ifndef TOOLS_CLIENT_INGEST_DELIVERER_H_
#define TOOLS_CLIENT_INGEST_DELIVERER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/observation.pb.h"
#include "tools/client/cli.h"
#include "tools/client/delivery/deliverer.h"
#include "tools/client/delivery/file_delivery.h"
#include "tools/client/delivery/row_questions.h"
#include "tools/client/delivery/service_deliverer.h"
#include "tools/client/ingest_input.h"
#include "tools/client/ingest_sender.h"
#include "tools/client/known_row_rules.h"
#include "tools/client/passed_rows.h"
#include "tools/client/row_lines.h"

namespace entente::client {

// Of one file. Not thread-safe.
class IngestDeliverer final : public Deliverer {
 public:
  // `parent`: "municipalities/21004"; `input`: the file, open. `cli`, `flags`
  // and `questions` outlive it.
  IngestDeliverer(Cli& cli, const IngestFlags& flags, const std::string& parent,
                  const IngestInput& input, RowQuestions& questions);

  // Of the first session ingest_input.h asks.
  absl::StatusOr<bool> CheckSheets(ObservationRows& rows,
                                   std::optional<int64_t> rows_held) override;

  // No errors: what was delivered stays delivered. What is asked in vain is
  // told, with what is right, and then nobody tells.
  absl::StatusOr<std::optional<entente::indicators::v1::IngestTotals>>
  AskTotals(const std::string& session_id) override;
  absl::StatusOr<std::optional<std::vector<entente::indicators::v1::Rejection>>>
  ListRejected(const std::string& session_id) override;

  // Lists rejections only where another session might take some of them.
  // Errors: also those of a file that the disk did not give whole, and of
  // PassedRows in a session that somebody named.
  absl::StatusOr<Delivered> Deliver(ObservationRows& rows,
                                    const std::string& session_id,
                                    bool is_dry_run) override;

  // What a delivery that came to `made` is shown as: its totals are those of
  // all sessions, its rejections those that are left.
  IngestResult ResultOf(const FileDelivered& made) const;

  // The last session that was delivered to its end; empty before the first.
  const std::string& session() const { return session_; }
  // Why nobody said whether a later session comes on top of a sheet.
  const absl::Status& sheets_unanswered() const { return sheets_unanswered_; }
  // Of session().
  const entente::indicators::v1::IngestTotals& totals() const {
    return result_.totals;
  }
  const KnownRows& known_rows() const { return known_rows_; }
  const RowLines& row_lines() const { return row_lines_; }
  // See ObservationRows.
  bool has_loose_rows() const { return has_loose_rows_; }
  // Whether session(), which somebody named, holds rows of which it is not
  // known that they are those of the file (passed_rows.h).
  bool has_unproved() const { return has_unproved_; }

 private:
  // Rows of `session_id` that are not taken for those of the file unseen: of a
  // session that was made of its content they are. 0 where nobody tells.
  absl::StatusOr<int64_t> AskRowsHeld(const std::string& session_id);
  // Keeps what the session in hand came to.
  void Keep(const IngestSender& sender, const PassedRows& passed,
            int64_t rows_held, IngestResult result);
  // Whether rows may have been rejected that stand in front of their event.
  bool MayGoOn(bool is_dry_run) const;

  Cli& cli_;
  const IngestFlags& flags_;
  const std::string parent_;
  const int64_t bytes_total_;
  const bool can_read_again_;
  RowQuestions& questions_;
  ServiceDeliverer asked_;
  std::string session_;
  absl::Status sheets_unanswered_ = absl::OkStatus();
  // Whether the first session has rows that were known before.
  bool has_known_ = false;
  // Reconnects of all sessions.
  IngestResult result_;
  KnownRows known_rows_;
  RowLines row_lines_;
  bool has_loose_rows_ = false;
  bool has_unproved_ = false;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_INGEST_DELIVERER_H_
