// The script of the conventions service, for the tests that break its disk or
// kill it at every step.
#ifndef SERVICES_CONVENTIONS_SCRIPTED_CONVENTIONS_FIXTURE_H_
#define SERVICES_CONVENTIONS_SCRIPTED_CONVENTIONS_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "services/common/faults/scripted_service_fixture.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

using faults::Seen;

inline constexpr char kConvention[] =
    "municipalities/99001/conventions/css-2024-2025";
inline constexpr char kEnvelope[] =
    "municipalities/99001/conventions/css-2024-2025/envelopes/general-2024";

// The name of nothing among the `collection` of the convention.
std::string Named(const std::string& collection);

// A convention from its document, a finding resolved and a result promoted; a
// line, reservations that are spent whole and in part, evidence, a read, a
// denial and refusals; then, for a service that was started again, both reviews
// taken back, a reservation that is voided, a payment to the zone whose receipt
// is taken back and given again, a claim whose decision is, and the log itself.
// Not thread-safe.
class ScriptedConventions final : public faults::ScriptedService {
 public:
  ScriptedConventions();
  ~ScriptedConventions() override;

  const std::vector<faults::Answer>& script() const override;
  void RunFirst(const Saw& saw) override;
  void RunSecond(const Saw& saw) override;
  Seen Read(const std::string& call, bool is_permitted) override;
  // Also recounts the ledger.
  void JudgeState(const store::Reader& reader, const Done& done) override;

 private:
  // Everything that serves; made anew for each store.
  struct Services;

  absl::StatusOr<std::vector<grpc::Service*>> MakeServices() override;
  void Dismiss() override;

  // A call as a person with `role`.
  template <class Method, class Request>
  Seen As(const char* role, const std::string& call, Method method,
          const Request& request) {
    return Ask(call, harness().Context("p-1001", {role}), method, request);
  }
  // The same, and what was answered.
  template <class Method, class Request, class Response>
  Seen As(const char* role, const std::string& call, Method method,
          const Request& request, Response& response) {
    return Ask(call, harness().Context("p-1001", {role}), method, request,
               response);
  }
  Seen Import();
  Seen Resolve();
  Seen Promote();
  Seen Reopen();
  Seen Demote();
  Seen AddLine(const std::string& call, const std::string& category);
  Seen Reserve(const std::string& call, int64_t cents);
  Seen Void(const std::string& call);
  Seen AddEvidence();
  Seen Spend(const std::string& call, int64_t cents,
             const std::string& reservation);
  void PayZone(const Saw& saw);
  void Claim(const Saw& saw);
  Seen Decide(const std::string& call, const std::string& claim);
  void JudgeDecisions(const store::Reader& reader, const Done& done);
  void JudgeReviews(const store::Reader& reader, const Done& done);

  std::unique_ptr<Services> services_;
  // Acknowledged names, else names of nothing.
  std::string whole_;
  std::string part_;
  std::string open_;
  std::string evidence_;
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_SCRIPTED_CONVENTIONS_FIXTURE_H_
