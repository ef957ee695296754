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

}  // namespace
}  // namespace entente::client
