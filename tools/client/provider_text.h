// What has to be configured at an OpenID provider so that the services accept a
// person: the client cannot write there.
#ifndef TOOLS_CLIENT_PROVIDER_TEXT_H_
#define TOOLS_CLIENT_PROVIDER_TEXT_H_

#include <string>

#include "tools/client/language.h"
#include "tools/client/persons.h"

namespace entente::client {

// One line per setting, the exact value in each; ends with a newline.
std::string ProviderAddText(const NewAssignment& wanted, Language language);

// What to take away there; `role` empty for every role.
std::string ProviderRemoveText(const std::string& subject,
                               const std::string& role, Language language);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_PROVIDER_TEXT_H_
