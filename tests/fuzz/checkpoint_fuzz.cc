// Signed notes and checkpoints: what is opened was signed by the trusted key,
// and has one form only.
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/common/audit/checkpoint.h"
#include "services/common/audit/note.h"
#include "services/common/base/utf8.h"
#include "tests/fuzz/fuzz.h"

namespace entente::fuzz {
namespace {

using audit::Checkpoint;
using audit::NoteSigner;
using audit::NoteVerifier;

constexpr char kName[] = "example.org/log";
constexpr absl::string_view kDash = "\xE2\x80\x94 ";

const NoteSigner& Trusted() {
  static const auto* const signer =
      new NoteSigner(*NoteSigner::Make(kName, std::string(32, '\x07')));
  return *signer;
}
// The same name, another key.
const NoteSigner& Impostor() {
  static const auto* const signer =
      new NoteSigner(*NoteSigner::Make(kName, std::string(32, '\x08')));
  return *signer;
}
const NoteSigner& Stranger() {
  static const auto* const signer = new NoteSigner(
      *NoteSigner::Make("example.org/other", std::string(32, '\x09')));
  return *signer;
}

std::string LineOf(const NoteSigner& signer, const std::string& text) {
  return signer.Sign(text)->substr(text.size() + 1);
}

// What NoteSigner::Sign promises to sign.
bool IsSignable(const std::string& text) {
  bool has_control = false;
  for (const char c : text) {
    has_control |= static_cast<unsigned char>(c) < 0x20 && c != '\n';
  }
  return absl::EndsWith(text, "\n") && IsValidUtf8(text) && !has_control;
}

// Whatever is opened: its text, an empty line and, among the lines that
// follow, the only signature that this key makes of it.
void CheckOpened(const std::string& note) {
  const auto text = Trusted().verifier().Open(note);
  if (!text.ok()) {
    FUZZ_CHECK(absl::IsInvalidArgument(text.status()) ||
               absl::IsUnauthenticated(text.status()));
    return;
  }
  FUZZ_CHECK(note.size() <= audit::kNoteBytesMax);
  FUZZ_CHECK(absl::StartsWith(note, *text + "\n") && IsSignable(*text));
  FUZZ_CHECK(absl::StrContains(note.substr(text->size() + 1),
                               LineOf(Trusted(), *text)));
  const auto checkpoint = audit::OpenCheckpoint(note, Trusted().verifier());
  const auto parsed = audit::ParseCheckpointText(*text);
  FUZZ_CHECK(checkpoint.ok() == (parsed.ok() && parsed->origin == kName));
}

// A text has one checkpoint and a checkpoint one text.
void CheckText(const std::string& text) {
  const auto checkpoint = audit::ParseCheckpointText(text);
  if (!checkpoint.ok()) {
    FUZZ_CHECK(absl::IsInvalidArgument(checkpoint.status()));
    return;
  }
  FUZZ_CHECK(audit::CheckpointText(*checkpoint) == text);
  FUZZ_CHECK(checkpoint->root.size() == 32);
  FUZZ_CHECK(checkpoint->size > 0 || checkpoint->root == audit::EmptyRoot());
}

// Any text that may be signed comes back; no other signature does for ours.
void CheckSigned(Input& input, const std::string& text) {
  const auto note = Trusted().Sign(text);
  FUZZ_CHECK(note.ok() == IsSignable(text));
  if (!note.ok() || note->size() > audit::kNoteBytesMax) return;
  const NoteVerifier& key = Trusted().verifier();
  const auto opened = key.Open(*note);
  FUZZ_CHECK(opened.ok() && *opened == text);

  const std::string ours = LineOf(Trusted(), text);
  const std::string others =
      LineOf(Stranger(), text) + LineOf(Impostor(), text);
  FUZZ_CHECK(absl::IsUnauthenticated(key.Open(text + "\n" + others).status()));
  FUZZ_CHECK(key.Open(text + "\n" + others + ours).ok());
  // Our name and key id before bytes that we did not make.
  std::string forged = input.Text();
  forged.resize(64);
  const std::string line = absl::StrCat(
      kDash, kName, " ", absl::Base64Escape(key.key_id() + forged), "\n");
  if (line != ours) {
    FUZZ_CHECK(!key.Open(text + "\n" + line).ok());
    FUZZ_CHECK(!key.Open(*note + line).ok());
  }
  const std::string changed = WithOneChange(*note, input);
  const auto read = key.Open(changed);
  // A change may double our own signature line, never change what is said.
  FUZZ_CHECK(!read.ok() || *read == text);
  CheckOpened(changed);
}

void CheckCheckpoint(Input& input) {
  Checkpoint checkpoint;
  checkpoint.origin = input.Byte() % 2 == 0 ? kName : input.Text();
  checkpoint.size = input.Number(8);
  checkpoint.root = input.Text(32);
  const std::string text = audit::CheckpointText(checkpoint);
  CheckText(text);
  const auto parsed = audit::ParseCheckpointText(text);
  const bool is_sound =
      !checkpoint.origin.empty() && checkpoint.root.size() == 32 &&
      !absl::StrContains(checkpoint.origin, "\n") &&
      (checkpoint.size > 0 || checkpoint.root == audit::EmptyRoot());
  FUZZ_CHECK(parsed.ok() == is_sound);
  CheckSigned(input, text);
}

void CheckKey(const std::string& text) {
  const auto key = NoteVerifier::Parse(text);
  if (!key.ok()) {
    FUZZ_CHECK(absl::IsInvalidArgument(key.status()));
    return;
  }
  FUZZ_CHECK(key->ToString() == text);
}

}  // namespace
}  // namespace entente::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  entente::fuzz::Input input(data, size);
  switch (input.Byte() % 5) {
    case 0:
      entente::fuzz::CheckOpened(input.Rest());
      break;
    case 1:
      entente::fuzz::CheckText(input.Rest());
      break;
    case 2: {
      const std::string text = input.Text();
      entente::fuzz::CheckSigned(input, text);
      break;
    }
    case 3:
      entente::fuzz::CheckCheckpoint(input);
      break;
    default:
      entente::fuzz::CheckKey(input.Rest());
  }
  return 0;
}
