// Rows as a source would deliver them, for the benchmark: random ids of 16
// bytes, one row in a hundred a copy of an earlier one, and a count of what
// the service must answer.
#ifndef SERVICES_INDICATORS_BENCH_ROWS_H_
#define SERVICES_INDICATORS_BENCH_ROWS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "entente/indicators/v1/ingest_service.pb.h"

namespace entente::indicators {

enum class DayOrder {
  // As things happened: row after row from January to December.
  kInOrder,
  // Any day of the year, row by row.
  kScattered,
};

// Which row in a hundred is a copy.
inline constexpr int64_t kCopyEvery = 100;

// An endless stream of rows. All of a row follows from its number and from the
// call of Make that it was first made by, so that any earlier one can be sent
// again, equal to the last byte, without being kept.
class RowMaker {
 public:
  explicit RowMaker(uint64_t seed) : seed_(seed) {}

  // The next batches, `rows` in all, numbered from 1 for a session of its own.
  // A copy is drawn from all rows made before, these ones included.
  std::vector<entente::indicators::v1::IngestRequest> Make(int64_t rows,
                                                           int64_t batch_rows,
                                                           DayOrder order);

  // Rows made, copies included.
  int64_t made() const { return next_; }

 private:
  // One call of Make.
  struct Call {
    // Number of its first row.
    int64_t first = 0;
    int64_t rows = 0;
    DayOrder order = DayOrder::kScattered;
  };

  // The next row.
  void Fill(entente::indicators::v1::Observation& row);
  // From 0, of the row under `number`, of which the word is `drawn`.
  int DayOfYear(int64_t number, uint64_t drawn) const;
  // 32 hexadecimal digits.
  std::string IdOf(int64_t number) const;

  uint64_t seed_;
  int64_t next_ = 0;
  // By first row.
  std::vector<Call> calls_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_BENCH_ROWS_H_
