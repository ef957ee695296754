#include "services/common/server/https_fixture.h"

#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace entente::server {
namespace {

void Require(bool is_done, const char* what) {
  if (is_done) return;
  std::fprintf(stderr, "https fixture: cannot %s\n", what);
  std::abort();
}

std::shared_ptr<SSL_CTX> MakeContext(const TlsFiles& files) {
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()),
                                   SSL_CTX_free);
  Require(SSL_CTX_use_certificate_chain_file(context.get(),
                                             files.cert.c_str()) == 1 &&
              SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(),
                                          SSL_FILETYPE_PEM) == 1,
          "read the certificate");
  return context;
}

// Reads until the empty line; whatever came when the client hangs up.
std::string ReadRequest(SSL* ssl) {
  std::string request;
  char buffer[4096];
  while (!absl::StrContains(request, "\r\n\r\n")) {
    const int size = SSL_read(ssl, buffer, sizeof buffer);
    if (size <= 0) break;
    request.append(buffer, static_cast<size_t>(size));
  }
  return request;
}

}  // namespace

std::string HttpAnswer(absl::string_view body, absl::string_view status,
                       absl::string_view headers) {
  return absl::StrCat("HTTP/1.1 ", status, "\r\n", headers,
                      "Content-Type: application/json\r\nContent-Length: ",
                      body.size(), "\r\nConnection: close\r\n\r\n", body);
}

HttpsFixture::HttpsFixture(const TlsFiles& files)
    : context_(MakeContext(files)) {
  // A client that hangs up in the middle must not end the test.
  signal(SIGPIPE, SIG_IGN);
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  Require(listener_ >= 0 && bind(listener_, raw, size) == 0 &&
              listen(listener_, 16) == 0 &&
              getsockname(listener_, raw, &size) == 0,
          "listen");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Run(); });
}

HttpsFixture::~HttpsFixture() { Stop(); }

std::string HttpsFixture::address() const {
  return absl::StrCat("https://127.0.0.1:", port_, "/keys");
}

void HttpsFixture::Answer(std::string bytes) {
  absl::MutexLock lock(&mutex_);
  answer_ = std::move(bytes);
  is_stalling_ = false;
}

void HttpsFixture::AnswerAndStall(std::string bytes) {
  absl::MutexLock lock(&mutex_);
  answer_ = std::move(bytes);
  is_stalling_ = true;
}

void HttpsFixture::Present(const TlsFiles& files) {
  Context context = MakeContext(files);
  absl::MutexLock lock(&mutex_);
  context_ = std::move(context);
}

void HttpsFixture::Stop() {
  if (!thread_.joinable()) return;
  // Wakes accept with an error.
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
}

void HttpsFixture::SetWaiting(bool has_waiting) {
  absl::MutexLock lock(&mutex_);
  has_waiting_ = has_waiting;
}

bool HttpsFixture::IsStalling() const {
  absl::MutexLock lock(&mutex_);
  return has_waiting_;
}

std::vector<std::string> HttpsFixture::requests() const {
  absl::MutexLock lock(&mutex_);
  return requests_;
}

void HttpsFixture::Run() {
  while (true) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    Serve(socket);
    close(socket);
  }
}

void HttpsFixture::Serve(int socket) {
  Context context;
  {
    absl::MutexLock lock(&mutex_);
    context = context_;
  }
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()),
                                                SSL_free);
  SSL_set_fd(ssl.get(), socket);
  if (SSL_accept(ssl.get()) != 1) return;
  std::string request = ReadRequest(ssl.get());
  std::string answer;
  bool is_stalling = false;
  {
    absl::MutexLock lock(&mutex_);
    requests_.push_back(std::move(request));
    answer = answer_;
    is_stalling = is_stalling_;
  }
  if (!answer.empty()) {
    SSL_write(ssl.get(), answer.data(), static_cast<int>(answer.size()));
  }
  if (is_stalling) {
    SetWaiting(true);
    ReadRequest(ssl.get());
    SetWaiting(false);
  }
  SSL_shutdown(ssl.get());
}

}  // namespace entente::server
