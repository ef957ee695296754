// The program as it runs: started as an installation starts it, and asked from
// outside. What a second process sees is not what a test of the parts shows.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"
#include "services/common/store/temporary_folder.h"

namespace entente::indicators {
namespace {

// Far longer than anything here takes; then the test fails.
constexpr int kBoundMs = 60'000;
// HealthCheckResponse.status.
constexpr int kServing = 1;
constexpr int kNotServing = 2;

// The health of a program, as whoever balances load follows it.
class HealthWatch {
 public:
  explicit HealthWatch(int port)
      : stub_(grpc::CreateChannel(absl::StrCat("127.0.0.1:", port),
                                  grpc::InsecureChannelCredentials())) {
    context_.set_deadline(std::chrono::system_clock::now() +
                          std::chrono::milliseconds(kBoundMs));
    call_ =
        stub_.PrepareCall(&context_, "/grpc.health.v1.Health/Watch", &queue_);
    call_->StartCall(this);
    if (!Await()) return;
    call_->Write(grpc::ByteBuffer(nullptr, 0), this);
    Await();
  }
  ~HealthWatch() {
    context_.TryCancel();
    grpc::Status status;
    call_->Finish(&status, this);
    Await();
  }

  // The next status that is not `status`, or -1. Each is said once a second.
  int After(int status) {
    int next = status;
    while (next == status) next = Next();
    return next;
  }

 private:
  int Next() {
    grpc::ByteBuffer response;
    call_->Read(&response, this);
    std::vector<grpc::Slice> slices;
    if (!Await() || !response.Dump(&slices).ok() || slices.empty() ||
        slices[0].size() != 2) {
      return -1;
    }
    return slices[0].begin()[1];
  }
  bool Await() {
    void* tag = nullptr;
    bool is_ok = false;
    return queue_.Next(&tag, &is_ok) && is_ok;
  }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
};

class RunningProgramTest : public testing::Test {
 protected:
  RunningProgramTest() {
    EXPECT_EQ(std::system(absl::StrCat("tools/dev/make-ca ", pki_, " >",
                                       folder_.path(), "/out")
                              .c_str()),
              0);
    std::filesystem::create_directory(run_);
  }
  ~RunningProgramTest() override {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }

  // Returns once the program serves, its log going to the file `log`.
  void Start(int log) {
    const int changes = inotify_init1(IN_CLOEXEC);
    inotify_add_watch(changes, run_.c_str(), IN_MOVED_TO | IN_CREATE);
    Spawn(log);
    while (!std::filesystem::exists(port_file_)) {
      pollfd change = {changes, POLLIN, 0};
      ASSERT_EQ(poll(&change, 1, kBoundMs), 1) << "it does not serve";
      std::array<char, 4096> events;
      ASSERT_GT(read(changes, events.data(), events.size()), 0);
    }
    close(changes);
    std::ifstream file(port_file_);
    const nlohmann::json ports = nlohmann::json::parse(file);
    port_ = ports["port"];
    health_port_ = ports["health_port"];
  }

  // How it ended, or -1 when it does not.
  int Stop() {
    kill(pid_, SIGTERM);
    const int handle = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
    pollfd end = {handle, POLLIN, 0};
    const bool is_over = poll(&end, 1, kBoundMs) == 1;
    close(handle);
    if (!is_over) return -1;
    int status = -1;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return status;
  }

  // The reason of a call that nobody may make.
  std::string Call() {
    auto channel = channel::MakeChannel(
        absl::StrCat("127.0.0.1:", port_), TlsFiles::In(pki_ + "/cli"),
        "spiffe://entente.local/svc/indicators");
    EXPECT_TRUE(channel.ok()) << channel.status();
    grpc::ClientContext context;
    channel::PrepareContext({}, context);
    v1::ListMeasuresResponse response;
    return ErrorReason(channel::FromWire(
        v1::DefinitionService::NewStub(*channel)->ListMeasures(&context, {},
                                                               &response)));
  }

  int health_port() const { return health_port_; }
  std::string store() const { return data_ + "/store"; }

 private:
  void Spawn(int log) {
    const std::string program =
        std::filesystem::read_symlink("/proc/self/exe").parent_path() /
        "entente-indicators";
    std::vector<std::string> words = {program,
                                      "--listen",
                                      "127.0.0.1:0",
                                      "--health-listen",
                                      "127.0.0.1:0",
                                      "--port-file",
                                      port_file_,
                                      "--tls-dir",
                                      pki_ + "/indicators",
                                      "--jwks",
                                      pki_ + "/issuer/jwks.json",
                                      "--policy",
                                      "deploy/dev/policy.textproto",
                                      "--data",
                                      data_};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_ = fork();
    ASSERT_GE(pid_, 0);
    if (pid_ > 0) return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(log, STDERR_FILENO);
    execv(program.c_str(), arguments.data());
    _exit(127);
  }

  store::TemporaryFolder folder_;
  const std::string pki_ = folder_.path() + "/pki";
  const std::string run_ = folder_.path() + "/run";
  const std::string port_file_ = run_ + "/ports.json";
  const std::string data_ = folder_.path() + "/data";
  pid_t pid_ = 0;
  int port_ = 0;
  int health_port_ = 0;
};

TEST_F(RunningProgramTest, D69HealthTurnsWhenTheStoreFolderIsRemoved) {
  ASSERT_NO_FATAL_FAILURE(Start(STDERR_FILENO));
  HealthWatch health(health_port());
  ASSERT_EQ(health.After(kNotServing), kServing);
  std::filesystem::remove_all(store());
  EXPECT_EQ(health.After(kServing), kNotServing);
}

TEST_F(RunningProgramTest, D71AFullPipeAsItsLogHoldsUpNoCallAndNoStop) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
  while (write(ends[1], "\n", 1) == 1) {
  }
  // As a program gets it that did not ask for anything.
  fcntl(ends[1], F_SETFL, 0);
  ASSERT_NO_FATAL_FAILURE(Start(ends[1]));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(Call(), "TOKEN_MISSING");
  EXPECT_EQ(HealthWatch(health_port()).After(kNotServing), kServing);
  EXPECT_EQ(Stop(), 0);
  close(ends[0]);
  close(ends[1]);
}

}  // namespace
}  // namespace entente::indicators
