#include <filesystem>
#include <string>
#include <vector>

#include "entente/common/v1/audit_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/common/audit/bundle.h"
#include "services/common/audit/consistency_proof.h"
#include "services/common/audit/entry_proof.h"
#include "services/common/base/error.h"
#include "services/exchange/exchange_fixture.h"

namespace entente::exchange {
namespace {

using common::v1::AuditCheckpoint;
using common::v1::ListAuditCheckpointsRequest;
using common::v1::ListAuditCheckpointsResponse;
using common::v1::ListAuditEntriesRequest;
using common::v1::ListAuditEntriesResponse;

const std::vector<std::string> kOversight = {"oversight"};

class AuditServiceTest : public ExchangeFixture {
 protected:
  // Refused, and each refusal is an entry.
  void MakeEntries(int count) {
    for (int i = 0; i < count; ++i) {
      v1::GetCaseRequest request;
      request.set_name("municipalities/21004/cases/none");
      v1::Case found;
      EXPECT_FALSE(
          cases_
              ->GetCase(harness_->RestrictedContext("p-1", {"finance"}).get(),
                        request, &found)
              .ok());
    }
  }
  ListAuditEntriesResponse List(
      const ListAuditEntriesRequest& request,
      grpc::StatusCode expected = grpc::OK,
      const std::vector<std::string>& roles = kOversight,
      const std::string& person = "p-9") {
    ListAuditEntriesResponse response;
    const auto context = harness_->Context(person, roles);
    const grpc::Status status =
        audits_->ListAuditEntries(context.get(), request, &response);
    EXPECT_EQ(status.error_code(), expected) << status.error_message();
    return response;
  }
  AuditCheckpoint Sign(grpc::StatusCode expected = grpc::OK) {
    AuditCheckpoint checkpoint;
    const auto context = harness_->Context("p-9", kOversight);
    const grpc::Status status =
        audits_->CreateAuditCheckpoint(context.get(), {}, &checkpoint);
    EXPECT_EQ(status.error_code(), expected) << status.error_message();
    return checkpoint;
  }
  absl::StatusOr<common::v1::AuditEntryProof> Prove(
      uint64_t sequence, const std::vector<std::string>& roles = kOversight) {
    common::v1::ProveAuditEntryRequest request;
    request.set_sequence(sequence);
    common::v1::AuditEntryProof proof;
    const absl::Status status = channel::FromWire(audits_->ProveAuditEntry(
        harness_->Context("p-9", roles).get(), request, &proof));
    if (!status.ok()) return status;
    return proof;
  }
  // `root` empty: not compared. `later` 0: the newest.
  absl::StatusOr<common::v1::AuditConsistencyProof> ProveSince(
      uint64_t size, const std::string& root = "", uint64_t later = 0,
      const std::vector<std::string>& roles = kOversight) {
    common::v1::ProveAuditConsistencyRequest request;
    request.set_kept_size(size);
    request.set_kept_root(root);
    request.set_later_size(later);
    common::v1::AuditConsistencyProof proof;
    const absl::Status status =
        channel::FromWire(audits_->ProveAuditConsistency(
            harness_->Context("p-9", roles).get(), request, &proof));
    if (!status.ok()) return status;
    return proof;
  }
  static audit::GrowthProof GrowthOf(
      const AuditCheckpoint& kept,
      const common::v1::AuditConsistencyProof& told) {
    return {kept.note(),
            {told.hashes().begin(), told.hashes().end()},
            told.checkpoint().note()};
  }
  std::string RootOf(const AuditCheckpoint& signed_log) {
    return audit::OpenCheckpoint(signed_log.note(), log_->signer().verifier())
        ->root;
  }
  static audit::EntryProof ProofOf(const common::v1::AuditEntryProof& told) {
    return {told.entry().entry().sequence(),
            told.entry().stored(),
            {told.hashes().begin(), told.hashes().end()},
            told.checkpoint().note()};
  }
};

TEST_F(AuditServiceTest, PagesEndWithTheEntryThatWasLastAtTheFirstPage) {
  MakeEntries(7);
  ListAuditEntriesRequest request;
  request.set_page_size(3);
  std::vector<uint64_t> sequences;
  do {
    const auto page = List(request);
    for (const auto& entry : page.entries()) {
      sequences.push_back(entry.entry().sequence());
      EXPECT_EQ(entry.entry().SerializeAsString(), entry.stored());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  // Seven refusals, and the first page's own entry.
  EXPECT_EQ(sequences, (std::vector<uint64_t>{0, 1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(Log().size(), 10u) << "each page is an entry";
}

TEST_F(AuditServiceTest, OnlyOversightReadsAndTheRefusalIsLogged) {
  List({}, grpc::PERMISSION_DENIED, {"cell_chair"});
  List({}, grpc::PERMISSION_DENIED, {"security_admin"});
  ASSERT_EQ(Log().size(), 2u);
  EXPECT_EQ(Log()[1].outcome(), audit::AuditEntry::OUTCOME_DENIED);
  EXPECT_EQ(Log()[1].method(),
            "entente.common.v1.AuditService/ListAuditEntries");
}

TEST_F(AuditServiceTest, ATokenServesNobodyElse) {
  MakeEntries(3);
  ListAuditEntriesRequest request;
  request.set_page_size(1);
  request.set_page_token(List(request).next_page_token());
  List(request, grpc::INVALID_ARGUMENT, kOversight, "p-8");
  List(request);
  request.set_page_token(request.page_token() + "x");
  List(request, grpc::INVALID_ARGUMENT);
}

TEST_F(AuditServiceTest, WhatTheServiceTellsMakesASoundBundle) {
  MakeEntries(5);
  Sign();
  MakeEntries(4);
  const AuditCheckpoint last = Sign();
  ListAuditCheckpointsRequest ask;
  ask.set_page_size(1);
  std::vector<AuditCheckpoint> checkpoints;
  std::string key;
  do {
    ListAuditCheckpointsResponse page;
    const auto context = harness_->Context("p-9", kOversight);
    ASSERT_TRUE(audits_->ListAuditCheckpoints(context.get(), ask, &page).ok());
    for (const auto& one : page.checkpoints()) checkpoints.push_back(one);
    key = page.public_key();
    ask.set_page_token(page.next_page_token());
  } while (!ask.page_token().empty());
  ASSERT_EQ(checkpoints.size(), 2u);

  const std::string dir = data_ + "/bundle";
  const auto writer = *audit::BundleWriter::Create(dir);
  ASSERT_TRUE(writer->WriteKey(key).ok());
  for (const auto& one : checkpoints) {
    ASSERT_TRUE(writer->AddCheckpoint(one.size(), one.note()).ok());
  }
  const ListAuditEntriesResponse all = List({});
  for (const auto& entry : all.entries()) {
    if (entry.entry().sequence() >= last.size()) break;
    ASSERT_TRUE(writer->AddEntry(entry.stored()).ok());
  }
  ASSERT_TRUE(writer->Finish().ok());
  const auto summary = audit::VerifyBundle(dir, {key, {last.note()}});
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->entries, 11u);
}

TEST_F(AuditServiceTest, EveryEntryThatIsSignedIsProvenWithoutTheRest) {
  MakeEntries(10);
  const AuditCheckpoint signed_log = Sign();
  ASSERT_EQ(signed_log.size(), 11u);
  const audit::NoteVerifier key = log_->signer().verifier();
  for (uint64_t sequence = 0; sequence < 11; ++sequence) {
    const auto proof = Prove(sequence);
    ASSERT_TRUE(proof.ok()) << proof.status();
    EXPECT_EQ(proof->public_key(), key.ToString());
    const auto proven = JudgeEntryProof(ProofOf(*proof), key);
    ASSERT_TRUE(proven.ok()) << sequence << proven.status();
    EXPECT_EQ(proven->entry.sequence(), sequence);
    EXPECT_EQ(proven->hash, proof->hash());
    EXPECT_EQ(proven->checkpoint.size, 11u);
    EXPECT_EQ(proven->entry.SerializeAsString(), proof->entry().stored());
  }
  EXPECT_EQ(ErrorReason(Prove(11).status()), "AUDIT_ENTRY_UNSIGNED");
  EXPECT_EQ(ErrorReason(Prove(1000).status()), "AUDIT_ENTRY_UNKNOWN");
  EXPECT_EQ(ErrorReason(Prove(0, {"finance"}).status()), "PERMISSION_MISSING");
  EXPECT_EQ(Log().back().outcome(), audit::AuditEntry::OUTCOME_DENIED);
}

TEST_F(AuditServiceTest, NothingOfAProofMayBeChanged) {
  MakeEntries(6);
  Sign();
  const audit::EntryProof good = ProofOf(*Prove(4));
  const audit::NoteVerifier key = log_->signer().verifier();
  const auto reason = [&](const audit::EntryProof& proof) {
    return ErrorReason(JudgeEntryProof(proof, key).status());
  };
  ASSERT_EQ(reason(good), "");
  const auto flip = [](std::string text, size_t at) {
    text[at] ^= 1;
    return text;
  };
  for (size_t i = 0; i < good.stored.size(); ++i) {
    audit::EntryProof bad = good;
    bad.stored = flip(good.stored, i);
    EXPECT_NE(reason(bad), "") << i;
  }
  for (size_t i = 0; i < good.note.size(); ++i) {
    audit::EntryProof bad = good;
    bad.note = flip(good.note, i);
    EXPECT_EQ(reason(bad), "AUDIT_CHECKPOINT_WRONG") << i;
  }
  for (size_t i = 0; i < good.hashes.size(); ++i) {
    audit::EntryProof bad = good;
    bad.hashes[i] = flip(good.hashes[i], 7);
    EXPECT_EQ(reason(bad), "AUDIT_ENTRY_NOT_INCLUDED") << i;
    bad = good;
    bad.hashes.erase(bad.hashes.begin() + static_cast<int64_t>(i));
    EXPECT_EQ(reason(bad), "AUDIT_ENTRY_NOT_INCLUDED") << i;
  }
  audit::EntryProof other = ProofOf(*Prove(3));
  other.sequence = 4;
  EXPECT_EQ(reason(other), "AUDIT_ENTRY_OUT_OF_PLACE");
  other = good;
  other.sequence = 700;
  EXPECT_EQ(reason(other), "AUDIT_ENTRIES_UNSIGNED");
  const auto stranger =
      *audit::NoteSigner::Make(std::string(key.name()), std::string(32, 's'));
  EXPECT_EQ(ErrorReason(JudgeEntryProof(good, stranger.verifier()).status()),
            "AUDIT_CHECKPOINT_WRONG");
}

TEST_F(AuditServiceTest, FromEveryKeptCheckpointTheLogIsShownToHaveOnlyGrown) {
  std::vector<AuditCheckpoint> kept;
  for (const int count : {1, 2, 4, 1, 7}) {
    MakeEntries(count);
    kept.push_back(Sign());
  }
  const audit::NoteVerifier key = log_->signer().verifier();
  for (const AuditCheckpoint& older : kept) {
    for (const AuditCheckpoint& newer : kept) {
      if (newer.size() < older.size()) continue;
      const auto proof = ProveSince(older.size(), RootOf(older), newer.size());
      ASSERT_TRUE(proof.ok()) << proof.status();
      EXPECT_EQ(proof->kept_size(), older.size());
      EXPECT_EQ(proof->public_key(), key.ToString());
      const auto grown = JudgeGrowth(GrowthOf(older, *proof), key);
      ASSERT_TRUE(grown.ok()) << grown.status();
      EXPECT_EQ(grown->kept.size, older.size());
      EXPECT_EQ(grown->later.size, newer.size());
    }
    const auto newest = ProveSince(older.size());
    ASSERT_TRUE(newest.ok()) << newest.status();
    EXPECT_EQ(newest->checkpoint().size(), kept.back().size());
    EXPECT_TRUE(JudgeGrowth(GrowthOf(older, *newest), key).ok());
  }
}

TEST_F(AuditServiceTest, WhatCannotBeShownOfAKeptCheckpointIsNamed) {
  EXPECT_EQ(ErrorReason(ProveSince(1).status()), "AUDIT_KEPT_BEYOND")
      << "nothing is signed yet";
  MakeEntries(5);
  const AuditCheckpoint first = Sign();
  MakeEntries(2);
  const AuditCheckpoint second = Sign();
  const auto reason = [&](uint64_t size, const std::string& root,
                          uint64_t later = 0) {
    const absl::Status status = ProveSince(size, root, later).status();
    EXPECT_EQ(GetErrorDetail(status)->sentence.nl.empty(), false) << status;
    return ErrorReason(status);
  };
  EXPECT_EQ(reason(0, ""), "AUDIT_KEPT_EMPTY");
  EXPECT_EQ(reason(first.size(), "short"), "AUDIT_KEPT_ROOT_MALFORMED");
  EXPECT_EQ(reason(first.size(), RootOf(first) + "x"),
            "AUDIT_KEPT_ROOT_MALFORMED");
  EXPECT_EQ(reason(first.size(), RootOf(second)), "AUDIT_KEPT_OTHER");
  EXPECT_EQ(reason(second.size(), RootOf(second), first.size()),
            "AUDIT_LATER_SMALLER");
  EXPECT_EQ(reason(first.size(), RootOf(first), second.size() - 1),
            "AUDIT_CHECKPOINT_UNKNOWN");
  EXPECT_EQ(reason(first.size(), RootOf(first), second.size() + 1),
            "AUDIT_CHECKPOINT_UNKNOWN");
  EXPECT_EQ(reason(second.size() + 1, RootOf(second)), "AUDIT_KEPT_BEYOND");
  EXPECT_EQ(reason(~uint64_t{0}, RootOf(second)), "AUDIT_KEPT_BEYOND");
  EXPECT_EQ(ErrorReason(ProveSince(first.size(), "", 0, {"finance"}).status()),
            "PERMISSION_MISSING");
  EXPECT_EQ(Log().back().outcome(), audit::AuditEntry::OUTCOME_DENIED);
  EXPECT_EQ(Log().back().method(),
            "entente.common.v1.AuditService/ProveAuditConsistency");
}

TEST_F(AuditServiceTest, ABrokenLogIsNotSigned) {
  MakeEntries(3);
  ASSERT_TRUE(store_
                  ->Transact([](store::Transaction& transaction) {
                    transaction.Delete(audit::EntryKey(1));
                    return absl::OkStatus();
                  })
                  .ok());
  Sign(grpc::DATA_LOSS);
}

}  // namespace
}  // namespace entente::exchange
