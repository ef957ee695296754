#include "tools/client/dossier/standing_check.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "tools/client/csv.h"
#include "tools/client/report/month_standing.h"

namespace entente::client {
namespace {

using Kind = MonthStanding::Kind;
using Cells = std::vector<std::string>;

bool Is(const std::string& code, Kind kind) {
  return code == StandingCode(kind);
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
  UnapprovedMonths found;
  for (size_t i = 1; i < lines.size(); ++i) {
    const Cells cells = Split(lines[i]);
    absl::CivilMonth month;
    if (std::max(month_place, code_place) >= cells.size() ||
        !absl::ParseCivilTime(cells[month_place], &month)) {
      return std::nullopt;
    }
    const std::string& code = cells[code_place];
    if (Is(code, Kind::kOutdated)) {
      found.outdated.push_back(month);
    } else if (!Is(code, Kind::kApproved) && !Is(code, Kind::kNotCompared)) {
      found.unapproved.push_back(month);
    }
  }
  return found;
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
