#include "tools/client/figures.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"

namespace entente::client {
namespace {

// Shares of the rows, in thousandths.
constexpr uint64_t kDuplicates = 20;
constexpr uint64_t kUpdates = 9;
constexpr uint64_t kUnchanged = 1;
constexpr uint64_t kWithdrawals = 2;
constexpr uint64_t kEachFault = 5;
constexpr uint64_t kMalformed = 1;
constexpr uint64_t kLate = 30;
constexpr int kMonths = 12;
// Enough past events to copy or correct without keeping them all.
constexpr size_t kPastMax = 4096;

enum class Fault {
  kUnknownMeasure,
  kNegative,
  kReportNumber,
  kOutsideTerm,
  kUnknownArea,
  kCount,
};

// splitmix64 (public domain): the same numbers everywhere, unlike the
// distributions of <random>.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15u;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  // 0 to `limit` - 1.
  uint64_t Below(uint64_t limit) { return Next() % limit; }

 private:
  uint64_t state_;
};

struct Row {
  std::string event_id;
  std::string measure;
  // Months after the first.
  int month = 0;
  int day = 1;
  std::string area;
  int64_t value = 0;
  std::string replaces;
};

class Maker {
 public:
  Maker(const FiguresPlan& plan,
        const std::function<void(absl::string_view)>& write)
      : plan_(plan), write_(write), random_(plan.seed) {}

  FiguresExpected Make() {
    write_("event_id;measure;date;area;value;replaces;withdraws\n");
    for (int64_t i = 0; i < plan_.rows; ++i) {
      current_ = static_cast<int>(i * kMonths / plan_.rows);
      MakeRow();
      ++expected_.sent;
    }
    return std::move(expected_);
  }

 private:
  void MakeRow() {
    uint64_t lot = random_.Below(1000);
    const auto falls_in = [&lot](uint64_t share) {
      if (lot < share) return true;
      lot -= share;
      return false;
    };
    if (!past_.empty()) {
      if (falls_in(kDuplicates)) return Duplicate();
      if (falls_in(kUpdates)) return Correct(/*is_changed=*/true);
      if (falls_in(kUnchanged)) return Correct(/*is_changed=*/false);
      if (falls_in(kWithdrawals)) return Withdraw();
    }
    if (falls_in(kMalformed)) return Malformed();
    for (int fault = 0; fault < static_cast<int>(Fault::kCount); ++fault) {
      if (falls_in(kEachFault)) return Faulty(static_cast<Fault>(fault));
    }
    Create(/*is_late=*/falls_in(kLate));
  }

  Row NewRow(bool is_late) {
    Row row;
    row.event_id = NewId();
    const uint64_t count = plan_.count_measures.size();
    const uint64_t at = random_.Below(count + plan_.hours_measures.size());
    if (at < count) {
      row.measure = plan_.count_measures[at];
      row.value = 1 + static_cast<int64_t>(random_.Below(3));
    } else {
      row.measure = plan_.hours_measures[at - count];
      row.value = 30 * (1 + static_cast<int64_t>(random_.Below(8)));
    }
    row.month = is_late && current_ > 0
                    ? static_cast<int>(random_.Below(current_))
                    : current_;
    // Every month has 28 days.
    row.day = 1 + static_cast<int>(random_.Below(28));
    row.area = plan_.areas[random_.Below(plan_.areas.size())];
    return row;
  }

  void Create(bool is_late) {
    const Row row = NewRow(is_late);
    Write(row);
    ++expected_.created;
    Count(row, row.value);
    Remember(row);
  }

  void Duplicate() {
    Row copy = past_[random_.Below(past_.size())];
    // Every other copy carries another value: still a copy, nothing moves.
    if (random_.Below(2) == 0) ++copy.value;
    Write(copy);
    ++expected_.duplicate;
  }

  // An event delivered before, forgotten: each is changed once, so that the
  // expectation needs no history.
  Row TakePast() {
    const size_t at = random_.Below(past_.size());
    Row old = past_[at];
    past_.erase(past_.begin() + static_cast<std::ptrdiff_t>(at));
    return old;
  }

  // 32 hex digits: what an HMAC cut to 128 bits looks like.
  std::string NewId() {
    return absl::StrFormat("%016x%016x", random_.Next(), random_.Next());
  }

  void Withdraw() {
    const Row old = TakePast();
    write_(absl::StrCat(NewId(), ";;;;;;", old.event_id, "\n"));
    ++expected_.withdrawn;
    Count(old, -old.value);
  }

  void Correct(bool is_changed) {
    const Row old = TakePast();
    Row row = old;
    row.event_id = NewId();
    row.replaces = old.event_id;
    if (!is_changed) {
      Write(row);
      ++expected_.unchanged;
      return;
    }
    row.value += 1 + static_cast<int64_t>(random_.Below(4));
    Write(row);
    ++expected_.updated;
    Count(row, row.value - old.value);
  }

  void Faulty(Fault fault) {
    Row row = NewRow(/*is_late=*/false);
    std::string date;
    const char* reason = nullptr;
    switch (fault) {
      case Fault::kUnknownMeasure:
        row.measure = "no_such_measure";
        reason = "UNKNOWN_MEASURE";
        break;
      case Fault::kNegative:
        row.value = -row.value;
        reason = "VALUE_NEGATIVE";
        break;
      case Fault::kReportNumber:
        row.event_id = absl::StrFormat(
            "BR.12.34.%06d/2018", static_cast<int>(random_.Below(1000000)));
        reason = "EVENT_ID_LIKE_REPORT_NUMBER";
        break;
      case Fault::kOutsideTerm:
        date = absl::StrFormat("%04d-06-15", plan_.year - 30);
        reason = "DATE_OUTSIDE_TERM";
        break;
      default:
        row.area = "NOWHERE-9";
        reason = "AREA_UNKNOWN";
        break;
    }
    WriteWithDate(row, date.empty() ? DateOf(row) : date);
    Reject(reason);
  }

  void Malformed() {
    write_(absl::StrFormat("%016x;only;three\n", random_.Next()));
    Reject("ROW_MALFORMED");
  }

  void Reject(const char* reason) {
    ++expected_.rejected;
    ++expected_.rejections[reason];
  }

  // As the service counts: row by row, late before the newest month so far.
  void Count(const Row& row, int64_t delta) {
    if (row.month < newest_) {
      ++expected_.late;
    } else {
      newest_ = row.month;
    }
    expected_.sums[row.measure][MonthOf(row)] += delta;
  }

  void Remember(const Row& row) {
    if (past_.size() < kPastMax) {
      past_.push_back(row);
    } else {
      past_[random_.Below(kPastMax)] = row;
    }
  }

  std::string MonthOf(const Row& row) const {
    const int months = plan_.year * 12 + plan_.month - 1 + row.month;
    return absl::StrFormat("%04d-%02d", months / 12, months % 12 + 1);
  }

  std::string DateOf(const Row& row) const {
    return absl::StrFormat("%s-%02d", MonthOf(row), row.day);
  }

  void Write(const Row& row) { WriteWithDate(row, DateOf(row)); }

  void WriteWithDate(const Row& row, const std::string& date) {
    write_(absl::StrCat(row.event_id, ";", row.measure, ";", date, ";",
                        row.area, ";", row.value, ";", row.replaces, ";\n"));
  }

  const FiguresPlan& plan_;
  const std::function<void(absl::string_view)>& write_;
  Random random_;
  int current_ = 0;
  int newest_ = 0;
  std::vector<Row> past_;
  FiguresExpected expected_;
};

}  // namespace

FiguresExpected MakeFigures(
    const FiguresPlan& plan,
    const std::function<void(absl::string_view line)>& write) {
  return Maker(plan, write).Make();
}

std::string ExpectedJson(const FiguresExpected& expected) {
  const nlohmann::ordered_json content = {{"sent", expected.sent},
                                          {"created", expected.created},
                                          {"updated", expected.updated},
                                          {"withdrawn", expected.withdrawn},
                                          {"unchanged", expected.unchanged},
                                          {"duplicate", expected.duplicate},
                                          {"rejected", expected.rejected},
                                          {"late", expected.late},
                                          {"rejections", expected.rejections},
                                          {"sums", expected.sums}};
  return content.dump(2) + "\n";
}

}  // namespace entente::client
