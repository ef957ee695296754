// What of a release is shown to whom. Pure.
//
//                       knows of it          figures, while it is frozen
//   PUBLIC              everybody            everybody
//   STATE_CONFIDENTIAL  who drew it up,      recipients
//                       froze or withdrew
//                       it; recipients,
//                       once it was frozen
//
// Everybody: whoever holds the permission of the call. To anybody else it does
// not exist.
#ifndef SERVICES_INDICATORS_RELEASE_VIEW_RULES_H_
#define SERVICES_INDICATORS_RELEASE_VIEW_RULES_H_

#include <string>

#include "entente/indicators/v1/release_records.pb.h"

namespace entente::indicators {

// `subject` is that of the token; empty for a program without a person, to whom
// nothing confidential is shown.
bool MayKnow(const entente::indicators::v1::ReleaseRecord& record,
             const std::string& subject);
bool MayReadFigures(const entente::indicators::v1::ReleaseRecord& record,
                    const std::string& subject);

// For those who decide about it: with its recipients, since a second person
// must see to whom it goes; nobody's subject that acted.
entente::indicators::v1::Release ForDeciders(
    const entente::indicators::v1::ReleaseRecord& record);

// As `subject`, who may know of it, is shown it: its recipients only where he
// drew it up, froze or withdrew it; its hash only where he may read its
// figures, since small figures are found from their hash by trying; how many
// cells it has where he may read them or has acted. Its tables are the caller's
// to add.
entente::indicators::v1::Release ViewOf(
    const entente::indicators::v1::ReleaseRecord& record,
    const std::string& subject);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_VIEW_RULES_H_
