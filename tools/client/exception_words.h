// What is said of the exceptions that a version of a month names. Pure.
#ifndef TOOLS_CLIENT_EXCEPTION_WORDS_H_
#define TOOLS_CLIENT_EXCEPTION_WORDS_H_

#include "entente/indicators/v1/period.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// An exception that a version names: for whom, its last day, when it was
// approved and, where it was, ended, by days of Brussels, and why.
Sentence FrozenExceptionSentence(
    const indicators::v1::PeriodException& exception);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_EXCEPTION_WORDS_H_
