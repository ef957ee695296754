// period check, and what rules say of a month as a table.
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/period_parts.h"
#include "tools/client/table.h"
#include "tools/client/unusual_figures.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::MeasureRule;
using v1::RuleJudgement;

// Rows of a list that show places of one rule.
constexpr int kPlacesShown = 3;

Sentence SeverityWord(MeasureRule::Severity severity) {
  if (severity == MeasureRule::SEVERITY_ERROR) {
    return {"error", "erreur", "fout"};
  }
  return {"warning", "avertissement", "waarschuwing"};
}

Sentence OutcomeWord(RuleJudgement::Outcome outcome) {
  switch (outcome) {
    case RuleJudgement::OUTCOME_KEPT:
      return {"kept", "respectée", "nageleefd"};
    case RuleJudgement::OUTCOME_VIOLATED:
      return {"NOT KEPT", "NON RESPECTÉE", "NIET NAGELEEFD"};
    case RuleJudgement::OUTCOME_MISSING:
      return {"not judged: figures missing", "pas jugée : chiffres manquants",
              "niet beoordeeld: cijfers ontbreken"};
    default:
      return {"not judged: sensitive or no longer defined",
              "pas jugée : sensible ou plus définie",
              "niet beoordeeld: gevoelig of niet meer gedefinieerd"};
  }
}

// "DPI-2: 70 against 60; …", or what is missing.
std::string FiguresText(Cli& cli, const RuleJudgement& judgement) {
  std::vector<std::string> places;
  for (const v1::RuleViolation& where : judgement.violations()) {
    if (places.size() == kPlacesShown) break;
    places.push_back(absl::StrCat(
        where.area(), where.area().empty() ? "" : ": ", where.left(),
        cli.T({" against ", " contre ", " tegen "}), where.right()));
  }
  const int more =
      judgement.violation_count() - static_cast<int>(places.size());
  std::string text = absl::StrJoin(places, "; ");
  if (more > 0) absl::StrAppend(&text, "; +", more);
  if (!judgement.missing_measures().empty()) {
    absl::StrAppend(&text, text.empty() ? "" : "; ",
                    cli.T({"missing: ", "manque : ", "ontbreekt: "}),
                    absl::StrJoin(judgement.missing_measures(), ", "));
  }
  if (!judgement.justification().empty()) {
    absl::StrAppend(&text, text.empty() ? "" : "; ", "“",
                    judgement.justification(), "”");
  }
  return text;
}

// What no rule says: what was not reported, and what is unusual.
absl::Status PrintBesides(Cli& cli, const std::string& period) {
  ENTENTE_RETURN_IF_ERROR(PrintIncomplete(cli, period));
  const absl::StatusOr<std::string> unusual = UnusualText(cli, period);
  if (unusual.ok()) {
    cli.out() << *unusual;
  } else {
    NoteUnusualUnread(cli);
  }
  return absl::OkStatus();
}

// What rules say is told also where the rest cannot be read.
absl::Status PrintChecked(Cli& cli, const std::string& period,
                          const v1::CheckPeriodResponse& response) {
  std::optional<std::vector<UnusualFigure>> unusual;
  absl::StatusOr<std::vector<UnusualFigure>> read = ReadUnusual(cli, period);
  if (read.ok()) {
    unusual = *std::move(read);
  } else {
    NoteUnusualUnread(cli);
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string json,
                           CheckedPeriodJson(response, unusual));
  cli.out() << json;
  return absl::OkStatus();
}

absl::Status Check(Cli& cli, const PeriodFlags& period) {
  v1::CheckPeriodRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), period.Name(cli));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::CheckPeriodResponse response,
      cli.session().Call(&v1::PeriodService::Stub::CheckPeriod, request));
  if (cli.is_json()) return PrintChecked(cli, request.name(), response);
  if (response.judgements().empty()) {
    cli.Say({"No rule is in force: nothing is judged.",
             "Aucune règle n'est en vigueur : rien n'est jugé.",
             "Er is geen regel van kracht: niets wordt getoetst."});
    return PrintBesides(cli, request.name());
  }
  PrintJudgements(cli, response.judgements(), false);
  const std::string errors = absl::StrCat(response.error_count());
  const std::string warnings = absl::StrCat(response.warning_count());
  cli.Say({absl::StrCat("\nErrors not kept: ", errors,
                        " (each blocks the approval); warnings not kept: ",
                        warnings, " (each wants --justify)"),
           absl::StrCat("\nErreurs : ", errors,
                        " (chacune bloque l'approbation) ; avertissements : ",
                        warnings, " (chacun demande --justify)"),
           absl::StrCat("\nFouten: ", errors,
                        " (elke blokkeert de goedkeuring); waarschuwingen: ",
                        warnings, " (elke vraagt --justify)")});
  return PrintBesides(cli, request.name());
}

}  // namespace

void PrintJudgements(
    Cli& cli,
    const google::protobuf::RepeatedPtrField<RuleJudgement>& judgements,
    bool is_short) {
  Table table(
      {{cli.T({"rule", "règle", "regel"}), Align::kLeft, true},
       {cli.T({"severity", "gravité", "ernst"})},
       {cli.T({"month", "mois", "maand"}), Align::kLeft, true},
       {cli.T({"figures", "chiffres", "cijfers"}), Align::kLeft, true}});
  for (const RuleJudgement& judgement : judgements) {
    if (is_short && judgement.outcome() != RuleJudgement::OUTCOME_VIOLATED) {
      continue;
    }
    table.AddRow({judgement.text(), cli.T(SeverityWord(judgement.severity())),
                  cli.T(OutcomeWord(judgement.outcome())),
                  FiguresText(cli, judgement)});
  }
  if (!table.is_empty()) cli.out() << table.Render(cli.columns());
}

void AddCheckCommand(CLI::App& period, Cli& cli) {
  auto flags = std::make_shared<PeriodFlags>();
  Command command(
      period, cli, "check",
      {"Says what the rules between measures find in a month: what its "
       "approval will be judged by. And which measures a source did not report "
       "(in the table), and which figures lie far from those of the other "
       "months.",
       "Dit ce que les règles entre mesures trouvent dans un mois : ce d'après "
       "quoi son approbation sera jugée. Et quelles mesures une source n'a pas "
       "communiquées (dans le tableau), et quels chiffres sont loin de ceux "
       "des autres mois.",
       "Zegt wat de regels tussen metingen in een maand vinden: waaraan haar "
       "goedkeuring getoetst wordt. En welke metingen een bron niet meldde (in "
       "de tabel), en welke cijfers ver liggen van die van de andere maanden."},
      "entente period check 2018-03");
  flags->Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Check(cli, *flags); });
}

}  // namespace entente::client
