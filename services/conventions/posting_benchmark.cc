// Postings through the real door: mutual TLS, token, policy, replay of request
// ids, access entry, invariants, fsync; clients and service on this machine and
// in this process. tests/postings/run asks it and PostgreSQL the same.
//
//   posting_benchmark [--callers N] [--batch N] [--seconds S]
//   posting_benchmark --read-at N
//
// --batch 0 posts one by one (CreateReservation), else N in a BatchPost.
// --read-at measures the position (ListEnvelopes) when N entries are posted.
// Prints one JSON object. Not a test: it judges nothing.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/str_cat.h"
#include "services/conventions/budget_fixture_test.h"

namespace entente::conventions {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kLines = 4;
constexpr int kReads = 20'000;
// Of the first and the last so many a figure is printed: what was posted is
// still compacted on the same cores during the first.
constexpr int kReadsShown = 2000;

struct Options {
  int callers = 1;
  int batch = 0;
  int seconds = 5;
  int64_t read_at = 0;
};

class Bench : public BudgetFixture {
 public:
  explicit Bench(const Options& options) : options_(options) {
    // The whole grant of 10.000,00, a cent a posting, over a few lines.
    for (const char* category : {"personnel", "operating", "investment"}) {
      AddLine("so-01", category);
    }
    AddLine("op-01", "operating");
  }
  void TestBody() override {}

  int Post() {
    std::vector<std::thread> threads;
    std::vector<std::vector<double>> took_ms(
        static_cast<size_t>(options_.callers));
    const auto start = SteadyClock::now();
    const auto end = start + std::chrono::seconds(options_.seconds);
    for (int caller = 0; caller < options_.callers; ++caller) {
      threads.emplace_back([&, caller] {
        PostUntil(end, caller, took_ms[static_cast<size_t>(caller)]);
      });
    }
    for (std::thread& thread : threads) thread.join();
    const double seconds =
        std::chrono::duration<double>(SteadyClock::now() - start).count();
    if (has_failed_) return 1;
    std::vector<double> all;
    for (const auto& some : took_ms)
      all.insert(all.end(), some.begin(), some.end());
    std::sort(all.begin(), all.end());
    const double postings =
        static_cast<double>(all.size()) * std::max(options_.batch, 1);
    std::printf(
        "{\"callers\": %d, \"batch\": %d, \"postings\": %.0f, "
        "\"per_second\": %.0f, \"p50_ms\": %.3f, \"p99_ms\": %.3f}\n",
        options_.callers, options_.batch, postings, postings / seconds,
        all[all.size() / 2], all[all.size() * 99 / 100]);
    return 0;
  }

  int ReadAt() {
    constexpr int kBatch = 2000;
    for (int64_t posted = 0; posted < options_.read_at; posted += kBatch) {
      if (!PostBatch(*posting_, 0, posted,
                     static_cast<int>(std::min<int64_t>(
                         kBatch, options_.read_at - posted)))) {
        return 1;
      }
    }
    std::vector<double> took_us;
    for (int i = 0; i < kReads; ++i) {
      v1::ListEnvelopesRequest request;
      request.set_parent(Format(kConvention));
      auto context = Context();
      v1::ListEnvelopesResponse response;
      const auto start = SteadyClock::now();
      if (!stub_->ListEnvelopes(context.get(), request, &response).ok()) {
        return 1;
      }
      took_us.push_back(
          std::chrono::duration<double, std::micro>(SteadyClock::now() - start)
              .count());
    }
    std::vector<double> first(took_us.begin(), took_us.begin() + kReadsShown);
    std::vector<double> last(took_us.end() - kReadsShown, took_us.end());
    std::sort(first.begin(), first.end());
    std::sort(last.begin(), last.end());
    std::printf(
        "{\"entries\": %lld, \"p50_us\": %.1f, \"p99_us\": %.1f, "
        "\"first_p50_us\": %.1f}\n",
        static_cast<long long>(options_.read_at), last[kReadsShown / 2],
        last[kReadsShown * 99 / 100], first[kReadsShown / 2]);
    return 0;
  }

 private:
  void AddLine(const char* objective, const char* category) {
    const auto line = Call(
        &v1::BudgetService::Stub::CreateLine,
        LineRequest("general-2018", objective, category, 1'000'000 / kLines));
    if (!line.ok()) {
      std::fprintf(stderr, "%s\n", line.status().ToString().c_str());
      has_failed_ = true;
      return;
    }
    lines_.push_back(line->name());
  }

  // With the token that a client keeps for its ten minutes.
  std::unique_ptr<grpc::ClientContext> Context() const {
    auto context = std::make_unique<grpc::ClientContext>();
    channel::PrepareContext({.token = token_, .timeout = absl::Seconds(20)},
                            *context);
    return context;
  }

  const std::string& LineOf(int64_t posting) const {
    return lines_[static_cast<size_t>(posting) % lines_.size()];
  }

  // As clients do: what is not known to be stored (STORE_SLOW) is asked again
  // under the same request id, and its time counts.
  template <class Ask>
  grpc::Status Answered(const Ask& ask) const {
    while (true) {
      auto context = Context();
      const grpc::Status status = ask(context.get());
      if (status.error_code() != grpc::StatusCode::UNAVAILABLE) return status;
    }
  }

  bool Succeeded(const grpc::Status& status) {
    if (status.ok()) return true;
    std::fprintf(stderr, "%s\n", status.error_message().c_str());
    has_failed_ = true;
    return false;
  }

  bool PostOne(v1::BudgetService::Stub& stub, int caller, int64_t i) {
    v1::CreateReservationRequest request = ReservationRequest(LineOf(i), 1);
    request.set_request_id(absl::StrCat(caller, "-", i));
    v1::Reservation response;
    return Succeeded(Answered([&](grpc::ClientContext* context) {
      return stub.CreateReservation(context, request, &response);
    }));
  }

  bool PostBatch(v1::PostingService::Stub& stub, int caller, int64_t i,
                 int size) {
    v1::BatchPostRequest request;
    request.set_parent(Format(kConvention));
    request.set_failure_mode(v1::BatchPostRequest::FAILURE_MODE_ATOMIC);
    request.set_request_id(absl::StrCat(caller, "-", i));
    for (int k = 0; k < size; ++k) {
      *request.add_postings()->mutable_reservation() =
          ReservationRequest(LineOf(k), 1).reservation();
    }
    v1::BatchPostResponse response;
    return Succeeded(Answered([&](grpc::ClientContext* context) {
             return stub.BatchPost(context, request, &response);
           })) &&
           response.posted_count() == size;
  }

  // Until `end`, or until the grant would not bear another round.
  void PostUntil(SteadyClock::time_point end, int caller,
                 std::vector<double>& took_ms) {
    const auto channel = harness_.Channel();
    const auto single = v1::BudgetService::NewStub(channel);
    const auto batch = v1::PostingService::NewStub(channel);
    const int size = std::max(options_.batch, 1);
    for (int64_t i = 0; !has_failed_; ++i) {
      const auto before = SteadyClock::now();
      if (before >= end || left_.fetch_sub(size) < size) return;
      const bool posted = options_.batch == 0
                              ? PostOne(*single, caller, i)
                              : PostBatch(*batch, caller, i, size);
      if (!posted) return;
      took_ms.push_back(
          std::chrono::duration<double, std::milli>(SteadyClock::now() - before)
              .count());
    }
  }

  const Options options_;
  const std::string token_ = harness_.Token("p-1001", {"finance"});
  std::vector<std::string> lines_;
  std::atomic<int64_t> left_ = 1'000'000;
  std::atomic<bool> has_failed_ = false;
};

int Main(int argc, char** argv) {
  Options options;
  CLI::App app{"Postings a second through the whole door"};
  app.add_option("--callers", options.callers, "Clients at once");
  app.add_option("--batch", options.batch, "Postings of a batch; 0: single");
  app.add_option("--seconds", options.seconds, "How long");
  app.add_option("--read-at", options.read_at,
                 "Measure the position after so many entries");
  CLI11_PARSE(app, argc, argv);
  Bench bench(options);
  return options.read_at > 0 ? bench.ReadAt() : bench.Post();
}

}  // namespace
}  // namespace entente::conventions

int main(int argc, char** argv) {
  return entente::conventions::Main(argc, argv);
}
