// Documents: what may be charged to them, credit notes on them, both withdrawn.
#include <algorithm>
#include <cctype>

#include "tests/ledger/model.h"

namespace entente::ledger {
namespace {

// A rescan of a document is the same document, however its number was typed.
std::string PrintOf(const std::string& issuer, const Operation& operation) {
  std::string number;
  for (const unsigned char c : operation.document) {
    if (!std::isspace(c)) number += static_cast<char>(std::toupper(c));
  }
  std::string digits;
  for (const unsigned char c : issuer) {
    if (std::isdigit(c)) digits += static_cast<char>(c);
  }
  return operation.parent + "|" + digits + "|" + number + "|" +
         std::to_string(operation.day.year) + "-" +
         std::to_string(operation.day.month) + "-" +
         std::to_string(operation.day.day) + "|" +
         std::to_string(operation.cents);
}

std::string FileOf(const Operation& operation) {
  return operation.parent + "|" + operation.sha256;
}

constexpr int kWhole = 10'000;

// What others pay of a month, or nobody: all but the own share, which is cut to
// whole cents by largest remainder.
int64_t OthersOfMonth(const Operation& operation) {
  std::vector<int64_t> shares = {operation.month.share};
  int64_t rest = kWhole - operation.month.share;
  for (const Funder& funder : operation.funders) {
    shares.push_back(funder.share);
    rest -= funder.share;
  }
  shares.push_back(rest);
  int64_t missing = operation.cents;
  for (const int64_t share : shares) {
    missing -= operation.cents * share / kWhole;
  }
  // How many have a larger remainder than the own share: ties go to it, since
  // it is named first.
  const int64_t own = operation.cents * shares[0] % kWhole;
  const int64_t before = std::count_if(
      shares.begin() + 1, shares.end(),
      [&](int64_t share) { return operation.cents * share % kWhole > own; });
  const int64_t part =
      operation.cents * shares[0] / kWhole + (before < missing ? 1 : 0);
  return operation.cents - part;
}

}  // namespace

int64_t ModelEvidence::Charged() const {
  int64_t sum = 0;
  for (const auto& [expense, cents] : charges) sum += cents;
  return sum;
}

int64_t ModelEvidence::Credited() const {
  int64_t sum = 0;
  for (const auto& [note, cents] : credits) sum += cents;
  return sum;
}

Expectation Model::Register(const Operation& operation) {
  const std::string file = FileOf(operation);
  const std::string print = PrintOf(operation.issuer, operation);
  Expectation expected;
  if (by_file_.contains(file) || by_print_.contains(print)) {
    expected.reasons["EVIDENCE_EXISTS"];
  }
  if (note_by_file_.contains(file)) expected.reasons["CREDIT_NOTE_EXISTS"];
  ModelEvidence made{.cents = operation.cents,
                     .proof = operation.proof,
                     .day = operation.day,
                     .issuer = operation.issuer,
                     .charges = {},
                     .credits = {},
                     .month = {},
                     .file = file,
                     .print = print,
                     .recorded = operation.today};
  const Month& month = operation.month;
  if (!month.staff.empty()) {
    if (made.proof == Proof::kUnstated) made.proof = Proof::kPayStatement;
    made.month = operation.parent + "|" + month.staff + "|" +
                 std::to_string(month.year) + "-" + std::to_string(month.month);
    made.month_share = month.share;
    for (const Funder& funder : operation.funders) {
      made.month_share += funder.share;
    }
    made.others = OthersOfMonth(operation);
    if (months_[made.month] + made.month_share > kWhole) {
      expected.reasons["PERSON_MONTH_EXCEEDED"];
    }
  } else {
    for (const Funder& funder : operation.funders) made.others += funder.cents;
  }
  if (!expected.is_accepted()) return expected;
  int64_t& count = evidence_counts_[operation.parent];
  Add(count, 1);
  expected.name = Numbered(operation.parent, "evidence", 'v', count);
  expected.facts["chargeable"] = std::to_string(made.Chargeable());
  if (!made.month.empty()) {
    Add(months_[made.month], made.month_share);
    expected.notes.push_back("a month of work");
  }
  if (!operation.funders.empty()) {
    expected.notes.push_back("a document that others pay for too");
  }
  Insert(by_file_, file, expected.name);
  Insert(by_print_, print, expected.name);
  Insert(evidence_, expected.name, std::move(made));
  return expected;
}

Expectation Model::WithdrawEvidence(const Operation& operation) {
  const auto found = evidence_.find(operation.name);
  if (found == evidence_.end()) return Refused("NOT_FOUND");
  ModelEvidence& paper = found->second;
  if (paper.is_withdrawn) return Refused("EVIDENCE_WITHDRAWN");
  const Figures figures = {
      {"charged_cents", std::to_string(paper.Charged())},
      {"credited_cents", std::to_string(paper.Credited())}};
  Expectation expected;
  if (paper.Charged() != 0) expected.reasons["EVIDENCE_CHARGED"] = figures;
  if (paper.Credited() != 0) expected.reasons["EVIDENCE_CREDITED"] = figures;
  CheckClock(operation.today, paper.recorded, expected);
  if (!expected.is_accepted()) return expected;
  Set(paper.is_withdrawn, true);
  Erase(by_file_, paper.file);
  Erase(by_print_, paper.print);
  if (!paper.month.empty()) Add(months_[paper.month], -paper.month_share);
  expected.name = operation.name;
  expected.facts["withdrawn"] = "yes";
  return expected;
}

Expectation Model::Credit(const Operation& operation) {
  const auto found = evidence_.find(operation.evidence);
  if (found == evidence_.end()) return Refused("NOT_FOUND");
  ModelEvidence& paper = found->second;
  Expectation expected;
  if (paper.is_withdrawn) expected.reasons["EVIDENCE_WITHDRAWN"];
  const std::string file = FileOf(operation);
  const std::string print = PrintOf(paper.issuer, operation);
  if (note_by_file_.contains(file) || note_by_print_.contains(print)) {
    expected.reasons["CREDIT_NOTE_EXISTS"];
  }
  if (by_file_.contains(file)) expected.reasons["EVIDENCE_EXISTS"];
  if (operation.day < paper.day) {
    expected.reasons["CREDIT_NOTE_BEFORE_EVIDENCE"];
  }
  if (operation.cents > paper.Left()) {
    expected.reasons["CREDIT_EXCEEDS_REST"] = {
        {"evidence_cents", std::to_string(paper.cents)},
        {"charged_cents", std::to_string(paper.Charged())},
        {"credited_cents", std::to_string(paper.Credited())},
        {"requested_cents", std::to_string(operation.cents)},
        {"remaining_cents", std::to_string(paper.Left())}};
  }
  if (!expected.is_accepted()) return expected;
  int64_t& count = note_counts_[operation.parent];
  Add(count, 1);
  expected.name = Numbered(operation.parent, "creditNotes", 'n', count);
  Insert(paper.credits, expected.name, operation.cents);
  Insert(note_by_file_, file, expected.name);
  Insert(note_by_print_, print, expected.name);
  Insert(notes_, expected.name,
         {.evidence = operation.evidence,
          .cents = operation.cents,
          .file = file,
          .print = print,
          .recorded = operation.today});
  expected.facts["remaining"] = std::to_string(paper.Left());
  return expected;
}

Expectation Model::WithdrawCredit(const Operation& operation) {
  const auto found = notes_.find(operation.name);
  if (found == notes_.end()) return Refused("NOT_FOUND");
  ModelNote& note = found->second;
  if (note.is_withdrawn) return Refused("CREDIT_NOTE_WITHDRAWN");
  Expectation expected;
  CheckClock(operation.today, note.recorded, expected);
  if (!expected.is_accepted()) return expected;
  ModelEvidence& paper = evidence_.at(note.evidence);
  Set(note.is_withdrawn, true);
  Erase(paper.credits, operation.name);
  Erase(note_by_file_, note.file);
  Erase(note_by_print_, note.print);
  expected.name = operation.name;
  expected.facts["remaining"] = std::to_string(paper.Left());
  return expected;
}

int64_t Model::EvidenceCount(const std::string& municipality) const {
  const auto found = evidence_counts_.find(municipality);
  return found == evidence_counts_.end() ? 0 : found->second;
}

int64_t Model::NoteCount(const std::string& municipality) const {
  const auto found = note_counts_.find(municipality);
  return found == note_counts_.end() ? 0 : found->second;
}

}  // namespace entente::ledger
