// The closed code lists of a contract profile, by which figures of measures are
// split. Pure and thread-safe.
#ifndef SERVICES_CONVENTIONS_PROFILES_CODE_LISTS_H_
#define SERVICES_CONVENTIONS_PROFILES_CODE_LISTS_H_

#include "entente/conventions/v1/measure.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/conventions/profiles/profile_faults.h"

namespace entente::conventions {

inline constexpr int kCodeListsMax = 50;
inline constexpr int kCodesMax = 50;
// Lists that one measure is split by.
inline constexpr int kBreakdownsMax = 8;

// Adds nothing when codes and titles (fr and nl) of all lists of `profile` are
// complete and stand once, every measure is split by lists that there are, each
// once, and is a COUNT or HOURS where it is split, and every list is used.
// Faults are INVALID_ARGUMENT / PROFILE_INVALID with the field:
// "code_lists[audience].codes[youth]", "measures[staff_recruited].breakdowns".
void AddCodeListFaults(const v1::ContractProfile& profile,
                       ProfileFaults& faults);

using CodeLists = google::protobuf::RepeatedPtrField<v1::CodeList>;

// Adds to `lists` what `before` has and they have not, lists and codes: figures
// of before can still be read, and corrected.
void KeepCodes(const CodeLists& before, CodeLists& lists);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_PROFILES_CODE_LISTS_H_
