#include <optional>
#include <string>
#include <vector>

#include "google/type/date.pb.h"
#include "tools/client/report/gather.h"
#include "tools/client/report/gather_parts.h"
#include "tools/client/report/unusual_months.h"
#include "tools/client/unusual_question.h"

namespace entente::client {

void GatherUnusual(Session& session, std::optional<int> year,
                   ReportData& data) {
  const std::string municipality = MunicipalityParent(data.convention_name);
  MarkUnusualMonths(
      year,
      [&](const google::type::Date& month,
          const std::vector<std::string>& codes) {
        return AskUnusual(session, municipality, month, codes);
      },
      data);
}

}  // namespace entente::client
