#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "services/common/audit/bundle.h"
#include "services/common/audit/bundle_errors.h"
#include "services/common/audit/bundle_witnesses.h"
#include "services/common/audit/checkpoint.h"
#include "services/common/audit/entry.h"
#include "services/common/base/error.h"
#include "services/common/base/regular_file.h"

namespace entente::audit {
namespace {

namespace fs = std::filesystem;

// Refuses what no bundle holds before it is read into memory.
absl::StatusOr<std::string> ReadSmallFile(const std::string& path) {
  absl::StatusOr<RegularFile> file = ReadRegularFile(path, kNoteBytesMax);
  if (!file.ok() || file->bytes.size() > kNoteBytesMax) {
    return BundleUnreadable(path);
  }
  return std::move(file->bytes);
}

// Streams of any length are read from regular files only: a bundle comes from
// elsewhere, and a pipe in it would hold the judge.
bool IsRegular(const std::string& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

absl::StatusOr<NoteVerifier> KeyOf(const std::string& dir,
                                   const std::string& trusted) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string text,
                           ReadSmallFile(dir + "/public-key"));
  const absl::string_view own = absl::StripSuffix(text, "\n");
  if (!trusted.empty() && own != trusted) return KeyWrong();
  absl::StatusOr<NoteVerifier> key = NoteVerifier::Parse(own);
  if (!key.ok()) return KeyWrong();
  return key;
}

// Roots that the entries must have on the way, by size.
using Milestones = std::map<uint64_t, Hash>;

absl::Status ReadCheckpoints(const std::string& dir, const NoteVerifier& key,
                             Milestones& milestones, WitnessTally& tally) {
  std::error_code error;
  fs::directory_iterator files(dir + "/checkpoints", error);
  if (error) return BundleUnreadable(dir + "/checkpoints");
  for (const fs::directory_entry& file : files) {
    const std::string name = file.path().filename().string();
    ENTENTE_ASSIGN_OR_RETURN(const std::string note,
                             ReadSmallFile(file.path().string()));
    const absl::StatusOr<Checkpoint> read = OpenCheckpoint(note, key);
    if (!read.ok() || name != absl::StrFormat("%020d.note", read->size)) {
      return CheckpointWrong(name);
    }
    milestones[read->size] = read->root;
    ENTENTE_RETURN_IF_ERROR(tally.Add(read->size, note, name));
  }
  return absl::OkStatus();
}

// The kept ones must agree with the bundle's where both speak of one size.
absl::StatusOr<Milestones> ReadKept(const std::vector<std::string>& notes,
                                    const NoteVerifier& key,
                                    const Milestones& own) {
  Milestones kept;
  const uint64_t signed_size = own.rbegin()->first;
  for (const std::string& note : notes) {
    const absl::StatusOr<Checkpoint> read = OpenCheckpoint(note, key);
    if (!read.ok()) return KeptWrong();
    if (read->size > signed_size) {
      return BundleRolledBack(signed_size, read->size);
    }
    const auto same = own.find(read->size);
    const auto [known, is_new] = kept.emplace(read->size, read->root);
    if (known->second != read->root ||
        (same != own.end() && same->second != read->root)) {
      return BundleForked(read->size);
    }
  }
  return kept;
}

// Reads entries one after the other, with the hash recorded for each.
class EntryReader {
 public:
  explicit EntryReader(const std::string& dir)
      : entries_(dir + "/entries", std::ios::binary),
        leaves_(dir + "/leaves", std::ios::binary) {}

  bool is_open() const { return entries_ && leaves_; }

  // The leaf hash of entry `index` of `signed_size`; nullopt at the end.
  absl::StatusOr<std::optional<Hash>> Next(uint64_t index,
                                           uint64_t signed_size) {
    std::array<unsigned char, 4> prefix;
    entries_.read(reinterpret_cast<char*>(prefix.data()), prefix.size());
    if (entries_.gcount() == 0) return std::nullopt;
    if (entries_.gcount() < 4) return EntriesMissing(index, signed_size);
    size_t size = 0;
    for (const unsigned char byte : prefix) size = size << 8 | byte;
    if (size == 0 || size > kEntryBytesMax) return EntryChanged(index);
    std::string bytes(size, '\0');
    entries_.read(bytes.data(), static_cast<std::streamsize>(size));
    if (static_cast<size_t>(entries_.gcount()) < size) {
      return EntriesMissing(index, signed_size);
    }
    Hash recorded(32, '\0');
    leaves_.read(recorded.data(), 32);
    const absl::StatusOr<AuditEntry> entry = ParseEntry(bytes);
    if (entry.ok() && entry->sequence() != index) {
      return EntryOutOfPlace(index, entry->sequence());
    }
    const Hash leaf = LeafHash(bytes);
    if (leaf != recorded) return EntryChanged(index);
    if (!entry.ok()) return EntryMalformed(index);
    return leaf;
  }

  // Something is left behind the last entry's hash.
  bool HasLooseLeaves() { return leaves_.peek() != EOF; }

 private:
  std::ifstream entries_;
  std::ifstream leaves_;
};

// True when `tree` has just the size of a milestone and another root.
bool Differs(const Milestones& milestones, const TreeHead& tree) {
  const auto found = milestones.find(tree.size());
  return found != milestones.end() && found->second != tree.Root();
}

// Reads all entries against what was signed.
absl::StatusOr<TreeHead> ReadEntries(const std::string& dir,
                                     const Milestones& own,
                                     const Milestones& kept) {
  if (!IsRegular(dir + "/entries") || !IsRegular(dir + "/leaves")) {
    return BundleUnreadable(dir + "/entries");
  }
  EntryReader reader(dir);
  if (!reader.is_open()) return BundleUnreadable(dir + "/entries");
  const uint64_t signed_size = own.rbegin()->first;
  TreeHead tree;
  uint64_t good = 0;
  std::optional<uint64_t> fork;
  while (true) {
    if (Differs(own, tree)) return RangeChanged(good, tree.size());
    if (own.count(tree.size()) > 0) good = tree.size();
    // Only a fork when the bundle's own next checkpoint agrees with it.
    if (!fork && Differs(kept, tree)) fork = tree.size();
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<Hash> leaf,
                             reader.Next(tree.size(), signed_size));
    if (!leaf) break;
    if (tree.size() == signed_size) return EntriesUnsigned(signed_size);
    tree.Append(*leaf);
  }
  if (tree.size() < signed_size) {
    return EntriesMissing(tree.size(), signed_size);
  }
  if (reader.HasLooseLeaves()) return EntriesUnsigned(signed_size);
  if (fork) return BundleForked(*fork);
  return tree;
}

}  // namespace

absl::StatusOr<BundleSummary> VerifyBundle(const std::string& dir,
                                           const BundleTrust& trust) {
  ENTENTE_ASSIGN_OR_RETURN(const NoteVerifier key,
                           KeyOf(dir, trust.public_key));
  ENTENTE_ASSIGN_OR_RETURN(WitnessTally tally,
                           WitnessTally::Make(trust.witnesses, trust.quorum));
  Milestones own;
  ENTENTE_RETURN_IF_ERROR(ReadCheckpoints(dir, key, own, tally));
  if (own.empty()) return EntriesUnsigned(0);
  ENTENTE_ASSIGN_OR_RETURN(const Milestones kept,
                           ReadKept(trust.kept, key, own));
  ENTENTE_ASSIGN_OR_RETURN(const TreeHead tree, ReadEntries(dir, own, kept));
  BundleSummary summary{key.ToString(), tree.size(), own.size(), kept.size(),
                        tree.Root()};
  // Last: whatever is wrong with the entries is worth more to know.
  ENTENTE_ASSIGN_OR_RETURN(summary.witnessed, tally.Witnessed());
  summary.witnesses = tally.witnesses();
  return summary;
}

}  // namespace entente::audit
