#include "services/conventions/refusal_figures.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/evidence_store.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

// Reasons that no figure explains.
constexpr const char* kOfShape[] = {
    "FIELD_REQUIRED",    "FIELD_UNKNOWN_VALUE", "MALFORMED_DATE",
    "MALFORMED_HASH",    "MALFORMED_NAME",      "MALFORMED_TEXT",
    "OTHER_CONVENTION",  "OTHER_MUNICIPALITY",  "PERSONAL_DATA_SHAPE",
    "REQUEST_ID_REUSED", "TEXT_TOO_LONG"};

bool IsExplained(const absl::Status& refusal) {
  switch (refusal.code()) {
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
      break;
    default:
      return false;
  }
  const std::string reason = ErrorReason(refusal);
  return !reason.empty() &&
         std::none_of(std::begin(kOfShape), std::end(kOfShape),
                      [&](const char* shape) { return reason == shape; });
}

struct Account {
  AccountKind kind;
  Balances balances;
};

std::optional<Account> FindAccount(const store::Reader& reader,
                                   const std::string& name) {
  if (absl::StrContains(name, "/lines/")) {
    const auto line = ParseLineName(name, "line");
    if (!line.ok()) return std::nullopt;
    const auto record = GetLine(reader, *line, "line");
    if (!record.ok()) return std::nullopt;
    return Account{AccountKind::kLine, FromRecord(record->account())};
  }
  const auto envelope = ParseEnvelopeName(name, "envelope");
  if (!envelope.ok()) return std::nullopt;
  const auto balances = GetEnvelope(reader, *envelope, "envelope");
  if (!balances.ok()) return std::nullopt;
  return Account{AccountKind::kEnvelope, *balances};
}

// Names of the documents that a refusal is about.
std::vector<std::string> DocumentsOf(const ErrorDetail& detail,
                                     const store::Reader& reader) {
  const auto named = detail.metadata.find("evidence");
  if (named != detail.metadata.end()) {
    return absl::StrSplit(named->second, ' ', absl::SkipEmpty());
  }
  const auto note_name = detail.metadata.find("credit_note");
  if (note_name == detail.metadata.end()) return {};
  const auto name = ParseCreditNoteName(note_name->second, "credit_note");
  if (!name.ok()) return {};
  const auto note = Find<v1::CreditNote>(
      reader, keys::CreditNote(name->municipality, name->number),
      note_name->second, "credit_note");
  if (!note.ok()) return {};
  return {note->evidence()};
}

}  // namespace

std::optional<int64_t> RequestedOf(const google::type::Money& money) {
  const auto cents = CentsFromMoney(money, "amount");
  if (!cents.ok()) return std::nullopt;
  return *cents;
}

absl::Status WithFigures(const absl::Status& refusal, AccountKind kind,
                         const Balances& account,
                         std::optional<int64_t> requested) {
  if (!IsExplained(refusal)) return refusal;
  std::optional<ErrorDetail> detail = GetErrorDetail(refusal);
  if (!detail) return refusal;
  // As ToPosition says it.
  const int64_t available =
      kind == AccountKind::kLine
          ? account.available_cents()
          : std::min(account.available_cents(), account.uncommitted_cents());
  Figures figures = FiguresOf(account, requested.value_or(0), available);
  if (!requested) figures.erase("requested_cents");
  detail->metadata.merge(figures);
  return MakeError(refusal.code(), *detail);
}

absl::Status WithFigures(const absl::Status& refusal,
                         const store::Reader& reader,
                         const std::string& account,
                         std::optional<int64_t> requested) {
  if (!IsExplained(refusal)) return refusal;
  const std::optional<Account> found = FindAccount(reader, account);
  if (!found) return refusal;
  return WithFigures(refusal, found->kind, found->balances, requested);
}

absl::Status WithEvidenceFigures(const absl::Status& refusal,
                                 const store::Reader& reader,
                                 std::optional<int64_t> requested) {
  if (!IsExplained(refusal)) return refusal;
  const std::optional<ErrorDetail> detail = GetErrorDetail(refusal);
  if (!detail) return refusal;
  std::vector<EvidenceName> documents;
  for (const std::string& document : DocumentsOf(*detail, reader)) {
    const auto name = ParseEvidenceName(document, "evidence");
    if (name.ok()) documents.push_back(*name);
  }
  if (documents.empty()) return refusal;
  const auto lines = LinesBearing(reader, documents);
  if (!lines.ok()) return refusal;
  return WithFigures(refusal, AccountKind::kLine, *lines, requested);
}

}  // namespace entente::conventions
