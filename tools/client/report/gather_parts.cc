#include "tools/client/report/gather_parts.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tools/client/report/missing_part.h"

namespace entente::client {

bool Read(const absl::Status& status, const std::string& part,
          const Sentence& what, ReportData& data) {
  if (status.ok()) return true;
  data.missing.push_back(MakeMissingPart(part, what, status));
  return false;
}

std::string MunicipalityParent(const std::string& convention_name) {
  const std::vector<std::string> parts = absl::StrSplit(convention_name, '/');
  if (parts.size() < 2) return convention_name;
  return absl::StrCat(parts[0], "/", parts[1]);
}

void SetMonth(absl::CivilMonth month, google::type::Date& date) {
  date.set_year(static_cast<int>(month.year()));
  date.set_month(month.month());
  date.set_day(1);
}

}  // namespace entente::client
