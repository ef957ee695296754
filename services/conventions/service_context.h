// What the services of this program share; wired once by the main program.
#ifndef SERVICES_CONVENTIONS_SERVICE_CONTEXT_H_
#define SERVICES_CONVENTIONS_SERVICE_CONTEXT_H_

#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/measure.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "services/common/audit/recorded_store.h"
#include "services/common/base/pagination.h"
#include "services/common/gate/gate.h"
#include "services/common/outbox/outbox.h"
#include "services/common/replay/replay.h"
#include "services/common/store/store.h"
#include "services/conventions/object_version_store.h"

namespace entente::conventions {

// Destination of the outbox.
inline constexpr char kIndicators[] = "indicators";

// Thread-safe as a whole: nothing in it changes after start.
struct ServiceContext {
  gate::Gate& gate;
  store::Store& store;
  // The access log, in the same store.
  const audit::AccessLog& log;
  // SPIFFE id of this service, on every event.
  outbox::Source source;
  std::vector<v1::ContractProfile> contract_profiles;
  std::vector<v1::RegulationProfile> regulation_profiles;
  // Says that an event waits; may be empty.
  std::function<void()> notify;
  PageTokens page_tokens;
  // REFNIS code of the one municipality that this installation serves; empty
  // where submissions of many are kept, and in trials.
  std::string municipality = {};

  void Notify() const {
    if (notify) notify();
  }

  // Has the entries of `recorded` say the version of their object.
  static void AddVersions(const gate::Caller& caller,
                          audit::RecordedStore& recorded) {
    recorded.set_version_of(
        [method = caller.method](const store::Reader& reader,
                                 const std::string& object) {
          return ObjectVersion(reader, method, object);
        });
  }

  // The entry of a call about `object` that changes nothing; a rehearsal's says
  // that it is one. Errors: those of RecordedStore.
  absl::Status Record(const gate::Caller& caller, const std::string& object,
                      bool is_rehearsal) const {
    audit::RecordedStore recorded(store, log, caller, object);
    AddVersions(caller, recorded);
    if (!is_rehearsal) return recorded.Record();
    const absl::Status rehearsed = recorded.Transact(
        [](store::Transaction&) { return absl::CancelledError(); });
    return absl::IsCancelled(rehearsed) ? absl::OkStatus() : rehearsed;
  }

  // A mutation: `body` in one transaction, once per request id, with the access
  // entry of the call. Errors: those of replay::RunOnce and RecordedStore.
  template <class Response>
  absl::StatusOr<Response> RunOnce(
      const gate::Caller& caller, const google::protobuf::Message& request,
      absl::FunctionRef<
          absl::StatusOr<std::type_identity_t<Response>>(store::Transaction&)>
          body) const {
    audit::RecordedStore recorded(store, log, caller);
    AddVersions(caller, recorded);
    return replay::RunOnce<Response>(
        recorded, {caller.Scope(), caller.method, caller.now}, request, body);
  }
};

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_SERVICE_CONTEXT_H_
