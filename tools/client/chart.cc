#include "tools/client/chart.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

constexpr int kEighths = 8;
constexpr const char* kBlocks[kEighths + 1] = {" ", "▁", "▂", "▃", "▄",
                                               "▅", "▆", "▇", "█"};
// A month takes its column and a gap: "█ ", or more where there is room.
constexpr int kMonthColumnsMin = 2;
constexpr int kMonthColumnsMax = 4;

std::string Repeated(absl::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) absl::StrAppend(&all, text);
  return all;
}

class Drawing {
 public:
  Drawing(const ChartOptions& options, int64_t top)
      : options_(options),
        top_(top),
        margin_(std::max(DisplayWidth(options.top),
                         DisplayWidth(options.bottom))) {}

  // Months that stand beside each other.
  int MonthsAcross() const { return std::max(1, Room() / kMonthColumnsMin); }

  std::string Draw(const ChartMonth* begin, const ChartMonth* end) const {
    const int count = static_cast<int>(end - begin);
    const int width =
        std::clamp(Room() / count, kMonthColumnsMin, kMonthColumnsMax);
    std::string text;
    for (int line = options_.lines - 1; line >= 0; --line) {
      const std::string label = line == options_.lines - 1 ? options_.top
                                : line == 0                ? options_.bottom
                                                           : "";
      std::string row = absl::StrCat(
          Repeated(" ", margin_ - DisplayWidth(label)), label, Axis());
      for (const ChartMonth* month = begin; month != end; ++month) {
        absl::StrAppend(&row, Cell(*month, line, width - 1), " ");
      }
      AddLine(row, text);
    }
    AddLine(MonthLine(begin, end, width), text);
    AddLine(YearLine(begin, end, width), text);
    return text;
  }

 private:
  const char* Axis() const { return options_.is_ascii ? " | " : " │ "; }
  int Room() const { return options_.columns - margin_ - 3; }

  static void AddLine(const std::string& row, std::string& text) {
    absl::StrAppend(&text, absl::StripTrailingAsciiWhitespace(row), "\n");
  }

  // What `month` shows in `line`, counted from the bottom.
  std::string Cell(const ChartMonth& month, int line, int width) const {
    if (!month.height.has_value()) {
      if (line > 0) return Repeated(" ", width);
      return absl::StrCat(options_.is_ascii ? "." : "·",
                          Repeated(" ", width - 1));
    }
    // Eighths of a line that are filled; something is never drawn as nothing.
    const int64_t all = int64_t{options_.lines} * kEighths;
    int64_t filled = Scaled(*month.height, all);
    if (*month.height > 0) filled = std::max<int64_t>(filled, 1);
    const int64_t here =
        std::clamp<int64_t>(filled - int64_t{line} * kEighths, 0, kEighths);
    if (!options_.is_ascii) return Repeated(kBlocks[here], width);
    // A line is drawn from half of it on, the lowest from anything on.
    const bool is_drawn = here >= kEighths / 2 || (line == 0 && here > 0);
    return Repeated(is_drawn                          ? "#"
                    : line == 0 && *month.height == 0 ? "_"
                                                      : " ",
                    width);
  }

  // `height` of the top as parts of `all`, rounded, without overflow.
  int64_t Scaled(int64_t height, int64_t all) const {
    const auto share = static_cast<long double>(height) / top_;
    return static_cast<int64_t>(share * all + 0.5L);
  }

  std::string MonthLine(const ChartMonth* begin, const ChartMonth* end,
                        int width) const {
    std::string line = Repeated(" ", margin_ + 3);
    int taken = 0;
    for (const ChartMonth* month = begin; month != end; ++month) {
      const int at = static_cast<int>(month - begin) * width;
      // Two digits and a gap; where there is no room, every other month.
      if (taken > at) continue;
      const std::string label = month->label.empty()
                                    ? absl::StrFormat("%02d", month->month)
                                    : month->label;
      absl::StrAppend(&line, Repeated(" ", at - taken), label, " ");
      taken = at + 3;
    }
    return line;
  }

  std::string YearLine(const ChartMonth* begin, const ChartMonth* end,
                       int width) const {
    std::string line = Repeated(" ", margin_ + 3);
    int taken = 0;
    for (const ChartMonth* month = begin; month != end; ++month) {
      const int at = static_cast<int>(month - begin) * width;
      const bool is_first = month == begin || month->month == 1;
      // A year that would not fit is that after the one before.
      if (!is_first || taken > at || at + 4 > Room()) continue;
      absl::StrAppend(&line, Repeated(" ", at - taken), month->year, " ");
      taken = at + 5;
    }
    return line;
  }

  const ChartOptions& options_;
  const int64_t top_;
  const int margin_;
};

}  // namespace

int64_t ChartTop(const std::vector<ChartMonth>& months) {
  int64_t top = 1;
  for (const ChartMonth& month : months) {
    top = std::max(top, month.height.value_or(0));
  }
  return top;
}

std::string DrawChart(const std::vector<ChartMonth>& months,
                      const ChartOptions& options) {
  const Drawing drawing(options, ChartTop(months));
  const auto across = static_cast<size_t>(drawing.MonthsAcross());
  std::string text;
  for (size_t begin = 0; begin < months.size();) {
    size_t end = std::min(months.size(), begin + across);
    // Rather whole years beside each other, where at least one fits.
    if (end < months.size()) {
      size_t year = end;
      while (year > begin && months[year].month != 1) --year;
      if (year > begin) end = year;
    }
    text += drawing.Draw(months.data() + begin, months.data() + end);
    begin = end;
  }
  return text;
}

std::string InPlainCharacters(absl::string_view table) {
  // The end of a bar is drawn from half of a character on, and where it is all
  // that there is.
  return absl::StrReplaceAll(table, {{"─", "-"},
                                     {"█", "#"},
                                     {"▉", "#"},
                                     {"▊", "#"},
                                     {"▋", "#"},
                                     {"▌", "#"},
                                     {"█▍", "# "},
                                     {"█▎", "# "},
                                     {"█▏", "# "},
                                     {"▍", "#"},
                                     {"▎", "#"},
                                     {"▏", "#"}});
}

bool HasUtf8Locale() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string lower = absl::AsciiStrToLower(value);
    return absl::StrContains(lower, "utf-8") ||
           absl::StrContains(lower, "utf8");
  }
  return false;
}

}  // namespace entente::client
