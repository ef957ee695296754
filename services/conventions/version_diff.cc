// What differs between two versions, for people.
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/version_rules.h"

namespace entente::conventions {
namespace {

using v1::Convention;
using v1::Node;
using v1::VersionDifference;

class Differences {
 public:
  void Note(const Node* node, const std::string& field,
            const std::string& before, const std::string& after) {
    if (before == after) return;
    VersionDifference difference;
    if (node != nullptr) {
      difference.set_node_id(node->id());
      difference.set_path(node->path());
    }
    difference.set_field(field);
    difference.set_before(before);
    difference.set_after(after);
    found_.push_back(std::move(difference));
  }
  std::vector<VersionDifference> Take() { return std::move(found_); }

 private:
  std::vector<VersionDifference> found_;
};

std::string Term(const Convention& convention) {
  return absl::StrCat(FormatIsoDate(convention.valid_from()), " – ",
                      FormatIsoDate(convention.valid_until()));
}

std::string Profile(const Convention& convention) {
  if (convention.contract_profile().empty()) return "";
  return absl::StrCat(convention.contract_profile(), "/",
                      convention.contract_profile_version());
}

std::string TranslationIn(const Node& node, const std::string& language) {
  for (const v1::Translation& translation : node.translations()) {
    if (translation.language_code() == language) return translation.text();
  }
  return "";
}

std::string Amount(const v1::EnvelopeGrant* grant) {
  if (grant == nullptr) return "";
  const auto cents = CentsFromMoney(
      grant->has_amended_amount() ? grant->amended_amount() : grant->amount(),
      "amount");
  std::string text = cents.ok() ? FormatBelgianAmount(*cents) : "?";
  if (!grant->budget_change().empty()) {
    absl::StrAppend(&text, " (", grant->budget_change(), ")");
  }
  return text;
}

// Those of `to` in their order, then those that only the other has.
void DiffEnvelopes(const Convention& from, const Convention& to,
                   Differences& differences) {
  std::map<std::string, const v1::EnvelopeGrant*> before;
  for (const v1::EnvelopeGrant& grant : from.envelopes()) {
    before[EnvelopeId(grant.allocation(), grant.year())] = &grant;
  }
  for (const v1::EnvelopeGrant& grant : to.envelopes()) {
    const std::string id = EnvelopeId(grant.allocation(), grant.year());
    const auto found = before.find(id);
    differences.Note(nullptr, absl::StrCat("envelopes.", id),
                     Amount(found == before.end() ? nullptr : found->second),
                     Amount(&grant));
    if (found != before.end()) before.erase(found);
  }
  for (const auto& [id, grant] : before) {
    differences.Note(nullptr, absl::StrCat("envelopes.", id), Amount(grant),
                     "");
  }
}

void DiffHead(const Convention& from, const Convention& to,
              Differences& differences) {
  differences.Note(
      nullptr, "state",
      from.state() == to.state() ? "" : Convention::State_Name(from.state()),
      from.state() == to.state() ? "" : Convention::State_Name(to.state()));
  differences.Note(nullptr, "term", Term(from), Term(to));
  differences.Note(nullptr, "parties.state", from.parties().state(),
                   to.parties().state());
  differences.Note(nullptr, "parties.municipality",
                   from.parties().municipality(), to.parties().municipality());
  differences.Note(nullptr, "contract_profile", Profile(from), Profile(to));
  DiffEnvelopes(from, to, differences);
  for (int i = 0; i < to.findings_size() && i < from.findings_size(); ++i) {
    differences.Note(nullptr, absl::StrCat("findings.", i + 1),
                     from.findings(i).resolution().reason(),
                     to.findings(i).resolution().reason());
  }
}

void DiffNode(const Node& from, const Node& to, Differences& differences) {
  differences.Note(&to, "text", from.text(), to.text());
  differences.Note(&to, "heading", from.heading(), to.heading());
  differences.Note(&to, "path", from.path(), to.path());
  differences.Note(&to, "numbers", absl::StrJoin(from.numbers(), ", "),
                   absl::StrJoin(to.numbers(), ", "));
  differences.Note(&to, "ordinal", absl::StrCat(from.ordinal()),
                   absl::StrCat(to.ordinal()));
  if (from.kind() != to.kind()) {
    differences.Note(&to, "kind", Node::Kind_Name(from.kind()),
                     Node::Kind_Name(to.kind()));
  }
  differences.Note(&to, "end_date", FormatIsoDate(from.end_date()),
                   FormatIsoDate(to.end_date()));
  differences.Note(&to, "measures", absl::StrJoin(from.measure_codes(), ", "),
                   absl::StrJoin(to.measure_codes(), ", "));
  for (const char* language : {"fr", "nl", "de", "en"}) {
    differences.Note(&to, absl::StrCat("translations.", language),
                     TranslationIn(from, language),
                     TranslationIn(to, language));
  }
}

}  // namespace

std::vector<VersionDifference> DiffVersions(const Convention& from,
                                            const Convention& to) {
  Differences differences;
  DiffHead(from, to, differences);
  std::map<std::string, const Node*> before;
  for (const Node& node : from.nodes()) before[node.id()] = &node;
  for (const Node& node : to.nodes()) {
    const auto found = before.find(node.id());
    if (found == before.end()) {
      differences.Note(&node, "begin_date", "",
                       FormatIsoDate(node.begin_date()));
      differences.Note(&node, "text", "", node.text());
      differences.Note(&node, "end_date", "", FormatIsoDate(node.end_date()));
      continue;
    }
    DiffNode(*found->second, node, differences);
    before.erase(found);
  }
  // Gone: the later version is the one that knows less.
  for (const Node& node : from.nodes()) {
    if (before.contains(node.id())) {
      differences.Note(&node, "begin_date", FormatIsoDate(node.begin_date()),
                       "");
      differences.Note(&node, "text", node.text(), "");
    }
  }
  return differences.Take();
}

}  // namespace entente::conventions
