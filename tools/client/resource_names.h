// Short names that people type, and the full resource names of the services.
//
//   21004                          municipalities/21004
//   css-2018-2019                  municipalities/21004/conventions/…
//   general-2018                   {convention}/envelopes/general-2018
//   general-2018/so-01-personnel   {convention}/envelopes/…/lines/…
//   r-000001, p-000001, v-000001   reservation, payment, evidence
//
// A full name is taken as it is. Errors: INVALID_ARGUMENT / USAGE.
#ifndef TOOLS_CLIENT_RESOURCE_NAMES_H_
#define TOOLS_CLIENT_RESOURCE_NAMES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tools/client/client_config.h"

namespace entente::client {

// "municipalities/21004"; from client.json when `text` is empty.
absl::StatusOr<std::string> MunicipalityName(const ClientConfig& config,
                                             const std::string& text);
// The convention; from client.json when `text` is empty.
absl::StatusOr<std::string> ConventionName(const ClientConfig& config,
                                           const std::string& text);
// "{parent}/{collection}/{text}", or `text` when it is a full name.
std::string Under(const std::string& parent, const std::string& collection,
                  const std::string& text);
// The line "general-2018/so-01-personnel" of `convention`.
absl::StatusOr<std::string> LineName(const std::string& convention,
                                     const std::string& text);
// "municipalities/21004" of any name that begins so.
std::string MunicipalityOf(const std::string& name);
// What to show: the name without municipality and convention,
// "general-2018/so-01-personnel" for a line.
std::string ShortName(const std::string& name);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_RESOURCE_NAMES_H_
