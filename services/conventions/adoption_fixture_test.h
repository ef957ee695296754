// Adoption and translation through real stubs, with invented profiles.
#ifndef SERVICES_CONVENTIONS_ADOPTION_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_ADOPTION_FIXTURE_TEST_H_

#include <string>
#include <vector>

#include "services/common/store/records.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/life_fixture_test.h"

namespace entente::conventions {

class AdoptionTest : public LifeFixture {
 protected:
  using Stub = v1::ReviewService::Stub;

  // Reviewed: in-01 counts "sessions", er-01 "trainings", nothing else.
  static v1::ContractProfile Profile(int version) {
    v1::ContractProfile profile;
    profile.set_id("invented");
    profile.set_version(version);
    profile.set_text_sha256(std::string(64, static_cast<char>('0' + version)));
    *profile.mutable_valid_from() = MakeDate(2018, 1, 1);
    *profile.mutable_valid_until() = MakeDate(2019, 12, 31);
    profile.mutable_review()->set_by_function("coordination");
    *profile.mutable_review()->mutable_date() = MakeDate(2018, 2, 1);
    for (const char* code : {"sessions", "trainings"}) {
      profile.add_measures()->set_code(code);
    }
    Map("Invented in-01", "sessions", false, profile);
    Map("Invented er-01", "trainings", true, profile);
    return profile;
  }
  static void Map(const std::string& text, const std::string& code,
                  bool is_result, v1::ContractProfile& profile) {
    v1::LabelMapping& label = *profile.add_labels();
    label.set_label(text);
    label.add_measure_codes(code);
    label.set_is_expected_result(is_result);
  }

  absl::StatusOr<v1::Convention> Adopt(
      int version, const std::string& etag = "",
      const std::string& reason = "reviewed anew",
      const Person& person = kCoordinator) {
    v1::AdoptProfileRequest request;
    request.set_name(Format(kConvention));
    request.set_profile_version(version);
    request.set_reason(reason);
    request.set_etag(etag);
    return Call(reviews_, &Stub::AdoptProfile, request, person);
  }
  absl::StatusOr<v1::Convention> AdoptFrom(int version,
                                           const google::type::Date& from) {
    v1::AdoptProfileRequest request;
    request.set_name(Format(kConvention));
    request.set_profile_version(version);
    request.set_reason("reviewed anew");
    *request.mutable_effective_date() = from;
    return Call(reviews_, &Stub::AdoptProfile, request);
  }
  absl::StatusOr<v1::Node> Promote(const std::string& node) {
    v1::PromoteResultRequest request;
    request.set_name(Format(kConvention));
    request.set_node_id(node);
    request.set_reason("it is counted");
    return Call(reviews_, &Stub::PromoteResult, request);
  }
  absl::StatusOr<v1::Node> Translate(const std::string& node,
                                     const std::string& language,
                                     const std::string& text,
                                     const std::string& etag = "") {
    v1::TranslateNodeRequest request;
    request.set_etag(etag);
    request.set_name(Format(kConvention));
    request.set_node_id(node);
    request.set_language_code(language);
    request.set_text(text);
    return Call(reviews_, &Stub::TranslateNode, request);
  }
  // Appends a finding to the convention as imported.
  bool Find(const std::string& code, const std::string& node) {
    return store_
        ->Transact([&](store::Transaction& transaction) {
          auto whole = GetWholeConvention(transaction, kConvention, "name");
          v1::Finding& finding = *whole->add_findings();
          finding.set_code(code);
          finding.set_node_id(node);
          PutConvention(transaction, kConvention, *whole);
          return absl::OkStatus();
        })
        .ok();
  }
  // Changes what is defined.
  template <class Change>
  bool Define(const Change& change) {
    return store_
        ->Transact([&](store::Transaction& transaction) {
          auto definitions = GetDefinitions(transaction, kConvention, "name");
          change(*definitions);
          store::PutRecord(transaction, keys::Definitions(kConvention),
                           *definitions);
          return absl::OkStatus();
        })
        .ok();
  }
  std::vector<std::string> Measures() {
    v1::ListMeasureDefinitionsRequest request;
    request.set_parent(Format(kConvention));
    const auto list =
        Call(conventions_, &v1::ConventionService::Stub::ListMeasureDefinitions,
             request);
    std::vector<std::string> codes;
    if (!list.ok()) return codes;
    for (const auto& measure : list->measures())
      codes.push_back(measure.code());
    return codes;
  }
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_ADOPTION_FIXTURE_TEST_H_
