#include "tools/client/rule_forms.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

// The words of the rule are the same in every language.
constexpr char kShape[] =
    "error|warning ID [per area]: SUM COMPARISON SUM\n"
    "                            [missing skip|zero|always-zero]\n";

constexpr char kExamples[] =
    "  warning same: police_training_participants = 12 * "
    "trainings_radicalisation\n"
    "  warning unlike: nuisance_actions != securing_actions\n"
    "  warning few: securing_actions < 200 missing zero\n"
    "  error seats: police_training_participants <= 60 * "
    "trainings_radicalisation\n"
    "  warning some: nuisance_actions + securing_actions > 0\n"
    "  error hours per area: staff_training_hours >= 0.5 * "
    "trainings_radicalisation\n"
    "  error both: police_training_participants paired "
    "trainings_radicalisation\n"
    "  warning one: theft_awareness_actions excludes nuisance_actions";

const Sentence& Explanation() {
  static const auto& sentence = *new Sentence{
      "A sum adds and subtracts numbers, measures by their code, and\n"
      "numbers times measures or a sum in brackets: 0.5 * (a + b) - c.\n"
      "Hours are hours, a measure of yes and no is how often it was yes;\n"
      "ratios and words have no sum.\n"
      "  =  !=  <  <=  >  >=   compare both sums\n"
      "  paired                figures on both sides or on neither\n"
      "  excludes              figures on one side at most\n"
      "Where a measure has no figure: skip, and where nothing is said,\n"
      "does not judge; zero takes it for 0 unless all are missing;\n"
      "always-zero then too. paired and excludes never look at missing.\n"
      "An example of each comparison:\n",
      "Une somme ajoute et retranche des nombres, des mesures par leur\n"
      "code, et des nombres fois des mesures ou une somme entre\n"
      "parenthèses : 0.5 * (a + b) - c. Les heures sont des heures, une\n"
      "mesure de oui et non compte les oui ; les rapports et les mots\n"
      "n'ont pas de somme.\n"
      "  =  !=  <  <=  >  >=   comparent les deux sommes\n"
      "  paired                des chiffres des deux côtés ou d'aucun\n"
      "  excludes              des chiffres d'un seul côté au plus\n"
      "Si une mesure n'a pas de chiffre : skip, et si rien n'est dit, ne\n"
      "juge pas ; zero la prend pour 0, sauf si toutes manquent ;\n"
      "always-zero aussi dans ce cas. paired et excludes ne regardent\n"
      "jamais missing.\n"
      "Un exemple de chaque comparaison :\n",
      "Een som telt op en trekt af: getallen, metingen met hun code, en\n"
      "getallen maal metingen of maal een som tussen haakjes:\n"
      "0.5 * (a + b) - c. Uren zijn uren, een meting van ja en nee telt\n"
      "hoe vaak het ja was; verhoudingen en woorden hebben geen som.\n"
      "  =  !=  <  <=  >  >=   vergelijken beide sommen\n"
      "  paired                cijfers aan beide kanten of aan geen\n"
      "  excludes              cijfers aan hoogstens één kant\n"
      "Heeft een meting geen cijfer: skip, en waar niets staat, oordeelt\n"
      "niet; zero neemt ze voor 0, tenzij alle ontbreken; always-zero\n"
      "ook dan. paired en excludes kijken nooit naar missing.\n"
      "Een voorbeeld van elke vergelijking:\n"};
  return sentence;
}

}  // namespace

std::string RuleFormsText(Language language) {
  return absl::StrCat(kShape, Pick(Explanation(), language), kExamples);
}

}  // namespace entente::client
