#include "services/conventions/submitted_texts.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/submission.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "services/conventions/submission_content_rules.h"
#include "services/conventions/submission_store.h"

namespace entente::conventions {
namespace {

using v1::Submission;

// Words kept in memory: 29 municipalities with ten conventions each of 150
// places take some 15 MiB; what is beyond is read again at every search.
constexpr size_t kKeptBytesMax = size_t{64} << 20;

size_t BytesOf(const SubmittedText& text) {
  size_t bytes = sizeof(text);
  for (const v1::Node& node : text.nodes) bytes += node.SpaceUsedLong();
  for (const auto& [code, titles] : text.titles) {
    bytes += sizeof(code) + code.size() + sizeof(titles);
    for (const std::string& title : titles)
      bytes += sizeof(title) + title.size();
  }
  return bytes;
}

// A file of the submission, empty where it has none of this name.
absl::StatusOr<std::string> FileOf(const store::Reader& reader,
                                   const SubmissionName& name,
                                   const Submission& submission,
                                   const char* path) {
  for (const v1::DossierFile& file : submission.files()) {
    if (file.path() == path) return ReadWhole(reader, name, file);
  }
  return std::string();
}

absl::StatusOr<SubmittedText> ReadText(const store::Reader& reader,
                                       const Submission& submission) {
  ENTENTE_ASSIGN_OR_RETURN(const SubmissionName name,
                           ParseSubmissionName(submission.name(), "name"));
  ENTENTE_ASSIGN_OR_RETURN(const std::string convention_json,
                           FileOf(reader, name, submission, kConventionPath));
  ENTENTE_ASSIGN_OR_RETURN(const std::string measures_json,
                           FileOf(reader, name, submission, kMeasuresPath));
  ENTENTE_ASSIGN_OR_RETURN(
      FrozenWords words,
      ReadWords(convention_json, measures_json, Format(name.parent)));
  SubmittedText text;
  text.submission = submission.name();
  text.convention = Format(name.parent);
  text.titles = TitlesOf(words.measures.measures());
  for (v1::Node& node : *words.convention.mutable_nodes()) {
    text.nodes.push_back(std::move(node));
  }
  return text;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const SubmittedText>> SubmittedTexts::TextOf(
    const store::Reader& reader, const Submission& submission) {
  const std::string convention =
      submission.name().substr(0, submission.name().rfind("/submissions/"));
  {
    const absl::MutexLock lock(&mutex_);
    const auto kept = kept_.find(convention);
    if (kept != kept_.end() &&
        kept->second.first == submission.manifest_sha256()) {
      return kept->second.second;
    }
  }
  // Read without the lock: two searches at once may both read it.
  ENTENTE_ASSIGN_OR_RETURN(SubmittedText read, ReadText(reader, submission));
  auto text = std::make_shared<const SubmittedText>(std::move(read));
  const size_t bytes = BytesOf(*text);
  const absl::MutexLock lock(&mutex_);
  const auto before = kept_.find(convention);
  if (before != kept_.end()) {
    kept_bytes_ -= BytesOf(*before->second.second);
    kept_.erase(before);
  }
  if (kept_bytes_ + bytes <= kKeptBytesMax) {
    kept_[convention] = {submission.manifest_sha256(), text};
    kept_bytes_ += bytes;
  }
  return text;
}

absl::StatusOr<LatestTexts> SubmittedTexts::Latest(
    const store::Reader& reader, const ConventionScope& scope) {
  // In the order of keys the last of a convention is its latest.
  std::vector<std::pair<std::string, Submission>> latest;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<Submission>(
      reader, SubmissionsOf(scope.municipality, scope.convention), "",
      [&](absl::string_view, const Submission& submission) {
        if (submission.state() == Submission::STATE_WITHDRAWN) return true;
        std::string convention =
            submission.name().substr(0, submission.name().rfind("/subm"));
        if (latest.empty() || latest.back().first != convention) {
          latest.emplace_back(std::move(convention), Submission());
        }
        Submission& last = latest.back().second;
        last.set_name(submission.name());
        last.set_manifest_sha256(submission.manifest_sha256());
        *last.mutable_files() = submission.files();
        return true;
      }));
  LatestTexts texts;
  for (const auto& [convention, submission] : latest) {
    absl::StatusOr<std::shared_ptr<const SubmittedText>> text =
        TextOf(reader, submission);
    if (text.ok()) {
      texts.readable.push_back(*std::move(text));
    } else if (absl::IsDataLoss(text.status())) {
      // One municipality's dossier does not keep the others' from being found.
      texts.unreadable.push_back(submission.name());
    } else {
      return text.status();
    }
  }
  return texts;
}

}  // namespace entente::conventions
