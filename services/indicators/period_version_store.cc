#include "services/indicators/period_version_store.h"

#include <limits>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/fact_store.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/month_store.h"
#include "services/indicators/period_store.h"
#include "services/indicators/renamed_rules.h"
#include "services/indicators/statement_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// By series and area.
using Places = std::map<std::pair<std::string, std::string>, Figure>;

// By measure: the version of the statement that counts.
using StatedVersions = std::map<std::string, int32_t>;

// The records of one month lie between those of all others: from one series
// and area it is a step to the month and a step to the next area.
absl::Status AddRecords(const store::Reader& reader,
                        const Definitions& definitions, const PeriodName& name,
                        Places& places) {
  std::string start;
  while (true) {
    std::optional<MonthKeyParts> found;
    absl::Status status;
    ENTENTE_RETURN_IF_ERROR(
        reader.Scan(MonthPrefix(name.municipality), start,
                    [&](absl::string_view key, absl::string_view) {
                      absl::StatusOr<MonthKeyParts> parts = ParseMonthKey(key);
                      if (parts.ok()) {
                        found = *std::move(parts);
                      } else {
                        status = parts.status();
                      }
                      return false;
                    }));
    ENTENTE_RETURN_IF_ERROR(status);
    if (!found.has_value()) return absl::OkStatus();
    if (found->month < name.month) {
      start =
          MonthKey(name.municipality, found->measure, found->area, name.month);
      continue;
    }
    if (found->month == name.month &&
        DoMonthsCount(definitions, found->measure)) {
      MonthFigures figures;
      ENTENTE_RETURN_IF_ERROR(AddMonths(reader, name.municipality,
                                        found->measure, {found->area},
                                        name.month, name.month, figures));
      places[{found->measure, found->area}] += figures[name.month];
    }
    start = MonthKey(name.municipality, found->measure, found->area,
                     std::numeric_limits<int32_t>::max());
  }
}

absl::Status AddFacts(const store::Reader& reader,
                      const Definitions& definitions, const PeriodName& name,
                      Places& places, StatedVersions& stated) {
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::PaymentRecord> payments,
                           ReadPayments(reader, name.municipality));
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::MeetingFigureRecord> meetings,
                           ReadMeetings(reader, name.municipality));
  for (const MeasureInfo& measure : definitions.measures()) {
    MonthFigures figures =
        FiguresFromFacts(definitions, measure, payments, meetings);
    if (IsStatedKind(measure.definition.kind())) {
      const StatementName statement{{name.municipality, measure.code()},
                                    name.month};
      ENTENTE_ASSIGN_OR_RETURN(const Statements statements,
                               ReadMonthStatement(reader, statement));
      const bool is_told = figures.contains(name.month);
      AddStated(measure, statements, figures);
      if (!is_told && figures.contains(name.month)) {
        stated[measure.code()] = statements.at(name.month).version();
      }
    }
    const auto month = figures.find(name.month);
    if (month == figures.end()) continue;
    places[{measure.code(), name.municipality}] += month->second;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<PeriodFigures> ReadFigures(const store::Reader& reader,
                                          const Definitions& definitions,
                                          const PeriodName& name) {
  Places places;
  ENTENTE_RETURN_IF_ERROR(AddRecords(reader, definitions, name, places));
  StatedVersions stated;
  ENTENTE_RETURN_IF_ERROR(AddFacts(reader, definitions, name, places, stated));
  PeriodFigures figures;
  for (const auto& [place, figure] : places) {
    v1::PeriodFigure& out = figures.emplace_back();
    SeriesName series = ParseSeries(place.first);
    out.set_measure_code(std::move(series.measure));
    out.set_split(std::move(series.split));
    out.set_area(place.second);
    out.set_value(figure.value);
    out.set_denominator(figure.denominator);
    out.set_contributions(figure.contributions);
    // Nothing that is stated is split, and nothing else counts beside it.
    if (const auto version = stated.find(place.first);
        version != stated.end()) {
      out.set_statement_version(version->second);
    }
    const int measure = definitions.Find(out.measure_code());
    if (measure >= 0) {
      out.set_kind(definitions.measures()[measure].definition.kind());
    }
    out.set_is_confidential(IsSensitive(definitions, out));
  }
  SortFigures(figures);
  return figures;
}

absl::StatusOr<std::optional<v1::PeriodVersionRecord>> ReadPeriodVersionRecord(
    const store::Reader& reader, const NumberedPeriodName& name) {
  return store::GetRecord<v1::PeriodVersionRecord>(reader,
                                                   PeriodVersionKey(name));
}

absl::Status PutPeriodVersion(store::Transaction& transaction,
                              const NumberedPeriodName& name,
                              const v1::PeriodVersionRecord& record) {
  return PutUnderHead(transaction, name.period.municipality,
                      PeriodVersionKey(name), record);
}

absl::StatusOr<PeriodVersionPage> ReadPeriodVersions(
    const store::Reader& reader, const PeriodName& name, int32_t from,
    size_t page_size) {
  PeriodVersionPage page;
  int32_t number = from;
  while (true) {
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<v1::PeriodVersionRecord> record,
        ReadPeriodVersionRecord(reader, {name, number}));
    if (!record.has_value()) return page;
    if (page.versions.size() == page_size) {
      page.next_number = number;
      return page;
    }
    page.versions.push_back(*record);
    ++number;
  }
}

absl::Status ReadRenamed(const store::Reader& reader,
                         const Definitions& definitions, const PeriodName& name,
                         v1::PeriodVersion& version) {
  LocalVersions local;
  for (const std::string& code : LocalIn(definitions, version)) {
    ENTENTE_ASSIGN_OR_RETURN(
        auto versions,
        ReadLocalMeasureVersions(reader, {name.municipality, code}));
    local.push_back(std::move(versions));
  }
  const std::vector<std::string> codes =
      AddedToSince(definitions, local, name.month, version);
  if (codes.empty()) return absl::OkStatus();
  std::vector<v1::MeasureSettings> settings;
  for (const std::string& code : codes) {
    ENTENTE_ASSIGN_OR_RETURN(
        const std::vector<v1::MeasureSettings> versions,
        ReadSettingsVersions(reader, {name.municipality, code}));
    settings.insert(settings.end(), versions.begin(), versions.end());
  }
  SetRenamed(definitions, codes, settings, local, name.month, version);
  return absl::OkStatus();
}

absl::StatusOr<absl::CivilDay> DueDayOf(const PeriodBook& book,
                                        const PeriodName& name) {
  const v1::PeriodCalendar* calendar = book.CalendarOf(name.month);
  if (calendar == nullptr) {
    return absl::DataLossError(absl::StrCat(
        FormatPeriod(name), " was approved without a calendar; run --verify"));
  }
  return DaysOf(*calendar, name.month).due;
}

}  // namespace entente::indicators
