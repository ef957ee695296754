// entente indicators context edit|withdraw|versions.
#include <memory>
#include <ostream>
#include <string>

#include "entente/indicators/v1/context_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/context_parts.h"
#include "tools/client/context_text.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ContextSeries;
using v1::ContextService;

// A word that is changed where it is given.
struct WordFlag {
  std::string text;
  CLI::Option* given = nullptr;

  void Declare(Command& command, const char* name, const Sentence& help) {
    given = command.Option(name, text, help);
  }
  bool IsGiven() const { return given->count() > 0; }
};

struct EditFlags : ContextSeriesFlags {
  WordFlag title_fr, title_nl, unit_fr, unit_nl, source, reference;
  std::string reason;
  std::string etag;
  MutationFlags mutation;
};

void Change(const EditFlags& flags, ContextSeries& series) {
  if (flags.title_fr.IsGiven()) {
    series.mutable_title()->set_fr(flags.title_fr.text);
  }
  if (flags.title_nl.IsGiven()) {
    series.mutable_title()->set_nl(flags.title_nl.text);
  }
  if (flags.unit_fr.IsGiven()) {
    series.mutable_unit()->set_fr(flags.unit_fr.text);
  }
  if (flags.unit_nl.IsGiven()) {
    series.mutable_unit()->set_nl(flags.unit_nl.text);
  }
  if (flags.source.IsGiven()) series.set_source(flags.source.text);
  if (flags.reference.IsGiven()) series.set_reference(flags.reference.text);
}

absl::Status Edit(Cli& cli, const EditFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string name, flags.Name(cli));
  ENTENTE_ASSIGN_OR_RETURN(const ContextSeries kept,
                           ReadContextSeries(cli, name));
  v1::UpdateContextSeriesRequest request;
  *request.mutable_context_series() = kept;
  Change(flags, *request.mutable_context_series());
  request.set_reason(flags.reason);
  // What was read is what is changed: somebody else's change is not undone.
  request.set_etag(flags.etag.empty() ? kept.etag() : flags.etag);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const ContextSeries made,
      cli.session().Call(&ContextService::Stub::UpdateContextSeries, request));
  if (cli.is_json()) return cli.PrintJson(made);
  cli.out() << ContextSeriesText(made, cli.language(), cli.columns());
  if (made.version() == kept.version()) {
    cli.Say({"Nothing changed: it says so already.",
             "Rien n'est modifié : elle le dit déjà.",
             "Niets gewijzigd: ze zegt dat al."});
  }
  if (flags.mutation.is_dry_run) flags.mutation.SayDone(cli, name, {});
  return absl::OkStatus();
}

void DeclareWords(Command& command, EditFlags& flags) {
  flags.title_fr.Declare(
      command, "--title-fr",
      {"What is counted, in French.", "Ce qui est compté, en français.",
       "Wat geteld wordt, in het Frans."});
  flags.title_nl.Declare(
      command, "--title-nl",
      {"What is counted, in Dutch.", "Ce qui est compté, en néerlandais.",
       "Wat geteld wordt, in het Nederlands."});
  flags.unit_fr.Declare(
      command, "--unit-fr",
      {"Unit, in French.", "Unité, en français.", "Eenheid, in het Frans."});
  flags.unit_nl.Declare(command, "--unit-nl",
                        {"Unit, in Dutch.", "Unité, en néerlandais.",
                         "Eenheid, in het Nederlands."});
  flags.source.Declare(
      command, "--source",
      {"Organisation that publishes it; no person.",
       "Organisation qui la publie ; aucun nom de personne.",
       "Organisatie die ze bekendmaakt; geen naam van een persoon."});
  flags.reference.Declare(command, "--reference",
                          {"Where it is published.", "Où elle est publiée.",
                           "Waar ze bekendgemaakt is."});
}

void AddEdit(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<EditFlags>();
  Command command(
      group, cli, "edit",
      {"Changes title, unit, source or reference of a series; what is not "
       "given "
       "stays. The version before stays readable.",
       "Modifie l'intitulé, l'unité, la source ou la référence d'une série ; "
       "le reste demeure. La version précédente reste lisible.",
       "Wijzigt titel, eenheid, bron of vindplaats van een reeks; de rest "
       "blijft. De vorige versie blijft leesbaar."},
      "entente indicators context edit accidents --title-fr \"Accidents avec "
      "blessés\" --reason \"Faute de frappe\"");
  flags->Declare(command);
  DeclareWords(command, *flags);
  ReasonFlag(command, flags->reason);
  command.Option("--etag", flags->etag,
                 {"Etag as it was read; refused when somebody changed it.",
                  "Etag tel que lu ; refusé si quelqu'un l'a changé.",
                  "Etag zoals gelezen; geweigerd als iemand het wijzigde."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Edit(cli, *flags); });
}

struct WithdrawFlags : ContextSeriesFlags {
  std::string period;
  std::string area;
  std::string reason;
  MutationFlags mutation;
};

// The series `name` and its figure of a period and area, if there is one. Read
// by the year: what a period is, the service says, and an area may be one that
// cannot be asked for any more.
absl::StatusOr<v1::QueryContextResponse> ReadFigure(
    Cli& cli, const std::string& name, const WithdrawFlags& flags) {
  v1::QueryContextResponse found;
  const std::string year = flags.period.substr(0, 4);
  const auto january = ParseDateOrMonthFlag("PERIOD", year + "-01");
  const auto december = ParseDateOrMonthFlag("PERIOD", year + "-12");
  if (!january.ok() || !december.ok()) return found;
  v1::QueryContextRequest request;
  request.set_name(name);
  *request.mutable_from() = *january;
  *request.mutable_until() = *december;
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::QueryContextResponse read,
      cli.session().CallAllPages(&ContextService::Stub::QueryContext, request));
  *found.mutable_context_series() = read.context_series();
  for (const v1::ContextFigure& figure : read.figures()) {
    if (figure.period() == flags.period && figure.area() == flags.area) {
      *found.add_figures() = figure;
    }
  }
  return found;
}

absl::Status Withdraw(Cli& cli, const WithdrawFlags& flags) {
  v1::WithdrawContextFigureRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(), flags.Name(cli));
  ENTENTE_ASSIGN_OR_RETURN(const v1::QueryContextResponse read,
                           ReadFigure(cli, request.parent(), flags));
  // What was read is what is taken back: a correction since is not. Of none the
  // service says why.
  if (!read.figures().empty()) {
    request.set_expected_version(read.figures(0).version());
  }
  request.set_period(flags.period);
  request.set_area(flags.area);
  request.set_reason(flags.reason);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ContextFigure made,
      cli.session().Call(&ContextService::Stub::WithdrawContextFigure,
                         request));
  if (cli.is_json()) return cli.PrintJson(made);
  cli.out() << ContextText(read, cli.language(), cli.columns());
  const std::string what = ContextPlacesText({made});
  flags.mutation.SayDone(
      cli, request.parent(),
      {"Figure withdrawn: " + what, "Chiffre retiré : " + what,
       "Cijfer ingetrokken: " + what});
  return absl::OkStatus();
}

void AddWithdraw(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<WithdrawFlags>();
  Command command(
      group, cli, "withdraw",
      {"Takes back the figure of a period and area: no report made from now "
       "on shows it. Its versions stay readable with show --all.",
       "Retire le chiffre d'une période et d'un lieu : aucun rapport établi "
       "désormais ne le montre. Ses versions restent lisibles par show --all.",
       "Trekt het cijfer van een periode en gebied in: geen verslag dat "
       "voortaan gemaakt wordt, toont het. De versies blijven leesbaar met "
       "show --all."},
      "entente indicators context withdraw accidents 2017 21004 --reason "
      "\"Chiffre d'une autre commune\"");
  flags->Declare(command);
  command.Positional("PERIOD", flags->period,
                     {"Period, as in 2018, 2018-Q3 or 2018-03.",
                      "Période, comme 2018, 2018-Q3 ou 2018-03.",
                      "Periode, zoals 2018, 2018-Q3 of 2018-03."});
  command.Positional("AREA", flags->area,
                     {"Area code, as in 21004.", "Code du lieu, comme 21004.",
                      "Gebiedscode, zoals 21004."});
  ReasonFlag(command, flags->reason);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Withdraw(cli, *flags); });
}

void AddVersions(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ContextSeriesFlags>();
  Command command(
      group, cli, "versions",
      {"Shows the versions of what a series says, newest first.",
       "Montre les versions de ce que dit une série, la plus récente d'abord.",
       "Toont de versies van wat een reeks zegt, de nieuwste eerst."},
      "entente indicators context versions accidents");
  flags->Declare(command);
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ListContextSeriesVersionsRequest request;
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), flags->Name(cli));
    request.set_page_size(1000);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListContextSeriesVersionsResponse response,
        cli.session().CallAllPages(
            &ContextService::Stub::ListContextSeriesVersions, request));
    if (WantsData(cli)) return PrintData(cli, response);
    cli.out() << ContextVersionsText(
        {response.context_series().begin(), response.context_series().end()},
        cli.language(), cli.columns());
    return absl::OkStatus();
  });
}

}  // namespace

void ContextSeriesFlags::Declare(Command& command) {
  command.Positional(
      "SERIES", series,
      {"Id of the series.", "Identifiant de la série.", "Id van de reeks."});
  command.Municipality(municipality);
}

absl::StatusOr<std::string> ContextSeriesFlags::Name(Cli& cli) const {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), municipality));
  return Under(parent, "contextSeries", series);
}

absl::StatusOr<ContextSeries> ReadContextSeries(Cli& cli,
                                                const std::string& name) {
  v1::QueryContextRequest request;
  request.set_name(name);
  request.set_page_size(1);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::QueryContextResponse answer,
      cli.session().Call(&ContextService::Stub::QueryContext, request));
  return answer.context_series();
}

void AddContextChangeCommands(CLI::App& group, Cli& cli) {
  AddEdit(group, cli);
  AddWithdraw(group, cli);
  AddVersions(group, cli);
}

}  // namespace entente::client
