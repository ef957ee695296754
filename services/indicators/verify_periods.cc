#include "services/indicators/verify_periods.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/store/records.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/month_store.h"
#include "services/indicators/period_version_store.h"
#include "services/indicators/verify_decisions.h"
#include "services/indicators/verify_on_behalf.h"
#include "services/indicators/verify_registry.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
namespace cv1 = entente::conventions::v1;

std::string Describe(const SourceMonth& month) {
  return absl::StrCat(month.source, " in ", FormatPeriod(month.period));
}

// Measure, split and area, as the contract draws them; written again here.
std::string PlaceOf(const v1::PeriodFigure& figure) {
  const std::string split =
      figure.split().empty() ? "" : absl::StrCat("/", figure.split());
  return absl::StrCat(figure.measure_code(), split, " ", figure.area());
}

// One line a figure, likewise.
std::string LineOf(const v1::PeriodFigure& figure) {
  std::vector<std::string> parts = {
      PlaceOf(figure), absl::StrCat(figure.value()),
      absl::StrCat(figure.denominator()), absl::StrCat(figure.contributions())};
  if (figure.statement_version() != 0) {
    parts.push_back(absl::StrCat(figure.statement_version()));
  }
  return absl::StrJoin(parts, " ");
}

// What comes from rows and activities; facts may arrive for ever, and what is
// stated is read with definitions.
bool IsFromRows(const v1::PeriodFigure& figure) {
  return figure.kind() != cv1::MEASURE_KIND_RATIO &&
         figure.kind() != cv1::MEASURE_KIND_YES_NO &&
         figure.kind() != cv1::MEASURE_KIND_QUALITATIVE;
}

class PeriodRecount {
 public:
  PeriodRecount(const store::Reader& reader, const Differ& differ,
                const std::function<absl::Status()>& go_on,
                PeriodsVerified& verified)
      : reader_(reader), differ_(differ), go_on_(go_on), verified_(verified) {}

  absl::Status CompareSources(const CountedMonths& counted) {
    CountedMonths rest = counted;
    absl::Status status;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::SourceMonthRecord>(
        reader_, AllSourceMonthsPrefix(), "",
        [&](absl::string_view key, const v1::SourceMonthRecord& record) {
          status = go_on_();
          if (!status.ok()) return false;
          ++verified_.source_months;
          const absl::StatusOr<SourceMonth> month = ParseSourceMonthKey(key);
          if (!month.ok()) {
            status = month.status();
            return false;
          }
          const auto found = rest.find(*month);
          std::map<std::string, int64_t> kept;
          int64_t sum = 0;
          for (const v1::SourceMeasureRecord& measure : record.measures()) {
            // One whose events were all corrected out of the month stays.
            if (measure.contributions() == 0) continue;
            kept[measure.measure_code()] += measure.contributions();
            sum += measure.contributions();
          }
          if (record.contributions() != sum ||
              kept != (found == rest.end() ? std::map<std::string, int64_t>()
                                           : found->second)) {
            differ_(absl::StrCat("the count of ", Describe(*month),
                                 " differs from the recount"));
          }
          if (record.has_confirm_time() &&
              record.confirmed_contributions() != record.contributions()) {
            differ_(absl::StrCat("what ", Describe(*month),
                                 " confirmed is not what counts there"));
          }
          if (found != rest.end()) rest.erase(found);
          return true;
        }));
    ENTENTE_RETURN_IF_ERROR(status);
    for (const auto& [month, events] : rest) {
      differ_(absl::StrCat("the count of ", Describe(month), " is missing"));
    }
    return absl::OkStatus();
  }

  absl::Status CompareVersions() {
    absl::Status status;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::PeriodVersionRecord>(
        reader_, AllPeriodVersionsPrefix(), "",
        [&](absl::string_view key, const v1::PeriodVersionRecord& record) {
          status = go_on_();
          if (!status.ok()) return false;
          ++verified_.frozen_versions;
          CheckVersion(key, record.version());
          return true;
        }));
    ENTENTE_RETURN_IF_ERROR(status);
    // A month that lost all its versions is only found from its record.
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::PeriodRecord>(
        reader_, AllPeriodRecordsPrefix(), "",
        [&](absl::string_view key, const v1::PeriodRecord& record) {
          if (record.latest_version() == 0) return true;
          const auto municipality = ParsePeriodMunicipality(key);
          const auto month = ParsePeriodRecordMonth(key);
          status = municipality.ok() ? month.status() : municipality.status();
          if (status.ok()) versions_[FormatPeriod({*municipality, *month})];
          return status.ok();
        }));
    ENTENTE_RETURN_IF_ERROR(status);
    for (const auto& [period, numbers] : versions_) {
      ENTENTE_RETURN_IF_ERROR(go_on_());
      ENTENTE_RETURN_IF_ERROR(CheckPeriod(period, numbers));
    }
    return absl::OkStatus();
  }

 private:
  void CheckVersion(absl::string_view key, const v1::PeriodVersion& version) {
    const auto name = ParsePeriodVersion(version.name(), "name");
    if (!name.ok() || PeriodVersionKey(*name) != key) {
      differ_("a frozen version lies under another name than its own");
      return;
    }
    versions_[FormatPeriod(name->period)].insert(name->number);
    std::string text = version.name() + "\n";
    std::string last;
    for (const v1::PeriodFigure& figure : version.figures()) {
      absl::StrAppend(&text, LineOf(figure), "\n");
      const std::string place = PlaceOf(figure);
      if (place == last) {
        differ_(absl::StrCat(version.name(), " holds a figure twice"));
      }
      last = place;
    }
    if (Sha256Hex(text) != version.sha256()) {
      differ_(absl::StrCat(version.name(), " is not what was frozen"));
    }
  }

  absl::Status CheckPeriod(const std::string& text,
                           const std::set<int32_t>& numbers) {
    ENTENTE_ASSIGN_OR_RETURN(const PeriodName period,
                             ParsePeriod(text, "name"));
    ENTENTE_ASSIGN_OR_RETURN(
        const auto record,
        store::GetRecord<v1::PeriodRecord>(reader_, PeriodRecordKey(period)));
    const int32_t latest = record.has_value() ? record->latest_version() : 0;
    if (numbers.empty() || *numbers.begin() != 1 ||
        *numbers.rbegin() != latest ||
        static_cast<int32_t>(numbers.size()) != latest) {
      differ_(absl::StrCat(text, " does not have the versions it should"));
      return absl::OkStatus();
    }
    if (record->standing() != v1::Period::STANDING_APPROVED) {
      return absl::OkStatus();
    }
    ENTENTE_ASSIGN_OR_RETURN(
        const auto frozen, ReadPeriodVersionRecord(reader_, {period, latest}));
    // Without definitions only what comes from rows and activities is read.
    ENTENTE_ASSIGN_OR_RETURN(const PeriodFigures present,
                             ReadFigures(reader_, Definitions(), period));
    ENTENTE_ASSIGN_OR_RETURN(
        const std::shared_ptr<const Definitions> definitions,
        definitions_.Get(reader_, period.municipality));
    std::vector<std::string> before;
    std::set<std::string> counted;
    std::set<std::string> stated(frozen->stated_measures().begin(),
                                 frozen->stated_measures().end());
    for (const v1::PeriodFigure& figure : frozen->version().figures()) {
      if (IsFromRows(figure)) {
        before.push_back(LineOf(figure));
        counted.insert(figure.measure_code());
      } else {
        stated.insert(figure.measure_code());
      }
    }
    std::vector<std::string> now;
    for (const v1::PeriodFigure& figure : present) {
      const std::string& measure = figure.measure_code();
      // Rows of a measure that people state, then or by now, were not frozen.
      // Which they stated then, an older version does not say, and nothing
      // else keeps it: a convention that is published again leaves no trace of
      // what kind it said before.
      const bool is_stated = stated.count(measure) > 0 ||
                             !frozen->keeps_stated_measures() ||
                             !DoMonthsCount(*definitions, measure);
      if (is_stated && counted.count(measure) == 0) continue;
      now.push_back(LineOf(figure));
    }
    if (before != now) {
      differ_(absl::StrCat("figures of ", text,
                           " moved although the month is approved"));
    }
    return absl::OkStatus();
  }

  const store::Reader& reader_;
  const Differ& differ_;
  const std::function<absl::Status()>& go_on_;
  PeriodsVerified& verified_;
  DefinitionCache definitions_;
  // Name of the period to the numbers of its versions.
  std::map<std::string, std::set<int32_t>> versions_;
};

}  // namespace

absl::Status VerifyPeriods(const store::Reader& reader,
                           const CountedMonths& counted, const Differ& differ,
                           const std::function<absl::Status()>& go_on,
                           PeriodsVerified& verified) {
  PeriodRecount recount(reader, differ, go_on, verified);
  ENTENTE_RETURN_IF_ERROR(recount.CompareSources(counted));
  ENTENTE_RETURN_IF_ERROR(recount.CompareVersions());
  ENTENTE_RETURN_IF_ERROR(go_on());
  ENTENTE_RETURN_IF_ERROR(VerifyRegistry(reader, differ));
  ENTENTE_RETURN_IF_ERROR(go_on());
  ENTENTE_RETURN_IF_ERROR(VerifyOnBehalf(reader, differ));
  ENTENTE_RETURN_IF_ERROR(go_on());
  return VerifyDecisions(reader, differ);
}

}  // namespace entente::indicators
