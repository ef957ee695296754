// Cases behind the real service: a chair in office, and helpers that open,
// read, write, grant and withdraw.
#ifndef SERVICES_EXCHANGE_CASE_FIXTURE_H_
#define SERVICES_EXCHANGE_CASE_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/access/grant_store.h"
#include "services/common/base/error.h"
#include "services/exchange/exchange_fixture.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {

using entente::common::v1::Purpose;
using v1::CaseGrant;
using v1::FollowUpEntry;

inline constexpr char kChairPerson[] = "p-chair";
inline constexpr char kMember[] = "p-member";
inline constexpr char kOther[] = "p-other";
inline constexpr char kText[] = "Invented-content-of-a-talk";

class CaseFixture : public ExchangeFixture {
 protected:
  using Contexts = std::unique_ptr<grpc::ClientContext>;

  CaseFixture() { Appoint(kChairPerson, -100, 1000); }

  // Straight into the store, from and until in days from today_.
  void Appoint(const std::string& person, int from, int until,
               const std::string& refnis = "21004") {
    access::OfficeHolder holder;
    holder.set_office(OfficeName(refnis));
    holder.set_name(
        absl::StrCat(holder.office(), "/holders/", std::string(32, 'c')));
    holder.set_person(person);
    *holder.mutable_from() = ToDate(today_ + from);
    *holder.mutable_until() = ToDate(today_ + until);
    EXPECT_TRUE(store_
                    ->Transact([&](store::Transaction& transaction) {
                      return access::AddHolder(transaction, holder).status();
                    })
                    .ok());
  }

  Contexts As(const std::string& person, const std::string& role,
              Purpose purpose = entente::common::v1::PURPOSE_FOLLOW_UP) {
    return harness_->RestrictedContext(person, {role}, purpose);
  }

  grpc::Status Open(const std::string& person, v1::Case* made = nullptr,
                    const std::string& request_id = "",
                    const std::string& parent = kMunicipality) {
    v1::CreateCaseRequest request;
    request.set_parent(parent);
    request.mutable_case_()->set_subject_state(v1::SUBJECT_STATE_RETURNED);
    *request.mutable_case_()->mutable_subject_state_date() = ToDate(today_);
    request.set_request_id(request_id);
    v1::Case unused;
    return cases_->CreateCase(As(person, "cell_chair").get(), request,
                              made == nullptr ? &unused : made);
  }

  std::string OpenCase(const std::string& request_id = "") {
    v1::Case made;
    const grpc::Status status = Open(kChairPerson, &made, request_id);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return made.name();
  }

  grpc::Status Read(const std::string& name, const std::string& person,
                    const std::string& role, v1::Case* found = nullptr,
                    Purpose purpose = entente::common::v1::PURPOSE_FOLLOW_UP) {
    v1::GetCaseRequest request;
    request.set_name(name);
    v1::Case unused;
    return cases_->GetCase(As(person, role, purpose).get(), request,
                           found == nullptr ? &unused : found);
  }

  v1::CreateFollowUpEntryRequest EntryFor(const std::string& name,
                                          const std::string& text = kText) {
    v1::CreateFollowUpEntryRequest request;
    request.set_parent(name);
    FollowUpEntry& entry = *request.mutable_follow_up_entry();
    entry.set_nature(FollowUpEntry::NATURE_FACT);
    entry.set_reliability(FollowUpEntry::RELIABILITY_B);
    entry.set_certainty(FollowUpEntry::CERTAINTY_2);
    entry.set_handling_code(FollowUpEntry::HANDLING_CODE_CELL);
    entry.set_origin("Bravvo");
    entry.set_purpose("Individual follow-up");
    entry.set_legal_basis("Law of 30 July 2018");
    entry.set_text(text);
    *entry.mutable_date() = ToDate(today_);
    return request;
  }

  grpc::Status Write(const v1::CreateFollowUpEntryRequest& request,
                     const std::string& person, const std::string& role,
                     FollowUpEntry* made = nullptr) {
    FollowUpEntry unused;
    return cases_->CreateFollowUpEntry(As(person, role).get(), request,
                                       made == nullptr ? &unused : made);
  }

  // A right to `name` from today_ + `from` to today_ + `until`.
  v1::CreateCaseGrantRequest GrantFor(
      const std::string& name, const std::string& person, int from = 0,
      int until = 30,
      CaseGrant::Relation relation = CaseGrant::RELATION_READER) {
    v1::CreateCaseGrantRequest request;
    request.set_parent(name);
    CaseGrant& grant = *request.mutable_case_grant();
    grant.set_person(person);
    grant.set_relation(relation);
    *grant.mutable_from() = ToDate(today_ + from);
    *grant.mutable_until() = ToDate(today_ + until);
    grant.set_reason("Takes part in the follow-up");
    return request;
  }

  grpc::Status Give(const v1::CreateCaseGrantRequest& request,
                    const std::string& grantor, CaseGrant* made = nullptr,
                    const std::string& role = "cell_chair") {
    CaseGrant unused;
    return cases_->CreateCaseGrant(As(grantor, role).get(), request,
                                   made == nullptr ? &unused : made);
  }

  grpc::Status Grant(const std::string& name, const std::string& grantor,
                     const std::string& person, int from = 0, int until = 30,
                     CaseGrant::Relation relation = CaseGrant::RELATION_READER,
                     const std::string& role = "cell_chair") {
    return Give(GrantFor(name, person, from, until, relation), grantor, nullptr,
                role);
  }

  // The name of a right that must be given.
  std::string Granted(const std::string& name, const std::string& person,
                      CaseGrant::Relation relation, int until = 30) {
    CaseGrant made;
    const grpc::Status status =
        Give(GrantFor(name, person, 0, until, relation), kChairPerson, &made);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return made.name();
  }

  grpc::Status Revoke(const std::string& grant, const std::string& person,
                      const std::string& role = "cell_chair",
                      CaseGrant* revoked = nullptr,
                      const std::string& request_id = "") {
    v1::RevokeCaseGrantRequest request;
    request.set_name(grant);
    request.set_reason("No longer takes part");
    request.set_request_id(request_id);
    CaseGrant unused;
    return cases_->RevokeCaseGrant(As(person, role).get(), request,
                                   revoked == nullptr ? &unused : revoked);
  }

  grpc::Status List(const std::string& name, const std::string& person,
                    v1::ListCaseGrantsResponse* found = nullptr,
                    const std::string& role = "cell_chair", int page_size = 0,
                    const std::string& page_token = "") {
    v1::ListCaseGrantsRequest request;
    request.set_parent(name);
    request.set_page_size(page_size);
    request.set_page_token(page_token);
    v1::ListCaseGrantsResponse unused;
    return cases_->ListCaseGrants(As(person, role).get(), request,
                                  found == nullptr ? &unused : found);
  }

  // The right that opening `name` gave.
  std::string OpeningGrantOf(const std::string& name) {
    v1::ListCaseGrantsResponse found;
    EXPECT_TRUE(List(name, kChairPerson, &found).ok());
    return found.case_grants(0).name();
  }

  // Everything of an answer that a caller can see.
  static std::string Bytes(const grpc::Status& status) {
    return absl::StrCat(static_cast<int>(status.error_code()), "|",
                        status.error_message(), "|",
                        absl::BytesToHexString(status.error_details()));
  }
  static std::string Reason(const grpc::Status& status) {
    return ErrorReason(channel::FromWire(status));
  }
  static std::string MissingName() {
    return absl::StrCat(kMunicipality, "/cases/", std::string(32, 'a'));
  }
  // What a case that does not exist answers to anybody.
  std::string MissingBytes() {
    return Bytes(Read(MissingName(), kMember, "cell_member"));
  }

  const absl::CivilDay today_{2019, 3, 14};
};

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_CASE_FIXTURE_H_
