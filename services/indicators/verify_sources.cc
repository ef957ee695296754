#include "services/indicators/verify_sources.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

std::string Describe(int32_t month) {
  return month == 0 ? "none" : absl::StrCat(month / 12, "-", month % 12 + 1);
}

}  // namespace

void RecountedSources::Add(const Block& block) {
  const v1::BlockColumns& columns = block.columns;
  Delivered& delivered = sources_[{columns.municipality(), columns.source()}];
  for (size_t row = 0; row < block.rows(); ++row) {
    const int correction = block.CorrectionAt(row);
    const bool has_moved = correction < 0 || !columns.is_unchanged(correction);
    const int32_t month = MonthOf(columns.days(static_cast<int>(row)));
    if (has_moved && month < delivered.newest_month) ++delivered.late;
    delivered.newest_month = std::max(delivered.newest_month, month);
  }
}

absl::Status RecountedSources::Compare(
    const store::Reader& reader, const std::function<void(std::string)>& differ,
    const std::function<absl::Status()>& go_on) const {
  for (const auto& [name, delivered] : sources_) {
    const auto& [municipality, source] = name;
    const std::string described =
        absl::StrCat("municipalities/", municipality, "/sources/", source);
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::SourceRecord> kept,
                             store::GetRecord<v1::SourceRecord>(
                                 reader, SourceKey(municipality, source)));
    const int32_t newest = kept.has_value() ? kept->newest_month() : 0;
    if (newest != delivered.newest_month) {
      differ(absl::StrCat("the newest month of ", described, " is ",
                          Describe(newest), ", that of its rows ",
                          Describe(delivered.newest_month)));
    }
    int64_t late = 0;
    absl::Status status;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::SessionRecord>(
        reader, SessionPrefix(municipality, source), "",
        [&](absl::string_view, const v1::SessionRecord& session) {
          status = go_on();
          late += session.totals().late();
          return status.ok();
        }));
    ENTENTE_RETURN_IF_ERROR(status);
    if (late < delivered.late) {
      differ(absl::StrCat("the sessions of ", described, " count ", late,
                          " late rows, and ", delivered.late, " are stored"));
    }
  }
  return absl::OkStatus();
}

}  // namespace entente::indicators
