#include "services/conventions/verify_text.h"

#include <string>

#include "services/conventions/money/money.h"

namespace entente::conventions {

void PrintReport(const VerifyReport& report, std::ostream& out) {
  out << report.conventions << " conventions, " << report.envelopes
      << " envelopes, " << report.lines << " lines, " << report.entries
      << " entries, " << report.reservations << " reservations, "
      << report.expenses << " expenses, " << report.payments
      << " payments to the zone, " << report.changes << " budget changes, "
      << report.corrections << " corrections, " << report.claims << " claims, "
      << report.federal_payments << " federal payments, " << report.evidence
      << " pieces of evidence, " << report.credit_notes << " credit notes, "
      << report.charges << " charges, " << report.facts << " facts, "
      << report.amendments << " amendments, " << report.statements
      << " progress statements, " << report.control_requests
      << " control requests, " << report.submissions
      << " submissions: " << report.difference_count << " differences\n"
      << "granted " << FormatBelgianAmount(report.granted_cents)
      << " = unallotted " << FormatBelgianAmount(report.unallotted_cents)
      << " + available " << FormatBelgianAmount(report.available_cents)
      << " + reserved " << FormatBelgianAmount(report.reserved_cents)
      << " + spent " << FormatBelgianAmount(report.spent_cents) << " + lapsed "
      << FormatBelgianAmount(report.lapsed_cents) << "\n";
  for (const std::string& difference : report.differences) {
    out << "  " << difference << "\n";
  }
}

}  // namespace entente::conventions
