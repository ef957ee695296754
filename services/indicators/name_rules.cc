#include "services/indicators/name_rules.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsRefnis(absl::string_view code) {
  if (code.size() != 5) return false;
  for (const char c : code) {
    if (!IsDigit(c)) return false;
  }
  return true;
}

bool IsConventionId(absl::string_view id) {
  if (id.empty() || id.size() > 64) return false;
  for (const char c : id) {
    if (!IsLower(c) && !IsDigit(c) && c != '-') return false;
  }
  return true;
}

absl::Status NameError(const std::string& field, const std::string& pattern) {
  return Refuse(
      absl::StatusCode::kInvalidArgument, "NAME_INVALID", field,
      {absl::StrCat(field, " is not a name of the form ", pattern, "."),
       absl::StrCat(field, " n'est pas un nom de la forme ", pattern, "."),
       absl::StrCat(field, " is geen naam van de vorm ", pattern, ".")},
      {{"pattern", pattern}});
}

}  // namespace

absl::StatusOr<std::string> ParseMunicipality(absl::string_view name,
                                              const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 2 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1])) {
    return NameError(field, "municipalities/{refnis}");
  }
  return parts[1];
}

std::string MunicipalityName(absl::string_view refnis) {
  return absl::StrCat("municipalities/", refnis);
}

absl::StatusOr<std::string> ParseConvention(absl::string_view name,
                                            const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1]) || parts[2] != "conventions" ||
      !IsConventionId(parts[3])) {
    return NameError(field, "municipalities/{refnis}/conventions/{convention}");
  }
  return parts[1];
}

absl::StatusOr<MeasureName> ParseMeasure(absl::string_view name,
                                         const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1]) || parts[2] != "measures" ||
      !IsMeasureCode(parts[3])) {
    return NameError(field, "municipalities/{refnis}/measures/{code}");
  }
  return MeasureName{parts[1], parts[3]};
}

std::string FormatMeasure(absl::string_view municipality,
                          absl::string_view code) {
  return absl::StrCat("municipalities/", municipality, "/measures/", code);
}

absl::StatusOr<SessionName> ParseSession(absl::string_view name,
                                         const std::string& field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 6 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1]) || parts[2] != "sources" || !IsSourceCode(parts[3]) ||
      parts[4] != "sessions" || !IsSessionId(parts[5])) {
    return NameError(
        field, "municipalities/{refnis}/sources/{source}/sessions/{session}");
  }
  return SessionName{parts[1], parts[3], parts[5]};
}

std::string FormatSession(const SessionName& name) {
  return absl::StrCat("municipalities/", name.municipality, "/sources/",
                      name.source, "/sessions/", name.session);
}

bool IsMeasureCode(absl::string_view code) {
  if (code.empty() || code.size() > 64) return false;
  for (const char c : code) {
    if (!IsLower(c) && !IsDigit(c) && c != '_') return false;
  }
  return true;
}

bool IsSourceCode(absl::string_view code) {
  if (code.empty() || code.size() > 32 || !IsLower(code[0])) return false;
  for (const char c : code) {
    if (!IsLower(c) && !IsDigit(c) && c != '-') return false;
  }
  return true;
}

bool IsSessionId(absl::string_view id) {
  if (id.empty() || id.size() > 64) return false;
  for (const char c : id) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '.' &&
        c != '_' && c != '-') {
      return false;
    }
  }
  return true;
}

}  // namespace entente::indicators
