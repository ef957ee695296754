// What a municipality's installation sends to the State's: a manifest, a note's
// text, JSON of claims and a stream of parts. Whatever the bytes: one spelling,
// or a named refusal; nothing that leads out of a folder, nothing beyond its
// bounds, no file that its hash does not say.
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/conventions/dossier/dossier_collector.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "services/conventions/dossier/dossier_seal.h"
#include "services/conventions/money/money.h"
#include "services/conventions/submission_content_rules.h"
#include "services/conventions/submission_rules.h"
#include "tests/fuzz/fuzz.h"

namespace entente::fuzz {
namespace {

using conventions::DossierCollector;
using conventions::Seal;
namespace v1 = entente::conventions::v1;

constexpr char kConvention[] = "municipalities/99001/conventions/css";
constexpr int kYear = 2024;

void CheckRefused(const absl::Status& status) {
  FUZZ_CHECK(absl::IsInvalidArgument(status) && !ErrorReason(status).empty());
}

void CheckManifest(const std::string& bytes) {
  const auto manifest = conventions::ParseManifest(bytes);
  if (!manifest.ok()) return CheckRefused(manifest.status());
  FUZZ_CHECK(conventions::FormatManifest(*manifest) == bytes);
  int64_t total = 0;
  std::string last;
  for (const v1::DossierFile& file : manifest->files()) {
    FUZZ_CHECK(last < file.path() && file.bytes() >= 0);
    FUZZ_CHECK(!absl::StrContains("/" + file.path() + "/", "/../"));
    FUZZ_CHECK(!absl::StartsWith(file.path(), "/"));
    FUZZ_CHECK(!absl::StrContains(file.path(), "\\"));
    total += file.bytes();
    last = file.path();
  }
  FUZZ_CHECK(total <= static_cast<int64_t>(conventions::kDossierBytesMax));
}

void CheckSealText(const std::string& text) {
  const auto seal = conventions::ParseSeal(text);
  if (!seal.ok()) return CheckRefused(seal.status());
  FUZZ_CHECK(conventions::FormatSeal(*seal) == text);
  // One kind is never taken for another.
  for (const Seal::Kind kind :
       {Seal::Kind::kSubmission, Seal::Kind::kReceipt, Seal::Kind::kAnswer}) {
    FUZZ_CHECK(conventions::CheckSeal(*seal, kind, seal->name,
                                      seal->manifest_sha256,
                                      seal->decision_sha256)
                   .ok() == (kind == seal->kind));
  }
}

// Claims that pass can be decided: the sums are what the lines say.
void CheckClaims(const std::string& json) {
  const auto claims = conventions::ReadClaims(json, kConvention, kYear);
  if (!claims.ok()) return CheckRefused(claims.status());
  for (const v1::Claim& claim : *claims) {
    int64_t total = 0;
    for (const v1::ClaimLine& line : claim.lines()) {
      const auto cents = conventions::CentsFromMoney(line.amount(), "");
      FUZZ_CHECK(cents.ok() && *cents > 0);
      total += *cents;
    }
    FUZZ_CHECK(conventions::CentsFromMoney(claim.amount(), "").value_or(-1) ==
               total);
  }
  v1::SubmissionDecision decision;
  decision.set_outcome(v1::SubmissionDecision::OUTCOME_ACCEPTED);
  decision.mutable_decide_date()->set_year(kYear + 1);
  decision.mutable_decide_date()->set_month(6);
  decision.mutable_decide_date()->set_day(1);
  const auto verdicts = conventions::VerdictsOf(decision, *claims);
  FUZZ_CHECK(verdicts.ok());
  for (const conventions::ClaimVerdict& verdict : *verdicts) {
    FUZZ_CHECK(verdict.accepts_rest && verdict.lines.empty());
  }
}

void CheckName(const std::string& name) {
  const auto parsed = conventions::ParseSubmissionName(name, "name");
  if (!parsed.ok()) return CheckRefused(parsed.status());
  FUZZ_CHECK(conventions::Format(*parsed) == name);
}

// Files of the manifest, sent in parts that the input chooses: whole or not.
void CheckParts(Input& input) {
  v1::DossierManifest manifest;
  std::vector<std::string> contents;
  for (int i = 0; i < 3; ++i) {
    v1::DossierFile& file = *manifest.add_files();
    contents.push_back(input.Text());
    file.set_path(std::string(1, static_cast<char>('a' + i)));
    file.set_bytes(static_cast<int64_t>(contents.back().size()));
    file.set_sha256(Sha256Hex(contents.back()));
  }
  DossierCollector collector(manifest);
  std::vector<std::string> sent(3);
  bool is_refused = false;
  while (!input.empty() && !is_refused) {
    const int which = input.Byte() % 4;
    v1::DossierChunk chunk;
    chunk.set_path(std::string(1, static_cast<char>('a' + which)));
    chunk.set_content(input.Text());
    const absl::Status taken = collector.Take(chunk);
    if (!taken.ok()) CheckRefused(taken);
    is_refused = !taken.ok();
    if (!is_refused) sent[which] += chunk.content();
  }
  if (is_refused) return;
  const auto files = collector.Finish();
  FUZZ_CHECK(files.ok() == (sent == contents));
  if (!files.ok()) return CheckRefused(files.status());
  for (int i = 0; i < 3; ++i) {
    FUZZ_CHECK(files->at(manifest.files(i).path()) == contents[i]);
  }
}

}  // namespace
}  // namespace entente::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  entente::fuzz::Input input(data, size);
  switch (input.Byte() % 5) {
    case 0:
      entente::fuzz::CheckManifest(input.Rest());
      break;
    case 1:
      entente::fuzz::CheckSealText(input.Rest());
      break;
    case 2:
      entente::fuzz::CheckClaims(input.Rest());
      break;
    case 3:
      entente::fuzz::CheckName(input.Rest());
      break;
    default:
      entente::fuzz::CheckParts(input);
  }
  return 0;
}
