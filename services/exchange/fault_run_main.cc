// The program that fault_test.cc kills:
//
//   exchange_fault_run FOLDER STEP
#include "services/exchange/scripted_exchange_fixture.h"

int main(int argc, char** argv) {
  entente::exchange::ScriptedExchange exchange;
  return entente::faults::RunUntilKilled(exchange, argc, argv);
}
