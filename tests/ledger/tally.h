// How often each kind of operation was accepted and refused: a drawing that
// never reaches a refusal proves nothing of it.
#ifndef TESTS_LEDGER_TALLY_H_
#define TESTS_LEDGER_TALLY_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "tests/ledger/model.h"
#include "tests/ledger/operation.h"

namespace entente::ledger {

class Tally {
 public:
  // What was answered as expected.
  void Count(const Operation& operation, const Expectation& expected,
             const Outcome& outcome);

  // Whether each kind was accepted, and refused for what is stored, `at_least`
  // times, and so was each of what must be answered too and of what must happen
  // beside; says what was not.
  bool IsEnough(int64_t at_least);

  // Tables of Markdown.
  void Print() const;

  int64_t days() const { return static_cast<int64_t>(days_.size()); }

 private:
  std::map<std::pair<std::string, std::string>, int64_t> counts_;
  std::map<std::pair<Kind, bool>, int64_t> of_kind_;
  std::map<std::string, int64_t> notes_;
  std::set<Day> days_;
};

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_TALLY_H_
