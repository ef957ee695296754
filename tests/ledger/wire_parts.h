// What wire_*.cc have in common: amounts and days as messages.
#ifndef TESTS_LEDGER_WIRE_PARTS_H_
#define TESTS_LEDGER_WIRE_PARTS_H_

#include <cstdint>
#include <string>

#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "tests/ledger/operation.h"

namespace entente::ledger {

inline void Put(const Amount& amount, google::type::Money* money) {
  money->set_currency_code(amount.currency);
  money->set_units(amount.units);
  money->set_nanos(amount.nanos);
}

inline void Put(const Day& day, google::type::Date* date) {
  date->set_year(day.year);
  date->set_month(day.month);
  date->set_day(day.day);
}

inline void PutCents(int64_t cents, google::type::Money* money) {
  money->set_currency_code("EUR");
  money->set_units(cents / 100);
  money->set_nanos(static_cast<int32_t>(cents % 100) * 10'000'000);
}

// The request as it is sent, with what every call carries.
template <class Request>
std::string Sealed(const Operation& operation, Request request) {
  request.set_request_id(operation.request_id);
  request.set_validate_only(operation.validate_only);
  return request.SerializeAsString();
}

// Whole cents; anything else can never be equal to what the model says.
inline int64_t Cents(const google::type::Money& money) {
  if (money.currency_code() != "EUR" || money.nanos() % 10'000'000 != 0) {
    return INT64_MIN;
  }
  return money.units() * 100 + money.nanos() / 10'000'000;
}

// Of dotations and their keys: see wire_dotations.cc.
std::string DotationRequest(const Operation& operation);
Outcome ReadDotationKey(const std::string& bytes);
Outcome ReadDotation(const std::string& bytes);

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_WIRE_PARTS_H_
