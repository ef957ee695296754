// A contract profile to be completed, made of a convention's document.
#ifndef TOOLS_CLIENT_PROFILES_PROFILE_DRAFT_H_
#define TOOLS_CLIENT_PROFILES_PROFILE_DRAFT_H_

#include <string>

#include "entente/conventions/v1/convention.pb.h"
#include "tools/client/language.h"

namespace entente::client {

// A textproto with comments in `language`, lines of the document among them. It
// holds what was read or guessed: id, municipality, term, one measure for each
// different label of the indicators, as an import without a profile guesses
// them, and the labels. What no document says is left to a person:
// translations, which way is better, what a measure is fed by and split by, the
// review. No service reads the file until all of it but the review is said.
//
// `convention` is as ParseConvention answers it. Pure; ends with a newline.
std::string DraftProfile(const conventions::v1::Convention& convention,
                         Language language);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PROFILES_PROFILE_DRAFT_H_
