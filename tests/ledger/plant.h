// Faults that a judge of ledgers must find, done around the service: nothing
// that is judged knows of them.
#ifndef TESTS_LEDGER_PLANT_H_
#define TESTS_LEDGER_PLANT_H_

#include <optional>
#include <string>
#include <utility>

namespace entente::ledger {

enum class Plant {
  kNone,
  // A reservation holds its amount on the line and not on the envelope.
  kForgetEnvelope,
  // The retry of an expense charges its evidence again.
  kChargeTwice,
  // A request id says nothing: a retry is done again.
  kForgetRequestId,
  // Now and then a call is answered and not stored.
  kLoseCall,
  // Calls are answered before they are stored.
  kAnswerEarly,
  // A released reservation stays open.
  kKeepOpen,
  // An entry of the ledger is changed later.
  kChangeEntry,
  // A dotation owes a cent more than its share.
  kOweMore,
  // A dotation that a key divided anew keeps the shares it had.
  kKeepDivided
};

inline constexpr std::pair<const char*, Plant> kPlants[] = {
    {"forget-envelope", Plant::kForgetEnvelope},
    {"charge-twice", Plant::kChargeTwice},
    {"forget-request-id", Plant::kForgetRequestId},
    {"lose-call", Plant::kLoseCall},
    {"answer-early", Plant::kAnswerEarly},
    {"keep-open", Plant::kKeepOpen},
    {"change-entry", Plant::kChangeEntry},
    {"owe-more", Plant::kOweMore},
    {"keep-divided", Plant::kKeepDivided}};

inline std::optional<Plant> FindPlant(const std::string& name) {
  if (name.empty()) return Plant::kNone;
  for (const auto& [known, plant] : kPlants) {
    if (name == known) return plant;
  }
  return std::nullopt;
}

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_PLANT_H_
