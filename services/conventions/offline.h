// What the program does with a store that nobody serves: prints, and answers
// the exit code of the process.
#ifndef SERVICES_CONVENTIONS_OFFLINE_H_
#define SERVICES_CONVENTIONS_OFFLINE_H_

#include <string>

namespace entente::conventions {

// Recomputes every balance from its entries; 0 when all is right, 1 otherwise.
int VerifyOffline(const std::string& data_dir);

// The profile with this SHA-256, as its file was; 1 where none is kept.
int PrintProfileText(const std::string& data_dir, const std::string& sha256);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_OFFLINE_H_
