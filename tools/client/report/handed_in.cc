#include "tools/client/report/handed_in.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "tools/client/csv.h"
#include "tools/client/report/month_standing.h"

namespace entente::client {
namespace {

using conventions::v1::Submission;
using conventions::v1::SubmissionDecision;
using indicators::v1::Period;
using Cells = std::vector<std::string>;

constexpr char kCollection[] = "/submissions/";
constexpr int64_t kBuiltBeforeSeconds = 31 * 24 * 3600;

// The cells of a line; none of one that is no row.
Cells Split(absl::string_view line) {
  Cells cells;
  if (!SplitCsvLine(absl::StripSuffix(line, "\r"), ';', cells)) cells.clear();
  return cells;
}

std::string ConventionOf(const std::string& name) {
  return name.substr(0, name.find(kCollection));
}

// What stands behind the last "/".
std::string LastPart(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

// Nullopt where it stands as it was handed in.
std::optional<MonthSince> Since(const HandedInMonth& then, const Period& now) {
  MonthSince since;
  since.month = then.month;
  since.handed_in_version = then.version;
  since.version = now.latest_version();
  switch (now.standing()) {
    case Period::STANDING_APPROVED:
      if (now.latest_version() == then.version) return std::nullopt;
      since.kind = then.version == 0 ? MonthSince::Kind::kApproved
                                     : MonthSince::Kind::kOtherVersion;
      return since;
    case Period::STANDING_REOPENED:
    case Period::STANDING_REOPENING_ENDED:
      if (then.is_reopened) return std::nullopt;
      since.kind = MonthSince::Kind::kReopened;
      return since;
    default:
      return std::nullopt;
  }
}

// "version 1 was handed in".
Sentence HandedInAs(int version) {
  if (version == 0) {
    return {"it was handed in without an approval",
            "il a été remis sans approbation",
            "ze is zonder goedkeuring ingediend"};
  }
  return {absl::StrCat("version ", version, " was handed in"),
          absl::StrCat("la version ", version, " a été remise"),
          absl::StrCat("versie ", version, " is ingediend")};
}

// " as version 1", within a sentence.
Sentence AsVersion(int version) {
  if (version == 0) {
    return {" without an approval", " sans approbation", " zonder goedkeuring"};
  }
  return {absl::StrCat(" as version ", version),
          absl::StrCat(" dans sa version ", version),
          absl::StrCat(" als versie ", version)};
}

Sentence BecameOf(const MonthSince& since) {
  const std::string version = absl::StrCat(since.version);
  switch (since.kind) {
    case MonthSince::Kind::kApproved:
    case MonthSince::Kind::kOtherVersion:
      return {absl::StrCat("version ", version, " is approved since"),
              absl::StrCat("la version ", version, " est approuvée depuis"),
              absl::StrCat("versie ", version, " is sindsdien goedgekeurd")};
    case MonthSince::Kind::kReopened:
      return {"re-opened since", "rouvert depuis", "sindsdien heropend"};
  }
  return {"?", "?", "?"};
}

}  // namespace

std::vector<const Submission*> LastHandedIn(
    const std::vector<Submission>& submissions) {
  // A withdrawn one was never handed in.
  std::map<std::pair<std::string, int>, const Submission*> last;
  for (const Submission& submission : submissions) {
    if (submission.state() == Submission::STATE_WITHDRAWN) continue;
    const Submission*& kept =
        last[{ConventionOf(submission.name()), submission.year()}];
    if (kept == nullptr || kept->revision() < submission.revision()) {
      kept = &submission;
    }
  }
  std::vector<const Submission*> all;
  for (const auto& [key, submission] : last) all.push_back(submission);
  return all;
}

bool IsRejectedByState(const Submission& submission) {
  return submission.state() == Submission::STATE_DECIDED &&
         submission.decision().outcome() ==
             SubmissionDecision::OUTCOME_REJECTED;
}

bool IsUnsent(const Submission& submission) {
  return submission.state() == Submission::STATE_SUBMITTED &&
         !submission.has_send_time();
}

bool MayBeOutdated(const Submission& submission,
                   const std::vector<Period>& periods) {
  const std::string months = absl::StrCat("/periods/", submission.year(), "-");
  const int64_t from = submission.submit_time().seconds() - kBuiltBeforeSeconds;
  return std::any_of(periods.begin(), periods.end(), [&](const Period& period) {
    return period.standing() == Period::STANDING_APPROVED &&
           absl::StrContains(period.name(), months) &&
           (period.decisions().empty() ||
            period.decisions().rbegin()->time().seconds() >= from);
  });
}

std::optional<std::vector<HandedInMonth>> ParseHandedIn(absl::string_view csv) {
  const std::vector<absl::string_view> lines =
      absl::StrSplit(csv, '\n', absl::SkipEmpty());
  if (lines.empty()) return std::nullopt;
  const Cells titles = Split(lines[0]);
  const auto place = [&](const char* key) -> size_t {
    return std::find(titles.begin(), titles.end(), key) - titles.begin();
  };
  const size_t month_place = place(kStandingMonthKey);
  const size_t version_place = place(kStandingVersionKey);
  const size_t code_place = place(kStandingCodeKey);
  std::vector<HandedInMonth> months;
  for (size_t i = 1; i < lines.size(); ++i) {
    const Cells cells = Split(lines[i]);
    HandedInMonth month;
    if (std::max({month_place, version_place, code_place}) >= cells.size() ||
        !absl::ParseCivilTime(cells[month_place], &month.month)) {
      return std::nullopt;
    }
    const std::string& version = cells[version_place];
    if (!version.empty() && !absl::SimpleAtoi(version, &month.version)) {
      return std::nullopt;
    }
    month.is_reopened =
        cells[code_place] == StandingCode(MonthStanding::Kind::kReopened);
    months.push_back(month);
  }
  return months;
}

std::vector<MonthSince> MonthsSince(const std::vector<HandedInMonth>& handed_in,
                                    const std::vector<Period>& periods) {
  std::map<std::string, const Period*> now;
  for (const Period& period : periods) {
    now[LastPart(period.name())] = &period;
  }
  std::vector<MonthSince> months;
  for (const HandedInMonth& then : handed_in) {
    const auto period = now.find(absl::FormatCivilTime(then.month));
    if (period == now.end()) continue;
    const std::optional<MonthSince> since = Since(then, *period->second);
    if (since.has_value()) months.push_back(*since);
  }
  return months;
}

Sentence MonthSinceSentence(const MonthSince& since) {
  const std::string month = absl::FormatCivilTime(since.month);
  const Sentence became = BecameOf(since);
  const Sentence then = HandedInAs(since.handed_in_version);
  return {absl::StrCat(month, ": ", became.en, "; ", then.en),
          absl::StrCat(month, " : ", became.fr, " ; ", then.fr),
          absl::StrCat(month, ": ", became.nl, "; ", then.nl)};
}

std::string MonthSinceCode(MonthSince::Kind kind) {
  switch (kind) {
    case MonthSince::Kind::kApproved:
      return "APPROVED";
    case MonthSince::Kind::kOtherVersion:
      return "OTHER_VERSION";
    case MonthSince::Kind::kReopened:
      return "REOPENED";
  }
  return "";
}

Sentence WayToHandInAgain(const Submission& submission) {
  const std::string id = LastPart(submission.name());
  if (submission.state() == Submission::STATE_DECIDED) {
    return {absl::StrCat("the State accepted ", id,
                         " as it is and takes no other: tell it"),
            absl::StrCat("l'État a accepté ", id,
                         " tel quel et n'en prend pas d'autre : prévenez-le"),
            absl::StrCat("de Staat aanvaardde ", id,
                         " zoals het is en neemt geen ander: verwittig hem")};
  }
  if (IsUnsent(submission)) {
    const std::string withdraw = absl::StrCat("entente dossier withdraw ", id);
    return {absl::StrCat("it was not sent yet: withdraw it first with `",
                         withdraw, "`"),
            absl::StrCat("il n'est pas encore envoyé : retirez-le d'abord par "
                         "« ",
                         withdraw, " »"),
            absl::StrCat("het is nog niet verstuurd: trek het eerst in met \"",
                         withdraw, "\"")};
  }
  return {absl::StrCat("the State takes another only after it rejected ", id,
                       ": tell it"),
          absl::StrCat("l'État n'en prend un autre qu'après avoir rejeté ", id,
                       " : prévenez-le"),
          absl::StrCat("de Staat neemt pas een ander nadat hij ", id,
                       " verwierp: verwittig hem")};
}

std::optional<Sentence> HandedInSentence(const HandedInDossier& dossier,
                                         absl::CivilMonth month,
                                         const std::string& when) {
  const Submission& submission = dossier.submission;
  Sentence was = {" was handed in", " a été remis", " is"};
  Sentence as;
  if (dossier.table == HandedInDossier::Table::kUnread) {
    was = {" may have been handed in", " a peut-être été remis",
           " is misschien"};
  } else if (dossier.table == HandedInDossier::Table::kRead) {
    const auto found = std::find_if(
        dossier.months.begin(), dossier.months.end(),
        [&](const HandedInMonth& one) { return one.month == month; });
    if (found == dossier.months.end()) return std::nullopt;
    as = AsVersion(found->version);
  }
  const std::string about =
      absl::StrCat(submission.year(), " (", LastPart(submission.name()), ", ",
                   LastPart(ConventionOf(submission.name())), ", ", when, ")");
  const std::string text = absl::FormatCivilTime(month);
  const Sentence way = WayToHandInAgain(submission);
  return Sentence{
      absl::StrCat(text, was.en, as.en, " with the dossier of ", about, "; ",
                   way.en, "."),
      absl::StrCat(text, was.fr, as.fr, " avec le dossier de ", about, " ; ",
                   way.fr, "."),
      absl::StrCat(text, was.nl, as.nl, " ingediend met het dossier van ",
                   about, "; ", way.nl, ".")};
}

}  // namespace entente::client
