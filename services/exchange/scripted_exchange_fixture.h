// The script of the exchange service, for the tests that break its disk, kill
// it at every step, or take its folders away.
#ifndef SERVICES_EXCHANGE_SCRIPTED_EXCHANGE_FIXTURE_H_
#define SERVICES_EXCHANGE_SCRIPTED_EXCHANGE_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "entente/exchange/v1/case_service.grpc.pb.h"
#include "entente/exchange/v1/meeting_service.grpc.pb.h"
#include "entente/exchange/v1/office_service.grpc.pb.h"
#include "services/common/base/change_signal.h"
#include "services/common/faults/scripted_service_fixture.h"
#include "services/common/outbox/outbox_service.h"
#include "services/common/outbox/shipper.h"
#include "services/exchange/case_service.h"
#include "services/exchange/meeting_service.h"
#include "services/exchange/office_service.h"

namespace entente::exchange {

using faults::Seen;

// A meeting, whose event its destination refuses, a case, reads, a denial of
// each kind and refusals of each kind, a deputy and two rights; then, for a
// service that was started again, more of a case, the event once more, a right
// and an office that end, a resolution by two persons, and the log itself with
// a cosignature. Not thread-safe.
class ScriptedExchange final : public faults::ScriptedService {
 public:
  ScriptedExchange();
  ~ScriptedExchange() override { Close(); }

  const std::vector<faults::Answer>& script() const override;
  void RunFirst(const Saw& saw) override;
  void RunSecond(const Saw& saw) override;
  Seen Read(const std::string& call, bool is_permitted) override;
  void JudgeState(const store::Reader& reader, const Done& done) override;
  void JudgeAcknowledged(const store::Reader& reader,
                         const std::string& call) override;

  // Needs RunFirst.
  Seen ReadCase(const std::string& call, const char* person, const char* role);

 private:
  absl::Status Prepare(store::Store& store) override;
  absl::StatusOr<std::vector<grpc::Service*>> MakeServices() override;
  void Dismiss() override;

  Seen CreateMeeting();
  Seen HoldMeeting();
  Seen OpenCase();
  Seen AddEntry(const std::string& call);
  Seen AddBadEntry();
  Seen CreateBadMeeting();
  Seen ReadMeeting();
  // The event of the meeting, refused by a destination that does not know it;
  // sent again; failed on; put aside by hand.
  Seen ShipRefused();
  Seen RetryEvent();
  Seen ShipFailed();
  Seen PutEventAside();
  Seen Ship(const std::string& call, bool is_due);
  // Times that the event was sent again, as the store has it.
  int64_t Retries();
  // Of the one event, wherever it is.
  std::string EventId();
  // In scripted_exchange_rights_fixture.cc: who may what, and what the log
  // keeps beside its entries.
  Seen Appoint();
  Seen EndOffice();
  Seen Grant(const std::string& call, const char* person);
  Seen RevokeGrant();
  Seen AskResolution();
  Seen ApproveResolution(const std::string& call, const char* person);
  // What a witness answered to the newest checkpoint.
  Seen Cosign();
  static void JudgeRights(const store::Reader& reader, const Done& done);
  // A resolution for each entry that asked, approved where one approved; each
  // cosignature whole.
  void JudgeLogRecords(const store::Reader& reader);
  v1::CreateFollowUpEntryRequest EntryRequest(const std::string& call) const;
  std::unique_ptr<grpc::ClientContext> As(const char* person, const char* role);

  const absl::CivilDay today_{2019, 3, 14};
  std::unique_ptr<MeetingService> meeting_service_;
  ChangeSignal changes_;
  std::unique_ptr<CaseService> case_service_;
  std::unique_ptr<OfficeService> office_service_;
  // What the destination says of the events of a delivery.
  entente::common::v1::EventOutcome verdict_;
  std::unique_ptr<outbox::Shipper> shipper_;
  std::unique_ptr<outbox::OutboxService> outbox_service_;
  // Acknowledged names, else names of nothing.
  std::string meeting_;
  std::string case_;
  std::string holder_;
  std::string grant_;
  // As asked last.
  entente::common::v1::AuditResolution resolution_;
};

}  // namespace entente::exchange

#endif  // SERVICES_EXCHANGE_SCRIPTED_EXCHANGE_FIXTURE_H_
