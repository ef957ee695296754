#include "services/common/outbox/inbox.h"

#include <cxxabi.h>

#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <typeinfo>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/limits.h"
#include "services/common/base/log.h"
#include "services/common/base/utf8.h"
#include "services/common/outbox/verdict.h"
#include "services/common/store/key.h"

namespace entente::outbox {
namespace {

using common::v1::EventOutcome;

constexpr uint8_t kApplied = 0xF3;
constexpr uint8_t kNewest = 0xF5;

// Without both there is no telling whether the event was seen before.
absl::Status CheckEvent(const common::v1::Event& event) {
  if (!event.id().empty() && event.id().size() <= limits::kEventIdBytesMax &&
      !event.source().empty() &&
      event.source().size() <= limits::kNameBytesMax) {
    return absl::OkStatus();
  }
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "EVENT_UNIDENTIFIED",
       .field = "events",
       .sentence = {
           .en = absl::StrCat("An event needs a source and an id of 1 to ",
                              limits::kEventIdBytesMax, " bytes."),
           .fr = absl::StrCat("Un événement porte une source et un id de 1 à ",
                              limits::kEventIdBytesMax, " octets."),
           .nl = absl::StrCat("Een gebeurtenis heeft een bron en een id van 1 "
                              "tot ",
                              limits::kEventIdBytesMax, " bytes.")}});
}

absl::Status Superseded() {
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "EVENT_SUPERSEDED",
       .field = "events",
       .sentence = {
           .en = "An event that was written later has replaced what this one "
                 "says; nothing is missing, and it need not be sent again.",
           .fr = "Un événement écrit plus tard a remplacé ce que dit celui-ci "
                 "; rien ne manque, et il ne doit plus être envoyé.",
           .nl = "Een later geschreven gebeurtenis heeft vervangen wat deze "
                 "zegt; er ontbreekt niets, en ze hoeft niet meer te worden "
                 "verstuurd."}});
}

// For operators.
std::string WhyRejected(const absl::Status& status) {
  const std::string name = ErrorReason(status);
  return absl::StrCat(name, name.empty() ? "" : ": ",
                      std::string(status.message()));
}

// The store would answer INTERNAL alone; operators need to know what it was.
absl::Status ApplyCaught(absl::FunctionRef<absl::Status()> apply,
                         std::string& thrown) {
  try {
    return apply();
  } catch (const std::exception& error) {
    const std::type_info& type = typeid(error);
    int status = 0;
    std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(type.name(), nullptr, nullptr, &status),
        &std::free);
    thrown = name ? name.get() : type.name();
  } catch (...) {
    thrown = "an exception of no standard type";
  }
  return absl::InternalError("applying the event threw");
}

std::string WhyFailed(const absl::Status& status, const std::string& thrown) {
  const std::string what = thrown.empty() ? ErrorReason(status) : thrown;
  return absl::StrCat(absl::StatusCodeToString(status.code()),
                      what.empty() ? "" : " ", what);
}

void LogFailed(const common::v1::Event& event, const std::string& reason) {
  LogError("event_failed",
           {{"source",
             SanitizeForMessage(event.source(), limits::kLabelCharactersMax)},
            {"type", SanitizeForMessage(event.data().type_url(),
                                        limits::kLabelCharactersMax)},
            {"id", SanitizeForMessage(event.id(), limits::kEventIdBytesMax)},
            {"reason", reason}});
}

}  // namespace

absl::StatusOr<bool> ApplyOnce(store::Transaction& transaction,
                               const common::v1::Event& event,
                               absl::FunctionRef<absl::Status()> apply) {
  ENTENTE_RETURN_IF_ERROR(CheckEvent(event));
  const std::string key = store::KeyWriter()
                              .Table(kApplied)
                              .Str(event.source())
                              .Str(event.id())
                              .Key();
  ENTENTE_ASSIGN_OR_RETURN(const auto mark, transaction.Get(key));
  if (mark.has_value()) return false;
  ENTENTE_RETURN_IF_ERROR(apply());
  transaction.Put(key, "");
  return true;
}

absl::Status TakeNewest(store::Transaction& transaction,
                        const common::v1::Event& event,
                        absl::string_view resource) {
  const std::string key =
      store::KeyWriter().Table(kNewest).Str(event.source()).Str(resource).Key();
  ENTENTE_ASSIGN_OR_RETURN(const auto last, transaction.Get(key));
  if (last.has_value()) {
    ENTENTE_ASSIGN_OR_RETURN(const uint64_t order,
                             store::KeyReader(*last).U64());
    if (event.order() <= order) return Superseded();
  }
  if (event.order() > 0) {
    transaction.Put(key, store::KeyWriter().U64(event.order()).Key());
  }
  return absl::OkStatus();
}

common::v1::DeliverEventsResponse ApplyDelivery(
    store::Store& store, const common::v1::DeliverEventsRequest& request,
    absl::FunctionRef<absl::Status(store::Transaction&,
                                   const common::v1::Event&)>
        apply) {
  common::v1::DeliverEventsResponse response;
  for (const common::v1::Event& event : request.events()) {
    bool is_new = false;
    std::string thrown;
    const absl::Status status =
        store.Transact([&](store::Transaction& transaction) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(
              is_new, ApplyOnce(transaction, event, [&] {
                return ApplyCaught([&] { return apply(transaction, event); },
                                   thrown);
              }));
          return absl::OkStatus();
        });
    EventOutcome* outcome = response.add_outcomes();
    outcome->set_id(event.id());
    if (!status.ok() && !CanNeverApply(status.code())) {
      outcome->set_state(EventOutcome::STATE_FAILED);
      outcome->set_reason(WhyFailed(status, thrown));
      if (!MayPassByItself(status.code())) {
        LogFailed(event, outcome->reason());
      }
      break;
    }
    if (!status.ok()) {
      outcome->set_state(EventOutcome::STATE_REJECTED);
      outcome->set_reason(WhyRejected(status));
    } else {
      outcome->set_state(is_new ? EventOutcome::STATE_APPLIED
                                : EventOutcome::STATE_KNOWN);
    }
  }
  return response;
}

}  // namespace entente::outbox
