// Figures that follow from events of other services, payments acknowledged by
// the police zone and meetings of the cell, and from what people state where
// nothing else feeds a measure. Pure.
//
// The facts are kept as they arrive and figures are derived at read, so that
// an event may come before the definitions, definitions may change, and a
// correction replaces its fact: there is nothing to add or take back.
//
//   ZonePaymentAcknowledged  makes true, in its month, the YES_NO measures with
//     FIGURE_ZONE_PAYMENT that an indicator under its strategic objective
//     reports. Where none stands there the payment moves nothing: a payment for
//     specific projects is not the deduction that "Le versement est effectué"
//     speaks of. A payment that names no objective counts when its convention
//     has exactly one such measure. ZoneAcknowledgementReversed takes it away.
//   MeetingHeld  moves every RATIO measure with FIGURE_MEETINGS once, however
//     many indicators report it: denominator one held, numerator one if the
//     police zone was represented.
//   Statement  of the kind that the measure has, in a month of its term in
//     which it has no feed on any day and no event made it a figure: YES_NO one
//     where it is done and zero where it is not, RATIO its part and its whole,
//     QUALITATIVE zero, each with one contribution. Events and statements never
//     both count in a month.
#ifndef SERVICES_INDICATORS_FACT_RULES_H_
#define SERVICES_INDICATORS_FACT_RULES_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "entente/indicators/v1/records.pb.h"
#include "entente/indicators/v1/statement.pb.h"
#include "services/indicators/definition_rules.h"

namespace entente::indicators {

// What is known of one measure in one month.
struct Figure {
  // Sum; numerator for RATIO; number of payments for YES_NO.
  int64_t value = 0;
  // RATIO only.
  int64_t denominator = 0;
  int64_t contributions = 0;

  Figure& operator+=(const Figure& other);
};

// Months to figures of one measure.
using MonthFigures = std::map<int32_t, Figure>;

// Months to the latest version of what is stated of one measure.
using Statements = std::map<int32_t, entente::indicators::v1::Statement>;

// Codes of the measures that the payment makes true.
std::vector<std::string> MeasuresMadeTrue(
    const Definitions& definitions,
    const entente::indicators::v1::PaymentRecord& payment);

// Figures of `measure` that follow from the facts.
MonthFigures FiguresFromFacts(
    const Definitions& definitions, const MeasureInfo& measure,
    const std::vector<entente::indicators::v1::PaymentRecord>& payments,
    const std::vector<entente::indicators::v1::MeetingFigureRecord>& meetings);

// Whether people state measures of `kind`: what rows and activities do not
// count.
bool IsStatedKind(entente::conventions::v1::MeasureKind kind);

// Whether the statement says what a measure of `kind` is stated by.
bool FitsKind(const entente::indicators::v1::Statement& statement,
              entente::conventions::v1::MeasureKind kind);

// Whether anything feeds the measure on any day of the month.
bool IsFedIn(const MeasureInfo& measure, int32_t month);

// Adds what is stated of `measure` to the figures that follow from events.
void AddStated(const MeasureInfo& measure, const Statements& statements,
               MonthFigures& figures);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_FACT_RULES_H_
