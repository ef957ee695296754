// A convention as an activity of IATI 2.03, the open standard in which public
// money is published. Pure.
//
// What is published is what the standard asks and nothing that could lead to a
// person: expenses as the sums of expense_sums.h, and no description that
// somebody typed. A transaction has happened: what is of a day or year to come
// is none yet.
//
//   envelope, as granted            budget (original); once its year has
//                                   begun, incoming commitment
//   envelope, as it stands          budget (revised), where it differs
//   cut, increase, lapse of it      incoming commitment of its own, below zero
//                                   where the State owes less: together they
//                                   are the budgets as they stand
//   payment of the State, refund    incoming funds, above and below zero
//   executed payment to the zone    disbursement
//   expenses                        expenditure, by envelope and year
//   strategic objective             result, with its indicators
//   target of the whole term        period of the indicator
//                                   (iati_targets.h)
#ifndef TOOLS_CLIENT_IATI_IATI_H_
#define TOOLS_CLIENT_IATI_IATI_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "entente/conventions/v1/budget_change.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/federal_payment.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/measure.pb.h"
#include "entente/indicators/v1/definition_service.pb.h"

namespace entente::client {

// Replies of the services; nothing computed.
struct IatiData {
  conventions::v1::Convention convention;
  std::vector<conventions::v1::Envelope> envelopes;
  std::vector<conventions::v1::Expense> expenses;
  std::vector<conventions::v1::ZonePayment> zone_payments;
  std::vector<conventions::v1::FederalPayment> federal_payments;
  std::vector<conventions::v1::BudgetChange> budget_changes;
  // Enterprise number of the municipality, ten digits: who publishes.
  std::string enterprise_number;
  // By code: how the figures of a measure are to be read, and what is agreed
  // for the term. An indicator whose measures are not there counts units. Those
  // of the municipality's own are no result of the grant and left out.
  std::map<std::string, indicators::v1::Measure> measures;
  // What is written as the time of making.
  absl::Time now;
};

// The day of `data`, in UTC as its time of making.
absl::CivilDay Today(const IatiData& data);

// The measure `code` of the convention; null where it is not known, and of one
// of the municipality's own.
const indicators::v1::Measure* FindMeasure(const IatiData& data,
                                           const std::string& code);

// Whether the standard has an activity of it: it asks when each begins, and a
// budget is of a known time. FAILED_PRECONDITION / IATI_TERM_MISSING when the
// convention lacks its first or last day.
absl::Status CheckPublishable(const IatiData& data);

// XML in UTF-8 with one <iati-activity>; elements in the order of the schema.
// Of what CheckPublishable passes.
std::string ToIati(const IatiData& data);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_IATI_IATI_H_
