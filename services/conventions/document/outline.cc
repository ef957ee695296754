#include "services/conventions/document/outline.h"

#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/utf8.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/document/summary.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "services/conventions/money/municipality_codes.h"

namespace entente::conventions {
namespace {

using v1::Node;

constexpr int kColumnsMin = 60;
constexpr int kColumnsMax = 400;

// Labels of the outline in French and Dutch.
struct Label {
  absl::string_view fr;
  absl::string_view nl;
};
constexpr Label kMunicipality = {"Commune", "Gemeente"};
constexpr Label kCode = {"Code REFNIS", "REFNIS-code"};
constexpr Label kCodeUntil = {"jusqu'au", "tot en met"};
constexpr Label kCodeThen = {"puis", "daarna"};
constexpr Label kSample = {"exemple", "voorbeeld"};
constexpr Label kTerm = {"Période", "Looptijd"};
constexpr Label kEnvelopes = {"Enveloppes", "Enveloppen"};
constexpr Label kGeneral = {"générale", "algemeen"};
constexpr Label kSupplementary = {"complémentaire", "aanvullend"};
constexpr Label kTotal = {"total", "totaal"};
constexpr Label kFindings = {"Constats", "Vaststellingen"};
constexpr Label kLine = {"ligne", "regel"};
constexpr Label kLines = {"lignes", "regels"};
constexpr Label kWhole = {"tout le document", "hele document"};
constexpr Label kNoFindings = {"aucun", "geen"};
constexpr Label kResolved = {"résolu", "afgehandeld"};
constexpr Label kAdded = {"ajouté le", "toegevoegd op"};
constexpr Label kEnded = {"fin le", "beëindigd op"};
constexpr Label kProfile{"Profil de contrat", "Contractprofiel"};
constexpr Label kReviewed{"revu le", "nagelezen op"};
constexpr Label kNotReviewed{"aucune revue indiquée", "geen nalezing vermeld"};
constexpr Label kTranslation{"traduction", "vertaling"};
constexpr Label kOutdated{"le texte a changé depuis",
                          "de tekst is sindsdien gewijzigd"};
constexpr Label kPromoted = {"promu", "gepromoveerd"};
constexpr Label kAmended = {"avenant :", "avenant:"};

Label KindLabel(Node::Kind kind) {
  switch (kind) {
    case Node::KIND_GENERAL_OBJECTIVE:
      return {"Objectif général", "Algemene doelstelling"};
    case Node::KIND_STRATEGIC_OBJECTIVE:
      return {"Objectif stratégique", "Strategische doelstelling"};
    case Node::KIND_OPERATIONAL_OBJECTIVE:
      return {"Objectifs opérationnels", "Operationele doelstellingen"};
    case Node::KIND_EXPECTED_RESULT:
      return {"Résultats attendus", "Verwachte resultaten"};
    case Node::KIND_INDICATOR:
      return {"Indicateurs", "Indicatoren"};
    case Node::KIND_SECTOR:
      return {"Secteur d'activité", "Activiteitensector"};
    default:
      return {"Partie", "Deel"};
  }
}

int Depth(Node::Kind kind) {
  switch (kind) {
    case Node::KIND_PART:
      return 0;
    case Node::KIND_SECTOR:
      return 1;
    case Node::KIND_GENERAL_OBJECTIVE:
      return 2;
    case Node::KIND_STRATEGIC_OBJECTIVE:
      return 3;
    default:
      return 4;
  }
}

class OutlineWriter {
 public:
  OutlineWriter(const v1::Convention& convention, const OutlineOptions& options)
      : convention_(convention),
        is_dutch_(options.language_code == "nl"),
        columns_(static_cast<size_t>(
            std::clamp(options.columns, kColumnsMin, kColumnsMax))) {}

  std::string Write() {
    WriteHead();
    WriteTree();
    WriteFindings();
    return std::move(out_);
  }

 private:
  absl::string_view In(const Label& label) const {
    return is_dutch_ ? label.nl : label.fr;
  }
  const char* Colon() const { return is_dutch_ ? ": " : " : "; }
  void Paragraph(absl::string_view first, absl::string_view rest,
                 absl::string_view text);
  void WriteHead();
  // "55022 (La Louvière), jusqu'au 2018-12-31, puis 58001 (La Louvière)".
  std::string CodeInWords() const;
  std::string ProfileInWords() const;
  void WriteTree();
  void WriteBlock(const Node& node);
  void WriteFindings();
  // What amendments made of a node: " (ajouté le 2019-01-01)".
  std::string Marks(const Node& node) const;
  void WriteTranslations(const Node& node, const std::string& indent);

  const v1::Convention& convention_;
  const bool is_dutch_;
  const size_t columns_;
  std::string out_;
};

// Wraps `text` behind `first`, then behind `rest`, at words.
void OutlineWriter::Paragraph(absl::string_view first, absl::string_view rest,
                              absl::string_view text) {
  std::string line(first);
  size_t width = CountCharacters(first);
  bool is_empty = true;
  for (const absl::string_view word :
       absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty())) {
    const size_t needed = CountCharacters(word) + (is_empty ? 0 : 1);
    if (!is_empty && width + needed > columns_) {
      absl::StrAppend(&out_, line, "\n");
      line = std::string(rest);
      width = CountCharacters(rest);
      is_empty = true;
    }
    absl::StrAppend(&line, is_empty ? "" : " ", word);
    width += CountCharacters(word) + (is_empty ? 0 : 1);
    is_empty = false;
  }
  absl::StrAppend(&out_, line, "\n");
}

std::string OutlineWriter::CodeInWords() const {
  const std::string& code = convention_.municipality_code();
  const auto named = [&](const RefnisMunicipality& row) {
    return absl::StrCat(row.code, " (", is_dutch_ ? row.nl : row.fr, ")");
  };
  if (IsSampleMunicipality(code)) {
    return absl::StrCat(code, " (", In(kSample), ")");
  }
  const RefnisMunicipality* row = FindMunicipality(code);
  if (row == nullptr) return code;
  if (!row->valid_until.has_value()) return named(*row);
  const RefnisMunicipality* next = FindMunicipality(row->successor);
  return absl::StrCat(
      named(*row), ", ", In(kCodeUntil), " ", FormatIsoDay(*row->valid_until),
      ", ", In(kCodeThen), " ",
      next == nullptr ? std::string(row->successor) : named(*next));
}

// "brussels-2018-2019/2, revu 2020-01-15 (coordination)".
std::string OutlineWriter::ProfileInWords() const {
  const v1::ProfileReview& review = convention_.contract_profile_review();
  const std::string text = absl::StrCat(convention_.contract_profile(), "/",
                                        convention_.contract_profile_version());
  if (!convention_.has_contract_profile_review()) {
    return absl::StrCat(text, ", ", In(kNotReviewed));
  }
  return absl::StrCat(text, ", ", In(kReviewed), " ",
                      FormatIsoDate(review.date()), " (", review.by_function(),
                      ")");
}

void OutlineWriter::WriteHead() {
  Paragraph("", "", convention_.title());
  absl::StrAppend(&out_, "\n", In(kMunicipality), Colon(),
                  convention_.municipality(), "\n");
  if (!convention_.municipality_code().empty()) {
    Paragraph(absl::StrCat(In(kCode), Colon()), "  ", CodeInWords());
  }
  absl::StrAppend(&out_, In(kTerm), Colon(),
                  FormatIsoDate(convention_.valid_from()), " – ",
                  FormatIsoDate(convention_.valid_until()), "\n");
  if (!convention_.contract_profile().empty()) {
    Paragraph(absl::StrCat(In(kProfile), Colon()), "  ", ProfileInWords());
  }
  absl::StrAppend(&out_, In(kEnvelopes), is_dutch_ ? ":\n" : " :\n");
  int64_t total = 0;
  const auto row = [&](absl::string_view name, absl::string_view amount) {
    std::string padding(22 - std::min<size_t>(22, CountCharacters(name)), ' ');
    std::string left(18 - std::min<size_t>(18, amount.size()), ' ');
    absl::StrAppend(&out_, "  ", name, padding, left, amount, "\n");
  };
  for (const v1::EnvelopeGrant& envelope : convention_.envelopes()) {
    const int64_t cents =
        CentsFromMoney(envelope.amount(), "envelope").value_or(0);
    if (__builtin_add_overflow(total, cents, &total)) total = INT64_MAX;
    const Label& name = envelope.allocation() == v1::ALLOCATION_SUPPLEMENTARY
                            ? kSupplementary
                            : kGeneral;
    row(absl::StrCat(envelope.year(), " ", In(name)),
        FormatBelgianAmount(cents));
    if (!envelope.has_amended_amount()) continue;
    const int64_t amended =
        CentsFromMoney(envelope.amended_amount(), "envelope").value_or(0);
    row(absl::StrCat("  ", In(kAmended)), FormatBelgianAmount(amended));
  }
  row(In(kTotal), FormatBelgianAmount(total));
}

void OutlineWriter::WriteBlock(const Node& node) {
  const int depth = Depth(node.kind());
  const std::string indent(static_cast<size_t>(2 * depth), ' ');
  if (depth <= 1) out_.push_back('\n');
  std::string label = absl::StrCat(In(KindLabel(node.kind())));
  if (!node.numbers().empty()) {
    absl::StrAppend(&label, " ",
                    absl::StrJoin(node.numbers(), is_dutch_ ? " en " : " et "));
  }
  const bool repeats_heading = node.text() == node.heading();
  Paragraph(absl::StrCat(indent, "[", node.id(), "] ", label,
                         repeats_heading ? "" : Colon()),
            absl::StrCat(indent, "        "),
            absl::StrCat(repeats_heading ? "" : node.text(), Marks(node)));
  WriteTranslations(node, absl::StrCat(indent, "        "));
}

// Below the document's words, marked as what they are.
void OutlineWriter::WriteTranslations(const Node& node,
                                      const std::string& indent) {
  for (const v1::Translation& translation : node.translations()) {
    Paragraph(
        absl::StrCat(indent, "= "), absl::StrCat(indent, "  "),
        absl::StrCat(
            translation.text(), " (", In(kTranslation), " ",
            translation.language_code(),
            translation.is_outdated() ? absl::StrCat(", ", In(kOutdated)) : "",
            ")"));
  }
}

void OutlineWriter::WriteTree() {
  std::string parent;
  Node::Kind list = Node::KIND_UNSPECIFIED;
  for (const Node& node : convention_.nodes()) {
    if (Depth(node.kind()) < 4) {
      list = Node::KIND_UNSPECIFIED;
      WriteBlock(node);
      continue;
    }
    if (node.kind() != list || node.parent_id() != parent) {
      absl::StrAppend(&out_, "        ", In(KindLabel(node.kind())), "\n");
    }
    list = node.kind();
    parent = node.parent_id();
    Paragraph(absl::StrCat("          ", node.id(), "  "), std::string(17, ' '),
              absl::StrCat(node.text(), Marks(node)));
    WriteTranslations(node, std::string(17, ' '));
  }
}

std::string OutlineWriter::Marks(const Node& node) const {
  std::string marks;
  const auto add = [&](const Label& label, const std::string& day) {
    absl::StrAppend(&marks, marks.empty() ? " (" : ", ", In(label),
                    day.empty() ? "" : " ", day);
  };
  if (node.has_begin_date()) add(kAdded, FormatIsoDate(node.begin_date()));
  if (node.has_end_date()) add(kEnded, FormatIsoDate(node.end_date()));
  if (node.has_promotion()) add(kPromoted, "");
  return marks.empty() ? marks : absl::StrCat(marks, ")");
}

void OutlineWriter::WriteFindings() {
  absl::StrAppend(&out_, "\n", In(kFindings), Colon(),
                  convention_.findings_size(), "\n");
  if (convention_.findings().empty()) {
    absl::StrAppend(&out_, "  ", In(kNoFindings), "\n");
  }
  // By code, in the order of their first lines.
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::string>> lines;
  for (const v1::Finding& finding : convention_.findings()) {
    std::vector<std::string>& places = lines[finding.code()];
    if (places.empty()) order.push_back(finding.code());
    places.push_back(finding.line() == 0 ? std::string(In(kWhole))
                                         : absl::StrCat(finding.line()));
  }
  for (const std::string& code : order) {
    const std::vector<std::string>& places = lines[code];
    absl::StrAppend(&out_, "  ", code, " – ",
                    FindingTitle(code, is_dutch_ ? "nl" : "fr"), "\n");
    const bool is_whole = places.size() == 1 && places[0] == In(kWhole);
    const absl::string_view word = In(places.size() == 1 ? kLine : kLines);
    Paragraph("      ", "      ",
              is_whole ? places[0]
                       : absl::StrCat(word, " ", absl::StrJoin(places, ", ")));
    for (const v1::Finding& finding : convention_.findings()) {
      if (finding.code() != code || !finding.has_resolution()) continue;
      Paragraph(
          "      ", "        ",
          absl::StrCat(In(kResolved), " (", In(kLine), " ", finding.line(), ")",
                       Colon(), finding.resolution().reason()));
    }
  }
}

}  // namespace

std::string OutlineText(const v1::Convention& convention,
                        const OutlineOptions& options) {
  return OutlineWriter(convention, options).Write();
}

}  // namespace entente::conventions
