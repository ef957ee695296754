// Cases D66 to D68 of the abuse list on the conventions service: see
// services/common/faults.
#include "services/common/faults/fault_fixture.h"
#include "services/conventions/scripted_conventions_fixture.h"

namespace entente::conventions {
namespace {

class ConventionsFaultTest : public faults::FaultFixture {
 protected:
  ConventionsFaultTest() : FaultFixture(conventions()) {}

  // One for all tests of this process.
  static ScriptedConventions& conventions() {
    static ScriptedConventions* const kConventions = new ScriptedConventions;
    return *kConventions;
  }
};

TEST_F(ConventionsFaultTest, ARunOnASoundDiskAnswersAsWritten) {
  ExpectAnswersAsWritten();
}

TEST_F(ConventionsFaultTest, D66AReadWhoseEntryFindsNoSpaceGivesNoContent) {
  ExpectNoContentFromAFullDisk();
}

TEST_F(ConventionsFaultTest,
       D67AnyStepThatFailsOnDiskLosesNothingAndTellsNothing) {
  ExpectFaultsAreSurvived(10);
}

TEST_F(ConventionsFaultTest,
       D68KilledAtAnyStepNothingIsLostNorToldWithoutItsEntry) {
  ExpectKillsAreSurvived(4);
}

}  // namespace
}  // namespace entente::conventions
