// Words for people of the life of a convention, and the flags that its commands
// share.
#ifndef TOOLS_CLIENT_LIFE_WORDS_H_
#define TOOLS_CLIENT_LIFE_WORDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "entente/conventions/v1/amendment_service.pb.h"
#include "entente/conventions/v1/control_service.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/life_service.pb.h"
#include "entente/conventions/v1/progress_service.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/common/base/error.h"
#include "tools/client/cli.h"
#include "tools/client/missing_word.h"

namespace entente::client {

// "in force", "en vigueur", "van kracht".
Sentence LifeStateWord(conventions::v1::Convention::State state);
// "signature of the mayor", "exemplaire 1 reçu".
Sentence FactWord(const conventions::v1::ConventionFact& fact);
Sentence AmendmentStateWord(conventions::v1::Amendment::State state);
// "text", "texte", "tekst" of a field of VersionDifference.
Sentence DifferenceWord(const std::string& field);
Sentence ProgressStateWord(conventions::v1::ProgressStatement::State state);
Sentence ControlKindWord(conventions::v1::ControlRequest::Kind kind);
Sentence ControlStateWord(conventions::v1::ControlRequest::State state);

// What follows from the facts, in two or three lines.
void PrintLife(Cli& cli, const conventions::v1::ConventionLife& life);

// "2018-06-01T10:00:00Z", "2018-06-01 10:00" (local time), or "2018-06-01" for
// the end of that day in Belgium, also of today's: how much of it is known is
// for the service to say. INVALID_ARGUMENT / USAGE.
absl::StatusOr<google::protobuf::Timestamp> ParseTimeFlag(
    const std::string& flag, const std::string& text);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_LIFE_WORDS_H_
