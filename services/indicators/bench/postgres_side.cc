#include "services/indicators/bench/postgres_side.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/error.h"

extern char** environ;

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr char kProgram[] = "services/indicators/bench/postgres.py";
constexpr int kConnectionsMax = 2;

}  // namespace

PostgresSide::~PostgresSide() {
  if (to_ != nullptr) std::fclose(to_);
  if (from_ != nullptr) std::fclose(from_);
  if (pid_ > 0) waitpid(pid_, nullptr, 0);
}

absl::Status PostgresSide::Start() {
  int in[2];
  int out[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) {
    return absl::ResourceExhaustedError("no pipe");
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  std::string program = kProgram;
  char* const arguments[] = {program.data(), nullptr};
  const int error =
      posix_spawn(&pid_, kProgram, &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  to_ = fdopen(in[1], "w");
  from_ = fdopen(out[0], "r");
  if (error != 0) {
    pid_ = 0;
    return absl::NotFoundError(
        absl::StrCat(kProgram, " does not start; run from the tree's root"));
  }
  return Ask("").status();
}

absl::StatusOr<std::string> PostgresSide::Ask(const std::string& line) {
  if (!line.empty()) {
    std::fprintf(to_, "%s\n", line.c_str());
    std::fflush(to_);
  }
  char answer[256];
  if (std::fgets(answer, sizeof(answer), from_) == nullptr) {
    return absl::UnavailableError("PostgreSQL's side ended");
  }
  return std::string(answer);
}

std::string PostgresSide::WriteFiles(
    const std::vector<v1::IngestRequest>& batches, char mark) {
  std::string names;
  for (const v1::IngestRequest& request : batches) {
    const std::string path =
        absl::StrCat(folder_.path(), "/", request.batch().sequence(), ".csv");
    std::ofstream file(path);
    for (const v1::Observation& row : request.batch().observations()) {
      std::string id = row.event_id();
      id[0] = mark;
      file << id << ',' << row.measure_code() << ',' << row.area() << ','
           << absl::StrFormat("%04d-%02d-%02d", row.date().year(),
                              row.date().month(), row.date().day())
           << ',' << row.value() << '\n';
    }
    absl::StrAppend(&names, " ", path);
  }
  return names;
}

absl::StatusOr<double> PostgresSide::Deliver(
    int64_t level, const std::vector<v1::IngestRequest>& batches) {
  if (pid_ == 0) {
    ENTENTE_RETURN_IF_ERROR(Start());
    // Another user runs the server, which reads the files.
    std::filesystem::permissions(folder_.path(),
                                 std::filesystem::perms::others_exec |
                                     std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
  }
  ENTENTE_RETURN_IF_ERROR(Ask(absl::StrCat("fill ", level)).status());
  int64_t rows = 0;
  for (const v1::IngestRequest& request : batches) {
    rows += request.batch().observations_size();
  }
  double best = 0;
  ++deliveries_;
  for (int connections = 1; connections <= kConnectionsMax; ++connections) {
    const std::string files = WriteFiles(batches, connections == 1 ? '0' : '1');
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string answer,
        Ask(absl::StrCat("deliver ", connections, " d", deliveries_, "x",
                         connections, files)));
    std::istringstream words(answer);
    int64_t sent = 0;
    double rate = 0;
    words >> sent >> rate;
    if (sent != rows) {
      return absl::InternalError(
          absl::StrCat("PostgreSQL took ", sent, " of ", rows, " rows"));
    }
    best = std::max(best, rate);
  }
  return best;
}

}  // namespace entente::indicators
