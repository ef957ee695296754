// A drawn life of budgets, judged by a naive model, in a process that is killed
// again and again.
//
//   ledger_property_run [--operations N] [--kills N] [--plant FAULT]
//
// ENTENTE_SEED repeats the operations of a run. Exit status: 0 when nothing
// differs from the model (with --plant: when the fault is found), 3 when
// nothing does but something was drawn less than --at-least times, 1 otherwise.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "services/common/store/temporary_folder.h"
#include "tests/ledger/draw.h"
#include "tests/ledger/inspect.h"
#include "tests/ledger/model.h"
#include "tests/ledger/plant.h"
#include "tests/ledger/process.h"
#include "tests/ledger/server.h"
#include "tests/ledger/tally.h"
#include "tests/ledger/wire.h"

namespace entente::ledger {
namespace {

using SteadyClock = std::chrono::steady_clock;

struct Options {
  int64_t operations = 4000;
  int64_t kills = 6;
  int64_t checkpoints = 2;
  int batch_percent = 20;
  int batch_max = 40;
  // Of each kind, accepted and refused, and of what happens beside; 0: any.
  int64_t at_least = 0;
  std::string plant;
  std::string serve;
  std::string folder;
};

// Calls that may be under way at once.
constexpr size_t kWindowMax = 8;
// Bytes of an operation that are printed: a batch is long.
constexpr size_t kSaidMax = 3000;
// Exit status: see above.
constexpr int kTooSeldom = 3;

struct Pending {
  Operation operation;
  Expectation expected;
  std::string wire;
};

class Run {
 public:
  Run(const Options& options, uint64_t seed, const std::string& folder)
      : options_(options),
        seed_(seed),
        folder_(folder),
        drawer_(model_, {.seed = seed,
                         .batch_percent = options.batch_percent,
                         .batch_max = options.batch_max,
                         .convention_every = std::clamp<int64_t>(
                             options.operations / 4, 400, 5000)}),
        kills_(seed ^ 0x9e3779b97f4a7c15) {}

  // False when something differs; it was said then.
  bool Play() {
    if (!StartProcess()) return false;
    int64_t next_check = options_.operations / options_.checkpoints;
    DrawKill();
    while (done_ < options_.operations) {
      const size_t window = 1 + kills_() % kWindowMax;
      while (pending_.size() < window) {
        if (!SendOne()) return false;
      }
      if (!(drawn_ >= next_kill_ ? KillSoon() : ReadOne())) return false;
      if (done_ >= next_check) {
        if (!Check()) return false;
        next_check += options_.operations / options_.checkpoints;
      }
    }
    return Check();
  }

  // Says what was drawn too seldom.
  bool IsEnough() { return tally_.IsEnough(options_.at_least); }

  void Report() const {
    std::printf(
        "operations %lld, calls %lld, conventions %zu, kills %lld "
        "(%lld calls sent again), checks %lld\n",
        static_cast<long long>(done_), static_cast<long long>(calls_),
        model_.conventions().size(), static_cast<long long>(killed_),
        static_cast<long long>(sent_again_), static_cast<long long>(checks_));
    std::printf(
        "entries %lld, reservations %zu, expenses %zu, payments %zu, "
        "evidence %zu, lines %zu\n",
        static_cast<long long>(entries_), model_.reservations().size(),
        model_.expenses().size(), model_.payments().size(),
        model_.evidence().size(), model_.lines().size());
    std::printf(
        "corrections %zu, changes %zu, credit notes %zu, claims %zu, "
        "payments of the State %zu, dotations %zu, keys of them %zu\n",
        model_.corrections().size(), model_.changes().size(),
        model_.notes().size(), model_.claims().size(),
        model_.federal_payments().size(), model_.dotations().size(),
        model_.keys().size());
    std::printf("recounts after a kill %lld, days %lld\n",
                static_cast<long long>(recounts_),
                static_cast<long long>(tally_.days()));
    std::printf("seconds %.0f\n", Seconds());
    tally_.Print();
  }

 private:
  double Seconds() const {
    return std::chrono::duration<double>(SteadyClock::now() - start_).count();
  }

  bool StartProcess() {
    process_ = std::make_unique<Process>(folder_, options_.plant);
    if (!process_->is_ready()) {
      std::printf("the service did not start\n");
      return false;
    }
    for (const Pending& pending : pending_) process_->Send(pending.wire);
    return true;
  }

  bool SendOne() {
    Pending pending;
    pending.operation = drawer_.Draw();
    pending.expected = model_.Apply(pending.operation);
    if (!FindEtag(pending.operation)) return false;
    pending.wire = ToWire(pending.operation);
    process_->Send(pending.wire);
    drawn_ += Weight(pending.operation);
    pending_.push_back(std::move(pending));
    return true;
  }

  // What the caller was answered after that change of the claim, which may
  // still be on its way.
  bool FindEtag(Operation& operation) {
    if (operation.etag_revision < 0) return true;
    operation.etag = "never";
    if (operation.etag_revision == 0 || !operation.fault.empty()) return true;
    const std::pair<std::string, int64_t> of{operation.name,
                                             operation.etag_revision};
    while (!etags_.contains(of) && !pending_.empty()) {
      if (!ReadOne()) return false;
    }
    operation.etag = etags_[of];
    if (!operation.etag.empty()) return true;
    std::printf("%s was never answered after change %lld\n",
                operation.name.c_str(),
                static_cast<long long>(operation.etag_revision));
    return false;
  }

  // The same change of a claim has one etag, another one has another.
  std::string LearnEtag(const Pending& pending, const Outcome& outcome) {
    const int64_t revision = pending.expected.revision;
    if (!outcome.is_accepted || revision == 0 ||
        pending.operation.validate_only) {
      return "";
    }
    if (outcome.etag.empty()) return "no etag";
    const auto [place, is_new] =
        etags_.emplace(std::pair(outcome.name, revision), outcome.etag);
    if (!is_new && place->second != outcome.etag) return "another etag";
    const auto before = etags_.find({outcome.name, revision - 1});
    return before != etags_.end() && before->second == outcome.etag
               ? "the etag of the change before"
               : "";
  }

  // Postings count, and calls that are no batch.
  static int64_t Weight(const Operation& operation) {
    if (operation.kind == Kind::kConvention) return 0;
    return operation.kind == Kind::kBatch
               ? std::max<int64_t>(
                     1, static_cast<int64_t>(operation.postings.size()))
               : 1;
  }

  void DrawKill() {
    const int64_t mean =
        std::max<int64_t>(1, options_.operations / (options_.kills + 1));
    next_kill_ =
        drawn_ + 1 +
        static_cast<int64_t>(kills_() % static_cast<uint64_t>(2 * mean));
  }

  // Goes on reading for a moment, then kills whatever is under way.
  bool KillSoon() {
    const auto deadline =
        SteadyClock::now() + std::chrono::microseconds(kills_() % 15'000);
    while (!pending_.empty()) {
      const auto answer = process_->Next(deadline);
      if (!answer) break;
      if (!Judge(*answer)) return false;
    }
    return Kill();
  }

  bool Kill() {
    process_->Kill();
    ++killed_;
    // What was answered before it died counts.
    while (const auto answer = process_->Next()) {
      if (!Judge(*answer)) return false;
    }
    sent_again_ += static_cast<int64_t>(pending_.size());
    DrawKill();
    // What it left must be right before anything goes on.
    ++recounts_;
    return Tell(Recount(folder_)) && StartProcess();
  }

  bool ReadOne() {
    const auto answer = process_->Next();
    if (!answer) {
      std::printf("the service ended by itself\n");
      return false;
    }
    return Judge(*answer);
  }

  bool Judge(const std::string& answer) {
    if (pending_.empty()) {
      std::printf("an answer to nothing\n");
      return false;
    }
    const Pending pending = std::move(pending_.front());
    pending_.pop_front();
    const Outcome outcome = FromWire(pending.operation, answer);
    std::string why = Compare(pending.expected, outcome);
    const std::string& id = pending.operation.request_id;
    if (why.empty() && pending.expected.is_retry) {
      const auto first = first_.find(id);
      if (first != first_.end() && !(first->second == outcome)) {
        why = "a retry was answered otherwise than the first call";
      }
    }
    if (why.empty()) why = LearnEtag(pending, outcome);
    if (!why.empty()) {
      const Day& day = pending.operation.today;
      std::printf("operation %lld: %s\n  %s\n  on %d-%02d-%02d, id %s%s\n",
                  static_cast<long long>(done_), why.c_str(),
                  Describe(pending.operation).substr(0, kSaidMax).c_str(),
                  day.year, day.month, day.day, id.c_str(),
                  pending.expected.is_retry ? " (a retry)" : "");
      return false;
    }
    tally_.Count(pending.operation, pending.expected, outcome);
    if (pending.expected.is_kept && !pending.expected.is_retry) {
      first_.emplace(id, outcome);
    }
    for (const std::string& forgotten : drawer_.TakeForgotten()) {
      first_.erase(forgotten);
    }
    const int64_t before = done_;
    done_ += Weight(pending.operation);
    ++calls_;
    SayProgress(before);
    return true;
  }

  void SayProgress(int64_t before) {
    const int64_t step = std::max<int64_t>(options_.operations / 50, 1000);
    if (before / step == done_ / step) return;
    std::fprintf(stderr, "%lld of %lld, %lld kills, %.0f s\n",
                 static_cast<long long>(done_),
                 static_cast<long long>(options_.operations),
                 static_cast<long long>(killed_), Seconds());
  }

  // Lets what is under way end, kills, and compares what is on disk.
  bool Check() {
    while (!pending_.empty()) {
      if (!ReadOne()) return false;
    }
    process_->Kill();
    ++killed_;
    ++checks_;
    const Inspection inspection = Inspect(folder_, model_);
    entries_ = inspection.entries;
    return Tell(inspection) && StartProcess();
  }

  bool Tell(const Inspection& inspection) const {
    for (const std::string& difference : inspection.differences) {
      std::printf("after %lld operations: %s\n", static_cast<long long>(done_),
                  difference.c_str());
    }
    return inspection.differences.empty();
  }

  const Options options_;
  const uint64_t seed_;
  const std::string folder_;
  const SteadyClock::time_point start_ = SteadyClock::now();
  Model model_;
  Drawer drawer_;
  // Of its own, so that when it is killed changes nothing of what is drawn.
  std::mt19937_64 kills_;
  std::unique_ptr<Process> process_;
  std::deque<Pending> pending_;
  // First answers, by request id.
  std::map<std::string, Outcome> first_;
  // By claim and change.
  std::map<std::pair<std::string, int64_t>, std::string> etags_;
  Tally tally_;
  int64_t drawn_ = 0;
  int64_t done_ = 0;
  int64_t calls_ = 0;
  int64_t next_kill_ = 0;
  int64_t killed_ = 0;
  int64_t sent_again_ = 0;
  int64_t checks_ = 0;
  int64_t recounts_ = 0;
  int64_t entries_ = 0;
};

int Main(int argc, char** argv) {
  Options options;
  CLI::App app{"Random operations on budgets, judged by a naive model"};
  app.add_option("--operations", options.operations,
                 "Postings and single calls in all");
  app.add_option("--kills", options.kills, "About how often it is killed");
  app.add_option("--checkpoints", options.checkpoints,
                 "How often all that is stored is compared");
  app.add_option("--batch-percent", options.batch_percent,
                 "Calls in a hundred that are batches");
  app.add_option("--batch-max", options.batch_max, "Postings of a batch");
  app.add_option("--at-least", options.at_least,
                 "How often each kind must be accepted, and refused");
  app.add_option("--plant", options.plant, "A fault that must be found");
  app.add_option("--serve", options.serve, "Internal: serve this folder");
  CLI11_PARSE(app, argc, argv);
  const auto plant = FindPlant(options.plant);
  if (!plant) {
    std::fprintf(stderr, "unknown fault: %s\n", options.plant.c_str());
    return 2;
  }
  if (!options.serve.empty()) return Serve(options.serve, *plant);
  std::signal(SIGPIPE, SIG_IGN);
  const char* given = std::getenv("ENTENTE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device()();
  std::printf("ENTENTE_SEED=%llu\n", static_cast<unsigned long long>(seed));
  std::fflush(stdout);
  store::TemporaryFolder folder;
  Run run(options, seed, folder.path());
  const bool is_clean = run.Play();
  if (*plant != Plant::kNone) {
    std::printf("planted %s: %s\n", options.plant.c_str(),
                is_clean ? "NOT found" : "found");
    return is_clean ? 1 : 0;
  }
  if (!is_clean) return 1;
  run.Report();
  return run.IsEnough() ? 0 : kTooSeldom;
}

}  // namespace
}  // namespace entente::ledger

int main(int argc, char** argv) { return entente::ledger::Main(argc, argv); }
