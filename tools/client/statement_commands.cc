// entente indicators state.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/statement_service.grpc.pb.h"
#include "google/type/date.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/life_words.h"
#include "tools/client/measure_lookup.h"
#include "tools/client/resource_names.h"
#include "tools/client/statement_text.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::Statement;
using v1::StatementService;

struct Flags {
  std::string municipality;
  std::string measure;
  std::string month;
  bool is_done = false;
  bool is_not_done = false;
  int64_t part = 0;
  int64_t of = 0;
  std::string words, words_nl, words_de, words_en;
  bool is_withdrawn = false;
  std::string evidence;
  std::string reason;
  bool shows_history = false;
  std::string as_of;
  std::string etag;
  MutationFlags mutation;
  // The ways to state something, of which one at most is given.
  std::vector<const CLI::Option*> figures;
  const CLI::Option* has_part = nullptr;

  bool HasFigure() const {
    return std::any_of(
        figures.begin(), figures.end(),
        [](const CLI::Option* figure) { return figure->count() > 0; });
  }
  bool Writes() const { return HasFigure() || is_withdrawn; }
};

// The month, and the full names of what is stated of it.
struct Place {
  std::string municipality;
  std::string measure;
  google::type::Date month;
  std::string name;
};

absl::StatusOr<Place> PlaceOf(Cli& cli, const Flags& flags) {
  Place place;
  ENTENTE_ASSIGN_OR_RETURN(
      place.municipality,
      MunicipalityName(cli.session().config(), flags.municipality));
  place.measure = Under(place.municipality, "measures", flags.measure);
  ENTENTE_ASSIGN_OR_RETURN(place.month,
                           ParseDateOrMonthFlag("--month", flags.month));
  place.month.set_day(0);
  place.name =
      absl::StrCat(place.measure, "/statements/", FormatDate(place.month));
  return place;
}

// Flags that say nothing without another.
absl::Status CheckFlags(const Flags& flags) {
  if (!flags.Writes()) {
    const bool is_meant = !flags.evidence.empty() || !flags.reason.empty() ||
                          !flags.etag.empty() || flags.mutation.is_dry_run;
    if (!is_meant) return absl::OkStatus();
    return UsageError(
        {"Say what is stated: --done, --not-done, --part with --of, or "
         "--words; or take it back: --withdraw.",
         "Indiquez ce qui est déclaré : --done, --not-done, --part avec --of, "
         "ou --words ; ou retirez-le : --withdraw.",
         "Geef op wat verklaard wordt: --done, --not-done, --part met --of, of "
         "--words; of trek het in: --withdraw."});
  }
  if (!flags.as_of.empty()) {
    return UsageError({"--as-of-time only shows; give it without a figure.",
                       "--as-of-time ne fait que montrer ; donnez-le sans "
                       "chiffre.",
                       "--as-of-time toont alleen; geef het zonder cijfer."});
  }
  if (flags.is_withdrawn && flags.reason.empty()) {
    return UsageError(
        {"--reason is missing.", "--reason manque.", "--reason ontbreekt."});
  }
  if (flags.HasFigure() && flags.evidence.empty()) {
    return UsageError({"--evidence is missing: where it can be looked up.",
                       "--evidence manque : où cela peut se vérifier.",
                       "--evidence ontbreekt: waar het is na te gaan."});
  }
  return absl::OkStatus();
}

// Nothing stated where there is none that may be read.
absl::StatusOr<Statement> ReadLatest(Cli& cli, const std::string& name) {
  v1::GetStatementRequest request;
  request.set_name(name);
  const auto statement =
      cli.session().Call(&StatementService::Stub::GetStatement, request);
  if (statement.ok() || !absl::IsNotFound(statement.status())) return statement;
  return Statement();
}

// What the flags state; nothing else is kept of what stood.
Statement StatementOf(const Flags& flags, const std::string& name,
                      const Statement& before) {
  Statement statement;
  statement.set_name(name);
  statement.set_evidence(flags.evidence);
  statement.set_reason(flags.reason);
  if (flags.is_withdrawn) {
    statement.set_is_withdrawn(true);
    if (flags.evidence.empty()) statement.set_evidence(before.evidence());
    return statement;
  }
  if (flags.is_done || flags.is_not_done) {
    statement.set_is_done(flags.is_done);
  } else if (flags.has_part->count() > 0) {
    statement.mutable_ratio()->set_part(flags.part);
    statement.mutable_ratio()->set_of(flags.of);
  } else {
    statement.mutable_words()->set_fr(flags.words);
    statement.mutable_words()->set_nl(flags.words_nl);
    statement.mutable_words()->set_de(flags.words_de);
    statement.mutable_words()->set_en(flags.words_en);
  }
  return statement;
}

// Of a sensitive measure nothing is read: what stood is not shown.
bool IsHidden(const v1::Measure* measure) {
  return measure == nullptr || measure->definition().is_sensitive();
}

// What was read is what is changed: somebody else's change is not undone.
std::string EtagOf(const Flags& flags, const Statement& before,
                   const v1::Measure* measure) {
  if (!flags.etag.empty()) return flags.etag;
  // A retry under the id of before is to be the same request.
  if (!flags.mutation.request_id.empty()) return "";
  if (!before.etag().empty()) return before.etag();
  return IsHidden(measure) ? "" : "0";
}

void SayChange(Cli& cli, const MeasureLookup& measures, const Place& place,
               const Statement& before, const Statement& after) {
  const std::string code = ShortName(place.measure);
  cli.out() << measures.On(place.month).Title(code) << ", "
            << FormatDate(place.month) << "\n"
            << StatementChangeText(before, after, cli.language(),
                                   cli.columns());
  const v1::Measure* const measure = measures.Find(code);
  if (measure != nullptr && IsHidden(measure)) {
    cli.Say({"Of a sensitive measure it is not shown what stood.",
             "D'une mesure sensible, ce qui précède n'est pas montré.",
             "Van een gevoelige meting wordt wat voorafging niet getoond."});
  }
  cli.out() << "\n";
  cli.out().flush();
}

void SayMade(Cli& cli, const Flags& flags, const Statement& before,
             const Statement& made) {
  const std::string version = absl::StrCat(made.version());
  if (before.version() > 0 && made.version() == before.version()) {
    cli.Say({absl::StrCat("Nothing changes: version ", version, " stands."),
             absl::StrCat("Rien ne change : la version ", version,
                          " reste en vigueur."),
             absl::StrCat("Er wijzigt niets: versie ", version,
                          " blijft gelden.")});
    return;
  }
  Sentence done = {"Stated", "Déclaré", "Verklaard"};
  if (made.is_withdrawn()) done = {"Taken back", "Retiré", "Ingetrokken"};
  // Not said of a sensitive measure.
  if (made.version() > 0) {
    absl::StrAppend(&done.en, ": version ", version);
    absl::StrAppend(&done.fr, " : version ", version);
    absl::StrAppend(&done.nl, ": versie ", version);
  }
  flags.mutation.SayDone(cli, made.name(), done);
}

absl::Status Write(Cli& cli, const Flags& flags, const Place& place) {
  ENTENTE_ASSIGN_OR_RETURN(const MeasureLookup measures,
                           MeasureLookup::Read(cli, place.municipality));
  ENTENTE_ASSIGN_OR_RETURN(const Statement before, ReadLatest(cli, place.name));
  const std::string code = ShortName(place.measure);
  v1::UpdateStatementRequest request;
  *request.mutable_statement() = StatementOf(flags, place.name, before);
  request.set_etag(EtagOf(flags, before, measures.Find(code)));
  flags.mutation.Apply(request);
  if (!cli.is_json()) {
    SayChange(cli, measures, place, before, request.statement());
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const Statement made,
      cli.session().Call(&StatementService::Stub::UpdateStatement, request));
  if (cli.is_json()) return cli.PrintJson(made);
  SayMade(cli, flags, before, made);
  return absl::OkStatus();
}

absl::Status Show(Cli& cli, const Flags& flags, const Place& place) {
  v1::GetStatementRequest request;
  request.set_name(place.name);
  if (!flags.as_of.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                             ParseTimeFlag("--as-of-time", flags.as_of));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const Statement statement,
      cli.session().Call(&StatementService::Stub::GetStatement, request));
  if (cli.is_json()) return cli.PrintJson(statement);
  cli.out() << StatementsText({statement}, cli.language(), cli.columns());
  return absl::OkStatus();
}

absl::Status ShowHistory(Cli& cli, const Place& place) {
  v1::ListStatementVersionsRequest request;
  request.set_name(place.name);
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListStatementVersionsResponse response,
      cli.session().CallAllPages(&StatementService::Stub::ListStatementVersions,
                                 request));
  if (cli.is_json()) return cli.PrintJson(response);
  cli.out() << StatementsText(
      {response.statements().begin(), response.statements().end()},
      cli.language(), cli.columns());
  return absl::OkStatus();
}

absl::Status State(Cli& cli, const Flags& flags) {
  ENTENTE_RETURN_IF_ERROR(CheckFlags(flags));
  ENTENTE_ASSIGN_OR_RETURN(const Place place, PlaceOf(cli, flags));
  if (flags.Writes()) return Write(cli, flags, place);
  return flags.shows_history ? ShowHistory(cli, place)
                             : Show(cli, flags, place);
}

// The ways to state something, of which no two go together. Returns each.
std::vector<CLI::Option*> DeclareFigures(Command& command, Flags& flags) {
  auto* done = command.Flag("--done", flags.is_done,
                            {"Of yes or no: it was done in this month.",
                             "Pour un oui/non : cela a été fait ce mois-là.",
                             "Van een ja/nee: het is in deze maand gedaan."});
  auto* not_done =
      command.Flag("--not-done", flags.is_not_done,
                   {"Of yes or no: it was not done in this month.",
                    "Pour un oui/non : cela n'a pas été fait ce mois-là.",
                    "Van een ja/nee: het is in deze maand niet gedaan."});
  auto* part = command.Option("--part", flags.part,
                              {"Of a ratio: how many; 0 to --of.",
                               "Pour un rapport : combien ; de 0 à --of.",
                               "Van een verhouding: hoeveel; 0 tot --of."});
  auto* of =
      command.Option("--of", flags.of,
                     {"Of how many; at least 1.", "Sur combien ; au moins 1.",
                      "Op hoeveel; minstens 1."});
  part->needs(of);
  of->needs(part);
  auto* words = command.Option("--words", flags.words,
                               {"In words, in French; names nobody.",
                                "En mots, en français ; ne nomme personne.",
                                "In woorden, in het Frans; noemt niemand."});
  auto* words_nl =
      command.Option("--words-nl", flags.words_nl,
                     {"In words, in Dutch; names nobody.",
                      "En mots, en néerlandais ; ne nomme personne.",
                      "In woorden, in het Nederlands; noemt niemand."});
  auto* words_de = command.Option("--words-de", flags.words_de,
                                  {"In words, in German; names nobody.",
                                   "En mots, en allemand ; ne nomme personne.",
                                   "In woorden, in het Duits; noemt niemand."});
  auto* words_en =
      command.Option("--words-en", flags.words_en,
                     {"In words, in English; names nobody.",
                      "En mots, en anglais ; ne nomme personne.",
                      "In woorden, in het Engels; noemt niemand."});
  done->excludes(not_done, part, words, words_nl, words_de, words_en);
  not_done->excludes(part, words, words_nl, words_de, words_en);
  part->excludes(words, words_nl, words_de, words_en);
  flags.has_part = part;
  flags.figures = {done, not_done, part, words, words_nl, words_de, words_en};
  return {done, not_done, part, words, words_nl, words_de, words_en};
}

// What shows, takes back or says more of what is stated.
void DeclareRest(Command& command, Flags& flags,
                 const std::vector<CLI::Option*>& figures) {
  auto* withdraw = command.Flag(
      "--withdraw", flags.is_withdrawn,
      {"Takes back what is stated: nothing is stated of the month then.",
       "Retire ce qui est déclaré : plus rien ne l'est pour ce mois.",
       "Trekt in wat verklaard is: van de maand is dan niets verklaard."});
  auto* history =
      command.Flag("--history", flags.shows_history,
                   {"Shows all versions, newest first.",
                    "Montre toutes les versions, la plus récente d'abord.",
                    "Toont alle versies, de nieuwste eerst."});
  history->excludes(withdraw);
  for (CLI::Option* figure : figures) {
    withdraw->excludes(figure);
    history->excludes(figure);
  }
  command
      .Option("--as-of-time", flags.as_of,
              {"As it was known then: RFC 3339, as in 2018-04-01T12:00:00Z.",
               "Tel que connu alors : RFC 3339, comme 2018-04-01T12:00:00Z.",
               "Zoals toen gekend: RFC 3339, zoals 2018-04-01T12:00:00Z."})
      ->excludes(history);
  command.Option(
      "--evidence", flags.evidence,
      {"Where it can be looked up: a document or a decision; no person's name.",
       "Où cela peut se vérifier : document ou décision ; aucun nom de "
       "personne.",
       "Waar het is na te gaan: document of beslissing; geen naam van een "
       "persoon."});
  command.Option("--reason", flags.reason,
                 {"Why; required where something is stated already.",
                  "Motif ; requis si quelque chose est déjà déclaré.",
                  "Reden; verplicht als er al iets verklaard is."});
  command.Option("--etag", flags.etag,
                 {"Etag as it was read; refused when somebody changed it.",
                  "Etag tel que lu ; refusé si quelqu'un l'a changé.",
                  "Etag zoals gelezen; geweigerd als iemand het wijzigde."});
}

}  // namespace

void AddStateCommand(CLI::App& indicators, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      indicators, cli, "state",
      {"States the figure of a measure that nobody counts and nothing feeds: "
       "done or not, how many of how many, or words. Without a figure, shows "
       "what is stated of the month.",
       "Déclare le chiffre d'une mesure que personne ne compte et que rien "
       "n'alimente : fait ou non, combien sur combien, ou des mots. Sans "
       "chiffre, montre ce qui est déclaré pour le mois.",
       "Verklaart het cijfer van een meting die niemand telt en niets voedt: "
       "gedaan of niet, hoeveel op hoeveel, of woorden. Zonder cijfer toont "
       "het wat voor de maand verklaard is."},
      "entente indicators state dashboard_in_use --month 2018-03 --done "
      "--evidence \"PV du collège\"");
  command.Positional(
      "MEASURE", flags->measure,
      {"Code of the measure.", "Code de la mesure.", "Code van de meting."});
  command
      .Option("--month", flags->month,
              {"Month it is stated of, as in 2018-03.",
               "Mois sur lequel porte la déclaration, comme 2018-03.",
               "Maand waarover de verklaring gaat, zoals 2018-03."})
      ->required();
  DeclareRest(command, *flags, DeclareFigures(command, *flags));
  command.Municipality(flags->municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return State(cli, *flags); });
}

}  // namespace entente::client
