// How a service lets a call in: admitted, handled, concluded.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <typeinfo>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/gate/gate.h"

namespace entente::gate {

std::string ObjectOf(const google::protobuf::Message& request) {
  using google::protobuf::FieldDescriptor;
  const google::protobuf::Descriptor& type = *request.GetDescriptor();
  for (const char* field_name : {"name", "parent"}) {
    const FieldDescriptor* field = type.FindFieldByName(field_name);
    if (field != nullptr && !field->is_repeated() &&
        field->type() == FieldDescriptor::TYPE_STRING) {
      return request.GetReflection()->GetString(request, field);
    }
  }
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& held = *type.field(i);
    if (held.is_repeated() || held.message_type() == nullptr) continue;
    const FieldDescriptor* name = held.message_type()->FindFieldByName("name");
    if (name == nullptr || name->is_repeated() ||
        name->type() != FieldDescriptor::TYPE_STRING) {
      continue;
    }
    const auto& resource = request.GetReflection()->GetMessage(request, &held);
    return resource.GetReflection()->GetString(resource, name);
  }
  return "";
}

Door::Door(Gate& gate, std::string service)
    : gate_(gate), service_(std::move(service)) {
  if (gate_.methods_.HasService(service_)) return;
  // A service outside the table would refuse every call: a wiring error that
  // must not reach a deployment.
  std::fprintf(stderr, "The gate was not told of the service %s.\n",
               service_.c_str());
  std::abort();
}

grpc::Status Door::Run(grpc::ServerContext* context, const char* method,
                       std::string object,
                       absl::FunctionRef<absl::Status(const Caller&)> handler) {
  Gate::Call call = gate_.Begin(*context, absl::StrCat(service_, "/", method),
                                std::move(object));
  if (absl::Status status = gate_.Admit(*context, call); !status.ok()) {
    return gate_.Deny(call, std::move(status));
  }
  return Handle(std::move(call), handler);
}

grpc::Status Door::Handle(
    Gate::Call call, absl::FunctionRef<absl::Status(const Caller&)> handler) {
  call.is_handled = true;
  call.caller.trail->set_denied({call.caller.peer, call.caller.subject});
  absl::Status status;
  // A handler that throws must still be recorded; what() may quote content,
  // so only the type is kept.
  try {
    status = handler(call.caller);
  } catch (const std::exception& error) {
    call.cause = absl::StrCat("exception ", typeid(error).name());
    status = absl::InternalError("a handler threw");
  }
  return gate_.Conclude(call, std::move(status));
}

grpc::Status Door::ServeStream(
    grpc::ServerContextBase* context, const char* method,
    absl::FunctionRef<absl::Status(const Caller&)> handler,
    absl::Duration longest, std::string object) {
  Gate::Call call = gate_.Begin(*context, absl::StrCat(service_, "/", method),
                                std::move(object));
  absl::Status status = gate_.Admit(*context, call);
  if (!status.ok()) return gate_.Deny(call, std::move(status));
  call.caller.deadline = std::min(call.caller.deadline, absl::Now() + longest);
  const absl::StatusOr<uint64_t> number =
      gate_.OpenStream(*context, call.caller);
  if (!number.ok()) return gate_.Deny(call, number.status());
  struct Closer {
    Gate& gate;
    const uint64_t number;
    ~Closer() { gate.CloseStream(number); }
  } closer{gate_, *number};
  return Handle(std::move(call), [&](const Caller& caller) {
    absl::Status handled = handler(caller);
    // To its handler a cancelled stream is one that its client left.
    absl::Status end = gate_.EndOfStream(*number);
    return handled.ok() ? end : handled;
  });
}

absl::Status Door::Recheck(const Caller& caller) const {
  return gate_.CheckAgain(caller);
}

}  // namespace entente::gate
