#include "services/indicators/context_store.h"

#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/period_store.h"

namespace entente::indicators {

namespace {

// A series from before versions were kept says no number.
void Number(v1::ContextSeries& series) {
  if (series.version() > 0) return;
  series.set_version(1);
  series.set_etag("1");
}

}  // namespace

absl::StatusOr<std::optional<v1::ContextSeriesRecord>> ReadContextSeries(
    const store::Reader& reader, const ContextSeriesName& name) {
  ENTENTE_ASSIGN_OR_RETURN(std::optional<v1::ContextSeriesRecord> record,
                           store::GetRecord<v1::ContextSeriesRecord>(
                               reader, ContextSeriesKey(name)));
  if (record.has_value()) Number(*record->mutable_series());
  return record;
}

absl::StatusOr<std::vector<v1::ContextSeries>> ReadContextSeriesVersions(
    const store::Reader& reader, const ContextSeriesName& name) {
  std::vector<v1::ContextSeries> versions;
  ENTENTE_ASSIGN_OR_RETURN(const auto record, ReadContextSeries(reader, name));
  if (!record.has_value()) return versions;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ContextSeriesRecord>(
      reader, FormerContextSeriesPrefix(name), "",
      [&](absl::string_view, const v1::ContextSeriesRecord& former) {
        versions.push_back(former.series());
        return true;
      }));
  versions.push_back(record->series());
  for (v1::ContextSeries& version : versions) {
    version.set_figure_count(record->series().figure_count());
  }
  return versions;
}

absl::StatusOr<std::vector<v1::ContextSeries>> ListContextSeries(
    const store::Reader& reader, const std::string& municipality) {
  std::vector<v1::ContextSeries> list;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ContextSeriesRecord>(
      reader, ContextSeriesPrefix(municipality), "",
      [&](absl::string_view, const v1::ContextSeriesRecord& record) {
        list.push_back(record.series());
        Number(list.back());
        return true;
      }));
  return list;
}

absl::StatusOr<std::optional<v1::ContextFigure>> ReadContextFigure(
    const store::Reader& reader, const ContextSeriesName& name, int32_t month,
    absl::string_view area) {
  std::optional<v1::ContextFigure> latest;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ContextFigureRecord>(
      reader, ContextFigurePrefix(name, month, area), "",
      [&](absl::string_view, const v1::ContextFigureRecord& record) {
        latest = record.figure();
        return true;
      }));
  return latest;
}

absl::Status ScanContextFigures(
    const store::Reader& reader, const ContextSeriesName& name,
    const std::string& start,
    absl::FunctionRef<bool(const ContextFigureKeyParts& parts,
                           const v1::ContextFigure&)>
        visit) {
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ContextFigureRecord>(
      reader, ContextFigurePrefix(name), start,
      [&](absl::string_view key, const v1::ContextFigureRecord& record) {
        const auto parts = ParseContextFigureKey(key);
        status = parts.status();
        return parts.ok() && visit(*parts, record.figure());
      }));
  return status;
}

absl::Status PutContextSeries(store::Transaction& transaction,
                              const ContextSeriesName& name,
                              const v1::ContextSeriesRecord& record) {
  return PutUnderDigest(transaction, name.municipality, ContextSeriesKey(name),
                        record);
}

absl::Status PutNextContextSeries(store::Transaction& transaction,
                                  const ContextSeriesName& name,
                                  const v1::ContextSeriesRecord& former,
                                  const v1::ContextSeriesRecord& next) {
  ENTENTE_RETURN_IF_ERROR(PutUnderDigest(
      transaction, name.municipality,
      FormerContextSeriesKey(name, former.series().version()), former));
  return PutContextSeries(transaction, name, next);
}

absl::Status PutContextFigure(store::Transaction& transaction,
                              const ContextSeriesName& name, int32_t month,
                              const v1::ContextFigureRecord& record) {
  return PutUnderDigest(
      transaction, name.municipality,
      ContextFigureKey({.series = name,
                        .month = month,
                        .area = record.figure().area(),
                        .version = record.figure().version()}),
      record);
}

}  // namespace entente::indicators
