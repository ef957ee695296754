// entente dossier compare: the money of a year over municipalities, from what
// they handed in.
#include <cstdint>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "entente/conventions/v1/budget_service.pb.h"
#include "entente/conventions/v1/submission_service.grpc.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "services/conventions/money/money.h"
#include "tools/client/csv_answer.h"
#include "tools/client/dossier/submission_parts.h"
#include "tools/client/format.h"
#include "tools/client/report/gather_handed_in.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::Cents;
using v1::Submission;
using v1::SubmissionService;

struct Sums {
  int64_t granted = 0;
  int64_t spent = 0;
  int64_t claimed = 0;

  void Add(const Sums& more) {
    granted += more.granted;
    spent += more.spent;
    claimed += more.claimed;
  }
};

// The last revision that each convention handed in for the year, by name.
absl::StatusOr<std::map<std::string, Submission>> LastOfEach(Cli& cli,
                                                             int year) {
  v1::ListSubmissionsRequest request;
  request.set_parent("municipalities/-");
  request.set_year(year);
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListSubmissionsResponse list,
      cli.session().CallAllPages(&SubmissionService::Stub::ListSubmissions,
                                 request));
  std::map<std::string, Submission> last;
  for (const Submission& submission : list.submissions()) {
    if (submission.state() == Submission::STATE_WITHDRAWN) continue;
    const std::string convention =
        submission.name().substr(0, submission.name().find("/submissions/"));
    const auto [place, is_new] = last.try_emplace(convention, submission);
    if (!is_new && place->second.revision() < submission.revision()) {
      place->second = submission;
    }
  }
  return last;
}

// The envelopes of a dossier as they were handed in; those of another year or
// convention are not taken for its own. INVALID_ARGUMENT where they cannot be
// read.
absl::StatusOr<v1::ListEnvelopesResponse> EnvelopesOf(
    Cli& cli, const std::string& convention, const Submission& submission) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string json,
                           ReadSubmissionFile(cli.session(), submission.name(),
                                              conventions::kEnvelopesPath));
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  v1::ListEnvelopesResponse read;
  if (!google::protobuf::util::JsonStringToMessage(json, &read, options).ok()) {
    return absl::InvalidArgumentError("envelopes");
  }
  v1::ListEnvelopesResponse own;
  for (const v1::Envelope& envelope : read.envelopes()) {
    if (envelope.year() == submission.year() &&
        envelope.name().rfind(absl::StrCat(convention, "/"), 0) == 0) {
      *own.add_envelopes() = envelope;
    }
  }
  return own;
}

Sums SumsOf(const v1::ListEnvelopesResponse& envelopes) {
  Sums sums;
  for (const v1::Envelope& envelope : envelopes.envelopes()) {
    const v1::Position& position = envelope.position();
    sums.Add({Cents(position.allocated()), Cents(position.spent()),
              Cents(position.claimed())});
  }
  return sums;
}

// "63 %" of what is granted; empty where nothing is.
std::string Share(int64_t part, int64_t whole) {
  if (whole <= 0) return "";
  return absl::StrFormat("%d %%", (part * 200 + whole) / (2 * whole));
}

std::string Plain(int64_t cents) {
  return conventions::FormatBelgianAmount(cents);
}

absl::Status Compare(Cli& cli, int year) {
  ENTENTE_ASSIGN_OR_RETURN(const auto last, LastOfEach(cli, year));
  Table table(
      {{cli.T({"municip.", "commune", "gemeente"})},
       {cli.T({"dossier", "dossier", "dossier"})},
       {cli.T({"state", "état", "stand"}), Align::kLeft, true},
       {cli.T({"granted EUR", "accordé EUR", "toegekend EUR"}), Align::kRight},
       {cli.T({"spent EUR", "dépensé EUR", "uitgegeven EUR"}), Align::kRight},
       {cli.T({"share", "part", "deel"}), Align::kRight},
       {cli.T({"claimed EUR", "déclaré EUR", "gevorderd EUR"}),
        Align::kRight}});
  v1::ListEnvelopesResponse all;
  Sums total;
  std::vector<std::string> unreadable;
  for (const auto& [convention, submission] : last) {
    const auto envelopes = EnvelopesOf(cli, convention, submission);
    if (absl::IsInvalidArgument(envelopes.status())) {
      unreadable.push_back(submission.name());
      continue;
    }
    ENTENTE_RETURN_IF_ERROR(envelopes.status());
    const Sums sums = SumsOf(*envelopes);
    total.Add(sums);
    all.mutable_envelopes()->MergeFrom(envelopes->envelopes());
    const std::vector<std::string> parts = absl::StrSplit(convention, '/');
    table.AddRow({parts.size() > 1 ? parts[1] : "",
                  SubmissionId(submission.name()),
                  cli.T(SubmissionStateWord(submission)), Plain(sums.granted),
                  Plain(sums.spent), Share(sums.spent, sums.granted),
                  Plain(sums.claimed)});
  }
  if (!unreadable.empty()) {
    const std::string names = absl::StrJoin(unreadable, ", ");
    cli.Note(
        {absl::StrCat("Not counted, unreadable as handed in: ", names),
         absl::StrCat("Non comptés, illisibles tels que remis : ", names),
         absl::StrCat("Niet geteld, onleesbaar zoals ingediend: ", names)});
  }
  if (WantsData(cli)) return PrintData(cli, all);
  if (table.is_empty()) {
    cli.Say({"No dossier was handed in.", "Aucun dossier n'a été remis.",
             "Er is geen dossier ingediend."});
    return absl::OkStatus();
  }
  table.AddRule();
  table.AddRow({cli.T({"total", "total", "totaal"}), "", "",
                Plain(total.granted), Plain(total.spent),
                Share(total.spent, total.granted), Plain(total.claimed)});
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

}  // namespace

void AddCompareCommand(CLI::App& group, Cli& cli) {
  auto year = std::make_shared<int>(0);
  Command command(
      group, cli, "compare",
      {"Compares what municipalities were granted, spent and claimed in a "
       "year, "
       "by the dossiers they last handed in. Reads no municipality's own "
       "books.",
       "Compare ce que les communes ont reçu, dépensé et déclaré en une année, "
       "d'après les derniers dossiers remis. Ne lit les comptes d'aucune "
       "commune.",
       "Vergelijkt wat gemeenten in een jaar kregen, uitgaven en vorderden, "
       "volgens de laatst ingediende dossiers. Leest de boeken van geen enkele "
       "gemeente."},
      "entente dossier compare --year 2018");
  command
      .Option("--year", *year,
              {"Calendar year of the dossiers.", "Année civile des dossiers.",
               "Kalenderjaar van de dossiers."})
      ->required();
  ListsRows(command, cli);
  command.Run([year](Cli& cli) { return Compare(cli, *year); });
}

}  // namespace entente::client
