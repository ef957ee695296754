// Rows a second through the real stream: mutual TLS, token, validation,
// deduplication, aggregates, fsync; client and service on this machine.
//
//   ingest_benchmark [ROWS] [BATCH_ROWS]      default 1000000 4096
//
// Random 32-character ids, 1 % duplicates, dates scattered over a year, four
// areas. Prints one line. Not a test: it judges nothing.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_format.h"
#include "services/indicators/service_fixture.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using SteadyClock = std::chrono::steady_clock;

std::vector<v1::IngestRequest> MakeBatches(int64_t rows, int64_t batch_rows) {
  static const char* const kAreas[] = {"DPI-1", "DPI-2", "DPI-3", "21009"};
  std::mt19937_64 random(1);
  std::vector<v1::IngestRequest> batches;
  std::string earlier;
  for (int64_t row = 0; row < rows; row += batch_rows) {
    v1::ObservationBatch& batch = *batches.emplace_back().mutable_batch();
    batch.set_sequence(static_cast<int64_t>(batches.size()));
    batch.set_first_row_index(row);
    for (int64_t i = row; i < std::min(rows, row + batch_rows); ++i) {
      v1::Observation& observation = *batch.add_observations();
      std::string id = absl::StrFormat("%016x%016x", random(), random());
      if (i % 100 == 99) id = earlier;
      if (i % 100 == 50) earlier = id;
      observation.set_event_id(id);
      observation.set_measure_code("nuisance_actions");
      const int day = static_cast<int>(random() % 336);
      *observation.mutable_date() = MakeDate(2018, day / 28 + 1, day % 28 + 1);
      observation.set_area(kAreas[random() % 4]);
      observation.set_value(1);
    }
  }
  return batches;
}

int Run(int64_t rows, int64_t batch_rows) {
  const std::vector<v1::IngestRequest> batches = MakeBatches(rows, batch_rows);
  RunningService service;
  service.PublishSample();
  auto stub = service.Stub<v1::IngestService>();
  auto context = service.harness().Context("zone5339", {"zone"});
  context->set_deadline(std::chrono::system_clock::now() +
                        std::chrono::minutes(9));
  auto stream = stub->Ingest(context.get());
  v1::IngestRequest open;
  open.mutable_open()->set_parent(kSampleMunicipality);
  open.mutable_open()->set_source("zone5339");
  open.mutable_open()->set_session_id("benchmark");
  v1::IngestResponse response;
  if (!stream->Write(open) || !stream->Read(&response)) {
    std::fprintf(stderr, "%s\n", stream->Finish().error_message().c_str());
    return 1;
  }
  const auto start = SteadyClock::now();
  // The client sends ahead, as a real one does; flow control holds it back.
  std::thread writer([&] {
    for (const v1::IngestRequest& batch : batches) {
      if (!stream->Write(batch)) return;
    }
    stream->WritesDone();
  });
  std::vector<double> gaps_ms;
  auto before = start;
  while (stream->Read(&response)) {
    const auto now = SteadyClock::now();
    gaps_ms.push_back(
        std::chrono::duration<double, std::milli>(now - before).count());
    before = now;
  }
  writer.join();
  const double seconds =
      std::chrono::duration<double>(SteadyClock::now() - start).count();
  const grpc::Status status = stream->Finish();
  if (!status.ok() || response.totals().sent() != rows) {
    std::fprintf(stderr, "failed: %s\n", status.error_message().c_str());
    return 1;
  }
  std::sort(gaps_ms.begin(), gaps_ms.end());
  std::printf(
      "%lld rows in batches of %lld: %.0f rows/s; %lld created, %lld "
      "duplicate; batch p50 %.1f ms, p99 %.1f ms, max %.1f ms\n",
      static_cast<long long>(rows), static_cast<long long>(batch_rows),
      rows / seconds, static_cast<long long>(response.totals().created()),
      static_cast<long long>(response.totals().duplicate()),
      gaps_ms[gaps_ms.size() / 2], gaps_ms[gaps_ms.size() * 99 / 100],
      gaps_ms.back());
  return 0;
}

}  // namespace
}  // namespace entente::indicators

int main(int argc, char** argv) {
  const int64_t rows = argc > 1 ? std::atoll(argv[1]) : 1000000;
  const int64_t batch_rows = argc > 2 ? std::atoll(argv[2]) : 4096;
  if (rows < 1 || batch_rows < 1 || batch_rows > 8192) {
    std::fprintf(stderr, "usage: ingest_benchmark [ROWS] [BATCH_ROWS<=8192]\n");
    return 2;
  }
  return entente::indicators::Run(rows, batch_rows);
}
