// A model of records, readers and a head, and tuples of it, for tests.
#ifndef SERVICES_COMMON_ACCESS_DECIDE_FIXTURE_H_
#define SERVICES_COMMON_ACCESS_DECIDE_FIXTURE_H_

#include <string>

#include "services/common/access/decide.h"

namespace entente::access {

using entente::common::v1::PURPOSE_FOLLOW_UP;
using entente::common::v1::PURPOSE_OVERSIGHT;
using entente::common::v1::PURPOSE_REVIEW;
using entente::common::v1::PURPOSE_UNSPECIFIED;

inline constexpr char kObject[] = "folders/1/records/a";
inline constexpr char kOtherObject[] = "folders/1/records/ab";
inline constexpr char kHead[] = "folders/1/offices/head";
inline constexpr char kOtherHead[] = "folders/2/offices/head";
inline const absl::CivilDay kToday(2019, 3, 14);

inline const Model& TheModel() {
  static const auto& model =
      *new Model{.actions = {{"open", {PURPOSE_FOLLOW_UP}, By::kOffice},
                             {"read", {PURPOSE_FOLLOW_UP, PURPOSE_REVIEW}},
                             {"write", {PURPOSE_FOLLOW_UP}}},
                 .relations = {{"reader", {"read"}},
                               {"contributor", {"read", "write"}},
                               {"forbidden", {}, true}},
                 .grant_years_max = 2,
                 .holder_years_max = 7};
  return model;
}

// A tuple of kObject, from and until in days from today.
inline Grant To(const std::string& person, const std::string& relation,
                int from = -9, int until = 9) {
  Grant grant;
  grant.set_object(kObject);
  grant.set_relation(relation);
  grant.set_person(person);
  *grant.mutable_from() = ToDate(kToday + from);
  *grant.mutable_until() = ToDate(kToday + until);
  return grant;
}

inline Grant ToHead(const std::string& relation, int from = -9, int until = 9) {
  Grant grant = To("", relation, from, until);
  grant.set_office(kHead);
  return grant;
}

inline OfficeHolder Holds(const std::string& person, int from = -9,
                          int until = 9) {
  OfficeHolder holder;
  holder.set_office(kHead);
  holder.set_person(person);
  *holder.mutable_from() = ToDate(kToday + from);
  *holder.mutable_until() = ToDate(kToday + until);
  return holder;
}

template <class Tuple>
Tuple Revoked(Tuple tuple) {
  tuple.mutable_revocation()->set_revoker("p-9");
  return tuple;
}

inline Grant For(Grant grant, Purpose purpose) {
  grant.add_purposes(purpose);
  return grant;
}

}  // namespace entente::access

#endif  // SERVICES_COMMON_ACCESS_DECIDE_FIXTURE_H_
