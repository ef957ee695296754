#include "services/conventions/dossier/dossier_seal.h"

#include <array>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/conventions/dossier/dossier_errors.h"
#include "services/conventions/dossier/dossier_manifest.h"

namespace entente::conventions {
namespace {

struct SealLine {
  Seal::Kind kind;
  absl::string_view text;
};
constexpr std::array<SealLine, 3> kSealLines = {
    {{Seal::Kind::kSubmission, "entente-submission/1"},
     {Seal::Kind::kReceipt, "entente-receipt/1"},
     {Seal::Kind::kAnswer, "entente-answer/1"}}};

}  // namespace

std::string FormatSeal(const Seal& seal) {
  std::string text;
  for (const SealLine& line : kSealLines) {
    if (line.kind == seal.kind) text = absl::StrCat(line.text, "\n");
  }
  absl::StrAppend(&text, seal.name, "\nmanifest ", seal.manifest_sha256, "\n");
  if (seal.kind == Seal::Kind::kAnswer) {
    absl::StrAppend(&text, "decision ", seal.decision_sha256, "\n");
  }
  absl::StrAppend(&text, "at ",
                  absl::FormatTime(kUtcSecond, seal.time, absl::UTCTimeZone()),
                  "\n");
  return text;
}

absl::StatusOr<Seal> ParseSeal(absl::string_view text) {
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  Seal seal;
  bool is_known = false;
  for (const SealLine& line : kSealLines) {
    if (lines[0] == line.text) {
      seal.kind = line.kind;
      is_known = true;
    }
  }
  const bool is_answer = seal.kind == Seal::Kind::kAnswer;
  // The text ends in a newline: the last line is empty.
  if (is_known && lines.size() == (is_answer ? 6u : 5u)) {
    seal.name = std::string(lines[1]);
    absl::string_view manifest = lines[2];
    absl::string_view decision = is_answer ? lines[3] : "";
    absl::string_view at = lines[is_answer ? 4 : 3];
    std::string error;
    if (absl::ConsumePrefix(&manifest, "manifest ") &&
        (!is_answer || absl::ConsumePrefix(&decision, "decision ")) &&
        absl::ConsumePrefix(&at, "at ") && IsSha256(manifest) &&
        (!is_answer || IsSha256(decision)) &&
        absl::ParseTime(kUtcSecond, at, &seal.time, &error)) {
      seal.manifest_sha256 = std::string(manifest);
      seal.decision_sha256 = std::string(decision);
      if (FormatSeal(seal) == text) return seal;
    }
  }
  return NoteMalformed();
}

}  // namespace entente::conventions
