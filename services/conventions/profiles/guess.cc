// Kinds guessed from the words of a label. A guess is a proposal: it is marked,
// and a finding asks a person to confirm it.
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/conventions/document/findings.h"
#include "services/conventions/document/item_text.h"
#include "services/conventions/document/text_fold.h"
#include "services/conventions/profiles/profile.h"

namespace entente::conventions {
namespace {

constexpr size_t kCodeBytesMax = 48;

struct Guess {
  v1::MeasureKind kind;
  absl::string_view name;
  absl::string_view unit_fr;
  absl::string_view unit_nl;
};
constexpr Guess kHours = {v1::MEASURE_KIND_HOURS, "HOURS", "heures", "uren"};
constexpr Guess kCount = {v1::MEASURE_KIND_COUNT, "COUNT", "nombre", "aantal"};
constexpr Guess kRatio = {v1::MEASURE_KIND_RATIO, "RATIO", "%", "%"};
constexpr Guess kYesNo = {v1::MEASURE_KIND_YES_NO, "YES_NO", "oui/non",
                          "ja/nee"};
constexpr Guess kWords = {v1::MEASURE_KIND_QUALITATIVE, "QUALITATIVE",
                          "description", "beschrijving"};

template <size_t kSize>
bool ContainsAny(const std::string& folded,
                 const absl::string_view (&words)[kSize]) {
  for (const absl::string_view word : words) {
    if (absl::StrContains(folded, word)) return true;
  }
  return false;
}

const Guess& GuessKind(const std::string& folded) {
  static constexpr absl::string_view kHourWords[] = {
      "nombre d'heures", "nombre heures",  "aantal uren",          "aantal uur",
      "heures de ",      "volume horaire", "aantal opleidingsuren"};
  static constexpr absl::string_view kRatioWords[] = {
      "a toutes les ", "aan alle ",  "pourcentage", "percentage",
      "taux de ",      "proportion", "graad van",   "aandeel"};
  static constexpr absl::string_view kDoneWords[] = {
      " est effectue", " est verse",       " est realise", " est mis en place",
      " est etabli",   " is uitgevoerd",   " is gestort",  " is opgesteld",
      " is betaald",   " werd uitgevoerd", " a ete verse", " est paye"};
  if (ContainsAny(folded, kHourWords)) return kHours;
  if (IsCountable(folded)) {
    return absl::StartsWith(folded, "pourcentage") ||
                   absl::StartsWith(folded, "percentage") ||
                   absl::StartsWith(folded, "taux")
               ? kRatio
               : kCount;
  }
  if (ContainsAny(folded, kRatioWords)) return kRatio;
  if (ContainsAny(folded, kDoneWords)) return kYesNo;
  return kWords;
}

// "nombre_de_formations" of the label, made unique by a counter.
std::string CodeOf(const std::string& folded, std::set<std::string>* codes) {
  std::string stem;
  for (const char c : folded) {
    if (stem.size() >= kCodeBytesMax) break;
    if (absl::ascii_isalnum(c)) {
      stem.push_back(c);
    } else if (!stem.empty() && stem.back() != '_') {
      stem.push_back('_');
    }
  }
  while (!stem.empty() && stem.back() == '_') stem.pop_back();
  if (stem.empty()) stem = "measure";
  std::string code = stem;
  for (int n = 2; !codes->insert(code).second; ++n) {
    code = absl::StrCat(stem, "_", n);
  }
  return code;
}

// Whether figures of the kind are added, where nothing else is said.
bool IsAdded(v1::MeasureKind kind) {
  return kind == v1::MEASURE_KIND_COUNT || kind == v1::MEASURE_KIND_HOURS;
}

void SetKind(const Guess& guess, v1::MeasureDefinition& measure) {
  measure.set_kind(guess.kind);
  measure.mutable_unit()->set_fr(std::string(guess.unit_fr));
  measure.mutable_unit()->set_nl(std::string(guess.unit_nl));
  measure.set_is_summable(IsAdded(guess.kind));
}

v1::MeasureDefinition MakeMeasure(const v1::Node& node, const Guess& guess,
                                  std::string code, bool is_dutch) {
  v1::MeasureDefinition measure;
  measure.set_code(std::move(code));
  // The label in its own language; nothing is translated by machine.
  if (is_dutch) {
    measure.mutable_title()->set_nl(node.text());
  } else {
    measure.mutable_title()->set_fr(node.text());
  }
  SetKind(guess, measure);
  measure.set_is_kind_guessed(true);
  return measure;
}

}  // namespace

bool ConfirmMeasure(const ConfirmedMeasure& said,
                    v1::MeasureDefinition& measure) {
  for (const Guess* guess : {&kHours, &kCount, &kRatio, &kYesNo, &kWords}) {
    if (guess->kind != said.kind) continue;
    if (measure.kind() != said.kind) SetKind(*guess, measure);
    measure.set_direction(said.direction);
    measure.set_is_summable(IsAdded(said.kind) && !said.is_not_summed);
    measure.clear_is_kind_guessed();
    return true;
  }
  return false;
}

std::vector<v1::MeasureDefinition> GuessMeasures(v1::Convention& convention) {
  std::vector<v1::MeasureDefinition> measures;
  std::set<std::string> codes;
  std::unordered_map<std::string, std::string> code_of;
  const bool is_dutch = convention.language_code() == "nl";
  for (v1::Node& node : *convention.mutable_nodes()) {
    if (node.kind() != v1::Node::KIND_INDICATOR) continue;
    const std::string folded = FoldLabel(node.text());
    auto [known, is_new] = code_of.emplace(folded, "");
    if (is_new) {
      const Guess& guess = GuessKind(folded);
      known->second = CodeOf(folded, &codes);
      measures.push_back(MakeMeasure(node, guess, known->second, is_dutch));
      AddFinding(convention, "KIND_GUESSED", node.line(),
                 {Quoted(node.text()), std::string(guess.name)}, node.id());
    }
    node.clear_measure_codes();
    node.add_measure_codes(known->second);
  }
  convention.clear_contract_profile();
  SortFindings(convention);
  return measures;
}

}  // namespace entente::conventions
