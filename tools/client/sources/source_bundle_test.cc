#include "tools/client/sources/source_bundle.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "tools/client/delivery/id_key.h"
#include "tools/client/delivery/watch_config.h"

namespace entente::client {
namespace {

using testing::ElementsAre;

std::string Text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

template <class T, class Read>
std::unique_ptr<T, void (*)(T*)> FromPem(const std::string& path, Read read,
                                         void (*discard)(T*)) {
  const std::string pem = Text(path);
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  T* made = read(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  return {made, discard};
}

class SourceBundleTest : public testing::Test {
 protected:
  SourceBundleTest()
      : home_(absl::StrCat(
            testing::TempDir(), "/source-",
            testing::UnitTest::GetInstance()->current_test_info()->name(), "-",
            getpid())),
        folder_(absl::StrCat(home_, "/bundle")) {
    std::filesystem::create_directories(home_);
    request_.enrolment.set_source("bravvo-2");
    request_.enrolment.set_municipality("21004");
    request_.enrolment.add_measure_codes("nuisance_actions");
    request_.trust_domain = "entente.local";
    request_.targets["indicators"] = "127.0.0.1:7002";
    request_.now = absl::Now();
  }
  ~SourceBundleTest() override { std::filesystem::remove_all(home_); }

  // An authority as tools/dev/make-ca makes it.
  DevAuthority Authority() {
    std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"),
                                                       EVP_PKEY_free);
    std::unique_ptr<X509, void (*)(X509*)> made(X509_new(), X509_free);
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_NAME_add_entry_by_txt(
        X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
        reinterpret_cast<const unsigned char*>("test authority"), -1, -1, 0);
    X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
    ASN1_TIME_set(X509_getm_notBefore(made.get()),
                  absl::ToTimeT(absl::Now() - absl::Hours(1)));
    ASN1_TIME_set(X509_getm_notAfter(made.get()),
                  absl::ToTimeT(absl::Now() + absl::Hours(24 * 200)));
    X509_set_pubkey(made.get(), key.get());
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, made.get(), made.get(), nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(
        nullptr, &context, NID_basic_constraints, "critical,CA:TRUE");
    X509_add_ext(made.get(), extension, -1);
    X509_EXTENSION_free(extension);
    X509_sign(made.get(), key.get(), EVP_sha256());
    const auto pem = [](auto write) {
      BIO* bio = BIO_new(BIO_s_mem());
      write(bio);
      char* data = nullptr;
      const auto size = BIO_get_mem_data(bio, &data);
      std::string text(data, static_cast<size_t>(size));
      BIO_free(bio);
      return text;
    };
    return {pem([&](BIO* bio) { PEM_write_bio_X509(bio, made.get()); }),
            pem([&](BIO* bio) {
              PEM_write_bio_PrivateKey(bio, key.get(), nullptr, nullptr, 0,
                                       nullptr, nullptr);
            })};
  }

  std::vector<std::string> Names(const SourceBundle& bundle) {
    std::vector<std::string> names;
    for (absl::string_view file : bundle.files) {
      absl::ConsumePrefix(&file, absl::StrCat(folder_, "/"));
      names.emplace_back(file);
    }
    return names;
  }

  const std::string home_;
  const std::string folder_;
  BundleRequest request_;
};

TEST_F(SourceBundleTest, ACertificateOfTheAuthorityNamesTheSource) {
  request_.authority = Authority();
  request_.services_authority = request_.authority->certificate;
  const auto bundle = MakeSourceBundle(request_, folder_);
  ASSERT_TRUE(bundle.ok()) << bundle.status();
  EXPECT_THAT(
      Names(*bundle),
      ElementsAre("kept/files.key.pub", "kept/watch.textproto",
                  "to-source/README.txt", "to-source/client.json",
                  "to-source/files.key", "to-source/id.key",
                  "to-source/pki/cli/ca.crt", "to-source/pki/cli/tls.crt",
                  "to-source/pki/cli/tls.key"));
  const auto certificate = FromPem<X509>(folder_ + "/to-source/pki/cli/tls.crt",
                                         PEM_read_bio_X509, X509_free);
  const auto key = FromPem<EVP_PKEY>(folder_ + "/to-source/pki/cli/tls.key",
                                     PEM_read_bio_PrivateKey, EVP_PKEY_free);
  const auto authority = FromPem<X509>(folder_ + "/to-source/pki/cli/ca.crt",
                                       PEM_read_bio_X509, X509_free);
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(X509_check_private_key(certificate.get(), key.get()), 1);
  EXPECT_EQ(X509_verify(certificate.get(), X509_get0_pubkey(authority.get())),
            1);
  EXPECT_EQ(X509_check_ca(certificate.get()), 0);
  auto* names = static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(
      certificate.get(), NID_subject_alt_name, nullptr, nullptr));
  ASSERT_EQ(sk_GENERAL_NAME_num(names), 1);
  const ASN1_IA5STRING* uri =
      sk_GENERAL_NAME_value(names, 0)->d.uniformResourceIdentifier;
  EXPECT_EQ(
      std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                  static_cast<size_t>(ASN1_STRING_length(uri))),
      "spiffe://entente.local/source/bravvo-2");
  GENERAL_NAMES_free(names);
}

TEST_F(SourceBundleTest, WithoutAnAuthorityThereIsARequest) {
  const auto bundle = MakeSourceBundle(request_, folder_);
  ASSERT_TRUE(bundle.ok()) << bundle.status();
  EXPECT_THAT(Names(*bundle), testing::Contains("kept/tls.csr"));
  EXPECT_THAT(Names(*bundle),
              testing::Not(testing::Contains("to-source/pki/cli/tls.crt")));
  const auto request = FromPem<X509_REQ>(folder_ + "/kept/tls.csr",
                                         PEM_read_bio_X509_REQ, X509_REQ_free);
  ASSERT_NE(request, nullptr);
  EXPECT_EQ(X509_REQ_verify(request.get(), X509_REQ_get0_pubkey(request.get())),
            1);
}

TEST_F(SourceBundleTest, EverythingIsClosedToOthersAndPrivateKeysDoNotStay) {
  const auto bundle = MakeSourceBundle(request_, folder_);
  ASSERT_TRUE(bundle.ok()) << bundle.status();
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder_)) {
    struct stat info {};
    ASSERT_EQ(stat(entry.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0077, 0u) << entry.path();
    if (!entry.is_regular_file()) continue;
    const std::string text = Text(entry.path());
    const bool is_kept =
        entry.path().string().find("/kept/") != std::string::npos;
    EXPECT_FALSE(is_kept && text.find("PRIVATE KEY") != std::string::npos)
        << entry.path();
  }
}

TEST_F(SourceBundleTest, TheConfigurationOfTheDropFolderIsReadAsItStands) {
  ASSERT_TRUE(MakeSourceBundle(request_, folder_).ok());
  const auto rules = LoadWatchRules(folder_ + "/kept/watch.textproto");
  ASSERT_TRUE(rules.ok()) << rules.status();
  EXPECT_EQ(rules->source, "bravvo-2");
  EXPECT_TRUE(rules->is_signature_required);
  EXPECT_EQ(rules->public_keys.size(), 1u);
  // Every form that has a plain way is taken, none is put aside unread.
  for (const char* const name : {"a.csv", "a.ndjson", "a.xml"}) {
    const WatchRules::Input* const input = InputOf(*rules, name);
    ASSERT_NE(input, nullptr) << name;
    EXPECT_TRUE(input->is_plain) << name;
    EXPECT_NE(FormatOfName(name),
              entente::indicators::v1::DeliveryMapping::FORMAT_UNSPECIFIED);
  }
  EXPECT_TRUE(IdKey::Load(folder_ + "/to-source/id.key").ok());
}

TEST_F(SourceBundleTest, ARenewalIsANewKeyBesideTheOld) {
  request_.authority = Authority();
  request_.services_authority = request_.authority->certificate;
  const auto made = MakeSourceBundle(request_, folder_);
  ASSERT_TRUE(made.ok()) << made.status();
  const std::string old_key = Text(folder_ + "/to-source/pki/cli/tls.key");
  request_.enrolment = made->enrolment;
  request_.now += absl::Hours(24 * 60);
  const auto renewed = RenewSourceBundle(request_, folder_);
  ASSERT_TRUE(renewed.ok()) << renewed.status();
  const auto day = [](absl::Time time) {
    return absl::FormatCivilTime(absl::ToCivilDay(time, absl::LocalTimeZone()));
  };
  const std::string name = "to-source-" + day(request_.now);
  EXPECT_THAT(
      Names(*renewed),
      ElementsAre(name + "/README.txt", name + "/pki/cli/ca.crt",
                  name + "/pki/cli/tls.crt", name + "/pki/cli/tls.key"));
  const std::string pki = absl::StrCat(folder_, "/", name, "/pki/cli/");
  const auto certificate =
      FromPem<X509>(pki + "tls.crt", PEM_read_bio_X509, X509_free);
  const auto key = FromPem<EVP_PKEY>(pki + "tls.key", PEM_read_bio_PrivateKey,
                                     EVP_PKEY_free);
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(X509_check_private_key(certificate.get(), key.get()), 1);
  // It holds as long as it says, and people are told.
  const absl::Time end =
      request_.now + absl::Hours(24) * kSourceCertificateDays;
  time_t before = absl::ToTimeT(end - absl::Minutes(1));
  time_t after = absl::ToTimeT(end + absl::Minutes(1));
  EXPECT_GT(X509_cmp_time(X509_get0_notAfter(certificate.get()), &before), 0);
  EXPECT_LT(X509_cmp_time(X509_get0_notAfter(certificate.get()), &after), 0);
  EXPECT_THAT(Text(absl::StrCat(folder_, "/", name, "/README.txt")),
              testing::HasSubstr(day(end)));
  const google::type::Date& date = renewed->enrolment.certificate_end_date();
  EXPECT_EQ(absl::FormatCivilTime(
                absl::CivilDay(date.year(), date.month(), date.day())),
            day(end));
  EXPECT_NE(renewed->enrolment.certificate_key_sha256(),
            made->enrolment.certificate_key_sha256());
  EXPECT_EQ(renewed->enrolment.file_key_sha256(),
            made->enrolment.file_key_sha256());
  // The one before works to its own end.
  EXPECT_EQ(Text(folder_ + "/to-source/pki/cli/tls.key"), old_key);
  EXPECT_EQ(ErrorReason(RenewSourceBundle(request_, folder_).status()),
            "FOLDER_THERE");
}

TEST_F(SourceBundleTest, WithoutAnAuthorityARenewalIsARequest) {
  // The folder of the bundle was moved.
  const auto renewed = RenewSourceBundle(request_, folder_);
  ASSERT_TRUE(renewed.ok()) << renewed.status();
  EXPECT_TRUE(renewed->is_request);
  const std::string day = absl::FormatCivilTime(
      absl::ToCivilDay(request_.now, absl::LocalTimeZone()));
  const std::string kept = "kept/tls-" + day + ".csr";
  const std::string name = "to-source-" + day;
  EXPECT_THAT(Names(*renewed),
              ElementsAre(kept, name + "/README.txt", name + "/pki/cli/tls.csr",
                          name + "/pki/cli/tls.key"));
  EXPECT_NE(Text(absl::StrCat(folder_, "/", kept)), "");
  EXPECT_EQ(Text(absl::StrCat(folder_, "/", kept)),
            Text(absl::StrCat(folder_, "/", name, "/pki/cli/tls.csr")));
  EXPECT_FALSE(renewed->enrolment.has_certificate_end_date());
  EXPECT_NE(renewed->enrolment.certificate_key_sha256(), "");
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(folder_)) {
    struct stat info {};
    ASSERT_EQ(stat(entry.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0077, 0u) << entry.path();
  }
  // Once the folder was sent, the request of the day stays all the same.
  std::filesystem::remove_all(absl::StrCat(folder_, "/", name));
  EXPECT_EQ(ErrorReason(RenewSourceBundle(request_, folder_).status()),
            "FOLDER_THERE");
  EXPECT_FALSE(std::filesystem::exists(absl::StrCat(folder_, "/", name)));
}

TEST_F(SourceBundleTest, ARequestOfARenewalLeavesTheCertificateInUse) {
  request_.authority = Authority();
  const auto made = MakeSourceBundle(request_, folder_);
  ASSERT_TRUE(made.ok()) << made.status();
  ASSERT_TRUE(made->enrolment.has_certificate_end_date());
  request_.enrolment = made->enrolment;
  request_.authority.reset();
  for (const auto& [language, only_then] :
       {std::pair(Language::kEn, "only once tls.crt is there"),
        std::pair(Language::kFr, "seulement quand tls.crt s'y trouve"),
        std::pair(Language::kNl, "pas in de plaats als tls.crt erin staat")}) {
    request_.language = language;
    request_.now += absl::Hours(48);
    const auto renewed = RenewSourceBundle(request_, folder_);
    ASSERT_TRUE(renewed.ok()) << renewed.status();
    // So that the end of what it has is still said.
    EXPECT_EQ(renewed->enrolment.DebugString(), made->enrolment.DebugString());
    EXPECT_THAT(Text(absl::StrCat(folder_, "/to-source-",
                                  absl::FormatCivilTime(absl::ToCivilDay(
                                      request_.now, absl::LocalTimeZone())),
                                  "/README.txt")),
                testing::HasSubstr(only_then));
  }
}

TEST_F(SourceBundleTest, ARequestThatCannotBeKeptLeavesNothing) {
  std::filesystem::create_directories(folder_);
  // A file stands where the folder should.
  std::ofstream(folder_ + "/kept") << "x";
  EXPECT_EQ(ErrorReason(RenewSourceBundle(request_, folder_).status()),
            "FILE_UNWRITABLE");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_),
                          std::filesystem::directory_iterator()),
            1);
}

TEST_F(SourceBundleTest, WhatIsAskedOfASourceIsNotCalledWhatItMay) {
  for (const Language language :
       {Language::kEn, Language::kFr, Language::kNl}) {
    std::filesystem::remove_all(folder_);
    request_.language = language;
    ASSERT_TRUE(MakeSourceBundle(request_, folder_).ok());
    EXPECT_THAT(
        Text(folder_ + "/to-source/README.txt"),
        testing::ContainsRegex("also takes rows of other measures|"
                               "prend aussi des lignes d'autres mesures|"
                               "neemt ook rijen van andere metingen"));
  }
}

TEST_F(SourceBundleTest, NothingIsWrittenOverAndNothingIsLeftHalf) {
  std::filesystem::create_directories(folder_);
  EXPECT_EQ(ErrorReason(MakeSourceBundle(request_, folder_).status()),
            "FOLDER_THERE");
  std::filesystem::remove_all(folder_);
  request_.authority = DevAuthority{"no certificate", "no key"};
  EXPECT_EQ(ErrorReason(MakeSourceBundle(request_, folder_).status()),
            "DEV_AUTHORITY");
  EXPECT_FALSE(std::filesystem::exists(folder_));
  EXPECT_FALSE(std::filesystem::exists(folder_ + ".part"));
}

TEST_F(SourceBundleTest, AnEnrolmentIsRememberedOnceAndReadBack) {
  const SourceFiles files(home_);
  EXPECT_FALSE(files.Read("bravvo-2")->has_value());
  ASSERT_TRUE(files.Add(request_.enrolment).ok());
  EXPECT_EQ(ErrorReason(files.Add(request_.enrolment)), "SOURCE_THERE");
  const auto read = files.Read("bravvo-2");
  ASSERT_TRUE(read.ok() && read->has_value()) << read.status();
  EXPECT_EQ((*read)->measure_codes(0), "nuisance_actions");
  EXPECT_EQ(files.All()->size(), 1u);
  request_.enrolment.set_certificate_key_sha256("ab12");
  ASSERT_TRUE(files.Change(request_.enrolment).ok());
  EXPECT_EQ((*files.Read("bravvo-2"))->certificate_key_sha256(), "ab12");
  EXPECT_EQ(files.All()->size(), 1u);
  // A path is no code.
  EXPECT_FALSE(files.Read("../sources/bravvo-2")->has_value());
  std::ofstream(home_ + "/sources/other.textproto") << "source: \"bravvo-2\"\n";
  EXPECT_EQ(ErrorReason(files.Read("other").status()), "SOURCE_FILE_INVALID");
}

}  // namespace
}  // namespace entente::client
