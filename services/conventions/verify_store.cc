#include "services/conventions/verify_store.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/verify_book.h"
#include "services/conventions/verify_life.h"
#include "services/conventions/verify_submissions.h"

namespace entente::conventions {
namespace {

constexpr size_t kDifferencesShown = 100;

std::string EnvelopeOfGrant(const std::string& name,
                            const v1::EnvelopeGrant& grant) {
  const bool is_general = grant.allocation() == v1::ALLOCATION_GENERAL;
  return absl::StrCat(name, "/envelopes/",
                      is_general ? "general-" : "supplementary-", grant.year());
}

// What the document grants; what amendments opened is granted by changes.
int64_t GrantedByDocument(const v1::EnvelopeGrant& grant) {
  if (!grant.grant_change().empty()) return 0;
  return WholeCents(grant.amount()).value_or(-1);
}

// Whether the change that is said to have opened the envelope did.
bool IsOpenedRight(const Book& book, const std::string& envelope,
                   const v1::EnvelopeGrant& grant) {
  int opened = 0;
  for (const auto& [number, change] : book.changes) {
    if (change.type() != v1::BudgetChange::TYPE_GRANT ||
        change.to() != envelope) {
      continue;
    }
    if (change.name() != grant.grant_change() ||
        WholeCents(change.amount()) != WholeCents(grant.amount())) {
      return false;
    }
    ++opened;
  }
  return opened == (grant.grant_change().empty() ? 0 : 1);
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
        GrantedByDocument(grant) + GrantedSince(book, envelope) !=
            stored->second.allocated_cents() ||
        !IsOpenedRight(book, envelope, grant)) {
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
  ENTENTE_RETURN_IF_ERROR(VerifyDotations(reader, books, report));
  ENTENTE_RETURN_IF_ERROR(VerifySubmissions(reader, books, report));
  return report;
}

}  // namespace entente::conventions
