// What a dossier that was handed in says of its months, and what became of them
// since: the State keeps what it got. Pure.
#ifndef TOOLS_CLIENT_REPORT_HANDED_IN_H_
#define TOOLS_CLIENT_REPORT_HANDED_IN_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "entente/conventions/v1/submission.pb.h"
#include "entente/indicators/v1/period.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// The table of a dossier that says which months are approved, and its columns
// that are read again.
inline constexpr char kStandingTableId[] = "standing";
inline constexpr char kStandingMonthKey[] = "month";
inline constexpr char kStandingVersionKey[] = "version";
inline constexpr char kStandingCodeKey[] = "code";

// A month as a dossier says that it stood.
struct HandedInMonth {
  absl::CivilMonth month;
  // Of what stood approved, also where figures had moved since; 0 where nothing
  // did.
  int version = 0;
  bool is_reopened = false;
};

// A dossier that was handed in, without its files, and its months.
struct HandedInDossier {
  // Where `months` are from.
  enum class Table {
    // The dossier; also where it holds none.
    kRead,
    // It says nothing of its months, as older ones.
    kAbsent,
    // Nobody could read it.
    kUnread,
  };

  conventions::v1::Submission submission;
  std::vector<HandedInMonth> months = {};
  Table table = Table::kRead;
};

// A month that no longer stands as it was handed in.
struct MonthSince {
  enum class Kind {
    // Nothing of it stood approved.
    kApproved,
    // Another version of it did.
    kOtherVersion,
    // Nobody has approved it again.
    kReopened,
  };

  absl::CivilMonth month;
  Kind kind = Kind::kApproved;
  // 0 where nothing stood approved.
  int handed_in_version = 0;
  // That stands approved now; of kReopened the one before it was opened, 0
  // where there is none.
  int version = 0;
};

// Of each convention and year the last revision that was not withdrawn, in
// their order.
std::vector<const conventions::v1::Submission*> LastHandedIn(
    const std::vector<conventions::v1::Submission>& submissions);

// The State answered that the year is to be handed in again.
bool IsRejectedByState(const conventions::v1::Submission& submission);

// Whether a month of its year may have been approved since the dossier was
// built, which is some days before it is frozen: it stands approved, and was
// decided on not more than 31 days before, or since.
bool MayBeOutdated(const conventions::v1::Submission& submission,
                   const std::vector<indicators::v1::Period>& periods);

// Of data/standing.csv; nullopt where it does not say of each of its rows which
// month it is and which version was approved.
std::optional<std::vector<HandedInMonth>> ParseHandedIn(absl::string_view csv);

// In the order of `handed_in`. Of a month that is not among `periods` nothing
// is said.
std::vector<MonthSince> MonthsSince(
    const std::vector<HandedInMonth>& handed_in,
    const std::vector<indicators::v1::Period>& periods);

// "2018-03: version 2 is approved since; version 1 was handed in".
Sentence MonthSinceSentence(const MonthSince& since);
// The kind for programs: "OTHER_VERSION".
std::string MonthSinceCode(MonthSince::Kind kind);

// It may still be withdrawn: it was never about to be sent.
bool IsUnsent(const conventions::v1::Submission& submission);

// How the year of a dossier that is not rejected may be handed in again: "the
// State takes another only after it rejected 2018-1: tell it".
Sentence WayToHandInAgain(const conventions::v1::Submission& submission);

// "2018-03 was handed in as version 1 with the dossier of 2018 (2018-1,
// css-2018-2019, 2019-03-01 10:00); …" and how it may be again; without the
// version where the dossier says nothing of its months, and "may have been
// handed in" where they could not be read. Nullopt where its months are read
// and this is none of them. `when` it was frozen.
std::optional<Sentence> HandedInSentence(const HandedInDossier& dossier,
                                         absl::CivilMonth month,
                                         const std::string& when);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_HANDED_IN_H_
