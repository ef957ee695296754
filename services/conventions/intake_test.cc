// What the State's installation takes in and what it refuses, through real
// stubs, from a sender that cheats where an honest one cannot.
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/base/timestamp.h"
#include "services/conventions/intake_fixture_test.h"
#include "services/conventions/municipality_registry.h"
#include "services/conventions/submission_store.h"

namespace entente::conventions {
namespace {

using IntakeTest = IntakeFixture;

TEST_F(IntakeTest, WhatVerifiesIsKeptAndSignedFor) {
  const auto received = Deliver(Sound());
  ASSERT_TRUE(received.ok()) << received.status();
  EXPECT_EQ(received->state(), v1::Submission::STATE_RECEIVED);
  const auto seal =
      OpenNote(received->receipt(), *ParseVerifiers(state_keys_->Verifiers()));
  ASSERT_TRUE(seal.ok()) << seal.status();
  EXPECT_TRUE(CheckSeal(*seal, Seal::Kind::kReceipt, Sound().name,
                        Sha256Hex(ManifestOf(Sound())))
                  .ok());
  v1::ReadSubmissionFileRequest request;
  request.set_name(Sound().name);
  request.set_path("data/big.csv");
  std::string content;
  do {
    const auto part =
        Call(&v1::SubmissionService::Stub::ReadSubmissionFile, request);
    ASSERT_TRUE(part.ok()) << part.status();
    content += part->content();
    request.set_offset(part->next_offset());
  } while (request.offset() != 0);
  EXPECT_EQ(content, Sound().files.at("data/big.csv"));
  for (const int64_t offset : {int64_t{-1}, int64_t{1}, int64_t{1} << 40}) {
    request.set_offset(offset);
    EXPECT_EQ(ErrorReason(Call(&v1::SubmissionService::Stub::ReadSubmissionFile,
                               request)
                              .status()),
              "SUBMISSION_CHUNK");
  }
}

TEST_F(IntakeTest, TheReceiptHasTheMomentWhenAllOfItWasThere) {
  const absl::Time before = clock_.Now();
  const auto received = Deliver(Sound());
  ASSERT_TRUE(received.ok()) << received.status();
  // The gate looks at its clock once for every message after the first.
  EXPECT_GT(google::protobuf::util::TimeUtil::TimestampToMilliseconds(
                received->receive_time()),
            absl::ToUnixMillis(before) +
                static_cast<int64_t>(PartsOf(Sound()).size()));
}

TEST_F(IntakeTest, ARehearsalGetsNoReceipt) {
  Parcel parcel = Sound();
  parcel.is_rehearsal = true;
  const auto rehearsed = Deliver(parcel);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->receipt(), "") << "signed, though nothing is kept";
  EXPECT_EQ(Stored(), 0u);
}

TEST_F(IntakeTest, EveryDeliveryIsAnEntryAboutItsDossier) {
  const auto last = [&] { return log_.Entries().back(); };
  Parcel spoilt = Sound();
  spoilt.signed_manifest = "another";
  ASSERT_FALSE(Deliver(spoilt).ok());
  const std::string object = last().object();
  EXPECT_NE(object, "");
  EXPECT_EQ(last().outcome(), audit::AuditEntry::OUTCOME_DENIED);
  spoilt = Sound();
  spoilt.files[kClaimsPath] = "{\"claims\": 7}";
  ASSERT_FALSE(Deliver(spoilt).ok());
  EXPECT_EQ(last().object(), object);
  EXPECT_EQ(last().reason(), "DOSSIER_CONTENT");
  EXPECT_EQ(log_.Entries().size(), 2u) << "one each";
  Parcel rehearsal = Sound();
  rehearsal.is_rehearsal = true;
  ASSERT_TRUE(Deliver(rehearsal).ok());
  EXPECT_TRUE(last().is_rehearsal());
  ASSERT_TRUE(Deliver(Sound()).ok());
  EXPECT_FALSE(last().is_rehearsal());
  EXPECT_EQ(last().object(), object);
  EXPECT_EQ(last().object_version(), 1);
  // What is here already is looked at only.
  ASSERT_TRUE(Deliver(rehearsal).ok());
  EXPECT_TRUE(last().is_rehearsal());
  ASSERT_TRUE(Deliver(Sound()).ok());
  EXPECT_FALSE(last().is_rehearsal());
  EXPECT_EQ(log_.Entries().size(), 6u);
}

TEST_F(IntakeTest, AFirstRevisionAfterOneThatWasWithdrawnIsTakenAndNoneLater) {
  Parcel second = Sound();
  second.name = absl::StrCat(kConventionName, "/submissions/2018-2");
  const auto received = Deliver(second);
  ASSERT_TRUE(received.ok()) << received.status();
  EXPECT_EQ(received->state(), v1::Submission::STATE_RECEIVED);
  EXPECT_EQ(received->skipped_revisions(), 1);
  const size_t stored = Stored();
  // The one withdrawn comes no more.
  EXPECT_EQ(ErrorReason(Deliver(Sound()).status()), "SUBMISSION_REVISION");
  EXPECT_EQ(Stored(), stored);
}

TEST_F(IntakeTest, TheSameAgainIsTheSame) {
  const auto first = Deliver(Sound());
  ASSERT_TRUE(first.ok()) << first.status();
  const size_t stored = Stored();
  const auto second = Deliver(Sound());
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  Parcel other = Sound();
  other.files[kPagePath] += "<p>other</p>";
  EXPECT_EQ(ErrorReason(Deliver(other).status()), "SUBMISSION_TAKEN");
  other.name = absl::StrCat(kConventionName, "/submissions/2018-2");
  EXPECT_EQ(ErrorReason(Deliver(other).status()), "SUBMISSION_STATE");
  other.name = absl::StrCat(kConventionName, "/submissions/2018-3");
  EXPECT_EQ(ErrorReason(Deliver(other).status()), "SUBMISSION_REVISION");
  EXPECT_EQ(Stored(), stored);
}

TEST_F(IntakeTest, NothingIsStoredThatDoesNotVerify) {
  const std::map<std::string, std::function<void(Parcel&)>> spoilt = {
      {"SUBMISSION_SIGNATURE",
       [](Parcel& p) { p.signed_manifest = "another"; }},
      {"SUBMISSION_KEY_UNKNOWN",
       [&](Parcel& p) {
         p.note =
             *state_keys_->Sign({.kind = Seal::Kind::kSubmission,
                                 .name = p.name,
                                 .manifest_sha256 = Sha256Hex(ManifestOf(p)),
                                 .time = absl::Now()});
       }},
      {"MUNICIPALITY_NOT_SENDER",
       [](Parcel& p) {
         for (std::string* text : {&p.name, &p.convention}) {
           *text = absl::StrReplaceAll(*text, {{"21004", "21009"}});
         }
       }},
      {"MALFORMED_NAME", [](Parcel& p) { p.name += "0/../../x"; }},
      {"DOSSIER_YEAR",
       [](Parcel& p) {
         p.year = 2031;
         p.name = absl::StrReplaceAll(p.name, {{"2018-1", "2031-1"}});
       }},
      {"DOSSIER_MANIFEST", [](Parcel& p) { p.manifest = "{}"; }},
      {"DOSSIER_CONTENT",
       [](Parcel& p) { p.files[kClaimsPath] = "{\"claims\": 7}"; }},
      {"DOSSIER_PATH", [](Parcel& p) { p.files["data/../../etc"] = "x"; }},
      {"DOSSIER_TOO_LARGE",
       [](Parcel& p) {
         p.files["data/big.csv"] = std::string(kDossierFileBytesMax + 1, 'x');
         p.parts = {{"data/big.csv", "x"}};
       }},
      {"DOSSIER_FILE_ALTERED",
       [](Parcel& p) {
         p.manifest = ManifestOf(p);
         p.files["data/big.csv"][5] = 'c';
       }},
      {"DOSSIER_FILE_MISSING",
       [](Parcel& p) {
         p.parts = {{"data/big.csv", std::string(kChunkBytesMax, 'b')}};
       }},
      {"DOSSIER_FILE_EXTRA",
       [](Parcel& p) {
         p.manifest = ManifestOf(p);
         p.files["zzz.csv"] = "more";
       }},
      {"DOSSIER_STREAM", [](Parcel& p) {
         p.parts = {{"data/big.csv", std::string(kChunkBytesMax + 1, 'b')}};
       }}};
  for (const auto& [reason, spoil] : spoilt) {
    Parcel parcel = Sound();
    spoil(parcel);
    EXPECT_EQ(ErrorReason(Deliver(parcel).status()), reason);
    EXPECT_EQ(Stored(), 0u) << reason;
  }
}

// Whatever is kept here is read by every search in all municipalities.
TEST_F(IntakeTest, NothingIsStoredThatASearchCannotRead) {
  std::string measures;
  for (int i = 0; i <= kDossierMeasuresMax; ++i) {
    absl::StrAppend(&measures, i == 0 ? "" : ",", "{}");
  }
  std::string nodes;
  for (int i = 0; i <= kDossierNodesMax; ++i) {
    absl::StrAppend(&nodes, i == 0 ? "" : ",", "{}");
  }
  Parcel sound = Sound();
  sound.files[kMeasuresPath] = "{\"measures\": []}";
  const std::map<std::string, std::pair<std::string, std::string>> spoilt = {
      {"not JSON", {"DOSSIER_CONTENT", "["}},
      {"no list", {"DOSSIER_CONTENT", "{\"measures\": 7}"}},
      {"too many",
       {"DOSSIER_TOO_LARGE",
        absl::StrCat("{\"measures\": [", measures, "]}")}}};
  for (const auto& [what, spoil] : spoilt) {
    Parcel parcel = sound;
    parcel.files[kMeasuresPath] = spoil.second;
    EXPECT_EQ(ErrorReason(Deliver(parcel).status()), spoil.first) << what;
    EXPECT_EQ(Stored(), 0u) << what;
  }
  Parcel parcel = sound;
  parcel.files[kConventionPath].insert(
      1, absl::StrCat("\"nodes\": [", nodes, "],"));
  EXPECT_EQ(ErrorReason(Deliver(parcel).status()), "DOSSIER_TOO_LARGE");
  parcel = sound;
  parcel.files[kConventionPath].insert(
      1, "\"nodes\": [{\"promotion\": {\"author\": \"p-1001\"}}],");
  EXPECT_EQ(ErrorReason(Deliver(parcel).status()), "DOSSIER_AUTHOR");
  EXPECT_EQ(Stored(), 0u);
  EXPECT_TRUE(Deliver(sound).ok());
}

// As often as wanted, of `bytes` each, received at `time`.
void Receive(store::Store& store, const std::string& municipality, int count,
             int64_t bytes, absl::Time time) {
  ASSERT_TRUE(
      store
          .Transact([&](store::Transaction& transaction) {
            for (int i = 0; i < count; ++i) {
              const SubmissionName name{{municipality, absl::StrCat("css-", i)},
                                        2000 + LocalDay(time).year() % 100,
                                        1};
              v1::Submission submission = MakeSubmission(name, "{}", {});
              submission.set_total_bytes(bytes);
              *submission.mutable_receive_time() = ToTimestamp(time);
              PutSubmission(transaction, name, submission);
            }
            return absl::OkStatus();
          })
          .ok());
}

TEST_F(IntakeTest, AMunicipalityHandsInSoManyAYear) {
  const absl::Time now = clock_.Now();
  const absl::Time last_year = now - absl::Hours(24 * 367);
  Receive(*store_, "21004", kReceivedMax, 1, last_year);
  Receive(*store_, "21009", kReceivedMax, 1, now);
  Receive(*store_, "21004", kReceivedMax - 1, 1, now);
  ASSERT_TRUE(Deliver(Sound()).ok());
  Parcel other = Sound();
  for (std::string* text : {&other.name, &other.convention}) {
    *text = absl::StrReplaceAll(*text, {{"css-2018", "csx-2018"}});
  }
  for (auto& [path, content] : other.files) {
    content = absl::StrReplaceAll(content, {{"css-2018", "csx-2018"}});
  }
  const size_t stored = Stored();
  const auto refused = Deliver(other);
  EXPECT_EQ(ErrorReason(refused.status()), "INTAKE_QUOTA");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Stored(), stored);
  EXPECT_TRUE(Deliver(Sound()).ok()) << "what is here stays answered";
}

TEST_F(IntakeTest, AMunicipalityHandsInSoManyBytesAYear) {
  const int64_t size = MakeSubmission({}, ManifestOf(Sound()),
                                      *ParseManifest(ManifestOf(Sound())))
                           .total_bytes();
  Receive(*store_, "21004", 1, kReceivedBytesMax - size + 1, clock_.Now());
  EXPECT_EQ(ErrorReason(Deliver(Sound()).status()), "INTAKE_QUOTA");
  Receive(*store_, "21004", 1, kReceivedBytesMax - size, clock_.Now());
  EXPECT_TRUE(Deliver(Sound()).ok());
}

TEST_F(IntakeTest, WhoDeliversIsWhoTheCertificateSays) {
  EXPECT_EQ(ErrorReason(Deliver(Sound(), "municipality/99001").status()),
            "MUNICIPALITY_UNKNOWN");
  EXPECT_EQ(ErrorReason(Deliver(Sound(), "client/cli").status()),
            "TOKEN_MISSING");
  Register({town_keys_->Verifiers()[0]}, "21009");
  EXPECT_EQ(ErrorReason(Deliver(Sound()).status()), "MUNICIPALITY_NOT_SENDER");
  std::ofstream(RegistryPath()) << "nonsense";
  EXPECT_EQ(ErrorReason(Deliver(Sound()).status()), "REGISTRY_UNREADABLE");
  EXPECT_EQ(Stored(), 0u);
}

// An upload takes minutes: what counts is the registry at its end too.
TEST_F(IntakeTest, WhoIsTakenOutOfTheRegistryDuringAnUploadHandsInNothing) {
  const std::string key = town_keys_->Verifiers()[0];
  const std::map<std::string, std::function<void()>> changes = {
      {"MUNICIPALITY_UNKNOWN", [&] { std::ofstream empty(RegistryPath()); }},
      {"MUNICIPALITY_NOT_SENDER", [&] { Register({key}, "21009"); }},
      {"SUBMISSION_KEY_UNKNOWN",
       [&] { Register({state_keys_->Verifiers()[0]}); }}};
  for (const auto& [reason, change] : changes) {
    Register({key});
    Parcel parcel = Sound();
    const auto parts = static_cast<int64_t>(PartsOf(parcel).size());
    parcel.before_last = [&, looks = clock_.looks()] {
      // The gate looks once for the call and once for every part before this.
      EXPECT_TRUE(clock_.AwaitLooks(looks + parts));
      change();
    };
    EXPECT_EQ(ErrorReason(Deliver(parcel).status()), reason);
    EXPECT_EQ(Stored(), 0u) << reason;
    EXPECT_EQ(log_.Entries().back().reason(), reason);
    EXPECT_EQ(log_.Entries().back().outcome(),
              audit::AuditEntry::OUTCOME_DENIED);
  }
}

// Another municipality is told the same of what is here and of what is not.
TEST_F(IntakeTest, WhatCameOfASubmissionIsForItsSenderAlone) {
  RegisterAnother();
  ASSERT_TRUE(Deliver(Sound()).ok());
  const std::string here = Sound().name;
  const std::string missing =
      absl::StrCat(kConventionName, "/submissions/2018-7");
  EXPECT_EQ(AnswerBytes(here, "municipality/21004").substr(0, 3), "|0|");
  EXPECT_NE(AnswerBytes(missing, "municipality/21004").substr(0, 3), "|0|");
  const auto expect_alike = [&](const std::string& reason) {
    const std::string told = AnswerBytes(here, "municipality/99001");
    EXPECT_EQ(told.substr(0, told.find('|')), reason);
    EXPECT_EQ(told, AnswerBytes(missing, "municipality/99001"));
    EXPECT_EQ(told.find("21004"), std::string::npos) << "of whom it is";
    EXPECT_EQ(log_.Entries().back().reason(), reason);
    EXPECT_EQ(log_.Entries().back().outcome(),
              audit::AuditEntry::OUTCOME_DENIED);
    EXPECT_NE(log_.Entries().back().object(), "");
  };
  expect_alike("MUNICIPALITY_NOT_SENDER");
  Register({town_keys_->Verifiers()[0]});
  expect_alike("MUNICIPALITY_UNKNOWN");
}

TEST_F(IntakeTest, TheRegistryHoldsNoCodeThatREFNISNeverHad) {
  for (const char* code : {"21004", "55022", "58001", "99001"}) {
    Register({town_keys_->Verifiers()[0]}, code);
    EXPECT_TRUE(CheckRegistry(RegistryPath()).ok()) << code;
  }
  Register({town_keys_->Verifiers()[0]}, "21020");
  const absl::Status fault = CheckRegistry(RegistryPath());
  EXPECT_EQ(fault.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(fault.message()),
              testing::HasSubstr("holds 21020, which REFNIS does not have"));
  // Nor while it is served.
  EXPECT_EQ(ErrorReason(Deliver(Sound()).status()), "REGISTRY_UNREADABLE");
  EXPECT_EQ(Stored(), 0u);
}

TEST_F(IntakeTest, AReplacedKeySignsAndTheOldOneCountsWhileItIsRegistered) {
  Parcel parcel = Sound();
  parcel.manifest = ManifestOf(parcel);
  parcel.note =
      *town_keys_->Sign({.kind = Seal::Kind::kSubmission,
                         .name = parcel.name,
                         .manifest_sha256 = Sha256Hex(parcel.manifest),
                         .time = absl::Now()});
  const std::string old_key = town_keys_->Verifiers()[0];
  ASSERT_TRUE(town_keys_->Promote(*town_keys_->Prepare(old_key)).ok());
  EXPECT_EQ(town_keys_->Verifiers().size(), 2u);
  EXPECT_EQ(town_keys_->Verifiers()[1], old_key);
  Register({town_keys_->Verifiers()[0]});
  EXPECT_EQ(ErrorReason(Deliver(parcel).status()), "SUBMISSION_KEY_UNKNOWN");
  Register({town_keys_->Verifiers()[0], old_key});
  EXPECT_TRUE(Deliver(parcel).ok());
  // What a process made is what the next one reads.
  const auto reopened = SubmissionKeys::Open(harness_.dir() + "/town", "town");
  ASSERT_TRUE(reopened.ok());
  EXPECT_EQ((*reopened)->Verifiers(), town_keys_->Verifiers());
}

}  // namespace
}  // namespace entente::conventions
