// Every refusal about the contract profile that a convention adopts, and about
// translations of its words, by name. Pure.
#ifndef SERVICES_CONVENTIONS_PROFILE_ERRORS_H_
#define SERVICES_CONVENTIONS_PROFILE_ERRORS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/measure.pb.h"

namespace entente::conventions {

// NOT_FOUND / PROFILE_UNKNOWN: no such version; `known` are those there are.
absl::Status ProfileUnknown(
    int version, const std::vector<const v1::ContractProfile*>& known);

// FAILED_PRECONDITION / PROFILE_NOT_NEWER: `convention` has this version or a
// later one.
absl::Status ProfileNotNewer(const v1::ContractProfile& profile,
                             const v1::Convention& convention);

// FAILED_PRECONDITION / PROFILE_NOT_REVIEWED.
absl::Status ProfileNotReviewed(const v1::ContractProfile& profile);

// FAILED_PRECONDITION / PROFILE_INCOMPLETE: `node` would be counted no more.
absl::Status ProfileIncomplete(const v1::ContractProfile& profile,
                               const v1::Node& node);

// FAILED_PRECONDITION / MEASURE_IN_USE: `user`, a node or an amendment, counts
// by a measure that the profile does not define.
absl::Status MeasureInUse(const v1::ContractProfile& profile,
                          const std::string& code, const std::string& user);

// FAILED_PRECONDITION / MEASURE_CHANGED: the profile gives another kind to a
// measure that has figures under this code.
absl::Status MeasureChanged(const v1::ContractProfile& profile,
                            const std::string& code);

// FAILED_PRECONDITION / ADOPTED_FROM_LATER_DAY: a profile is in force from
// `adopted` on, and another one was to be from `asked`, a day before.
absl::Status AdoptedFromLaterDay(const google::type::Date& adopted,
                                 const google::type::Date& asked);

// INVALID_ARGUMENT / EFFECTIVE_DATE_BEFORE_TERM: a profile was to be in force
// from `asked`, before the first day of the term.
absl::Status AdoptedBeforeTerm(const google::type::Date& asked,
                               const google::type::Date& first_of_term);

// INVALID_ARGUMENT / UNKNOWN_LANGUAGE.
absl::Status UnknownLanguage(absl::string_view field);

// INVALID_ARGUMENT / TRANSLATION_OF_DOCUMENT: the document is in `language`.
absl::Status TranslationOfDocument(const std::string& language);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_PROFILE_ERRORS_H_
