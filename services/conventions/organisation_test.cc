// The directory of organisations, through real stubs.
#include <string>
#include <utility>
#include <vector>

#include "services/conventions/life_fixture_test.h"

namespace entente::conventions {
namespace {

using v1::Organisation;

class OrganisationTest : public LifeFixture {
 protected:
  using Stub = v1::OrganisationService::Stub;

  static Organisation Invented() {
    Organisation organisation;
    organisation.set_enterprise_number("BE 0207.373.429");
    organisation.mutable_title()->set_fr("Prévention inventée");
    organisation.mutable_title()->set_nl("Verzonnen preventie");
    organisation.set_kind(Organisation::KIND_MUNICIPAL);
    organisation.add_language_codes("fr");
    organisation.add_language_codes("nl");
    organisation.set_contact_function("coordination");
    organisation.set_iban("be68 5390 0754 7034");
    return organisation;
  }
  absl::StatusOr<Organisation> Enter(const Organisation& organisation) {
    v1::CreateOrganisationRequest request;
    request.set_parent("municipalities/21004");
    *request.mutable_organisation() = organisation;
    return Call(organisations_, &Stub::CreateOrganisation, request);
  }
  absl::StatusOr<Organisation> Change(const Organisation& organisation) {
    v1::UpdateOrganisationRequest request;
    *request.mutable_organisation() = organisation;
    return Call(organisations_, &Stub::UpdateOrganisation, request, kDeputy);
  }
};

TEST_F(OrganisationTest, AnOrganisationIsEnteredOnceUnderItsNumber) {
  const auto entered = Enter(Invented());
  ASSERT_TRUE(entered.ok()) << entered.status();
  EXPECT_EQ(entered->name(), "municipalities/21004/organisations/0207373429");
  EXPECT_EQ(entered->enterprise_number(), "0207373429");
  EXPECT_EQ(entered->iban(), "BE68539007547034");
  EXPECT_EQ(entered->author(), kCoordinator.subject);
  Organisation again = Invented();
  again.set_enterprise_number("0207373429");
  const absl::Status refused = Enter(again).status();
  EXPECT_EQ(ErrorReason(refused), "ORGANISATION_EXISTS");
  EXPECT_EQ(Figure(refused, "name"), entered->name());
  ExpectRecountIsClean();
}

TEST_F(OrganisationTest, WhatIsSaidOfItChangesItsNumberStays) {
  Organisation organisation = *Enter(Invented());
  clock_.Advance(absl::Minutes(5));
  organisation.set_contact_function("direction");
  organisation.clear_iban();
  organisation.clear_language_codes();
  organisation.add_language_codes("nl");
  const auto changed = Change(organisation);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->contact_function(), "direction");
  EXPECT_EQ(changed->iban(), "");
  EXPECT_EQ(changed->author(), kDeputy.subject);
  EXPECT_EQ(changed->create_time().seconds(),
            organisation.create_time().seconds());
  EXPECT_EQ(ToTime(changed->update_time()), clock_.Now());
  organisation.set_enterprise_number("0403019261");
  EXPECT_EQ(ErrorReason(Change(organisation).status()),
            "ENTERPRISE_NUMBER_FIXED");
  organisation.set_name("municipalities/21004/organisations/0403019261");
  EXPECT_EQ(ErrorReason(Change(organisation).status()), "NOT_FOUND");
  v1::ListOrganisationsRequest list;
  list.set_parent("municipalities/21004");
  const auto listed =
      Call(organisations_, &Stub::ListOrganisations, list, kFederal);
  ASSERT_TRUE(listed.ok()) << listed.status();
  ASSERT_EQ(listed->organisations_size(), 1);
  EXPECT_EQ(listed->organisations(0).SerializeAsString(),
            changed->SerializeAsString());
}

TEST_F(OrganisationTest, WhatIsNoOrganisationIsRefusedByName) {
  const std::vector<std::pair<std::string, void (*)(Organisation&)>> faults = {
      {"FIELD_REQUIRED", [](Organisation& o) { o.clear_enterprise_number(); }},
      {"ENTERPRISE_NUMBER_INVALID",
       [](Organisation& o) { o.set_enterprise_number("0207373428"); }},
      {"FIELD_REQUIRED", [](Organisation& o) { o.clear_title(); }},
      {"FIELD_REQUIRED", [](Organisation& o) { o.clear_kind(); }},
      {"FIELD_REQUIRED", [](Organisation& o) { o.clear_language_codes(); }},
      {"UNKNOWN_LANGUAGE",
       [](Organisation& o) { o.set_language_codes(0, "es"); }},
      {"UNKNOWN_LANGUAGE",
       [](Organisation& o) { o.set_language_codes(1, "fr"); }},
      {"IBAN_INVALID",
       [](Organisation& o) { o.set_iban("BE68 5390 0754 7035"); }},
      {"PERSONAL_DATA_SHAPE",
       [](Organisation& o) { o.set_contact_function("mail a.b@example.org"); }},
      {"PERSONAL_DATA_SHAPE",
       [](Organisation& o) { o.set_contact_function("0475 12 34 56"); }}};
  for (const auto& [reason, plant] : faults) {
    Organisation wrong = Invented();
    plant(wrong);
    EXPECT_EQ(ErrorReason(Enter(wrong).status()), reason);
  }
  Organisation misnamed = Invented();
  misnamed.set_name("municipalities/21004/organisations/0207.373.429");
  EXPECT_EQ(ErrorReason(Change(misnamed).status()), "MALFORMED_NAME");
}

}  // namespace
}  // namespace entente::conventions
