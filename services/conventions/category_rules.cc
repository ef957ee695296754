#include "services/conventions/category_rules.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

using absl::StatusCode;
using v1::Evidence;

Sentence Verified(bool is_verified) {
  if (is_verified) {
    return {.en = "rule verified in the decree",
            .fr = "règle vérifiée dans l'arrêté",
            .nl = "regel nagezien in het besluit"};
  }
  return {.en = "rule not verified in the decree",
          .fr = "règle non vérifiée dans l'arrêté",
          .nl = "regel niet nagezien in het besluit"};
}

Sentence WordOf(Evidence::Kind kind) {
  switch (kind) {
    case Evidence::KIND_INVOICE:
      return {.en = "invoice", .fr = "facture", .nl = "factuur"};
    case Evidence::KIND_PAY_STATEMENT:
      return {.en = "pay statement", .fr = "fiche de paie", .nl = "loonfiche"};
    case Evidence::KIND_EXPENSE_NOTE:
      return {
          .en = "expense note", .fr = "note de frais", .nl = "onkostennota"};
    case Evidence::KIND_OTHER:
      return {.en = "other document", .fr = "autre pièce", .nl = "ander stuk"};
    default:
      return {.en = "kind not stated",
              .fr = "nature non précisée",
              .nl = "aard niet vermeld"};
  }
}

}  // namespace

const v1::CostCategory* FindCategory(const v1::RegulationProfile& profile,
                                     absl::string_view code) {
  for (const v1::CostCategory& category : profile.categories()) {
    if (category.code() == code) return &category;
  }
  return nullptr;
}

std::optional<int64_t> CapCents(const v1::CostCategory& category,
                                const Balances& envelope) {
  if (!category.has_cap()) return std::nullopt;
  return ShareOf(envelope.allocated_cents, category.cap().share_basis_points());
}

absl::Status CheckCategoryCap(const v1::RegulationProfile& profile,
                              absl::string_view code, const Balances& envelope,
                              int64_t taken, int64_t requested,
                              absl::string_view field) {
  const v1::CostCategory* category = FindCategory(profile, code);
  if (category == nullptr) return absl::OkStatus();
  const std::optional<int64_t> cap = CapCents(*category, envelope);
  if (!cap || taken + requested <= *cap) return absl::OkStatus();
  const int64_t left = std::max<int64_t>(0, *cap - taken);
  Figures figures = FiguresOf(envelope, requested, left);
  figures["category"] = category->code();
  figures["cap_cents"] = absl::StrCat(*cap);
  figures["cap_basis_points"] =
      absl::StrCat(category->cap().share_basis_points());
  figures["taken_cents"] = absl::StrCat(taken);
  figures["regulation_profile"] = profile.id();
  figures["is_verified"] = category->cap().is_verified() ? "true" : "false";
  const Sentence verified = Verified(category->cap().is_verified());
  const std::string asked = Euros(requested);
  const std::string most = Euros(*cap);
  const std::string has = Euros(taken);
  const std::string rest = Euros(left);
  return Refuse(
      StatusCode::kFailedPrecondition, "CATEGORY_CAP_EXCEEDED", field,
      std::move(figures),
      {.en = absl::StrCat(
           "Requested ", asked, " for ", category->title().en(),
           "; the regulation profile ", profile.id(), " allows this category ",
           most, " of the envelope, of which ", has, " is taken: at most ",
           rest, " more (", verified.en, ")."),
       .fr = absl::StrCat("Demandé ", asked, " pour ", category->title().fr(),
                          " ; le profil réglementaire ", profile.id(),
                          " permet à cette catégorie ", most,
                          " de l'enveloppe, dont ", has, " sont pris : encore ",
                          rest, " au plus (", verified.fr, ")."),
       .nl = absl::StrCat(
           "Gevraagd ", asked, " voor ", category->title().nl(),
           "; het reglementair profiel ", profile.id(), " laat deze categorie ",
           most, " van de enveloppe toe, waarvan ", has,
           " is ingenomen: nog hoogstens ", rest, " (", verified.nl, ").")});
}

absl::Status CheckEvidenceKind(const v1::RegulationProfile& profile,
                               absl::string_view code, Evidence::Kind kind) {
  const v1::CostCategory* category = FindCategory(profile, code);
  if (category == nullptr || !category->has_evidence()) return absl::OkStatus();
  std::vector<std::string> en;
  std::vector<std::string> fr;
  std::vector<std::string> nl;
  for (const int allowed : category->evidence().kinds()) {
    if (allowed == kind) return absl::OkStatus();
    const Sentence word = WordOf(static_cast<Evidence::Kind>(allowed));
    en.push_back(word.en);
    fr.push_back(word.fr);
    nl.push_back(word.nl);
  }
  const Sentence given = WordOf(kind);
  const Sentence verified = Verified(category->evidence().is_verified());
  return Refuse(
      StatusCode::kFailedPrecondition, "EVIDENCE_KIND", "expense.evidence",
      {{"category", category->code()},
       {"kind", Evidence::Kind_Name(kind)},
       {"regulation_profile", profile.id()},
       {"is_verified", category->evidence().is_verified() ? "true" : "false"}},
      {.en = absl::StrCat(category->title().en(),
                          " is proved by: ", absl::StrJoin(en, ", "), " (",
                          verified.en, "); this evidence: ", given.en,
                          ". Register the right document."),
       .fr = absl::StrCat(category->title().fr(),
                          " se justifie par : ", absl::StrJoin(fr, ", "), " (",
                          verified.fr, ") ; cette pièce : ", given.fr,
                          ". Enregistrez la bonne pièce."),
       .nl = absl::StrCat(category->title().nl(),
                          " wordt bewezen door: ", absl::StrJoin(nl, ", "),
                          " (", verified.nl, "); dit stuk: ", given.nl,
                          ". Registreer het juiste stuk.")});
}

void NoteUnverifiedCategories(const v1::RegulationProfile& profile,
                              v1::Claim& claim) {
  for (const v1::CostCategory& category : profile.categories()) {
    const std::string name = absl::StrCat("categories.", category.code());
    if (category.has_cap() && !category.cap().is_verified()) {
      claim.add_unverified_values(absl::StrCat(name, ".cap"));
    }
    if (category.has_evidence() && !category.evidence().is_verified()) {
      claim.add_unverified_values(absl::StrCat(name, ".evidence"));
    }
  }
}

std::vector<std::string> UnverifiedOfCategory(
    const v1::RegulationProfile& profile, absl::string_view code) {
  const v1::CostCategory* category = FindCategory(profile, code);
  if (category == nullptr) return {};
  std::vector<std::string> values;
  const std::string name = absl::StrCat("categories.", code);
  if (!category->is_verified()) values.push_back(name);
  if (category->has_cap() && !category->cap().is_verified()) {
    values.push_back(absl::StrCat(name, ".cap"));
  }
  if (category->has_evidence() && !category->evidence().is_verified()) {
    values.push_back(absl::StrCat(name, ".evidence"));
  }
  return values;
}

absl::Status ValidateCategory(const v1::CostCategory& category) {
  const auto bad = [&](absl::string_view what) {
    return absl::FailedPreconditionError(
        absl::StrCat("the category \"", category.code(), "\" ", what));
  };
  const int32_t share = category.cap().share_basis_points();
  if (category.has_cap() && (share < 1 || share > 10'000)) {
    return bad("has a cap that is not 1 to 10000 basis points");
  }
  if (category.has_evidence() && category.evidence().kinds().empty()) {
    return bad("has an evidence rule without a kind");
  }
  std::set<int> kinds;
  for (const int kind : category.evidence().kinds()) {
    if (kind == Evidence::KIND_UNSPECIFIED || !Evidence::Kind_IsValid(kind) ||
        !kinds.insert(kind).second) {
      return bad("asks for a kind of evidence that is none, or twice");
    }
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
