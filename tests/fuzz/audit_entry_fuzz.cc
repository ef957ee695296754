// Entries of the access log: read from one form only, as a second reader of
// the wire format judges; a log with any other bytes in it does not verify,
// though every hash fits.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "google/protobuf/stubs/logging.h"
#include "services/common/audit/access_log.h"
#include "services/common/audit/entry.h"
#include "services/common/base/utf8.h"
#include "services/common/store/memory_store.h"
#include "services/common/store/temporary_folder.h"
#include "tests/fuzz/fuzz.h"

namespace entente::fuzz {
namespace {

using audit::AuditEntry;
using audit::ParseEntry;
using store::Transaction;

// How a field of audit.proto is written; none of it comes from the descriptor.
enum class Form { kU64, kI64, kI32, kBool, kText, kBytes, kTime };
using Fields = std::map<uint64_t, Form>;

const Fields& EntryFields() {
  static const auto* const fields =
      new Fields{{1, Form::kU64},    {2, Form::kTime},   {3, Form::kText},
                 {4, Form::kBytes},  {5, Form::kText},   {6, Form::kText},
                 {7, Form::kText},   {8, Form::kI32},    {9, Form::kBytes},
                 {10, Form::kBytes}, {11, Form::kBytes}, {12, Form::kI64},
                 {13, Form::kI32},   {14, Form::kText},  {15, Form::kBytes},
                 {16, Form::kI32},   {17, Form::kBytes}, {18, Form::kBool},
                 {19, Form::kI64},   {20, Form::kBytes}, {21, Form::kBool},
                 {22, Form::kI32}};
  return *fields;
}
const Fields& TimeFields() {
  static const auto* const fields =
      new Fields{{1, Form::kI64}, {2, Form::kI32}};
  return *fields;
}

// A varint in its shortest form, taken from the front of `rest`.
std::optional<uint64_t> TakeVarint(absl::string_view& rest) {
  uint64_t value = 0;
  for (int i = 0; i < 10 && !rest.empty(); ++i) {
    const auto byte = static_cast<uint8_t>(rest.front());
    rest.remove_prefix(1);
    if (i == 9 && byte > 1) return std::nullopt;
    value |= uint64_t{byte & 0x7Fu} << (7 * i);
    if (byte >= 0x80) continue;
    if (byte == 0 && i > 0) return std::nullopt;
    return value;
  }
  return std::nullopt;
}

// Whether `bytes` are fields of `known` in rising order, none with the value
// that is left out; numbers go to `numbers`, what field 20
// holds to `objects`.
bool IsCanonical(absl::string_view bytes, const Fields& known,
                 std::map<uint64_t, uint64_t>& numbers,
                 absl::string_view& objects) {
  uint64_t last = 0;
  while (!bytes.empty()) {
    const auto tag = TakeVarint(bytes);
    if (!tag || *tag >> 3 <= last) return false;
    last = *tag >> 3;
    const auto field = known.find(last);
    if (field == known.end()) return false;
    const Form form = field->second;
    const bool is_number = form <= Form::kBool;
    const auto value = TakeVarint(bytes);
    if (!value || (*tag & 7) != (is_number ? 0 : 2)) return false;
    if (is_number) {
      const auto narrow = static_cast<int32_t>(*value);
      if (*value == 0) return false;
      if (form == Form::kBool && *value != 1) return false;
      if (form == Form::kI32 &&
          static_cast<uint64_t>(int64_t{narrow}) != *value) {
        return false;
      }
      numbers[last] = *value;
      continue;
    }
    if (*value > bytes.size()) return false;
    const absl::string_view text = bytes.substr(0, *value);
    bytes.remove_prefix(*value);
    if (form == Form::kTime) {
      std::map<uint64_t, uint64_t> time;
      if (!IsCanonical(text, TimeFields(), time, objects)) return false;
      if (time[2] > 999'999'999) return false;
      continue;
    }
    if (text.empty()) return false;
    if (last == 20) objects = text;
    if (form == Form::kText && !IsValidUtf8(text)) return false;
  }
  return true;
}

// At most 64 of 16 bytes, each larger than the one before.
bool AreObjects(absl::string_view objects) {
  if (objects.size() % 16 != 0 || objects.size() > size_t{64} * 16) {
    return false;
  }
  absl::string_view last;
  for (; !objects.empty(); objects.remove_prefix(16)) {
    if (objects.substr(0, 16) <= last) return false;
    last = objects.substr(0, 16);
  }
  return true;
}

bool IsEntry(const std::string& bytes) {
  std::map<uint64_t, uint64_t> numbers;
  absl::string_view objects;
  return bytes.size() <= audit::kEntryBytesMax &&
         IsCanonical(bytes, EntryFields(), numbers, objects) &&
         numbers[13] >= 1 && numbers[13] <= 3 && AreObjects(objects) &&
         numbers[22] <= 2 &&
         (numbers[19] != 0 || (objects.empty() && numbers[21] == 0));
}

void CheckBytes(const std::string& bytes) {
  const auto entry = ParseEntry(bytes);
  FUZZ_CHECK(entry.ok() == IsEntry(bytes));
  if (!entry.ok()) {
    FUZZ_CHECK(absl::IsDataLoss(entry.status()));
    return;
  }
  FUZZ_CHECK(entry->SerializeAsString() == bytes);
}

// A log of `entries` as a forger writes it who gives each node its hash.
std::unique_ptr<store::Store> Forged(const std::vector<std::string>& entries) {
  std::unique_ptr<store::Store> store = store::NewMemoryStore();
  const absl::Status status = store->Transact([&](Transaction& transaction) {
    audit::TreeHead head;
    for (const std::string& entry : entries) {
      transaction.Put(audit::EntryKey(head.size()), entry);
      for (const audit::Node& node : head.Append(audit::LeafHash(entry))) {
        transaction.Put(audit::NodeKey(node.level, node.index), node.hash);
      }
    }
    entente::common::v1::AuditHead stored;
    stored.set_size(head.size());
    stored.set_subtree_roots(head.subtree_roots());
    transaction.Put(audit::HeadKey(), stored.SerializeAsString());
    return absl::OkStatus();
  });
  FUZZ_CHECK(status.ok());
  return store;
}

std::string EntryAt(uint64_t sequence) {
  AuditEntry entry;
  entry.set_sequence(sequence);
  entry.set_method("a.v1.S/Read");
  entry.set_outcome(AuditEntry::OUTCOME_PERMITTED);
  return entry.SerializeAsString();
}

void CheckLog(Input& input) {
  const uint64_t size = 1 + input.Byte() % 9;
  const uint64_t at = input.Byte() % size;
  std::vector<std::string> entries;
  for (uint64_t i = 0; i < size; ++i) entries.push_back(EntryAt(i));
  entries[at] = input.Rest();
  const auto read = ParseEntry(entries[at]);
  const bool is_sound = read.ok() && read->sequence() == at;
  const auto store = Forged(entries);
  const auto root = audit::VerifyLog(*store->Read());
  FUZZ_CHECK(root.ok() == is_sound);
  FUZZ_CHECK(root.ok() || absl::IsDataLoss(root.status()));
  uint64_t visited = 0;
  const absl::Status status = audit::VisitEntries(
      *store->Read(), 0, [&](const AuditEntry&) { return ++visited > 0; });
  FUZZ_CHECK(status.ok() == read.ok());
  FUZZ_CHECK(visited == (read.ok() ? size : at));
}

AuditEntry AnyEntry(Input& input) {
  AuditEntry entry;
  entry.mutable_time()->set_seconds(static_cast<int64_t>(input.Number(8)));
  entry.mutable_time()->set_nanos(static_cast<int32_t>(input.Number(4)));
  entry.set_purpose(static_cast<int32_t>(input.Number(4)));
  entry.set_object_version(static_cast<int64_t>(input.Number(8)));
  entry.set_key_year(static_cast<int32_t>(input.Number(4)));
  entry.set_outcome(static_cast<AuditEntry::Outcome>(input.Byte() % 5));
  for (std::string* text :
       {entry.mutable_method(), entry.mutable_person(), entry.mutable_peer(),
        entry.mutable_permission(), entry.mutable_rule_id(),
        entry.mutable_legal_basis(), entry.mutable_object(),
        entry.mutable_reason()}) {
    *text = input.Text();
  }
  return entry;
}

bool IsWritable(const AuditEntry& entry) {
  for (const std::string* text :
       {&entry.method(), &entry.peer(), &entry.permission(), &entry.rule_id(),
        &entry.reason()}) {
    if (!IsValidUtf8(*text)) return false;
  }
  return entry.outcome() >= 1 && entry.outcome() <= 3 &&
         entry.time().nanos() >= 0 && entry.time().nanos() < 1'000'000'000;
}

// What the log takes it gives back, and it never takes what it could not.
void CheckAppended(Input& input) {
  static auto* const keys = [] {
    static const store::TemporaryFolder folder;
    return audit::Pseudonymizer::Open(folder.path() + "/keys",
                                      absl::FromUnixSeconds(1552521600))
        ->release();
  }();
  const audit::AccessLog log(*keys);
  const auto store = store::NewMemoryStore();
  uint64_t size = 0;
  while (!input.empty() && size < 20) {
    const AuditEntry entry = AnyEntry(input);
    const absl::Status status = store->Transact([&](Transaction& transaction) {
      return log.Append(transaction, entry);
    });
    FUZZ_CHECK(status.ok() == IsWritable(entry));
    size += status.ok() ? 1 : 0;
  }
  FUZZ_CHECK(audit::ReadHead(*store->Read())->size() == size);
  FUZZ_CHECK(audit::VerifyLog(*store->Read()).ok());
}

}  // namespace
}  // namespace entente::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Protobuf complains of each text that is no UTF-8; here many are not.
  static const auto* const silencer = new google::protobuf::LogSilencer;
  static_cast<void>(silencer);
  entente::fuzz::Input input(data, size);
  switch (input.Byte() % 3) {
    case 0:
      entente::fuzz::CheckBytes(input.Rest());
      break;
    case 1:
      entente::fuzz::CheckLog(input);
      break;
    default:
      entente::fuzz::CheckAppended(input);
  }
  return 0;
}
