// Tables for spreadsheets: what RFC 4180 says, with the ";" between cells that
// spreadsheets of Belgium expect, where a comma stands before the cents.
//
// A spreadsheet runs a text that begins with = + - @, a tab or a line end as a
// formula, and takes a comma, semicolon, tab or line end for the end of a cell
// when it was told to. So a text gets a ' before it and behind each of those
// where a formula would begin, and stands in quotes when it holds one. Amounts,
// numbers and dates are no text and stay as they are, below zero too.
//
// Pure.
#ifndef TOOLS_CLIENT_CSV_WRITER_H_
#define TOOLS_CLIENT_CSV_WRITER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace entente::client {

// One cell that holds text: made harmless, quoted where it must be.
std::string CsvText(absl::string_view text);

// One cell that holds several, joined by "; ": each is made harmless.
std::string CsvTexts(const std::vector<std::string>& texts);

// Appends a line of cells that CsvText made, or that are numbers or dates. Ends
// with CRLF.
void AddCsvLine(const std::vector<std::string>& cells, std::string& csv);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CSV_WRITER_H_
