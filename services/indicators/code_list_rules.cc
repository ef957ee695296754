#include "services/indicators/code_list_rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

// A code without the signs that breakdowns are written with.
bool IsListCode(absl::string_view code) {
  return IsMeasureCode(code) && code != kUnknownCode;
}

CodeListInfo MakeInfo(cv1::CodeList list) {
  CodeListInfo info;
  info.column = absl::StrCat("breakdown.", list.code());
  for (const cv1::ListedCode& code : list.codes()) {
    info.codes.insert(code.code());
  }
  info.list = std::move(list);
  return info;
}

absl::Status ListInvalid() {
  return Invalid("CODE_LIST_INVALID", "code_lists",
                 {"A code list or one of its codes is not [a-z0-9_]{1,64}, is "
                  "\"unknown\", or stands twice.",
                  "Une liste de codes ou un de ses codes n'est pas "
                  "[a-z0-9_]{1,64}, est « unknown », ou figure deux fois.",
                  "Een codelijst of een van haar codes is niet "
                  "[a-z0-9_]{1,64}, is \"unknown\", of staat er tweemaal."});
}

absl::Status BreakdownInvalid(const std::string& measure) {
  return Invalid(
      "BREAKDOWN_INVALID", "measures.breakdowns",
      {absl::StrCat("The measure ", measure,
                    " is split by a list that is not defined or stands twice, "
                    "or is none that can be split."),
       absl::StrCat("La mesure ", measure,
                    " est ventilée par une liste non définie ou double, ou "
                    "n'est pas de celles qui se ventilent."),
       absl::StrCat("De meting ", measure,
                    " wordt opgesplitst door een lijst die niet gedefinieerd "
                    "is of er tweemaal staat, of is niet op te splitsen.")});
}

bool IsSplittable(cv1::MeasureKind kind) {
  return kind == cv1::MEASURE_KIND_COUNT || kind == cv1::MEASURE_KIND_HOURS;
}

}  // namespace

CodeLists::CodeLists(const std::vector<v1::ConventionRecord>& records) {
  for (const v1::ConventionRecord& record : records) {
    for (const cv1::CodeList& list : record.code_lists()) {
      const auto [place, is_new] =
          by_code_.try_emplace(list.code(), lists_.size());
      if (is_new) {
        lists_.push_back(MakeInfo(list));
        continue;
      }
      CodeListInfo& info = lists_[place->second];
      CodeListInfo newer = MakeInfo(list);
      for (const cv1::ListedCode& code : info.list.codes()) {
        if (newer.codes.insert(code.code()).second) {
          *newer.list.add_codes() = code;
        }
      }
      info = std::move(newer);
    }
  }
}

const CodeListInfo* CodeLists::Find(absl::string_view code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &lists_[found->second];
}

bool IsSplitBy(const cv1::MeasureDefinition& measure, absl::string_view list) {
  return std::find(measure.breakdowns().begin(), measure.breakdowns().end(),
                   list) != measure.breakdowns().end();
}

void UniteBreakdowns(const cv1::MeasureDefinition& older,
                     cv1::MeasureDefinition& newer) {
  for (const std::string& list : older.breakdowns()) {
    if (!IsSplitBy(newer, list)) newer.add_breakdowns(list);
  }
}

absl::Status ValidateCodeLists(const v1::ConventionRecord& record) {
  if (record.code_lists_size() > kCodeListsMax) {
    return Invalid("CODE_LIST_LIMIT", "code_lists",
                   {"The convention has more code lists than are accepted.",
                    "La convention a plus de listes de codes qu'il n'est "
                    "accepté.",
                    "De overeenkomst heeft meer codelijsten dan aanvaard."});
  }
  absl::flat_hash_set<std::string> lists;
  for (const cv1::CodeList& list : record.code_lists()) {
    if (!IsListCode(list.code()) || !lists.insert(list.code()).second) {
      return ListInvalid();
    }
    if (list.codes_size() > kCodesMax) {
      return Invalid("CODE_LIST_LIMIT", "code_lists.codes",
                     {"A code list has more codes than are accepted.",
                      "Une liste a plus de codes qu'il n'est accepté.",
                      "Een codelijst heeft meer codes dan aanvaard."});
    }
    absl::flat_hash_set<std::string> codes;
    for (const cv1::ListedCode& code : list.codes()) {
      if (!IsListCode(code.code()) || !codes.insert(code.code()).second) {
        return ListInvalid();
      }
    }
  }
  for (const cv1::MeasureDefinition& measure : record.measures()) {
    if (measure.breakdowns().empty()) continue;
    absl::flat_hash_set<std::string> seen;
    bool is_good = IsSplittable(measure.kind()) &&
                   measure.breakdowns_size() <= kBreakdownListsMax;
    for (const std::string& list : measure.breakdowns()) {
      is_good = is_good && lists.contains(list) && seen.insert(list).second;
    }
    if (!is_good) return BreakdownInvalid(measure.code());
  }
  return absl::OkStatus();
}

absl::Status CodeListUnknown(absl::string_view code, const std::string& field) {
  // Echoed only when it is a code: a caller may have put anything there.
  const std::string shown =
      IsMeasureCode(code) ? absl::StrCat(" ", code) : std::string();
  return Invalid(
      "CODE_LIST_UNKNOWN", field,
      {absl::StrCat("No convention defines the code list", shown, "."),
       absl::StrCat("Aucune convention ne définit la liste de codes", shown,
                    "."),
       absl::StrCat("Geen overeenkomst definieert de codelijst", shown, ".")});
}

}  // namespace entente::indicators
