#include "tools/client/profiles/profile_draft.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "services/conventions/document/item_text.h"
#include "services/conventions/document/municipalities.h"
#include "services/conventions/document/text_fold.h"
#include "services/conventions/money/date.h"
#include "services/conventions/profiles/profile.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

// Leaves room for the years in the 64 bytes of an id.
constexpr size_t kPlaceBytesMax = 40;

// `text` between quotes. Accents and apostrophes stay as they are printed.
std::string Quote(absl::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || absl::ascii_iscntrl(c)) {
      absl::StrAppend(&quoted, absl::CEscape(absl::string_view(&c, 1)));
    } else {
      quoted.push_back(c);
    }
  }
  quoted.push_back('"');
  return quoted;
}

// "saint-gilles" of "Saint-Gilles".
std::string IdOfPlace(const std::string& name) {
  std::string id;
  for (const char c : conventions::FoldText(name)) {
    if (id.size() >= kPlaceBytesMax) break;
    if (absl::ascii_isalnum(c)) {
      id.push_back(c);
    } else if (!id.empty() && id.back() != '-') {
      id.push_back('-');
    }
  }
  while (!id.empty() && id.back() == '-') id.pop_back();
  return id.empty() ? "profile" : id;
}

// Codes that the name of the document has on the first day of its term.
std::vector<std::string> CodesOf(const v1::Convention& convention) {
  std::vector<std::string> codes;
  const auto day = conventions::DayFromDate(convention.valid_from(), "");
  for (const conventions::RefnisMunicipality* const named :
       conventions::MunicipalitiesNamed(convention.municipality())) {
    if (day.ok() && !named->IsValidOn(*day)) continue;
    codes.emplace_back(named->code);
  }
  return codes;
}

class Draft {
 public:
  Draft(const v1::Convention& convention, Language language)
      : convention_(convention),
        language_(language),
        measures_(conventions::GuessMeasures(convention_)) {}

  std::string Write() {
    AddHead();
    AddMeasures();
    AddLabels();
    AddResults();
    AddTypesAndLists();
    return std::move(text_);
  }

 private:
  const std::string& T(const Sentence& sentence) const {
    return Pick(sentence, language_);
  }

  void Line(absl::string_view line) { absl::StrAppend(&text_, line, "\n"); }

  // Lines of their own.
  void Comment(const Sentence& sentence) {
    for (const absl::string_view line : absl::StrSplit(T(sentence), '\n')) {
      Line(absl::StrCat("# ", line));
    }
  }

  // A line with a remark behind it.
  void Marked(absl::string_view line, const Sentence& mark) {
    Line(absl::StrCat(line, "  # ", T(mark)));
  }

  void AddDate(absl::string_view field, const google::type::Date& date) {
    if (!conventions::DayFromDate(date, "").ok()) {
      Marked(absl::StrCat("# ", field, " { year: 2024 month: 1 day: 1 }"),
             {"to be said: the document does not",
              "à indiquer : le document ne le dit pas",
              "te vermelden: het document zegt het niet"});
      return;
    }
    Line(absl::StrCat(field, " { year: ", date.year(), " month: ", date.month(),
                      " day: ", date.day(), " }"));
  }

  // One code as read; otherwise a sign that no reader takes for one.
  void AddMunicipality() {
    const std::vector<std::string> codes = CodesOf(convention_);
    if (codes.size() == 1) {
      Line(absl::StrCat("municipality_code: \"", codes.front(), "\""));
      return;
    }
    const std::string those =
        codes.empty() ? ""
                      : absl::StrCat(" (", absl::StrJoin(codes, ", "), ")");
    Marked("municipality_code: \"?\"",
           {absl::StrCat("to be said: the code of five digits", those),
            absl::StrCat("à indiquer : le code de cinq chiffres", those),
            absl::StrCat("te vermelden: de code van vijf cijfers", those)});
  }

  std::string Id() const {
    std::string id = IdOfPlace(convention_.municipality());
    for (const auto* date :
         {&convention_.valid_from(), &convention_.valid_until()}) {
      const std::string year = absl::StrCat("-", date->year());
      if (date->year() > 0 && !absl::EndsWith(id, year)) id += year;
    }
    return id;
  }

  void AddHead() {
    Comment(
        {"A draft of a contract profile, made of the document by\n"
         "`entente convention profile draft`. What is to be translated, "
         "reviewed "
         "or said\n"
         "waits for a person; `entente convention profile check` lists what is "
         "left.\n"
         "Lines are those of the document's text.",
         "Un projet de profil de contrat, tiré du document par\n"
         "`entente convention profile draft`. Ce qui est à traduire, à revoir "
         "ou "
         "à indiquer\n"
         "attend une personne ; `entente convention profile check` dit ce qui "
         "reste.\n"
         "Les lignes sont celles du texte du document.",
         "Een ontwerp van contractprofiel, uit het document gemaakt met\n"
         "`entente convention profile draft`. Wat te vertalen, na te lezen of "
         "te "
         "vermelden is,\n"
         "wacht op een persoon; `entente convention profile check` zegt wat "
         "overblijft.\n"
         "De regels zijn die van de tekst van het document."});
    Line("# proto-file: proto/entente/conventions/v1/measure.proto");
    Line("# proto-message: entente.conventions.v1.ContractProfile");
    Line("");
    Line(absl::StrCat("id: ", Quote(Id())));
    Line("version: 1");
    Comment(
        {"Whoever reviews the file beside the document says so here, by "
         "function, and names\n"
         "nobody. No convention adopts a version without it.",
         "Qui revoit le fichier à côté du document l'indique ici, par sa "
         "fonction, sans nommer\n"
         "personne. Sans cela aucune convention n'adopte la version.",
         "Wie het bestand naast het document naleest, vermeldt het hier, met "
         "de functie en\n"
         "zonder iemand te noemen. Anders neemt geen overeenkomst de versie "
         "over."});
    Line("# review {");
    Marked("#   by_function: \"\"",
           {"to be said", "à indiquer", "te vermelden"});
    Line("#   date { year: 2026 month: 1 day: 1 }");
    Line("# }");
    AddMunicipality();
    AddDate("valid_from", convention_.valid_from());
    AddDate("valid_until", convention_.valid_until());
    Line("");
    Comment(
        {"One measure for each different label of an indicator. Codes stay: "
         "take those of other\n"
         "profiles for what counts the same thing, here and under the labels. "
         "Where two labels\n"
         "count the same thing, keep one measure and give its code to both.",
         "Une mesure par libellé différent d'un indicateur. Les codes restent "
         ": prenez ceux\n"
         "d'autres profils pour ce qui compte la même chose, ici et sous les "
         "libellés. Si deux\n"
         "libellés comptent la même chose, gardez une mesure et donnez son "
         "code aux deux.",
         "Eén meting per verschillend label van een indicator. Codes blijven: "
         "neem die van\n"
         "andere profielen voor wat hetzelfde telt, hier en onder de labels. "
         "Tellen twee labels\n"
         "hetzelfde, houd dan één meting en geef beide haar code."});
  }

  // The first node that reports the measure.
  const v1::Node& NodeOf(const v1::MeasureDefinition& measure) const {
    return *std::find_if(convention_.nodes().begin(), convention_.nodes().end(),
                         [&](const v1::Node& node) {
                           return node.measure_codes_size() == 1 &&
                                  node.measure_codes(0) == measure.code();
                         });
  }

  void AddText(absl::string_view field, const std::string& text) {
    if (!text.empty()) {
      Line(absl::StrCat("    ", field, ": ", Quote(text)));
      return;
    }
    Marked(absl::StrCat("    ", field, ": \"\""),
           {"to be translated", "à traduire", "te vertalen"});
  }

  void AddMeasures() {
    for (const v1::MeasureDefinition& measure : measures_) {
      const int line = NodeOf(measure).line();
      Line("");
      Comment({absl::StrCat("Line ", line, "."),
               absl::StrCat("Ligne ", line, "."),
               absl::StrCat("Regel ", line, ".")});
      Line("measures {");
      Line(absl::StrCat("  code: ", Quote(measure.code())));
      Line("  title {");
      AddText("fr", measure.title().fr());
      AddText("nl", measure.title().nl());
      Line("  }");
      Line(absl::StrCat("  kind: ", v1::MeasureKind_Name(measure.kind())));
      Marked("  is_kind_guessed: true",
             {"to be reviewed: the kind is a guess; then leave this line out",
              "à revoir : la nature est devinée ; ensuite ôtez cette ligne",
              "na te lezen: de aard is een gok; laat deze regel daarna weg"});
      Line(absl::StrCat("  unit { fr: ", Quote(measure.unit().fr()),
                        " nl: ", Quote(measure.unit().nl()), " }"));
      Marked("  # direction: DIRECTION_MORE",
             {"to be said: DIRECTION_MORE or DIRECTION_LESS is better",
              "à indiquer : le mieux est DIRECTION_MORE ou DIRECTION_LESS",
              "te vermelden: beter is DIRECTION_MORE of DIRECTION_LESS"});
      if (measure.is_summable()) {
        Marked("  is_summable: true",
               {"left out where months share persons",
                "à ôter si des mois ont des personnes en commun",
                "weg te laten waar maanden personen delen"});
      }
      Line("}");
    }
    Line("");
    Comment(
        {"A measure can also hold: whether small figures can point at a "
         "person, what feeds\n"
         "it, and the code lists it is split by.",
         "Une mesure peut aussi dire : si de petits chiffres peuvent désigner "
         "une personne, ce\n"
         "qui l'alimente, et les listes de codes qui la ventilent.",
         "Een meting kan ook zeggen: of kleine cijfers op een persoon kunnen "
         "wijzen, wat haar\n"
         "voedt, en door welke codelijsten ze wordt opgesplitst."});
    Line("#   is_sensitive: true");
    Line("#   feeds { activity_type: \"training\" figure: FIGURE_SESSIONS }");
    Line("#   breakdowns: \"audience\"");
  }

  void AddLabel(const v1::Node& node, const std::string& code, bool is_result,
                absl::string_view before) {
    const auto line = [&](absl::string_view text) {
      Line(absl::StrCat(before, text));
    };
    line("labels {");
    line(absl::StrCat("  label: ", Quote(node.text())));
    line(absl::StrCat("  measure_codes: ", Quote(code)));
    if (is_result) line("  is_expected_result: true");
    line("}");
  }

  void AddLabels() {
    Line("");
    Comment({"What each printed label reports.",
             "Ce que rapporte chaque libellé imprimé.",
             "Wat elk gedrukt label rapporteert."});
    for (const v1::MeasureDefinition& measure : measures_) {
      AddLabel(NodeOf(measure), measure.code(), false, "");
    }
  }

  // Results are no indicators until a person promotes them.
  void AddResults() {
    std::set<std::string> seen;
    for (const v1::Node& node : convention_.nodes()) {
      const std::string folded = conventions::FoldLabel(node.text());
      if (node.kind() != v1::Node::KIND_EXPECTED_RESULT ||
          !conventions::IsCountable(folded) || !seen.insert(folded).second) {
        continue;
      }
      if (seen.size() == 1) {
        Line("");
        Comment(
            {"Expected results that can be counted: leave \"# \" out where a "
             "measure counts them.",
             "Résultats attendus qui se comptent : ôtez « # » si une mesure "
             "les compte.",
             "Verwachte resultaten die te tellen zijn: laat \"# \" weg waar "
             "een meting ze telt."});
      }
      Comment({absl::StrCat("Line ", node.line(), "."),
               absl::StrCat("Ligne ", node.line(), "."),
               absl::StrCat("Regel ", node.line(), ".")});
      AddLabel(node, "", true, "# ");
    }
  }

  void AddTypesAndLists() {
    Line("");
    Comment({"What can be entered as an activity and feeds measures.",
             "Ce qui se saisit comme activité et alimente des mesures.",
             "Wat als activiteit in te voeren is en metingen voedt."});
    Line("# activity_types {");
    Line("#   code: \"training\"");
    Line("#   title { fr: \"Formation\" nl: \"Opleiding\" }");
    Line("# }");
    Line("");
    Comment(
        {"What the document names, each code with the line that does. What it "
         "leaves open\n"
         "counts as unknown.",
         "Ce que le document nomme, chaque code avec la ligne qui le nomme. "
         "Ce qu'il laisse\n"
         "ouvert compte comme inconnu.",
         "Wat het document noemt, elke code met de regel die dat doet. Wat "
         "het openlaat, telt\n"
         "als onbekend."});
    Line("# code_lists {");
    Line("#   code: \"audience\"");
    Line("#   title { fr: \"Public\" nl: \"Doelgroep\" }");
    Line(
        "#   codes { code: \"youth\" title { fr: \"Jeunes\" nl: \"Jongeren\" } "
        "}  # 95");
    Line("# }");
  }

  v1::Convention convention_;
  const Language language_;
  const std::vector<v1::MeasureDefinition> measures_;
  std::string text_;
};

}  // namespace

std::string DraftProfile(const v1::Convention& convention, Language language) {
  return Draft(convention, language).Write();
}

}  // namespace entente::client
