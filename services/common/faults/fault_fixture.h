// Cases D66 to D68 of the abuse list, for any service that has a script: every
// step of a scripted run on disk goes wrong once, in every way, or is where the
// process is killed. Nothing acknowledged is lost, nothing is half there, no
// content leaves without its entry, a denied or refused call that was answered
// has its entry too, and the log verifies and is signed afterwards.
//
//   class XFaultTest : public faults::FaultFixture {
//    protected:
//     XFaultTest() : FaultFixture(service()) {}
//     // One for all tests of the process.
//     static ScriptedX& service() { … }
//   };
//   TEST_F(XFaultTest, D67AnyStepThatFails…) { ExpectFaultsAreSurvived(10); }
//
// A seeded sample of the steps is run; with ENTENTE_FAULTS=all every step
// (tests/faults).
#ifndef SERVICES_COMMON_FAULTS_FAULT_FIXTURE_H_
#define SERVICES_COMMON_FAULTS_FAULT_FIXTURE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/audit/entry.h"
#include "services/common/faults/scripted_service_fixture.h"

namespace entente::store {
class FaultyDisk;
}

namespace entente::faults {

// Records whose key begins with the table's byte.
int64_t CountRecords(const store::Reader& reader, uint8_t table);

class FaultFixture : public testing::Test {
 protected:
  explicit FaultFixture(ScriptedService& service) : service_(service) {
    service_.BePatient();
  }

  // The script on a sound disk is answered as it says.
  void ExpectAnswersAsWritten();
  // A read whose entry finds no space gives no content, nor does a denial tell
  // that it is one.
  void ExpectNoContentFromAFullDisk();
  // Steps that fail, each in every way: all, or `count` drawn pairs.
  void ExpectFaultsAreSurvived(size_t count);
  // Steps at which the process is killed: all, or `count` drawn ones.
  void ExpectKillsAreSurvived(size_t count);

 private:
  struct Run {
    std::vector<Seen> seen;
    // By the store when it was opened, or to a call.
    bool is_refused = false;
  };
  using Entries = std::map<std::string, audit::AuditEntry>;

  Run Play(const std::string& folder, store::FaultyDisk& disk,
           bool is_power_cut);
  bool IsRefused(const std::vector<Seen>& seen, size_t first);
  // The script on a sound disk; the steps that it takes. Keeps what it leaves.
  Run PlaySound(int64_t& steps);
  void Judge(const std::string& folder, const std::vector<Seen>& seen);
  void JudgeOpen(const std::vector<Seen>& seen);
  // The entries of the script's calls; expects no others.
  Entries SortEntries();
  void JudgeCall(const Answer& answer, const Seen* seen,
                 const Entries& entries);
  void JudgeRepetition(const std::vector<Seen>& seen);

  ScriptedService& service_;
  // Records of each table when the whole script was answered.
  std::map<uint8_t, int64_t> complete_;
};

}  // namespace entente::faults

#endif  // SERVICES_COMMON_FAULTS_FAULT_FIXTURE_H_
