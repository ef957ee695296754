// The program that fault_test.cc kills:
//
//   conventions_fault_run FOLDER STEP
#include "services/conventions/scripted_conventions_fixture.h"

int main(int argc, char** argv) {
  entente::conventions::ScriptedConventions conventions;
  return entente::faults::RunUntilKilled(conventions, argc, argv);
}
