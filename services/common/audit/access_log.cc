#include "services/common/audit/access_log.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/base/utf8.h"
#include "services/common/store/key.h"

namespace entente::audit {
namespace {

constexpr int32_t kNanosMax = 999'999'999;

absl::StatusOr<Hash> ReadNode(const store::Reader& reader, int level,
                              uint64_t index) {
  ENTENTE_ASSIGN_OR_RETURN(
      std::optional<std::string> found,
      reader.Get(level == 0 ? EntryKey(index) : NodeKey(level, index)));
  if (!found) return absl::DataLossError("a node of the access log is missing");
  return level == 0 ? LeafHash(*found) : *std::move(found);
}

// What could not be read back would stop the signing of everything after it:
// Append refuses it. Cheaper than ParseEntry, which judges the bytes of others;
// what else that asks for holds for every entry that protobuf serialised.
absl::Status CheckWritable(const AuditEntry& entry, size_t size) {
  const bool is_text =
      IsValidUtf8(entry.method()) && IsValidUtf8(entry.peer()) &&
      IsValidUtf8(entry.permission()) && IsValidUtf8(entry.rule_id()) &&
      IsValidUtf8(entry.reason());
  if (size > kEntryBytesMax || !is_text || entry.time().nanos() < 0 ||
      entry.time().nanos() > kNanosMax ||
      !AuditEntry::Outcome_IsValid(entry.outcome()) ||
      !entry.GetReflection()->GetUnknownFields(entry).empty()) {
    return absl::InvalidArgumentError(
        "an access entry is too long or could not be read back");
  }
  return absl::OkStatus();
}

}  // namespace

std::string HeadKey() { return store::KeyWriter().Table(kHeadTable).Key(); }

std::string EntriesPrefix() {
  return store::KeyWriter().Table(kEntryTable).Key();
}

std::string EntryKey(uint64_t sequence) {
  return store::KeyWriter().Table(kEntryTable).U64(sequence).Key();
}

std::string NodeKey(int level, uint64_t index) {
  const char level_byte = static_cast<char>(level);
  return store::KeyWriter()
      .Table(kNodeTable)
      .Bytes(absl::string_view(&level_byte, 1))
      .U64(index)
      .Key();
}

std::string TraceName(absl::string_view trace_id) {
  return trace_id.empty() ? "" : absl::StrCat("trace:", trace_id);
}

absl::Status AccessLog::CheckOpen() const {
  return guard_ == nullptr ? absl::OkStatus() : guard_->CheckOpen();
}

absl::StatusOr<AuditEntry> AccessLog::Prepare(const Access& access) const {
  ENTENTE_RETURN_IF_ERROR(CheckOpen());
  AuditEntry entry;
  *entry.mutable_time() = ToTimestamp(access.time);
  entry.set_method(access.method);
  entry.set_peer(access.peer);
  entry.set_permission(access.permission);
  entry.set_purpose(access.purpose);
  entry.set_rests_on(access.rests_on);
  entry.set_key_year(Pseudonymizer::YearOf(access.time));
  ENTENTE_ASSIGN_OR_RETURN(
      *entry.mutable_person(),
      pseudonymizer_.Pseudonym(PseudonymKind::kPerson, access.person,
                               access.time));
  ENTENTE_ASSIGN_OR_RETURN(
      *entry.mutable_object(),
      pseudonymizer_.Pseudonym(PseudonymKind::kObject, access.object,
                               access.time));
  ENTENTE_RETURN_IF_ERROR(
      persons_->Prepare(entry.key_year(), entry.person(), access.person));
  ENTENTE_ASSIGN_OR_RETURN(
      *entry.mutable_trace(),
      pseudonymizer_.Pseudonym(PseudonymKind::kObject,
                               TraceName(access.trace_id), access.time));
  std::set<std::string> counted;
  for (const std::string& object : access.counted_objects) {
    ENTENTE_ASSIGN_OR_RETURN(
        std::string hash,
        pseudonymizer_.Pseudonym(PseudonymKind::kObject, object, access.time));
    counted.insert(std::move(hash));
  }
  entry.set_counted_objects(absl::StrJoin(counted, ""));
  // A meeting is found by the same hash as an object and as a reference.
  ENTENTE_ASSIGN_OR_RETURN(
      *entry.mutable_reference(),
      pseudonymizer_.Pseudonym(PseudonymKind::kObject, access.reference,
                               access.time));
  if (!access.legal_basis.empty()) {
    // Keyed: what a client chose could be guessed from a plain hash.
    ENTENTE_ASSIGN_OR_RETURN(
        *entry.mutable_legal_basis(),
        pseudonymizer_.Pseudonym(PseudonymKind::kObject,
                                 absl::StrCat("law:", access.legal_basis),
                                 access.time));
  }
  return entry;
}

absl::Status AccessLog::Append(store::Transaction& transaction,
                               AuditEntry entry) const {
  if (entry.outcome() == AuditEntry::OUTCOME_UNSPECIFIED) {
    return absl::InvalidArgumentError("an access entry states its outcome");
  }
  ENTENTE_ASSIGN_OR_RETURN(TreeHead head, ReadHead(transaction));
  entry.set_sequence(head.size());
  const std::string bytes = entry.SerializeAsString();
  ENTENTE_RETURN_IF_ERROR(CheckWritable(entry, bytes.size()));
  transaction.Put(EntryKey(head.size()), bytes);
  for (const Node& node : head.Append(LeafHash(bytes))) {
    // A leaf's hash is that of its entry.
    if (node.level == 0) continue;
    transaction.Put(NodeKey(node.level, node.index), node.hash);
  }
  entente::common::v1::AuditHead stored;
  stored.set_size(head.size());
  stored.set_subtree_roots(head.subtree_roots());
  transaction.Put(HeadKey(), stored.SerializeAsString());
  return persons_->Put(transaction, entry.key_year(), entry.person());
}

absl::StatusOr<TreeHead> ReadHead(const store::Reader& reader) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                           reader.Get(HeadKey()));
  if (!bytes) return TreeHead();
  entente::common::v1::AuditHead stored;
  if (!stored.ParseFromString(*bytes)) {
    return absl::DataLossError("the head of the access log cannot be read");
  }
  return TreeHead::Make(stored.size(),
                        std::move(*stored.mutable_subtree_roots()));
}

absl::StatusOr<bool> HasEntriesOf(const store::Reader& reader, int year) {
  bool is_used = false;
  const std::string persons = PersonsPrefix(year);
  ENTENTE_RETURN_IF_ERROR(
      reader.Scan(persons, persons, [&](absl::string_view, absl::string_view) {
        is_used = true;
        return false;
      }));
  ENTENTE_ASSIGN_OR_RETURN(const TreeHead head, ReadHead(reader));
  if (is_used || head.size() == 0) return is_used;
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> newest,
                           reader.Get(EntryKey(head.size() - 1)));
  ENTENTE_ASSIGN_OR_RETURN(const AuditEntry entry,
                           ParseEntry(newest.value_or("")));
  return entry.key_year() == year;
}

absl::Status VisitEntries(const store::Reader& reader, uint64_t first,
                          absl::FunctionRef<bool(const AuditEntry&)> visit) {
  absl::Status found;
  ENTENTE_RETURN_IF_ERROR(
      reader.Scan(EntriesPrefix(), EntryKey(first),
                  [&](absl::string_view, absl::string_view value) {
                    const absl::StatusOr<AuditEntry> entry = ParseEntry(value);
                    found = entry.status();
                    return found.ok() && visit(*entry);
                  }));
  return found;
}

absl::StatusOr<std::vector<Hash>> ProveInclusion(const store::Reader& reader,
                                                 uint64_t sequence,
                                                 uint64_t size) {
  return InclusionProof(sequence, size, [&](int level, uint64_t index) {
    return ReadNode(reader, level, index);
  });
}

absl::StatusOr<std::vector<Hash>> ProveConsistency(const store::Reader& reader,
                                                   uint64_t old_size,
                                                   uint64_t size) {
  return ConsistencyProof(old_size, size, [&](int level, uint64_t index) {
    return ReadNode(reader, level, index);
  });
}

}  // namespace entente::audit
