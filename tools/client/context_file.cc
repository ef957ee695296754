#include "tools/client/context_file.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tools/client/context_text.h"
#include "tools/client/csv.h"
#include "tools/client/format.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

absl::Status FileError(const std::string& reason, Sentence sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason, .sentence = std::move(sentence)});
}

absl::Status RowError(const std::string& name, int64_t line,
                      const std::string& column, const Sentence& right) {
  return FileError(
      "CONTEXT_ROW",
      {absl::StrCat(name, ", line ", line, ", column ", column, ": ", right.en),
       absl::StrCat(name, ", ligne ", line, ", colonne ", column, " : ",
                    right.fr),
       absl::StrCat(name, ", regel ", line, ", kolom ", column, ": ",
                    right.nl)});
}

absl::StatusOr<v1::ContextFigure> ReadRow(const CsvRow& row,
                                          const std::string& name,
                                          int decimals) {
  if (row.is_malformed) {
    return RowError(name, row.line, "-",
                    {"the line cannot be read: cells, quotes or UTF-8.",
                     "ligne illisible : cellules, guillemets ou UTF-8.",
                     "onleesbare regel: cellen, aanhalingstekens of UTF-8."});
  }
  v1::ContextFigure figure;
  figure.set_period(row.cells[0]);
  figure.set_area(row.cells[1]);
  const std::optional<int64_t> value = ParseScaled(row.cells[2], decimals);
  if (!value.has_value()) {
    const std::string most = absl::StrCat(decimals);
    return RowError(
        name, row.line, "value",
        {absl::StrCat("a number with at most ", most,
                      " decimals, as the series says, and nothing between "
                      "thousands."),
         absl::StrCat("un nombre d'au plus ", most,
                      " décimales, comme le dit la série, et rien entre les "
                      "milliers."),
         absl::StrCat("een getal met hoogstens ", most,
                      " decimalen, zoals de reeks zegt, en niets tussen de "
                      "duizendtallen.")});
  }
  figure.set_value(*value);
  const auto published = ParseDateFlag("published", row.cells[3]);
  if (!published.ok()) {
    return RowError(name, row.line, "published",
                    {"a day, as in 2019-06-01.", "un jour, comme 2019-06-01.",
                     "een dag, zoals 2019-06-01."});
  }
  *figure.mutable_publish_date() = *published;
  return figure;
}

}  // namespace

absl::StatusOr<std::vector<v1::ContextFigure>> ReadContextFile(
    std::istream& in, const std::string& name,
    const v1::ContextSeries& series) {
  ENTENTE_ASSIGN_OR_RETURN(
      CsvReader reader,
      CsvReader::Open(in, name,
                      {{"period"}, {"area"}, {"value"}, {"published"}}));
  std::vector<v1::ContextFigure> figures;
  CsvRow row;
  while (reader.Next(row)) {
    if (figures.size() == kContextRowsMax) {
      const std::string most = absl::StrCat(kContextRowsMax);
      return FileError("CONTEXT_FILE_TOO_LONG",
                       {absl::StrCat(name, ": at most ", most, " figures."),
                        absl::StrCat(name, " : au plus ", most, " chiffres."),
                        absl::StrCat(name, ": hoogstens ", most, " cijfers.")});
    }
    ENTENTE_ASSIGN_OR_RETURN(figures.emplace_back(),
                             ReadRow(row, name, series.decimals()));
  }
  if (figures.empty()) {
    return FileError("CONTEXT_FILE_EMPTY",
                     {absl::StrCat(name, " holds no figure."),
                      absl::StrCat(name, " ne contient aucun chiffre."),
                      absl::StrCat(name, " bevat geen cijfer.")});
  }
  return figures;
}

}  // namespace entente::client
