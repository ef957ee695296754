// Cases D66 to D68 of the abuse list on the indicators service: see
// services/common/faults.
#include "services/common/faults/fault_fixture.h"
#include "services/indicators/scripted_indicators_fixture.h"

namespace entente::indicators {
namespace {

class IndicatorsFaultTest : public faults::FaultFixture {
 protected:
  IndicatorsFaultTest() : FaultFixture(indicators()) {}

  // One for all tests of this process.
  static ScriptedIndicators& indicators() {
    static ScriptedIndicators* const kIndicators = new ScriptedIndicators;
    return *kIndicators;
  }
};

TEST_F(IndicatorsFaultTest, ARunOnASoundDiskAnswersAsWritten) {
  ExpectAnswersAsWritten();
}

TEST_F(IndicatorsFaultTest, D66AReadWhoseEntryFindsNoSpaceGivesNoContent) {
  ExpectNoContentFromAFullDisk();
}

TEST_F(IndicatorsFaultTest,
       D67AnyStepThatFailsOnDiskLosesNothingAndTellsNothing) {
  ExpectFaultsAreSurvived(10);
}

TEST_F(IndicatorsFaultTest,
       D68KilledAtAnyStepNothingIsLostNorToldWithoutItsEntry) {
  ExpectKillsAreSurvived(4);
}

}  // namespace
}  // namespace entente::indicators
