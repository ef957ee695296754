// entente indicators measure settings set, and the group that it is of.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "entente/common/v1/text.pb.h"
#include "entente/indicators/v1/measure_settings_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/settings_input.h"
#include "tools/client/settings_parts.h"
#include "tools/client/settings_text.h"
#include "tools/client/version_input.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::MeasureSettings;
using v1::MeasureSettingsService;

// A text in the languages that are given; the others stay as they are.
struct TextFlags {
  std::string fr, nl;
  // Takes the text back.
  bool is_without = false;
  CLI::Option* has_fr = nullptr;
  CLI::Option* has_nl = nullptr;

  bool IsGiven() const { return has_fr->count() > 0 || has_nl->count() > 0; }
  void Change(entente::common::v1::LocalizedText& text) const {
    if (has_fr->count() > 0) text.set_fr(fr);
    if (has_nl->count() > 0) text.set_nl(nl);
  }
};

struct SetFlags : SettingsFlags {
  std::string from;
  std::vector<std::string> sources;
  bool is_any_source = false;
  std::string audience;
  bool is_sensitive = false;
  bool is_not_sensitive = false;
  int decimals = 0;
  bool is_without_decimals = false;
  std::string persons_measure;
  bool is_without_persons_measure = false;
  TextFlags title;
  TextFlags unit;
  TextFlags note;
  std::string reason;
  std::string etag;
  MutationFlags mutation;
  // Which of the above were given: what was not stays as it is.
  CLI::Option* has_decimals = nullptr;
};

// Whoever says one language takes the convention's other one away.
absl::Status CheckBothLanguages(
    const TextFlags& flags, const entente::common::v1::LocalizedText& text) {
  if (!flags.IsGiven() || (!text.fr().empty() && !text.nl().empty())) {
    return absl::OkStatus();
  }
  const std::string fr = flags.has_fr->get_name();
  const std::string nl = flags.has_nl->get_name();
  return UsageError(
      {absl::StrCat("Give ", fr, " and ", nl,
                    ": with one alone the other language is read no more."),
       absl::StrCat("Donnez ", fr, " et ", nl,
                    " : avec un seul, l'autre langue ne se lit plus."),
       absl::StrCat("Geef ", fr, " en ", nl,
                    ": met één ervan is de andere taal niet meer te lezen.")});
}

MeasureSettings::Audience AudienceOf(const std::string& word) {
  if (word == "internal") return MeasureSettings::AUDIENCE_INTERNAL;
  if (word == "state") return MeasureSettings::AUDIENCE_STATE;
  if (word == "public") return MeasureSettings::AUDIENCE_PUBLIC;
  return MeasureSettings::AUDIENCE_UNSPECIFIED;
}

// What is in force in the month that the flags begin with; nothing added where
// there is none.
absl::StatusOr<MeasureSettings> ReadInForce(Cli& cli, const std::string& name,
                                            const google::type::Date& month) {
  v1::GetMeasureSettingsRequest request;
  request.set_name(name);
  *request.mutable_month() = month;
  const auto settings = cli.session().Call(
      &MeasureSettingsService::Stub::GetMeasureSettings, request);
  if (settings.ok() || !absl::IsNotFound(settings.status())) return settings;
  return MeasureSettings();
}

// The latest version, whatever month it is of; version 0 before the first.
absl::StatusOr<MeasureSettings> ReadLatest(Cli& cli, const std::string& name) {
  v1::ListMeasureSettingsVersionsRequest request;
  request.set_name(name);
  request.set_page_size(1);
  const auto list = cli.session().Call(
      &MeasureSettingsService::Stub::ListMeasureSettingsVersions, request);
  if (absl::IsNotFound(list.status())) return MeasureSettings();
  if (!list.ok()) return list.status();
  return list->measure_settings(0);
}

void Change(const SetFlags& flags, MeasureSettings& settings) {
  if (flags.is_any_source || !flags.sources.empty()) {
    settings.mutable_allowed_sources()->Assign(flags.sources.begin(),
                                               flags.sources.end());
  }
  if (!flags.audience.empty()) {
    settings.set_audience(AudienceOf(flags.audience));
  }
  if (flags.is_sensitive) settings.set_is_sensitive(true);
  if (flags.is_not_sensitive) settings.set_is_sensitive(false);
  if (flags.is_without_decimals) settings.clear_decimals();
  if (flags.has_decimals->count() > 0) settings.set_decimals(flags.decimals);
  if (flags.is_without_persons_measure) settings.clear_persons_measure_code();
  if (!flags.persons_measure.empty()) {
    settings.set_persons_measure_code(flags.persons_measure);
  }
  if (flags.title.is_without) settings.clear_title();
  if (flags.title.IsGiven()) flags.title.Change(*settings.mutable_title());
  if (flags.unit.is_without) settings.clear_unit();
  if (flags.unit.IsGiven()) flags.unit.Change(*settings.mutable_unit());
  if (flags.note.IsGiven()) flags.note.Change(*settings.mutable_note());
}

absl::Status Set(Cli& cli, const SetFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string name, flags.Name(cli));
  ENTENTE_ASSIGN_OR_RETURN(google::type::Date month,
                           ParseDateOrMonthFlag("--from", flags.from));
  month.set_day(1);
  v1::UpdateMeasureSettingsRequest request;
  MeasureSettings& settings = *request.mutable_measure_settings();
  // First: what somebody else changes after it is not undone.
  MeasureSettings latest;
  if (flags.etag.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(latest, ReadLatest(cli, name));
  }
  ENTENTE_ASSIGN_OR_RETURN(const MeasureSettings in_force,
                           ReadInForce(cli, name, month));
  settings = NextOf(in_force);
  settings.set_name(name);
  *settings.mutable_first_month() = month;
  Change(flags, settings);
  ENTENTE_RETURN_IF_ERROR(CheckBothLanguages(flags.title, settings.title()));
  ENTENTE_RETURN_IF_ERROR(CheckBothLanguages(flags.unit, settings.unit()));
  settings.set_reason(flags.reason);
  request.set_etag(flags.etag.empty() ? EtagBefore(settings, latest,
                                                   flags.mutation.MayBeRetry())
                                      : flags.etag);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const MeasureSettings made,
      cli.session().Call(&MeasureSettingsService::Stub::UpdateMeasureSettings,
                         request));
  if (cli.is_json()) return cli.PrintJson(made);
  cli.out() << SettingsText({made}, cli.language(), cli.columns());
  if (flags.mutation.is_dry_run) flags.mutation.SayDone(cli, name, {});
  return absl::OkStatus();
}

void DeclareWords(Command& command, SetFlags& flags) {
  flags.title.has_fr = command.Option(
      "--title-fr", flags.title.fr,
      {"What it is called in French.", "Comment elle s'appelle en français.",
       "Hoe ze heet in het Frans."});
  flags.title.has_nl = command.Option(
      "--title-nl", flags.title.nl,
      {"What it is called in Dutch.", "Comment elle s'appelle en néerlandais.",
       "Hoe ze heet in het Nederlands."});
  command
      .Flag("--no-title", flags.title.is_without,
            {"Called as the convention says.",
             "Appelée comme dans la convention.",
             "Genoemd zoals in de overeenkomst."})
      ->excludes(flags.title.has_fr)
      ->excludes(flags.title.has_nl);
  flags.unit.has_fr =
      command.Option("--unit-fr", flags.unit.fr,
                     {"Its unit, in French.", "Son unité, en français.",
                      "Haar eenheid, in het Frans."});
  flags.unit.has_nl =
      command.Option("--unit-nl", flags.unit.nl,
                     {"Its unit, in Dutch.", "Son unité, en néerlandais.",
                      "Haar eenheid, in het Nederlands."});
  command
      .Flag("--no-unit", flags.unit.is_without,
            {"The unit is as the convention says.",
             "L'unité est celle de la convention.",
             "De eenheid is die van de overeenkomst."})
      ->excludes(flags.unit.has_fr)
      ->excludes(flags.unit.has_nl);
  flags.note.has_fr = command.Option(
      "--note-fr", flags.note.fr,
      {"Note for readers, in French.", "Note aux lecteurs, en français.",
       "Nota voor lezers, in het Frans."});
  flags.note.has_nl = command.Option(
      "--note-nl", flags.note.nl,
      {"Note for readers, in Dutch.", "Note aux lecteurs, en néerlandais.",
       "Nota voor lezers, in het Nederlands."});
}

void DeclareChanges(Command& command, SetFlags& flags) {
  auto* sources = command.Option(
      "--source", flags.sources,
      {"Source whose rows are taken; may be repeated; others are rejected.",
       "Source dont les lignes sont prises ; peut se répéter ; les autres sont "
       "rejetées.",
       "Bron waarvan rijen genomen worden; mag herhaald worden; andere worden "
       "geweigerd."});
  command
      .Flag("--any-source", flags.is_any_source,
            {"Rows of any source are taken.",
             "Les lignes de toute source sont prises.",
             "Rijen van elke bron worden genomen."})
      ->excludes(sources);
  command
      .Option("--audience", flags.audience,
              {"Whom the figures are meant for: internal, state or public.",
               "À qui les chiffres sont destinés : internal (interne), state "
               "(État) ou public.",
               "Voor wie de cijfers bedoeld zijn: internal (intern), state "
               "(Staat) of public."})
      ->check(CLI::IsMember({"internal", "state", "public"}));
  auto* sensitive = command.Flag(
      "--sensitive", flags.is_sensitive,
      {"Small figures can point at a person: hidden by month, in every month.",
       "De petits chiffres peuvent désigner une personne : cachés par mois, "
       "quel que soit le mois.",
       "Kleine cijfers kunnen een persoon aanwijzen: verborgen per maand, in "
       "elke maand."});
  command
      .Flag("--not-sensitive", flags.is_not_sensitive,
            {"Takes that back; what the convention says stays.",
             "Annule cela ; ce que dit la convention reste.",
             "Neemt dat terug; wat de overeenkomst zegt blijft."})
      ->excludes(sensitive);
  flags.has_decimals =
      command.Option("--decimals", flags.decimals,
                     {"Decimals with which people are shown the figure.",
                      "Décimales avec lesquelles le chiffre est montré.",
                      "Decimalen waarmee het cijfer getoond wordt."});
  command
      .Flag("--no-decimals", flags.is_without_decimals,
            {"Shown as hours and minutes, numerator and denominator.",
             "Montré en heures et minutes, numérateur et dénominateur.",
             "Getoond als uren en minuten, teller en noemer."})
      ->excludes(flags.has_decimals);
}

void DeclarePersons(Command& command, SetFlags& flags) {
  auto* persons = command.Option(
      "--persons-measure", flags.persons_measure,
      {"Code of the measure that says how many distinct persons are behind its "
       "figures: a sensitive count that is not added over months, or itself.",
       "Code de la mesure qui dit combien de personnes distinctes sont "
       "derrière ses chiffres : un nombre sensible qui ne s'additionne pas "
       "d'un mois à l'autre, ou elle-même.",
       "Code van de meting die zegt hoeveel verschillende personen achter haar "
       "cijfers staan: een gevoelig aantal dat niet over maanden opgeteld "
       "wordt, of zijzelf."});
  command
      .Flag("--no-persons-measure", flags.is_without_persons_measure,
            {"No measure says how many persons are behind its figures.",
             "Aucune mesure ne dit combien de personnes sont derrière ses "
             "chiffres.",
             "Geen meting zegt hoeveel personen achter haar cijfers staan."})
      ->excludes(persons);
}

void AddSet(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<SetFlags>();
  Command command(
      group, cli, "set",
      {"Adds to a measure, from a month on. What is not given stays as it is "
       "in that month; the versions before stay readable.",
       "Complète une mesure, dès un mois donné. Ce qui n'est pas donné reste "
       "comme il est ce mois-là ; les versions précédentes restent lisibles.",
       "Vult een meting aan, vanaf een maand. Wat niet gegeven is blijft zoals "
       "het in die maand is; de vorige versies blijven leesbaar."},
      "entente indicators measure settings set nuisance_actions --from 2018-04 "
      "--source zone5339 --reason \"Comptage repris par la zone\"");
  flags->Declare(command);
  command
      .Option("--from", flags->from,
              {"First month it is in force, as in 2018-04.",
               "Premier mois où c'est en vigueur, comme 2018-04.",
               "Eerste maand waarin het geldt, zoals 2018-04."})
      ->required();
  DeclareChanges(command, *flags);
  DeclarePersons(command, *flags);
  DeclareWords(command, *flags);
  ReasonFlag(command, flags->reason);
  command.Option("--etag", flags->etag,
                 {"Etag as it was read; refused when somebody changed it.",
                  "Etag tel que lu ; refusé si quelqu'un l'a changé.",
                  "Etag zoals gelezen; geweigerd als iemand het wijzigde."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Set(cli, *flags); });
}

}  // namespace

void AddMeasureCommands(CLI::App& indicators, Cli& cli) {
  CLI::App& measure = AddGroup(indicators, cli, "measure",
                               {"One measure: what people add to it, and those "
                                "of the municipality's own.",
                                "Une mesure : ce que l'on y ajoute, et celles "
                                "qui sont propres à la commune.",
                                "Eén meting: wat eraan toegevoegd wordt, en "
                                "de eigen indicatoren van de gemeente."});
  CLI::App& settings = AddGroup(
      measure, cli, "settings",
      {"What it is called, who delivers it, whom it is meant for, whether it "
       "is sensitive, what counts its persons, how it is shown; by version, "
       "from a month on.",
       "Comment elle s'appelle, qui la livre, à qui elle est destinée, si elle "
       "est sensible, ce qui compte ses personnes, comment elle est montrée ; "
       "par version, dès un mois donné.",
       "Hoe ze heet, wie ze levert, voor wie ze bedoeld is, of ze gevoelig is, "
       "wat haar personen telt, hoe ze getoond wordt; per versie, vanaf een "
       "maand."});
  AddSet(settings, cli);
  AddSettingsShow(settings, cli);
  AddLocalMeasureCommands(measure, cli);
}

}  // namespace entente::client
