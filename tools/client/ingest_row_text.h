// Which rows of a file a person has to look at, by its lines.
#ifndef TOOLS_CLIENT_INGEST_ROW_TEXT_H_
#define TOOLS_CLIENT_INGEST_ROW_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tools/client/ingest_sender.h"
#include "tools/client/language.h"
#include "tools/client/row_lines.h"

namespace entente::client {

// A table of the first rows that were rejected: line, or the number in the
// delivery where no line is known, column and reason; below it how many more
// there are. What follows from the row above it on the same line is left out.
// Empty where no row was rejected.
std::string RejectedRowsText(Language language, int columns,
                             const IngestResult& result, const RowLines& lines);

// "2, 6-8, 13", the lines of ascending `rows`, each once; of many only the
// first ones, and how many more there are.
std::string LinesText(Language language, const std::vector<int64_t>& rows,
                      const RowLines& lines);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_INGEST_ROW_TEXT_H_
