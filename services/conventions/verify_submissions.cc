#include "services/conventions/verify_submissions.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/submission.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/store/key.h"
#include "services/common/store/records.h"

namespace entente::conventions {
namespace {

using store::KeyReader;
using v1::Submission;
using v1::SubmissionDecision;

constexpr size_t kPartBytes = size_t{256} << 10;

// What a file holds, without it: all dossiers together are larger than memory.
struct Content {
  int64_t bytes = 0;
  std::string sha256;
};

// What is frozen under one name.
struct Frozen {
  Submission record;
  bool has_record = false;
  // By path.
  std::map<std::string, Content> files;
  std::string manifest;
  bool has_gap = false;
};

// The file whose parts are being read: they follow each other by key.
struct OpenFile {
  Frozen* frozen = nullptr;
  std::string path;
  std::string content;
  uint64_t parts = 0;
};

// By convention and year, then revision.
using Year = std::pair<std::string, uint64_t>;
using Dossiers = std::map<Year, std::map<uint64_t, Frozen>>;

absl::StatusOr<Frozen*> At(KeyReader& key, Dossiers& dossiers) {
  ENTENTE_RETURN_IF_ERROR(key.Table().status());
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality, key.Str());
  ENTENTE_ASSIGN_OR_RETURN(const std::string convention, key.Str());
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t year, key.U64());
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t revision, key.U64());
  return &dossiers[{absl::StrCat("municipalities/", municipality,
                                 "/conventions/", convention),
                    year}][revision];
}

void Close(OpenFile& open) {
  if (open.frozen == nullptr) return;
  open.frozen->files[open.path] = {static_cast<int64_t>(open.content.size()),
                                   Sha256Hex(open.content)};
  if (open.path == "manifest.json") {
    // Copied: the buffer is as large as the largest file before it.
    open.frozen->manifest = open.content;
  }
  open = OpenFile();
}

absl::Status AddPart(absl::string_view bytes, absl::string_view content,
                     Dossiers& dossiers, OpenFile& open) {
  KeyReader key(bytes);
  ENTENTE_ASSIGN_OR_RETURN(Frozen * frozen, At(key, dossiers));
  ENTENTE_ASSIGN_OR_RETURN(const std::string path, key.Str());
  ENTENTE_ASSIGN_OR_RETURN(const uint64_t n, key.U64());
  ENTENTE_RETURN_IF_ERROR(key.End());
  if (open.frozen != frozen || open.path != path) {
    Close(open);
    open.frozen = frozen;
    open.path = path;
  }
  // Numbered from 0 without a gap, each full but the last.
  if (n != open.parts++ || open.content.size() != n * kPartBytes ||
      content.empty() || content.size() > kPartBytes) {
    frozen->has_gap = true;
  }
  absl::StrAppend(&open.content, content);
  return absl::OkStatus();
}

absl::StatusOr<Dossiers> ReadDossiers(const store::Reader& reader) {
  Dossiers dossiers;
  absl::Status kept;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<Submission>(
      reader, "\x40", "",
      [&](absl::string_view bytes, const Submission& record) {
        KeyReader key(bytes);
        const auto frozen = At(key, dossiers);
        kept = frozen.ok() ? key.End() : frozen.status();
        if (!kept.ok()) return false;
        (*frozen)->record = record;
        (*frozen)->has_record = true;
        return true;
      }));
  ENTENTE_RETURN_IF_ERROR(kept);
  OpenFile open;
  ENTENTE_RETURN_IF_ERROR(reader.Scan(
      "\x41", "", [&](absl::string_view key, absl::string_view content) {
        kept = AddPart(key, content, dossiers, open);
        return kept.ok();
      }));
  Close(open);
  ENTENTE_RETURN_IF_ERROR(kept);
  return dossiers;
}

void VerifyFiles(const std::string& name, const Frozen& frozen,
                 VerifyReport& report) {
  const Submission& record = frozen.record;
  size_t stored = 0;
  int64_t total = 0;
  if (frozen.has_gap || record.files_size() == 0 ||
      record.files(0).path() != "manifest.json" ||
      record.files(0).sha256() != record.manifest_sha256() ||
      frozen.manifest.empty()) {
    report.Differ(absl::StrCat(name, " is not stored whole"));
    return;
  }
  for (const v1::DossierFile& file : record.files()) {
    const auto found = frozen.files.find(file.path());
    // An empty one has no part.
    const Content content =
        found == frozen.files.end() ? Content{0, Sha256Hex("")} : found->second;
    if (found != frozen.files.end()) ++stored;
    total += file.bytes();
    if (content.bytes != file.bytes() || content.sha256 != file.sha256()) {
      report.Differ(
          absl::StrCat(name, ": ", file.path(), " is not what was frozen"));
    }
    const bool is_listed =
        absl::StrContains(
            frozen.manifest,
            absl::StrCat("\"path\": \"", file.path(),
                         "\",\n      \"bytes\": ", file.bytes(),
                         ",\n      \"sha256\": \"", file.sha256(), "\"")) ||
        &file == &record.files(0);
    if (!is_listed) {
      report.Differ(
          absl::StrCat(name, ": ", file.path(), " stands in no manifest"));
    }
  }
  if (stored != frozen.files.size() || total != record.total_bytes() ||
      record.files_size() != record.file_count()) {
    report.Differ(absl::StrCat(name, " does not hold the files it lists"));
  }
}

// That `note` speaks of this dossier; with another text when it is of another
// kind.
bool Names(const std::string& note, const char* kind,
           const Submission& record) {
  return absl::StartsWith(note,
                          absl::StrCat(kind, "\n", record.name(), "\nmanifest ",
                                       record.manifest_sha256(), "\n"));
}

void VerifyState(const std::string& name, const Submission& record,
                 VerifyReport& report) {
  const bool is_decided = record.state() == Submission::STATE_DECIDED;
  const bool is_received =
      is_decided || record.state() == Submission::STATE_RECEIVED;
  const bool is_withdrawn = record.state() == Submission::STATE_WITHDRAWN;
  if (!is_received && !is_withdrawn &&
      record.state() != Submission::STATE_SUBMITTED) {
    report.Differ(absl::StrCat(name, " is in no state"));
  }
  if (!Names(record.note(), "entente-submission/1", record) ||
      is_received != Names(record.receipt(), "entente-receipt/1", record) ||
      is_decided != Names(record.answer(), "entente-answer/1", record) ||
      is_received == record.receipt().empty() ||
      is_decided == record.answer().empty()) {
    report.Differ(absl::StrCat(name, ": its notes do not fit its state"));
  }
  // Only where the books are, and never of what the State may have.
  if (is_withdrawn != record.has_withdraw_time() ||
      is_withdrawn == record.withdraw_reason().empty() ||
      (is_withdrawn && (record.has_send_time() || !record.has_books()))) {
    report.Differ(absl::StrCat(name, " is not withdrawn as it may be"));
  }
  SubmissionDecision decision;
  const bool is_signed =
      !is_decided ||
      (absl::StrContains(
           record.answer(),
           absl::StrCat("\ndecision ", Sha256Hex(record.decision_bytes()),
                        "\n")) &&
       decision.ParseFromString(record.decision_bytes()) &&
       decision.SerializeAsString() == record.decision().SerializeAsString() &&
       decision.submission() == record.name() &&
       decision.manifest_sha256() == record.manifest_sha256());
  if (!is_signed || record.has_decision() != is_decided) {
    report.Differ(absl::StrCat(name, ": its decision is not the signed one"));
  }
  if (record.has_apply_time() &&
      (!is_decided ||
       record.decision().outcome() == SubmissionDecision::OUTCOME_REJECTED)) {
    report.Differ(absl::StrCat(name, " is applied and was not accepted"));
  }
}

}  // namespace

absl::Status VerifySubmissions(const store::Reader& reader, const Books& books,
                               VerifyReport& report) {
  ENTENTE_ASSIGN_OR_RETURN(const Dossiers dossiers, ReadDossiers(reader));
  for (const auto& [year, revisions] : dossiers) {
    uint64_t expected = 0;
    for (const auto& [revision, frozen] : revisions) {
      const std::string name =
          absl::StrCat(year.first, "/submissions/", year.second, "-", revision);
      if (!frozen.has_record) {
        report.Differ(absl::StrCat(name, ": files are of no submission"));
        continue;
      }
      ++report.submissions;
      const Submission& record = frozen.record;
      // The State misses those that were withdrawn, and says how many.
      const int skipped = record.skipped_revisions();
      if (skipped < 0 || (skipped > 0 && record.has_books())) {
        report.Differ(absl::StrCat(name, " skips what it may not"));
      }
      expected += static_cast<uint64_t>(std::max(skipped, 0)) + 1;
      if (revision != expected || record.name() != name ||
          static_cast<uint64_t>(record.revision()) != revision ||
          static_cast<uint64_t>(record.year()) != year.second) {
        report.Differ(absl::StrCat(name, " stands under another name"));
      }
      expected = revision;
      VerifyFiles(name, frozen, report);
      VerifyState(name, record, report);
      // Books are kept where the convention is.
      if (record.has_books() && !books.conventions.contains(year.first)) {
        report.Differ(absl::StrCat(name, " is of no convention"));
      }
      const bool is_last = revision == revisions.rbegin()->first;
      if (!is_last && record.state() != Submission::STATE_WITHDRAWN &&
          record.decision().outcome() != SubmissionDecision::OUTCOME_REJECTED) {
        report.Differ(
            absl::StrCat(name, " was followed by another and not let go"));
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
