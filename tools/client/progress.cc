#include "tools/client/progress.h"

#include <algorithm>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/error.h"
#include "tools/client/format.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

constexpr int kBarColumns = 20;
constexpr absl::Duration kRedrawEvery = absl::Milliseconds(100);
constexpr absl::Duration kRepeatEvery = absl::Seconds(3);

// Whether nothing came in between: how long it took does not matter.
bool IsSameProgress(const ProgressState& a, const ProgressState& b) {
  return a.bytes_done == b.bytes_done && a.rows == b.rows &&
         a.totals.created() == b.totals.created() &&
         a.totals.duplicate() == b.totals.duplicate() &&
         a.totals.rejected() == b.totals.rejected();
}

}  // namespace

std::string Bar(int64_t filled, int64_t total, int columns) {
  static constexpr const char* kEighths[] = {"",  "▏", "▎", "▍",
                                             "▌", "▋", "▊", "▉"};
  if (total <= 0 || filled <= 0) return std::string(columns, ' ');
  const int64_t eighths = static_cast<int64_t>(
      static_cast<double>(std::min(filled, total)) / total * columns * 8);
  std::string bar;
  for (int64_t i = 0; i < eighths / 8; ++i) bar += "█";
  bar += kEighths[eighths % 8];
  return bar + std::string(std::max(0, columns - DisplayWidth(bar)), ' ');
}

std::string ProgressLine(const ProgressState& state, Language language,
                         int columns) {
  const auto word = [&](const Sentence& sentence, int64_t count) {
    return absl::StrCat("  ", Pick(sentence, language), " ",
                        FormatCount(count));
  };
  std::string line;
  if (state.bytes_total > 0) {
    const int percent =
        static_cast<int>(std::min(state.bytes_done, state.bytes_total) * 100 /
                         state.bytes_total);
    line = absl::StrCat(absl::StrFormat("%3d %% ", percent),
                        Bar(state.bytes_done, state.bytes_total, kBarColumns));
  }
  const double seconds = absl::ToDoubleSeconds(state.elapsed);
  const int64_t rate =
      seconds < 0.001 ? 0 : static_cast<int64_t>(state.rows / seconds);
  absl::StrAppend(&line, "  ", FormatCount(state.rows), " ",
                  Pick({"rows", "lignes", "rijen"}, language), "  ",
                  FormatCount(rate), "/s");
  const auto& totals = state.totals;
  absl::StrAppend(
      &line, word({"created", "créées", "nieuw"}, totals.created()),
      word({"duplicate", "doublons", "dubbel"}, totals.duplicate()),
      word({"rejected", "rejetées", "geweigerd"}, totals.rejected()));
  return Shorten(line, columns);
}

void ProgressPrinter::Update(const ProgressState& state, absl::Time now) {
  // Of a delivery that comes to its end at once the last line is enough.
  if (!is_tty_ && !has_begun_) {
    has_begun_ = true;
    return;
  }
  if (now - last_ < (is_tty_ ? kRedrawEvery : kRepeatEvery)) return;
  last_ = now;
  Draw(state);
}

void ProgressPrinter::Finish(const ProgressState& state) {
  if (is_tty_) {
    Draw(state);
    out_ << "\n";
  } else if (!drawn_.has_value() || !IsSameProgress(*drawn_, state)) {
    Draw(state);
  }
}

void ProgressPrinter::Draw(const ProgressState& state) {
  drawn_ = state;
  const std::string line = ProgressLine(state, language_, columns_ - 1);
  if (is_tty_) {
    // Back to the margin, and clear what a longer line left.
    out_ << "\r" << line << "\x1b[K" << std::flush;
  } else {
    out_ << line << "\n" << std::flush;
  }
}

}  // namespace entente::client
