// The columns of what is exported as SDMX-CSV 2.0, once for the head of the
// file and for the structure message that explains it (sdmx_structure.h).
//
// Four dataflows, each of a structure of its own: the figures of a series or of
// a release, and both split by a code list, which adds two dimensions.
//
// Whoever adds or changes a column raises kSdmxVersion, as SDMX asks:
//
//   major  a dimension, measure or mandatory attribute more; a column or code
//          less; another id or type; an attribute that becomes mandatory
//   minor  an optional attribute or a code more; an attribute that becomes
//          optional
//   patch  a name or a description alone
//
// A new column has its concept in sdmx_words.cc. Its cells are written by hand,
// in the order of the columns: SeriesSdmxCsv (series_export.cc) and
// ReleaseSdmxCsv (release_export.cc) follow it. Pure.
#ifndef TOOLS_CLIENT_SDMX_COLUMNS_H_
#define TOOLS_CLIENT_SDMX_COLUMNS_H_

#include <string>
#include <vector>

namespace entente::client {

inline constexpr char kSdmxAgency[] = "ENTENTE";
// Of the dataflows and their structures. 1.0.0 was without IS_LOCAL.
inline constexpr char kSdmxVersion[] = "1.1.0";

enum class SdmxDataflow { kSeries, kSplitSeries, kRelease, kSplitRelease };

inline constexpr SdmxDataflow kSdmxDataflows[] = {
    SdmxDataflow::kSeries, SdmxDataflow::kSplitSeries, SdmxDataflow::kRelease,
    SdmxDataflow::kSplitRelease};

struct SdmxColumn {
  enum class Role { kDimension, kTime, kMeasure, kAttribute };
  // How a value that is of no code list is written.
  enum class Text { kString, kLong, kDecimal, kPeriod, kZeroOrOne };

  // Of the component, of its concept, and the title in the file.
  std::string id;
  Role role = Role::kAttribute;
  // The list that values are of; empty where they are of none.
  std::string code_list = {};
  Text text = Text::kString;
  // Of an attribute: no row may leave it empty.
  bool is_mandatory = false;
};

// "SERIES".
std::string SdmxDataflowId(SdmxDataflow dataflow);

// "ENTENTE:SERIES(1.1.0)".
std::string SdmxDataflowName(SdmxDataflow dataflow);

// The components in the order in which they are written. SDMX-CSV 2.0 asks for
// dimensions first and takes any order: the columns of a split stand where they
// stood before there was a structure message.
std::vector<SdmxColumn> SdmxColumns(SdmxDataflow dataflow);

// The titles of the file: three that SDMX-CSV sets, then SdmxColumns.
std::vector<std::string> SdmxCsvTitles(SdmxDataflow dataflow);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SDMX_COLUMNS_H_
