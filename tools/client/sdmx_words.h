// What the columns of SDMX-CSV and the codes in them are called: the words of
// the structure message (sdmx_structure.h), in English, French and Dutch. Pure.
#ifndef TOOLS_CLIENT_SDMX_WORDS_H_
#define TOOLS_CLIENT_SDMX_WORDS_H_

#include <string>
#include <vector>

#include "services/common/base/error.h"
#include "tools/client/sdmx_columns.h"

namespace entente::client {

struct SdmxCode {
  std::string id;
  Sentence name;
};

// Those codes of a list that exports use, and no other.
struct SdmxCodeList {
  std::string id;
  Sentence name;
  // With the cross-domain list of SDMX whose codes these are.
  Sentence description;
  std::vector<SdmxCode> codes;
};

struct SdmxConcept {
  // Of the column.
  std::string id;
  Sentence name;
  Sentence description;
};

struct SdmxTitle {
  Sentence name;
  Sentence description;
};

const std::vector<SdmxCodeList>& SdmxCodeLists();

// One per column of any dataflow, in the order of the columns.
const std::vector<SdmxConcept>& SdmxConcepts();

SdmxTitle SdmxDataflowTitle(SdmxDataflow dataflow);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SDMX_WORDS_H_
