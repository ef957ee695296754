// The suite's own answer to a question of the access matrix.
#ifndef TESTS_ACCESS_MATRIX_SUITE_H_
#define TESTS_ACCESS_MATRIX_SUITE_H_

#include <string>

#include "services/common/access/decide.h"
#include "services/common/gate/policy.h"
#include "tests/access/matrix_question.h"

namespace entente::matrix {

// Asks the code that services run: the door's own decision, then the rules of
// the body on whom and what it names. `policy` outlives it.
class Suite {
 public:
  Suite(const gate::Policy& policy, access::Model model);

  std::string Answer(const Asked& asked) const;

 private:
  std::string OfParty(const Asked& asked) const;
  std::string OfObject(const Asked& asked, common::v1::Purpose purpose) const;

  const gate::Policy& policy_;
  const access::Model model_;
};

// Whether a body of `method` asks who the caller is to what he names, beside
// rights to a case.
bool HasParty(const std::string& method);

// Puts a fault into `model`, of a kind that a review could miss; false when
// `fault` is none. See access_oracle.py for their names.
bool Plant(const std::string& fault, access::Model& model);

}  // namespace entente::matrix

#endif  // TESTS_ACCESS_MATRIX_SUITE_H_
