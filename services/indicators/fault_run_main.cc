// The program that fault_test.cc kills:
//
//   indicators_fault_run FOLDER STEP
#include "services/indicators/scripted_indicators_fixture.h"

int main(int argc, char** argv) {
  entente::indicators::ScriptedIndicators indicators;
  return entente::faults::RunUntilKilled(indicators, argc, argv);
}
