// One request over https to a server that an operator named.
//
// The server's certificate and host name are checked, TLS 1.2 or later; no
// redirect, no proxy from the environment, no cookie, no credentials: nothing
// that the operator did not name takes part. Each request has a connection of
// its own, so that the certificate is judged anew.
#ifndef SERVICES_COMMON_HTTPS_HTTPS_REQUEST_H_
#define SERVICES_COMMON_HTTPS_HTTPS_REQUEST_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace entente::https {

// Longest address, in bytes.
inline constexpr size_t kAddressBytesMax = 2048;

// What an address says, as far as it decides whether to ask there.
struct Address {
  // Lower case: "https".
  std::string scheme;
  bool has_user = false;
  bool has_password = false;
  bool has_query = false;
  bool has_fragment = false;
};

// nullopt when `address` is malformed, has no host or is too long.
std::optional<Address> ParseAddress(const std::string& address);

struct Request {
  std::string url;
  // PEM file of the authorities of the server, read at each request; empty:
  // those of the machine.
  std::string ca = {};
  // For the whole answer, name look-up and handshake included.
  absl::Duration timeout = absl::Seconds(5);
  size_t body_bytes_max = 0;
  // All response headers together.
  size_t header_bytes_max = 0;
  // Text in UTF-8 to POST; nullopt: GET.
  std::optional<std::string> post = std::nullopt;
};

struct Answer {
  int status = 0;
  // Lower case; empty when there is none.
  std::string content_type = {};
  std::string body = {};
};

// Any answer that came whole, whatever its status. Thread-safe. Errors:
// UNAVAILABLE with a cause for the operator that is the same each time.
absl::StatusOr<Answer> Send(const Request& request);

// Sets libcurl up; false when it cannot be. Any number of times.
bool SetUp();

}  // namespace entente::https

#endif  // SERVICES_COMMON_HTTPS_HTTPS_REQUEST_H_
