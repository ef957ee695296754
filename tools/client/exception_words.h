// What is said of the exceptions of a month, and of those that a version of it
// names. Pure.
#ifndef TOOLS_CLIENT_EXCEPTION_WORDS_H_
#define TOOLS_CLIENT_EXCEPTION_WORDS_H_

#include <string>

#include "entente/indicators/v1/period.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// An exception that a version names: for whom, its last day, when it was
// approved and why; where it was ended, when and why. Days of Brussels.
Sentence FrozenExceptionSentence(
    const indicators::v1::PeriodException& exception);

// That an exception, called `name`, was refused or ended: when and why. Empty
// of one that was neither.
Sentence EndedExceptionSentence(
    const std::string& name, const indicators::v1::PeriodException& exception);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_EXCEPTION_WORDS_H_
