// Cells as other systems write them: days, months and numbers. What does not
// fit the stated form is no value; nothing is guessed. Pure.
#ifndef TOOLS_CLIENT_DELIVERY_CELL_FORMS_H_
#define TOOLS_CLIENT_DELIVERY_CELL_FORMS_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"
#include "entente/indicators/v1/delivery_mapping.pb.h"
#include "google/type/date.pb.h"

namespace entente::client {

// A day of the calendar, or a month with day 0; nullopt for another form, for a
// day that no calendar has (31/02) and for a time with a zone.
std::optional<google::type::Date> ReadDay(
    absl::string_view cell, const entente::indicators::v1::DateField& form);

// A whole number: of things, or of minutes where `unit` is one of hours.
// nullopt for another form, a part of a thing or of a minute, and beyond 12
// digits. Below zero is a number; whether it counts is for the service to say.
std::optional<int64_t> ReadFigure(
    absl::string_view cell, const entente::indicators::v1::NumberForm& form,
    entente::indicators::v1::Figure::Unit unit);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_CELL_FORMS_H_
