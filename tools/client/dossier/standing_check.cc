#include "tools/client/dossier/standing_check.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "entente/conventions/v1/convention.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/common/base/error.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "services/conventions/dossier/dossier_standing.h"
#include "tools/client/csv.h"
#include "tools/client/dossier/dossier_year.h"

namespace entente::client {
namespace {

using Kind = MonthStanding::Kind;
using Cells = std::vector<std::string>;

// Nobody has to approve them, or they stand approved. A closed month takes no
// row any more, and can still be approved.
constexpr Kind kNeedNoReason[] = {Kind::kNoCalendar, Kind::kApproved,
                                  Kind::kNotCompared};

bool Is(const std::string& code, Kind kind) {
  return code == StandingCode(kind);
}

// Of a code that is unknown here as well: a silence would be read as a yes.
bool CodeNeedsReason(const std::string& code) {
  return std::none_of(std::begin(kNeedNoReason), std::end(kNeedNoReason),
                      [&](Kind kind) { return Is(code, kind); });
}

Sentence Unexplained(const std::string& months) {
  return {absl::StrCat("It shows figures of months that are not approved as "
                       "they stand: ",
                       months, "."),
          absl::StrCat("Il montre des chiffres de mois qui ne sont pas "
                       "approuvés tels quels : ",
                       months, "."),
          absl::StrCat("Het toont cijfers van maanden die niet goedgekeurd "
                       "zijn zoals ze zijn: ",
                       months, ".")};
}

// What would be right, by the first month of each kind.
Sentence Remedy(const UnapprovedMonths& found) {
  Sentence remedy;
  const std::string month = absl::FormatCivilTime(found.unexplained.front());
  if (!found.outdated.empty()) {
    const std::string moved = absl::FormatCivilTime(found.outdated.front());
    const std::string reopen = absl::StrCat("entente period reopen ", moved);
    remedy = {
        absl::StrCat(" One that moved since its approval is opened again "
                     "first: `",
                     reopen, "`."),
        absl::StrCat(" Un mois modifié depuis son approbation est d'abord "
                     "rouvert : « ",
                     reopen, " »."),
        absl::StrCat(" Een maand die sinds haar goedkeuring wijzigde, "
                     "wordt eerst heropend: \"",
                     reopen, "\".")};
  }
  const std::string approve = absl::StrCat("entente period approve ", month);
  return {
      absl::StrCat(" Approve each once it has ended, as in `", approve, "`.",
                   remedy.en,
                   " Then build the dossier again. Or build it, or submit it "
                   "by --year, with --unapproved \"reason of 10 to 500 "
                   "characters\", which is printed beside the months."),
      absl::StrCat(" Approuvez chacun une fois terminé, comme par « ", approve,
                   " ».", remedy.fr,
                   " Puis constituez le dossier de nouveau. Ou constituez-le, "
                   "ou remettez-le par --year, avec --unapproved \"motif de 10 "
                   "à 500 caractères\", imprimé à côté des mois."),
      absl::StrCat(
          " Keur elke maand goed zodra ze voorbij is, zoals met \"", approve,
          "\".", remedy.nl,
          " Maak het dossier dan opnieuw. Of maak het, of dien het met "
          "--year in, met --unapproved \"reden van 10 tot 500 "
          "tekens\", die naast de maanden gedrukt wordt.")};
}

Sentence Joined(const Sentence& one, const Sentence& other) {
  return {absl::StrCat(one.en, other.en), absl::StrCat(one.fr, other.fr),
          absl::StrCat(one.nl, other.nl)};
}

// The months that the dossier answers for, by its manifest and its convention;
// nullopt where these cannot be read.
std::optional<std::vector<absl::CivilMonth>> MonthsOfDossier(
    const DossierFiles& files) {
  const auto manifest = files.find(conventions::kManifestPath);
  const auto convention = files.find(conventions::kConventionPath);
  if (manifest == files.end() || convention == files.end()) return std::nullopt;
  const auto about = conventions::ParseManifest(manifest->second);
  if (!about.ok()) return std::nullopt;
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = true;
  conventions::v1::Convention read;
  if (!google::protobuf::util::JsonStringToMessage(convention->second, &read,
                                                   options)
           .ok()) {
    return std::nullopt;
  }
  return TermMonthsOf(about->year(), read);
}

// The cells of a line; none of one that is no row.
Cells Split(absl::string_view line) {
  Cells cells;
  if (!SplitCsvLine(absl::StripSuffix(line, "\r"), ';', cells)) cells.clear();
  return cells;
}

}  // namespace

std::optional<UnapprovedMonths> FindUnapproved(const DossierFiles& files) {
  const auto file = files.find(absl::StrCat("data/", kStandingTableId, ".csv"));
  if (file == files.end()) return std::nullopt;
  const std::vector<std::string> lines =
      absl::StrSplit(file->second, '\n', absl::SkipEmpty());
  if (lines.empty()) return std::nullopt;
  const Cells titles = Split(lines[0]);
  const auto place = [&](const char* key) -> size_t {
    return std::find(titles.begin(), titles.end(), key) - titles.begin();
  };
  const size_t month_place = place(kStandingMonthKey);
  const size_t code_place = place(kStandingCodeKey);
  const size_t reason_place = place(kStandingReasonKey);
  const auto months = MonthsOfDossier(files);
  if (!months.has_value()) return std::nullopt;
  // A month without a row would pass for an approved one.
  std::set<absl::CivilMonth> untold(months->begin(), months->end());
  UnapprovedMonths found;
  for (size_t i = 1; i < lines.size(); ++i) {
    const Cells cells = Split(lines[i]);
    absl::CivilMonth month;
    if (std::max(month_place, code_place) >= cells.size() ||
        !absl::ParseCivilTime(cells[month_place], &month)) {
      return std::nullopt;
    }
    untold.erase(month);
    const std::string& code = cells[code_place];
    // A folder may hold what was not built here.
    const bool is_explained = reason_place < cells.size() &&
                              !cells[reason_place].empty() &&
                              CheckUnapprovedReason(cells[reason_place]).ok();
    if (CodeNeedsReason(code) && !is_explained) {
      found.unexplained.push_back(month);
    }
    if (Is(code, Kind::kOutdated)) {
      found.outdated.push_back(month);
    } else if (!Is(code, Kind::kApproved) && !Is(code, Kind::kNotCompared)) {
      found.unapproved.push_back(month);
    }
  }
  if (!untold.empty()) return std::nullopt;
  return found;
}

bool NeedsReason(Kind kind) { return CodeNeedsReason(StandingCode(kind)); }

std::vector<absl::CivilMonth> MonthsThatNeedReason(const DossierData& data) {
  std::vector<absl::CivilMonth> months;
  for (const MonthStanding& standing : StandingsOf(data.report)) {
    if (standing.month.year() == data.year && NeedsReason(standing.kind)) {
      months.push_back(standing.month);
    }
  }
  return months;
}

absl::Status CheckUnapprovedReason(const std::string& reason) {
  if (reason.empty()) return absl::OkStatus();
  if (conventions::IsUnapprovedReason(reason)) return absl::OkStatus();
  const std::string least = absl::StrCat(kUnapprovedReasonCharactersMin);
  const std::string most = absl::StrCat(kUnapprovedReasonCharactersMax);
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "UNAPPROVED_REASON",
       .field = "--unapproved",
       .sentence = {
           absl::StrCat("--unapproved says why in one line of ", least, " to ",
                        most,
                        " characters, without the number of a person, a "
                        "telephone or a report and without an address."),
           absl::StrCat("--unapproved dit pourquoi en une ligne de ", least,
                        " à ", most,
                        " caractères, sans numéro de personne, de téléphone ou "
                        "de procès-verbal et sans adresse."),
           absl::StrCat("--unapproved zegt waarom in één regel van ", least,
                        " tot ", most,
                        " tekens, zonder nummer van een persoon, een telefoon "
                        "of een proces-verbaal en zonder adres.")}});
}

absl::Status CheckReasonNeeded(const DossierData& data) {
  if (data.unapproved_reason.empty() || !MonthsThatNeedReason(data).empty()) {
    return absl::OkStatus();
  }
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "UNAPPROVED_NEEDLESS",
       .field = "--unapproved",
       .sentence = {"Every month of the year that a calendar governs is "
                    "approved as it stands: leave --unapproved out.",
                    "Chaque mois de l'année couvert par un calendrier est "
                    "approuvé tel quel : omettez --unapproved.",
                    "Elke maand van het jaar waarvoor een kalender geldt, is "
                    "goedgekeurd zoals ze is: laat --unapproved weg."}});
}

std::string MonthRanges(const std::vector<absl::CivilMonth>& months) {
  std::string text;
  for (size_t first = 0; first < months.size();) {
    size_t last = first;
    while (last + 1 < months.size() && months[last + 1] == months[last] + 1) {
      ++last;
    }
    absl::StrAppend(&text, text.empty() ? "" : ", ",
                    absl::FormatCivilTime(months[first]));
    if (last > first) {
      absl::StrAppend(&text, " – ", absl::FormatCivilTime(months[last]));
    }
    first = last + 1;
  }
  return text;
}

absl::Status CheckHandIn(const DossierFiles& files) {
  const std::optional<UnapprovedMonths> found = FindUnapproved(files);
  if (!found.has_value()) {
    return ClientError(
        absl::StatusCode::kFailedPrecondition, "STANDING_UNKNOWN",
        {"The dossier does not say which months are approved: build it again.",
         "Le dossier ne dit pas quels mois sont approuvés : constituez-le de "
         "nouveau.",
         "Het dossier zegt niet welke maanden goedgekeurd zijn: maak het "
         "opnieuw."});
  }
  if (found->unexplained.empty()) return absl::OkStatus();
  const std::string months = MonthRanges(found->unexplained);
  return MakeError(absl::StatusCode::kFailedPrecondition,
                   {.reason = "MONTHS_UNAPPROVED",
                    .metadata = {{"months", months}},
                    .sentence = Joined(Unexplained(months), Remedy(*found))});
}

void NoteUnapproved(Cli& cli, const DossierFiles& files) {
  const std::optional<UnapprovedMonths> found = FindUnapproved(files);
  if (!found.has_value()) {
    cli.Note({"Note: the dossier does not say which months are approved.",
              "Attention : le dossier ne dit pas quels mois sont approuvés.",
              "Let op: het dossier zegt niet welke maanden goedgekeurd zijn."});
    return;
  }
  if (!found->unapproved.empty()) {
    const std::string months = MonthRanges(found->unapproved);
    cli.Note(
        {absl::StrCat("Note: it shows figures of months that nobody has "
                      "approved: ",
                      months),
         absl::StrCat("Attention : il montre des chiffres de mois que personne "
                      "n'a approuvés : ",
                      months),
         absl::StrCat("Let op: het toont cijfers van maanden die niemand heeft "
                      "goedgekeurd: ",
                      months)});
  }
  if (!found->outdated.empty()) {
    const std::string months = MonthRanges(found->outdated);
    cli.Note(
        {absl::StrCat("Note: it shows figures that moved since their months "
                      "were approved: ",
                      months),
         absl::StrCat("Attention : il montre des chiffres modifiés depuis "
                      "l'approbation de leur mois : ",
                      months),
         absl::StrCat("Let op: het toont cijfers die gewijzigd zijn sinds de "
                      "goedkeuring van hun maand: ",
                      months)});
  }
}

}  // namespace entente::client
