// Contract profiles: which measures the lines of a convention report.
//
// A profile is reviewed data (a textproto beside this file, see profile_loader)
// for one municipality and term. Without one, kinds are guessed from the labels
// and each guess is a finding. A measure is counted once; totals are formed
// over measures, never over indicators.
//
// Pure and thread-safe. Errors are INVALID_ARGUMENT with an ErrorDetail.
#ifndef SERVICES_CONVENTIONS_PROFILES_PROFILE_H_
#define SERVICES_CONVENTIONS_PROFILES_PROFILE_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/conventions/v1/amendment.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/measure.pb.h"

namespace entente::conventions {

// OK when ids, codes, titles (fr and nl), kinds, units, directions, feeds and
// mappings of `profile` are complete and agree. Errors: PROFILE_INVALID, with
// `field` at fault.
absl::Status ValidateProfile(const v1::ContractProfile& profile);

// The profile for this municipality and exactly this term, in its highest
// reviewed version, or where none was reviewed in its highest; one without a
// municipality code serves any municipality, a named one is preferred. nullptr
// when there is none. The answer points into `profiles`.
const v1::ContractProfile* ChooseProfile(
    const std::vector<v1::ContractProfile>& profiles,
    absl::string_view municipality_code, const google::type::Date& valid_from,
    const google::type::Date& valid_until);

// Sets measure_codes of indicators and mapped expected results, notes which
// text of which profile the convention has, and adds a finding
// LABEL_WITHOUT_MEASURE for an indicator that the profile does not map; where
// nobody is said to have reviewed it, PROFILE_NOT_REVIEWED behind all others.
// `profile` is valid.
void ApplyProfile(const v1::ContractProfile& profile,
                  v1::Convention& convention);

// Without a profile: one measure per different label of the indicators (quotes,
// case, accents and spacing do not count), kind guessed from its words in
// French or Dutch, is_kind_guessed set, one finding KIND_GUESSED per measure.
// Which direction is better is not guessed: no word of a label says it.
// Sets measure_codes and answers the measures in document order; they have no
// feeds.
std::vector<v1::MeasureDefinition> GuessMeasures(v1::Convention& convention);

// What a person says of a measure whose kind was guessed.
struct ConfirmedMeasure {
  v1::MeasureKind kind = v1::MEASURE_KIND_UNSPECIFIED;
  v1::Direction direction = v1::DIRECTION_UNSPECIFIED;
  // Figures of several months are not added.
  bool is_not_summed = false;
};

// The measure is what was said: marked as guessed no more, and where the guess
// was another kind with the unit of its kind. False, and nothing changed, when
// the kind is none.
bool ConfirmMeasure(const ConfirmedMeasure& said,
                    v1::MeasureDefinition& measure);

// Chooses among `profiles` by the convention's municipality_code and term, then
// applies the profile or guesses. The answer holds the measures and activity
// types that hold for the convention; its id is empty when they were guessed.
v1::ContractProfile ResolveProfile(
    const std::vector<v1::ContractProfile>& profiles,
    v1::Convention& convention);

// Versions that `convention` may have, lowest first: those of the profile that
// it has, else those for its municipality and term. They point into `profiles`.
std::vector<const v1::ContractProfile*> VersionsFor(
    const std::vector<v1::ContractProfile>& profiles,
    const v1::Convention& convention);

// Measures that the nodes of `convention` have by `profile`, in document order,
// of those that change: a mapped label has what the profile says, any other
// node keeps those of its measures that the profile defines. A promoted result
// is looked up as the result that the document calls it.
std::vector<v1::ConventionChange::ProfileAdoption::NodeMeasures> RemapNodes(
    const v1::ContractProfile& profile, const v1::Convention& convention);

// Whether the profile has a measure of this code.
bool DefinesMeasure(const v1::ContractProfile& profile, absl::string_view code);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_PROFILES_PROFILE_H_
