#include "services/common/audit/https_witness.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/audit/add_checkpoint.h"
#include "services/common/base/error.h"
#include "services/common/https/https_request.h"

namespace entente::audit {
namespace {

// Sixteen signature lines; a 409 is shorter.
constexpr size_t kAnswerBytesMax = 64 * 1024;
constexpr size_t kHeaderBytesMax = 16 * 1024;

class HttpsTransport final : public WitnessTransport {
 public:
  explicit HttpsTransport(absl::Duration timeout) : timeout_(timeout) {}

  absl::StatusOr<WitnessAnswer> Post(const Witness& witness,
                                     const std::string& body) override {
    ENTENTE_ASSIGN_OR_RETURN(
        https::Answer answer,
        https::Send({.url = absl::StrCat(witness.address, kAddCheckpointPath),
                     .ca = witness.ca,
                     .timeout = timeout_,
                     .body_bytes_max = kAnswerBytesMax,
                     .header_bytes_max = kHeaderBytesMax,
                     .post = body}));
    return WitnessAnswer{.http_status = answer.status,
                         .content_type = std::move(answer.content_type),
                         .body = std::move(answer.body)};
  }

 private:
  const absl::Duration timeout_;
};

}  // namespace

std::shared_ptr<WitnessTransport> MakeHttpsTransport(absl::Duration timeout) {
  // Without it each request fails, with its cause.
  https::SetUp();
  return std::make_shared<HttpsTransport>(timeout);
}

absl::Status CheckWitnessAddress(const std::string& address) {
  const std::optional<https::Address> parsed = https::ParseAddress(address);
  if (!parsed || address.back() == '/' || parsed->scheme != "https" ||
      parsed->has_user || parsed->has_password || parsed->has_query ||
      parsed->has_fragment) {
    return absl::InvalidArgumentError(
        "An address of a witness reads https://host:port or "
        "https://host:port/prefix.");
  }
  return absl::OkStatus();
}

}  // namespace entente::audit
