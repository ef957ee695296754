#include <filesystem>
#include <string>
#include <vector>

#include "entente/common/v1/audit_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/common/audit/bundle.h"
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
