#include "services/conventions/submission_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/life_records.pb.h"
#include "entente/conventions/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/store/key.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/life_store.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/submission_content_rules.h"

namespace entente::conventions {
namespace {

using store::KeyWriter;

constexpr uint8_t kSubmission = 0x40;
constexpr uint8_t kPart = 0x41;

KeyWriter OfYear(uint8_t table, const ConventionName& name, int year) {
  return KeyWriter()
      .Table(table)
      .Str(name.municipality)
      .Str(name.convention)
      .U64(static_cast<uint64_t>(year));
}

std::string KeyOf(const SubmissionName& name) {
  return OfYear(kSubmission, name.parent, name.year)
      .U64(static_cast<uint64_t>(name.revision))
      .Key();
}

std::string PartKey(const SubmissionName& name, absl::string_view path,
                    uint64_t n) {
  return OfYear(kPart, name.parent, name.year)
      .U64(static_cast<uint64_t>(name.revision))
      .Str(path)
      .U64(n)
      .Key();
}

void PutParts(store::Transaction& transaction, const SubmissionName& name,
              const std::string& path, absl::string_view content) {
  for (uint64_t n = 0; !content.empty(); ++n) {
    const absl::string_view part = content.substr(0, kChunkBytesMax);
    transaction.Put(PartKey(name, path, n), part);
    content.remove_prefix(part.size());
  }
}

}  // namespace

std::string SubmissionsOf(absl::string_view municipality,
                          absl::string_view convention) {
  KeyWriter key;
  key.Table(kSubmission);
  if (!municipality.empty()) key.Str(municipality);
  if (!convention.empty()) key.Str(convention);
  return key.Key();
}

absl::StatusOr<v1::Submission> FindSubmission(const store::Reader& reader,
                                              const SubmissionName& name,
                                              absl::string_view field) {
  return Find<v1::Submission>(reader, KeyOf(name), Format(name), field);
}

absl::StatusOr<std::optional<v1::Submission>> LastSubmission(
    const store::Reader& reader, const ConventionName& convention, int year) {
  // At most kRevisionMax.
  std::optional<v1::Submission> last;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Submission>(
      reader, OfYear(kSubmission, convention, year).Key(), "",
      [&](absl::string_view, const v1::Submission& submission) {
        last = submission;
        return true;
      }));
  return last;
}

absl::StatusOr<Received> ReceivedIn(const store::Reader& reader,
                                    absl::string_view municipality, int year) {
  Received received;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Submission>(
      reader, SubmissionsOf(municipality, ""), "",
      [&](absl::string_view, const v1::Submission& submission) {
        if (LocalDay(ToTime(submission.receive_time())).year() == year) {
          ++received.dossiers;
          received.bytes += submission.total_bytes();
        }
        return true;
      }));
  return received;
}

absl::StatusOr<bool> HasSubmissions(const store::Reader& reader,
                                    const ConventionName& convention) {
  bool has_any = false;
  ENTENTE_RETURN_IF_ERROR(
      reader.Scan(SubmissionsOf(convention.municipality, convention.convention),
                  "", [&](absl::string_view, absl::string_view) {
                    has_any = true;
                    return false;
                  }));
  return has_any;
}

void PutSubmission(store::Transaction& transaction, const SubmissionName& name,
                   v1::Submission& submission) {
  int64_t version = 0;
  if (!absl::SimpleAtoi(submission.etag(), &version)) version = 0;
  submission.set_etag(absl::StrCat(version + 1));
  store::PutRecord(transaction, KeyOf(name), submission);
}

void PutFrozen(store::Transaction& transaction, const SubmissionName& name,
               const std::string& manifest, const FrozenFiles& files,
               v1::Submission& submission) {
  PutParts(transaction, name, kManifestPath, manifest);
  for (const auto& [path, content] : files) {
    PutParts(transaction, name, path, content);
  }
  PutSubmission(transaction, name, submission);
}

absl::StatusOr<std::string> ReadFrozen(const store::Reader& reader,
                                       const SubmissionName& name,
                                       const v1::DossierFile& file,
                                       int64_t offset, size_t bytes_max) {
  std::string content;
  const int64_t end =
      std::min(file.bytes(), offset + static_cast<int64_t>(bytes_max));
  while (offset + static_cast<int64_t>(content.size()) < end) {
    const uint64_t n =
        (static_cast<uint64_t>(offset) + content.size()) / kChunkBytesMax;
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> part,
                             reader.Get(PartKey(name, file.path(), n)));
    if (!part || part->empty()) {
      return absl::DataLossError(
          absl::StrCat("a part of ", Format(name), " is missing"));
    }
    content += *part;
  }
  return content;
}

absl::StatusOr<std::string> ReadWhole(const store::Reader& reader,
                                      const SubmissionName& name,
                                      const v1::DossierFile& file) {
  ENTENTE_ASSIGN_OR_RETURN(
      std::string content,
      ReadFrozen(reader, name, file, 0, kDossierFileBytesMax));
  if (Sha256Hex(content) == file.sha256()) return content;
  return absl::DataLossError(absl::StrCat(
      "a file of ", Format(name), " is not what it was when it was frozen"));
}

absl::StatusOr<std::vector<v1::Claim>> FrozenClaims(const store::Reader& reader,
                                                    const SubmissionName& name,
                                                    absl::string_view field) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::Submission submission,
                           FindSubmission(reader, name, field));
  for (const v1::DossierFile& file : submission.files()) {
    if (file.path() != kClaimsPath) continue;
    ENTENTE_ASSIGN_OR_RETURN(const std::string json,
                             ReadWhole(reader, name, file));
    return ReadClaims(json, Format(name.parent), name.year);
  }
  return absl::DataLossError(
      absl::StrCat(Format(name), " was frozen without its claims"));
}

absl::StatusOr<v1::BooksMark> MarkBooks(const store::Reader& reader,
                                        const ConventionName& convention) {
  v1::BooksMark mark;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::LedgerHead> ledger,
      store::GetRecord<v1::LedgerHead>(reader, keys::Head(convention)));
  if (ledger) {
    mark.set_entries(ledger->last_sequence());
    mark.set_claims(ledger->last_claim());
  }
  ENTENTE_ASSIGN_OR_RETURN(const v1::LifeHead life,
                           GetLifeHead(reader, convention));
  mark.set_statements(life.last_progress());
  mark.set_changes(life.last_change());
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::EvidenceHead> evidence,
      store::GetRecord<v1::EvidenceHead>(
          reader, keys::EvidenceHead(convention.municipality)));
  if (evidence) {
    mark.set_evidence(evidence->last_evidence() + evidence->last_credit_note());
  }
  return mark;
}

}  // namespace entente::conventions
