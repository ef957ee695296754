#include "tools/client/session.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"

namespace entente::client {
namespace {

// How long a person waits before being told that a service is down.
constexpr absl::Duration kConnectPatience = absl::Seconds(2);

// A token that ends sooner is renewed before it is used.
constexpr absl::Duration kRenewBefore = absl::Seconds(30);

absl::Status Unreachable(const std::string& service,
                         const std::string& target) {
  return MakeError(
      absl::StatusCode::kUnavailable,
      {.reason = "SERVICE_UNREACHABLE",
       .sentence = {
           absl::StrCat("The service ", service, " does not answer at ", target,
                        ". Is it running, and are the certificates its own "
                        "(tools/dev/make-ca)?"),
           absl::StrCat("Le service ", service, " ne répond pas à ", target,
                        ". Tourne-t-il, et les certificats sont-ils les siens "
                        "(tools/dev/make-ca) ?"),
           absl::StrCat("De dienst ", service, " antwoordt niet op ", target,
                        ". Draait hij, en zijn de certificaten de zijne "
                        "(tools/dev/make-ca)?")}});
}

absl::Status LoginExpired(const Login& login) {
  return MakeError(
      absl::StatusCode::kUnauthenticated,
      {.reason = "LOGIN_EXPIRED",
       .sentence = {absl::StrCat("The login of ", login.subject,
                                 " has expired. Log in again."),
                    absl::StrCat("La session de ", login.subject,
                                 " a expiré. Reconnectez-vous."),
                    absl::StrCat("De aanmelding van ", login.subject,
                                 " is verlopen. Meld u opnieuw aan.")}});
}

}  // namespace

Session::Session(ClientConfig config, std::string login)
    : config_(std::move(config)),
      logins_(config_.home),
      login_name_(std::move(login)) {}

absl::StatusOr<std::string> Session::Token() {
  if (!login_) {
    ENTENTE_ASSIGN_OR_RETURN(login_, logins_.Load(login_name_));
  }
  const absl::Time now = absl::Now();
  if (login_->expires - now < kRenewBefore) {
    if (!logins_.CanSign()) return LoginExpired(*login_);
    ENTENTE_ASSIGN_OR_RETURN(login_, logins_.Renew(*login_, now));
  }
  return login_->token;
}

absl::Status Session::Prepare(const CallExtras& extras,
                              grpc::ClientContext& context) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string token, Token());
  channel::PrepareContext(
      {.token = token, .timeout = extras.timeout, .access = extras.access},
      context);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Session::ChannelTo(
    const std::string& service) {
  auto& channel = channels_[service];
  if (channel == nullptr) {
    ENTENTE_ASSIGN_OR_RETURN(const std::string target,
                             config_.TargetOf(service));
    ENTENTE_ASSIGN_OR_RETURN(
        channel,
        channel::MakeChannel(
            target, TlsFiles::In(absl::StrCat(config_.home, "/pki/cli")),
            absl::StrCat("spiffe://", config_.trust_domain, "/svc/", service)));
    // Whether it succeeded or not, the call says it best.
    channel::WaitUntilConnected(*channel, kConnectPatience);
  }
  return channel;
}

absl::Status Session::Explain(const grpc::Status& status,
                              const std::string& service) const {
  absl::Status result = channel::FromWire(status);
  if (absl::IsUnavailable(result) && !GetErrorDetail(result)) {
    return Unreachable(service,
                       config_.TargetOf(service).value_or(std::string("?")));
  }
  return result;
}

std::string Session::ServiceOfPackage(absl::string_view full_name) {
  const std::vector<std::string> parts = absl::StrSplit(full_name, '.');
  return parts.size() > 1 ? parts[1] : "";
}

bool Session::IsResumable(const absl::Status& status) {
  const std::string reason = ErrorReason(status);
  if (reason == "TOKEN_EXPIRED" || reason == "SERVICE_UNREACHABLE" ||
      reason == "SERVICE_ADDRESS_UNKNOWN") {
    return true;
  }
  // Cut connections arrive as UNAVAILABLE, CANCELLED or UNKNOWN ("Stream
  // removed"); a full house as RESOURCE_EXHAUSTED / STREAM_LIMIT,
  // and as DENIALS_LIMIT for whoever knocks too often.
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
         reason == "STREAM_LIMIT" || reason == "DENIALS_LIMIT" ||
         (reason.empty() &&
          (absl::IsCancelled(status) || absl::IsUnknown(status)));
}

}  // namespace entente::client
