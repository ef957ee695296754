// What a target is of, as people say it: a year, a quarter, or the term of a
// convention.
#ifndef TOOLS_CLIENT_TARGET_PERIOD_H_
#define TOOLS_CLIENT_TARGET_PERIOD_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "tools/client/cli.h"

namespace entente::client {

struct TargetPeriodFlags {
  int year = 0;
  // 0: the whole year.
  int quarter = 0;
  bool is_term = false;
  // "2018-01/2019-12": which, where the measure has several terms.
  std::string months = {};
};

// --year, --quarter, --term and --months.
void PeriodOptions(Command& command, TargetPeriodFlags& flags);
// Of these --term and --months, not with `year`, the option --year.
void TermOptions(Command& command, TargetPeriodFlags& flags, CLI::Option* year);

// A usage error where neither a year nor a term is given.
absl::Status CheckPeriod(const TargetPeriodFlags& flags);

// The term that `months` say; where they are empty, the only one of the
// measures `codes`, where there are none of all `measures` but those of the
// municipality's own. Errors: those of
// usage, where there is none or are several.
absl::StatusOr<entente::indicators::v1::TermMonths> FindTerm(
    const std::vector<entente::indicators::v1::Measure>& measures,
    const std::vector<std::string>& codes, const std::string& months);

// Sets year, quarter or term of `target`, one of the measure `code`. Errors:
// those of CheckPeriod and FindTerm.
absl::Status SetPeriod(
    const TargetPeriodFlags& flags,
    const std::vector<entente::indicators::v1::Measure>& measures,
    const std::string& code, entente::indicators::v1::Target& target);

// The last part of its name: "2018", "2018-Q1", "2018-01-2019-12".
std::string TargetId(const entente::indicators::v1::Target& target);

// The same for people; of a term "2018-01/2019-12", as of a series.
std::string PeriodText(const entente::indicators::v1::Target& target);
std::string TermText(const entente::indicators::v1::TermMonths& term);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_TARGET_PERIOD_H_
