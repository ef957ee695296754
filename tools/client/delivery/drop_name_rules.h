// Names that files of a drop folder may have: they are shown, stored and sent
// back to who dropped the file. Pure.
#ifndef TOOLS_CLIENT_DELIVERY_DROP_NAME_RULES_H_
#define TOOLS_CLIENT_DELIVERY_DROP_NAME_RULES_H_

#include <string>

namespace entente::client {

// Whether a file may have this name: 1 to 100 bytes of Latin letters, with
// their accents in them or behind them and in UTF-8, digits, blanks and
// . _ - ( ) [ ], no point first, and no national number, e-mail address or
// number of a police report in it, with or without those accents.
bool IsDropName(const std::string& name);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_DROP_NAME_RULES_H_
