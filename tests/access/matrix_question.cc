#include "tests/access/matrix_question.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace entente::matrix {

std::string Text(const google::type::Date& date) {
  return absl::StrCat(date.year(), "-", date.month(), "-", date.day());
}

namespace {

std::string Text(const Caller& caller) {
  switch (caller.kind) {
    case Caller::kPerson:
      return absl::StrCat("person ", kPersons[0], " ",
                          absl::StrJoin(caller.roles, ","));
    case Caller::kService:
      return absl::StrCat("service ", caller.service);
    default:
      return "nobody";
  }
}

std::string Text(const access::Grant& grant) {
  return absl::StrCat(grant.object(), "|", grant.relation(), "|",
                      grant.has_office() ? grant.office() : grant.person(), "|",
                      matrix::Text(grant.from()), "|",
                      matrix::Text(grant.until()), "|",
                      absl::StrJoin(grant.purposes(), ","), "|",
                      grant.has_revocation() ? "revoked" : "");
}

std::string Text(const access::OfficeHolder& holder) {
  return absl::StrCat(holder.office(), "|", holder.person(), "|",
                      matrix::Text(holder.from()), "|",
                      matrix::Text(holder.until()), "|",
                      holder.has_revocation() ? "revoked" : "");
}

template <class Tuple>
std::string Texts(const std::vector<Tuple>& tuples) {
  return absl::StrJoin(tuples, ";", [](std::string* out, const Tuple& tuple) {
    out->append(Text(tuple));
  });
}

std::string Record(const Asked& asked) {
  switch (asked.party) {
    case Party::kOwner:
      return "owner";
    case Party::kSecond:
      return "second";
    case Party::kOther:
      return "other";
    default:
      return asked.is_here ? "here" : "missing";
  }
}

}  // namespace

std::string Line(const Asked& asked, const std::string& answer) {
  std::string context = "-";
  if (asked.has_context) {
    context = absl::StrCat(static_cast<int>(asked.context.purpose()),
                           std::string(1, asked.rests_on));
  }
  return absl::StrCat(
      asked.rule->method, asked.besides.empty() ? "" : "#", asked.besides, "\t",
      Text(asked.caller), "\t", context, "\t", Record(asked), "\t",
      Text(access::ToDate(asked.today)), "\t", Texts(asked.grants), "\t",
      Texts(asked.holders), "\t", answer);
}

}  // namespace entente::matrix
