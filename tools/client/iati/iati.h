// A convention as an activity of IATI 2.03, the open standard in which public
// money is published. Pure.
//
// What is published is what the standard asks and nothing that could lead to a
// person: expenses as one sum for each envelope and month of service, never one
// by one (a line of staff costs with a single expense is a salary), and no
// description that somebody typed.
//
//   envelope, as granted            budget (original), incoming commitment
//   envelope, as it stands          budget (revised), where it differs
//   payment of the State, refund    incoming funds, above and below zero
//   executed payment to the zone    disbursement
//   expenses                        expenditure, by envelope and month
//   strategic objective             result, with its indicators
#ifndef TOOLS_CLIENT_IATI_IATI_H_
#define TOOLS_CLIENT_IATI_IATI_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/federal_payment.pb.h"
#include "entente/conventions/v1/ledger.pb.h"

namespace entente::client {

// Replies of the services; nothing computed.
struct IatiData {
  conventions::v1::Convention convention;
  std::vector<conventions::v1::Envelope> envelopes;
  std::vector<conventions::v1::Expense> expenses;
  std::vector<conventions::v1::ZonePayment> zone_payments;
  std::vector<conventions::v1::FederalPayment> federal_payments;
  // Enterprise number of the municipality, ten digits: who publishes.
  std::string enterprise_number;
  // What is written as the time of making.
  absl::Time now;
};

// XML in UTF-8 with one <iati-activity>; elements in the order of the schema.
std::string ToIati(const IatiData& data);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_IATI_IATI_H_
