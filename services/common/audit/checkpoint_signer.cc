#include "services/common/audit/checkpoint_signer.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/audit/access_log.h"
#include "services/common/audit/log_files.h"
#include "services/common/audit/statement_text.h"
#include "services/common/base/error.h"
#include "services/common/store/durable_file.h"
#include "services/common/store/key.h"

namespace entente::audit {
namespace {

constexpr char kKeyFile[] = "checkpoint.key";
constexpr char kLastFile[] = "last.checkpoint";

std::string CheckpointKey(uint64_t size) {
  return store::KeyWriter().Table(kCheckpointTable).U64(size).Key();
}

// Of a key of the table; 0 when it is none.
uint64_t SizeOf(absl::string_view key) {
  store::KeyReader reader(key);
  reader.Table().status().IgnoreError();
  return reader.U64().value_or(0);
}

absl::Status RolledBack(uint64_t size, uint64_t signed_size) {
  return MakeError(
      absl::StatusCode::kDataLoss,
      {.reason = "AUDIT_LOG_ROLLED_BACK",
       .field = "",
       .metadata = {{"size", absl::StrCat(size)},
                    {"signed_size", absl::StrCat(signed_size)}},
       .sentence = {
           .en = absl::StrCat("The access log has ", size, " entries, but ",
                              signed_size,
                              " were signed: it was put back to an older copy "
                              "or cut."),
           .fr = absl::StrCat("Le journal des accès a ", size,
                              " entrées, mais ", signed_size,
                              " ont été signées : il a été remplacé par une "
                              "copie plus ancienne ou coupé."),
           .nl = absl::StrCat("Het toegangslogboek heeft ", size,
                              " regels, maar er werden er ", signed_size,
                              " ondertekend: het werd door een oudere kopie "
                              "vervangen of ingekort.")}});
}

absl::Status Forked(uint64_t size) {
  return MakeError(
      absl::StatusCode::kDataLoss,
      {.reason = "AUDIT_LOG_FORKED",
       .field = "",
       .metadata = {{"size", absl::StrCat(size)}},
       .sentence = {
           .en = absl::StrCat("The first ", size,
                              " entries of the access log are not those that "
                              "were signed."),
           .fr = absl::StrCat("Les ", size,
                              " premières entrées du journal des accès ne "
                              "sont pas celles qui ont été signées."),
           .nl = absl::StrCat("De eerste ", size,
                              " regels van het toegangslogboek zijn niet die "
                              "welke werden ondertekend.")}});
}

absl::Status CheckpointBroken(uint64_t size) {
  return MakeError(
      absl::StatusCode::kDataLoss,
      {.reason = "AUDIT_CHECKPOINT_BROKEN",
       .field = "",
       .metadata = {{"size", absl::StrCat(size)}},
       .sentence = {
           .en = absl::StrCat("The checkpoint of the first ", size,
                              " entries of the access log is not as this key "
                              "signed it."),
           .fr = absl::StrCat("Le point de contrôle des ", size,
                              " premières entrées du journal des accès n'est "
                              "pas tel que cette clé l'a signé."),
           .nl = absl::StrCat("Het controlepunt van de eerste ", size,
                              " regels van het toegangslogboek is niet zoals "
                              "deze sleutel het ondertekende.")}});
}

}  // namespace

std::string OriginOf(const std::string& spiffe_id) {
  return absl::StrCat(absl::StripPrefix(spiffe_id, "spiffe://"), "/audit");
}

absl::StatusOr<std::unique_ptr<CheckpointSigner>> CheckpointSigner::Open(
    store::Store& store, const std::string& dir, const std::string& origin) {
  ENTENTE_RETURN_IF_ERROR(store::MakeKeyFolder(dir));
  ENTENTE_ASSIGN_OR_RETURN(const std::string seed,
                           store::ReadOrMakeKey(dir, kKeyFile, OfAccessLog()));
  ENTENTE_ASSIGN_OR_RETURN(NoteSigner key, NoteSigner::Make(origin, seed));
  std::unique_ptr<CheckpointSigner> signer(
      new CheckpointSigner(store, dir, std::move(key)));
  absl::MutexLock lock(&signer->mutex_);
  ENTENTE_RETURN_IF_ERROR(signer->ReadLast());
  return signer;
}

absl::StatusOr<Checkpoint> CheckpointSigner::OpenOwn(
    const std::string& note, absl::string_view where) const {
  absl::StatusOr<Checkpoint> opened = OpenCheckpoint(note, verifier());
  if (opened.ok()) return opened;
  return absl::FailedPreconditionError(
      absl::StrCat("The last checkpoint of the access log in ", where,
                   " is not one of this key: ", opened.status().message(),
                   " Put back the files of ", dir_, " as they were."));
}

absl::Status CheckpointSigner::ReadLast() {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<std::string> kept,
      store::ReadWholeFile(dir_, kLastFile, kNoteBytesMax));
  last_note_ = kept.value_or("");
  // A file that was emptied is no file that is missing.
  if (kept) {
    ENTENTE_ASSIGN_OR_RETURN(last_, OpenOwn(last_note_, dir_));
  }
  std::optional<std::string> newest;
  ENTENTE_RETURN_IF_ERROR(VisitCheckpoints(*store_.Read(), std::nullopt,
                                           [&](const AuditCheckpoint& found) {
                                             newest = found.note();
                                             return true;
                                           }));
  if (!newest) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(Checkpoint stored, OpenOwn(*newest, "the store"));
  if (last_ && last_->size == stored.size && last_->root != stored.root) {
    return Forked(last_->size);
  }
  // The file was lost with its folder, or put back to an older one.
  if (!last_ || last_->size < stored.size) {
    last_ = std::move(stored);
    last_note_ = *newest;
  }
  return absl::OkStatus();
}

absl::Status CheckpointSigner::ReadAndCompare(const store::Reader& reader) {
  if (last_ && log_.size() <= last_->size) {
    ENTENTE_RETURN_IF_ERROR(log_.ReadOn(reader, last_->size));
    if (log_.size() < last_->size) {
      return RolledBack(log_.size(), last_->size);
    }
    if (log_.Root() != last_->root) return Forked(last_->size);
  }
  ENTENTE_RETURN_IF_ERROR(log_.ReadOn(reader));
  return log_.CompareHead(reader);
}

absl::Status CheckpointSigner::CompareHead() const {
  absl::MutexLock lock(&mutex_);
  ENTENTE_ASSIGN_OR_RETURN(const TreeHead head, ReadHead(*store_.Read()));
  if (!last_ || head.size() > last_->size) return absl::OkStatus();
  if (head.size() < last_->size) return RolledBack(head.size(), last_->size);
  return head.Root() == last_->root ? absl::OkStatus() : Forked(last_->size);
}

absl::StatusOr<std::string> CheckpointSigner::SignRead() {
  if (last_ && last_->size == log_.size()) return last_note_;
  const Checkpoint next = {verifier().name(), log_.size(), log_.Root()};
  ENTENTE_ASSIGN_OR_RETURN(std::string note,
                           signer_.Sign(CheckpointText(next)));
  // Kept before anybody can see it: no two notes of one size can get out, even
  // over a crash.
  ENTENTE_RETURN_IF_ERROR(
      store::ReplaceFile(dir_, kLastFile, note, OfAccessLog()));
  last_ = next;
  last_note_ = note;
  return note;
}

absl::StatusOr<std::optional<AuditCheckpoint>> CheckpointSigner::FindSame(
    const store::Reader& reader) const {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                           reader.Get(CheckpointKey(log_.size())));
  if (!bytes) return std::nullopt;
  AuditCheckpoint stored;
  if (!stored.ParseFromString(*bytes)) return CheckpointBroken(log_.size());
  const absl::StatusOr<Checkpoint> opened =
      OpenCheckpoint(stored.note(), verifier());
  if (!opened.ok() || opened->size != log_.size()) {
    return CheckpointBroken(log_.size());
  }
  if (opened->root != log_.Root()) return Forked(log_.size());
  return stored;
}

void CheckpointSigner::SetListener(Listener listener) {
  absl::MutexLock lock(&mutex_);
  listener_ = std::move(listener);
}

absl::StatusOr<AuditCheckpoint> CheckpointSigner::Sign(absl::Time now) {
  absl::MutexLock lock(&mutex_);
  absl::StatusOr<AuditCheckpoint> checkpoint = SignLocked(now);
  if (listener_) listener_(checkpoint);
  return checkpoint;
}

absl::StatusOr<AuditCheckpoint> CheckpointSigner::SignLocked(absl::Time now) {
  const std::unique_ptr<store::Snapshot> snapshot = store_.Read();
  if (absl::Status status = ReadAndCompare(*snapshot); !status.ok()) {
    // What was read may be half of it: the next attempt begins anew.
    log_ = RehashedLog();
    return status;
  }
  ENTENTE_ASSIGN_OR_RETURN(std::optional<AuditCheckpoint> stored,
                           FindSame(*snapshot));
  AuditCheckpoint checkpoint;
  ENTENTE_ASSIGN_OR_RETURN(*checkpoint.mutable_note(), SignRead());
  // What others may have read of this size stays as it is.
  if (stored) return *std::move(stored);
  checkpoint.set_size(last_->size);
  checkpoint.mutable_create_time()->set_seconds(absl::ToUnixSeconds(now));
  ENTENTE_RETURN_IF_ERROR(store_.Transact([&](store::Transaction& transaction) {
    transaction.Put(CheckpointKey(checkpoint.size()),
                    checkpoint.SerializeAsString());
    return absl::OkStatus();
  }));
  return checkpoint;
}

absl::StatusOr<std::string> CheckpointSigner::SignStatement(
    const std::string& text) const {
  if (!absl::StartsWith(text, absl::StrCat(kStatementTitle, "\n"))) {
    return absl::InvalidArgumentError("This text is no statement of accesses.");
  }
  return signer_.Sign(text);
}

absl::Status VisitCheckpoints(
    const store::Reader& reader, std::optional<uint64_t> after,
    absl::FunctionRef<bool(const AuditCheckpoint&)> visit) {
  absl::Status broken;
  const std::string start = after ? CheckpointKey(*after + 1) : "";
  ENTENTE_RETURN_IF_ERROR(reader.Scan(
      store::KeyWriter().Table(kCheckpointTable).Key(), start,
      [&](absl::string_view key, absl::string_view value) {
        AuditCheckpoint found;
        const bool is_read =
            found.ParseFromArray(value.data(), static_cast<int>(value.size()));
        // A row that lost its bytes still parses, as one that says nothing.
        if (is_read && !found.note().empty() &&
            CheckpointKey(found.size()) == key) {
          return visit(found);
        }
        broken = CheckpointBroken(SizeOf(key));
        return false;
      }));
  return broken;
}

}  // namespace entente::audit
