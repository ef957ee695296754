// The closed code lists by which measures of a municipality are split, over all
// its conventions. Pure.
//
// Lists of several conventions are one by code: the newest convention says
// title and order, codes that only older ones have stay behind them.
#ifndef SERVICES_INDICATORS_CODE_LIST_RULES_H_
#define SERVICES_INDICATORS_CODE_LIST_RULES_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/records.pb.h"

namespace entente::indicators {

// Limits of one convention's lists, against a sender gone wrong.
inline constexpr int kCodeListsMax = 500;
inline constexpr int kCodesMax = 500;

// One list, merged.
struct CodeListInfo {
  entente::conventions::v1::CodeList list;
  absl::flat_hash_set<std::string> codes;
  // As a rejection names it: "breakdown.audience".
  std::string column;

  const std::string& code() const { return list.code(); }
};

// Immutable; share it between threads.
class CodeLists {
 public:
  CodeLists() = default;
  // `records`: oldest first.
  explicit CodeLists(
      const std::vector<entente::indicators::v1::ConventionRecord>& records);

  // Nullptr when no such list is defined; the answer lives as long as this.
  const CodeListInfo* Find(absl::string_view code) const;

 private:
  std::vector<CodeListInfo> lists_;
  absl::flat_hash_map<std::string, size_t> by_code_;
};

// Whether the measure is split by the list of this code.
bool IsSplitBy(const entente::conventions::v1::MeasureDefinition& measure,
               absl::string_view list);

// Adds to `newer` the lists that `older` is split by.
void UniteBreakdowns(const entente::conventions::v1::MeasureDefinition& older,
                     entente::conventions::v1::MeasureDefinition& newer);

// OK when the lists of `record`, and what its measures are split by, can be
// taken. Errors, INVALID_ARGUMENT: CODE_LIST_LIMIT, CODE_LIST_INVALID,
// BREAKDOWN_INVALID (of a measure that is no COUNT or HOURS, by a list that is
// not defined or twice).
absl::Status ValidateCodeLists(
    const entente::indicators::v1::ConventionRecord& record);

// INVALID_ARGUMENT / CODE_LIST_UNKNOWN: the municipality has no list `code`.
absl::Status CodeListUnknown(absl::string_view code, const std::string& field);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_CODE_LIST_RULES_H_
