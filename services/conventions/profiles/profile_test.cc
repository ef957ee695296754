#include "services/conventions/profiles/profile.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/profiles/profile_loader.h"

namespace entente::conventions {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr char kFolder[] = "services/conventions/profiles";

v1::Convention Parse(const std::string& path, const std::string& code) {
  std::ifstream stream(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(stream)),
                         std::istreambuf_iterator<char>());
  auto parsed = ParseConvention(
      text, {.municipality_code = code, .police_zone_code = "9901"});
  return parsed.ok() ? *parsed : v1::Convention();
}

int Count(const v1::Convention& convention, const std::string& code) {
  return static_cast<int>(std::count_if(
      convention.findings().begin(), convention.findings().end(),
      [&](const v1::Finding& finding) { return finding.code() == code; }));
}

std::set<std::string> ReportedMeasures(const v1::Convention& convention,
                                       v1::Node::Kind kind) {
  std::set<std::string> codes;
  for (const v1::Node& node : convention.nodes()) {
    if (node.kind() != kind) continue;
    codes.insert(node.measure_codes().begin(), node.measure_codes().end());
  }
  return codes;
}

// What one activity of `type` moves: measure and figure.
std::map<std::string, v1::MeasureFeed::Figure> MovedBy(
    const v1::ContractProfile& profile, const std::string& type) {
  std::map<std::string, v1::MeasureFeed::Figure> moved;
  for (const v1::MeasureDefinition& measure : profile.measures()) {
    for (const v1::MeasureFeed& feed : measure.feeds()) {
      if (feed.activity_type() == type) moved[measure.code()] = feed.figure();
    }
  }
  return moved;
}

class ProfileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto loaded = LoadProfiles(kFolder);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    profiles_ = *std::move(loaded);
  }
  const v1::ContractProfile& ById(const std::string& id) const {
    return *std::find_if(profiles_.begin(), profiles_.end(),
                         [&](const auto& p) { return p.id() == id; });
  }
  std::vector<v1::ContractProfile> profiles_;
};

TEST_F(ProfileTest, TheRealConventionsIndicatorsReportFifteenMeasures) {
  v1::Convention convention =
      Parse("../shared/convention/brussels-2018-2019.fr.txt", "21004");
  if (convention.nodes().empty()) GTEST_SKIP() << "the document is absent";
  const v1::ContractProfile profile = ResolveProfile(profiles_, convention);
  EXPECT_EQ(profile.id(), "brussels-2018-2019");
  EXPECT_EQ(convention.contract_profile(), "brussels-2018-2019");
  EXPECT_EQ(ReportedMeasures(convention, v1::Node::KIND_INDICATOR).size(), 15u);
  EXPECT_THAT(
      ReportedMeasures(convention, v1::Node::KIND_EXPECTED_RESULT),
      UnorderedElementsAre("partner_exchange_meetings", "returnee_encounters"));
  for (const v1::Node& node : convention.nodes()) {
    if (node.kind() != v1::Node::KIND_INDICATOR) continue;
    EXPECT_EQ(node.measure_codes_size(), 1) << node.text();
  }
  EXPECT_EQ(Count(convention, "LABEL_WITHOUT_MEASURE"), 0);
  EXPECT_EQ(Count(convention, "KIND_GUESSED"), 0);
  // Nobody of a municipality has reviewed the shipped one, and it says so last.
  EXPECT_EQ(Count(convention, "PROFILE_NOT_REVIEWED"), 1);
  EXPECT_EQ(convention.findings().rbegin()->code(), "PROFILE_NOT_REVIEWED");
}

TEST_F(ProfileTest, AReviewedVersionGoesBeforeAHigherOneThatIsNot) {
  v1::ContractProfile reviewed = ById("sample-montclair-2024-2025");
  ASSERT_TRUE(reviewed.has_review());
  v1::ContractProfile draft = reviewed;
  draft.set_version(reviewed.version() + 1);
  draft.clear_review();
  v1::Convention convention = Parse("tools/samples/montclair.fr.txt", "99001");
  ResolveProfile({reviewed, draft}, convention);
  EXPECT_EQ(convention.contract_profile_version(), reviewed.version());
  EXPECT_EQ(Count(convention, "PROFILE_NOT_REVIEWED"), 0);
  v1::Convention other = Parse("tools/samples/montclair.fr.txt", "99001");
  ResolveProfile({draft}, other);
  EXPECT_EQ(other.contract_profile_version(), draft.version());
  EXPECT_EQ(Count(other, "PROFILE_NOT_REVIEWED"), 1);
}

TEST_F(ProfileTest, OneCoppraSessionMovesEachMeasureByItsOwnFigure) {
  using Feed = v1::MeasureFeed;
  const std::map<std::string, Feed::Figure> want = {
      {"police_trainings", Feed::FIGURE_SESSIONS},
      {"police_training_participants", Feed::FIGURE_PARTICIPANTS},
      {"staff_training_hours", Feed::FIGURE_HOURS},
      {"trainings_radicalisation", Feed::FIGURE_SESSIONS}};
  EXPECT_EQ(MovedBy(ById("brussels-2018-2019"), "coppra_training"), want);
}

TEST_F(ProfileTest, PersonHoursMoveAMeasureOfHoursOnly) {
  v1::ContractProfile profile = ById("brussels-2018-2019");
  profile.clear_text_sha256();
  int taken = 0;
  for (int i = 0; i < profile.measures_size(); ++i) {
    if (profile.measures(i).feeds().empty()) continue;
    v1::ContractProfile changed = profile;
    for (auto& feed : *changed.mutable_measures(i)->mutable_feeds()) {
      feed.set_figure(v1::MeasureFeed::FIGURE_PERSON_HOURS);
    }
    const bool is_hours = profile.measures(i).kind() == v1::MEASURE_KIND_HOURS;
    taken += is_hours ? 1 : 0;
    EXPECT_EQ(ErrorReason(ValidateProfile(changed)),
              is_hours ? "" : "PROFILE_INVALID")
        << profile.measures(i).code();
  }
  EXPECT_EQ(taken, 1);
}

TEST_F(ProfileTest, PersonHoursFeedAMeasureOfTheirOwn) {
  v1::ContractProfile profile = ById("brussels-2018-2019");
  profile.clear_text_sha256();
  const auto hours = std::find_if(
      profile.mutable_measures()->begin(), profile.mutable_measures()->end(),
      [](const v1::MeasureDefinition& measure) {
        return measure.kind() == v1::MEASURE_KIND_HOURS &&
               !measure.feeds().empty();
      });
  ASSERT_TRUE(hours != profile.mutable_measures()->end());
  const v1::MeasureFeed feed = hours->feeds(0);
  hours->clear_feeds();
  for (const bool is_first : {true, false}) {
    v1::MeasureFeed& added = *hours->add_feeds();
    added = feed;
    if (is_first) added.set_figure(v1::MeasureFeed::FIGURE_PERSON_HOURS);
  }
  // Whichever is named first.
  for (int turn = 0; turn < 2; ++turn) {
    const auto detail = GetErrorDetail(ValidateProfile(profile));
    ASSERT_TRUE(detail.has_value());
    EXPECT_EQ(detail->reason, "PROFILE_INVALID");
    EXPECT_EQ(detail->field,
              absl::StrCat("measures[", hours->code(), "].feeds"));
    EXPECT_THAT(detail->sentence.en, ::testing::HasSubstr("person-hours"));
    hours->mutable_feeds()->SwapElements(0, 1);
  }
  hours->mutable_feeds()->RemoveLast();
  EXPECT_TRUE(ValidateProfile(profile).ok()) << ValidateProfile(profile);
}

TEST_F(ProfileTest, TheSampleIsMappedWhole) {
  v1::Convention convention = Parse("tools/samples/montclair.fr.txt", "99001");
  const v1::ContractProfile profile = ResolveProfile(profiles_, convention);
  EXPECT_EQ(profile.id(), "sample-montclair-2024-2025");
  EXPECT_EQ(Count(convention, "LABEL_WITHOUT_MEASURE"), 0);
  EXPECT_EQ(ReportedMeasures(convention, v1::Node::KIND_INDICATOR).size(), 11u);
}

TEST_F(ProfileTest, PersonsBehindASensitiveMeasureAreOfNoLineOfTheDocument) {
  for (const char* id : {"brussels-2018-2019", "sample-montclair-2024-2025"}) {
    SCOPED_TRACE(id);
    const v1::ContractProfile& profile = ById(id);
    ASSERT_TRUE(DefinesMeasure(profile, "returnee_encounters"));
    const auto met =
        std::find_if(profile.measures().begin(), profile.measures().end(),
                     [](const v1::MeasureDefinition& measure) {
                       return measure.code() == "returnees_met";
                     });
    ASSERT_TRUE(met != profile.measures().end());
    // What settings ask of a measure that says how many persons there are.
    EXPECT_EQ(met->kind(), v1::MEASURE_KIND_COUNT);
    EXPECT_FALSE(met->is_summable());
    EXPECT_TRUE(met->is_sensitive());
    EXPECT_TRUE(met->feeds().empty());
    EXPECT_TRUE(met->breakdowns().empty());
    for (const v1::LabelMapping& mapping : profile.labels()) {
      EXPECT_THAT(mapping.measure_codes(), Not(Contains("returnees_met")))
          << mapping.label();
    }
  }
}

TEST_F(ProfileTest, WithoutAProfileEachDifferentLabelIsGuessedOnce) {
  v1::Convention convention = Parse("tools/samples/lindevoort.nl.txt", "99002");
  const v1::ContractProfile guessed = ResolveProfile(profiles_, convention);
  EXPECT_EQ(guessed.id(), "");
  std::vector<v1::MeasureKind> kinds;
  for (const v1::MeasureDefinition& measure : guessed.measures()) {
    EXPECT_TRUE(measure.is_kind_guessed());
    EXPECT_EQ(measure.direction(), v1::DIRECTION_UNSPECIFIED);
    EXPECT_TRUE(measure.title().fr().empty());
    kinds.push_back(measure.kind());
  }
  EXPECT_THAT(kinds,
              ElementsAre(v1::MEASURE_KIND_HOURS, v1::MEASURE_KIND_YES_NO,
                          v1::MEASURE_KIND_COUNT, v1::MEASURE_KIND_COUNT,
                          v1::MEASURE_KIND_RATIO));
  EXPECT_EQ(Count(convention, "KIND_GUESSED"), 5);
  EXPECT_EQ(convention.contract_profile(), "");
}

TEST_F(ProfileTest, AnotherTermOrMunicipalityGetsNoProfile) {
  v1::Convention convention = Parse("tools/samples/montclair.fr.txt", "99009");
  EXPECT_EQ(ResolveProfile(profiles_, convention).id(), "");
  v1::Convention later = Parse("tools/samples/montclair.fr.txt", "99001");
  later.mutable_valid_until()->set_year(2026);
  EXPECT_EQ(ResolveProfile(profiles_, later).id(), "");
}

TEST_F(ProfileTest, AnIndicatorThatIsNotMappedIsAFinding) {
  v1::Convention convention = Parse("tools/samples/montclair.fr.txt", "99001");
  v1::ContractProfile profile = ById("sample-montclair-2024-2025");
  profile.mutable_labels()->DeleteSubrange(0, 1);
  ApplyProfile(profile, convention);
  EXPECT_EQ(Count(convention, "LABEL_WITHOUT_MEASURE"), 1);
}

class ProfileFolder {
 public:
  explicit ProfileFolder(const std::string& name)
      : path_(testing::TempDir() + "/" + name) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~ProfileFolder() { std::filesystem::remove_all(path_); }
  void Write(const std::string& file, const v1::ContractProfile& profile) {
    std::string text;
    google::protobuf::TextFormat::PrintToString(profile, &text);
    std::ofstream(path_ + "/" + file + ".textproto") << text;
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

TEST_F(ProfileTest, VersionsStandBesideEachOtherAndTheHighestIsTaken) {
  v1::ContractProfile first = ById("sample-montclair-2024-2025");
  first.clear_text_sha256();
  v1::ContractProfile second = first;
  second.set_version(first.version() + 1);
  second.mutable_review()->mutable_date()->set_year(2025);
  ProfileFolder folder("versions");
  folder.Write("b", first);
  folder.Write("a", second);
  const auto loaded = LoadProfiles(folder.path());
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  ASSERT_EQ(loaded->size(), 2u);
  EXPECT_NE(loaded->at(0).text_sha256(), loaded->at(1).text_sha256());
  v1::Convention convention = Parse("tools/samples/montclair.fr.txt", "99001");
  const v1::ContractProfile chosen = ResolveProfile(*loaded, convention);
  EXPECT_EQ(chosen.version(), second.version());
  EXPECT_EQ(convention.contract_profile_version(), second.version());
  EXPECT_EQ(convention.contract_profile_sha256(), chosen.text_sha256());
  EXPECT_EQ(convention.contract_profile_review().by_function(),
            "coordination de la prévention");
  EXPECT_EQ(convention.contract_profile_review().date().year(), 2025);
  const auto versions = VersionsFor(*loaded, convention);
  ASSERT_EQ(versions.size(), 2u);
  EXPECT_EQ(versions[0]->version(), first.version());
}

TEST_F(ProfileTest, AProfileThatStandsTwiceOrServesAnothersTermIsRefused) {
  v1::ContractProfile first = ById("sample-montclair-2024-2025");
  first.clear_text_sha256();
  const std::vector<std::pair<const char*, void (*)(v1::ContractProfile&)>>
      faults = {{"the same version", [](v1::ContractProfile&) {}},
                {"another id of the same term",
                 [](v1::ContractProfile& p) {
                   p.set_id("other");
                   p.set_version(p.version() + 1);
                 }},
                {"another term of the same id", [](v1::ContractProfile& p) {
                   p.mutable_valid_until()->set_year(2026);
                   p.set_version(p.version() + 1);
                 }}};
  for (const auto& [what, plant] : faults) {
    v1::ContractProfile second = first;
    plant(second);
    ProfileFolder folder("repeated");
    folder.Write("a", first);
    folder.Write("b", second);
    EXPECT_EQ(ErrorReason(LoadProfiles(folder.path()).status()),
              "PROFILE_REPEATED")
        << what;
  }
}

TEST_F(ProfileTest, WhatIsIncompleteOrDoesNotAgreeIsRefused) {
  v1::ContractProfile good = ById("brussels-2018-2019");
  // The reader's word.
  EXPECT_EQ(ErrorReason(ValidateProfile(good)), "PROFILE_INVALID");
  good.clear_text_sha256();
  ASSERT_TRUE(ValidateProfile(good).ok());
  const auto reason = [&](auto change) {
    v1::ContractProfile bad = good;
    change(bad);
    return ErrorReason(ValidateProfile(bad));
  };
  using P = v1::ContractProfile;
  for (const std::string& found :
       {reason([](P& p) { p.clear_id(); }),
        reason([](P& p) { p.set_municipality_code("2100"); }),
        reason([](P& p) { p.set_version(-1); }),
        reason([](P& p) { p.mutable_review()->set_by_function("x"); }),
        reason(
            [](P& p) { *p.mutable_review()->mutable_date() = p.valid_from(); }),
        reason([](P& p) {
          p.clear_version();
          p.mutable_review()->set_by_function("x");
          *p.mutable_review()->mutable_date() = p.valid_from();
        }),
        reason([](P& p) { p.mutable_valid_until()->set_month(13); }),
        reason([](P& p) { p.mutable_measures(0)->set_code("Bad code"); }),
        reason([](P& p) { *p.add_measures() = p.measures(0); }),
        reason(
            [](P& p) { p.mutable_measures(0)->mutable_title()->clear_nl(); }),
        reason([](P& p) { p.mutable_measures(0)->clear_kind(); }),
        reason([](P& p) { p.mutable_measures(3)->set_is_summable(true); }),
        reason([](P& p) {
          p.mutable_measures(0)->add_feeds()->set_activity_type("none");
        }),
        reason([](P& p) {
          p.mutable_measures(1)->mutable_feeds(0)->set_figure(
              v1::MeasureFeed::FIGURE_SESSIONS);
        }),
        reason([](P& p) { *p.add_labels() = p.labels(0); }),
        reason([](P& p) { p.mutable_labels(0)->set_measure_codes(0, "none"); }),
        reason([](P& p) { p.mutable_labels(0)->clear_measure_codes(); })}) {
    EXPECT_EQ(found, "PROFILE_INVALID");
  }
  EXPECT_EQ(ErrorReason(ParseProfile("id: 5").status()), "PROFILE_MALFORMED");
  EXPECT_EQ(LoadProfiles("no/such/folder").status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace entente::conventions
