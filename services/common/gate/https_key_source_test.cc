// What an identity provider's address may do to the one who asks it.
#include "services/common/gate/https_key_source.h"

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/server/dev_pki.h"
#include "services/common/server/https_fixture.h"

namespace entente::gate {
namespace {

using server::CertificateRequest;
using server::DevCa;
using server::HttpAnswer;
using server::HttpsFixture;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kKeys[] = R"({"keys":[]})";

class HttpsKeySourceTest : public ::testing::Test {
 protected:
  HttpsKeySourceTest()
      : dir_(MakeFolder()),
        files_(ca_.Issue(dir_ + "/provider", {.names = {"IP:127.0.0.1"}})),
        provider_(files_) {
    provider_.Answer(HttpAnswer(kKeys));
  }
  ~HttpsKeySourceTest() override { std::filesystem::remove_all(dir_); }

  static std::string MakeFolder() {
    std::string path =
        (std::filesystem::temp_directory_path() / "entente-XXXXXX").string();
    return mkdtemp(path.data()) == nullptr ? "" : path;
  }

  absl::StatusOr<std::string> Fetch(
      absl::Duration timeout = absl::Seconds(20)) {
    auto source = MakeHttpsKeySource(provider_.address(),
                                     {.ca = files_.ca, .timeout = timeout});
    EXPECT_TRUE(source.ok()) << source.status();
    return (*source)->Fetch();
  }

  std::string Refusal(absl::Duration timeout = absl::Seconds(20)) {
    absl::StatusOr<std::string> keys = Fetch(timeout);
    EXPECT_EQ(keys.status().code(), absl::StatusCode::kUnavailable);
    return std::string(keys.status().message());
  }

  // Why a server with such a certificate is not believed.
  std::string RefusalOf(const DevCa& ca, const CertificateRequest& request) {
    provider_.Present(ca.Issue(dir_ + "/other", request));
    return Refusal();
  }

  const std::string dir_;
  const DevCa ca_;
  const TlsFiles files_;
  HttpsFixture provider_;
};

TEST_F(HttpsKeySourceTest, OnePlainGetBringsTheKeys) {
  absl::StatusOr<std::string> keys = Fetch();
  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_EQ(*keys, kKeys);
  ASSERT_EQ(provider_.requests().size(), 1u);
  EXPECT_THAT(provider_.requests()[0], StartsWith("GET /keys HTTP/1.1\r\n"));
}

TEST_F(HttpsKeySourceTest, F123OnlyTheNamedServerIsBelieved) {
  const CertificateRequest good = {.names = {"IP:127.0.0.1"}};
  EXPECT_THAT(RefusalOf(DevCa(), good), HasSubstr("not trusted"));
  EXPECT_THAT(RefusalOf(ca_, {.names = {"IP:127.0.0.2"}}),
              HasSubstr("not trusted"));
  EXPECT_THAT(RefusalOf(ca_, {.common_name = "127.0.0.1",
                              .names = {"DNS:provider.example"}}),
              HasSubstr("not trusted"));
  CertificateRequest expired = good;
  expired.not_before = absl::Now() - absl::Hours(2);
  expired.not_after = absl::Now() - absl::Hours(1);
  EXPECT_THAT(RefusalOf(ca_, expired), HasSubstr("not trusted"));
  EXPECT_THAT(provider_.requests(), ::testing::Each(""));
  provider_.Present(ca_.Issue(dir_ + "/renewed", good));
  EXPECT_TRUE(Fetch().ok());
}

TEST_F(HttpsKeySourceTest, WithoutAnAuthorityOfItsOwnTheMachinesStoreCounts) {
  auto source = MakeKeySource(provider_.address(), "");
  ASSERT_TRUE(source.ok());
  EXPECT_THAT(std::string((*source)->Fetch().status().message()),
              HasSubstr("not trusted"));
  source = MakeKeySource(provider_.address(), dir_ + "/absent.pem");
  ASSERT_TRUE(source.ok());
  EXPECT_FALSE((*source)->Fetch().ok());
}

TEST_F(HttpsKeySourceTest, F123RedirectsAreNotFollowed) {
  for (const char* status :
       {"301 Moved", "302 Found", "307 Temporary", "308 Permanent"}) {
    provider_.Answer(HttpAnswer(
        kKeys, status, "Location: " + provider_.address() + "/new\r\n"));
    EXPECT_THAT(Refusal(), HasSubstr("redirects are not followed"));
  }
  EXPECT_EQ(provider_.requests().size(), 4u);
}

TEST_F(HttpsKeySourceTest, F123OnlyAnAnswer200BringsKeys) {
  for (const char* status : {"204 No Content", "206 Partial Content",
                             "404 Not Found", "503 Unavailable"}) {
    provider_.Answer(HttpAnswer(kKeys, status));
    EXPECT_THAT(Refusal(), HasSubstr(std::string("HTTP ").append(status, 3)));
  }
  provider_.Answer("no HTTP at all\r\n\r\n");
  Refusal();
  provider_.Answer("");
  Refusal();
}

TEST_F(HttpsKeySourceTest, F123AnOversizeAnswerIsNotReadToItsEnd) {
  provider_.Answer(HttpAnswer(std::string(kJwksBytesMax, ' ')));
  EXPECT_TRUE(Fetch().ok());
  provider_.Answer(HttpAnswer(std::string(kJwksBytesMax + 1, ' ')));
  EXPECT_THAT(Refusal(), HasSubstr("larger than"));
  // Without a stated length, and in the headers.
  provider_.Answer("HTTP/1.1 200 OK\r\n\r\n" +
                   std::string(2 * kJwksBytesMax, ' '));
  EXPECT_THAT(Refusal(), HasSubstr("larger than"));
  std::string headers;
  for (int i = 0; i < 100; ++i) {
    absl::StrAppend(&headers, "X-", i, ": ", std::string(1000, 'x'), "\r\n");
  }
  provider_.Answer(HttpAnswer(kKeys, "200 OK", headers));
  EXPECT_THAT(Refusal(), HasSubstr("larger than"));
}

TEST_F(HttpsKeySourceTest, F123AnAnswerThatStopsHalfWayIsNotAwaited) {
  const std::string answer = HttpAnswer(kKeys);
  provider_.AnswerAndStall(answer.substr(0, answer.size() - 1));
  EXPECT_THAT(Refusal(absl::Milliseconds(200)), HasSubstr("Timeout"));
  // Cut off rather than stalled.
  provider_.Answer(answer.substr(0, answer.size() - 1));
  Refusal();
}

TEST_F(HttpsKeySourceTest, F123NobodyAtTheAddressIsAFailedLook) {
  provider_.Stop();
  EXPECT_THAT(Refusal(), HasSubstr("onnect"));
}

TEST_F(HttpsKeySourceTest, TheSameFaultHasTheSameWords) {
  provider_.AnswerAndStall("");
  EXPECT_EQ(Refusal(absl::Milliseconds(50)), Refusal(absl::Milliseconds(80)));
}

TEST_F(HttpsKeySourceTest, AProxyOfTheEnvironmentTakesNoPart) {
  setenv("https_proxy", "http://127.0.0.1:1", 1);
  setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
  EXPECT_TRUE(Fetch().ok());
  unsetenv("https_proxy");
  unsetenv("ALL_PROXY");
}

TEST(KeySourceTest, OnlyHttpsAndFilesAreSources) {
  for (const char* address :
       {"http://provider.example/keys", "HTTP://provider.example/keys",
        "ftp://provider.example/keys", "file:///etc/keys.json", "https://",
        "https://user:secret@provider.example/keys",
        "https://user@provider.example/keys",
        "https://provider.example/keys#part", "https://a b/keys"}) {
    auto source = MakeKeySource(address, "");
    EXPECT_EQ(source.status().code(), absl::StatusCode::kFailedPrecondition)
        << address;
    EXPECT_THAT(std::string(source.status().message()),
                ::testing::Not(HasSubstr("secret")));
  }
  EXPECT_TRUE(MakeKeySource("https://provider.example/keys", "").ok());
  EXPECT_TRUE(MakeKeySource("HTTPS://provider.example/keys", "").ok());
  EXPECT_TRUE(MakeKeySource("keys.json", "").ok());
  EXPECT_THAT(
      std::string(MakeKeySource("keys.json", "ca.pem").status().message()),
      HasSubstr("--jwks-ca"));
}

}  // namespace
}  // namespace entente::gate
