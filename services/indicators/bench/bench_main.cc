// Rows a second, durable, through the whole door and beside it; what they take
// on disk and in memory; what reading costs meanwhile; and PostgreSQL 15 with
// the same rows and promises in the same run.
//
//   build/bin/entente-bench --help        from the root of the tree
//
// Not a test: it prints figures and judges nothing. README.md says what they
// mean, reports/ holds dated ones.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/error.h"
#include "services/indicators/bench/postgres_side.h"
#include "services/indicators/bench/rows.h"
#include "services/indicators/bench/sides.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr int64_t kFillBatchRows = 8192;
constexpr int64_t kFillPieceRows = 128 * kFillBatchRows;
constexpr int kReads = 2000;
// Batches in flight, of kFillBatchRows; as many rows in smaller ones, up to the
// most that `entente indicators ingest --in-flight` sends.
constexpr int64_t kInFlightDefault = 8;
constexpr int64_t kInFlightMost = 64;

struct Options {
  std::vector<int64_t> levels = {0, 20000000};
  std::vector<int64_t> batch_rows = {8192, 512};
  std::vector<std::string> orders = {"order", "scattered"};
  int64_t rows = 1000000;
  // Not set: see kInFlightDefault.
  std::optional<int64_t> in_flight = {};
  bool has_postgres = true;
};

class Bench {
 public:
  explicit Bench(const Options& options)
      : options_(options), rows_(static_cast<uint64_t>(getpid())) {
    service_.PublishSample();
  }

  absl::Status Run() {
    for (const int64_t level : options_.levels) {
      ENTENTE_RETURN_IF_ERROR(FillTo(level));
      std::printf(
          "\n%s events stored before\n\n"
          "| batch | days | door rows/s | p50 ms | p99 ms | longest ms | "
          "straight rows/s | door ÷ straight |%s\n|---|---|---|---|---|---|---|"
          "---|%s\n",
          WithSpaces(Stored()).c_str(),
          options_.has_postgres ? " PostgreSQL rows/s | door ÷ it |" : "",
          options_.has_postgres ? "---|---|" : "");
      for (const int64_t batch : options_.batch_rows) {
        for (const std::string& order : options_.orders) {
          ENTENTE_RETURN_IF_ERROR(Compare(level, batch, order));
        }
      }
      ENTENTE_RETURN_IF_ERROR(Weigh());
    }
    return absl::OkStatus();
  }

 private:
  static std::string WithSpaces(int64_t number) {
    std::string digits = absl::StrCat(number);
    for (int i = static_cast<int>(digits.size()) - 3; i > 0; i -= 3) {
      digits.insert(static_cast<size_t>(i), " ");
    }
    return digits;
  }

  int64_t Stored() const {
    return static_cast<int64_t>(service_.ingest().EventCount());
  }
  int64_t InFlight(int64_t batch_rows) const {
    return options_.in_flight.value_or(std::min(
        kInFlightMost, kInFlightDefault * kFillBatchRows / batch_rows));
  }
  std::string NextSession() { return absl::StrCat("bench-", ++sessions_); }

  // Rows enter straight until `level` events are stored.
  absl::Status FillTo(int64_t level) {
    const bool is_shown = isatty(STDERR_FILENO) != 0;
    while (Stored() < level) {
      const int64_t piece = std::min(level - Stored(), kFillPieceRows);
      ENTENTE_RETURN_IF_ERROR(DeliverStraight(service_, NextSession(),
                                              rows_.Make(piece, kFillBatchRows,
                                                         DayOrder::kScattered))
                                  .status());
      if (is_shown) {
        std::fprintf(stderr, "\rfilling: %s of %s events",
                     WithSpaces(Stored()).c_str(), WithSpaces(level).c_str());
      }
    }
    if (is_shown && level > 0) std::fprintf(stderr, "\n");
    return absl::OkStatus();
  }

  absl::Status Compare(int64_t level, int64_t batch_rows,
                       const std::string& order_word) {
    const DayOrder order =
        order_word == "order" ? DayOrder::kInOrder : DayOrder::kScattered;
    auto batches = rows_.Make(options_.rows, batch_rows, order);
    ENTENTE_ASSIGN_OR_RETURN(
        const Delivery door,
        DeliverThroughDoor(service_, NextSession(), batches,
                           static_cast<size_t>(InFlight(batch_rows))));
    ENTENTE_RETURN_IF_ERROR(CheckTotals(door.totals));
    double postgres = 0;
    if (options_.has_postgres) {
      ENTENTE_ASSIGN_OR_RETURN(postgres, postgres_.Deliver(level, batches));
    }
    batches = rows_.Make(options_.rows, batch_rows, order);
    ENTENTE_ASSIGN_OR_RETURN(const Delivery straight,
                             DeliverStraight(service_, NextSession(), batches));
    ENTENTE_RETURN_IF_ERROR(CheckTotals(straight.totals));
    std::printf("| %lld | %s | %.0f | %.1f | %.1f | %.1f | %.0f | %.2f |",
                static_cast<long long>(batch_rows), order_word.c_str(),
                door.rows_per_second, door.p50_ms, door.p99_ms, door.longest_ms,
                straight.rows_per_second,
                door.rows_per_second / straight.rows_per_second);
    if (options_.has_postgres) {
      std::printf(" %.0f | %.1f |", postgres, door.rows_per_second / postgres);
    }
    std::printf("\n");
    std::fflush(stdout);
    return absl::OkStatus();
  }

  // A figure of rows that were not taken would be worth nothing.
  absl::Status CheckTotals(const v1::IngestTotals& totals) const {
    if (totals.sent() == options_.rows && totals.rejected() == 0 &&
        totals.created() + totals.duplicate() == totals.sent() &&
        totals.duplicate() >= options_.rows / kCopyEvery - 1 &&
        totals.differing() == 0) {
      return absl::OkStatus();
    }
    return absl::InternalError(
        absl::StrCat("unexpected totals: ", totals.ShortDebugString()));
  }

  // Disk, memory, reading, and how long a start takes.
  absl::Status Weigh() {
    const int64_t stored = std::max<int64_t>(Stored(), 1);
    ENTENTE_ASSIGN_OR_RETURN(
        const Times reading,
        ReadYears(service_, kReads, [] { return absl::OkStatus(); }));
    ENTENTE_ASSIGN_OR_RETURN(
        const Times changed,
        ReadYears(service_, kReads, [this] { return DeliverOneRow(); }));
    const auto start = std::chrono::steady_clock::now();
    service_.Reopen();
    const double opened_s =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
            .count();
    std::printf(
        "\n%s events: %.1f bytes on disk an event; %.0f MB of memory after a "
        "start, which took %.1f s\na year by month: p50 %.2f ms, p99 %.2f ms; "
        "each right after a delivery: p50 %.2f ms, p99 %.2f ms\n",
        WithSpaces(stored).c_str(),
        static_cast<double>(DiskBytes()) / static_cast<double>(stored),
        MemoryMegabytes(), opened_s, reading.p50_ms, reading.p99_ms,
        changed.p50_ms, changed.p99_ms);
    return absl::OkStatus();
  }

  // Whatever was kept of the months of the municipality is past.
  absl::Status DeliverOneRow() {
    return DeliverStraight(service_, NextSession(),
                           rows_.Make(1, 1, DayOrder::kScattered))
        .status();
  }

  uintmax_t DiskBytes() {
    uintmax_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             service_.harness().dir() + "/data")) {
      if (entry.is_regular_file()) bytes += entry.file_size();
    }
    return bytes;
  }

  // Resident, client and certificates included.
  static double MemoryMegabytes() {
    std::ifstream file("/proc/self/statm");
    int64_t all = 0;
    int64_t resident = 0;
    file >> all >> resident;
    return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / 1e6;
  }

  const Options& options_;
  RowMaker rows_;
  RunningService service_;
  PostgresSide postgres_;
  int sessions_ = 0;
};

}  // namespace
}  // namespace entente::indicators

int main(int argc, char** argv) {
  entente::indicators::Options options;
  CLI::App app(
      "Rows a second through the whole door, straight into the same "
      "transaction, and into PostgreSQL 15. Run it from the root of the tree.");
  app.add_option("--levels", options.levels,
                 "Events stored before measuring, ascending")
      ->delimiter(',')
      ->capture_default_str();
  app.add_option("--batches", options.batch_rows, "Rows of a batch, 1 to 8192")
      ->delimiter(',')
      ->check(CLI::Range(1, 8192))
      ->capture_default_str();
  app.add_option("--days", options.orders, "Days in order or scattered")
      ->delimiter(',')
      ->check(CLI::IsMember({"order", "scattered"}))
      ->capture_default_str();
  app.add_option("--rows", options.rows, "Rows of each measurement")
      ->check(CLI::Range(int64_t{1000}, int64_t{100000000}))
      ->capture_default_str();
  app.add_option("--in-flight", options.in_flight,
                 "Batches sent before the first is acknowledged; 0: as many as "
                 "the stream takes. By default 8 of 8192 rows and up to 64 of "
                 "fewer")
      ->check(CLI::Range(0, 100000));
  app.add_flag("!--no-postgres", options.has_postgres, "Leave PostgreSQL out");
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = entente::indicators::Bench(options).Run();
  if (!status.ok()) {
    std::cerr << "entente-bench: " << status << "\n";
    return 1;
  }
  return 0;
}
