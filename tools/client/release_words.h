// What people are told of the figures that a release leaves out. Pure.
//
// Of a sensitive measure a figure is left out as "A" since it is small, or
// since few persons may be behind it. Which of both is not told, also not here,
// so no bound of the figure is said either.
#ifndef TOOLS_CLIENT_RELEASE_WORDS_H_
#define TOOLS_CLIENT_RELEASE_WORDS_H_

#include <optional>
#include <vector>

#include "entente/indicators/v1/definition_service.pb.h"
#include "entente/indicators/v1/release.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// Whether a figure of the table is left out as "A" that few persons may be
// behind.
bool MayHideFewPersons(const entente::indicators::v1::ReleaseTable& table);

// What "A" means in such a table, with both thresholds.
Sentence FewPersonsSentence(const entente::indicators::v1::ReleaseTable& table);

// What the letters of figures that are left out mean.
Sentence LeftOutSentence(const entente::indicators::v1::Release& release);

// Whether any measure of the release is sensitive, as `measures` are today. Not
// set where one of them is not there and no other is.
std::optional<bool> HasSensitive(
    const entente::indicators::v1::Release& release,
    const std::vector<entente::indicators::v1::Measure>& measures);

// What ReleaseCounts.small counts, after its number. An answer without tables
// does not say whether persons were looked at, which they are of a sensitive
// measure: `has_sensitive` is whether there is any, not set where that is not
// known. A rehearsed freezing counts nothing of one.
Sentence SmallSentence(const entente::indicators::v1::Release& release,
                       bool is_dry_run, std::optional<bool> has_sensitive);

// How much of the tables is given, where it is counted, and of a rehearsed
// freezing what it does not count: a paragraph each.
std::vector<Sentence> CountsSentences(
    const entente::indicators::v1::Release& release, bool is_dry_run,
    std::optional<bool> has_sensitive);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_RELEASE_WORDS_H_
