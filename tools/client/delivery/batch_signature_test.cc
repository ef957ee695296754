#include "tools/client/delivery/batch_signature.h"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/store/temporary_folder.h"

namespace entente::client {
namespace {

class BatchSignatureTest : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) const {
    return folder_.path() + "/" + name;
  }
  void Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(Path(name), std::ios::binary) << bytes;
  }
  std::string Read(const std::string& name) const {
    std::ifstream in(Path(name), std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
  }
  // Runs openssl in the folder; whether it ended well.
  bool Openssl(const std::string& words) const {
    return std::system(absl::StrCat("cd ", folder_.path(), " && openssl ",
                                    words, " >/dev/null 2>&1")
                           .c_str()) == 0;
  }

  const store::TemporaryFolder folder_;
};

TEST_F(BatchSignatureTest, OpensslVerifiesWhatWeSign) {
  ASSERT_TRUE(MakeSigningKey(Path("k")).ok());
  Write("a.csv", "Id;N\nx;1\n");
  const auto signature = SignBatch(*LoadSigningKey(Path("k")), Read("a.csv"));
  ASSERT_TRUE(signature.ok());
  Write("a.csv.sig", *signature);
  const std::string verify =
      "base64 -d -in a.csv.sig -out raw && openssl pkeyutl -verify -rawin "
      "-pubin -inkey k.pub -in a.csv -sigfile raw";
  EXPECT_TRUE(Openssl(verify));
  Write("a.csv", "Id;N\nx;2\n");
  EXPECT_FALSE(Openssl(verify));
}

TEST_F(BatchSignatureTest, WeVerifyWhatOpensslSigns) {
  Write("a.csv", "Id;N\nx;1\n");
  ASSERT_TRUE(Openssl("genpkey -algorithm ed25519 -out k"));
  ASSERT_TRUE(Openssl("pkey -in k -pubout -out k.pub"));
  ASSERT_TRUE(
      Openssl("pkeyutl -sign -rawin -inkey k -in a.csv -out a.csv.sig"));
  ASSERT_EQ(chmod(Path("k").c_str(), 0600), 0);
  const auto key = LoadPublicKey(Path("k.pub"));
  ASSERT_TRUE(key.ok()) << key.status();
  const std::string raw = Read("a.csv.sig");
  ASSERT_EQ(raw.size(), 64u);
  EXPECT_EQ(VerifyBatch({std::string(32, 'x'), *key}, Read("a.csv"), raw)
                .value_or(""),
            *key);
  // Ed25519 gives one signature of a message.
  const auto ours = SignBatch(*LoadSigningKey(Path("k")), Read("a.csv"));
  EXPECT_TRUE(VerifyBatch({*key}, Read("a.csv"), *ours).ok());
}

TEST_F(BatchSignatureTest, EveryOtherByteIsRefused) {
  ASSERT_TRUE(MakeSigningKey(Path("k")).ok());
  const std::string seed = *LoadSigningKey(Path("k"));
  const std::string key = *LoadPublicKey(Path("k.pub"));
  const std::string text = "Id;N\nx;1\n";
  const std::string signature = *SignBatch(seed, text);
  const auto reason = [&](const std::string& bytes, const std::string& said) {
    return ErrorReason(VerifyBatch({key}, bytes, said).status());
  };
  EXPECT_EQ(reason(text, signature), "");
  EXPECT_EQ(reason(text + " ", signature), "SIGNATURE_WRONG");
  EXPECT_EQ(reason("", signature), "SIGNATURE_WRONG");
  for (size_t i = 0; i + 3 < signature.size(); ++i) {
    std::string other = signature;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(reason(text, other), "") << i;
  }
  for (const std::string& other :
       {std::string(), std::string("x"), std::string(63, 'x'),
        signature.substr(1), signature + signature}) {
    EXPECT_EQ(reason(text, other), "SIGNATURE_MALFORMED");
  }
  EXPECT_EQ(ErrorReason(VerifyBatch({}, text, signature).status()),
            "SIGNATURE_WRONG");
}

TEST_F(BatchSignatureTest, AKeyOfAnotherKindOrOpenToOthersIsRefused) {
  EXPECT_EQ(ErrorReason(LoadPublicKey(Path("none")).status()), "SIGNING_KEY");
  ASSERT_TRUE(Openssl("genpkey -algorithm x25519 -out x"));
  ASSERT_TRUE(Openssl("pkey -in x -pubout -out x.pub"));
  EXPECT_EQ(ErrorReason(LoadPublicKey(Path("x.pub")).status()), "SIGNING_KEY");
  ASSERT_TRUE(MakeSigningKey(Path("k")).ok());
  EXPECT_EQ(ErrorReason(LoadPublicKey(Path("k")).status()), "SIGNING_KEY");
  EXPECT_EQ(ErrorReason(LoadSigningKey(Path("k.pub")).status()), "SIGNING_KEY");
  ASSERT_EQ(chmod(Path("k").c_str(), 0640), 0);
  EXPECT_EQ(ErrorReason(LoadSigningKey(Path("k")).status()), "SIGNING_KEY");
  EXPECT_EQ(ErrorReason(MakeSigningKey(Path("k"))), "SIGNING_KEY_THERE");
}

}  // namespace
}  // namespace entente::client
