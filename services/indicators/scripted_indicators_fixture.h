// The script of the indicators service, for the tests that break its disk or
// kill it at every step.
#ifndef SERVICES_INDICATORS_SCRIPTED_INDICATORS_FIXTURE_H_
#define SERVICES_INDICATORS_SCRIPTED_INDICATORS_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "entente/indicators/v1/ingest_service.grpc.pb.h"
#include "services/common/faults/scripted_service_fixture.h"
#include "services/indicators/area_rules.h"

namespace entente::indicators {

using faults::Seen;

// Definitions by event, a target, a stream of batches with duplicates, a
// correction and unreadable rows, a calendar, a rule and a confirmation, an
// activity that is edited, a read that is recorded, a denial and refusals of
// calls and of streams; then, for a service that was started again, the session
// goes on, with another activity that is withdrawn, the event once more, a
// month is confirmed and approved, and the log itself. Not thread-safe.
class ScriptedIndicators final : public faults::ScriptedService {
 public:
  ScriptedIndicators();
  ~ScriptedIndicators() override;

  const std::vector<faults::Answer>& script() const override;
  void RunFirst(const Saw& saw) override;
  void RunSecond(const Saw& saw) override;
  Seen Read(const std::string& call, bool is_permitted) override;
  // Also recounts every figure.
  void JudgeState(const store::Reader& reader, const Done& done) override;

 private:
  // Everything that serves; made anew for each store.
  struct Services;

  absl::StatusOr<std::vector<grpc::Service*>> MakeServices() override;
  void Dismiss() override;

  Seen Publish(const std::string& call);
  Seen SetTarget();
  Seen AddActivity(const std::string& call, int participants);
  // Of the activity that was recorded first, whichever it is.
  Seen EditActivity(const std::string& call, const std::string& etag = "");
  // Of the second.
  Seen WithdrawActivity();
  Seen Adopt();
  Seen Confirm(const std::string& call, const std::string& period);
  // What is refused for another reason when something before it is missing asks
  // without a request id: that refusal is not to be kept.
  Seen Approve(const std::string& call, const std::string& period,
               const std::string& request_id = "");
  Seen AddRule(const std::string& call, const std::string& text);
  // Of the rule that was added, to what the month does not keep either.
  Seen ChangeRule();
  // A release of the month of what is delivered, up to `last_month`.
  Seen DrawUp(const std::string& call, const std::string& measure);
  Seen AskException();
  Seen EndException();
  Seen ReopenOwn();
  // One stream: opens the session of `source`, delivers `batches`, ends. Tells
  // of each message, and of no further one once one was refused.
  void Deliver(
      const Saw& saw, const std::string& call, const std::string& source,
      const std::vector<entente::indicators::v1::ObservationBatch>& batches);

  const AreaList areas_;
  std::unique_ptr<Services> services_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SCRIPTED_INDICATORS_FIXTURE_H_
