// The entries of one cause, in order: what the recount follows to its end.
#ifndef SERVICES_CONVENTIONS_VERIFY_STEPS_H_
#define SERVICES_CONVENTIONS_VERIFY_STEPS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "services/conventions/verify_book.h"

namespace entente::conventions {

struct Step {
  v1::LedgerEntry::Type type;
  std::string account;
  int64_t cents = 0;
  bool operator==(const Step&) const = default;
};
using Steps = std::vector<Step>;

// By cause, in the order of their sequence; what is taken is accounted for.
class StepsByCause {
 public:
  void Add(const std::string& cause, Step step) {
    steps_[cause].push_back(std::move(step));
  }
  Steps Take(const std::string& cause) {
    const auto found = steps_.find(cause);
    if (found == steps_.end()) return {};
    Steps steps = std::move(found->second);
    steps_.erase(found);
    return steps;
  }
  // What nobody took.
  const std::map<std::string, Steps>& rest() const { return steps_; }

 private:
  std::map<std::string, Steps> steps_;
};

// "{name}/{collection}/{letter}-000001".
std::string NumberedNameOf(const std::string& name,
                           absl::string_view collection, char letter,
                           uint64_t number);

// That `records` are numbered from 1 without a gap, up to `last`, each under
// the name that its number makes.
template <class Record>
void VerifyNumbers(const std::string& name,
                   const std::map<uint64_t, Record>& records, int64_t last,
                   absl::string_view collection, char letter,
                   VerifyReport& report) {
  uint64_t expected = 0;
  for (const auto& [number, record] : records) {
    if (number != ++expected ||
        record.name() != NumberedNameOf(name, collection, letter, number)) {
      report.Differ(name + ": " + std::string(collection) + " " +
                    std::to_string(number) +
                    " stands under a wrong number or name");
    }
    expected = number;
  }
  if (expected != static_cast<uint64_t>(last)) {
    report.Differ(name + ": the ledger's head counts " + std::to_string(last) +
                  " " + std::string(collection) + "; the last is " +
                  std::to_string(expected));
  }
}

// Each takes the entries of its causes.
void VerifyChanges(const std::string& name, const Book& book,
                   StepsByCause& steps, VerifyReport& report);
void VerifyCorrections(const std::string& name, const Book& book,
                       StepsByCause& steps, VerifyReport& report);

// That every open reservation with a last day is watched, and no other.
void VerifyExpiries(const std::string& name, const Book& book,
                    VerifyReport& report);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_VERIFY_STEPS_H_
