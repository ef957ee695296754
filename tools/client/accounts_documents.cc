#include "tools/client/accounts_documents.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/common/base/error.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::Cents;
using conventions::FormatBelgianAmount;
using v1::Evidence;

// As the service keeps it: capitals, without spaces.
std::string ReferenceOf(const Evidence& document) {
  return absl::StrCat(document.issuer_enterprise_number(), "|",
                      absl::AsciiStrToUpper(absl::StrReplaceAll(
                          document.document_number(), {{" ", ""}})),
                      "|", conventions::FormatIsoDate(document.document_date()),
                      "|", Cents(document.amount()));
}

Sentence KindWord(Evidence::Kind kind) {
  switch (kind) {
    case Evidence::KIND_INVOICE:
      return {"invoice", "facture", "factuur"};
    case Evidence::KIND_PAY_STATEMENT:
      return {"pay statement", "fiche de paie", "loonfiche"};
    case Evidence::KIND_EXPENSE_NOTE:
      return {"expense note", "note de frais", "onkostennota"};
    case Evidence::KIND_OTHER:
      return {"another document", "autre pièce", "ander stuk"};
    default:
      return {"kind not stated", "nature non précisée", "aard niet vermeld"};
  }
}

// As the service says it of the same rule.
Sentence VerifiedWord(bool is_verified) {
  if (is_verified) {
    return {"rule verified in the decree", "règle vérifiée dans l'arrêté",
            "regel nagezien in het besluit"};
  }
  return {"rule not verified in the decree", "règle non vérifiée dans l'arrêté",
          "regel niet nagezien in het besluit"};
}

absl::Status Exceeded(int64_t requested, int64_t chargeable, int64_t charged) {
  const std::string asked = FormatBelgianAmount(requested);
  const std::string left = FormatBelgianAmount(chargeable - charged);
  const std::string used = FormatBelgianAmount(charged);
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "EVIDENCE_EXCEEDED",
       .metadata = {{"requested_cents", absl::StrCat(requested)},
                    {"charged_cents", absl::StrCat(charged)},
                    {"available_cents", absl::StrCat(chargeable - charged)}},
       .sentence = {
           absl::StrCat("Requested ", asked, "; the evidence still covers ",
                        left, " (this file charges ", used,
                        " before). Charge at most ", left, " to it."),
           absl::StrCat("Demandé ", asked, " ; la pièce couvre encore ", left,
                        " (ce fichier y impute ", used,
                        " auparavant). Imputez-y au plus ", left, "."),
           absl::StrCat("Gevraagd ", asked, "; het bewijsstuk dekt nog ", left,
                        " (dit bestand rekent er eerder ", used,
                        " op aan). Reken er hoogstens ", left, " op aan.")}});
}

}  // namespace

void NewDocuments::Take(int64_t line, const Evidence& document) {
  const std::string reference = ReferenceOf(document);
  auto known = by_file_.find(document.file_sha256());
  if (known == by_file_.end()) {
    known = by_reference_.find(reference);
    if (known == by_reference_.end()) {
      documents_.push_back({document.kind(), Cents(document.chargeable()), 0});
      known = by_reference_.emplace(reference, documents_.size() - 1).first;
      by_file_.emplace(document.file_sha256(), documents_.size() - 1);
    }
  }
  by_line_[line] = known->second;
}

absl::Status NewDocuments::CheckKind(const Document& document,
                                     const std::string& category) const {
  for (const v1::CostCategory& rules : profile_.categories()) {
    if (rules.code() != category || !rules.has_evidence()) continue;
    std::vector<std::string> en, fr, nl;
    for (const int allowed : rules.evidence().kinds()) {
      if (allowed == document.kind) return absl::OkStatus();
      const Sentence word = KindWord(static_cast<Evidence::Kind>(allowed));
      en.push_back(word.en);
      fr.push_back(word.fr);
      nl.push_back(word.nl);
    }
    const Sentence given = KindWord(document.kind);
    const bool is_verified = rules.evidence().is_verified();
    const Sentence verified = VerifiedWord(is_verified);
    return MakeError(
        absl::StatusCode::kFailedPrecondition,
        {.reason = "EVIDENCE_KIND",
         .metadata = {{"category", category},
                      {"kind", Evidence::Kind_Name(document.kind)},
                      {"regulation_profile", profile_.id()},
                      {"is_verified", is_verified ? "true" : "false"}},
         .sentence = {
             absl::StrCat(rules.title().en(),
                          " is proved by: ", absl::StrJoin(en, ", "), " (",
                          verified.en, "); this evidence: ", given.en,
                          ". Name the right document."),
             absl::StrCat(rules.title().fr(),
                          " se justifie par : ", absl::StrJoin(fr, ", "), " (",
                          verified.fr, ") ; cette pièce : ", given.fr,
                          ". Indiquez la bonne pièce."),
             absl::StrCat(rules.title().nl(),
                          " wordt bewezen door: ", absl::StrJoin(nl, ", "),
                          " (", verified.nl, "); dit stuk: ", given.nl,
                          ". Vermeld het juiste stuk.")}});
  }
  return absl::OkStatus();
}

absl::Status NewDocuments::Charge(int64_t line, const std::string& category,
                                  int64_t cents) {
  const auto found = by_line_.find(line);
  if (found == by_line_.end()) return absl::OkStatus();
  Document& document = documents_[found->second];
  if (cents > document.chargeable_cents - document.charged_cents) {
    return Exceeded(cents, document.chargeable_cents, document.charged_cents);
  }
  const absl::Status kind = CheckKind(document, category);
  if (!kind.ok()) return kind;
  document.charged_cents += cents;
  return absl::OkStatus();
}

}  // namespace entente::client
