#include "services/conventions/verify_store.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/verify_book.h"
#include "services/conventions/verify_life.h"

namespace entente::conventions {
namespace {

constexpr size_t kDifferencesShown = 100;

std::string EnvelopeOfGrant(const std::string& name,
                            const v1::EnvelopeGrant& grant) {
  const bool is_general = grant.allocation() == v1::ALLOCATION_GENERAL;
  return absl::StrCat(name, "/envelopes/",
                      is_general ? "general-" : "supplementary-", grant.year());
}

// What the convention grants against the envelopes that were opened.
void VerifyGrants(const std::string& name, const Book& book,
                  VerifyReport& report) {
  std::set<std::string> granted;
  for (const v1::EnvelopeGrant& grant : book.head->envelopes()) {
    const std::string envelope = EnvelopeOfGrant(name, grant);
    granted.insert(envelope);
    const auto stored = book.envelopes.find(envelope);
    if (stored == book.envelopes.end() ||
        WholeCents(grant.amount()).value_or(-1) +
                GrantedSince(book, envelope) !=
            stored->second.allocated_cents()) {
      report.Differ(
          absl::StrCat(envelope, " does not hold what the convention grants"));
    }
  }
  for (const auto& [envelope, record] : book.envelopes) {
    if (!granted.contains(envelope)) {
      report.Differ(
          absl::StrCat(envelope, " is granted by no line of the convention"));
    }
  }
}

// Every expense is charged once, to the evidence that it names.
using ChargesByExpense = std::map<std::string, std::pair<std::string, int64_t>>;

void VerifyPiece(const std::string& name, uint64_t number,
                 const EvidenceBook& book, const v1::Evidence& piece,
                 const ChargesByExpense& expenses, VerifyReport& report) {
  if (piece.name() != name) {
    report.Differ(absl::StrCat(name, " stands under another name"));
  }
  const int64_t total = WholeCents(piece.amount()).value_or(-1);
  int64_t charged = 0;
  uint64_t expected = 0;
  const auto charges = book.charges.find(number);
  if (charges != book.charges.end()) {
    for (const auto& [n, charge] : charges->second) {
      ++report.charges;
      charged += charge.amount_cents();
      const auto expense = expenses.find(charge.expense());
      if (n != ++expected || expense == expenses.end() ||
          expense->second != std::pair(name, charge.amount_cents())) {
        report.Differ(
            absl::StrCat(name, " charge ", n, " is not what its expense says"));
      }
    }
  }
  if (WholeCents(piece.charged()) != charged || charged > total) {
    report.Differ(absl::StrCat(name, " of ", total, " cents is charged ",
                               WholeCents(piece.charged()).value_or(-1),
                               " cents; its charges make ", charged));
  }
  const auto by_hash = book.by_hash.find(piece.file_sha256());
  const auto by_reference = book.by_reference.find(number);
  if (by_hash == book.by_hash.end() || by_hash->second != number ||
      by_reference == book.by_reference.end() || by_reference->second != 1) {
    report.Differ(absl::StrCat(name, " is not found by both of its keys"));
  }
}

}  // namespace

void VerifyReport::Differ(std::string sentence) {
  ++difference_count;
  if (differences.size() < kDifferencesShown) {
    differences.push_back(std::move(sentence));
  }
}

void VerifyDocument(const std::string& name, const Book& book,
                    const Books& books, VerifyReport& report) {
  ++report.conventions;
  if (!book.head || !book.tree || !book.has_definitions) {
    report.Differ(absl::StrCat(name, " is not stored whole"));
    return;
  }
  if (book.head->name() != name) {
    report.Differ(absl::StrCat(name, " stands under another name"));
  }
  VerifyGrants(name, book, report);
  bool is_same =
      static_cast<size_t>(book.tree->nodes_size()) == book.nodes.size();
  for (const v1::Node& node : book.tree->nodes()) {
    const auto copy = book.nodes.find(node.id());
    is_same = is_same && copy != book.nodes.end() &&
              copy->second.SerializeAsString() == node.SerializeAsString();
  }
  if (!is_same) {
    report.Differ(absl::StrCat(name, ": the nodes differ from the tree"));
  }
  // "municipalities/21004/conventions/css-2018-2019"
  const size_t begin = name.find('/') + 1;
  const std::string municipality =
      name.substr(begin, name.find('/', begin) - begin);
  const auto text = books.texts.find(
      absl::StrCat(municipality, "/", book.head->text_sha256()));
  if (text == books.texts.end() ||
      !absl::EndsWith(name, absl::StrCat("/", text->second))) {
    report.Differ(absl::StrCat(name, " is not found by its text"));
  }
}

void VerifyEvidence(const Books& books, VerifyReport& report) {
  ChargesByExpense expenses;
  for (const auto& [name, book] : books.conventions) {
    for (const auto& [number, expense] : book.expenses) {
      expenses[expense.name()] = {expense.evidence(),
                                  WholeCents(expense.amount()).value_or(-1)};
    }
  }
  int64_t charges = report.charges;
  for (const auto& [municipality, book] : books.evidence) {
    uint64_t expected = 0;
    for (const auto& [number, piece] : book.evidence) {
      ++report.evidence;
      const std::string digits = absl::StrCat(number);
      const std::string padded =
          std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
      const std::string name =
          absl::StrCat(municipality, "/evidence/v-", padded);
      if (number != ++expected) {
        report.Differ(absl::StrCat(name, " stands out of sequence"));
        expected = number;
      }
      VerifyPiece(name, number, book, piece, expenses, report);
    }
    if (expected != static_cast<uint64_t>(book.last_evidence) ||
        book.by_hash.size() != book.evidence.size() ||
        book.by_reference.size() != book.evidence.size()) {
      report.Differ(absl::StrCat(
          municipality, ": the evidence differs from its counter or keys"));
    }
    for (const auto& [number, of_piece] : book.charges) {
      if (!book.evidence.contains(number)) {
        report.Differ(absl::StrCat(municipality, ": charges to evidence ",
                                   number, ", which is not stored"));
      }
    }
  }
  charges = report.charges - charges;
  if (charges != static_cast<int64_t>(expenses.size())) {
    report.Differ(
        absl::StrCat(expenses.size(), " expenses make ", charges, " charges"));
  }
}

absl::StatusOr<VerifyReport> VerifyLedger(const store::Reader& reader) {
  ENTENTE_ASSIGN_OR_RETURN(const Books books, ReadBooks(reader));
  VerifyReport report;
  for (const auto& [name, book] : books.conventions) {
    VerifyDocument(name, book, books, report);
    VerifyBalances(name, book, report);
    VerifyCauses(name, book, report);
    VerifyClaims(name, book, report);
    VerifyFederalPayments(name, book, report);
  }
  if (books.texts.size() != books.conventions.size()) {
    report.Differ("the references by text are not one to a convention");
  }
  VerifyEvidence(books, report);
  ENTENTE_RETURN_IF_ERROR(VerifyLives(reader, books, report));
  return report;
}

}  // namespace entente::conventions
