// Cases D66 to D68 of the abuse list on the exchange service: see
// services/common/faults.
#include "services/common/faults/fault_fixture.h"
#include "services/exchange/scripted_exchange_fixture.h"

namespace entente::exchange {
namespace {

class ExchangeFaultTest : public faults::FaultFixture {
 protected:
  ExchangeFaultTest() : FaultFixture(exchange()) {}

  // One for all tests of this process.
  static ScriptedExchange& exchange() {
    static ScriptedExchange* const kExchange = new ScriptedExchange;
    return *kExchange;
  }
};

TEST_F(ExchangeFaultTest, ARunOnASoundDiskAnswersAsWritten) {
  ExpectAnswersAsWritten();
}

TEST_F(ExchangeFaultTest, D66AReadWhoseEntryFindsNoSpaceGivesNoContent) {
  ExpectNoContentFromAFullDisk();
}

TEST_F(ExchangeFaultTest,
       D67AnyStepThatFailsOnDiskLosesNothingAndTellsNothing) {
  ExpectFaultsAreSurvived(10);
}

TEST_F(ExchangeFaultTest,
       D68KilledAtAnyStepNothingIsLostNorToldWithoutItsEntry) {
  ExpectKillsAreSurvived(4);
}

}  // namespace
}  // namespace entente::exchange
