// An answer of a service as a table for spreadsheets (csv_writer.h).
//
// A list becomes a row for each of its records, as any message does for those
// of the repeated field that is named; any other message one row. The
// header names the fields as the contract does, those of a message within by a
// dot ("position.spent"); it follows from the contract alone, never from what
// the rows hold.
//
//   message or field        cell
//   google.type.Money       1896439.60; the currency too unless it is EUR
//   google.type.Date        2018-03-14; 2018-03 for a month as a whole
//   Timestamp               2018-03-14T09:00:00Z
//   enumeration             its name
//   repeated plain values   joined by "; "
//   map of plain values     "audience=seniors; theft=pickpocketing", by key
//   what an absent message holds   empty, numbers and choices too
//   repeated messages       how many there are
//   bytes, and the position after a mutation ("…_position"): left out
#ifndef TOOLS_CLIENT_CSV_ANSWER_H_
#define TOOLS_CLIENT_CSV_ANSWER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "tools/client/cli.h"

namespace entente::client {

// UTF-8, a header. `records` names the field of the rows; by default the first
// repeated field of messages. `left_out` are fields of a row that this answer
// never holds.
std::string CsvOf(const google::protobuf::Message& answer,
                  const std::string& records = "",
                  const std::vector<std::string>& left_out = {});

// Declares --format=text|json|csv, for commands that answer with rows.
void ListsRows(Command& command, Cli& cli);
// Whether --format asks for data instead of a text for people.
bool WantsData(Cli& cli);
// Prints `answer` as --format says: JSON, or CSV of its `records` without the
// fields that are `left_out`.
absl::Status PrintData(Cli& cli, const google::protobuf::Message& answer,
                       const std::string& records = "",
                       const std::vector<std::string>& left_out = {});

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CSV_ANSWER_H_
