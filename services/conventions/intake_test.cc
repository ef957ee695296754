// What the State's installation takes in and what it refuses, through real
// stubs, with a sender that cheats where an honest one cannot.
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "entente/conventions/v1/budget_service.pb.h"
#include "gtest/gtest.h"
#include "services/common/audit/test_log.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/channel/channel.h"
#include "services/common/server/test_harness.h"
#include "services/common/store/rocksdb_store.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "services/conventions/intake_service.h"
#include "services/conventions/local_day.h"
#include "services/conventions/money/money.h"
#include "services/conventions/parcel_fixture_test.h"
#include "services/conventions/submission_service.h"
#include "services/conventions/verify_store.h"

namespace entente::conventions {
namespace {

constexpr char kConventionName[] =
    "municipalities/21004/conventions/css-2018-2019";

class IntakeTest : public testing::Test {
 protected:
  IntakeTest() {
    harness_.Start({&intake_, &submissions_});
    Register({town_keys_->Verifiers()[0]});
  }

  std::string RegistryPath() { return harness_.dir() + "/registry"; }

  void Register(const std::vector<std::string>& keys,
                const std::string& code = "21004") {
    std::ofstream file(RegistryPath());
    file << "municipalities {\n  code: \"" << code
         << "\"\n  spiffe_id: \"spiffe://entente.local/municipality/21004\"\n";
    for (const std::string& key : keys) file << "  keys: \"" << key << "\"\n";
    file << "}\n";
  }

  // Of 2018, with one submitted claim of two lines of 100,00 and 50,00.
  static Parcel Sound() {
    v1::Convention convention;
    convention.set_name(kConventionName);
    convention.add_envelopes()->set_year(2018);
    v1::ListEnvelopesResponse envelopes;
    v1::Envelope& envelope = *envelopes.add_envelopes();
    envelope.set_name(absl::StrCat(kConventionName, "/envelopes/general-2018"));
    envelope.set_year(2018);
    v1::ListClaimsResponse claims;
    v1::Claim& claim = *claims.add_claims();
    claim.set_name(absl::StrCat(kConventionName, "/claims/c-000001"));
    claim.set_envelope(envelope.name());
    claim.set_year(2018);
    claim.set_state(v1::Claim::STATE_SUBMITTED);
    claim.mutable_submit_date()->set_year(2019);
    claim.mutable_submit_date()->set_month(3);
    claim.mutable_submit_date()->set_day(1);
    for (const int cents : {10'000, 5'000}) {
      v1::ClaimLine& line = *claim.add_lines();
      line.set_source(absl::StrCat(kConventionName, "/expenses/e-00000",
                                   claim.lines_size()));
      line.set_line(absl::StrCat(envelope.name(), "/lines/so-01-personnel"));
      *line.mutable_amount() = MoneyFromCents(cents);
    }
    claim.set_line_count(2);
    *claim.mutable_amount() = MoneyFromCents(15'000);
    Parcel parcel;
    parcel.name = absl::StrCat(kConventionName, "/submissions/2018-1");
    parcel.convention = kConventionName;
    parcel.files = {{kConventionPath, AsJson(convention)},
                    {kEnvelopesPath, AsJson(envelopes)},
                    {kClaimsPath, AsJson(claims)},
                    {"data/big.csv", std::string(3 * kChunkBytesMax + 7, 'b')},
                    {"dossier.html", "<p>invented</p>"}};
    return parcel;
  }

  absl::StatusOr<v1::Submission> Deliver(
      Parcel parcel, const std::string& peer = "municipality/21004") {
    parcel.manifest = ManifestOf(parcel);
    if (parcel.signed_manifest.empty()) {
      parcel.signed_manifest = parcel.manifest;
    }
    if (parcel.note.empty()) {
      parcel.note = *town_keys_->Sign(
          {.kind = Seal::Kind::kSubmission,
           .name = parcel.name,
           .manifest_sha256 = Sha256Hex(parcel.signed_manifest),
           .time = absl::Now()});
    }
    auto context = harness_.PeerContext();
    v1::Submission received;
    const auto stub = v1::IntakeService::NewStub(harness_.Channel(peer));
    const auto stream = stub->ReceiveSubmission(context.get(), &received);
    v1::ReceiveSubmissionRequest message;
    message.mutable_opening()->set_name(parcel.name);
    message.mutable_opening()->set_manifest(parcel.manifest);
    message.mutable_opening()->set_note(parcel.note);
    message.mutable_opening()->set_validate_only(parcel.is_rehearsal);
    bool is_open = stream->Write(message);
    for (const auto& [path, content] : PartsOf(parcel)) {
      if (!is_open) break;
      message.mutable_chunk()->set_path(path);
      message.mutable_chunk()->set_content(content);
      is_open = stream->Write(message);
    }
    stream->WritesDone();
    absl::Status status = channel::FromWire(stream->Finish());
    if (!status.ok()) return status;
    return received;
  }

  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, const std::string& role = "federal") {
    auto context = harness_.Context("p-2001", {role});
    Response response;
    Stub stub(harness_.Channel());
    absl::Status status =
        channel::FromWire((stub.*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  v1::DecideSubmissionRequest Decision(
      v1::SubmissionDecision::Outcome outcome) {
    v1::DecideSubmissionRequest request;
    request.set_name(Sound().name);
    request.mutable_decision()->set_outcome(outcome);
    request.mutable_decision()->set_reason("Outside the period");
    *request.mutable_decision()->mutable_decide_date() = LocalDay(absl::Now());
    return request;
  }

  static void Refuse(int expense, int64_t accepted, int64_t ineligible,
                     v1::DecideSubmissionRequest& request) {
    v1::LineDecision& line = *request.mutable_decision()->add_lines();
    line.set_source(
        absl::StrCat(kConventionName, "/expenses/e-00000", expense));
    *line.mutable_accepted() = MoneyFromCents(accepted);
    *line.mutable_ineligible() = MoneyFromCents(ineligible);
    line.set_reason("Outside the period");
  }

  // Records and parts of dossiers in the store.
  size_t Stored() {
    size_t count = 0;
    for (const char* table : {"\x40", "\x41"}) {
      EXPECT_TRUE(store_->Read()
                      ->Scan(table, "",
                             [&](absl::string_view, absl::string_view) {
                               ++count;
                               return true;
                             })
                      .ok());
    }
    return count;
  }

  SystemClock clock_;
  audit::TestLog log_;
  server::TestHarness harness_{"conventions",
                               {v1::IntakeService::service_full_name(),
                                v1::SubmissionService::service_full_name()},
                               {.audit = &log_}};
  std::unique_ptr<store::Store> store_ =
      *store::OpenRocksdbStore(harness_.dir() + "/db");
  ServiceContext context_{
      .gate = harness_.gate(),
      .store = *store_,
      .log = log_.Open(*store_, harness_.dir() + "/keys", clock_).log(),
      .source = {"spiffe://entente.local/svc/conventions"},
      .contract_profiles = {},
      .regulation_profiles = {},
      .notify = nullptr,
      .page_tokens = {}};
  std::unique_ptr<SubmissionKeys> state_keys_ =
      *SubmissionKeys::Open(harness_.dir() + "/state", "state");
  std::unique_ptr<SubmissionKeys> town_keys_ =
      *SubmissionKeys::Open(harness_.dir() + "/town", "town");
  IntakeService intake_{context_, *state_keys_, harness_.dir() + "/registry"};
  SubmissionService submissions_{context_, *state_keys_};
};

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

TEST_F(IntakeTest, ARehearsalGetsNoReceipt) {
  Parcel parcel = Sound();
  parcel.is_rehearsal = true;
  const auto rehearsed = Deliver(parcel);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->receipt(), "") << "signed, though nothing is kept";
  EXPECT_EQ(Stored(), 0u);
}

TEST_F(IntakeTest, TheSameAgainIsTheSame) {
  const auto first = Deliver(Sound());
  ASSERT_TRUE(first.ok()) << first.status();
  const size_t stored = Stored();
  const auto second = Deliver(Sound());
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->SerializeAsString(), first->SerializeAsString());
  Parcel other = Sound();
  other.files["dossier.html"] = "<p>other</p>";
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

TEST_F(IntakeTest, AReplacedKeySignsAndTheOldOneCountsWhileItIsRegistered) {
  Parcel parcel = Sound();
  parcel.manifest = ManifestOf(parcel);
  parcel.note =
      *town_keys_->Sign({.kind = Seal::Kind::kSubmission,
                         .name = parcel.name,
                         .manifest_sha256 = Sha256Hex(parcel.manifest),
                         .time = absl::Now()});
  const std::string old_key = town_keys_->Verifiers()[0];
  ASSERT_TRUE(town_keys_->Rotate(old_key).ok());
  EXPECT_EQ(ErrorReason(town_keys_->Rotate(old_key)), "ETAG_MISMATCH");
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

TEST_F(IntakeTest, ADecisionFitsTheDossierAndIsMadeOnce) {
  ASSERT_TRUE(Deliver(Sound()).ok());
  const auto decide = &v1::IntakeService::Stub::DecideSubmission;
  const auto accepted = v1::SubmissionDecision::OUTCOME_ACCEPTED;
  const auto in_part = v1::SubmissionDecision::OUTCOME_ACCEPTED_IN_PART;
  const auto reason_of = [&](const v1::DecideSubmissionRequest& request) {
    return ErrorReason(Call(decide, request).status());
  };
  v1::DecideSubmissionRequest request = Decision(in_part);
  EXPECT_EQ(reason_of(request), "DECISION_LINES");
  Refuse(1, 9'000, 2'000, request);
  EXPECT_EQ(reason_of(request), "DECISION_AMOUNT");
  request = Decision(in_part);
  Refuse(7, 0, 100, request);
  EXPECT_EQ(reason_of(request), "CLAIM_LINE_UNKNOWN");
  request = Decision(in_part);
  Refuse(1, 0, 10'000, request);
  Refuse(1, 0, 10'000, request);
  EXPECT_EQ(reason_of(request), "CLAIM_LINE_TWICE");
  request = Decision(accepted);
  Refuse(1, 0, 10'000, request);
  EXPECT_EQ(reason_of(request), "DECISION_LINES");
  request = Decision(v1::SubmissionDecision::OUTCOME_REJECTED);
  request.mutable_decision()->clear_reason();
  EXPECT_EQ(reason_of(request), "FIELD_REQUIRED");
  request = Decision(accepted);
  request.mutable_decision()->mutable_decide_date()->set_year(2199);
  EXPECT_EQ(reason_of(request), "FACT_IN_FUTURE");
  request = Decision(accepted);
  request.mutable_decision()->set_reason("call 0470 12 34 56");
  EXPECT_EQ(reason_of(request), "PERSONAL_DATA_SHAPE");
  request = Decision(accepted);
  request.set_etag("7");
  EXPECT_EQ(reason_of(request), "ETAG_MISMATCH");

  request = Decision(in_part);
  Refuse(1, 9'000, 1'000, request);
  request.set_request_id("d-1");
  request.set_validate_only(true);
  const auto rehearsed = Call(decide, request);
  ASSERT_TRUE(rehearsed.ok()) << rehearsed.status();
  EXPECT_EQ(rehearsed->answer(), "") << "signed, though nobody decided";
  request.set_validate_only(false);
  const auto decided = Call(decide, request);
  ASSERT_TRUE(decided.ok()) << decided.status();
  const auto again = Call(decide, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->answer(), decided->answer());
  request.set_request_id("d-2");
  EXPECT_EQ(reason_of(request), "SUBMISSION_STATE");
  const auto seal =
      OpenNote(decided->answer(), *ParseVerifiers(state_keys_->Verifiers()));
  ASSERT_TRUE(seal.ok());
  EXPECT_TRUE(CheckSeal(*seal, Seal::Kind::kAnswer, Sound().name,
                        Sha256Hex(ManifestOf(Sound())),
                        Sha256Hex(decided->decision_bytes()))
                  .ok());
}

TEST_F(IntakeTest, TheRecountFindsWhatWasAlteredLater) {
  ASSERT_TRUE(Deliver(Sound()).ok());
  ASSERT_TRUE(Call(&v1::IntakeService::Stub::DecideSubmission,
                   Decision(v1::SubmissionDecision::OUTCOME_ACCEPTED))
                  .ok());
  auto report = VerifyLedger(*store_->Read());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->is_clean()) << report->differences[0];
  EXPECT_EQ(report->submissions, 1);
  std::vector<std::pair<std::string, std::string>> all;
  for (const char* table : {"\x40", "\x41"}) {
    ASSERT_TRUE(store_->Read()
                    ->Scan(table, "",
                           [&](absl::string_view key, absl::string_view value) {
                             all.emplace_back(key, value);
                             return true;
                           })
                    .ok());
  }
  const auto differs_after = [&](const std::string& key,
                                 const std::string& value) {
    const std::string before = *store_->Read()->Get(key).value();
    const auto put = [&](const std::string& bytes, bool is_gone) {
      EXPECT_TRUE(store_
                      ->Transact([&](store::Transaction& transaction) {
                        is_gone ? transaction.Delete(key)
                                : transaction.Put(key, bytes);
                        return absl::OkStatus();
                      })
                      .ok());
    };
    put(value, value.empty());
    const auto found = VerifyLedger(*store_->Read());
    put(before, false);
    return found.ok() && !found->is_clean();
  };
  for (const auto& [key, value] : all) {
    EXPECT_TRUE(differs_after(key, ""));
    if (key[0] == '\x41') {
      std::string altered = value;
      altered[altered.size() / 2] ^= 1;
      EXPECT_TRUE(differs_after(key, altered));
    }
  }
  using Change = std::function<void(v1::Submission&)>;
  for (const Change& change : std::vector<Change>{
           [](auto& s) { s.set_state(v1::Submission::STATE_RECEIVED); },
           [](auto& s) { s.set_name(s.name() + "0"); },
           [](auto& s) { s.mutable_files()->RemoveLast(); },
           [](auto& s) { s.set_total_bytes(1); },
           [](auto& s) { s.set_manifest_sha256(std::string(64, 'a')); },
           [](auto& s) { s.clear_note(); }, [](auto& s) { s.clear_receipt(); },
           [](auto& s) { s.mutable_decision()->set_reason("other"); },
           [](auto& s) { s.set_decision_bytes("other"); },
           [](auto& s) { s.set_revision(2); }}) {
    v1::Submission record;
    ASSERT_TRUE(record.ParseFromString(all[0].second));
    change(record);
    EXPECT_TRUE(differs_after(all[0].first, record.SerializeAsString()));
  }
}

TEST_F(IntakeTest, ListsManyMunicipalitiesAndYearsPageByPage) {
  ASSERT_TRUE(store_
                  ->Transact([](store::Transaction& transaction) {
                    for (int code = 0; code < 29; ++code) {
                      for (int year = 2011; year <= 2020; ++year) {
                        const SubmissionName name{
                            {absl::StrCat(21001 + code), "css"}, year, 1};
                        v1::Submission submission =
                            MakeSubmission(name, "{}", {});
                        submission.set_state(
                            year == 2020 ? v1::Submission::STATE_RECEIVED
                                         : v1::Submission::STATE_DECIDED);
                        PutSubmission(transaction, name, submission);
                      }
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  const auto count = [&](v1::ListSubmissionsRequest request) {
    std::vector<std::string> names;
    request.set_page_size(37);
    do {
      const auto page =
          Call(&v1::SubmissionService::Stub::ListSubmissions, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return names;
      EXPECT_LE(page->submissions_size(), 37);
      for (const v1::Submission& one : page->submissions()) {
        names.push_back(one.name());
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  };
  v1::ListSubmissionsRequest request;
  request.set_parent("municipalities/-");
  const std::vector<std::string> all = count(request);
  EXPECT_EQ(all.size(), 290u);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  request.set_year(2018);
  EXPECT_EQ(count(request).size(), 29u);
  request.set_year(0);
  request.set_state(v1::Submission::STATE_RECEIVED);
  EXPECT_EQ(count(request).size(), 29u);
  request.set_parent("municipalities/21004");
  EXPECT_EQ(count(request).size(), 1u);
  request.clear_state();
  EXPECT_EQ(count(request).size(), 10u);
  request.set_parent("municipalities/21004/conventions/other");
  EXPECT_EQ(count(request).size(), 0u);
  request.set_parent("everything");
  EXPECT_FALSE(
      Call(&v1::SubmissionService::Stub::ListSubmissions, request).ok());
}

}  // namespace
}  // namespace entente::conventions
