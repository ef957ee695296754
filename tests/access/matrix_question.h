// One question of the access matrix, and how it is printed for the judge.
//
// A line, fields separated by tabs:
//   RPC        "entente.x.v1.Y/Z", "#action" added for what a body asks besides
//   caller     "person p-1 role,role", "service ID", "nobody"
//   context    purpose number and what it rests on: "1r" reference, "1j"
//              justification, "1b" both, "1n" neither, "1t" a reference, the
//              whole sent twice, "1l" a reference, past the call's deadline;
//              "-" no context at all
//   record     "here" or "missing"; where a body asks in whose name, or for two
//              persons: whose it is, "owner" (delivers for himself, or asked),
//              "second" (approved) or "other"
//   today      2019-3-14
//   tuples     object|relation|subject|from|until|purposes|revoked, by ';'
//   holders    office|person|from|until|revoked, by ';'
//   answer     "refuse REASON" (the gate), "permit" (nothing more is asked),
//              or of the object: "permit rule until place", "deny rule hidden
//              place", "deny rule open place"; the place among the tuples is
//              that of the one that decides, "-" where none does
#ifndef TESTS_ACCESS_MATRIX_QUESTION_H_
#define TESTS_ACCESS_MATRIX_QUESTION_H_

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "entente/common/v1/access.pb.h"
#include "services/common/access/decide.h"
#include "services/common/gate/method_table.h"

namespace entente::matrix {

// Who asks, where it is a person.
inline const std::string kPersons[] = {"p-1", "p-2"};
// What is asked about, and neighbours that must change nothing: another record
// of the place, the same record of another place.
inline const std::string kObjects[] = {
    "municipalities/21004/cases/0123456789abcdef0123456789abcdef",
    "municipalities/21004/cases/0123456789abcdef0123456789abcde0",
    "municipalities/21009/cases/0123456789abcdef0123456789abcdef"};
inline const std::string kOffices[] = {"municipalities/21004/offices/chair",
                                       "municipalities/21009/offices/chair"};

struct Caller {
  enum Kind { kPerson, kService, kNobody } kind = kNobody;
  std::string service = {};
  std::vector<std::string> roles = {};
};

// What a caller is to what he names, where no tuple says so.
enum class Party { kNobody, kOwner, kSecond, kOther };

struct Asked {
  const gate::MethodRule* rule = nullptr;
  // What a body asks besides the action of its method; usually empty.
  std::string besides;
  Caller caller;
  bool has_context = true;
  common::v1::AccessContext context;
  char rests_on = 'r';
  bool is_here = true;
  Party party = Party::kNobody;
  absl::CivilDay today;
  std::vector<access::Grant> grants;
  std::vector<access::OfficeHolder> holders;
};

// "2019-3-14", whether or not it is a day.
std::string Text(const google::type::Date& date);

// The line, without its end.
std::string Line(const Asked& asked, const std::string& answer);

}  // namespace entente::matrix

#endif  // TESTS_ACCESS_MATRIX_QUESTION_H_
