#include "services/conventions/submission_content_rules.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/budget_service.pb.h"
#include "entente/conventions/v1/claim_service.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/base/error.h"
#include "services/conventions/dossier/dossier_authors.h"
#include "services/conventions/dossier/dossier_errors.h"
#include "services/conventions/dossier/dossier_figure_tables.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "services/conventions/dossier/dossier_page.h"
#include "services/conventions/dossier/dossier_standing.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/money/money.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/submission_rules.h"

namespace entente::conventions {
namespace {

// Counted before anything is made of them, those in texts too: whoever writes
// so many there means no good.
bool HasFewParts(const std::string& json) {
  size_t parts = 0;
  for (const char c : json) parts += c == '{' || c == '[' || c == ',';
  return parts <= kJsonPartsMax;
}

// Another version of the suite may say more than we know.
bool Parse(const std::string& json, google::protobuf::Message& message) {
  if (!HasFewParts(json)) return false;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  return google::protobuf::util::JsonStringToMessage(json, &message, options)
      .ok();
}

template <class Message>
absl::StatusOr<Message> ReadFile(const FrozenFiles& files, const char* path) {
  const auto file = files.find(path);
  Message message;
  if (file == files.end() || !Parse(file->second, message)) {
    return ContentMalformed(path);
  }
  const std::string author = AuthorFieldIn(message);
  if (!author.empty()) return AuthorNamed(path, author);
  return message;
}

// Every search in what was handed in goes through all of these.
absl::Status CheckFewWords(const v1::Convention& convention) {
  if (convention.nodes_size() > kDossierNodesMax) {
    return TooManyNodes(kConventionPath, convention.nodes_size());
  }
  for (const v1::Node& node : convention.nodes()) {
    const int entries = node.translations_size() + node.measure_codes_size() +
                        node.numbers_size();
    if (entries > kNodeEntriesMax) {
      return TooManyEntries(kConventionPath, entries);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckFewWords(const v1::ListMeasureDefinitionsResponse& measures) {
  if (measures.measures_size() > kDossierMeasuresMax) {
    return TooManyMeasures(kMeasuresPath, measures.measures_size());
  }
  return absl::OkStatus();
}

// Older versions built none of them.
absl::Status CheckFigureTables(const FrozenFiles& files, int year) {
  if (const auto file = files.find(kSourcesPath); file != files.end()) {
    ENTENTE_RETURN_IF_ERROR(CheckSourcesTable(file->second, year));
  }
  if (const auto file = files.find(kUnusualPath); file != files.end()) {
    ENTENTE_RETURN_IF_ERROR(CheckUnusualTable(file->second, year));
  }
  if (const auto file = files.find(kStandingPath); file != files.end()) {
    ENTENTE_RETURN_IF_ERROR(MonthsWithReason(file->second).status());
  }
  return absl::OkStatus();
}

bool HasYear(const v1::Convention& convention, int year) {
  for (const v1::EnvelopeGrant& grant : convention.envelopes()) {
    if (grant.year() == year) return true;
  }
  return false;
}

// What is decided of it makes its amount; nothing is decided of another.
bool IsDecisionSound(const v1::ClaimLine& line, int64_t cents) {
  if (!line.is_decided()) return !line.has_accepted() && !line.has_ineligible();
  const auto accepted = CentsFromMoney(line.accepted(), "");
  const auto ineligible = CentsFromMoney(line.ineligible(), "");
  return accepted.ok() && ineligible.ok() && *accepted >= 0 &&
         *accepted <= cents && *ineligible == cents - *accepted;
}

// Each once, for what it is of; lines add up to what is claimed.
bool IsSound(const v1::Claim& claim, const std::string& convention, int year) {
  const auto name = ParseNumberedName(NumberedKind::kClaim, claim.name(), "");
  const auto envelope = ParseEnvelopeName(claim.envelope(), "");
  if (!name.ok() || !envelope.ok() || Format(name->parent) != convention ||
      Format(envelope->parent) != convention || claim.year() != year ||
      claim.lines_size() == 0 || claim.lines_size() > kClaimLinesMax ||
      claim.lines_size() != claim.line_count()) {
    return false;
  }
  if (claim.state() == v1::Claim::STATE_SUBMITTED &&
      !CheckDate(claim.submit_date(), "").ok()) {
    return false;
  }
  std::set<std::string> sources;
  int64_t total = 0;
  int decided = 0;
  for (const v1::ClaimLine& line : claim.lines()) {
    const auto cents = PositiveCents(line.amount(), "");
    if (!cents.ok() || !sources.insert(line.source()).second ||
        !absl::StartsWith(line.source(), absl::StrCat(convention, "/")) ||
        !IsDecisionSound(line, *cents)) {
      return false;
    }
    total += *cents;
    decided += line.is_decided() ? 1 : 0;
  }
  if (decided != claim.decided_count()) return false;
  const auto amount = PositiveCents(claim.amount(), "");
  return amount.ok() && *amount == total;
}

}  // namespace

absl::StatusOr<std::vector<v1::Claim>> ReadClaims(const std::string& json,
                                                  const std::string& convention,
                                                  int year) {
  v1::ListClaimsResponse list;
  if (!Parse(json, list)) return ContentMalformed(kClaimsPath);
  std::vector<v1::Claim> claims;
  std::set<std::string> names;
  for (v1::Claim& claim : *list.mutable_claims()) {
    if (!IsSound(claim, convention, year) ||
        !names.insert(claim.name()).second) {
      return ContentMalformed(kClaimsPath);
    }
    claims.push_back(std::move(claim));
  }
  return claims;
}

absl::StatusOr<DossierContent> ReadContent(const v1::DossierManifest& manifest,
                                           const FrozenFiles& files) {
  for (const auto& [path, bytes] : files) {
    if (!IsQuietFile(path, bytes)) return ContentMalformed(path);
  }
  DossierContent content;
  ENTENTE_ASSIGN_OR_RETURN(content.convention,
                           ReadFile<v1::Convention>(files, kConventionPath));
  if (content.convention.name() != manifest.convention()) {
    return ContentMalformed(kConventionPath);
  }
  ENTENTE_RETURN_IF_ERROR(CheckFewWords(content.convention));
  if (files.contains(kMeasuresPath)) {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListMeasureDefinitionsResponse measures,
        ReadFile<v1::ListMeasureDefinitionsResponse>(files, kMeasuresPath));
    ENTENTE_RETURN_IF_ERROR(CheckFewWords(measures));
  }
  ENTENTE_RETURN_IF_ERROR(CheckFigureTables(files, manifest.year()));
  if (!HasYear(content.convention, manifest.year())) {
    return YearNotOfConvention(manifest.year());
  }
  ENTENTE_ASSIGN_OR_RETURN(
      v1::ListEnvelopesResponse envelopes,
      ReadFile<v1::ListEnvelopesResponse>(files, kEnvelopesPath));
  for (v1::Envelope& envelope : *envelopes.mutable_envelopes()) {
    const auto name = ParseEnvelopeName(envelope.name(), "");
    if (!name.ok() || Format(name->parent) != manifest.convention() ||
        envelope.year() != manifest.year()) {
      return ContentMalformed(kEnvelopesPath);
    }
    content.envelopes.push_back(std::move(envelope));
  }
  const auto claims = files.find(kClaimsPath);
  if (claims == files.end()) return ContentMalformed(kClaimsPath);
  ENTENTE_ASSIGN_OR_RETURN(
      content.claims,
      ReadClaims(claims->second, manifest.convention(), manifest.year()));
  return content;
}

absl::StatusOr<FrozenWords> ReadWords(const std::string& convention_json,
                                      const std::string& measures_json,
                                      const std::string& convention) {
  FrozenWords words;
  if (Parse(convention_json, words.convention) &&
      words.convention.name() == convention &&
      (measures_json.empty() || Parse(measures_json, words.measures)) &&
      CheckFewWords(words.convention).ok() &&
      CheckFewWords(words.measures).ok()) {
    // Older versions handed in who did what.
    ClearAuthors(words.convention);
    return words;
  }
  return absl::DataLossError(absl::StrCat(
      "the words of ", convention, " are not readable in what was handed in"));
}

}  // namespace entente::conventions
