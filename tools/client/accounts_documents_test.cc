#include "tools/client/accounts_documents.h"

#include <string>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/money/money.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::Evidence;

Evidence Document(const std::string& number, char hash, int64_t cents) {
  Evidence document;
  document.set_issuer_enterprise_number("0207373429");
  document.set_document_number(number);
  document.mutable_document_date()->set_year(2018);
  *document.mutable_amount() = conventions::MoneyFromCents(cents);
  *document.mutable_chargeable() = document.amount();
  document.set_file_sha256(std::string(64, hash));
  document.set_kind(Evidence::KIND_INVOICE);
  return document;
}

v1::RegulationProfile PersonnelByPayStatement() {
  v1::RegulationProfile profile;
  profile.set_id("invented");
  v1::CostCategory& personnel = *profile.add_categories();
  personnel.set_code("personnel");
  personnel.mutable_title()->set_fr("Personnel");
  personnel.mutable_evidence()->add_kinds(Evidence::KIND_PAY_STATEMENT);
  profile.add_categories()->set_code("operating");
  return profile;
}

TEST(NewDocumentsTest, WhatOneDocumentBearsIsSharedByItsRows) {
  NewDocuments documents({});
  documents.Take(2, Document("F 1", 'a', 1'000));
  documents.Take(3, Document("f1", 'b', 1'000));
  documents.Take(4, Document("F-2", 'a', 5'000));
  documents.Take(5, Document("F-3", 'c', 1'000));
  EXPECT_TRUE(documents.Charge(2, "operating", 600).ok());
  const absl::Status refused = documents.Charge(3, "operating", 401);
  ASSERT_EQ(ErrorReason(refused), "EVIDENCE_EXCEEDED");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("available_cents"), "400");
  // What was refused is not charged; the same file is the same document.
  EXPECT_TRUE(documents.Charge(3, "operating", 300).ok());
  EXPECT_EQ(ErrorReason(documents.Charge(4, "operating", 101)),
            "EVIDENCE_EXCEEDED");
  EXPECT_TRUE(documents.Charge(4, "operating", 100).ok());
  EXPECT_TRUE(documents.Charge(5, "operating", 1'000).ok());
  // Of a document that is registered the service decides.
  EXPECT_TRUE(documents.Charge(9, "operating", 1'000'000).ok());
}

TEST(NewDocumentsTest, ACategoryIsProvedByTheKindsOfItsProfile) {
  NewDocuments documents(PersonnelByPayStatement());
  documents.Take(2, Document("F-1", 'a', 1'000));
  const absl::Status refused = documents.Charge(2, "personnel", 400);
  ASSERT_EQ(ErrorReason(refused), "EVIDENCE_KIND");
  EXPECT_EQ(GetErrorDetail(refused)->sentence.fr,
            "Personnel se justifie par : fiche de paie (règle non "
            "vérifiée dans l'arrêté) ; cette pièce : facture. Indiquez la "
            "bonne pièce.");
  EXPECT_EQ(GetErrorDetail(refused)->metadata.at("is_verified"), "false");
  // It was not charged, and another category takes it.
  EXPECT_TRUE(documents.Charge(2, "operating", 1'000).ok());
  Evidence pay = Document("P-1", 'b', 1'000);
  pay.set_kind(Evidence::KIND_PAY_STATEMENT);
  documents.Take(3, pay);
  EXPECT_TRUE(documents.Charge(3, "personnel", 1'000).ok());
}

}  // namespace
}  // namespace entente::client
