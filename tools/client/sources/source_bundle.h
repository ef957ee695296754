// What is made for a new source: files that go to it, and files that stay. And
// what takes the place of a certificate before it ends.
//
//   CODE/to-source/README.txt          what to do with these
//                  client.json         where the services listen
//                  pki/cli/tls.key     key towards the services (0600)
//                  pki/cli/tls.crt     its certificate; or tls.csr, a request
//                  pki/cli/ca.crt      the authority of the services
//                  files.key           signs files, Ed25519 (0600)
//                  id.key              for ids of events, see id_key.h (0600)
//   CODE/kept/files.key.pub            checks them
//             watch.textproto          configuration of its drop folder
//             tls.csr                  for the operator's authority
//        to-source-2026-11-29/         of a renewal: README.txt, pki/cli
//        kept/tls-2026-11-29.csr       and, of a request, a copy
//
// Whole or not at all, closed to others.
#ifndef TOOLS_CLIENT_SOURCES_SOURCE_BUNDLE_H_
#define TOOLS_CLIENT_SOURCES_SOURCE_BUNDLE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tools/client/language.h"
#include "tools/client/sources/source_certificate.h"
#include "tools/client/sources/source_enrolment.h"

namespace entente::client {

struct SourceBundle {
  // Its public keys are filled in. Where a renewal is a request, what it says
  // of the certificate is of the one before.
  SourceEnrolment enrolment = {};
  // A request was made instead of a certificate.
  bool is_request = false;
  // Paths of its files, the folder included, sorted.
  std::vector<std::string> files = {};
};

struct BundleRequest {
  SourceEnrolment enrolment = {};
  std::string trust_domain = {};
  // "host:port" by service; empty where it is not known.
  std::map<std::string, std::string> targets = {};
  // Not set: a request is made instead of a certificate.
  std::optional<DevAuthority> authority = {};
  // The authority of the services, PEM; may be empty.
  std::string services_authority = {};
  Language language = Language::kFr;
  absl::Time now = {};
};

// Makes `folder`, which must not be there. Errors: ALREADY_EXISTS /
// FOLDER_THERE; FAILED_PRECONDITION / FILE_UNWRITABLE; those of
// MakeSourceCertificate.
absl::StatusOr<SourceBundle> MakeSourceBundle(const BundleRequest& request,
                                              const std::string& folder);

// A new key of a source that is enrolled, with its certificate or a request, in
// a folder of the day below `folder`, which is made where it is not there. What
// was made before stays as it is. Errors: likewise; FOLDER_THERE also for the
// copy of a request.
absl::StatusOr<SourceBundle> RenewSourceBundle(const BundleRequest& request,
                                               const std::string& folder);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SOURCES_SOURCE_BUNDLE_H_
