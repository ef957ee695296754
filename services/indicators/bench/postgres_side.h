// PostgreSQL 15 with the same rows: postgres.py, which runs beside and is asked
// by lines. Starts when it is first needed and ends with the object.
#ifndef SERVICES_INDICATORS_BENCH_POSTGRES_SIDE_H_
#define SERVICES_INDICATORS_BENCH_POSTGRES_SIDE_H_

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/ingest_service.pb.h"
#include "services/common/store/temporary_folder.h"

namespace entente::indicators {

// Not thread-safe.
class PostgresSide {
 public:
  PostgresSide() = default;
  ~PostgresSide();
  PostgresSide(const PostgresSide&) = delete;
  PostgresSide& operator=(const PostgresSide&) = delete;

  // Rows a second when at least `level` events were stored before: the better
  // of one and of two connections. Errors: what the program said.
  absl::StatusOr<double> Deliver(
      int64_t level,
      const std::vector<entente::indicators::v1::IngestRequest>& batches);

 private:
  absl::Status Start();
  absl::StatusOr<std::string> Ask(const std::string& line);
  // Writes the batches as files, ids with `mark` as their first digit.
  std::string WriteFiles(
      const std::vector<entente::indicators::v1::IngestRequest>& batches,
      char mark);

  store::TemporaryFolder folder_;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
  int pid_ = 0;
  int deliveries_ = 0;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_BENCH_POSTGRES_SIDE_H_
