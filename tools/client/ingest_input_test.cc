// A file as it is delivered by command: with a signature beside it or without.
#include "tools/client/ingest_input.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/temporary_folder.h"
#include "tools/client/delivery/batch_signature.h"

namespace entente::client {
namespace {

constexpr char kBytes[] =
    "event_id;measure;date;area;value\n"
    "event-01;talks;2018-03-01;DPI-1;1\n"
    "event-02;talks;2018-03-02;DPI-1;2\n";

class IngestInputTest : public testing::Test {
 protected:
  IngestInputTest() {
    EXPECT_TRUE(MakeSigningKey(Path("zone")).ok());
    Write("a.csv", kBytes);
    flags_.file = Path("a.csv");
    flags_.source = "zone5339";
  }

  std::string Path(const std::string& name) const {
    return absl::StrCat(folder_.path(), "/", name);
  }

  void Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(Path(name), std::ios::binary) << bytes;
  }

  // The file has a signature, and the key of it is given.
  void Sign() {
    const auto seed = LoadSigningKey(Path("zone"));
    ASSERT_TRUE(seed.ok()) << seed.status();
    const auto signature = SignBatch(*seed, kBytes);
    ASSERT_TRUE(signature.ok()) << signature.status();
    Write("a.csv.sig", *signature);
    flags_.public_key = Path("zone.pub");
    flags_.has_public_key = true;
  }

  // Opens `input`, again where it was read, and reads it to its end.
  int RowsOf(IngestInput& input) {
    const absl::Status opened = OpenInput(cli_, flags_, input);
    EXPECT_TRUE(opened.ok()) << opened;
    int rows = 0;
    while (opened.ok() && input.rows->Skip()) ++rows;
    return rows;
  }

  const store::TemporaryFolder folder_;
  std::istringstream in_;
  std::ostringstream out_;
  std::ostringstream err_;
  Cli cli_{Language::kEn, in_, out_, err_};
  IngestFlags flags_;
};

TEST_F(IngestInputTest, WhatWasVerifiedIsReadOnceTheFileIsGone) {
  IngestInput of_file;
  EXPECT_EQ(RowsOf(of_file), 2);
  Sign();
  IngestInput input;
  const absl::Status checked = CheckFileSignature(cli_, flags_, input);
  ASSERT_TRUE(checked.ok()) << checked;
  ASSERT_TRUE(std::filesystem::remove(flags_.file));
  EXPECT_FALSE(CanReadAgain(flags_, of_file));
  EXPECT_TRUE(CanReadAgain(flags_, input));
  // Each time as a whole.
  EXPECT_EQ(RowsOf(input), 2);
  EXPECT_EQ(RowsOf(input), 2);
  EXPECT_EQ(input.bytes_total, static_cast<int64_t>(sizeof(kBytes) - 1));
  // The same session as that of the file.
  EXPECT_EQ(input.session_id, of_file.session_id);
}

TEST_F(IngestInputTest, AnEmptyKeyIsRefused) {
  Sign();
  flags_.public_key.clear();
  for (const bool is_required : {false, true}) {
    flags_.is_signature_required = is_required;
    IngestInput input;
    EXPECT_EQ(ErrorReason(CheckFileSignature(cli_, flags_, input)), "USAGE");
    EXPECT_FALSE(input.verified.has_value());
  }
}

TEST_F(IngestInputTest, ARequiredSignatureIsCheckedWithoutAKeyToo) {
  flags_.is_signature_required = true;
  IngestInput input;
  EXPECT_EQ(ErrorReason(CheckFileSignature(cli_, flags_, input)),
            "SIGNING_KEY");
}

}  // namespace
}  // namespace entente::client
