// Configurations of drop folders whose inputs name events by numbers.
#include "tools/client/delivery/watch_config.h"

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/temporary_folder.h"
#include "tools/client/delivery/id_key.h"

namespace entente::client {
namespace {

using ::testing::HasSubstr;

namespace v1 = entente::indicators::v1;

class SharedNumbersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(IdKey::Make(absl::StrCat(folder_.path(), "/id.key")).ok());
    WriteMapping("a", "is_hashed: true");
  }

  void WriteMapping(const std::string& name, const std::string& event_id,
                    const std::string& id = "") {
    std::ofstream(absl::StrCat(folder_.path(), "/", name))
        << "id: '" << (id.empty() ? name : id) << "' event_id { from: 'N' "
        << event_id << " } date { from: 'D' } area { constant: 'DPI-1' } "
        << "figures { measure { constant: 'm' } constant_value: 1 }\n";
  }

  // What is said of two inputs, the second of them read by `mapping`.
  std::vector<Sentence> Warnings(const std::string& mapping,
                                 const std::string& more = "") {
    v1::WatchConfig config;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        absl::StrCat("source: 's' id_key_file: 'id.key' "
                     "inputs { pattern: 'a-*.csv' mapping_file: 'a' } "
                     "inputs { pattern: '*.csv' mapping_file: '",
                     mapping, "' } ", more),
        &config));
    const auto rules = MakeWatchRules(config, folder_.path());
    EXPECT_TRUE(rules.ok()) << rules.status();
    return rules.ok() ? rules->warnings : std::vector<Sentence>();
  }

  const store::TemporaryFolder folder_;
};

TEST_F(SharedNumbersTest, OfTwoSystemsUnderOneKeyTheWatchWarnsAndStarts) {
  WriteMapping("b", "is_hashed: true");
  const std::vector<Sentence> warnings = Warnings("b");
  ASSERT_EQ(warnings.size(), 1u);
  for (const std::string* said :
       {&warnings[0].en, &warnings[0].fr, &warnings[0].nl}) {
    EXPECT_THAT(*said, HasSubstr("\"a-*.csv\", \"*.csv\""));
    // First what mappings that have delivered can say.
    const size_t shared = said->find("inputs_share_numbers: true");
    ASSERT_NE(shared, std::string::npos);
    EXPECT_NE(said->find("event_id.system", shared), std::string::npos);
  }
  EXPECT_THAT(warnings[0].en, HasSubstr("of one system, or never the same"));
  EXPECT_THAT(warnings[0].fr, HasSubstr("même système, ou jamais les mêmes"));
  EXPECT_THAT(warnings[0].nl, HasSubstr("één systeem, of nooit dezelfde"));
}

TEST_F(SharedNumbersTest, NothingIsSaidOfWhatIsKeptApartOrMeantToBeOne) {
  WriteMapping("b", "is_hashed: true system: 'prevention'");
  EXPECT_TRUE(Warnings("b").empty());
  WriteMapping("b", "is_hashed: true");
  EXPECT_TRUE(Warnings("b", "inputs_share_numbers: true").empty());
  // One mapping for files of two names.
  EXPECT_TRUE(Warnings("a").empty());
  // Another version of it.
  WriteMapping("b", "is_hashed: true  # Mended.\n", "a");
  EXPECT_TRUE(Warnings("b").empty());
  // Ids as they are, which the source keeps apart.
  WriteMapping("b", "");
  EXPECT_TRUE(Warnings("b").empty());
}

// The place of the input that reads a file of this name, by their patterns; -1
// where none does.
int PlaceOf(const std::string& name, const std::vector<std::string>& patterns) {
  v1::WatchConfig config;
  config.set_source("s");
  for (const std::string& pattern : patterns) {
    config.add_inputs()->set_pattern(pattern);
  }
  const auto rules = MakeWatchRules(config, "");
  EXPECT_TRUE(rules.ok()) << rules.status();
  if (!rules.ok()) return -1;
  const WatchRules::Input* const input = InputOf(*rules, name);
  return input == nullptr ? -1 : static_cast<int>(input - rules->inputs.data());
}

TEST(InputOfTest, AnAccentBehindItsLetterIsThatInIt) {
  const std::string composed = "pr\u00E9sences-*.csv";
  const std::string decomposed = "pre\u0301sences-*.csv";
  for (const std::string& pattern : {composed, decomposed}) {
    for (const char* name :
         {"pr\u00E9sences-2024-03.csv", "pre\u0301sences-2024-03.csv"}) {
      EXPECT_EQ(PlaceOf(name, {"actions-*.csv", pattern, "*.csv"}), 1)
          << pattern << " " << name;
    }
    // Another letter is another name.
    for (const char* name :
         {"presences-2024-03.csv", "pre\u0300sences-2024-03.csv"}) {
      EXPECT_EQ(PlaceOf(name, {pattern}), -1) << pattern << " " << name;
    }
  }
  // Nor is it one of which the accent was cut off.
  EXPECT_EQ(PlaceOf("pre\u0301sences.csv", {"pre*.csv"}), -1);
  EXPECT_EQ(PlaceOf("pre\u0301sences.csv", {"pr*.csv"}), 0);
}

}  // namespace
}  // namespace entente::client
