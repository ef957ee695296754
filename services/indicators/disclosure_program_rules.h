// A linear program over whole numbers, solved exactly: what disclosure control
// asks about tables. Pure.
//
// The simplex method with Bland's rule on fractions, never on floating point,
// and branching where a vertex is not whole. Every answer is either right or
// kUnknown: numbers that leave 64 bits, and more than kPivotsMax or kNodesMax
// steps, give no answer.
#ifndef SERVICES_INDICATORS_DISCLOSURE_PROGRAM_RULES_H_
#define SERVICES_INDICATORS_DISCLOSURE_PROGRAM_RULES_H_

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace entente::indicators {

inline constexpr int kPivotsMax = 5000;
inline constexpr int kNodesMax = 200;

// Whole numbers x, of which each is at least 0, with `coefficients` * x =
// `amount`. Each variable is named once in an equation.
struct ProgramEquation {
  // Variable and coefficient.
  std::vector<std::pair<int, int64_t>> coefficients;
  int64_t amount = 0;
};

struct Program {
  int variables = 0;
  std::vector<ProgramEquation> equations;
};

enum class ProgramOutcome {
  // `value` is the largest, reached by whole numbers.
  kSolved,
  // There is no end to it.
  kUnbounded,
  // No whole numbers fit the equations.
  kInfeasible,
  kUnknown,
};

struct ProgramAnswer {
  ProgramOutcome outcome = ProgramOutcome::kUnknown;
  int64_t value = 0;
};

// The largest that `sign` * x[variable] can be; `sign` is 1 or -1.
ProgramAnswer Maximise(const Program& program, int variable, int sign);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_DISCLOSURE_PROGRAM_RULES_H_
