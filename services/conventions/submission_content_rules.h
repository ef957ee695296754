// What a frozen dossier must hold for its convention and year, read from its
// JSON files; whoever wrote them is not believed. Pure.
#ifndef SERVICES_CONVENTIONS_SUBMISSION_CONTENT_RULES_H_
#define SERVICES_CONVENTIONS_SUBMISSION_CONTENT_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/claim.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/convention_service.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/submission.pb.h"
#include "services/conventions/dossier/dossier_collector.h"

namespace entente::conventions {

struct DossierContent {
  v1::Convention convention;
  // Of the year.
  std::vector<v1::Envelope> envelopes;
  // Of the year, with their lines.
  std::vector<v1::Claim> claims;
};

// Errors: INVALID_ARGUMENT / DOSSIER_CONTENT naming the file that is missing,
// unreadable, of more than kJsonPartsMax parts, of another convention or year,
// or whose amounts do not add up; or that a browser would run (dossier_page.h);
// or a table of sources or unusual figures that is none
// (dossier_figure_tables.h), or one of months (dossier_standing.h);
// DOSSIER_TOO_LARGE for more nodes and measures than dossier_limits.h takes;
// DOSSIER_AUTHOR when somebody is named (dossier_authors.h); DOSSIER_YEAR when
// the convention has no envelope for the year.
absl::StatusOr<DossierContent> ReadContent(const v1::DossierManifest& manifest,
                                           const FrozenFiles& files);

// What a search reads of a frozen dossier.
struct FrozenWords {
  v1::Convention convention;
  v1::ListMeasureDefinitionsResponse measures;
};

// Of data/convention.json and data/measures.json; the latter is empty in
// dossiers that older versions built, and whom they named is left out.
// DATA_LOSS when they are not what an intake takes.
absl::StatusOr<FrozenWords> ReadWords(const std::string& convention_json,
                                      const std::string& measures_json,
                                      const std::string& convention);

// The claims of data/claims.json, as ReadContent checks them.
absl::StatusOr<std::vector<v1::Claim>> ReadClaims(const std::string& json,
                                                  const std::string& convention,
                                                  int year);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_SUBMISSION_CONTENT_RULES_H_
