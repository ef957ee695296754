// entente dossier list|search|show|fetch
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/conventions/v1/submission_service.grpc.pb.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "services/conventions/dossier/dossier_seal.h"
#include "tools/client/csv_answer.h"
#include "tools/client/dossier/manifest.h"
#include "tools/client/dossier/submission_json.h"
#include "tools/client/dossier/submission_parts.h"
#include "tools/client/format.h"
#include "tools/client/report/gather_handed_in.h"
#include "tools/client/report/handed_in.h"
#include "tools/client/report/missing_part.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::Submission;
using v1::SubmissionService;

struct ListFlags {
  std::string convention;
  std::string municipality;
  std::string state;
  std::string filter;
  int year = 0;
};

// The convention or municipality that was named, else all.
absl::StatusOr<std::string> ParentOf(Cli& cli, const ListFlags& flags) {
  if (!flags.convention.empty()) {
    return ConventionName(cli.session().config(), flags.convention);
  }
  if (!flags.municipality.empty()) {
    return MunicipalityName(cli.session().config(), flags.municipality);
  }
  return std::string("municipalities/-");
}

// "21004" and "css-2018-2019" of a submission's name.
std::string PartOf(const std::string& name, int index) {
  size_t begin = 0;
  for (int i = 0; i < index; ++i) begin = name.find('/', begin) + 1;
  return name.substr(begin, name.find('/', begin) - begin);
}

absl::Status List(Cli& cli, const ListFlags& flags) {
  v1::ListSubmissionsRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(), ParentOf(cli, flags));
  request.set_year(flags.year);
  request.set_page_size(1000);
  request.set_filter(flags.filter);
  if (flags.state == "sent") request.set_state(Submission::STATE_RECEIVED);
  if (flags.state == "frozen") request.set_state(Submission::STATE_SUBMITTED);
  if (flags.state == "decided") request.set_state(Submission::STATE_DECIDED);
  if (flags.state == "withdrawn") {
    request.set_state(Submission::STATE_WITHDRAWN);
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListSubmissionsResponse list,
      cli.session().CallAllPages(&SubmissionService::Stub::ListSubmissions,
                                 request));
  if (WantsData(cli)) return PrintData(cli, list);
  Table table({{cli.T({"municip.", "commune", "gemeente"})},
               {cli.T({"convention", "convention", "overeenkomst"}),
                Align::kLeft, true},
               {cli.T({"dossier", "dossier", "dossier"})},
               {cli.T({"handed in", "remis", "ingediend"})},
               {cli.T({"state", "état", "stand"}), Align::kLeft, true},
               {cli.T({"changed", "modifié", "gewijzigd"})}});
  for (const Submission& submission : list.submissions()) {
    table.AddRow(
        {PartOf(submission.name(), 1), PartOf(submission.name(), 3),
         SubmissionId(submission.name()), FormatTime(submission.submit_time()),
         cli.T(SubmissionStateWord(submission)),
         submission.has_changed_since() ? cli.T({"yes", "oui", "ja"}) : ""});
  }
  if (table.is_empty()) {
    cli.Say({"No dossier was handed in.", "Aucun dossier n'a été remis.",
             "Er is geen dossier ingediend."});
    return absl::OkStatus();
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

// Where nothing was looked for, nothing is found: that is said, also beside
// rows for programs.
void NoteUnreadable(Cli& cli, const v1::SearchSubmittedNodesResponse& found) {
  if (found.unreadable_count() == 0) return;
  const std::string names = absl::StrCat(
      absl::StrJoin(found.unreadable_submissions(), ", "),
      found.unreadable_count() > found.unreadable_submissions_size() ? ", …"
                                                                     : "");
  const std::string count = absl::StrCat(found.unreadable_count());
  cli.Note({absl::StrCat("Not looked in, unreadable as handed in (", count,
                         "): ", names),
            absl::StrCat("Non consultés, illisibles tels que remis (", count,
                         ") : ", names),
            absl::StrCat("Niet doorzocht, onleesbaar zoals ingediend (", count,
                         "): ", names)});
}

absl::Status Search(Cli& cli, const ListFlags& flags,
                    const std::vector<std::string>& words) {
  v1::SearchSubmittedNodesRequest request;
  ENTENTE_ASSIGN_OR_RETURN(const std::string parent, ParentOf(cli, flags));
  request.set_parent(flags.convention.empty()
                         ? absl::StrCat(parent, "/conventions/-")
                         : parent);
  request.set_query(absl::StrJoin(words, " "));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::SearchSubmittedNodesResponse found,
      cli.session().Call(&SubmissionService::Stub::SearchSubmittedNodes,
                         request));
  NoteUnreadable(cli, found);
  if (WantsData(cli)) return PrintData(cli, found);
  const std::string looked = absl::StrCat(found.convention_count());
  const std::string shown = absl::StrCat(found.matches_size());
  const std::string all = absl::StrCat(found.total_size());
  cli.Say(
      {absl::StrCat(shown, " of ", all, " places in ", looked, " conventions."),
       absl::StrCat(shown, " endroits sur ", all, " dans ", looked,
                    " conventions."),
       absl::StrCat(shown, " van ", all, " plaatsen in ", looked,
                    " overeenkomsten.")});
  if (found.matches().empty()) return absl::OkStatus();
  Table table({{cli.T({"municip.", "commune", "gemeente"})},
               {cli.T({"dossier", "dossier", "dossier"})},
               {"id"},
               {cli.T({"place", "place", "plaats"})},
               {cli.T({"text", "texte", "tekst"}), Align::kLeft, true}});
  for (const v1::SubmittedNodeMatch& match : found.matches()) {
    table.AddRow({PartOf(match.convention(), 1),
                  SubmissionId(match.submission()), match.node().id(),
                  match.node().path(), match.node().text()});
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

void AddSearch(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ListFlags>();
  auto words = std::make_shared<std::vector<std::string>>();
  Command command(
      group, cli, "search",
      {"Finds objectives, results and indicators of the conventions as they "
       "were last handed in.",
       "Trouve objectifs, résultats et indicateurs des conventions telles que "
       "remises en dernier.",
       "Vindt doelstellingen, resultaten en indicatoren van de overeenkomsten "
       "zoals ze het laatst zijn ingediend."},
      "entente dossier search mediation quartier");
  command
      .Option("WORDS", *words,
              {"Words, or their beginnings; every one must be there.",
               "Des mots, ou leur début ; tous doivent y figurer.",
               "Woorden, of hun begin; elk moet erin staan."})
      ->required();
  command.Option(
      "--municipality", flags->municipality,
      {"Only of this one.", "Seulement de celle-ci.", "Enkel van deze."});
  command.Option(
      "--convention", flags->convention,
      {"Only of this one.", "Seulement de celle-ci.", "Enkel van deze."});
  ListsRows(command, cli);
  command.Run([flags, words](Cli& cli) { return Search(cli, *flags, *words); });
}

void AddList(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ListFlags>();
  Command command(
      group, cli, "list",
      {"Lists dossiers that were handed in: the municipality's, or in the "
       "State's installation those of all.",
       "Liste les dossiers remis : ceux de la commune ou, dans l'installation "
       "de l'État, ceux de toutes.",
       "Somt de ingediende dossiers op: die van de gemeente of, in de "
       "installatie van de Staat, die van alle."},
      "entente dossier list --year 2018");
  command.Option(
      "--municipality", flags->municipality,
      {"Only of this one.", "Seulement de celle-ci.", "Enkel van deze."});
  command.Option(
      "--convention", flags->convention,
      {"Only of this one.", "Seulement de celle-ci.", "Enkel van deze."});
  command.Option("--year", flags->year,
                 {"Only of this year.", "Seulement de cette année.",
                  "Enkel van dit jaar."});
  command
      .Option("--state", flags->state,
              {"Only those frozen without receipt, received and not decided, "
               "decided, or withdrawn.",
               "Seulement les figés sans accusé de réception, les reçus non "
               "décidés, les décidés, ou les retirés.",
               "Enkel de vastgelegde zonder ontvangstbewijs, de ontvangen niet "
               "besliste, de besliste, of de ingetrokken."})
      ->check(CLI::IsMember({"frozen", "sent", "decided", "withdrawn"}))
      ->option_text("frozen|sent|decided|withdrawn");
  command.Filter(flags->filter, "decision.outcome = REJECTED");
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) { return List(cli, *flags); });
}

absl::StatusOr<Submission> Get(Cli& cli, const SubmissionFlags& flags) {
  v1::GetSubmissionRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), SubmissionName(cli, flags));
  return cli.session().Call(&SubmissionService::Stub::GetSubmission, request);
}

// What became of its months; nullopt where they were not compared, which is
// said. The State, which keeps no books of it, has none to compare with.
std::optional<std::vector<MonthSince>> Since(Cli& cli,
                                             const Submission& submission) {
  if (!submission.has_books() ||
      submission.state() == Submission::STATE_WITHDRAWN) {
    return std::nullopt;
  }
  auto months = ReadMonthsSince(cli.session(), submission);
  if (!months.ok()) {
    cli.Note(MissingSentence(
        MakeMissingPart("indicators.periods",
                        {"what became of its months since",
                         "ce que ses mois sont devenus depuis",
                         "wat er sindsdien van zijn maanden werd"},
                        months.status())));
    return std::nullopt;
  }
  if (!months->has_value()) {
    cli.Note({"The dossier does not say which months are approved.",
              "Le dossier ne dit pas quels mois sont approuvés.",
              "Het dossier zegt niet welke maanden goedgekeurd zijn."});
  }
  return *std::move(months);
}

absl::Status Show(Cli& cli, const SubmissionFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const Submission submission, Get(cli, flags));
  const auto months = Since(cli, submission);
  if (cli.is_json()) {
    ENTENTE_ASSIGN_OR_RETURN(const std::string json,
                             SubmissionJson(submission, months));
    cli.out() << json;
    return absl::OkStatus();
  }
  PrintSubmission(cli, submission, months.value_or(std::vector<MonthSince>()));
  return absl::OkStatus();
}

void AddShow(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<SubmissionFlags>();
  Command command(
      group, cli, "show",
      {"Shows a dossier that was handed in, what changed in the books since, "
       "and which of its months were approved or re-opened since.",
       "Montre un dossier remis, ce qui a changé depuis dans les comptes, et "
       "quels mois en ont été approuvés ou rouverts depuis.",
       "Toont een ingediend dossier, wat sindsdien in de boeken wijzigde, en "
       "welke maanden ervan sindsdien goedgekeurd of heropend zijn."},
      "entente dossier show 2018-1");
  SubmissionNameFlags(command, *flags);
  command.Reads();
  command.Run([flags](Cli& cli) { return Show(cli, *flags); });
}

// A service that names other files than a dossier has is not believed: nothing
// is written outside the folder.
absl::Status CheckPath(const std::string& path) {
  if (path == conventions::kManifestPath || conventions::IsDossierPath(path)) {
    return absl::OkStatus();
  }
  return ClientError(
      absl::StatusCode::kFailedPrecondition, "DOSSIER_PATH",
      {"The service names a file that no dossier has; nothing was written.",
       "Le service nomme un fichier qu'aucun dossier n'a ; rien n'a été écrit.",
       "De dienst noemt een bestand dat geen dossier heeft; er is niets "
       "geschreven."});
}

absl::Status Fetch(Cli& cli, const SubmissionFlags& flags,
                   const std::string& out) {
  ENTENTE_ASSIGN_OR_RETURN(const Submission submission, Get(cli, flags));
  DossierFiles files;
  for (const v1::DossierFile& file : submission.files()) {
    ENTENTE_RETURN_IF_ERROR(CheckPath(file.path()));
    ENTENTE_ASSIGN_OR_RETURN(
        files[file.path()],
        ReadSubmissionFile(cli.session(), submission.name(), file.path()));
  }
  if (!files.contains(conventions::kManifestPath)) return CheckPath("");
  files[conventions::kSumsPath] = SumsOf(files);
  files[conventions::kSubmissionNote] = submission.note();
  if (!submission.receipt().empty()) {
    files[conventions::kReceiptNote] = submission.receipt();
  }
  if (!submission.answer().empty()) {
    files[conventions::kAnswerNote] = submission.answer();
    files[conventions::kDecisionFile] = submission.decision_bytes();
  }
  ENTENTE_RETURN_IF_ERROR(WriteDossier(out, files));
  ENTENTE_ASSIGN_OR_RETURN(const DossierCheck check, CheckDossier(out));
  for (const DossierFault& fault : check.faults) {
    cli.out() << fault.path << ": " << cli.T(fault.what) << "\n";
  }
  if (!check.faults.empty() ||
      check.manifest_sha256 != submission.manifest_sha256()) {
    return AlreadyReported();
  }
  cli.Say({absl::StrCat("Written: ", out, "; open ", out, "/dossier.html"),
           absl::StrCat("Écrit : ", out, " ; ouvrez ", out, "/dossier.html"),
           absl::StrCat("Geschreven: ", out, "; open ", out, "/dossier.html")});
  cli.Note(
      {"Page and tables are the sender's. What counts are the claims in "
       "data/claims.json, as `entente dossier decide` reads them.",
       "La page et les tableaux sont de l'expéditeur. Seules comptent les "
       "déclarations de data/claims.json, que lit « entente dossier "
       "decide ».",
       "Pagina en tabellen zijn van de afzender. Wat telt, zijn de "
       "schuldvorderingen in data/claims.json, zoals \"entente dossier "
       "decide\" ze leest."});
  return absl::OkStatus();
}

void AddFetch(CLI::App& group, Cli& cli) {
  struct Flags : SubmissionFlags {
    std::string out;
  };
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "fetch",
      {"Writes a dossier that was handed in to a folder, with the signed notes "
       "about it, and checks it.",
       "Écrit un dossier remis dans un répertoire, avec les notes signées à "
       "son sujet, et le vérifie.",
       "Schrijft een ingediend dossier naar een map, met de ondertekende "
       "nota's erover, en controleert het."},
      "entente dossier fetch 2018-1 --out reçu-2018");
  SubmissionNameFlags(command, *flags);
  command
      .Option("--out", flags->out,
              {"Folder to make; never an existing one.",
               "Répertoire à créer ; jamais un existant.",
               "Te maken map; nooit een bestaande."})
      ->required();
  command.Run([flags](Cli& cli) { return Fetch(cli, *flags, flags->out); });
}

}  // namespace

void AddSubmissionReadCommands(CLI::App& group, Cli& cli) {
  AddList(group, cli);
  AddSearch(group, cli);
  AddShow(group, cli);
  AddFetch(group, cli);
  AddCompareCommand(group, cli);
}

}  // namespace entente::client
