// entente indicators measure settings set|show.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/measure_settings_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/life_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/settings_text.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::MeasureSettings;
using v1::MeasureSettingsService;

struct SettingsFlags {
  std::string municipality;
  std::string measure;

  void Declare(Command& command) {
    command.Positional(
        "MEASURE", measure,
        {"Code of the measure.", "Code de la mesure.", "Code van de meting."});
    command.Municipality(municipality);
  }
  // The full name of its settings.
  absl::StatusOr<std::string> Name(Cli& cli) const {
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string parent,
        MunicipalityName(cli.session().config(), municipality));
    return absl::StrCat(Under(parent, "measures", measure), "/settings");
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
  std::string note_fr, note_nl;
  std::string reason;
  std::string etag;
  MutationFlags mutation;
  // Which of the above were given: what was not stays as it is.
  CLI::Option* has_decimals = nullptr;
  CLI::Option* has_note_fr = nullptr;
  CLI::Option* has_note_nl = nullptr;
};

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

// Of the latest version, whatever month it is of; "0" before the first.
absl::StatusOr<std::string> ReadEtag(Cli& cli, const std::string& name) {
  v1::ListMeasureSettingsVersionsRequest request;
  request.set_name(name);
  request.set_page_size(1);
  const auto list = cli.session().Call(
      &MeasureSettingsService::Stub::ListMeasureSettingsVersions, request);
  if (absl::IsNotFound(list.status())) return std::string("0");
  if (!list.ok()) return list.status();
  return list->measure_settings(0).etag();
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
  if (flags.has_note_fr->count() > 0) {
    settings.mutable_note()->set_fr(flags.note_fr);
  }
  if (flags.has_note_nl->count() > 0) {
    settings.mutable_note()->set_nl(flags.note_nl);
  }
}

absl::Status Set(Cli& cli, const SetFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string name, flags.Name(cli));
  ENTENTE_ASSIGN_OR_RETURN(google::type::Date month,
                           ParseDateOrMonthFlag("--from", flags.from));
  month.set_day(1);
  v1::UpdateMeasureSettingsRequest request;
  MeasureSettings& settings = *request.mutable_measure_settings();
  // What was read is what is changed: somebody else's change is not undone.
  request.set_etag(flags.etag);
  if (flags.etag.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_etag(), ReadEtag(cli, name));
  }
  ENTENTE_ASSIGN_OR_RETURN(settings, ReadInForce(cli, name, month));
  settings.clear_etag();
  settings.set_name(name);
  *settings.mutable_first_month() = month;
  Change(flags, settings);
  settings.set_reason(flags.reason);
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
  flags.has_note_fr = command.Option(
      "--note-fr", flags.note_fr,
      {"Note for readers, in French.", "Note aux lecteurs, en français.",
       "Nota voor lezers, in het Frans."});
  flags.has_note_nl = command.Option(
      "--note-nl", flags.note_nl,
      {"Note for readers, in Dutch.", "Note aux lecteurs, en néerlandais.",
       "Nota voor lezers, in het Nederlands."});
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
  ReasonFlag(command, flags->reason);
  command.Option("--etag", flags->etag,
                 {"Etag as it was read; refused when somebody changed it.",
                  "Etag tel que lu ; refusé si quelqu'un l'a changé.",
                  "Etag zoals gelezen; geweigerd als iemand het wijzigde."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Set(cli, *flags); });
}

struct ShowFlags : SettingsFlags {
  std::string month;
  std::string as_of;
};

absl::Status ShowOne(Cli& cli, const ShowFlags& flags,
                     const std::string& name) {
  v1::GetMeasureSettingsRequest request;
  request.set_name(name);
  if (!flags.month.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_month(),
                             ParseDateOrMonthFlag("--month", flags.month));
  }
  if (!flags.as_of.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                             ParseTimeFlag("--as-of-time", flags.as_of));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const MeasureSettings settings,
      cli.session().Call(&MeasureSettingsService::Stub::GetMeasureSettings,
                         request));
  if (cli.is_json()) return cli.PrintJson(settings);
  cli.out() << SettingsText({settings}, cli.language(), cli.columns());
  return absl::OkStatus();
}

absl::Status Show(Cli& cli, const ShowFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string name, flags.Name(cli));
  if (!flags.month.empty() || !flags.as_of.empty()) {
    return ShowOne(cli, flags, name);
  }
  v1::ListMeasureSettingsVersionsRequest request;
  request.set_name(name);
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListMeasureSettingsVersionsResponse response,
      cli.session().CallAllPages(
          &MeasureSettingsService::Stub::ListMeasureSettingsVersions, request));
  if (cli.is_json()) return cli.PrintJson(response);
  cli.out() << SettingsText(
      {response.measure_settings().begin(), response.measure_settings().end()},
      cli.language(), cli.columns());
  return absl::OkStatus();
}

void AddShow(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ShowFlags>();
  Command command(
      group, cli, "show",
      {"Shows what was added to a measure: every version, newest first, or the "
       "one in force in a month.",
       "Montre ce qui complète une mesure : chaque version, la plus récente "
       "d'abord, ou celle en vigueur un mois donné.",
       "Toont wat een meting aanvult: elke versie, de nieuwste eerst, of die "
       "van kracht in een maand."},
      "entente indicators measure settings show nuisance_actions --month "
      "2018-03");
  flags->Declare(command);
  command.Option("--month", flags->month,
                 {"The version in force in this month, as in 2018-03.",
                  "La version en vigueur ce mois-là, comme 2018-03.",
                  "De versie van kracht in deze maand, zoals 2018-03."});
  command.Option("--as-of-time", flags->as_of,
                 {"As it was known then: RFC 3339, as in 2018-04-01T12:00:00Z.",
                  "Tel que connu alors : RFC 3339, comme "
                  "2018-04-01T12:00:00Z.",
                  "Zoals toen gekend: RFC 3339, zoals 2018-04-01T12:00:00Z."});
  command.Reads();
  command.Run([flags](Cli& cli) { return Show(cli, *flags); });
}

}  // namespace

void AddMeasureCommands(CLI::App& indicators, Cli& cli) {
  CLI::App& measure = AddGroup(indicators, cli, "measure",
                               {"One measure: what people add to it.",
                                "Une mesure : ce que l'on y ajoute.",
                                "Eén meting: wat eraan toegevoegd wordt."});
  CLI::App& settings = AddGroup(
      measure, cli, "settings",
      {"Who delivers it, whom it is meant for, whether it is sensitive, how it "
       "is shown; by version, from a month on.",
       "Qui la livre, à qui elle est destinée, si elle est sensible, comment "
       "elle est montrée ; par version, dès un mois donné.",
       "Wie ze levert, voor wie ze bedoeld is, of ze gevoelig is, hoe ze "
       "getoond wordt; per versie, vanaf een maand."});
  AddSet(settings, cli);
  AddShow(settings, cli);
}

}  // namespace entente::client
