#include "services/indicators/breakdown_check_rules.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "services/common/shapes/shapes.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

constexpr char kColumn[] = "breakdown";
// Longer than any code; what it would be is not looked for.
constexpr size_t kTextBytesMax = 128;

// By list, so that what is said of several faults does not depend on chance.
using Sorted = std::map<absl::string_view, absl::string_view>;

Sorted Sort(const Breakdown& breakdown) {
  Sorted sorted;
  for (const auto& [list, code] : breakdown) sorted.emplace(list, code);
  return sorted;
}

bool IsOfPerson(absl::string_view text) {
  return text.size() <= kTextBytesMax && FindShapeInText(text) != Shape::kPlain;
}

bool HasCode(const CodeListInfo& list, absl::string_view code) {
  return code == kUnknownCode || list.codes.contains(code);
}

RowFault CheckOne(absl::string_view list, absl::string_view code,
                  const MeasureInfo& measure, const Definitions& definitions) {
  const CodeListInfo* const info = definitions.code_lists().Find(list);
  if (info == nullptr) {
    if (IsOfPerson(list) || IsOfPerson(code)) {
      return {kColumn, "PERSONAL_DATA_SHAPE"};
    }
    return {kColumn, "BREAKDOWN_LIST_UNKNOWN"};
  }
  const char* const column = info->column.c_str();
  if (!IsSplitBy(measure.definition, list)) {
    return {column, "BREAKDOWN_NOT_OF_MEASURE"};
  }
  if (HasCode(*info, code)) return {};
  return {column,
          IsOfPerson(code) ? "PERSONAL_DATA_SHAPE" : "BREAKDOWN_CODE_UNKNOWN"};
}

absl::Status TooMany() {
  return Invalid(
      "BREAKDOWN_TOO_MANY", "activity.breakdown",
      {absl::StrCat("At most ", kBreakdownListsMax, " code lists."),
       absl::StrCat("Au plus ", kBreakdownListsMax, " listes de codes."),
       absl::StrCat("Hoogstens ", kBreakdownListsMax, " codelijsten.")});
}

// What was given as a list or a code is not said again: it may be anything.
absl::Status ListUnknown() {
  return Invalid("BREAKDOWN_LIST_UNKNOWN", "activity.breakdown",
                 {"No convention defines one of these code lists.",
                  "Aucune convention ne définit une de ces listes de codes.",
                  "Geen overeenkomst definieert een van deze codelijsten."});
}

absl::Status NotOfMeasure(const std::string& list) {
  return Invalid(
      "BREAKDOWN_NOT_OF_MEASURE", absl::StrCat("activity.breakdown.", list),
      {absl::StrCat("No measure that this activity feeds is split by ", list,
                    "."),
       absl::StrCat("Aucune mesure alimentée par cette activité n'est ventilée "
                    "par ",
                    list, "."),
       absl::StrCat("Geen meting die deze activiteit voedt, wordt opgesplitst "
                    "door ",
                    list, ".")});
}

absl::Status CodeUnknown(const CodeListInfo& info) {
  const std::string codes = absl::StrJoin(
      info.list.codes(), ", ",
      [](std::string* out, const auto& code) { out->append(code.code()); });
  return Refuse(
      absl::StatusCode::kInvalidArgument, "BREAKDOWN_CODE_UNKNOWN",
      absl::StrCat("activity.breakdown.", info.code()),
      {absl::StrCat(info.code(), " takes ", codes, " or unknown."),
       absl::StrCat(info.code(), " admet ", codes, " ou unknown."),
       absl::StrCat(info.code(), " aanvaardt ", codes, " of unknown.")},
      {{"list", info.code()}, {"codes", codes}});
}

}  // namespace

RowFault CheckBreakdown(const Breakdown& breakdown, const MeasureInfo& measure,
                        const Definitions& definitions) {
  if (breakdown.size() > kBreakdownListsMax) {
    return {kColumn, "BREAKDOWN_TOO_MANY"};
  }
  for (const auto& [list, code] : Sort(breakdown)) {
    const RowFault fault = CheckOne(list, code, measure, definitions);
    if (fault.reason != nullptr) return fault;
  }
  return {};
}

bool IsAnythingKnown(const Breakdown& breakdown) {
  return std::any_of(breakdown.begin(), breakdown.end(), [](const auto& entry) {
    return entry.second != kUnknownCode;
  });
}

absl::Status ValidateBreakdown(const Breakdown& breakdown,
                               const std::vector<const MeasureInfo*>& fed,
                               const Definitions& definitions) {
  if (breakdown.size() > kBreakdownListsMax) return TooMany();
  for (const auto& [list, code] : Sort(breakdown)) {
    const CodeListInfo* const info = definitions.code_lists().Find(list);
    if (info == nullptr) return ListUnknown();
    const bool is_split =
        std::any_of(fed.begin(), fed.end(),
                    [name = info->code()](const MeasureInfo* measure) {
                      return IsSplitBy(measure->definition, name);
                    });
    if (!is_split) return NotOfMeasure(info->code());
    if (!HasCode(*info, code)) return CodeUnknown(*info);
  }
  return absl::OkStatus();
}

}  // namespace entente::indicators
