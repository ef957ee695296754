#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/client/report/html_sections.h"
#include "tools/client/report/month_standing.h"

namespace entente::client {
namespace {

using Kind = MonthStanding::Kind;

const Sentence kMonth{"month", "Mois", "Maand"};
const Sentence kState{"standing", "État", "Stand"};
const Sentence kVersion{"version", "Version", "Versie"};
const Sentence kHash{"hash", "Empreinte", "Hash"};

std::string MonthText(absl::CivilMonth month) {
  return absl::StrFormat("%02d/%04d", month.month(), month.year());
}

// Months from `first` to `last`, which stand alike.
void WriteRow(const MonthStanding& first, const MonthStanding& last,
              HtmlWriter& html) {
  const bool is_one = first.month == last.month;
  const bool is_approved = first.kind == Kind::kApproved;
  const auto row = html.Element("tr");
  html.Leaf("th", {{"scope", "row"}},
            is_one ? MonthText(first.month)
                   : absl::StrCat(MonthText(first.month), " – ",
                                  MonthText(last.month)));
  {
    const auto cell =
        html.Element("td", CellOf(kState, is_approved ? "text" : "text neg"));
    const auto words = html.Element("span");
    html.Both(StandingWord(first.kind));
  }
  html.Leaf("td", CellOf(kVersion, "num"),
            first.version == 0 ? "–" : absl::StrCat(first.version));
  const std::string hash = ShortHash(first.sha256);
  html.Leaf("td", CellOf(kHash, "hash"), hash.empty() ? "–" : hash);
}

void WriteTable(const std::vector<MonthStanding>& standings, HtmlWriter& html) {
  const auto scroll = html.Element("div", {{"class", "scroll"}});
  const auto table = html.Element("table", {{"class", "standing"}});
  {
    const auto head = html.Element("thead");
    const auto row = html.Element("tr");
    WriteColumnHead(kMonth, false, html);
    WriteColumnHead(kState, false, html);
    WriteColumnHead(kVersion, true, html);
    WriteColumnHead(kHash, false, html);
  }
  const auto body = html.Element("tbody");
  for (size_t first = 0; first < standings.size();) {
    size_t last = first;
    // What was approved has a version of its own.
    while (last + 1 < standings.size() && standings[first].version == 0 &&
           standings[last + 1].kind == standings[first].kind) {
      ++last;
    }
    WriteRow(standings[first], standings[last], html);
    first = last + 1;
  }
}

}  // namespace

void WriteStanding(const ReportModel& model, HtmlWriter& html) {
  const bool is_missing = model.data->IsMissing("indicators.periods");
  const std::vector<MonthStanding> standings = StandingsOf(*model.data);
  if (standings.empty() && !is_missing) return;
  html.BothLeaf("h3", {{"id", "standing"}}, kStandingTitle);
  if (is_missing) {
    html.BothLeaf("p", {{"class", "none"}},
                  model.data->InsteadOf("indicators.periods"));
    return;
  }
  const bool has_calendar = std::any_of(
      standings.begin(), standings.end(), [](const MonthStanding& standing) {
        return standing.kind != Kind::kNoCalendar;
      });
  if (!has_calendar) {
    html.BothLeaf("p", {{"class", "neg"}}, StandingWord(Kind::kNoCalendar));
    return;
  }
  html.BothLeaf("p", {{"class", "remark"}}, kStandingRemark);
  WriteTable(standings, html);
  for (const MonthRemark& exception : ExceptionsOf(*model.data)) {
    html.BothLeaf("p", {{"class", "remark"}}, exception.sentence);
  }
  for (const MonthRemark& renamed : RenamedSince(*model.data)) {
    html.BothLeaf("p", {{"class", "remark"}}, renamed.sentence);
  }
}

}  // namespace entente::client
