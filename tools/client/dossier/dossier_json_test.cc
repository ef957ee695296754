// What of a person a dossier's data may hold: nothing by which somebody is
// known here.
#include "tools/client/dossier/dossier_json.h"

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/budget_service.pb.h"
#include "entente/conventions/v1/claim_service.pb.h"
#include "entente/conventions/v1/convention_service.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "services/conventions/dossier/dossier_authors.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// "Node.text": the message may be one of another package, or within another.
std::string NameOf(const FieldDescriptor& field) {
  return absl::StrCat(field.containing_type()->name(), ".", field.name());
}

// Texts of what a dossier's data are made of. They are the document's words,
// codes, names of things, hashes, and reasons that people wrote under the rules
// for free text. Before a field is added here: does it say who did something?
// Then it is named "author", and no dossier holds it.
const std::set<std::string>& TextsOfADossier() {
  static const auto& texts =
      *new std::set<std::string>{"ActivityType.code",
                                 "Claim.envelope",
                                 "Claim.etag",
                                 "Claim.iban",
                                 "Claim.left_out",
                                 "Claim.name",
                                 "Claim.regulation_profile",
                                 "Claim.unverified_values",
                                 "ClaimLine.decision_reference",
                                 "ClaimLine.line",
                                 "ClaimLine.reason",
                                 "ClaimLine.source",
                                 "CodeList.code",
                                 "Convention.contract_profile",
                                 "Convention.contract_profile_sha256",
                                 "Convention.etag",
                                 "Convention.language_code",
                                 "Convention.municipality",
                                 "Convention.municipality_code",
                                 "Convention.name",
                                 "Convention.police_zone_code",
                                 "Convention.text_sha256",
                                 "Convention.title",
                                 "Envelope.name",
                                 "Envelope.unverified_values",
                                 "EnvelopeGrant.budget_change",
                                 "EnvelopeGrant.grant_change",
                                 "Finding.code",
                                 "Finding.message",
                                 "Finding.message_fr",
                                 "Finding.message_nl",
                                 "Finding.node_id",
                                 "FindingResolution.reason",
                                 "ListClaimsResponse.next_page_token",
                                 "ListedCode.code",
                                 "LocalizedText.de",
                                 "LocalizedText.en",
                                 "LocalizedText.fr",
                                 "LocalizedText.nl",
                                 "MeasureDefinition.breakdowns",
                                 "MeasureDefinition.code",
                                 "MeasureFeed.activity_type",
                                 "Money.currency_code",
                                 "Month.month",
                                 "Node.heading",
                                 "Node.id",
                                 "Node.measure_codes",
                                 "Node.parent_id",
                                 "Node.path",
                                 "Node.text",
                                 "Parties.municipality",
                                 "Parties.royal_decrees",
                                 "Parties.signatories",
                                 "Parties.signature_place",
                                 "Parties.state",
                                 "ProfileReview.by_function",
                                 "Promotion.reason",
                                 "Promotion.role",
                                 "RegulationText.regulation_profile",
                                 "RegulationText.text_sha256",
                                 "ReversedDecision.decision_reference",
                                 "ReversedDecision.reason",
                                 "ReversedDecision.reversal_reason",
                                 "Translation.language_code",
                                 "Translation.of_sha256",
                                 "Translation.text"};
  return texts;
}

// Every message that the files of data are made of.
void Collect(const Descriptor& type, std::set<const Descriptor*>& types) {
  if (!types.insert(&type).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    const Descriptor* within = type.field(i)->message_type();
    if (within != nullptr) Collect(*within, types);
  }
}

std::set<const Descriptor*> TypesOfADossier() {
  std::set<const Descriptor*> types;
  for (const Descriptor* root :
       {v1::Convention::descriptor(), v1::ListEnvelopesResponse::descriptor(),
        v1::ListClaimsResponse::descriptor(),
        v1::ListMeasureDefinitionsResponse::descriptor()}) {
    Collect(*root, types);
  }
  return types;
}

// Puts "p-1001", and the field's name, in every text of `message` and in one of
// each that it may hold.
void FillTexts(Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  const auto& look = *message.GetReflection();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const std::string text = absl::StrCat("p-1001 ", NameOf(field));
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      if (field.is_repeated()) {
        look.AddString(&message, &field, text);
      } else {
        look.SetString(&message, &field, text);
      }
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      FillTexts(*(field.is_repeated() ? look.AddMessage(&message, &field)
                                      : look.MutableMessage(&message, &field)));
    }
  }
}

TEST(DossierJsonTest, EveryTextOfADossierIsKnownToNameNobody) {
  std::set<std::string> texts;
  for (const Descriptor* type : TypesOfADossier()) {
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor& field = *type->field(i);
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
          field.name() != "author") {
        texts.insert(NameOf(field));
      }
    }
  }
  EXPECT_THAT(texts, testing::ContainerEq(TextsOfADossier()));
}

TEST(DossierJsonTest, NobodyIsNamedInAnyFile) {
  DossierData data;
  data.year = 2018;
  FillTexts(data.report.convention.emplace());
  FillTexts(data.report.envelopes.emplace_back());
  data.report.envelopes.back().set_year(2018);
  FillTexts(data.claims.emplace_back());
  data.claims.back().set_year(2018);
  FillTexts(data.report.definitions.emplace_back());
  // Otherwise nothing is shown.
  EXPECT_EQ(conventions::AuthorFieldIn(*data.report.convention),
            "nodes.promotion.author");
  const auto files = DataFiles(data);
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_EQ(files->size(), 4u);
  std::set<std::string> held;
  for (const auto& [path, json] : *files) {
    EXPECT_FALSE(absl::StrContains(json, "author")) << path;
    for (const std::string& text : TextsOfADossier()) {
      if (absl::StrContains(json, absl::StrCat("p-1001 ", text, "\""))) {
        held.insert(text);
      }
    }
  }
  // What names nobody is all there.
  EXPECT_THAT(held, testing::IsSupersetOf(
                        {"Node.text", "Promotion.reason", "Promotion.role",
                         "Translation.text", "FindingResolution.reason",
                         "ClaimLine.reason", "LocalizedText.fr"}));
  // Who gathered them still knows.
  EXPECT_EQ(data.report.convention->nodes(0).promotion().author(),
            "p-1001 Promotion.author");
}

TEST(DossierJsonTest, WhoIsNamedIsFoundWhereverItStands) {
  v1::Convention convention;
  EXPECT_EQ(conventions::AuthorFieldIn(convention), "");
  convention.add_findings()->set_message("x");
  convention.add_findings()->mutable_resolution()->set_author("p-1001");
  EXPECT_EQ(conventions::AuthorFieldIn(convention),
            "findings.resolution.author");
  convention.add_nodes();
  convention.add_nodes()->add_translations()->set_author("p-1001");
  EXPECT_EQ(conventions::AuthorFieldIn(convention),
            "nodes.translations.author");
  conventions::ClearAuthors(convention);
  EXPECT_EQ(conventions::AuthorFieldIn(convention), "");
  EXPECT_EQ(convention.nodes(1).translations_size(), 1);
}

}  // namespace
}  // namespace entente::client
