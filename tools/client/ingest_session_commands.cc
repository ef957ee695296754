// What became of deliveries: those of a source, the totals of a session, and
// the rows that were not taken.
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/indicators_parts.h"
#include "tools/client/resource_names.h"
#include "tools/client/session_list_text.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::IngestService;

struct SessionFlags {
  std::string municipality;
  std::string session;
  std::string source;
};

// "{municipality}/sources/{source}/sessions/{session}" of "zone5339/file-1".
absl::StatusOr<std::string> SessionName(Cli& cli, const SessionFlags& flags) {
  if (flags.session.rfind("municipalities/", 0) == 0) return flags.session;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string municipality,
      MunicipalityName(cli.session().config(), flags.municipality));
  std::string source = flags.source;
  std::string session = flags.session;
  const size_t slash = session.find('/');
  if (slash != std::string::npos) {
    source = session.substr(0, slash);
    session = session.substr(slash + 1);
  }
  if (source.empty()) {
    return UsageError({"Which source? Write SOURCE/SESSION, or give --source.",
                       "Quelle source ? Écrivez SOURCE/SESSION, ou donnez "
                       "--source.",
                       "Welke bron? Schrijf BRON/SESSIE, of geef --source."});
  }
  return absl::StrCat(municipality, "/sources/", source, "/sessions/", session);
}

void DeclareSession(Command& command, SessionFlags& flags) {
  command.Positional("SESSION", flags.session,
                     {"Delivery, as in zone5339/file-9f2c….",
                      "Livraison, comme zone5339/file-9f2c….",
                      "Levering, zoals zone5339/file-9f2c…."});
  command.Option("--source", flags.source,
                 {"Source, unless it stands before the session.",
                  "Source, si elle ne précède pas la session.",
                  "Bron, als ze niet voor de sessie staat."});
  command.Municipality(flags.municipality);
  command.Reads();
}

void AddSession(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<SessionFlags>();
  Command command(
      group, cli, "session",
      {"Shows the totals of a delivery.", "Montre les totaux d'une livraison.",
       "Toont de totalen van een levering."},
      "entente indicators session zone5339/january");
  DeclareSession(command, *flags);
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::GetIngestSessionRequest request;
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), SessionName(cli, *flags));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::IngestSession session,
        cli.session().Call(&IngestService::Stub::GetIngestSession, request));
    if (cli.is_json()) return cli.PrintJson(session);
    const std::string opened = FormatTime(session.create_time());
    const std::string last = FormatTime(session.update_time());
    cli.Say(
        {absl::StrCat("Opened ", opened, ", last batch ", last, "\n"),
         absl::StrCat("Ouverte ", opened, ", dernier lot ", last, "\n"),
         absl::StrCat("Geopend ", opened, ", laatste pakket ", last, "\n")});
    if (const std::string& who = session.delivered_by(); !who.empty()) {
      cli.Say({absl::StrCat("Delivered by ", who, " on behalf of the source\n"),
               absl::StrCat("Livrée par ", who, " au nom de la source\n"),
               absl::StrCat("Geleverd door ", who, " namens de bron\n")});
    }
    PrintTotals(cli, session.totals());
    return absl::OkStatus();
  });
}

struct SessionsFlags {
  std::string municipality;
  std::string source;
  // 0: all.
  int32_t limit = 0;
};

// The most that one page has.
constexpr int32_t kSessionsMax = 1000;

// "{municipality}/sources/zone5339" of "zone5339".
absl::StatusOr<std::string> SourceName(Cli& cli, const SessionsFlags& flags) {
  if (absl::StartsWith(flags.source, "municipalities/")) return flags.source;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string municipality,
      MunicipalityName(cli.session().config(), flags.municipality));
  return absl::StrCat(municipality, "/sources/", flags.source);
}

void SayNoSession(Cli& cli, const std::string& parent) {
  const std::string source = parent.substr(parent.rfind('/') + 1);
  std::string code = MunicipalityOf(parent);
  code = code.substr(code.rfind('/') + 1);
  cli.Say(
      {absl::StrCat("No delivery of ", source, " in municipality ", code,
                    ". Of deliveries that the source makes itself only the "
                    "source is told; of those on behalf of it also who may "
                    "deliver so."),
       absl::StrCat("Aucune livraison de ", source, " dans la commune ", code,
                    ". Des livraisons que la source fait elle-même, seule la "
                    "source est informée ; de celles faites en son nom, aussi "
                    "qui peut livrer ainsi."),
       absl::StrCat("Geen levering van ", source, " in gemeente ", code,
                    ". Over leveringen die de bron zelf doet, wordt alleen de "
                    "bron ingelicht; over die namens haar ook wie zo mag "
                    "leveren.")});
}

// How to see why rows were rejected, of the newest session that has any.
void SayRejections(Cli& cli, const SessionsFlags& flags,
                   const v1::ListIngestSessionsResponse& list) {
  const std::string session = FirstWithRejections(list);
  if (session.empty()) return;
  // A source that was named in full names the session so as well.
  const std::string command = absl::StrCat(
      "entente indicators rejections ", flags.source,
      absl::StartsWith(flags.source, "municipalities/") ? "/sessions/" : "/",
      session,
      flags.municipality.empty()
          ? ""
          : absl::StrCat(" --municipality ", flags.municipality));
  cli.out() << "\n";
  cli.Say(
      {absl::StrCat("Rejected rows of the newest session that has any: ",
                    command),
       absl::StrCat("Lignes rejetées de la session la plus récente qui en "
                    "a : ",
                    command),
       absl::StrCat("Geweigerde rijen van de nieuwste sessie die er heeft: ",
                    command)});
}

absl::Status ListSessions(Cli& cli, const SessionsFlags& flags) {
  v1::ListIngestSessionsRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(), SourceName(cli, flags));
  const bool is_all = flags.limit == 0;
  request.set_page_size(is_all ? kSessionsMax : flags.limit);
  constexpr auto kMethod = &IngestService::Stub::ListIngestSessions;
  ENTENTE_ASSIGN_OR_RETURN(v1::ListIngestSessionsResponse list,
                           is_all ? cli.session().CallAllPages(kMethod, request)
                                  : cli.session().Call(kMethod, request));
  const bool has_more = !list.next_page_token().empty();
  list.clear_next_page_token();
  if (WantsData(cli)) return PrintData(cli, list);
  if (list.ingest_sessions().empty()) {
    SayNoSession(cli, request.parent());
    return absl::OkStatus();
  }
  cli.out() << SessionListText(list, cli.language());
  if (has_more) {
    cli.Say({"Older ones are not shown: without --limit all are.",
             "Les plus anciennes ne sont pas montrées : sans --limit, toutes "
             "le sont.",
             "Oudere worden niet getoond: zonder --limit wel."});
  }
  SayRejections(cli, flags, list);
  return absl::OkStatus();
}

void AddSessions(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<SessionsFlags>();
  Command command(group, cli, "sessions",
                  {"Lists the deliveries of a source, newest first. Of "
                   "deliveries that the source makes itself only the source "
                   "is told; of those on behalf of it also who may deliver so.",
                   "Liste les livraisons d'une source, la plus récente "
                   "d'abord. Des livraisons que la source fait elle-même, "
                   "seule la source est informée ; de celles faites en son "
                   "nom, aussi qui peut livrer ainsi.",
                   "Somt de leveringen van een bron op, de nieuwste eerst. "
                   "Over leveringen die de bron zelf doet, wordt alleen de "
                   "bron ingelicht; over die namens haar ook wie zo mag "
                   "leveren."},
                  "entente indicators sessions zone5339 --limit 20");
  command.Positional("SOURCE", flags->source,
                     {"Code of the source, as in zone5339.",
                      "Code de la source, comme zone5339.",
                      "Code van de bron, zoals zone5339."});
  command
      .Option("--limit", flags->limit,
              {"At most so many of the newest, up to 1000; all by default.",
               "Au plus ce nombre des plus récentes, jusqu'à 1000 ; toutes par "
               "défaut.",
               "Hoogstens zoveel van de nieuwste, tot 1000; standaard alle."})
      ->check(CLI::Range(int32_t{1}, kSessionsMax))
      ->option_text("N");
  command.Municipality(flags->municipality);
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) { return ListSessions(cli, *flags); });
}

void AddRejections(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<SessionFlags>();
  Command command(
      group, cli, "rejections",
      {"Lists the rows of a delivery that were not taken, and why.",
       "Liste les lignes d'une livraison rejetées, et pourquoi.",
       "Somt de rijen van een levering op die zijn geweigerd, en waarom."},
      "entente indicators rejections zone5339/january");
  DeclareSession(command, *flags);
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ListRejectionsRequest request;
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                             SessionName(cli, *flags));
    request.set_page_size(1000);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListRejectionsResponse response,
        cli.session().CallAllPages(&IngestService::Stub::ListRejections,
                                   request));
    if (cli.is_json()) return cli.PrintJson(response);
    Table table(
        {{cli.T({"row of the delivery", "ligne de la livraison",
                 "rij van de levering"}),
          Align::kRight},
         {cli.T({"column", "colonne", "kolom"})},
         {cli.T({"reason", "motif", "reden"})},
         {cli.T({"what would be right", "ce qu'il faudrait", "wat wel kan"}),
          Align::kLeft, true}});
    for (const v1::Rejection& rejection : response.rejections()) {
      // The service never saw the file, and does not know its lines.
      table.AddRow({absl::StrCat(rejection.row_index() + 1), rejection.column(),
                    rejection.reason(),
                    RejectionText(cli, rejection.reason())});
    }
    cli.out() << table.Render(cli.columns());
    if (table.is_empty()) return absl::OkStatus();
    cli.out() << "\n";
    cli.Say(
        {"Rows of the delivery are counted from 1, as the file gave them. "
         "In a CSV file with a title line, then one line for each row and "
         "no blank one, row 1 is line 2 of the file.",
         "Les lignes de la livraison se comptent à partir de 1, comme le "
         "fichier les a données. Dans un fichier CSV avec une ligne de "
         "titres, puis une ligne pour chacune et aucune vide, la 1 est la "
         "ligne 2 du fichier.",
         "De rijen van de levering worden geteld vanaf 1, zoals het "
         "bestand ze gaf. In een CSV-bestand met een titelregel, dan een "
         "regel per rij en geen lege, is rij 1 regel 2 van het bestand."});
    return absl::OkStatus();
  });
}

}  // namespace

void PrintTotals(Cli& cli, const v1::IngestTotals& totals) {
  const auto column = [&](const Sentence& title) {
    return Column{cli.T(title), Align::kRight};
  };
  std::vector<Column> columns = {
      column({"sent", "envoyées", "verzonden"}),
      {"="},
      column({"created", "créées", "nieuw"}),
      {"+"},
      column({"updated", "corrigées", "verbeterd"}),
      {"+"},
      column({"withdrawn", "retirées", "ingetrokken"}),
      {"+"},
      column({"unchanged", "inchangées", "ongewijzigd"}),
      {"+"},
      column({"duplicate", "doublons", "dubbel"}),
      {"+"},
      column({"rejected", "rejetées", "geweigerd"}),
      {" "},
      column({"of which late", "dont tardives", "waarvan laat"})};
  std::vector<std::string> cells = {FormatCount(totals.sent()),      "=",
                                    FormatCount(totals.created()),   "+",
                                    FormatCount(totals.updated()),   "+",
                                    FormatCount(totals.withdrawn()), "+",
                                    FormatCount(totals.unchanged()), "+",
                                    FormatCount(totals.duplicate()), "+",
                                    FormatCount(totals.rejected()),  "",
                                    FormatCount(totals.late())};
  // Few sessions have any, and the table is wide without them.
  if (totals.differing() > 0) {
    columns.push_back(Column{" "});
    columns.push_back(column({"duplicate, differing", "doublons différents",
                              "dubbel, verschillend"}));
    cells.push_back("");
    cells.push_back(FormatCount(totals.differing()));
  }
  Table table(std::move(columns));
  table.AddRow(std::move(cells));
  cli.out() << table.Render(cli.columns());
}

void AddIngestSessionCommands(CLI::App& indicators, Cli& cli) {
  AddSession(indicators, cli);
  AddSessions(indicators, cli);
  AddRejections(indicators, cli);
}

}  // namespace entente::client
