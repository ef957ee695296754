#include "services/exchange/name_rules.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/access/decide.h"
#include "services/common/base/error.h"

namespace entente::exchange {
namespace {

constexpr size_t kRequestIdBytesMax = 64;

bool IsRefnis(absl::string_view text) {
  if (text.size() != 5) return false;
  for (const char c : text) {
    if (!absl::ascii_isdigit(c)) return false;
  }
  return true;
}

std::optional<RecordName> ParseRecordName(absl::string_view name,
                                          absl::string_view collection) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1]) || parts[2] != collection || !IsRandomId(parts[3])) {
    return std::nullopt;
  }
  return RecordName{std::string(parts[1]), std::string(parts[3])};
}

// The parent of "{parent}/{collection}/{random id}"; empty for any other text.
absl::string_view ParentOf(absl::string_view name,
                           absl::string_view collection) {
  const size_t slash = name.rfind('/');
  if (slash == absl::string_view::npos || !IsRandomId(name.substr(slash + 1))) {
    return "";
  }
  name = name.substr(0, slash);
  const std::string end = absl::StrCat("/", collection);
  return absl::ConsumeSuffix(&name, end) ? name : "";
}

}  // namespace

bool IsRandomId(absl::string_view id) {
  if (id.size() != 32) return false;
  for (const char c : id) {
    if (!absl::ascii_isdigit(c) && !(c >= 'a' && c <= 'f')) return false;
  }
  return true;
}

std::optional<std::string> ParseMunicipality(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 2 || parts[0] != "municipalities" ||
      !IsRefnis(parts[1])) {
    return std::nullopt;
  }
  return std::string(parts[1]);
}

std::string MunicipalityName(absl::string_view refnis) {
  return absl::StrCat("municipalities/", refnis);
}

std::optional<RecordName> ParseMeetingName(absl::string_view name) {
  return ParseRecordName(name, "meetings");
}

std::string MeetingName(const RecordName& name) {
  return absl::StrCat("municipalities/", name.refnis, "/meetings/", name.id);
}

std::optional<MeetingReference> ParseMeetingReference(absl::string_view name) {
  const std::vector<std::string> parts =
      absl::StrSplit(name, absl::MaxSplits("/agendaItems/", 1));
  const std::optional<RecordName> meeting = ParseMeetingName(parts[0]);
  if (!meeting) return std::nullopt;
  MeetingReference found{*meeting, 0};
  if (parts.size() == 1) return found;
  // One spelling for each item, so that the log finds it again.
  if (!absl::SimpleAtoi(parts[1], &found.item) || found.item < 1 ||
      parts[1] != absl::StrCat(found.item)) {
    return std::nullopt;
  }
  return found;
}

std::optional<RecordName> ParseCaseName(absl::string_view name) {
  return ParseRecordName(name, "cases");
}

std::string CaseName(const RecordName& name) {
  return absl::StrCat("municipalities/", name.refnis, "/cases/", name.id);
}

std::optional<RecordName> ParseGrantName(absl::string_view name) {
  return ParseCaseName(ParentOf(name, "grants"));
}

std::optional<std::string> ParseOfficeName(absl::string_view name) {
  return absl::ConsumeSuffix(&name, "/offices/chair") ? ParseMunicipality(name)
                                                      : std::nullopt;
}

std::string OfficeName(absl::string_view refnis) {
  return absl::StrCat(MunicipalityName(refnis), "/offices/chair");
}

std::optional<std::string> ParseHolderName(absl::string_view name) {
  const std::string office(ParentOf(name, "holders"));
  if (!ParseOfficeName(office)) return std::nullopt;
  return office;
}

absl::StatusOr<absl::CivilDay> ParseDate(const google::type::Date& date,
                                         const std::string& field) {
  if (const auto day = access::DayOf(date)) return *day;
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "DATE_INVALID",
       .field = field,
       .metadata = {},
       .sentence = {
           .en = absl::StrCat("'", field, "' must be a full calendar day."),
           .fr = absl::StrCat("« ", field,
                              " » doit être un jour complet du "
                              "calendrier."),
           .nl = absl::StrCat("'", field,
                              "' moet een volledige kalenderdag zijn.")}});
}

google::type::Date ToDate(absl::CivilDay day) { return access::ToDate(day); }

absl::Status NameError(const std::string& field, const std::string& pattern) {
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "NAME_INVALID",
       .field = field,
       .metadata = {},
       .sentence = {
           .en = absl::StrCat("'", field, "' must read '", pattern, "'."),
           .fr =
               absl::StrCat("« ", field, " » doit s'écrire « ", pattern, " »."),
           .nl = absl::StrCat("'", field, "' moet luiden als '", pattern,
                              "'.")}});
}

absl::Status ValidateRequestId(absl::string_view request_id) {
  bool is_printable = request_id.size() <= kRequestIdBytesMax;
  for (const char c : request_id) {
    is_printable = is_printable && absl::ascii_isgraph(c);
  }
  if (is_printable) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "REQUEST_ID_INVALID",
       .field = "request_id",
       .metadata = {},
       .sentence = {
           .en = "'request_id' must be 1 to 64 printable ASCII characters.",
           .fr = "« request_id » doit compter de 1 à 64 caractères ASCII "
                 "imprimables.",
           .nl = "'request_id' moet 1 tot 64 afdrukbare ASCII-tekens "
                 "tellen."}});
}

}  // namespace entente::exchange
