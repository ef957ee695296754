#include "services/common/access/grant_store.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/key.h"
#include "services/common/store/records.h"

namespace entente::access {
namespace {

constexpr uint8_t kGrantTable = 0xE4;
constexpr uint8_t kHolderTable = 0xE5;

std::string Prefix(uint8_t table, absl::string_view of) {
  return store::KeyWriter().Table(table).Str(of).Key();
}

std::string Key(uint8_t table, absl::string_view of, int64_t number) {
  return store::KeyWriter()
      .Table(table)
      .Str(of)
      .U64(static_cast<uint64_t>(number))
      .Key();
}

template <class Tuple>
absl::StatusOr<std::vector<Tuple>> ReadAll(const store::Reader& reader,
                                           uint8_t table,
                                           absl::string_view of) {
  std::vector<Tuple> found;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<Tuple>(
      reader, Prefix(table, of), "", [&](absl::string_view, const Tuple& one) {
        found.push_back(one);
        return true;
      }));
  return found;
}

absl::Status Full(const std::string& reason, int most) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = reason,
       .field = "parent",
       .metadata = {{"count_max", absl::StrCat(most)}},
       .sentence = {.en = absl::StrCat("There are ", most,
                                       " of these already, ended ones too."),
                    .fr = absl::StrCat("Il y en a déjà ", most,
                                       ", y compris ceux qui ont pris fin."),
                    .nl = absl::StrCat("Er zijn er al ", most,
                                       ", ook die welke beëindigd zijn.")}});
}

absl::Status NotFound(const std::string& reason) {
  return MakeError(
      absl::StatusCode::kNotFound,
      {.reason = reason,
       .field = "name",
       .metadata = {},
       .sentence = {.en = "There is no such right here; list them for names.",
                    .fr = "Il n'y a pas de tel droit ici ; la liste donne les "
                          "noms.",
                    .nl = "Er is hier geen dergelijk recht; de lijst geeft de "
                          "namen."}});
}

absl::Status RevokedAlready() {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "REVOKED_ALREADY",
       .field = "name",
       .metadata = {},
       .sentence = {
           .en = "This right was withdrawn before; that withdrawal stands.",
           .fr = "Ce droit a déjà été retiré ; ce retrait reste valable.",
           .nl = "Dit recht werd al ingetrokken; die intrekking blijft "
                 "gelden."}});
}

// Tuples are never deleted, so the number of a new one is one above their
// count. Counting costs what every decision about the object costs anyway.
template <class Tuple>
absl::StatusOr<int64_t> Add(store::Transaction& transaction, uint8_t table,
                            absl::string_view of, const Tuple& tuple,
                            const char* full, int most) {
  if (of.empty()) return absl::InternalError("a right without an object");
  ENTENTE_ASSIGN_OR_RETURN(const auto known,
                           ReadAll<Tuple>(transaction, table, of));
  if (known.size() >= static_cast<size_t>(most)) return Full(full, most);
  const auto number = static_cast<int64_t>(known.size()) + 1;
  store::PutRecord(transaction, Key(table, of, number), tuple);
  return number;
}

template <class Tuple>
absl::StatusOr<Tuple> Revoke(store::Transaction& transaction, uint8_t table,
                             absl::string_view of, absl::string_view name,
                             const Revocation& revocation,
                             const char* missing) {
  ENTENTE_ASSIGN_OR_RETURN(auto known, ReadAll<Tuple>(transaction, table, of));
  const auto found =
      std::find_if(known.begin(), known.end(),
                   [&](const Tuple& one) { return one.name() == name; });
  if (found == known.end()) return NotFound(missing);
  if (found->has_revocation()) return RevokedAlready();
  *found->mutable_revocation() = revocation;
  store::PutRecord(transaction, Key(table, of, found - known.begin() + 1),
                   *found);
  return *found;
}

absl::Status AddHoldings(const store::Reader& reader, absl::string_view office,
                         absl::string_view person, Facts& facts) {
  return store::ScanRecords<OfficeHolder>(
      reader, Prefix(kHolderTable, office), "",
      [&](absl::string_view, const OfficeHolder& holder) {
        if (holder.person() == person) facts.holders.push_back(holder);
        return true;
      });
}

}  // namespace

absl::StatusOr<Facts> ReadFacts(const store::Reader& reader,
                                absl::string_view object,
                                absl::string_view person) {
  Facts facts;
  std::set<std::string> offices;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<Grant>(
      reader, Prefix(kGrantTable, object), "",
      [&](absl::string_view, const Grant& grant) {
        if (grant.has_office()) offices.insert(grant.office());
        if (grant.has_office() || grant.person() == person) {
          facts.grants.push_back(grant);
        }
        return true;
      }));
  for (const std::string& office : offices) {
    ENTENTE_RETURN_IF_ERROR(AddHoldings(reader, office, person, facts));
  }
  return facts;
}

absl::StatusOr<Facts> ReadOfficeFacts(const store::Reader& reader,
                                      absl::string_view office,
                                      absl::string_view person) {
  Facts facts;
  ENTENTE_RETURN_IF_ERROR(AddHoldings(reader, office, person, facts));
  return facts;
}

absl::StatusOr<std::vector<Grant>> ReadGrants(const store::Reader& reader,
                                              absl::string_view object) {
  return ReadAll<Grant>(reader, kGrantTable, object);
}

absl::StatusOr<std::vector<OfficeHolder>> ReadHolders(
    const store::Reader& reader, absl::string_view office) {
  return ReadAll<OfficeHolder>(reader, kHolderTable, office);
}

absl::StatusOr<int64_t> AddGrant(store::Transaction& transaction,
                                 const Grant& grant) {
  return Add(transaction, kGrantTable, grant.object(), grant, "GRANTS_FULL",
             kGrantsPerObjectMax);
}

absl::StatusOr<int64_t> AddHolder(store::Transaction& transaction,
                                  const OfficeHolder& holder) {
  return Add(transaction, kHolderTable, holder.office(), holder, "HOLDERS_FULL",
             kHoldersPerOfficeMax);
}

absl::StatusOr<Grant> RevokeGrant(store::Transaction& transaction,
                                  absl::string_view object,
                                  absl::string_view name,
                                  const Revocation& revocation) {
  return Revoke<Grant>(transaction, kGrantTable, object, name, revocation,
                       "GRANT_NOT_FOUND");
}

absl::StatusOr<OfficeHolder> RevokeHolder(store::Transaction& transaction,
                                          absl::string_view office,
                                          absl::string_view name,
                                          const Revocation& revocation) {
  return Revoke<OfficeHolder>(transaction, kHolderTable, office, name,
                              revocation, "HOLDER_NOT_FOUND");
}

}  // namespace entente::access
