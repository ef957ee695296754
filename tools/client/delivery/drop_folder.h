// A drop folder: files come by a rename and leave by a rename, so that each
// lies in one place at any moment, also after a crash.
//
//   DIR/incoming/NAME      put there by the source, last step: a rename from
//                          NAME.part or .NAME, which are not looked at
//   DIR/processing/NAME    taken; tried again until it is known what came of it
//   DIR/processing/.NAME.session  which session it is delivered in, on disk
//                          before a row leaves; gone with the file
//   DIR/done/NAME          delivered
//   DIR/quarantine/NAME    refused as a whole, with its receipt
//   DIR/receipts/NAME.json what became of it, on disk before the file moves
//   DIR/.lock              held by the one who watches
//
// NAME.sig beside a file is its signature, put there before it, and moves with
// it. A name that is taken gets the hash of the content behind it, or "unread",
// and then a number: nothing is replaced but a copy of the same bytes. Links,
// pipes, devices and folders are never opened.
#ifndef TOOLS_CLIENT_DELIVERY_DROP_FOLDER_H_
#define TOOLS_CLIENT_DELIVERY_DROP_FOLDER_H_

#include <sys/stat.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace entente::client {

// Owns a descriptor.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  ~Descriptor();
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) {
    other.number_ = -1;
  }
  Descriptor& operator=(Descriptor&& other) noexcept;
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

// What stands under a name in incoming.
enum class DropState {
  // May be taken.
  kReady,
  // Being written, or too young to know: left alone.
  kBeingWritten,
  // No regular file.
  kNotAFile,
  // Closed to us.
  kUnreadable,
  // A name that could not be shown or stored, or says who somebody is.
  kNameRefused,
  // Gone meanwhile.
  kGone,
};

// Not thread-safe.
class DropFolder {
 public:
  enum Place { kIncoming, kProcessing, kDone, kQuarantine, kReceipts, kPlaces };

  // Makes the folders that are missing, in `dir`, which is there. Holds the
  // lock as long as it lives. Errors: FAILED_PRECONDITION / DROP_FOLDER with
  // what is wrong, DROP_FOLDER_LOCKED when somebody else watches it.
  static absl::StatusOr<std::unique_ptr<DropFolder>> Open(
      const std::string& dir);

  // Names in `place`, oldest first and then by name: without those of files
  // that are being written (.part, .tmp, .filepart, ~, a leading point) and of
  // signatures. Errors: UNAVAILABLE / DROP_FOLDER.
  absl::StatusOr<std::vector<std::string>> Names(Place place) const;

  // Looks at a name in incoming without waiting for anybody. A file that this
  // account can see to be open for writing is being written; one of another
  // account, unless `settle` has gone by since it changed.
  DropState Look(const std::string& name, absl::Duration settle) const;

  // Moves `name` with its signature from incoming to processing, on disk when
  // it returns. False when an earlier file of that name still lies there.
  // Errors: UNAVAILABLE / DROP_FOLDER.
  absl::StatusOr<bool> Take(const std::string& name);

  // Moves `name` with its signature from `from` to `to`, there as `as` or, when
  // that is taken, `as`.`tag`, `as`.`tag`.2 and so on, in the place of none but
  // a tagged one of the same bytes and signature; on disk when it returns. What
  // NoteSession noted is gone then. The name it has now. Errors: UNAVAILABLE /
  // DROP_FOLDER.
  absl::StatusOr<std::string> Move(const std::string& name, Place from,
                                   Place to, const std::string& as,
                                   const std::string& tag);

  // Notes in which session `name` of processing is delivered; on disk when it
  // returns. Errors: UNAVAILABLE / FILE_UNWRITABLE.
  absl::Status NoteSession(const std::string& name,
                           const std::string& session_id);
  // That session; empty while there is none.
  std::string SessionOf(const std::string& name) const;

  // Moves signatures out of processing whose file has left it.
  void SweepSignatures();

  // Opens a regular file for reading; closed when it is none, or not readable.
  Descriptor OpenFile(Place place, const std::string& name) const;

  std::string PathOf(Place place, const std::string& name = "") const;

 private:
  explicit DropFolder(std::string dir) : dir_(std::move(dir)) {}
  bool Rename(Place from, const std::string& name, Place to,
              const std::string& as) const;
  // The same in the place of what lies there.
  bool Replace(Place from, const std::string& name, Place to,
               const std::string& as) const;
  // Whether the two, and what signatures they have, are the same bytes.
  bool IsCopy(Place from, const std::string& name, Place to,
              const std::string& as) const;
  // Removes `file`, which says a session, from processing.
  void Forget(const std::string& file) const;
  void SweepSessions();
  bool Sync(Place place) const;
  bool Exists(Place place, const std::string& name) const;

  const std::string dir_;
  Descriptor lock_;
  Descriptor places_[kPlaces];
};

// A file as it was looked at; another one, or a changed one, differs.
bool IsSameFile(const struct stat& a, const struct stat& b);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_DROP_FOLDER_H_
