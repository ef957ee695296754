// Two certificates of one authority, of which one is taken back.
#ifndef SERVICES_COMMON_SERVER_REVOCATION_FIXTURE_TEST_H_
#define SERVICES_COMMON_SERVER_REVOCATION_FIXTURE_TEST_H_

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/common/channel/revocation.h"
#include "services/common/server/test_harness.h"

namespace entente::server {

inline constexpr char kService[] = "entente.probe.v1.ProbeService";
inline constexpr char kPolicy[] =
    "services/common/gate/testdata/policy.textproto";

inline std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

class RevocationTest : public ::testing::Test {
 protected:
  RevocationTest()
      : now_(absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now()))),
        clock_(now_),
        harness_("probe", {kService}, {.policy_path = kPolicy}),
        lists_(harness_.dir() + "/lists.pem"),
        good_(Issue("good")),
        revoked_(Issue("revoked")) {
    Publish({revoked_.cert});
  }

  TlsFiles Issue(const std::string& name) {
    return harness_.ca().Issue(
        harness_.dir() + "/" + name,
        {.names = {"URI:spiffe://entente.local/client/cli"}});
  }

  void Publish(const std::vector<std::string>& revoked,
               absl::Duration from = -absl::Minutes(1),
               absl::Duration until = absl::Hours(1)) {
    std::ofstream(lists_) << harness_.ca().RevocationListPem(
        revoked, now_ + from, now_ + until);
  }

  absl::StatusOr<std::unique_ptr<Revocation>> Open(const std::string& lists) {
    return Revocation::Open(lists, good_.ca, clock_);
  }

  std::string Refusal(const std::string& lists) {
    return std::string(Open(lists).status().message());
  }

  const absl::Time now_;
  FakeClock clock_;
  TestHarness harness_;
  const std::string lists_;
  const TlsFiles good_;
  const TlsFiles revoked_;
};

}  // namespace entente::server

#endif  // SERVICES_COMMON_SERVER_REVOCATION_FIXTURE_TEST_H_
