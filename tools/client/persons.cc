#include "tools/client/persons.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "services/common/base/utf8.h"
#include "services/common/gate/permission.h"
#include "services/conventions/money/date.h"
#include "tools/client/person_errors.h"

namespace entente::client {
namespace {

using conventions::DateFromDay;
using conventions::DayFromDate;

constexpr size_t kSubjectBytesMax = 64;
constexpr size_t kFunctionCharactersMax = 100;
constexpr size_t kReasonCharactersMin = 5;
constexpr size_t kReasonCharactersMax = 200;
// More digits in a row are a telephone or a register number, not a date.
constexpr int kDigitsMax = 8;

bool HasLongNumber(absl::string_view text) {
  int digits = 0;
  for (const char c : text) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      if (++digits > kDigitsMax) return true;
    } else if (absl::string_view(" .-/").find(c) == absl::string_view::npos) {
      digits = 0;
    }
  }
  return false;
}

// A random id of a provider (a UUID) may hold long runs of digits; letters
// between them tell it from a number.
bool IsPseudonym(absl::string_view subject) {
  if (subject.empty() || subject.size() > kSubjectBytesMax) return false;
  if (subject[0] == '.') return false;
  bool has_letter = false;
  for (const char c : subject) {
    has_letter =
        has_letter || absl::ascii_isalpha(static_cast<unsigned char>(c));
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) &&
        absl::string_view("._-").find(c) == absl::string_view::npos) {
      return false;
    }
  }
  return has_letter;
}

bool IsLanguage(absl::string_view code) {
  return code == "fr" || code == "nl" || code == "de" || code == "en";
}

bool IsText(absl::string_view text, size_t characters_max) {
  return IsValidUtf8(text) && !HasControlCharacters(text) &&
         CountCharacters(text) <= characters_max &&
         text.find('@') == absl::string_view::npos && !HasLongNumber(text);
}

absl::CivilDay DayOf(const google::type::Date& date) {
  return DayFromDate(date, "date").value_or(absl::CivilDay());
}

// Why `assignment` cannot stand in the list; empty when it can.
std::string FaultOf(const RoleAssignment& assignment) {
  if (!gate::IsPermissionPart(assignment.role())) {
    return "a role is not a name in lower case";
  }
  const auto from = DayFromDate(assignment.from(), "from");
  const auto until = DayFromDate(assignment.until(), "until");
  if (!from.ok() || !until.ok()) {
    return "from and until must be days of the calendar";
  }
  if (*until < *from) return "until is before from";
  if (assignment.has_removed() &&
      !DayFromDate(assignment.removed(), "removed").ok()) {
    return "removed must be a day of the calendar";
  }
  if (assignment.has_removed() == assignment.removal_reason().empty()) {
    return "removed and removal_reason belong together";
  }
  return "";
}

const Person* Find(const PersonList& list, const std::string& subject) {
  for (const Person& person : list.persons()) {
    if (person.subject() == subject) return &person;
  }
  return nullptr;
}

bool IsInForce(const Person& person, const std::string& role,
               absl::CivilDay day) {
  return std::any_of(person.assignments().begin(), person.assignments().end(),
                     [&](const RoleAssignment& assignment) {
                       return assignment.role() == role &&
                              StateOn(assignment, day) ==
                                  AssignmentState::kInForce;
                     });
}

// Every role in force on `day`, each once, in the order they were given.
std::vector<std::string> RolesInForce(const Person& person,
                                      absl::CivilDay day) {
  std::vector<std::string> roles;
  for (const RoleAssignment& assignment : person.assignments()) {
    if (StateOn(assignment, day) == AssignmentState::kInForce &&
        std::find(roles.begin(), roles.end(), assignment.role()) ==
            roles.end()) {
      roles.push_back(assignment.role());
    }
  }
  return roles;
}

// The last entry for `role`; null when it was never given.
const RoleAssignment* LastGiven(const Person& person, const std::string& role) {
  const RoleAssignment* last = nullptr;
  for (const RoleAssignment& assignment : person.assignments()) {
    if (assignment.role() == role) last = &assignment;
  }
  return last;
}

absl::Status CheckNew(const NewAssignment& wanted) {
  if (!IsPseudonym(wanted.subject)) return SubjectNotPseudonymous();
  if (wanted.roles.empty()) return RoleMissing();
  if (wanted.until < wanted.from) return DaysOutOfOrder();
  const absl::CivilDay last(wanted.from.year() + kAssignmentYearsMax,
                            wanted.from.month(), wanted.from.day());
  if (wanted.until > last) return TooLong(kAssignmentYearsMax);
  for (const std::string& language : wanted.languages) {
    if (!IsLanguage(language)) return LanguageUnknown();
  }
  if (!IsText(wanted.contact_function, kFunctionCharactersMax)) {
    return FunctionMalformed(kFunctionCharactersMax);
  }
  return absl::OkStatus();
}

bool Give(Person& person, const std::string& role,
          const NewAssignment& wanted) {
  for (const RoleAssignment& known : person.assignments()) {
    if (known.role() == role && !known.has_removed() &&
        DayOf(known.from()) <= wanted.from &&
        DayOf(known.until()) >= wanted.until) {
      return false;
    }
  }
  RoleAssignment& assignment = *person.add_assignments();
  assignment.set_role(role);
  *assignment.mutable_from() = DateFromDay(wanted.from);
  *assignment.mutable_until() = DateFromDay(wanted.until);
  return true;
}

}  // namespace

AssignmentState StateOn(const RoleAssignment& assignment, absl::CivilDay day) {
  if (assignment.has_removed()) return AssignmentState::kRemoved;
  if (day < DayOf(assignment.from())) return AssignmentState::kNotYet;
  if (day > DayOf(assignment.until())) return AssignmentState::kEnded;
  return AssignmentState::kInForce;
}

absl::Status CheckPersonList(const PersonList& list, const std::string& path) {
  std::set<std::string> subjects;
  for (const Person& person : list.persons()) {
    // Cut and cleaned: the file may have been edited by anybody.
    const std::string who = SanitizeForMessage(person.subject(), 64);
    if (!IsPseudonym(person.subject())) {
      return PersonsFileInvalid(
          path, absl::StrCat("\"", who, "\" is not a pseudonym"));
    }
    if (!subjects.insert(person.subject()).second) {
      return PersonsFileInvalid(
          path, absl::StrCat("\"", who, "\" stands there twice"));
    }
    for (const RoleAssignment& assignment : person.assignments()) {
      if (const std::string fault = FaultOf(assignment); !fault.empty()) {
        return PersonsFileInvalid(path, absl::StrCat("\"", who, "\": ", fault));
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> RolesForLogin(
    const PersonList& list, const std::string& subject,
    const std::vector<std::string>& wanted, absl::CivilDay day) {
  const Person* person = Find(list, subject);
  if (person == nullptr) return PersonUnknown(subject);
  const std::vector<std::string> in_force = RolesInForce(*person, day);
  for (const std::string& role : wanted) {
    if (IsInForce(*person, role, day)) continue;
    const RoleAssignment* last = LastGiven(*person, role);
    return last == nullptr ? RoleNotGiven(subject, role, in_force)
                           : RoleNotInForce(subject, *last, day);
  }
  if (!wanted.empty()) return wanted;
  if (!in_force.empty()) return in_force;
  if (person->assignments().empty()) return PersonUnknown(subject);
  return RoleNotInForce(subject, *person->assignments().rbegin(), day);
}

absl::StatusOr<bool> GiveRoles(const NewAssignment& wanted, PersonList& list) {
  ENTENTE_RETURN_IF_ERROR(CheckNew(wanted));
  Person* person = nullptr;
  for (Person& known : *list.mutable_persons()) {
    if (known.subject() == wanted.subject) person = &known;
  }
  bool is_changed = false;
  if (person == nullptr) {
    person = list.add_persons();
    person->set_subject(wanted.subject);
    is_changed = true;
  }
  for (const std::string& role : wanted.roles) {
    is_changed = Give(*person, role, wanted) || is_changed;
  }
  const auto& known = person->languages();
  if (!wanted.languages.empty() &&
      !std::equal(known.begin(), known.end(), wanted.languages.begin(),
                  wanted.languages.end())) {
    person->clear_languages();
    for (const std::string& language : wanted.languages) {
      person->add_languages(language);
    }
    is_changed = true;
  }
  if (!wanted.contact_function.empty() &&
      wanted.contact_function != person->contact_function()) {
    person->set_contact_function(wanted.contact_function);
    is_changed = true;
  }
  return is_changed;
}

absl::StatusOr<int> TakeRolesAway(const std::string& subject,
                                  const std::string& role,
                                  const std::string& reason, absl::CivilDay day,
                                  PersonList& list) {
  if (CountCharacters(absl::StripAsciiWhitespace(reason)) <
          kReasonCharactersMin ||
      !IsText(reason, kReasonCharactersMax)) {
    return ReasonMalformed(kReasonCharactersMin, kReasonCharactersMax);
  }
  if (Find(list, subject) == nullptr) return PersonUnknown(subject);
  int taken = 0;
  for (Person& person : *list.mutable_persons()) {
    if (person.subject() != subject) continue;
    for (RoleAssignment& assignment : *person.mutable_assignments()) {
      const AssignmentState state = StateOn(assignment, day);
      if ((!role.empty() && assignment.role() != role) ||
          state == AssignmentState::kRemoved ||
          state == AssignmentState::kEnded) {
        continue;
      }
      *assignment.mutable_removed() = DateFromDay(day);
      assignment.set_removal_reason(reason);
      ++taken;
    }
  }
  if (taken == 0) return NothingToTakeAway(subject, role);
  return taken;
}

}  // namespace entente::client
