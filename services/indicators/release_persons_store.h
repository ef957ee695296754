// What approved months say of the distinct persons behind a measure.
#ifndef SERVICES_INDICATORS_RELEASE_PERSONS_STORE_H_
#define SERVICES_INDICATORS_RELEASE_PERSONS_STORE_H_

#include <string>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/release_records.pb.h"
#include "services/indicators/release_basis_store.h"
#include "services/indicators/release_persons_rules.h"

namespace entente::indicators {

// As the measures of `codes` say it of `measure`. A month in which that one was
// not approved as a count says nothing. Errors: DATA_LOSS, also where a version
// is missing.
absl::StatusOr<PersonsBounds> ReadPersons(
    const std::string& measure, const PersonsCodes& codes,
    const google::protobuf::RepeatedPtrField<
        entente::indicators::v1::ReleaseMonth>& months,
    ApprovedFigures& approved);

// By which measures a frozen table of `measure` looked at persons.
PersonsCodes FrozenPersonsCodes(
    const std::string& measure,
    const entente::indicators::v1::ReleaseTablesRecord& tables);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_PERSONS_STORE_H_
