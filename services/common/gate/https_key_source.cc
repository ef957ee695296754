#include "services/common/gate/https_key_source.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/https/https_request.h"

namespace entente::gate {
namespace {

// All response headers together, in bytes.
constexpr size_t kHeaderBytesMax = 64 * 1024;

// Does not repeat the address: it may hold a password.
absl::Status Refuse(absl::string_view cause) {
  return absl::FailedPreconditionError(absl::StrCat(
      "The address given with --jwks ", cause, "; give https://host/path."));
}

absl::Status CheckAddress(const std::string& address) {
  const std::optional<https::Address> parsed = https::ParseAddress(address);
  if (!parsed) return Refuse("is malformed");
  if (parsed->scheme != "https") {
    return Refuse("is not https, and keys are fetched in no other way");
  }
  if (parsed->has_user || parsed->has_password || parsed->has_fragment) {
    return Refuse("has a user, a password or a fragment, but keys are public");
  }
  return absl::OkStatus();
}

class HttpsKeySource final : public KeySource {
 public:
  HttpsKeySource(std::string address, HttpsKeyOptions options)
      : address_(std::move(address)), options_(std::move(options)) {}

  absl::StatusOr<std::string> Fetch() override {
    absl::StatusOr<https::Answer> answer =
        https::Send({.url = address_,
                     .ca = options_.ca,
                     .timeout = options_.timeout,
                     .body_bytes_max = kJwksBytesMax,
                     .header_bytes_max = kHeaderBytesMax});
    if (!answer.ok()) return Fail(answer.status().message());
    if (answer->status != 200) {
      return Fail(absl::StrCat("the answer is HTTP ", answer->status,
                               answer->status / 100 == 3
                                   ? "; redirects are not followed, give the "
                                     "address they lead to"
                                   : ""));
    }
    return std::move(answer->body);
  }

  absl::Duration period() const override { return options_.period; }
  std::string name() const override { return address_; }

 private:
  absl::Status Fail(absl::string_view cause) const {
    return absl::UnavailableError(absl::StrCat(
        "The keys at ", address_, " could not be fetched: ", cause, "."));
  }

  const std::string address_;
  const HttpsKeyOptions options_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<KeySource>> MakeHttpsKeySource(
    const std::string& address, HttpsKeyOptions options) {
  if (!https::SetUp()) {
    return absl::FailedPreconditionError("libcurl cannot be set up.");
  }
  ENTENTE_RETURN_IF_ERROR(CheckAddress(address));
  return std::make_unique<HttpsKeySource>(address, std::move(options));
}

absl::StatusOr<std::unique_ptr<KeySource>> MakeKeySource(
    const std::string& place, const std::string& ca) {
  if (absl::StrContains(place, "://") ||
      absl::StartsWithIgnoreCase(place, "http:") ||
      absl::StartsWithIgnoreCase(place, "https:")) {
    return MakeHttpsKeySource(place, {.ca = ca});
  }
  if (!ca.empty()) {
    return absl::FailedPreconditionError(
        "--jwks-ca goes with an https address in --jwks, not with a file.");
  }
  return MakeFileKeySource(place);
}

}  // namespace entente::gate
