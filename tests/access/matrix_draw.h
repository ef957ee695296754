// What the access matrix draws at random: days around today, terms that are
// none, tuples of several subjects and objects.
#ifndef TESTS_ACCESS_MATRIX_DRAW_H_
#define TESTS_ACCESS_MATRIX_DRAW_H_

#include <cstdint>
#include <iterator>
#include <random>

#include "tests/access/matrix_question.h"

namespace entente::matrix {

// Deterministic by its seed.
class Draw {
 public:
  explicit Draw(uint64_t seed) : random_(seed) {}

  int Below(int bound) {
    return static_cast<int>(random_() % static_cast<uint64_t>(bound));
  }
  bool OneIn(int bound) { return Below(bound) == 0; }
  template <class List>
  const auto& Of(const List& list) {
    return list[static_cast<size_t>(Below(static_cast<int>(std::size(list))))];
  }

  absl::CivilDay Today() {
    static const absl::CivilDay days[] = {absl::CivilDay(2019, 3, 14),
                                          absl::CivilDay(2020, 2, 29),
                                          absl::CivilDay(2018, 12, 31)};
    return Of(days);
  }

  template <class Tuple>
  void Term(absl::CivilDay today, Tuple& tuple) {
    const int from[] = {-800, -731, -30, -1, 0, 0, 1, 5};
    const int length[] = {-1, 0, 1, 29, 90, 730, 731, 732, 2556, 2558};
    const absl::CivilDay first = today + Of(from);
    *tuple.mutable_from() = access::ToDate(first);
    *tuple.mutable_until() = access::ToDate(first + Of(length));
    switch (Below(40)) {
      case 0:
        tuple.clear_until();
        break;
      case 1:
        tuple.clear_from();
        break;
      case 2:
        tuple.mutable_until()->set_year(2200);
        break;
      case 3:
        tuple.mutable_from()->set_month(2);
        tuple.mutable_from()->set_day(29 + Below(3));
        break;
      case 4:
        tuple.mutable_until()->set_month(13);
        break;
      case 5:
        tuple.mutable_until()->set_year(9999);
        break;
      default:
        break;
    }
    if (OneIn(12)) tuple.mutable_revocation()->set_revoker("p-9");
  }

  access::Grant Tuple(absl::CivilDay today) {
    const char* relations[] = {"reader", "reader", "contributor", "chair",
                               "chair"};
    access::Grant grant;
    grant.set_object(OneIn(5) ? Of(kObjects) : kObjects[0]);
    grant.set_relation(OneIn(20)   ? "forbidden"
                       : OneIn(60) ? "of-tomorrow"
                                   : Of(relations));
    if (OneIn(3)) {
      grant.set_office(OneIn(4) ? Of(kOffices) : kOffices[0]);
    } else {
      grant.set_person(OneIn(4) ? Of(kPersons) : kPersons[0]);
    }
    Term(today, grant);
    for (int i = OneIn(5) ? 1 + Below(2) : 0; i > 0; --i) {
      grant.add_purposes(static_cast<common::v1::Purpose>(1 + Below(4)));
    }
    return grant;
  }

  access::OfficeHolder Holder(absl::CivilDay today) {
    access::OfficeHolder holder;
    holder.set_office(OneIn(4) ? Of(kOffices) : kOffices[0]);
    holder.set_person(OneIn(4) ? Of(kPersons) : kPersons[0]);
    Term(today, holder);
    return holder;
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace entente::matrix

#endif  // TESTS_ACCESS_MATRIX_DRAW_H_
