// What is counted in a municipality, over all its conventions. Pure.
//
// Several conventions may be in force, and may define the same measure: it is
// one measure, merged by code. The newest convention (by first day of the term,
// then by name) says its title, kind and unit, and whether it counts
// person-hours, which are added to nothing else; other feeds, and the code
// lists that it is split by, are united. What belongs to the day of a figure is
// asked of MeasureInfo::On (measure_version_rules.h). Figures are accepted for
// a day when some convention that defines the measure is in force on it. What
// people added (settings_rules.h) is merged in: a measure that they call
// sensitive is so here, and one that they call otherwise is called so from that
// month on, wherever the definition is looked at.
//
// What the municipality defines itself (local_measure_rules.h) is merged as an
// older convention would be, and stands after all that conventions define.
#ifndef SERVICES_INDICATORS_DEFINITION_RULES_H_
#define SERVICES_INDICATORS_DEFINITION_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/indicators/code_list_rules.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/measure_version_rules.h"
#include "services/indicators/settings_rules.h"

namespace entente::indicators {

// Limits of one convention's definitions, against a sender gone wrong.
inline constexpr int kMeasuresMax = 1000;
inline constexpr int kIndicatorsMax = 5000;
inline constexpr int kActivityTypesMax = 200;

// One measure, merged.
struct MeasureInfo {
  // As it is defined newest and called last.
  entente::conventions::v1::MeasureDefinition definition;
  // Terms of the conventions that define it, and the days of a local one.
  std::vector<Term> terms;
  // What people added.
  SettingsInForce settings = {};
  // Of definitions by day; empty where there is only one.
  std::vector<DatedDefinition> versions = {};
  // Whether no convention defines it, but the municipality itself.
  bool is_local = false;

  const std::string& code() const { return definition.code(); }
  bool IsInTerm(uint32_t packed_day) const;
  // Whether a term has one of the months (see date_rules.h).
  bool IsInTermBetween(int32_t first_month, int32_t last_month) const;
  // The definition that figures of the day belong to, of a month as a whole
  // that of its last day.
  const entente::conventions::v1::MeasureDefinition& On(
      uint32_t packed_day) const;
  const entente::conventions::v1::MeasureDefinition& InMonth(
      int32_t month) const {
    return On(static_cast<uint32_t>(month) * 32);
  }
};

// Whether figures of the kind are counted, and may be added.
inline bool IsCounted(entente::conventions::v1::MeasureKind kind) {
  return kind == entente::conventions::v1::MEASURE_KIND_COUNT ||
         kind == entente::conventions::v1::MEASURE_KIND_HOURS;
}

// Whether figures of several months make one: those of a COUNT and of HOURS
// where the definition says that they may be summed, those of a RATIO and of a
// YES_NO always, words never.
bool MakesOneFigure(const entente::conventions::v1::MeasureDefinition& measure);

// Immutable; share it between threads.
class Definitions {
 public:
  Definitions() = default;
  // `version` is DefinitionsHead.version of the state the records came from.
  // `settings` are versions of any measures, those of one in the order they
  // were written; those of a measure that is not defined are left aside.
  // `local` are the local measures, each as ToRecord makes it, in the order
  // they were last written.
  Definitions(
      int64_t version,
      std::vector<entente::indicators::v1::ConventionRecord> records,
      const std::vector<entente::indicators::v1::MeasureSettings>& settings =
          {},
      std::vector<entente::indicators::v1::ConventionRecord> local = {});

  int64_t version() const { return version_; }
  // In the order reports show them: oldest convention first, those that are
  // local last, by code.
  const std::vector<MeasureInfo>& measures() const { return measures_; }
  // Place in measures(); -1 when the code is not defined.
  int Find(absl::string_view code) const;
  // Oldest first.
  const std::vector<entente::indicators::v1::ConventionRecord>& conventions()
      const {
    return conventions_;
  }
  // The local measures as they were given.
  const std::vector<entente::indicators::v1::ConventionRecord>& local_measures()
      const {
    return local_;
  }
  // What measures may be split by.
  const CodeLists& code_lists() const { return code_lists_; }
  // Whether figures of the measure are shown to nobody by month: it is
  // sensitive, or it is not defined, so that nobody can tell. The name of a
  // split's series is no code of a measure.
  bool IsWithheld(absl::string_view code) const;
  // Whether any measure is sensitive.
  bool HasSensitive() const;
  // Types of activity that can be entered, oldest convention first, those that
  // are local last; the newest convention that has one says its title.
  const std::vector<entente::conventions::v1::ActivityType>& activity_types()
      const {
    return activity_types_;
  }
  bool HasActivityType(absl::string_view code) const {
    return type_by_code_.contains(code);
  }
  // Whether activities of the type are taken on the day: a convention or local
  // measure that defines the type has it, or a measure that the type feeds.
  bool TakesActivityOn(absl::string_view type, uint32_t packed_day) const;
  // Names of the indicators that report `code` in conventions in force on the
  // day, in document order; countable results are left out.
  std::vector<std::string> IndicatorsOf(absl::string_view code,
                                        uint32_t packed_day) const;

 private:
  // Merges what is local into what the conventions define.
  void MergeLocal();

  int64_t version_ = 0;
  std::vector<entente::indicators::v1::ConventionRecord> conventions_;
  std::vector<entente::indicators::v1::ConventionRecord> local_;
  std::vector<MeasureInfo> measures_;
  absl::flat_hash_map<std::string, int> by_code_;
  std::vector<entente::conventions::v1::ActivityType> activity_types_;
  // Places in activity_types_.
  absl::flat_hash_map<std::string, int> type_by_code_;
  CodeLists code_lists_;
};

// OK when `record` can be taken. Errors, INVALID_ARGUMENT: NAME_INVALID,
// DEFINITION_LIMIT, MEASURE_CODE_INVALID, MEASURE_REPEATED,
// MEASURE_KIND_MISSING, UNKNOWN_MEASURE (an indicator that reports none), those
// of ValidateCodeLists and ValidateEarlier.
absl::Status ValidateConventionRecord(
    const entente::indicators::v1::ConventionRecord& record);

// OK when `target` may be set. Errors, INVALID_ARGUMENT: TARGET_NOT_POSSIBLE (a
// measure in words, or one whose months make no figure to put beside it; a
// quarter of a sensitive one, whose figures are shown by year only),
// TARGET_OUT_OF_RANGE (also of a baseline), BASELINE_YEAR, QUARTER_INVALID,
// YEAR_OUTSIDE_TERM, TEXT_TOO_LONG, PERSONAL_DATA_SHAPE; of a term those of
// ParseTerm and ValidateTargetTerm.
absl::Status ValidateTarget(const MeasureInfo& measure,
                            const entente::indicators::v1::Target& target);

// Whether both agree on the same, whoever set them and why.
bool AgreeOnTheSame(const entente::indicators::v1::Target& a,
                    const entente::indicators::v1::Target& b);

// INVALID_ARGUMENT / QUARTER_INVALID.
absl::Status QuarterInvalid(const std::string& field);
// NOT_FOUND / TARGET_UNKNOWN; FAILED_PRECONDITION / TOO_MANY_TARGET_VERSIONS
// with `most`.
absl::Status TargetUnknown();
absl::Status TooManyTargetVersions(int most);

// NOT_FOUND / UNKNOWN_MEASURE: `code` is not defined in the municipality.
absl::Status UnknownMeasure(absl::string_view code, const std::string& field);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_DEFINITION_RULES_H_
