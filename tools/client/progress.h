// A delivery as it runs: one line, redrawn on a terminal, repeated every few
// seconds elsewhere and at the end, never twice for the same rows.
//
//    62 % ████████████▌        62.000 lignes  41.200/s  créées 60.010 …
#ifndef TOOLS_CLIENT_PROGRESS_H_
#define TOOLS_CLIENT_PROGRESS_H_

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "entente/indicators/v1/observation.pb.h"
#include "tools/client/language.h"

namespace entente::client {

struct ProgressState {
  // Of the file, up to the last acknowledged row; bytes_total is 0 when
  // unknown.
  int64_t bytes_done = 0;
  int64_t bytes_total = 0;
  // Acknowledged by this run.
  int64_t rows = 0;
  absl::Duration elapsed = absl::ZeroDuration();
  entente::indicators::v1::IngestTotals totals = {};
};

// The line, at most `columns` wide, without a newline. Pure.
std::string ProgressLine(const ProgressState& state, Language language,
                         int columns);

// `filled` out of `total` as a bar of `columns` characters. Pure.
std::string Bar(int64_t filled, int64_t total, int columns);

// Not thread-safe.
class ProgressPrinter {
 public:
  ProgressPrinter(std::ostream& out, bool is_tty, Language language,
                  int columns)
      : out_(out), is_tty_(is_tty), language_(language), columns_(columns) {}

  // Draws, when enough time went by since the last drawing; off a terminal not
  // at the first call.
  void Update(const ProgressState& state, absl::Time now);
  // Draws the last state, where that was not done, and ends the line.
  void Finish(const ProgressState& state);

 private:
  void Draw(const ProgressState& state);

  std::ostream& out_;
  const bool is_tty_;
  const Language language_;
  const int columns_;
  absl::Time last_ = absl::InfinitePast();
  bool has_begun_ = false;
  std::optional<ProgressState> drawn_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PROGRESS_H_
