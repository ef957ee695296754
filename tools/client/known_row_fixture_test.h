// Rows of a delivery and how their events count, for tests of known rows.
#ifndef TOOLS_CLIENT_KNOWN_ROW_FIXTURE_TEST_H_
#define TOOLS_CLIENT_KNOWN_ROW_FIXTURE_TEST_H_

#include <string>

#include "entente/indicators/v1/ingest_service.pb.h"

namespace entente::client {

namespace v1 = entente::indicators::v1;

inline v1::Observation Row(const std::string& event,
                           const std::string& replaces = "") {
  v1::Observation row;
  row.set_event_id(event);
  row.set_measure_code("nuisance");
  row.mutable_date()->set_year(2024);
  row.mutable_date()->set_month(3);
  row.mutable_date()->set_day(5);
  row.set_area("DPI-1");
  row.set_value(2);
  row.set_replaces_event_id(replaces);
  (*row.mutable_breakdown())["audience"] = "youth";
  return row;
}

inline v1::Observation Withdrawal(const std::string& event,
                                  const std::string& gone) {
  v1::Observation row;
  row.set_event_id(event);
  row.set_withdraws_event_id(gone);
  return row;
}

// As Row says.
inline v1::EventCount Counted() {
  v1::EventCount now;
  now.set_state(v1::EventCount::STATE_COUNTED);
  now.set_measure_code("nuisance");
  *now.mutable_date() = Row("event-01").date();
  now.set_area("DPI-1");
  now.set_value(2);
  (*now.mutable_breakdown())["audience"] = "youth";
  return now;
}

}  // namespace entente::client

#endif  // TOOLS_CLIENT_KNOWN_ROW_FIXTURE_TEST_H_
