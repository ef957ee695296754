// Grants and holders of offices inside the store that holds what they are
// about, so that a decision reads one state. Nothing is ever deleted: what was
// withdrawn stays, with who withdrew it, when and why.
//
//   table key                      value
//   0xE4  object Str, number u64   Grant
//   0xE5  office Str, number u64   OfficeHolder
//
// Numbers count from 1 in the order of giving; frozen. No key names a person.
#ifndef SERVICES_COMMON_ACCESS_GRANT_STORE_H_
#define SERVICES_COMMON_ACCESS_GRANT_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/access/decide.h"
#include "services/common/store/store.h"

namespace entente::access {

using entente::common::v1::Revocation;

// Every decision about an object reads all its tuples, and about an office all
// its holders, ended ones too.
inline constexpr int kGrantsPerObjectMax = 500;
inline constexpr int kHoldersPerOfficeMax = 500;

// What Decide needs to know about `person` and `object`: tuples of the object
// that name the person or an office, and the person's holdings of those
// offices. Whether the object exists is the caller's to say. Errors: DATA_LOSS.
absl::StatusOr<Facts> ReadFacts(const store::Reader& reader,
                                absl::string_view object,
                                absl::string_view person);

// The same for By::kOffice: the person's holdings of `office`.
absl::StatusOr<Facts> ReadOfficeFacts(const store::Reader& reader,
                                      absl::string_view office,
                                      absl::string_view person);

// All tuples of `object`, all holders of `office`, in the order of giving.
absl::StatusOr<std::vector<Grant>> ReadGrants(const store::Reader& reader,
                                              absl::string_view object);
absl::StatusOr<std::vector<OfficeHolder>> ReadHolders(
    const store::Reader& reader, absl::string_view office);

// Adds a tuple; returns its number. Its object (office) must be named. Errors:
// FAILED_PRECONDITION / GRANTS_FULL, HOLDERS_FULL at the limits above.
absl::StatusOr<int64_t> AddGrant(store::Transaction& transaction,
                                 const Grant& grant);
absl::StatusOr<int64_t> AddHolder(store::Transaction& transaction,
                                  const OfficeHolder& holder);

// Withdraws the tuple called `name` among those of `object` (`office`); returns
// it as it then stands. Errors: NOT_FOUND / GRANT_NOT_FOUND, HOLDER_NOT_FOUND;
// FAILED_PRECONDITION / REVOKED_ALREADY, so that the first withdrawal stays.
absl::StatusOr<Grant> RevokeGrant(store::Transaction& transaction,
                                  absl::string_view object,
                                  absl::string_view name,
                                  const Revocation& revocation);
absl::StatusOr<OfficeHolder> RevokeHolder(store::Transaction& transaction,
                                          absl::string_view office,
                                          absl::string_view name,
                                          const Revocation& revocation);

}  // namespace entente::access

#endif  // SERVICES_COMMON_ACCESS_GRANT_STORE_H_
