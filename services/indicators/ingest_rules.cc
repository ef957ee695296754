#include "services/indicators/ingest_rules.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/message.h"
#include "google/protobuf/unknown_field_set.h"
#include "services/common/base/error.h"
#include "services/common/shapes/shapes.h"
#include "services/indicators/breakdown_check_rules.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/source_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

// [A-Za-z0-9_-], as a table: this runs over every byte that is delivered.
constexpr std::array<bool, 256> kIdBytes = [] {
  std::array<bool, 256> table{};
  for (int c = 'A'; c <= 'Z'; ++c) table[c] = true;
  for (int c = 'a'; c <= 'z'; ++c) table[c] = true;
  for (int c = '0'; c <= '9'; ++c) table[c] = true;
  table['_'] = true;
  table['-'] = true;
  return table;
}();

bool IsEventId(absl::string_view id) {
  if (id.size() < kEventIdBytesMin || id.size() > kEventIdBytesMax) {
    return false;
  }
  bool is_good = true;
  for (const char c : id) is_good &= kIdBytes[static_cast<unsigned char>(c)];
  return is_good;
}

RowFault CheckEventId(absl::string_view id, const char* column) {
  const bool is_event_id = IsEventId(id);
  // Written with dots, slashes or an at sign such a value is malformed as well:
  // say what is wrong with it rather than that its bytes are.
  const Shape shape = is_event_id                         ? FindShapeInId(id)
                      : id.size() <= 2 * kEventIdBytesMax ? FindShapeInText(id)
                                                          : Shape::kPlain;
  if (shape == Shape::kReportNumber) {
    return {column, "EVENT_ID_LIKE_REPORT_NUMBER"};
  }
  if (shape != Shape::kPlain) return {column, "PERSONAL_DATA_SHAPE"};
  if (!is_event_id) return {column, "EVENT_ID_MALFORMED"};
  return {};
}

// Whether `message` itself, apart from those in it, says something under a
// number that we do not know.
template <class Message>
bool HasUnknownField(const Message& message) {
  // Looked up once: this runs for every row that is delivered.
  static const google::protobuf::Reflection* const reflection =
      Message::GetReflection();
  return !reflection->GetUnknownFields(message).empty();
}

// Of a breakdown nothing of the kind is left when it is read: it is a map.
RowFault CheckFields(const v1::Observation& row) {
  if (HasUnknownField(row)) return {"", "FIELD_UNKNOWN"};
  if (HasUnknownField(row.date())) return {"date", "FIELD_UNKNOWN"};
  return {};
}

// The event that a row names, in `column`; it may name none.
RowFault CheckNamed(absl::string_view named, absl::string_view own,
                    const char* column) {
  if (named.empty()) return {};
  const RowFault fault = CheckEventId(named, column);
  if (fault.reason != nullptr || named != own) return fault;
  return {column, "REPLACES_ITSELF"};
}

RowFault CheckIds(const v1::Observation& row) {
  RowFault fault = CheckEventId(row.event_id(), "event_id");
  if (fault.reason != nullptr) return fault;
  fault =
      CheckNamed(row.replaces_event_id(), row.event_id(), "replaces_event_id");
  if (fault.reason != nullptr) return fault;
  return CheckNamed(row.withdraws_event_id(), row.event_id(),
                    "withdraws_event_id");
}

// A withdrawal says which event, and nothing of what it counted: what is said
// twice can contradict itself.
RowFault CheckWithdrawal(const v1::Observation& row) {
  static constexpr char kNotEmpty[] = "WITHDRAWAL_NOT_EMPTY";
  if (!row.replaces_event_id().empty()) return {"replaces_event_id", kNotEmpty};
  if (!row.measure_code().empty()) return {"measure", kNotEmpty};
  if (row.has_date()) return {"date", kNotEmpty};
  if (!row.area().empty()) return {"area", kNotEmpty};
  if (row.value() != 0) return {"value", kNotEmpty};
  if (!row.breakdown().empty()) return {"breakdown", kNotEmpty};
  return {};
}

template <size_t kSize>
bool IsOneOf(absl::string_view word, const absl::string_view (&words)[kSize]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// What an adapter may say of a row it could not read. Closed lists: a name of
// letters only would pass any rule about bytes.
constexpr absl::string_view kColumns[] = {"",
                                          "event_id",
                                          "replaces_event_id",
                                          "withdraws_event_id",
                                          "measure",
                                          "date",
                                          "area",
                                          "value",
                                          "breakdown"};
// Before the code of a list, which the definitions know.
constexpr absl::string_view kListColumn = "breakdown.";
constexpr absl::string_view kUnreadableReasons[] = {
    "ROW_MALFORMED",   "EVENT_ID_MALFORMED",   "EVENT_ID_LIKE_REPORT_NUMBER",
    "UNKNOWN_MEASURE", "DATE_INVALID",         "PERSONAL_DATA_SHAPE",
    "AREA_UNKNOWN",    "VALUE_INVALID",        "VALUE_NEGATIVE",
    "VALUE_TOO_LARGE", "WITHDRAWAL_NOT_EMPTY", "BREAKDOWN_CODE_UNKNOWN"};

bool IsColumn(absl::string_view column) {
  return IsOneOf(column, kColumns) || absl::StartsWith(column, kListColumn);
}

// The shortest digest that a client of ours makes an id of.
constexpr size_t kDigestBytesMin = 12;

bool IsDigest(absl::string_view part) {
  return part.size() >= kDigestBytesMin &&
         part.find_first_not_of("0123456789abcdef") ==
             absl::string_view::npos &&
         part.find_first_of("abcdef") != absl::string_view::npos;
}

// Digests are not searched: digits stand in them as in a telephone number often
// enough to lose deliveries.
bool LooksLikePersonOrReport(absl::string_view session_id) {
  std::vector<absl::string_view> parts =
      absl::StrSplit(session_id, absl::ByAnyChar("._-"));
  for (absl::string_view& part : parts) {
    if (IsDigest(part)) part = "x";
  }
  const std::string searched = absl::StrJoin(parts, "-");
  return FindShapeInId(searched) != Shape::kPlain ||
         FindShapeInText(searched) != Shape::kPlain;
}

absl::Status FieldUnknown(const std::string& field) {
  return Invalid(
      "FIELD_UNKNOWN", field,
      {"The message has a field that this service does not know: compare the "
       "numbers of its fields with the published contract.",
       "Le message a un champ que ce service ne connaît pas : comparez les "
       "numéros de ses champs avec le contrat publié.",
       "Het bericht heeft een veld dat deze dienst niet kent: vergelijk de "
       "nummers van zijn velden met het gepubliceerde contract."});
}

}  // namespace

CheckedRow CheckRow(const v1::Observation& row, const Ground& ground) {
  const Definitions& definitions = *ground.definitions;
  CheckedRow checked;
  const auto refuse = [&checked](const char* column, const char* reason) {
    checked.fault = {column, reason};
    return checked;
  };
  // First: of a row with a misnumbered field any other fault would mislead.
  checked.fault = CheckFields(row);
  if (!checked.is_good()) return checked;
  checked.fault = CheckIds(row);
  if (!checked.is_good()) return checked;
  if (!row.withdraws_event_id().empty()) {
    checked.is_withdrawal = true;
    checked.fault = CheckWithdrawal(row);
    return checked;
  }
  const int measure = definitions.Find(row.measure_code());
  if (measure < 0) return refuse("measure", "UNKNOWN_MEASURE");
  const MeasureInfo& info = definitions.measures()[measure];
  if (!IsCounted(info.definition.kind())) {
    return refuse("measure", "MEASURE_NOT_COUNTED");
  }
  if (ground.is_on_behalf && info.definition.is_sensitive()) {
    return refuse("measure", "MEASURE_SENSITIVE_ON_BEHALF");
  }
  checked.measure = static_cast<uint32_t>(measure);
  checked.day = PackDate(row.date());
  if (checked.day == 0) return refuse("date", "DATE_INVALID");
  if (!info.IsInTerm(checked.day)) return refuse("date", "DATE_OUTSIDE_TERM");
  if (checked.day > PackDay(ground.today)) {
    return refuse("date", "DATE_IN_FUTURE");
  }
  if (!info.settings.is_empty() &&
      !info.settings.Allows(ground.source, MonthOf(checked.day))) {
    return refuse("measure", "SOURCE_NOT_ALLOWED");
  }
  const int area = ground.areas->Find(row.area());
  if (area < 0) return refuse("area", "AREA_UNKNOWN");
  if (!ground.areas->IsOf(area, ground.municipality)) {
    return refuse("area", "AREA_OUTSIDE_MUNICIPALITY");
  }
  checked.area = static_cast<uint32_t>(area);
  if (row.value() < 0) return refuse("value", "VALUE_NEGATIVE");
  if (row.value() > kValueMax) return refuse("value", "VALUE_TOO_LARGE");
  checked.value = row.value();
  if (row.breakdown().empty()) return checked;
  checked.fault = CheckBreakdown(row.breakdown(), info, definitions);
  checked.has_breakdown = checked.is_good() && IsAnythingKnown(row.breakdown());
  return checked;
}

std::string ColumnOf(const std::string& column,
                     const Definitions& definitions) {
  if (!absl::StartsWith(column, kListColumn)) return column;
  const absl::string_view list =
      absl::string_view(column).substr(kListColumn.size());
  return definitions.code_lists().Find(list) != nullptr ? column : "breakdown";
}

absl::Status ValidateBatch(const v1::ObservationBatch& batch) {
  if (HasUnknownField(batch)) return FieldUnknown("batch");
  const int rows = batch.observations_size() + batch.unreadable_size();
  if (rows == 0) {
    return Invalid("BATCH_EMPTY", "batch.observations",
                   {"A batch holds at least one row.",
                    "Un lot contient au moins une ligne.",
                    "Een pakket bevat ten minste één rij."});
  }
  if (rows > kBatchRowsMax) {
    const std::string max = absl::StrCat(kBatchRowsMax);
    return Invalid(
        "BATCH_TOO_LARGE", "batch.observations",
        {absl::StrCat("A batch holds at most ", max, " rows."),
         absl::StrCat("Un lot contient au plus ", max, " lignes."),
         absl::StrCat("Een pakket bevat hoogstens ", max, " rijen.")});
  }
  if (batch.first_row_index() < 0 ||
      batch.first_row_index() >
          std::numeric_limits<int64_t>::max() - kBatchRowsMax) {
    return Invalid("ROW_INDEX_INVALID", "batch.first_row_index",
                   {"The first row of a session has index 0.",
                    "La première ligne d'une session a l'index 0.",
                    "De eerste rij van een sessie heeft index 0."});
  }
  int64_t next = batch.first_row_index();
  for (const v1::Rejection& row : batch.unreadable()) {
    const bool is_inside = row.row_index() >= next &&
                           row.row_index() < batch.first_row_index() + rows;
    if (!is_inside || !IsColumn(row.column()) ||
        !IsOneOf(row.reason(), kUnreadableReasons) || HasUnknownField(row)) {
      return Invalid(
          "UNREADABLE_ROW_INVALID", "batch.unreadable",
          {"Unreadable rows need ascending indexes inside the batch, a column "
           "and a reason of the closed lists, and nothing else.",
           "Les lignes illisibles demandent des index croissants dans le lot, "
           "une colonne et un motif des listes fermées, rien d'autre.",
           "Onleesbare rijen vragen oplopende indexen in het pakket, een "
           "kolom en een reden uit de gesloten lijsten, niets anders."});
    }
    next = row.row_index() + 1;
  }
  return absl::OkStatus();
}

std::vector<int64_t> RowIndexes(const v1::ObservationBatch& batch) {
  std::vector<int64_t> indexes;
  indexes.reserve(batch.observations_size());
  int64_t index = batch.first_row_index();
  int unreadable = 0;
  while (static_cast<int>(indexes.size()) < batch.observations_size()) {
    if (unreadable < batch.unreadable_size() &&
        batch.unreadable(unreadable).row_index() == index) {
      ++unreadable;
    } else {
      indexes.push_back(index);
    }
    ++index;
  }
  return indexes;
}

absl::Status ValidateEventIds(const v1::BatchGetEventCountsRequest& request) {
  if (request.event_ids().empty()) {
    return Invalid(
        "EVENT_IDS_MISSING", "event_ids",
        {"Ask for one event at least.", "Demandez au moins un événement.",
         "Vraag minstens één gebeurtenis."});
  }
  if (request.event_ids_size() > kEventIdsMax) {
    const std::string asked = absl::StrCat(request.event_ids_size());
    const std::string max = absl::StrCat(kEventIdsMax);
    return Refuse(
        absl::StatusCode::kInvalidArgument, "EVENT_IDS_TOO_MANY", "event_ids",
        {absl::StrCat(asked, " events were asked for; ask for at most ", max,
                      " at once."),
         absl::StrCat(asked, " événements sont demandés ; demandez-en au plus ",
                      max, " à la fois."),
         absl::StrCat("Er zijn ", asked,
                      " gebeurtenissen gevraagd; vraag er hoogstens ", max,
                      " tegelijk.")},
        {{"max", max}});
  }
  for (int i = 0; i < request.event_ids_size(); ++i) {
    if (CheckEventId(request.event_ids(i), "event_id").reason == nullptr) {
      continue;
    }
    return Invalid(
        "EVENT_ID_MALFORMED", absl::StrCat("event_ids[", i, "]"),
        {"An event id is 8 to 64 of [A-Za-z0-9_-], and nothing that looks like "
         "a person's or a report's number.",
         "Un id d'événement compte 8 à 64 de [A-Za-z0-9_-] et ne ressemble pas "
         "au numéro d'une personne ou d'un procès-verbal.",
         "Een id van een gebeurtenis telt 8 tot 64 van [A-Za-z0-9_-] en lijkt "
         "niet op het nummer van een persoon of proces-verbaal."});
  }
  return absl::OkStatus();
}

absl::Status ValidateOpen(const v1::OpenSession& open) {
  if (HasUnknownField(open)) return FieldUnknown("open");
  ENTENTE_RETURN_IF_ERROR(
      ParseMunicipality(open.parent(), "open.parent").status());
  if (!IsSourceCode(open.source())) return SourceInvalid("open.source");
  if (!IsSessionId(open.session_id())) {
    return Invalid("SESSION_ID_INVALID", "open.session_id",
                   {"A session id is 1 to 64 of [A-Za-z0-9._-].",
                    "Un id de session compte 1 à 64 de [A-Za-z0-9._-].",
                    "Een sessie-id telt 1 tot 64 van [A-Za-z0-9._-]."});
  }
  if (LooksLikePersonOrReport(open.session_id())) {
    return Invalid(
        "PERSONAL_DATA_SHAPE", "open.session_id",
        {"The session id looks like the number of a person or of a police "
         "report, and it is kept in clear: choose another.",
         "L'id de session ressemble au numéro d'une personne ou d'un "
         "procès-verbal, et il est conservé en clair : choisissez-en un autre.",
         "De sessie-id lijkt op het nummer van een persoon of van een "
         "proces-verbaal, en ze wordt leesbaar bewaard: kies een andere."});
  }
  if (!v1::OpenSession::FailureMode_IsValid(open.failure_mode())) {
    return Invalid("FAILURE_MODE_INVALID", "open.failure_mode",
                   {"A failure mode is ROW_WISE or ATOMIC.",
                    "Un mode d'échec est ROW_WISE ou ATOMIC.",
                    "Een faalwijze is ROW_WISE of ATOMIC."});
  }
  return absl::OkStatus();
}

}  // namespace entente::indicators
