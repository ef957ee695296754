// A small https server in the test's own process, which answers as it is told:
// what an identity provider may do to us, on a real socket with real TLS.
#ifndef SERVICES_COMMON_SERVER_HTTPS_FIXTURE_H_
#define SERVICES_COMMON_SERVER_HTTPS_FIXTURE_H_

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "services/common/channel/tls_files.h"

namespace entente::server {

// "HTTP/1.1 200 OK" with `body`, or another status line and further headers,
// each ending in CRLF.
std::string HttpAnswer(absl::string_view body,
                       absl::string_view status = "200 OK",
                       absl::string_view headers = "");

// Listens on a free port of 127.0.0.1 and serves one connection at a time.
// Faults of the fixture itself end the program. Thread-safe.
class HttpsFixture {
 public:
  explicit HttpsFixture(const TlsFiles& files);
  ~HttpsFixture();

  // "https://127.0.0.1:<port>/keys".
  std::string address() const;

  // The bytes that answer every request from now on.
  void Answer(std::string bytes);
  // Sends `bytes` and then nothing more until the client hangs up.
  void AnswerAndStall(std::string bytes);
  // The certificate of later connections.
  void Present(const TlsFiles& files);
  // Closes the port: nobody answers any more.
  void Stop();

  // A client is kept waiting at this moment.
  bool IsStalling() const;

  // The request lines and headers received so far.
  std::vector<std::string> requests() const;

 private:
  using Context = std::shared_ptr<SSL_CTX>;

  void Run();
  void Serve(int socket);
  void SetWaiting(bool has_waiting);

  int listener_ = -1;
  int port_ = 0;
  mutable absl::Mutex mutex_;
  Context context_ ABSL_GUARDED_BY(mutex_);
  std::string answer_ ABSL_GUARDED_BY(mutex_);
  bool is_stalling_ ABSL_GUARDED_BY(mutex_) = false;
  bool has_waiting_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::string> requests_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_HTTPS_FIXTURE_H_
