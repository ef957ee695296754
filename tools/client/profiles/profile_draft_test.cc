#include "tools/client/profiles/profile_draft.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/profiles/profile_loader.h"
#include "tools/client/profiles/profile_coverage.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::ProfileReading;
using conventions::ReadProfile;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kReal[] = "../shared/convention/brussels-2018-2019.fr.txt";
constexpr char kDutch[] = "tools/samples/lindevoort.nl.txt";

// Nothing in it where the document is absent.
v1::Convention Parse(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(stream)),
                         std::istreambuf_iterator<char>());
  const auto parsed = conventions::ParseConvention(text);
  return parsed.ok() ? *parsed : v1::Convention();
}

std::vector<std::string> LinesOf(const std::string& text) {
  return absl::StrSplit(text, '\n');
}

// Says what a draft leaves to a person, in the words of its marks; the words
// are no translation, and every direction is the same.
std::string Completed(const std::string& draft) {
  std::vector<std::string> lines;
  for (const std::string& line : LinesOf(draft)) {
    if (absl::StrContains(line, "is_kind_guessed")) continue;
    lines.push_back(absl::StrReplaceAll(
        line, {{"  # direction: DIRECTION_MORE", "  direction: DIRECTION_MORE"},
               {": \"\"  # à traduire", ": \"x\""},
               {": \"\"  # te vertalen", ": \"x\""},
               {"municipality_code: \"?\"", "municipality_code: \"99002\""}}));
  }
  return absl::StrJoin(lines, "\n");
}

int Marks(const std::string& draft, const std::string& mark) {
  const std::vector<std::string> lines = LinesOf(draft);
  return static_cast<int>(std::count_if(
      lines.begin(), lines.end(),
      [&](const std::string& line) { return absl::StrContains(line, mark); }));
}

TEST(ProfileDraftTest, TheRealDocumentsDraftLacksOnlyWhatAPersonSays) {
  const v1::Convention convention = Parse(kReal);
  if (convention.nodes().empty()) GTEST_SKIP() << "the document is absent";
  const std::string draft = DraftProfile(convention, Language::kFr);
  const ProfileReading reading = ReadProfile(draft);
  const v1::ContractProfile& profile = reading.profile;
  EXPECT_EQ(profile.id(), "bruxelles-2018-2019");
  EXPECT_EQ(profile.version(), 1);
  EXPECT_EQ(profile.municipality_code(), "21004");
  EXPECT_EQ(profile.valid_from().year(), 2018);
  EXPECT_EQ(profile.valid_until().year(), 2019);
  EXPECT_FALSE(profile.has_review());
  EXPECT_GE(profile.measures_size(), 15);
  EXPECT_EQ(profile.labels_size(), profile.measures_size());
  // A translation, a direction and a kind of each measure, and nothing else.
  EXPECT_EQ(reading.faults.size(), 3u * profile.measures_size());
  EXPECT_EQ(Marks(draft, "nl: \"\"  # à traduire"), profile.measures_size());
  for (const conventions::ProfileLineFault& fault : reading.faults) {
    const auto detail = GetErrorDetail(fault.status);
    ASSERT_TRUE(detail.has_value());
    EXPECT_EQ(detail->reason, "PROFILE_INVALID");
    EXPECT_THAT(detail->field, ::testing::StartsWith("measures["));
    EXPECT_GT(fault.line, 0);
  }
  EXPECT_FALSE(conventions::ParseProfile(draft).ok());
  const std::string completed = Completed(draft);
  EXPECT_THAT(ReadProfile(completed).faults, IsEmpty());
  EXPECT_TRUE(conventions::ParseProfile(completed).ok());
  const ProfileCoverage coverage =
      CoverageOf(ReadProfile(completed).profile, convention);
  EXPECT_TRUE(coverage.is_of_term);
  EXPECT_TRUE(coverage.is_of_municipality);
  EXPECT_EQ(coverage.indicators, 22);
  EXPECT_EQ(coverage.indicators_mapped, 22);
  EXPECT_THAT(coverage.unmatched, IsEmpty());
}

TEST(ProfileDraftTest, ADutchDocumentsTitlesAreDutchAndItsCodeIsToBeSaid) {
  const std::string draft = DraftProfile(Parse(kDutch), Language::kNl);
  const ProfileReading reading = ReadProfile(draft);
  const v1::ContractProfile& profile = reading.profile;
  ASSERT_EQ(profile.measures_size(), 5);
  EXPECT_EQ(profile.id(), "lindevoort-2024");
  EXPECT_EQ(profile.measures(0).title().nl(),
            "Aantal uren opleiding van het personeel");
  EXPECT_EQ(profile.measures(0).title().fr(), "");
  EXPECT_EQ(profile.measures(0).kind(), v1::MEASURE_KIND_HOURS);
  EXPECT_EQ(Marks(draft, "fr: \"\"  # te vertalen"), 5);
  EXPECT_EQ(Marks(draft, "is_kind_guessed: true  # na te lezen"), 5);
  EXPECT_EQ(Marks(draft, "direction: DIRECTION_MORE  # te vermelden"), 5);
  // REFNIS has no such municipality.
  ASSERT_EQ(reading.faults.size(), 3u * 5u + 1u);
  EXPECT_EQ(GetErrorDetail(reading.faults[0].status)->field,
            "municipality_code");
  EXPECT_THAT(LinesOf(draft)[reading.faults[0].line - 1],
              HasSubstr("municipality_code: \"?\"  # te vermelden"));
  EXPECT_THAT(ReadProfile(Completed(draft)).faults, IsEmpty());
}

TEST(ProfileDraftTest, CommentsAreInTheLanguageThatIsAsked) {
  const v1::Convention convention = Parse(kDutch);
  EXPECT_EQ(Marks(DraftProfile(convention, Language::kFr), "# à traduire"), 5);
  const std::string english = DraftProfile(convention, Language::kEn);
  EXPECT_EQ(Marks(english, "# to be translated"), 5);
  EXPECT_EQ(Marks(english, "traduire"), 0);
}

TEST(ProfileDraftTest, CountableResultsWaitForAMeasureBehindComments) {
  const std::string draft = DraftProfile(Parse(kDutch), Language::kNl);
  EXPECT_THAT(draft, HasSubstr("# labels {\n"
                               "#   label: \"Aantal doorverwezen "
                               "slachtoffers\"\n"
                               "#   measure_codes: \"\"\n"
                               "#   is_expected_result: true\n"
                               "# }\n"));
  EXPECT_THAT(draft, Not(HasSubstr("Minder klachten")));
}

// What stands behind "# " as an example is of the form that a reader takes.
TEST(ProfileDraftTest, ItsExamplesAreOfTheForm) {
  std::string text = Completed(DraftProfile(Parse(kDutch), Language::kNl));
  const size_t types = text.find("# activity_types {");
  const size_t lists = text.find("# code_lists {");
  ASSERT_NE(types, std::string::npos);
  ASSERT_NE(lists, std::string::npos);
  std::string examples = absl::StrReplaceAll(
      text.substr(types, text.find("# }\n", types) + 4 - types) +
          text.substr(lists),
      {{"# ", ""}, {"  # 95", ""}});
  const size_t feeds = text.find("#   feeds {");
  ASSERT_NE(feeds, std::string::npos);
  const size_t end = text.find('\n', text.find("#   breakdowns:"));
  const std::string of_measure =
      absl::StrReplaceAll(text.substr(feeds, end - feeds), {{"#   ", "  "}});
  // Into a measure that counts.
  const size_t count = text.find("  kind: MEASURE_KIND_COUNT");
  ASSERT_NE(count, std::string::npos);
  text = absl::StrCat(text.substr(0, count), of_measure, "\n",
                      text.substr(count), examples);
  const ProfileReading reading = ReadProfile(text);
  EXPECT_EQ(reading.profile.activity_types_size(), 1);
  EXPECT_EQ(reading.profile.code_lists_size(), 1);
  for (const conventions::ProfileLineFault& fault : reading.faults) {
    ADD_FAILURE() << fault.line << ": " << fault.status;
  }
}

TEST(ProfileDraftTest, APrintedLabelIsReadAsItWasPrinted) {
  v1::Convention convention;
  convention.set_language_code("fr");
  v1::Node& node = *convention.add_nodes();
  node.set_kind(v1::Node::KIND_INDICATOR);
  node.set_line(3);
  const std::string label =
      "Nombre d'actions « a » \"b\" \\ c\n} labels { label: \"x\" } # d";
  node.set_text(label);
  convention.set_municipality("X\"\n}");
  const ProfileReading reading =
      ReadProfile(DraftProfile(convention, Language::kFr));
  ASSERT_EQ(reading.profile.labels_size(), 1);
  EXPECT_EQ(reading.profile.labels(0).label(), label);
  EXPECT_EQ(reading.profile.measures(0).title().fr(), label);
  for (const conventions::ProfileLineFault& fault : reading.faults) {
    EXPECT_EQ(ErrorReason(fault.status), "PROFILE_INVALID") << fault.status;
  }
}

TEST(ProfileDraftTest, WhatTheDocumentDoesNotSayIsNotMadeUp) {
  v1::Convention convention;
  convention.set_language_code("nl");
  const std::string draft = DraftProfile(convention, Language::kEn);
  const ProfileReading reading = ReadProfile(draft);
  EXPECT_EQ(reading.profile.id(), "profile");
  EXPECT_FALSE(reading.profile.has_valid_from());
  EXPECT_FALSE(reading.profile.has_valid_until());
  EXPECT_EQ(Marks(draft, "# to be said: the document does not"), 2);
  ASSERT_EQ(reading.faults.size(), 2u);
}

}  // namespace
}  // namespace entente::client
