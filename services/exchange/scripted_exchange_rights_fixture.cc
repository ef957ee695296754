// Rights, offices, resolutions and cosignatures in the script of the exchange
// service: what decides who sees a case, and what the log keeps beside its
// entries.
#include <algorithm>
#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/access/grant_store.h"
#include "services/common/audit/checkpoint_signer.h"
#include "services/common/audit/cosignature.h"
#include "services/common/audit/cosignature_records.h"
#include "services/common/audit/note.h"
#include "services/common/audit/resolution.h"
#include "services/common/base/error.h"
#include "services/common/faults/fault_fixture.h"
#include "services/exchange/name_rules.h"
#include "services/exchange/scripted_exchange_fixture.h"

namespace entente::exchange {
namespace {

using Cases = v1::CaseService::Stub;
using Offices = v1::OfficeService::Stub;
using Audits = common::v1::AuditService::Stub;
using audit::AuditCheckpoint;
using audit::AuditEntry;
using faults::CountRecords;

constexpr char kAdmin[] = "p-admin";

const audit::CosignatureSigner& Witness() {
  static const auto* const kWitness =
      new audit::CosignatureSigner(*audit::CosignatureSigner::Make(
          "oversight.example/w1", std::string(32, '\x21')));
  return *kWitness;
}

// Of a table of `reader` whose records are `Message`s, those that `is_wanted`.
template <class Message, class Predicate>
int64_t CountWhere(const store::Reader& reader, uint8_t table,
                   Predicate is_wanted) {
  int64_t count = 0;
  EXPECT_TRUE(reader
                  .Scan(std::string(1, static_cast<char>(table)), "",
                        [&](absl::string_view, absl::string_view bytes) {
                          Message message;
                          EXPECT_TRUE(message.ParseFromArray(
                              bytes.data(), static_cast<int>(bytes.size())));
                          count += is_wanted(message);
                          return true;
                        })
                  .ok());
  return count;
}

// Every checkpoint that is stored, in order.
std::vector<AuditCheckpoint> Checkpoints(const store::Reader& reader) {
  std::vector<AuditCheckpoint> found;
  EXPECT_TRUE(audit::VisitCheckpoints(reader, std::nullopt,
                                      [&](const AuditCheckpoint& one) {
                                        found.push_back(one);
                                        return true;
                                      })
                  .ok());
  return found;
}

}  // namespace

Seen ScriptedExchange::Appoint() {
  v1::CreateOfficeHolderRequest request;
  request.set_parent(OfficeName("21004"));
  access::OfficeHolder& holder = *request.mutable_office_holder();
  holder.set_person("p-deputy");
  holder.set_is_deputy(true);
  *holder.mutable_from() = ToDate(today_);
  *holder.mutable_until() = ToDate(today_ + 30);
  holder.set_reason("oath before the council");
  request.set_request_id(RequestId("appoint"));
  return Ask("appoint", harness().Context(kAdmin, {"security_admin"}),
             &Offices::CreateOfficeHolder, request);
}

Seen ScriptedExchange::EndOffice() {
  v1::RevokeOfficeHolderRequest request;
  request.set_name(holder_);
  request.set_reason("resignation");
  request.set_request_id(RequestId("end-office"));
  return Ask("end-office", harness().Context(kAdmin, {"security_admin"}),
             &Offices::RevokeOfficeHolder, request);
}

Seen ScriptedExchange::Grant(const std::string& call, const char* person) {
  v1::CreateCaseGrantRequest request;
  request.set_parent(case_);
  v1::CaseGrant& grant = *request.mutable_case_grant();
  grant.set_person(person);
  grant.set_relation(v1::CaseGrant::RELATION_READER);
  *grant.mutable_from() = ToDate(today_);
  *grant.mutable_until() = ToDate(today_ + 30);
  grant.set_reason("Takes part in the follow-up");
  request.set_request_id(RequestId(call));
  return Ask(call, As("p-mayor", "cell_chair"), &Cases::CreateCaseGrant,
             request);
}

Seen ScriptedExchange::RevokeGrant() {
  v1::RevokeCaseGrantRequest request;
  request.set_name(grant_);
  request.set_reason("No longer takes part");
  request.set_request_id(RequestId("revoke-grant"));
  return Ask("revoke-grant", As("p-mayor", "cell_chair"),
             &Cases::RevokeCaseGrant, request);
}

// A question has no request id: asked again it is another one, whose name says
// nothing about the first.
Seen ScriptedExchange::AskResolution() {
  common::v1::RequestAuditResolutionRequest request;
  common::v1::AuditQuestion& question = *request.mutable_question();
  question.set_object(case_);
  question.set_with_persons(true);
  *question.mutable_from_date() = ToDate(today_);
  *question.mutable_until_date() = ToDate(today_);
  question.set_reason(common::v1::AuditQuestion::REASON_DATA_SUBJECT);
  question.set_reference("requests/2019-7");
  resolution_.Clear();
  Seen seen = Ask("ask-resolution", harness().Context("o-1", {"oversight"}),
                  &Audits::RequestAuditResolution, request, resolution_);
  seen.name.clear();
  return seen;
}

Seen ScriptedExchange::ApproveResolution(const std::string& call,
                                         const char* person) {
  common::v1::ApproveAuditResolutionRequest request;
  request.set_name(resolution_.name());
  request.set_etag(resolution_.etag());
  Seen seen = Ask(call, harness().Context(person, {"dpo"}),
                  &Audits::ApproveAuditResolution, request);
  seen.name.clear();
  return seen;
}

Seen ScriptedExchange::Cosign() {
  Seen seen{.call = "cosign"};
  const auto checkpoints = Checkpoints(*store().Read());
  absl::Status status;
  if (checkpoints.empty()) {
    status =
        store().Transact([](store::Transaction&) { return absl::OkStatus(); });
  } else {
    const AuditCheckpoint& newest = checkpoints.back();
    const std::string text =
        newest.note().substr(0, newest.note().rfind("\n\n") + 1);
    status = audit::PutCosignature(
        store(), newest.size(), Witness().verifier(),
        Witness().Sign(text, absl::ToUnixSeconds(clock().Now())).value());
  }
  if (!status.ok()) {
    seen.code = static_cast<grpc::StatusCode>(status.code());
    seen.reason = ErrorReason(status);
  }
  return seen;
}

void ScriptedExchange::JudgeRights(const store::Reader& reader,
                                   const Done& done) {
  EXPECT_EQ(CountRecords(reader, 0xE4),
            done("open-case") + done("grant-1") + done("grant-2"));
  EXPECT_EQ(CountWhere<access::Grant>(reader, 0xE4,
                                      [](const access::Grant& grant) {
                                        return grant.has_revocation();
                                      }),
            done("revoke-grant"));
  // The mayor is in office from the beginning.
  EXPECT_EQ(CountRecords(reader, 0xE5), 1 + done("appoint"));
  EXPECT_EQ(
      CountWhere<access::OfficeHolder>(reader, 0xE5,
                                       [](const access::OfficeHolder& holder) {
                                         return holder.has_revocation();
                                       }),
      done("end-office"));
}

void ScriptedExchange::JudgeLogRecords(const store::Reader& reader) {
  const std::vector<AuditEntry> entries = log().Entries();
  const auto permitted = [&](absl::string_view method) {
    return std::count_if(
        entries.begin(), entries.end(), [&](const AuditEntry& entry) {
          return absl::EndsWith(entry.method(), method) &&
                 entry.outcome() == AuditEntry::OUTCOME_PERMITTED;
        });
  };
  EXPECT_EQ(CountRecords(reader, audit::kResolutionTable),
            permitted("/RequestAuditResolution"));
  EXPECT_EQ(CountWhere<common::v1::AuditResolution>(
                reader, audit::kResolutionTable,
                [](const common::v1::AuditResolution& one) {
                  return one.has_approver();
                }),
            permitted("/ApproveAuditResolution"));
  int64_t cosigned = 0;
  for (const AuditCheckpoint& checkpoint : Checkpoints(reader)) {
    const auto note =
        audit::WithCosignatures(reader, checkpoint.size(), checkpoint.note());
    ASSERT_TRUE(note.ok()) << note.status();
    const auto found = Witness().verifier().Find(*note);
    ASSERT_TRUE(found.ok()) << found.status();
    cosigned += found->has_value();
  }
  EXPECT_EQ(CountRecords(reader, audit::kCosignatureTable), cosigned)
      << "a cosignature of no checkpoint";
}

}  // namespace entente::exchange
