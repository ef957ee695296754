// What of a convention belongs to one year of it. Pure.
#ifndef TOOLS_CLIENT_DOSSIER_DOSSIER_YEAR_H_
#define TOOLS_CLIENT_DOSSIER_DOSSIER_YEAR_H_

#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "entente/conventions/v1/convention.pb.h"

namespace entente::client {

// Day whose version of the convention a dossier of `year` holds: the last of
// the year, or of the term where that ends within it.
absl::CivilDay LastDayOf(int year,
                         const conventions::v1::Convention& convention);

// The months of `year` that are of the term, in order.
std::vector<absl::CivilMonth> TermMonthsOf(
    int year, const conventions::v1::Convention& convention);

// Whether the node stands on some day of the year. On its end_date it has
// ended already.
bool StandsIn(const conventions::v1::Node& node, int year);

// Ids of the nodes of `convention` that do not.
std::set<std::string> EndedNodes(int year,
                                 const conventions::v1::Convention& convention);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DOSSIER_DOSSIER_YEAR_H_
