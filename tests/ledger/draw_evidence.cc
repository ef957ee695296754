// Documents: invoices, months of work that several pay for, credit notes, and
// what was registered by mistake.
#include <algorithm>
#include <cctype>
#include <cstdio>

#include "tests/ledger/draw.h"

namespace entente::ledger {
namespace {

constexpr int kWhole = 10'000;

// Numbers with the right check digits, of nobody in particular.
constexpr const char* kIssuers[] = {"0207373429", "0207.373.429",
                                    "BE 0207.373.429"};

std::string EnterpriseNumber(int64_t eight_digits) {
  char number[32];
  std::snprintf(number, sizeof(number), "%08lld%02lld",
                static_cast<long long>(eight_digits),
                static_cast<long long>(97 - eight_digits % 97));
  return number;
}

std::string FileHash(char kind, int64_t number) {
  char hash[65];
  std::snprintf(hash, sizeof(hash), "%c%063llx", kind,
                static_cast<unsigned long long>(number));
  return hash;
}

}  // namespace

// What kind of document it is, and who else pays for it.
void Drawer::DrawProof(Operation& operation) {
  static constexpr std::pair<Proof, int> kWeights[] = {
      {Proof::kInvoice, 40},
      {Proof::kPayStatement, 32},
      {Proof::kOther, 12},
      {Proof::kExpenseNote, 8},
      {Proof::kUnstated, 8}};
  int64_t which = Uniform(1, 100);
  for (const auto& [proof, weight] : kWeights) {
    which -= weight;
    if (which > 0) continue;
    operation.proof = proof;
    break;
  }
  int left = kWhole;
  if (operation.proof == Proof::kPayStatement) {
    static constexpr int kShares[] = {10'000, 5000, 3333, 2500, 8000};
    // Of a few at a time, so that months fill up.
    operation.month = {"S-" + std::to_string(documents_ / 40 + Uniform(0, 6)),
                       static_cast<int>(Uniform(2018, 2019)),
                       static_cast<int>(Uniform(1, 12)),
                       kShares[Uniform(0, 4)]};
    left -= operation.month.share;
    // A month without a kind is a pay statement all the same.
    if (Chance(20)) operation.proof = Proof::kUnstated;
  }
  const bool is_month = !operation.month.staff.empty();
  if (!Chance(25)) return;
  const int64_t count = Uniform(1, 3);
  const int64_t first = Uniform(4'000'000, 4'999'000);
  int64_t cents = operation.cents;
  for (int64_t i = 0; i < count; ++i) {
    Funder funder;
    funder.number = EnterpriseNumber(first + i);
    if (is_month) {
      funder.share = static_cast<int>(Uniform(1, std::max(1, left / 2)));
      if (funder.share > left) return;
      left -= funder.share;
    } else {
      funder.cents = Uniform(1, std::max<int64_t>(1, cents / 3));
      if (funder.cents > cents) return;
      cents -= funder.cents;
    }
    operation.funders.push_back(funder);
  }
}

Operation Drawer::DrawEvidence(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kEvidence;
  if (!documents_seen_.empty() && Chance(10)) {
    // A rescan: another file of it, or the same file under another number.
    operation = OneOf(documents_seen_);
    const int64_t how = Uniform(1, 100);
    if (how <= 40) {
      operation.sha256 = std::string(63, 'e') + "f";
      operation.document = " " + operation.document + " ";
      for (char& c : operation.document) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      }
    } else if (how <= 80) {
      operation.document += "-2";
    }
    return operation;
  }
  operation.parent = model_.conventions().at(convention).municipality;
  operation.issuer =
      OneOf(std::vector<std::string>(std::begin(kIssuers), std::end(kIssuers)));
  operation.document = "F-" + std::to_string(++documents_);
  operation.sha256 = FileHash('0', documents_);
  operation.day = {2018, static_cast<int>(Uniform(1, 12)),
                   static_cast<int>(Uniform(1, 28))};
  SetAmount(operation, Uniform(1, 150'000));
  DrawProof(operation);
  if (documents_seen_.size() < 50) {
    documents_seen_.push_back(operation);
  } else if (Chance(10)) {
    documents_seen_[static_cast<size_t>(Uniform(0, 49))] = operation;
  }
  return operation;
}

Operation Drawer::DrawCredit(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kCredit;
  const ModelConvention& of = model_.conventions().at(convention);
  operation.parent = of.municipality;
  operation.evidence = SomeEvidence(convention, "operating");
  operation.document = "N-" + std::to_string(++documents_);
  operation.sha256 = FileHash('1', documents_);
  operation.day = {2019, static_cast<int>(Uniform(1, 12)),
                   static_cast<int>(Uniform(1, 28))};
  if (Chance(5)) operation.day.year = 2017;
  const auto paper = model_.evidence().find(operation.evidence);
  const int64_t left =
      paper == model_.evidence().end() ? 100 : paper->second.Left();
  SetAmount(operation, Chance(60) ? Uniform(1, std::max<int64_t>(1, left / 4))
                                  : UpTo(left));
  // The file of another document, or of an earlier note.
  if (Chance(6) && documents_ > 1) {
    operation.sha256 = FileHash(Chance(50) ? '0' : '1', Uniform(1, documents_));
  }
  return operation;
}

Operation Drawer::DrawWithdrawal(Kind kind, const std::string& convention) {
  Operation operation;
  operation.kind = kind;
  operation.text = "Registered by mistake";
  const ModelConvention& of = model_.conventions().at(convention);
  const bool is_note = kind == Kind::kWithdrawCredit;
  const int64_t count = is_note ? model_.NoteCount(of.municipality)
                                : model_.EvidenceCount(of.municipality);
  for (int tries = 0; tries < 5; ++tries) {
    const int64_t from = std::max<int64_t>(1, count - 40);
    const int64_t number =
        count == 0 || Uniform(1, 100) <= 3 ? count + 1 : Uniform(from, count);
    operation.name = is_note
                         ? Numbered(of.municipality, "creditNotes", 'n', number)
                         : Numbered(of.municipality, "evidence", 'v', number);
    if (is_note || Chance(20)) break;
    // One that nothing is charged to can be withdrawn.
    const auto paper = model_.evidence().find(operation.name);
    if (paper == model_.evidence().end() ||
        (paper->second.Charged() == 0 && !paper->second.is_withdrawn)) {
      break;
    }
  }
  return operation;
}

}  // namespace entente::ledger
