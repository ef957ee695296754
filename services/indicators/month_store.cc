#include "services/indicators/month_store.h"

#include <optional>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// Columns of one length and days in range, whoever wrote them.
bool IsWellFormed(const v1::MonthRecord& record) {
  if (record.days_size() != record.sums_size() ||
      record.days_size() != record.contributions_size()) {
    return false;
  }
  for (const uint32_t day : record.days()) {
    if (day > 31) return false;
  }
  return true;
}

absl::Status Damaged(absl::string_view key) {
  absl::StatusOr<MonthKeyParts> parts = ParseMonthKey(key);
  return absl::DataLossError(
      parts.ok() ? absl::StrCat("month record of ", parts->measure,
                                " cannot be right; run --verify")
                 : "month record under a malformed key");
}

void AddRecord(const v1::MonthRecord& record, Figure& figure) {
  for (int i = 0; i < record.days_size(); ++i) {
    figure.value += record.sums(i);
    figure.contributions += record.contributions(i);
  }
}

// Visits the records under `prefix` from `start` on.
absl::Status VisitMonths(
    const store::Reader& reader, const std::string& prefix,
    const std::string& start,
    absl::FunctionRef<void(MonthKeyParts parts, const Figure& figure)> visit) {
  absl::Status parsed;
  const absl::Status scanned = store::ScanRecords<v1::MonthRecord>(
      reader, prefix, start,
      [&](absl::string_view key, const v1::MonthRecord& record) {
        absl::StatusOr<MonthKeyParts> parts = ParseMonthKey(key);
        if (!parts.ok() || !IsWellFormed(record)) {
          parsed = Damaged(key);
          return false;
        }
        Figure figure;
        AddRecord(record, figure);
        visit(*std::move(parts), figure);
        return true;
      });
  return scanned.ok() ? parsed : scanned;
}

absl::Status AddPrefix(const store::Reader& reader, const std::string& prefix,
                       const std::string& start, int32_t from, int32_t until,
                       MonthFigures& figures) {
  return VisitMonths(reader, prefix, start,
                     [&](const MonthKeyParts& parts, const Figure& figure) {
                       if (parts.month >= from && parts.month <= until) {
                         figures[parts.month] += figure;
                       }
                     });
}

}  // namespace

bool DoMonthsCount(const Definitions& definitions, absl::string_view series) {
  const int place = definitions.Find(ParseSeries(series).measure);
  return place < 0 ||
         !IsStatedKind(definitions.measures()[place].definition.kind());
}

absl::Status MonthWriter::Apply(absl::string_view measure,
                                absl::string_view area,
                                const MonthDeltas::Cell& cell) {
  if (!has_moved_version_) ENTENTE_RETURN_IF_ERROR(MoveVersion());
  has_moved_version_ = true;
  const std::string key = MonthKey(municipality_, measure, area, cell.month);
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::MonthRecord> before,
      store::GetRecord<v1::MonthRecord>(transaction_, key));
  std::array<int64_t, 32> sums = cell.sums;
  std::array<int64_t, 32> contributions;
  for (size_t day = 0; day < 32; ++day) {
    contributions[day] = cell.contributions[day];
  }
  if (before.has_value()) {
    if (!IsWellFormed(*before)) return Damaged(key);
    for (int i = 0; i < before->days_size(); ++i) {
      sums[before->days(i)] += before->sums(i);
      contributions[before->days(i)] += before->contributions(i);
    }
  }
  v1::MonthRecord after;
  for (uint32_t day = 0; day < 32; ++day) {
    if (contributions[day] < 0 || sums[day] < 0) return Damaged(key);
    if (contributions[day] == 0) continue;
    after.add_days(day);
    after.add_sums(sums[day]);
    after.add_contributions(contributions[day]);
  }
  if (after.days().empty()) {
    transaction_.Delete(key);
  } else {
    store::PutRecord(transaction_, key, after);
  }
  return absl::OkStatus();
}

absl::Status MonthWriter::MoveVersion() {
  ENTENTE_ASSIGN_OR_RETURN(const int64_t version,
                           ReadMonthsVersion(transaction_, municipality_));
  v1::MonthsHead head;
  head.set_version(version + 1);
  store::PutRecord(transaction_, MonthsHeadKey(municipality_), head);
  return absl::OkStatus();
}

absl::StatusOr<int64_t> ReadMonthsVersion(const store::Reader& reader,
                                          absl::string_view municipality) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::MonthsHead> head,
      store::GetRecord<v1::MonthsHead>(reader, MonthsHeadKey(municipality)));
  return head.has_value() ? head->version() : 0;
}

absl::StatusOr<std::vector<MonthOfSeries>> ReadMonths(
    const store::Reader& reader, absl::string_view municipality,
    absl::string_view measure) {
  std::vector<MonthOfSeries> months;
  ENTENTE_RETURN_IF_ERROR(VisitMonths(
      reader, MonthPrefix(municipality, measure), "",
      [&](MonthKeyParts parts, const Figure& figure) {
        months.push_back({std::move(parts.area), parts.month, figure});
      }));
  return months;
}

absl::Status AddMonths(const store::Reader& reader,
                       absl::string_view municipality,
                       absl::string_view measure,
                       const std::vector<std::string>& areas, int32_t from,
                       int32_t until, MonthFigures& figures) {
  if (areas.empty()) {
    return AddPrefix(reader, MonthPrefix(municipality, measure), "", from,
                     until, figures);
  }
  for (const std::string& area : areas) {
    ENTENTE_RETURN_IF_ERROR(AddPrefix(
        reader, MonthPrefix(municipality, measure, area),
        MonthKey(municipality, measure, area, from), from, until, figures));
  }
  return absl::OkStatus();
}

}  // namespace entente::indicators
