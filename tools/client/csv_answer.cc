#include "tools/client/csv_answer.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ostream>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"
#include "google/type/date.pb.h"
#include "google/type/money.pb.h"
#include "tools/client/csv_writer.h"

namespace entente::client {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;
using google::type::Date;
using google::type::Money;

// Messages within messages; the contract has three levels at most.
constexpr int kDepthMax = 4;
constexpr int kNanosPerCent = 10'000'000;

std::string CellOf(const Money& money) {
  const bool is_below = money.units() < 0 || money.nanos() < 0;
  // Unsigned, so that the least number has an opposite.
  const uint64_t units = is_below ? 0 - static_cast<uint64_t>(money.units())
                                  : static_cast<uint64_t>(money.units());
  const std::string amount =
      absl::StrFormat("%s%d.%02d", is_below ? "-" : "", units,
                      std::abs(money.nanos()) / kNanosPerCent);
  const std::string& currency = money.currency_code();
  return currency.empty() || currency == "EUR"
             ? amount
             : CsvText(absl::StrCat(amount, " ", currency));
}

std::string CellOf(const Date& date) {
  if (date.year() == 0) return "";
  const std::string month =
      absl::StrFormat("%04d-%02d", date.year(), date.month());
  return date.day() == 0 ? month
                         : absl::StrFormat("%s-%02d", month, date.day());
}

// A message that stands in one cell.
bool IsOneCell(const Descriptor& type) {
  return &type == Money::descriptor() || &type == Date::descriptor() ||
         &type == Timestamp::descriptor();
}

std::string OneCell(const Message& message) {
  if (const auto* money = dynamic_cast<const Money*>(&message)) {
    return CellOf(*money);
  }
  if (const auto* date = dynamic_cast<const Date*>(&message)) {
    return CellOf(*date);
  }
  const auto* time = dynamic_cast<const Timestamp*>(&message);
  return time == nullptr ? ""
                         : google::protobuf::util::TimeUtil::ToString(*time);
}

// A plain value; of a repeated field the one at `index`.
std::string Plain(const Message& message, const FieldDescriptor& field,
                  int index) {
  const Reflection& look = *message.GetReflection();
  const bool is_one = index < 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return is_one ? look.GetString(message, &field)
                    : look.GetRepeatedString(message, &field, index);
    case FieldDescriptor::CPPTYPE_ENUM:
      return (is_one ? look.GetEnum(message, &field)
                     : look.GetRepeatedEnum(message, &field, index))
          ->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return (is_one ? look.GetBool(message, &field)
                     : look.GetRepeatedBool(message, &field, index))
                 ? "true"
                 : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(is_one
                              ? look.GetInt32(message, &field)
                              : look.GetRepeatedInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(is_one
                              ? look.GetInt64(message, &field)
                              : look.GetRepeatedInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_UINT32:
      return absl::StrCat(is_one
                              ? look.GetUInt32(message, &field)
                              : look.GetRepeatedUInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_UINT64:
      return absl::StrCat(is_one
                              ? look.GetUInt64(message, &field)
                              : look.GetRepeatedUInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return absl::StrCat(is_one
                              ? look.GetDouble(message, &field)
                              : look.GetRepeatedDouble(message, &field, index));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return absl::StrCat(is_one
                              ? look.GetFloat(message, &field)
                              : look.GetRepeatedFloat(message, &field, index));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return "";
}

std::string PlainCell(const Message& message, const FieldDescriptor& field) {
  const bool is_text = field.cpp_type() == FieldDescriptor::CPPTYPE_STRING;
  if (!field.is_repeated()) {
    const std::string value = Plain(message, field, -1);
    return is_text ? CsvText(value) : value;
  }
  std::vector<std::string> values;
  const int count = message.GetReflection()->FieldSize(message, &field);
  for (int i = 0; i < count; ++i) values.push_back(Plain(message, field, i));
  return CsvTexts(values);
}

bool IsMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

bool IsPlainMap(const FieldDescriptor& field) {
  return field.is_map() && !IsMessage(*field.message_type()->map_value());
}

// "audience=seniors; theft=pickpocketing".
std::string MapCell(const Message& message, const FieldDescriptor& field) {
  const Descriptor& entry = *field.message_type();
  const Reflection& look = *message.GetReflection();
  std::vector<std::string> entries;
  for (int i = 0; i < look.FieldSize(message, &field); ++i) {
    const Message& one = look.GetRepeatedMessage(message, &field, i);
    entries.push_back(absl::StrCat(Plain(one, *entry.map_key(), -1), "=",
                                   Plain(one, *entry.map_value(), -1)));
  }
  // A map has no order of its own.
  std::sort(entries.begin(), entries.end());
  return CsvTexts(entries);
}

// Bytes, and what only the reply of a mutation holds: the position after it.
bool IsLeftOut(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_BYTES ||
         (IsMessage(field) && absl::EndsWith(field.name(), "_position"));
}

enum class Row { kHeader, kCells };

std::string CellOf(const Message& message, const FieldDescriptor& field) {
  const Reflection& look = *message.GetReflection();
  if (!IsMessage(field)) return PlainCell(message, field);
  if (IsPlainMap(field)) return MapCell(message, field);
  if (field.is_repeated()) {
    return absl::StrCat(look.FieldSize(message, &field));
  }
  return look.HasField(message, &field)
             ? OneCell(look.GetMessage(message, &field))
             : "";
}

// The message in `field`; nullptr where it, or what would hold it, is absent.
const Message* Within(const Message* message, const FieldDescriptor& field) {
  if (message == nullptr) return nullptr;
  const Reflection& look = *message->GetReflection();
  return look.HasField(*message, &field) ? &look.GetMessage(*message, &field)
                                         : nullptr;
}

// What of a row is shown.
struct Columns {
  const Descriptor& type;
  // Names of columns that are not.
  const std::vector<std::string>& left_out;
};

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Appends the names of the columns, or the cells of `message`, empty ones when
// it is null: one walk for all, so that they cannot differ.
void Walk(const Columns& columns, const std::string& prefix, Row row,
          const Message* message, int depth, std::vector<std::string>& cells) {
  for (int i = 0; i < columns.type.field_count(); ++i) {
    const FieldDescriptor& field = *columns.type.field(i);
    const std::string name = absl::StrCat(prefix, field.name());
    if (IsLeftOut(field) || depth > kDepthMax || Has(columns.left_out, name)) {
      continue;
    }
    if (IsMessage(field) && !field.is_repeated() &&
        !IsOneCell(*field.message_type())) {
      Walk({*field.message_type(), columns.left_out}, absl::StrCat(name, "."),
           row, Within(message, field), depth + 1, cells);
    } else if (row == Row::kHeader) {
      cells.push_back(CsvText(name));
    } else {
      cells.push_back(message == nullptr ? "" : CellOf(*message, field));
    }
  }
}

// The field of the rows; null when the answer is one row itself.
const FieldDescriptor* RecordsOf(const Descriptor& answer,
                                 const std::string& name) {
  for (int i = 0; i < answer.field_count(); ++i) {
    const FieldDescriptor& field = *answer.field(i);
    if (field.is_repeated() && IsMessage(field) &&
        (name.empty() || field.name() == name)) {
      return &field;
    }
  }
  return nullptr;
}

void AddRow(const Columns& columns, const Message& record, std::string& csv) {
  std::vector<std::string> cells;
  Walk(columns, "", Row::kCells, &record, 0, cells);
  AddCsvLine(cells, csv);
}

}  // namespace

std::string CsvOf(const Message& answer, const std::string& name,
                  const std::vector<std::string>& left_out) {
  const FieldDescriptor* const records =
      RecordsOf(*answer.GetDescriptor(), name);
  const Descriptor& type =
      records == nullptr ? *answer.GetDescriptor() : *records->message_type();
  const Columns columns{type, left_out};
  std::string csv;
  std::vector<std::string> header;
  Walk(columns, "", Row::kHeader, nullptr, 0, header);
  AddCsvLine(header, csv);
  if (records == nullptr) {
    AddRow(columns, answer, csv);
    return csv;
  }
  const Reflection& look = *answer.GetReflection();
  for (int i = 0; i < look.FieldSize(answer, records); ++i) {
    AddRow(columns, look.GetRepeatedMessage(answer, records, i), csv);
  }
  return csv;
}

void ListsRows(Command& command, Cli& cli) {
  command.app()
      .add_option("--format", *cli.format(),
                  cli.T({"A table, the answer of the service as JSON, or its "
                         "rows as CSV with \";\" between cells.",
                         "Un tableau, la réponse du service en JSON, ou ses "
                         "lignes en CSV, \";\" entre les cellules.",
                         "Een tabel, het antwoord van de dienst als JSON, of "
                         "zijn rijen als CSV met \";\" tussen de cellen."}))
      ->check(CLI::IsMember({"text", "json", "csv"}))
      ->option_text("text|json|csv");
}

bool WantsData(Cli& cli) { return *cli.format() != "text"; }

absl::Status PrintData(Cli& cli, const Message& answer,
                       const std::string& records,
                       const std::vector<std::string>& left_out) {
  if (cli.is_json()) return cli.PrintJson(answer);
  cli.out() << CsvOf(answer, records, left_out);
  return absl::OkStatus();
}

}  // namespace entente::client
