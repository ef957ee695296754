#include "services/conventions/conventions_keys.h"

#include "services/common/store/key.h"

namespace entente::conventions::keys {
namespace {

using store::KeyReader;
using store::KeyWriter;

enum Table : uint8_t {
  kConvention = 0x10,
  kTree = 0x11,
  kNode = 0x12,
  kText = 0x13,
  kDefinitions = 0x14,
  kLifeHead = 0x15,
  kFact = 0x16,
  kAmendment = 0x17,
  kProgressStatement = 0x18,
  kControlRequest = 0x19,
  kChange = 0x1A,
  kOriginal = 0x1B,
  kEnvelope = 0x20,
  kLine = 0x21,
  kHead = 0x22,
  kEntry = 0x23,
  kReservation = 0x24,
  kExpense = 0x25,
  kZonePayment = 0x26,
  kCorrection = 0x27,
  kBudgetChange = 0x28,
  kClaim = 0x29,
  kFederalPayment = 0x2A,
  kExpenseStatus = 0x2B,
  kExpiry = 0x2C,
  kEvidence = 0x30,
  kEvidenceByHash = 0x31,
  kEvidenceByReference = 0x32,
  kEvidenceHead = 0x33,
  kCharge = 0x34,
  kOrganisation = 0x35,
  kCreditNote = 0x36,
  kCreditNoteByHash = 0x37,
  kCreditNoteByReference = 0x38,
  kMonthShare = 0x39,
  kOrganisationVersion = 0x3A,
  kDotation = 0x3B,
  kDotationKey = 0x3C,
  kDotationHead = 0x3D,
  kProfileText = 0x3E,
};

KeyWriter In(Table table, const ConventionName& name) {
  return KeyWriter().Table(table).Str(name.municipality).Str(name.convention);
}

KeyWriter In(Table table, absl::string_view municipality) {
  return KeyWriter().Table(table).Str(municipality);
}

Table TableOf(NumberedKind kind) {
  switch (kind) {
    case NumberedKind::kReservation:
      return kReservation;
    case NumberedKind::kExpense:
      return kExpense;
    case NumberedKind::kZonePayment:
      return kZonePayment;
    case NumberedKind::kCorrection:
      return kCorrection;
    case NumberedKind::kBudgetChange:
      return kBudgetChange;
    case NumberedKind::kClaim:
      return kClaim;
    case NumberedKind::kFederalPayment:
      return kFederalPayment;
    case NumberedKind::kFact:
      return kFact;
    case NumberedKind::kAmendment:
      return kAmendment;
    case NumberedKind::kProgressStatement:
      return kProgressStatement;
    case NumberedKind::kControlRequest:
      return kControlRequest;
  }
  return kReservation;
}

}  // namespace

std::string Convention(const ConventionName& name) {
  return In(kConvention, name).Key();
}

std::string ConventionsOf(absl::string_view municipality) {
  if (municipality.empty()) return KeyWriter().Table(kConvention).Key();
  return In(kConvention, municipality).Key();
}

std::string Tree(const ConventionName& name) { return In(kTree, name).Key(); }

std::string Node(const ConventionName& name, absl::string_view node_id) {
  return In(kNode, name).Str(node_id).Key();
}

std::string Text(absl::string_view municipality, absl::string_view sha256) {
  return In(kText, municipality).Str(sha256).Key();
}

std::string Definitions(const ConventionName& name) {
  return In(kDefinitions, name).Key();
}

std::string LifeHead(const ConventionName& name) {
  return In(kLifeHead, name).Key();
}

std::string Change(const ConventionName& name, int64_t number) {
  return In(kChange, name).U64(static_cast<uint64_t>(number)).Key();
}

std::string ChangesOf(const ConventionName& name) {
  return In(kChange, name).Key();
}

std::string Original(const ConventionName& name) {
  return In(kOriginal, name).Key();
}

std::string Envelope(const EnvelopeName& name) {
  return In(kEnvelope, name.parent).Str(name.envelope).Key();
}

std::string Line(const LineName& name) {
  return In(kLine, name.parent.parent)
      .Str(name.parent.envelope)
      .Str(name.line)
      .Key();
}

std::string LinesOf(const EnvelopeName& name) {
  KeyWriter writer = In(kLine, name.parent);
  if (name.envelope != "-") writer.Str(name.envelope);
  return writer.Key();
}

std::string Head(const ConventionName& name) { return In(kHead, name).Key(); }

std::string Entry(const ConventionName& name, int64_t sequence) {
  return In(kEntry, name).U64(static_cast<uint64_t>(sequence)).Key();
}

std::string EntriesOf(const ConventionName& name) {
  return In(kEntry, name).Key();
}

std::string Numbered(NumberedKind kind, const ConventionName& name,
                     int64_t number) {
  return In(TableOf(kind), name).U64(static_cast<uint64_t>(number)).Key();
}

std::string NumberedOf(NumberedKind kind, const ConventionName& name) {
  return In(TableOf(kind), name).Key();
}

std::string ExpenseStatus(const ConventionName& name, int64_t number) {
  return In(kExpenseStatus, name).U64(static_cast<uint64_t>(number)).Key();
}

std::string ExpenseStatusesOf(const ConventionName& name) {
  return In(kExpenseStatus, name).Key();
}

std::string Expiry(const LineName& line, absl::string_view last_day,
                   int64_t number) {
  return In(kExpiry, line.parent.parent)
      .Str(line.parent.envelope)
      .Str(line.line)
      .Str(last_day)
      .U64(static_cast<uint64_t>(number))
      .Key();
}

std::string ExpiriesOf(const ConventionName& name) {
  return In(kExpiry, name).Key();
}

std::string ExpiriesOf(const EnvelopeName& name) {
  return In(kExpiry, name.parent).Str(name.envelope).Key();
}

std::string ExpiriesOf(const LineName& name) {
  return In(kExpiry, name.parent.parent)
      .Str(name.parent.envelope)
      .Str(name.line)
      .Key();
}

std::string Evidence(const EvidenceName& name) {
  return In(kEvidence, name.municipality)
      .U64(static_cast<uint64_t>(name.number))
      .Key();
}

std::string AllEvidence() { return KeyWriter().Table(kEvidence).Key(); }

std::string EvidenceOf(absl::string_view municipality) {
  return In(kEvidence, municipality).Key();
}

std::string EvidenceByHash(absl::string_view municipality,
                           absl::string_view file_sha256) {
  return In(kEvidenceByHash, municipality).Str(file_sha256).Key();
}

std::string EvidenceByReference(absl::string_view municipality,
                                absl::string_view issuer,
                                absl::string_view document_number,
                                absl::string_view date, int64_t cents) {
  return In(kEvidenceByReference, municipality)
      .Str(issuer)
      .Str(document_number)
      .Str(date)
      .I64(cents)
      .Key();
}

std::string EvidenceHead(absl::string_view municipality) {
  return In(kEvidenceHead, municipality).Key();
}

std::string Organisation(absl::string_view municipality,
                         absl::string_view enterprise_number) {
  return In(kOrganisation, municipality).Str(enterprise_number).Key();
}

std::string OrganisationsOf(absl::string_view municipality) {
  return In(kOrganisation, municipality).Key();
}

std::string OrganisationVersion(absl::string_view municipality,
                                absl::string_view enterprise_number,
                                int version) {
  return In(kOrganisationVersion, municipality)
      .Str(enterprise_number)
      .U64(~static_cast<uint64_t>(version))
      .Key();
}

std::string OrganisationVersionsOf(absl::string_view municipality,
                                   absl::string_view enterprise_number) {
  return In(kOrganisationVersion, municipality).Str(enterprise_number).Key();
}

std::string Dotation(absl::string_view municipality, int64_t number) {
  return In(kDotation, municipality).U64(static_cast<uint64_t>(number)).Key();
}

std::string DotationsOf(absl::string_view municipality) {
  if (municipality.empty()) return KeyWriter().Table(kDotation).Key();
  return In(kDotation, municipality).Key();
}

std::string DotationKey(absl::string_view municipality, int64_t number) {
  return In(kDotationKey, municipality)
      .U64(static_cast<uint64_t>(number))
      .Key();
}

std::string DotationKeysOf(absl::string_view municipality) {
  if (municipality.empty()) return KeyWriter().Table(kDotationKey).Key();
  return In(kDotationKey, municipality).Key();
}

std::string DotationHead(absl::string_view municipality) {
  return In(kDotationHead, municipality).Key();
}

std::string Charge(const EvidenceName& name, int64_t n) {
  return In(kCharge, name.municipality)
      .U64(static_cast<uint64_t>(name.number))
      .U64(static_cast<uint64_t>(n))
      .Key();
}

std::string ChargesOf(const EvidenceName& name) {
  return In(kCharge, name.municipality)
      .U64(static_cast<uint64_t>(name.number))
      .Key();
}

std::string CreditNote(absl::string_view municipality, int64_t number) {
  return In(kCreditNote, municipality).U64(static_cast<uint64_t>(number)).Key();
}

std::string CreditNotesOf(absl::string_view municipality) {
  return In(kCreditNote, municipality).Key();
}

std::string CreditNoteByHash(absl::string_view municipality,
                             absl::string_view file_sha256) {
  return In(kCreditNoteByHash, municipality).Str(file_sha256).Key();
}

std::string CreditNoteByReference(absl::string_view municipality,
                                  absl::string_view issuer,
                                  absl::string_view document_number,
                                  absl::string_view date, int64_t cents) {
  return In(kCreditNoteByReference, municipality)
      .Str(issuer)
      .Str(document_number)
      .Str(date)
      .I64(cents)
      .Key();
}

std::string MonthSharesOf(absl::string_view municipality,
                          absl::string_view staff_number, int year, int month) {
  return In(kMonthShare, municipality)
      .Str(staff_number)
      .U64(static_cast<uint64_t>(year) * 100 + static_cast<uint64_t>(month))
      .Key();
}

std::string MonthShare(const EvidenceName& evidence,
                       absl::string_view staff_number, int year, int month) {
  return KeyWriter()
      .Table(kMonthShare)
      .Str(evidence.municipality)
      .Str(staff_number)
      .U64(static_cast<uint64_t>(year) * 100 + static_cast<uint64_t>(month))
      .U64(static_cast<uint64_t>(evidence.number))
      .Key();
}

std::vector<std::string> EverythingOf(const ConventionName& name) {
  std::vector<std::string> prefixes;
  for (Table table :
       {kConvention,     kTree,           kNode,          kDefinitions,
        kLifeHead,       kFact,           kAmendment,     kProgressStatement,
        kControlRequest, kChange,         kOriginal,      kEnvelope,
        kLine,           kHead,           kEntry,         kReservation,
        kExpense,        kZonePayment,    kCorrection,    kBudgetChange,
        kClaim,          kFederalPayment, kExpenseStatus, kExpiry}) {
    prefixes.push_back(In(table, name).Key());
  }
  return prefixes;
}

std::string MunicipalityOf(absl::string_view key) {
  KeyReader reader(key);
  if (!reader.Table().ok()) return "";
  return reader.Str().value_or("");
}

int64_t LastNumber(absl::string_view key) {
  constexpr size_t kBytes = 8;
  if (key.size() < kBytes) return 0;
  KeyReader reader(key.substr(key.size() - kBytes));
  return static_cast<int64_t>(reader.U64().value_or(0));
}

LineName ParseLine(absl::string_view key) {
  KeyReader reader(key);
  const auto table = reader.Table();
  if (!table.ok() || *table != kLine) return {};
  LineName name;
  for (std::string* part :
       {&name.parent.parent.municipality, &name.parent.parent.convention,
        &name.parent.envelope, &name.line}) {
    auto value = reader.Str();
    if (!value.ok()) return {};
    *part = *std::move(value);
  }
  return reader.End().ok() ? name : LineName{};
}

std::string ProfileText(bool is_contract, absl::string_view id, int version) {
  return KeyWriter()
      .Table(kProfileText)
      .U64(is_contract ? 1 : 2)
      .Str(id)
      .U64(static_cast<uint64_t>(version))
      .Key();
}

std::string ProfileTexts() { return KeyWriter().Table(kProfileText).Key(); }

}  // namespace entente::conventions::keys
