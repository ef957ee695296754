// Documents: any bytes give a sound tree or a named error, within memory and
// time that libFuzzer's limits guard; what is said of a line or a total is true
// of the text that was given.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "services/common/base/error.h"
#include "services/common/base/utf8.h"
#include "services/conventions/document/outline.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/document/summary.h"
#include "services/conventions/money/money.h"
#include "tests/fuzz/fuzz.h"

namespace entente::fuzz {
namespace {

using conventions::ParseConvention;
namespace v1 = conventions::v1;
using nlohmann::json;

// A convention of an invented town; its tree is the input.
std::string Wrapped(const std::string& tree) {
  return absl::StrCat(
      "CONVENTION DE SECURITE 2024 DE LA VILLE DE VALMEUSE\n\n"
      "Entre d'une part :\n\nl'Etat, ci-après l'Etat\n\nEt d'autre part :\n\n"
      "la Ville de Valmeuse, par décision du conseil communal du 4 décembre "
      "2023. Elle entre en vigueur le 1er janvier 2024 et se termine le 31 "
      "décembre 2024.\n\nUn montant de 10.000,00 EUR pour l'allocation "
      "générale est octroyé pour 2024.\n\nSecteur d'activité 1 : Parcs\n\n"
      "Objectif stratégique 1 :\n",
      tree, "\nFait à Valmeuse, le 20 décembre 2023\n\nPour l'Etat,\n");
}

// CRLF, CR and LF end a line; what follows the last end is one if not empty.
int CountLines(const std::string& text) {
  int count = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_end = text[i] == '\n' || text[i] == '\r';
    const bool is_pair = i > 0 && text[i] == '\n' && text[i - 1] == '\r';
    if (is_end && !is_pair) ++count;
  }
  const bool is_open =
      !text.empty() && text.back() != '\n' && text.back() != '\r';
  return count + (is_open ? 1 : 0);
}

void CheckTree(const v1::Convention& convention, int line_count) {
  std::map<std::string, const v1::Node*> nodes;
  int line = 1;
  for (const v1::Node& node : convention.nodes()) {
    FUZZ_CHECK(nodes.emplace(node.id(), &node).second);
    FUZZ_CHECK(node.line() >= line && node.line() <= line_count);
    line = node.line();
    FUZZ_CHECK(node.ordinal() >= 1 && !node.path().empty());
    FUZZ_CHECK(IsValidUtf8(node.text()) && IsValidUtf8(node.heading()));
    if (node.parent_id().empty()) continue;
    const auto parent = nodes.find(node.parent_id());
    FUZZ_CHECK(parent != nodes.end());
    FUZZ_CHECK(parent->second->kind() < node.kind());
  }
  FUZZ_CHECK(convention.nodes_size() <= conventions::kNodesMax);
  int last = 0;
  for (const v1::Finding& finding : convention.findings()) {
    FUZZ_CHECK(finding.line() >= last && finding.line() <= line_count);
    last = finding.line();
    // A finding that the table does not know says only its code.
    FUZZ_CHECK(!finding.message_fr().empty() && !finding.message_nl().empty());
    for (const std::string& message :
         {finding.message(), finding.message_fr(), finding.message_nl()}) {
      FUZZ_CHECK(IsValidUtf8(message) && message.size() < 2000);
    }
    FUZZ_CHECK(finding.node_id().empty() || nodes.count(finding.node_id()));
  }
  FUZZ_CHECK(convention.findings_size() <= conventions::kFindingsMax);
}

// Totals counted once more, from the tree.
void CheckSummary(const v1::Convention& convention, int line_count) {
  const json summary = json::parse(conventions::SummaryJson(convention, "nl"));
  std::map<int, int> kinds;
  std::set<std::string> with_indicator;
  int numbers = 0;
  for (const v1::Node& node : convention.nodes()) {
    ++kinds[node.kind()];
    if (node.kind() == v1::Node::KIND_INDICATOR) {
      with_indicator.insert(node.parent_id());
    }
    if (node.kind() == v1::Node::KIND_STRATEGIC_OBJECTIVE) {
      numbers += node.numbers_size();
    }
  }
  int without = 0;
  for (const v1::Node& node : convention.nodes()) {
    const bool is_block = node.kind() == v1::Node::KIND_STRATEGIC_OBJECTIVE;
    without += is_block && with_indicator.count(node.id()) == 0 ? 1 : 0;
  }
  const char* const names[] = {"parts",
                               "sectors",
                               "general_objectives",
                               "strategic_objectives",
                               "operational_objectives",
                               "expected_results",
                               "indicators"};
  for (int i = 0; i < 7; ++i) FUZZ_CHECK(summary.at(names[i]) == kinds[i + 1]);
  FUZZ_CHECK(summary.at("strategic_numbers") == numbers);
  FUZZ_CHECK(summary.at("objectives_without_indicator") == without);
  FUZZ_CHECK(static_cast<int>(summary.at("findings").size()) ==
             convention.findings_size());

  __int128 total = 0;
  int repeated = 0;
  std::set<std::pair<int, int>> cells;
  for (const v1::EnvelopeGrant& envelope : convention.envelopes()) {
    const auto cents =
        conventions::CentsFromMoney(envelope.amount(), "envelope");
    FUZZ_CHECK(cents.ok());
    total += *cents;
    FUZZ_CHECK(envelope.line() >= 1 && envelope.line() <= line_count);
    FUZZ_CHECK(envelope.allocation() != v1::ALLOCATION_UNSPECIFIED);
    const bool is_new =
        cells.insert({envelope.allocation(), envelope.year()}).second;
    repeated += is_new ? 0 : 1;
  }
  FUZZ_CHECK(summary.at("total_cents").get<int64_t>() ==
             static_cast<int64_t>(std::min<__int128>(total, INT64_MAX)));
  // Two amounts for one year are kept as printed, and told.
  for (const v1::Finding& finding : convention.findings()) {
    repeated -= finding.code() == "ENVELOPE_REPEATED" ? 1 : 0;
  }
  FUZZ_CHECK(repeated == 0 ||
             convention.findings_size() == conventions::kFindingsMax);
}

void CheckDocument(const std::string& text) {
  const auto parsed = ParseConvention(text);
  if (!parsed.ok()) {
    FUZZ_CHECK(absl::IsInvalidArgument(parsed.status()));
    const auto detail = GetErrorDetail(parsed.status());
    FUZZ_CHECK(detail && !detail->reason.empty());
    FUZZ_CHECK(!detail->sentence.fr.empty() && !detail->sentence.nl.empty());
    return;
  }
  FUZZ_CHECK(IsValidUtf8(text));
  const int line_count = CountLines(text);
  CheckTree(*parsed, line_count);
  CheckSummary(*parsed, line_count);
  const std::string outline = conventions::OutlineText(*parsed);
  FUZZ_CHECK(IsValidUtf8(outline) && absl::EndsWith(outline, "\n"));
  // A second reading costs as much as the first: for some of the inputs.
  if (text.size() % 4 == 0) {
    FUZZ_CHECK(ParseConvention(text)->SerializeAsString() ==
               parsed->SerializeAsString());
  }
  // A text that is longer than allowed is refused before it is read.
  FUZZ_CHECK(!ParseConvention(text, {.municipality_code = "",
                                     .police_zone_code = "",
                                     .bytes_max = text.size() - 1})
                  .ok());
}

}  // namespace
}  // namespace entente::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  entente::fuzz::Input input(data, size);
  // A letter, so that a document can be read as a file of the corpus.
  const bool is_wrapped = input.Byte() == 'w';
  const std::string text = input.Rest();
  entente::fuzz::CheckDocument(is_wrapped ? entente::fuzz::Wrapped(text)
                                          : text);
  return 0;
}
