#include "services/indicators/release_persons_store.h"

#include <string>

#include "services/common/base/error.h"
#include "services/indicators/date_rules.h"

namespace entente::indicators {

namespace cv1 = entente::conventions::v1;

absl::StatusOr<PersonsBounds> ReadPersons(
    const std::string& measure, const PersonsCodes& codes,
    const google::protobuf::RepeatedPtrField<v1::ReleaseMonth>& months,
    ApprovedFigures& approved) {
  PersonsBounds persons;
  for (const v1::ReleaseMonth& one : months) {
    const auto named = codes.find(MonthOf(PackDate(one.month())));
    if (named == codes.end()) continue;
    const std::string& code = named->second;
    google::protobuf::RepeatedPtrField<v1::ReleaseMonth> month;
    *month.Add() = one;
    ENTENTE_ASSIGN_OR_RETURN(
        const bool is_no_count,
        approved.HasOtherKind(code, cv1::MEASURE_KIND_COUNT, month));
    if (is_no_count) continue;
    ENTENTE_ASSIGN_OR_RETURN(const MeasureFigures figures,
                             approved.Of(code, "", month));
    for (const auto& [place, figure] : figures) {
      persons[place] = PersonsAtLeast(figure, code == measure);
    }
  }
  return persons;
}

PersonsCodes FrozenPersonsCodes(const std::string& measure,
                                const v1::ReleaseTablesRecord& tables) {
  PersonsCodes codes;
  for (const v1::ReleasePersons& one : tables.persons()) {
    if (one.measure_code() != measure) continue;
    codes[MonthOf(PackDate(one.month()))] = one.persons_measure_code();
  }
  return codes;
}

}  // namespace entente::indicators
