// The address of a witness on a real socket with real TLS, asked by the
// transport of the services, and what that transport does with bad servers.
#include "services/witness/https_server.h"

#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/audit/https_witness.h"
#include "services/common/audit/witness_file.h"
#include "services/common/base/error.h"
#include "services/common/server/dev_pki.h"
#include "services/common/server/https_fixture.h"
#include "services/common/store/memory_store.h"
#include "services/common/store/temporary_folder.h"
#include "services/witness/sample_log_fixture.h"
#include "services/witness/tls_client_test.h"
#include "services/witness/witness.h"

namespace entente::witness {
namespace {

using server::HttpAnswer;
using server::HttpsFixture;
using ::testing::HasSubstr;

audit::CosignatureSigner WitnessKey() {
  return *audit::CosignatureSigner::Make("oversight.example/w1",
                                         std::string(32, '\x21'));
}

ServerOptions At(const std::string& listen, const std::string& cert,
                 const std::string& key) {
  return {.listen = listen, .cert = cert, .key = key};
}

class HttpsWitnessTest : public testing::Test {
 protected:
  HttpsWitnessTest()
      : files_(ca_.Issue(folder_.path() + "/tls", {.names = {"IP:127.0.0.1"}})),
        server_(*HttpsServer::Start(
            {.listen = "127.0.0.1:0", .cert = files_.cert, .key = files_.key},
            [this](absl::string_view body) {
              return witness_.AddCheckpoint(body);
            })) {
    log_.Grow(8);
  }

  std::string address() const {
    return absl::StrCat("https://127.0.0.1:", server_->port());
  }
  absl::StatusOr<audit::WitnessAnswer> Post(
      const std::string& body, const std::string& address,
      absl::Duration timeout = absl::Seconds(20)) {
    return audit::MakeHttpsTransport(timeout)->Post(
        {address, WitnessKey().verifier(), files_.ca}, body);
  }
  absl::StatusOr<audit::WitnessAnswer> Post(const std::string& body) {
    return Post(body, address());
  }

  const store::TemporaryFolder folder_;
  SystemClock clock_;
  std::unique_ptr<store::Store> store_ = store::NewMemoryStore();
  Witness witness_{*store_, clock_, OnlySampleLog(), WitnessKey()};
  SampleLog log_;
  const server::DevCa ca_;
  const TlsFiles files_;
  const std::unique_ptr<HttpsServer> server_;
};

TEST_F(HttpsWitnessTest, ACheckpointIsCosignedOverTls) {
  const auto answer = Post(log_.Body(0));
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->http_status, 200) << answer->body;
  const auto found = WitnessKey().verifier().Find(
      absl::StrCat(log_.Text(), "\n", answer->body));
  EXPECT_TRUE(found.ok() && *found) << found.status();
}

TEST_F(HttpsWitnessTest, D78AConflictTellsTheSizeInItsOwnType) {
  const SampleLog yesterday = log_;
  log_.Grow(3);
  ASSERT_EQ(Post(log_.Body(0))->http_status, 200);
  const auto answer = Post(yesterday.Body(8));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->http_status, 409);
  EXPECT_EQ(answer->content_type, "text/x.tlog.size");
  EXPECT_EQ(answer->body, "11\n");
}

TEST_F(HttpsWitnessTest, OnlyTheOneAddressAnswersAndNoLongBody) {
  EXPECT_EQ(Post(log_.Body(0), address() + "/other")->http_status, 404);
  EXPECT_EQ(Post("nonsense")->http_status, 400);
  EXPECT_EQ(
      Post(std::string(audit::kAddCheckpointBytesMax + 1, 'x'))->http_status,
      413);
  // The longest that may be sent gets through.
  EXPECT_EQ(Post(std::string(audit::kAddCheckpointBytesMax, 'x'))->http_status,
            400);
  EXPECT_EQ(Post(log_.Body(0))->http_status, 200);
}

TEST_F(HttpsWitnessTest, AServerOfAnotherAuthorityIsNotAsked) {
  const server::DevCa other("another CA");
  const auto files =
      other.Issue(folder_.path() + "/other", {.names = {"IP:127.0.0.1"}});
  const auto answer = audit::MakeHttpsTransport()->Post(
      {address(), WitnessKey().verifier(), files.ca}, log_.Body(0));
  EXPECT_TRUE(absl::IsUnavailable(answer.status())) << answer.status();
  // Nothing reached the witness.
  EXPECT_EQ(Post(log_.Body(0))->http_status, 200);
}

TEST_F(HttpsWitnessTest, D81ASlowWitnessIsGivenUpWithinTheBound) {
  HttpsFixture slow(files_);
  slow.AnswerAndStall("HTTP/1.1 200 OK\r\n");
  const auto answer =
      Post(log_.Body(0), absl::StrCat(slow.address(), "/prefix"),
           absl::Milliseconds(200));
  EXPECT_TRUE(absl::IsUnavailable(answer.status()));
  EXPECT_THAT(std::string(answer.status().message()), HasSubstr("Timeout"));
}

TEST_F(HttpsWitnessTest, D81AWitnessThatIsDownIsUnavailable) {
  HttpsFixture gone(files_);
  const std::string address = gone.address();
  gone.Stop();
  EXPECT_TRUE(absl::IsUnavailable(Post(log_.Body(0), address).status()));
}

TEST_F(HttpsWitnessTest, D81AnEndlessOrRedirectingAnswerIsNotFollowed) {
  HttpsFixture liar(files_);
  liar.Answer(HttpAnswer(std::string(65 * 1024, 'x')));
  EXPECT_THAT(
      std::string(Post(log_.Body(0), liar.address()).status().message()),
      HasSubstr("larger"));
  liar.Answer(HttpAnswer("", "307 Temporary Redirect",
                         absl::StrCat("Location: ", address(), "\r\n")));
  EXPECT_EQ(Post(log_.Body(0), liar.address())->http_status, 307);
}

TEST_F(HttpsWitnessTest, BadFilesAndAddressesAreNamedAtTheStart) {
  const auto reason = [&](const ServerOptions& options) {
    const auto started =
        HttpsServer::Start(options, [](absl::string_view) { return Answer{}; });
    EXPECT_FALSE(GetErrorDetail(started.status())->sentence.nl.empty());
    return ErrorReason(started.status());
  };
  EXPECT_EQ(reason(At("127.0.0.1", files_.cert, files_.key)),
            "LISTEN_MALFORMED");
  EXPECT_EQ(reason(At("localhost:0", files_.cert, files_.key)),
            "LISTEN_MALFORMED");
  EXPECT_EQ(reason(At(absl::StrCat("127.0.0.1:", server_->port()), files_.cert,
                      files_.key)),
            "LISTEN_REFUSED");
  EXPECT_EQ(reason(At("127.0.0.1:0", "/none", files_.key)), "TLS_UNREADABLE");
  const auto other = ca_.Issue(folder_.path() + "/pair", {});
  EXPECT_EQ(reason(At("127.0.0.1:0", files_.cert, other.key)),
            "TLS_UNREADABLE");
  ASSERT_EQ(chmod(other.key.c_str(), 0644), 0);
  EXPECT_EQ(reason(At("127.0.0.1:0", other.cert, other.key)), "TLS_UNREADABLE");
}

// A client that has shaken hands, is never silent for long and never done.
class Trickle {
 public:
  explicit Trickle(int port) : client_(port) {
    signal(SIGPIPE, SIG_IGN);
    SSL_clear_mode(client_.tls(), SSL_MODE_AUTO_RETRY);
    // A busy machine may be too slow even for this; then it is ended as well.
    SSL_connect(client_.tls());
  }

  // Sends byte after byte of a header until the other side ends the connection;
  // whether it did within `patience`.
  bool IsEndedWithin(absl::Duration patience) {
    const std::string head = "POST /add-checkpoint HTTP/1.1\r\nX: ";
    const absl::Time end = absl::Now() + patience;
    for (size_t i = 0; absl::Now() < end; ++i) {
      const char byte = i < head.size() ? head[i] : 'x';
      if (SSL_write(client_.tls(), &byte, 1) != 1) return true;
      pollfd readable{client_.socket_number(), POLLIN, 0};
      if (poll(&readable, 1, /*timeout=*/20) == 0) continue;
      char got = 0;
      // A session ticket, or the end.
      const int peeked = SSL_peek(client_.tls(), &got, 1);
      if (SSL_get_error(client_.tls(), peeked) != SSL_ERROR_WANT_READ)
        return true;
    }
    return false;
  }

 private:
  TlsClient client_;
};

TEST_F(HttpsWitnessTest, AConnectionEndsThoughAByteComesNowAndThen) {
  const auto server = HttpsServer::Start(
      {.cert = files_.cert,
       .key = files_.key,
       .connection_max = absl::Milliseconds(500)},
      [this](absl::string_view body) { return witness_.AddCheckpoint(body); });
  ASSERT_TRUE(server.ok()) << server.status();
  // All that one address may have: they hold no place for good.
  std::vector<std::unique_ptr<Trickle>> held;
  for (int i = 0; i < 16; ++i) {
    held.push_back(std::make_unique<Trickle>((*server)->port()));
  }
  for (const auto& one : held) {
    // A minute of the machine's time, only spent when the test fails.
    EXPECT_TRUE(one->IsEndedWithin(absl::Minutes(1)));
  }
  // There is room again; a busy machine may be too slow for so short a limit,
  // and lose the answer to a checkpoint that was kept.
  const absl::Time end = absl::Now() + absl::Minutes(1);
  const std::string address =
      absl::StrCat("https://127.0.0.1:", (*server)->port());
  absl::StatusOr<audit::WitnessAnswer> answer;
  do {
    answer = Post(log_.Body(0), address);
  } while (!answer.ok() && absl::Now() < end);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(answer->http_status == 200 || answer->http_status == 409)
      << answer->http_status;
}

class WitnessFileTest : public testing::Test {
 protected:
  absl::StatusOr<audit::WitnessSetup> Load(
      const std::string& text, int quorum = 0,
      absl::Duration silence = absl::Hours(4)) {
    std::ofstream(path_) << text;
    return audit::LoadWitnesses(
        {.file = path_, .quorum = quorum, .silence_max = silence});
  }
  static std::string Key(char seed) {
    return audit::CosignatureSigner::Make(
               absl::StrCat("oversight.example/w", std::string(1, seed)),
               std::string(32, seed))
        ->verifier()
        .ToString();
  }

  const store::TemporaryFolder folder_;
  const std::string path_ = folder_.path() + "/witnesses";
};

TEST_F(WitnessFileTest, EachLineIsAWitnessAndMostOfThemAreTheQuorum) {
  std::ofstream(folder_.path() + "/ca.crt") << "x";
  const std::string three =
      absl::StrCat("# ours\nhttps://a.example:8443 ", Key('1'), " ca.crt\n",
                   "https://b.example/prefix ", Key('2'), "  # no file\n\n",
                   "https://c.example ", Key('3'), "\n");
  const auto setup = Load(three);
  ASSERT_TRUE(setup.ok()) << setup.status();
  ASSERT_EQ(setup->witnesses.size(), 3u);
  EXPECT_EQ(setup->quorum, 2);
  EXPECT_EQ(setup->witnesses[0].ca, folder_.path() + "/ca.crt");
  EXPECT_EQ(setup->witnesses[1].address, "https://b.example/prefix");
  EXPECT_EQ(setup->witnesses[1].ca, "");
  EXPECT_EQ(Load(three, 3)->quorum, 3);
  EXPECT_FALSE(Load(three, 4).ok());
  EXPECT_FALSE(Load(three, -1).ok());
  EXPECT_FALSE(Load(three, 0, absl::Seconds(1)).ok());
  EXPECT_TRUE(audit::LoadWitnesses({})->witnesses.empty());
}

TEST_F(WitnessFileTest, WhatIsNoWitnessIsRefusedWithItsLine) {
  const std::string good = absl::StrCat("https://a.example ", Key('1'), "\n");
  for (const std::string& bad :
       {std::string("https://a.example\n"),
        absl::StrCat("http://a.example ", Key('2'), "\n"),
        absl::StrCat("https://a.example/ ", Key('2'), "\n"),
        absl::StrCat("https://u:p@a.example ", Key('2'), "\n"),
        absl::StrCat("https://a.example?q ", Key('2'), "\n"),
        absl::StrCat("https://a.example ", Key('2'), " none.crt\n"),
        absl::StrCat("https://a.example ", Key('2').substr(1), "\n"),
        // A log's key, and the same witness twice.
        absl::StrCat("https://a.example ", SampleLogKey().verifier().ToString(),
                     "\n"),
        good}) {
    const auto setup = Load(good + bad);
    ASSERT_FALSE(setup.ok()) << bad;
    EXPECT_THAT(std::string(setup.status().message()), HasSubstr("Line 2"));
  }
  EXPECT_FALSE(Load("# nobody\n").ok());
  // A folder opens like a file, and then cannot be read.
  for (const char* unreadable : {"/none", "/"}) {
    const absl::Status status =
        audit::LoadWitnesses({.file = unreadable}).status();
    EXPECT_NE(status.message().find("cannot be read"), absl::string_view::npos)
        << status;
  }
}

}  // namespace
}  // namespace entente::witness
