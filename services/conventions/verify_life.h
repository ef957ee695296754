// The life of the conventions, read and followed again for the recount of
// verify_store.h: shares no code with what records it.
#ifndef SERVICES_CONVENTIONS_VERIFY_LIFE_H_
#define SERVICES_CONVENTIONS_VERIFY_LIFE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "entente/conventions/v1/amendment.pb.h"
#include "entente/conventions/v1/control_service.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/life_records.pb.h"
#include "entente/conventions/v1/life_service.pb.h"
#include "entente/conventions/v1/progress_service.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/verify_book.h"

namespace entente::conventions {

// One convention; numbers as in keys.
struct LifeBook {
  v1::LifeHead head;
  std::map<uint64_t, v1::ConventionFact> facts;
  std::map<uint64_t, v1::Amendment> amendments;
  std::map<uint64_t, v1::ProgressStatement> statements;
  std::map<uint64_t, v1::ControlRequest> controls;
  std::map<uint64_t, v1::ChangeRecord> changes;
  std::optional<v1::Convention> original;
};

// Facts, amendments, statements and control requests of every convention, and
// that nothing is recorded of what is not stored. Errors: DATA_LOSS.
absl::Status VerifyLives(const store::Reader& reader, const Books& books,
                         VerifyReport& report);

// That every organisation stands under the number that it says, that the number
// has the right check digits, and that its history is whole. Errors: DATA_LOSS.
absl::Status VerifyOrganisations(const store::Reader& reader,
                                 VerifyReport& report);

// That the stored head and tree are what the changes make of the convention as
// imported.
void VerifyVersions(const std::string& name, const LifeBook& life,
                    const Book& book, VerifyReport& report);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_VERIFY_LIFE_H_
