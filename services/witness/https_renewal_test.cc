// A witness whose certificate is renewed while it serves (abuse list, E103), by
// real handshakes. It looks at its files now and then, so these tests try again
// until the new certificate is served.
#include <openssl/ssl.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/audit/https_witness.h"
#include "services/common/base/log_fixture.h"
#include "services/common/server/dev_pki.h"
#include "services/common/store/temporary_folder.h"
#include "services/witness/https_server.h"
#include "services/witness/tls_client_test.h"

namespace entente::witness {
namespace {

// A minute of the machine's time, only spent when the test fails.
constexpr absl::Duration kPatience = absl::Minutes(1);
constexpr char kAnswer[] = "answered\n";

// A client that has shaken hands and sends when it is told.
class Slow {
 public:
  explicit Slow(int port) : client_(port) {
    EXPECT_EQ(SSL_connect(client_.tls()), 1);
  }

  void Send(const std::string& text) {
    EXPECT_EQ(
        SSL_write(client_.tls(), text.data(), static_cast<int>(text.size())),
        static_cast<int>(text.size()));
  }
  // All until the other side ends the connection.
  std::string ReadAll() {
    std::string all;
    char some[1024];
    for (int got; (got = SSL_read(client_.tls(), some, sizeof(some))) > 0;) {
      all.append(some, static_cast<size_t>(got));
    }
    return all;
  }

 private:
  TlsClient client_;
};

class HttpsRenewalTest : public testing::Test {
 protected:
  HttpsRenewalTest() {
    // Whoever trusts both is answered before, while and after it is renewed.
    std::ofstream both(both_);
    for (const std::string& ca : {files_.ca, next_.ca}) {
      both << std::ifstream(ca).rdbuf();
    }
    both.close();
    auto server =
        HttpsServer::Start({.cert = files_.cert,
                            .key = files_.key,
                            .reload_every = absl::Milliseconds(20)},
                           [](absl::string_view) {
                             return Answer{.status = 200, .body = kAnswer};
                           });
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  // Whether a client that trusts the authorities in `ca` is answered.
  bool IsAnswered(const std::string& ca) {
    const auto answer = audit::MakeHttpsTransport()->Post(
        {absl::StrCat("https://127.0.0.1:", server_->port()),
         audit::CosignatureSigner::Make("oversight.example/w1",
                                        std::string(32, '\x21'))
             ->verifier(),
         ca},
        "");
    return answer.ok() && answer->body == kAnswer;
  }
  void Put(const std::string& from, const std::string& to) {
    std::filesystem::copy_file(from, to + "-new");
    std::filesystem::rename(to + "-new", to);
  }
  void AwaitRenewal() {
    const absl::Time end = absl::Now() + kPatience;
    while (!IsAnswered(next_.ca) && absl::Now() < end) {
      EXPECT_TRUE(IsAnswered(both_)) << "at a moment nobody was served";
    }
    EXPECT_TRUE(IsAnswered(next_.ca));
    EXPECT_FALSE(IsAnswered(files_.ca)) << "the old pair is served on";
  }

  const LogFixture log_;
  const store::TemporaryFolder folder_;
  const server::DevCa ca_;
  const server::DevCa next_ca_{"the next CA"};
  const TlsFiles files_ =
      ca_.Issue(folder_.path() + "/tls", {.names = {"IP:127.0.0.1"}});
  const TlsFiles next_ =
      next_ca_.Issue(folder_.path() + "/next", {.names = {"IP:127.0.0.1"}});
  const std::string both_ = folder_.path() + "/both.crt";
  std::unique_ptr<HttpsServer> server_;
};

TEST_F(HttpsRenewalTest, ARenewedPairIsServedWithoutARestart) {
  ASSERT_TRUE(IsAnswered(files_.ca));
  ASSERT_FALSE(IsAnswered(next_.ca));
  const int port = server_->port();
  Put(next_.key, files_.key);
  Put(next_.cert, files_.cert);
  AwaitRenewal();
  EXPECT_EQ(server_->port(), port);
}

TEST_F(HttpsRenewalTest, E103AMismatchedPairNeverStopsAHandshake) {
  Put(next_.key, files_.key);
  const absl::Time end = absl::Now() + kPatience;
  while (log_.Lines("tls_files_refused").empty() && absl::Now() < end) {
    EXPECT_TRUE(IsAnswered(files_.ca));
  }
  EXPECT_EQ(log_.Lines("tls_files_refused").size(), 1u);
  EXPECT_TRUE(IsAnswered(files_.ca));
  Put(next_.cert, files_.cert);
  AwaitRenewal();
}

TEST_F(HttpsRenewalTest, ARequestUnderWayIsAnsweredByTheOldPair) {
  Slow slow(server_->port());
  slow.Send("POST /add-checkpoint HTTP/1.1\r\nHost: x\r\n");
  Put(next_.key, files_.key);
  Put(next_.cert, files_.cert);
  AwaitRenewal();
  slow.Send("Content-Length: 1\r\nConnection: close\r\n\r\nx");
  const std::string answer = slow.ReadAll();
  EXPECT_EQ(answer.substr(0, 15), "HTTP/1.1 200 OK") << answer;
  EXPECT_NE(answer.find(kAnswer), std::string::npos) << answer;
}

TEST_F(HttpsRenewalTest, ItIsRenewedAgainAndAgain) {
  const TlsFiles first =
      ca_.Issue(folder_.path() + "/first", {.names = {"IP:127.0.0.1"}});
  for (int round = 0; round < 3; ++round) {
    Put(next_.key, files_.key);
    Put(next_.cert, files_.cert);
    AwaitRenewal();
    Put(first.key, files_.key);
    Put(first.cert, files_.cert);
    const absl::Time end = absl::Now() + kPatience;
    while (!IsAnswered(files_.ca) && absl::Now() < end) {
      EXPECT_TRUE(IsAnswered(both_));
    }
    ASSERT_TRUE(IsAnswered(files_.ca));
  }
}

}  // namespace
}  // namespace entente::witness
