// Envelopes and lines as people see them: the position, and which values of the
// regulation profile its figures follow from that nobody verified. Pure.
#ifndef SERVICES_CONVENTIONS_ENVELOPE_RULES_H_
#define SERVICES_CONVENTIONS_ENVELOPE_RULES_H_

#include <set>
#include <string>

#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/name_rules.h"

namespace entente::conventions {

// `profile` may be null: no regulation, so nothing of it is unverified.
v1::Line ToLine(const LineName& name, const std::string& objective_id,
                const std::string& category, const Balances& balances,
                const v1::RegulationProfile* profile);

// Without the values of its lines; AddCategories adds them.
v1::Envelope ToEnvelope(const EnvelopeName& name, const Balances& balances,
                        const v1::Convention& convention,
                        const v1::RegulationProfile* profile);

// Adds those of the categories that lines of the envelope have.
void AddCategories(const std::set<std::string>& categories,
                   const v1::RegulationProfile* profile,
                   v1::Envelope& envelope);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_ENVELOPE_RULES_H_
