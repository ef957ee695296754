// A person's connection to the three services: where they listen, with which
// certificate, as whom.
//
//   ENTENTE_ASSIGN_OR_RETURN(
//       ListEnvelopesResponse response,
//       cli.session().Call(&BudgetService::Stub::ListEnvelopes, request));
//
// A failed call is an absl::Status with its ErrorDetail; return it from the
// command and cli.h prints it. Which service is called follows from the
// package of the request. Not thread-safe.
#ifndef TOOLS_CLIENT_SESSION_H_
#define TOOLS_CLIENT_SESSION_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "entente/common/v1/access.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"
#include "tools/client/client_config.h"
#include "tools/client/login_store.h"

namespace entente::client {

// What a call may carry besides its request.
struct CallExtras {
  // Required by restricted methods (cases).
  std::optional<entente::common::v1::AccessContext> access = {};
  absl::Duration timeout = absl::Seconds(30);
  // "exchange"; empty: the service of the request's package. Needed where all
  // services answer the same request.
  std::string service = {};
};

class Session {
 public:
  // `login` names whom to act as; empty for the current login.
  Session(ClientConfig config, std::string login);

  const ClientConfig& config() const { return config_; }
  ClientConfig& config() { return config_; }
  const LoginStore& logins() const { return logins_; }

  // A token that is good for at least 30 more seconds; renewed without asking
  // where the development issuer's key is present. Errors: UNAUTHENTICATED /
  // NOT_LOGGED_IN, LOGIN_EXPIRED.
  absl::StatusOr<std::string> Token();

  // A stub of `Service`, as in NewStub<IngestService>(). For streams; plain
  // calls go through Call.
  template <typename Service>
  absl::StatusOr<std::unique_ptr<typename Service::Stub>> NewStub() {
    ENTENTE_ASSIGN_OR_RETURN(
        std::shared_ptr<grpc::Channel> channel,
        ChannelTo(ServiceOfPackage(Service::service_full_name())));
    return std::make_unique<typename Service::Stub>(channel);
  }

  // Looks up the address of `service` again at the next call: a service that
  // was restarted may listen elsewhere.
  void Disconnect(const std::string& service) { channels_.erase(service); }

  // Sets token, deadline and access context on a fresh context.
  absl::Status Prepare(const CallExtras& extras, grpc::ClientContext& context);

  // One call. Errors: those of the method, of Token and of ChannelTo;
  // UNAVAILABLE / SERVICE_UNREACHABLE when nobody answers.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, const CallExtras& extras = {}) {
    const std::string service =
        extras.service.empty()
            ? ServiceOfPackage(Request::descriptor()->full_name())
            : extras.service;
    ENTENTE_ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel,
                             ChannelTo(service));
    grpc::ClientContext context;
    ENTENTE_RETURN_IF_ERROR(Prepare(extras, context));
    Stub stub(channel);
    Response response;
    ENTENTE_RETURN_IF_ERROR(
        Explain((stub.*method)(&context, request, &response), service));
    return response;
  }

  // Every page of a list in one response, its next_page_token cleared.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> CallAllPages(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      Request request, const CallExtras& extras = {}) {
    Response all;
    while (true) {
      ENTENTE_ASSIGN_OR_RETURN(const Response page,
                               Call(method, request, extras));
      all.MergeFrom(page);
      if (page.next_page_token().empty()) break;
      request.set_page_token(page.next_page_token());
    }
    all.clear_next_page_token();
    return all;
  }

  // A failed call as a status that a person understands.
  absl::Status Explain(const grpc::Status& status,
                       const std::string& service) const;

  // Whether a stream that ended with `status` is worth opening again: the line
  // was cut, the service away or full, or the token at its end.
  static bool IsResumable(const absl::Status& status);

  // "conventions" of "entente.conventions.v1.Anything".
  static std::string ServiceOfPackage(absl::string_view full_name);

 private:
  // The channel to "conventions", "indicators" or "exchange". Errors:
  // FAILED_PRECONDITION / SERVICE_ADDRESS_UNKNOWN, and those of MakeChannel.
  absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelTo(
      const std::string& service);

  ClientConfig config_;
  LoginStore logins_;
  std::string login_name_;
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;
  std::optional<Login> login_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SESSION_H_
