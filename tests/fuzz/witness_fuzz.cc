// What a log and a witness send each other: read in one form only, refused with
// one of the answers of c2sp.org/tlog-witness, and cosigned only when it is so.
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/audit/add_checkpoint.h"
#include "services/common/audit/checkpoint.h"
#include "services/common/audit/cosignature.h"
#include "services/common/audit/witness_rules.h"
#include "services/witness/witness_rules.h"
#include "tests/fuzz/fuzz.h"

namespace entente::fuzz {
namespace {

using audit::AddCheckpoint;
using audit::Checkpoint;
using audit::WitnessVerdict;

constexpr char kName[] = "example.org/log";

const audit::NoteSigner& Log() {
  static const auto* const signer = new audit::NoteSigner(
      *audit::NoteSigner::Make(kName, std::string(32, '\x07')));
  return *signer;
}
const audit::CosignatureSigner& Cosigner() {
  static const auto* const signer =
      new audit::CosignatureSigner(*audit::CosignatureSigner::Make(
          "example.org/w", std::string(32, '\x08')));
  return *signer;
}
const witness::KnownLogs& Logs() {
  static const auto* const logs =
      new witness::KnownLogs({{kName, {Log().verifier()}}});
  return *logs;
}

// One form: what is read is written the same.
void CheckParsed(const std::string& body) {
  const auto request = audit::ParseAddCheckpoint(body);
  if (!request.ok()) {
    FUZZ_CHECK(absl::IsInvalidArgument(request.status()));
    return;
  }
  FUZZ_CHECK(audit::FormatAddCheckpoint(*request) == body);
  FUZZ_CHECK(request->proof.size() <= audit::kProofLinesMax);
}

// What is taken was signed by the log; what is not has its named answer.
std::optional<witness::Signed> CheckRequest(const std::string& body) {
  witness::Answer answer;
  std::optional<witness::Signed> read =
      witness::ReadRequest(Logs(), body, answer);
  CheckParsed(body);
  if (!read) {
    FUZZ_CHECK(answer.status == 400 || answer.status == 403 ||
               answer.status == 404);
    return std::nullopt;
  }
  FUZZ_CHECK(audit::OpenCheckpoint(read->request.note, Log().verifier()).ok());
  FUZZ_CHECK(audit::CheckpointText(read->checkpoint) == read->text);
  return read;
}

Checkpoint ReadCheckpoint(Input& input) {
  Checkpoint checkpoint{kName, input.Number(2) % 64, audit::EmptyRoot()};
  if (checkpoint.size > 0) {
    checkpoint.root.assign(32, static_cast<char>('a' + input.Byte() % 3));
  }
  return checkpoint;
}

// Signed requests after some checkpoint: never backwards, never a fork.
void CheckDecision(Input& input) {
  const Checkpoint next = ReadCheckpoint(input);
  std::optional<Checkpoint> latest;
  if (input.Byte() % 4 > 0) latest = ReadCheckpoint(input);
  AddCheckpoint request;
  request.old_size =
      input.Byte() % 4 > 0 && latest ? latest->size : input.Number(2) % 64;
  const int lines = input.Byte() % 5;
  for (int i = 0; i < lines; ++i) {
    request.proof.push_back(
        std::string(32, static_cast<char>('a' + input.Byte() % 3)));
  }
  request.note = *Log().Sign(audit::CheckpointText(next));
  const auto read = CheckRequest(audit::FormatAddCheckpoint(request));
  FUZZ_CHECK(read.has_value());
  const auto refusal = witness::Refuse(*read, latest);
  if (!refusal) {
    const uint64_t before = latest ? latest->size : 0;
    FUZZ_CHECK(request.old_size == before && next.size >= before);
    FUZZ_CHECK(!latest || next.size > before || next.root == latest->root);
    FUZZ_CHECK(before == 0 ||
               audit::VerifyConsistency(before, next.size, latest->root,
                                        next.root, request.proof));
    return;
  }
  FUZZ_CHECK(refusal->status == 400 || refusal->status == 409 ||
             refusal->status == 422);
  if (refusal->status == 409) {
    FUZZ_CHECK(*audit::ParseSize(refusal->body) == (latest ? latest->size : 0));
  }
}

// An answer counts only when it holds the one cosignature of this text.
void CheckAnswer(Input& input) {
  audit::Submission sent;
  sent.text = audit::CheckpointText({kName, 21, std::string(32, 'r')});
  sent.size = 21;
  sent.old_size = input.Byte() % 22;
  sent.created = sent.sent = sent.answered = absl::FromUnixSeconds(1552521600);
  audit::WitnessAnswer answer;
  const int statuses[] = {200, 409, 422, 400, 404, 500};
  answer.http_status = statuses[input.Byte() % 6];
  answer.content_type =
      input.Byte() % 4 > 0 ? audit::kSizeContentType : "text/plain";
  const int64_t time_s =
      1552521600 + static_cast<int64_t>(input.Number(2)) - 32768;
  const std::string line = *Cosigner().Sign(sent.text, time_s);
  answer.body =
      input.Byte() % 2 > 0 ? WithOneChange(line, input) : input.Rest();
  const WitnessVerdict verdict =
      audit::JudgeAnswer(Cosigner().verifier(), sent, answer);
  switch (verdict.kind) {
    case WitnessVerdict::Kind::kCosigned:
      FUZZ_CHECK(answer.http_status == 200);
      FUZZ_CHECK(verdict.cosignature.line ==
                 *Cosigner().Sign(sent.text, verdict.cosignature.time_s));
      FUZZ_CHECK(absl::StrContains(answer.body, verdict.cosignature.line));
      FUZZ_CHECK(verdict.cosignature.time_s >= 1552521600 - 300 &&
                 verdict.cosignature.time_s <= 1552521600 + 300);
      break;
    case WitnessVerdict::Kind::kRolledBack:
      FUZZ_CHECK(answer.http_status == 409 && verdict.size > sent.size);
      break;
    case WitnessVerdict::Kind::kElsewhere:
      FUZZ_CHECK(answer.http_status == 409 && verdict.size <= sent.size &&
                 verdict.size != sent.old_size);
      break;
    case WitnessVerdict::Kind::kForked:
      FUZZ_CHECK(answer.http_status == 409 || answer.http_status == 422);
      break;
    case WitnessVerdict::Kind::kRefused:
      FUZZ_CHECK(!verdict.reason.empty());
  }
}

}  // namespace
}  // namespace entente::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  entente::fuzz::Input input(data, size);
  switch (input.Byte() % 4) {
    case 0:
      entente::fuzz::CheckRequest(input.Rest());
      break;
    case 1: {
      // An honest request with one change.
      entente::audit::AddCheckpoint request;
      request.old_size = input.Byte();
      request.note = *entente::fuzz::Log().Sign(
          entente::audit::CheckpointText(entente::fuzz::ReadCheckpoint(input)));
      entente::fuzz::CheckRequest(entente::fuzz::WithOneChange(
          entente::audit::FormatAddCheckpoint(request), input));
      break;
    }
    case 2:
      entente::fuzz::CheckDecision(input);
      break;
    default:
      entente::fuzz::CheckAnswer(input);
  }
  return 0;
}
