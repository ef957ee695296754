#include "services/indicators/disclosure_program_rules.h"

#include <limits>

#include "absl/numeric/int128.h"

namespace entente::indicators {
namespace {

using absl::int128;

int128 Gcd(int128 a, int128 b) {
  if (a < 0) a = -a;
  if (b < 0) b = -b;
  while (b != 0) {
    const int128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

// In lowest terms, its denominator above 0.
struct Fraction {
  int64_t top = 0;
  int64_t bottom = 1;

  bool is_zero() const { return top == 0; }
  bool is_whole() const { return bottom == 1; }
  int64_t Floor() const {
    const int64_t whole = top / bottom;
    return top % bottom < 0 ? whole - 1 : whole;
  }
};

enum class Step { kDone, kUnbounded, kInfeasible, kUnknown };

// Rows are equations, the last column what they come to; the basis starts as
// one artificial variable a row.
class Tableau {
 public:
  Tableau(const Program& program, int variable, int sign)
      : variables_(program.variables),
        rows_(static_cast<int>(program.equations.size())),
        width_(variables_ + rows_ + 1),
        cells_(static_cast<size_t>(rows_ + 1) * width_),
        basis_(rows_),
        variable_(variable),
        sign_(sign) {
    for (int row = 0; row < rows_; ++row) {
      const ProgramEquation& equation = program.equations[row];
      const int64_t turn = equation.amount < 0 ? -1 : 1;
      for (const auto& [column, coefficient] : equation.coefficients) {
        At(row, column).top = turn * coefficient;
      }
      At(row, variables_ + row).top = 1;
      At(row, width_ - 1).top = turn * equation.amount;
      basis_[row] = variables_ + row;
    }
  }

  Step Solve() {
    // The artificial ones are brought to nothing first.
    for (int column = 0; column < width_; ++column) {
      if (column >= variables_ && column < width_ - 1) continue;
      for (int row = 0; row < rows_; ++row) {
        At(rows_, column) =
            Minus(At(rows_, column), At(row, column), Fraction{1, 1});
      }
    }
    Step step = Climb(variables_);
    if (step != Step::kDone) return step;
    if (!At(rows_, width_ - 1).is_zero()) return Step::kInfeasible;
    DriveOut();
    SetGoal();
    step = Climb(variables_);
    return is_overflown_ ? Step::kUnknown : step;
  }

  // Of the vertex that was reached.
  Fraction Value() const {
    Fraction value = ValueOf(variable_);
    value.top *= sign_;
    return value;
  }
  Fraction ValueOf(int variable) const {
    for (int row = 0; row < rows_; ++row) {
      if (basis_[row] == variable) return At(row, width_ - 1);
    }
    return {};
  }

 private:
  Fraction& At(int row, int column) {
    return cells_[static_cast<size_t>(row) * width_ + column];
  }
  const Fraction& At(int row, int column) const {
    return cells_[static_cast<size_t>(row) * width_ + column];
  }

  Fraction Make(int128 top, int128 bottom) {
    if (bottom < 0) {
      top = -top;
      bottom = -bottom;
    }
    const int128 common = Gcd(top, bottom);
    if (common > 1) {
      top /= common;
      bottom /= common;
    }
    constexpr int128 kMost = std::numeric_limits<int64_t>::max() / 4;
    if (top > kMost || top < -kMost || bottom > kMost || bottom == 0) {
      is_overflown_ = true;
      return {};
    }
    return {static_cast<int64_t>(top), static_cast<int64_t>(bottom)};
  }

  // a - b * c.
  Fraction Minus(const Fraction& a, const Fraction& b, const Fraction& c) {
    if (b.is_zero() || c.is_zero()) return a;
    const Fraction product =
        Make(int128(b.top) * c.top, int128(b.bottom) * c.bottom);
    return Make(int128(a.top) * product.bottom - int128(product.top) * a.bottom,
                int128(a.bottom) * product.bottom);
  }

  Fraction Divided(const Fraction& a, const Fraction& b) {
    return Make(int128(a.top) * b.bottom, int128(a.bottom) * b.top);
  }

  static bool IsLess(const Fraction& a, const Fraction& b) {
    return int128(a.top) * b.bottom < int128(b.top) * a.bottom;
  }

  void Pivot(int row, int column) {
    const Fraction pivot = At(row, column);
    for (int i = 0; i < width_; ++i) {
      At(row, i) = Divided(At(row, i), pivot);
    }
    for (int other = 0; other <= rows_; ++other) {
      if (other == row || At(other, column).is_zero()) continue;
      const Fraction factor = At(other, column);
      for (int i = 0; i < width_; ++i) {
        At(other, i) = Minus(At(other, i), At(row, i), factor);
      }
    }
    basis_[row] = column;
  }

  // Until no column below `columns` makes the goal larger. The last row holds
  // what each would take from it.
  Step Climb(int columns) {
    for (int pivots = 0; pivots < kPivotsMax && !is_overflown_; ++pivots) {
      int enters = 0;
      while (enters < columns && At(rows_, enters).top >= 0) ++enters;
      if (enters == columns) return Step::kDone;
      int leaves = -1;
      Fraction least;
      for (int row = 0; row < rows_; ++row) {
        if (At(row, enters).top <= 0) continue;
        const Fraction ratio = Divided(At(row, width_ - 1), At(row, enters));
        const bool is_equal =
            leaves >= 0 && !IsLess(ratio, least) && !IsLess(least, ratio);
        if (leaves < 0 || IsLess(ratio, least) ||
            (is_equal && basis_[row] < basis_[leaves])) {
          leaves = row;
          least = ratio;
        }
      }
      if (leaves < 0) return Step::kUnbounded;
      Pivot(leaves, enters);
    }
    return Step::kUnknown;
  }

  // Artificial ones that are still in the basis, at nothing: a row without
  // anything else says nothing and stays so.
  void DriveOut() {
    for (int row = 0; row < rows_; ++row) {
      if (basis_[row] < variables_) continue;
      for (int column = 0; column < variables_; ++column) {
        if (At(row, column).is_zero()) continue;
        Pivot(row, column);
        break;
      }
    }
  }

  void SetGoal() {
    for (int column = 0; column < width_; ++column) At(rows_, column) = {};
    At(rows_, variable_).top = -sign_;
    for (int row = 0; row < rows_; ++row) {
      if (basis_[row] != variable_) continue;
      const Fraction factor = At(rows_, variable_);
      for (int i = 0; i < width_; ++i) {
        At(rows_, i) = Minus(At(rows_, i), At(row, i), factor);
      }
    }
  }

  const int variables_;
  const int rows_;
  const int width_;
  std::vector<Fraction> cells_;
  std::vector<int> basis_;
  const int variable_;
  const int sign_;
  bool is_overflown_ = false;
};

class Search {
 public:
  Search(int variable, int sign) : variable_(variable), sign_(sign) {}

  ProgramAnswer Run(const Program& program) {
    Branch(program);
    if (is_unknown_) return {};
    if (is_unbounded_) return {ProgramOutcome::kUnbounded, 0};
    if (!best_.has_value()) return {ProgramOutcome::kInfeasible, 0};
    return {ProgramOutcome::kSolved, *best_};
  }

 private:
  void Branch(const Program& program) {
    if (is_unknown_ || is_unbounded_) return;
    if (++nodes_ > kNodesMax) {
      is_unknown_ = true;
      return;
    }
    Tableau tableau(program, variable_, sign_);
    const Step step = tableau.Solve();
    if (step == Step::kInfeasible) return;
    if (step == Step::kUnbounded) {
      // Of fractions; of whole numbers as well, where there are any at all,
      // since coefficients are whole.
      is_unbounded_ = true;
      return;
    }
    if (step == Step::kUnknown) {
      is_unknown_ = true;
      return;
    }
    if (best_.has_value() && tableau.Value().Floor() <= *best_) return;
    for (int variable = 0; variable < program.variables; ++variable) {
      const Fraction value = tableau.ValueOf(variable);
      if (value.is_whole()) continue;
      Branch(Bounded(program, variable, value.Floor(), true));
      Branch(Bounded(program, variable, value.Floor() + 1, false));
      return;
    }
    best_ = tableau.Value().top;
  }

  // With x[variable] at most, or at least, `bound`.
  static Program Bounded(Program program, int variable, int64_t bound,
                         bool is_most) {
    ProgramEquation equation;
    equation.coefficients = {{variable, 1},
                             {program.variables, is_most ? 1 : -1}};
    equation.amount = bound;
    program.equations.push_back(equation);
    ++program.variables;
    return program;
  }

  const int variable_;
  const int sign_;
  int nodes_ = 0;
  std::optional<int64_t> best_;
  bool is_unbounded_ = false;
  bool is_unknown_ = false;
};

}  // namespace

ProgramAnswer Maximise(const Program& program, int variable, int sign) {
  return Search(variable, sign).Run(program);
}

}  // namespace entente::indicators
