// The directory of organisations, through real stubs.
#include <string>
#include <utility>
#include <vector>

#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
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

TEST_F(OrganisationTest, WhoReadSomethingElseChangesNothing) {
  const Organisation entered = *Enter(Invented());
  EXPECT_EQ(entered.version(), 1);
  ASSERT_NE(entered.etag(), "");
  Organisation wanted = entered;
  wanted.set_contact_function("direction");
  const auto changed = Change(wanted);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->version(), 2);
  EXPECT_NE(changed->etag(), entered.etag());
  // Read before that change.
  wanted.set_contact_function("accueil");
  const absl::Status stale = Change(wanted).status();
  EXPECT_EQ(stale.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ErrorReason(stale), "ETAG_MISMATCH");
  EXPECT_EQ(Figure(stale, "etag"), changed->etag());
  EXPECT_EQ(Figure(stale, "sent_etag"), entered.etag());
  for (const std::string& said :
       {GetErrorDetail(stale)->sentence.en, GetErrorDetail(stale)->sentence.fr,
        GetErrorDetail(stale)->sentence.nl}) {
    EXPECT_NE(said.find(changed->etag()), std::string::npos) << said;
    EXPECT_NE(said.find(entered.etag()), std::string::npos) << said;
  }
  wanted.set_etag("8 5 0 7 3 0 0 3 3 2 8");
  EXPECT_EQ(Figure(Change(wanted).status(), "sent_etag"),
            "8?5?0?7?3?0?0?3?3?2?8");
  wanted.set_etag(changed->etag());
  EXPECT_TRUE(Change(wanted).ok());
  // Whoever sends none replaces whatever stands.
  wanted.clear_etag();
  EXPECT_TRUE(Change(wanted).ok());
  ExpectRecountIsClean();
}

TEST_F(OrganisationTest, WhatWasSaidBeforeStaysToBeRead) {
  using Functions = std::vector<std::string>;
  Organisation organisation = *Enter(Invented());
  for (const char* function : {"direction", "accueil"}) {
    organisation.set_contact_function(function);
    organisation.clear_etag();
    clock_.Advance(absl::Minutes(5));
    ASSERT_TRUE(Change(organisation).ok());
  }
  v1::ListOrganisationVersionsRequest request;
  request.set_name(organisation.name());
  request.set_page_size(2);
  const auto read = [&] {
    Functions functions;
    int version = 3;
    do {
      const auto page = Call(organisations_, &Stub::ListOrganisationVersions,
                             request, kFederal);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const Organisation& one : page->organisations()) {
        EXPECT_EQ(one.version(), version--);
        functions.push_back(one.contact_function());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return functions;
  };
  EXPECT_EQ(read(), (Functions{"accueil", "direction", "coordination"}));
  request.set_name("municipalities/21004/organisations/0403019261");
  EXPECT_EQ(
      ErrorReason(Call(organisations_, &Stub::ListOrganisationVersions, request)
                      .status()),
      "NOT_FOUND");
  ExpectRecountIsClean();
}

// As an older program kept it: no version, no etag, nothing beside.
TEST_F(OrganisationTest, OneOfAnOlderStoreIsItsFirstVersion) {
  Organisation old = Invented();
  old.set_name("municipalities/21004/organisations/0207373429");
  old.set_enterprise_number("0207373429");
  old.clear_iban();
  ASSERT_TRUE(store_
                  ->Transact([&](store::Transaction& transaction) {
                    store::PutRecord(transaction,
                                     keys::Organisation("21004", "0207373429"),
                                     old);
                    return absl::OkStatus();
                  })
                  .ok());
  v1::ListOrganisationVersionsRequest request;
  request.set_name(old.name());
  auto versions =
      Call(organisations_, &Stub::ListOrganisationVersions, request);
  ASSERT_TRUE(versions.ok()) << versions.status();
  ASSERT_EQ(versions->organisations_size(), 1);
  EXPECT_EQ(versions->organisations(0).version(), 1);
  Organisation wanted = versions->organisations(0);
  wanted.set_contact_function("direction");
  const auto changed = Change(wanted);
  ASSERT_TRUE(changed.ok()) << changed.status();
  EXPECT_EQ(changed->version(), 2);
  versions = Call(organisations_, &Stub::ListOrganisationVersions, request);
  ASSERT_TRUE(versions.ok());
  ASSERT_EQ(versions->organisations_size(), 2);
  EXPECT_EQ(versions->organisations(1).contact_function(), "coordination");
  ExpectRecountIsClean();
}

TEST_F(OrganisationTest, TheDirectoryIsFilteredByWhatItShows) {
  ASSERT_TRUE(Enter(Invented()).ok());
  Organisation zone = Invented();
  zone.set_enterprise_number("0403019261");
  zone.mutable_title()->set_fr("Zone inventée");
  zone.set_kind(Organisation::KIND_POLICE_ZONE);
  ASSERT_TRUE(Enter(zone).ok());
  const auto count = [&](const std::string& filter) {
    v1::ListOrganisationsRequest request;
    request.set_parent("municipalities/21004");
    request.set_filter(filter);
    const auto list = Call(organisations_, &Stub::ListOrganisations, request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.ok() ? list->organisations_size() : -1;
  };
  EXPECT_EQ(count(""), 2);
  EXPECT_EQ(count("kind = POLICE_ZONE"), 1);
  EXPECT_EQ(count("title.fr : prevention"), 1);
  EXPECT_EQ(count("title.nl = 'verzonnen preventie' AND version = 1"), 2);
  EXPECT_EQ(count("kind = COMPANY"), 0);
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
