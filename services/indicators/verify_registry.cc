#include "services/indicators/verify_registry.h"

#include <algorithm>
#include <cstdint>
#include <map>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/local_measure.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/context_rules.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/target_term_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

class RegistryRecount {
 public:
  RegistryRecount(const store::Reader& reader,
                  const std::function<void(std::string)>& differ)
      : reader_(reader), differ_(differ) {}

  absl::Status Run() {
    ENTENTE_RETURN_IF_ERROR(CheckSettings());
    ENTENTE_RETURN_IF_ERROR(CheckLocalMeasures());
    ENTENTE_RETURN_IF_ERROR(CheckTargets());
    ENTENTE_RETURN_IF_ERROR(CheckStatements());
    ENTENTE_RETURN_IF_ERROR(CheckSeries());
    ENTENTE_RETURN_IF_ERROR(CheckFormerSeries());
    return CheckFigures();
  }

 private:
  // The number that the next version of `name` should have; versions of one
  // follow each other.
  int32_t Next(const std::string& name) {
    number_ = name == name_before_ ? number_ + 1 : 1;
    name_before_ = name;
    return number_;
  }

  void NotNumbered(const std::string& name) {
    differ_(absl::StrCat("the versions of ", name,
                         " are not numbered without gap"));
  }

  absl::Status CheckSettings() {
    return store::ScanRecords<v1::MeasureSettingsRecord>(
        reader_, AllSettingsPrefix(), "",
        [&](absl::string_view key, const v1::MeasureSettingsRecord& record) {
          const v1::MeasureSettings& settings = record.settings();
          const int32_t number = Next(settings.name());
          const auto name = ParseSettings(settings.name(), "name");
          if (!name.ok() || settings.version() != number ||
              key != SettingsKey(*name, number)) {
            NotNumbered(settings.name());
          }
          return true;
        });
  }

  absl::Status CheckLocalMeasures() {
    return store::ScanRecords<v1::LocalMeasureRecord>(
        reader_, AllLocalMeasuresPrefix(), "",
        [&](absl::string_view key, const v1::LocalMeasureRecord& record) {
          const v1::LocalMeasure& measure = record.local_measure();
          const int32_t number = Next(measure.name());
          const auto name = ParseLocalMeasure(measure.name(), "name");
          if (!name.ok() || measure.version() != number ||
              measure.definition().code() != name->code ||
              key != LocalMeasureKey(*name, number)) {
            NotNumbered(measure.name());
          }
          return true;
        });
  }

  absl::Status CheckTargets() {
    return store::ScanRecords<v1::TargetRecord>(
        reader_, AllTargetsPrefix(), "",
        [&](absl::string_view key, const v1::TargetRecord& record) {
          const v1::Target& target = record.target();
          const int32_t number = Next(target.name());
          const auto name = ParseTarget(target.name(), "name");
          const auto said =
              name.ok() ? NameOfTarget(name->measure, target) : name;
          if (!said.ok() || target.version() != number ||
              FormatTarget(*said) != target.name() ||
              key != TargetKey(*said, number)) {
            NotNumbered(target.name());
          }
          return true;
        });
  }

  absl::Status CheckStatements() {
    return store::ScanRecords<v1::StatementRecord>(
        reader_, AllStatementsPrefix(), "",
        [&](absl::string_view key, const v1::StatementRecord& record) {
          const v1::Statement& statement = record.statement();
          const int32_t number = Next(statement.name());
          const auto name = ParseStatement(statement.name(), "name");
          if (!name.ok() || statement.version() != number ||
              key != StatementKey(*name, number)) {
            NotNumbered(statement.name());
          }
          return true;
        });
  }

  absl::Status CheckSeries() {
    return store::ScanRecords<v1::ContextSeriesRecord>(
        reader_, AllContextSeriesPrefix(), "",
        [&](absl::string_view key, const v1::ContextSeriesRecord& record) {
          const v1::ContextSeries& series = record.series();
          const auto name = ParseContextSeries(series.name(), "name");
          if (!name.ok() || key != ContextSeriesKey(*name)) {
            differ_("a context series lies under another name than its own");
          }
          series_[series.name()] = series;
          return true;
        });
  }

  absl::Status CheckFormerSeries() {
    // The last of each by name.
    std::map<std::string, int32_t> former;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ContextSeriesRecord>(
        reader_, AllFormerContextSeriesPrefix(), "",
        [&](absl::string_view key, const v1::ContextSeriesRecord& record) {
          const v1::ContextSeries& series = record.series();
          const int32_t number = Next(series.name());
          const auto name = ParseContextSeries(series.name(), "name");
          if (!name.ok() || series.version() != number ||
              key != FormerContextSeriesKey(*name, number)) {
            NotNumbered(series.name());
          }
          former[series.name()] = number;
          return true;
        }));
    for (const auto& [name, series] : series_) {
      // One from before versions were kept says none.
      if (std::max(series.version(), 1) != former[name] + 1) NotNumbered(name);
      former.erase(name);
    }
    for (const auto& [name, number] : former) {
      differ_(absl::StrCat("versions are kept of ", name,
                           ", which is not declared"));
    }
    return absl::OkStatus();
  }

  absl::Status CheckFigures() {
    absl::Status status;
    std::map<std::string, int32_t> counts;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ContextFigureRecord>(
        reader_, AllContextFiguresPrefix(), "",
        [&](absl::string_view key, const v1::ContextFigureRecord& record) {
          const auto parts = ParseContextFigureKey(key);
          status = parts.status();
          if (!status.ok()) return false;
          CheckFigure(*parts, record.figure(), counts);
          return true;
        }));
    ENTENTE_RETURN_IF_ERROR(status);
    for (const auto& [name, series] : series_) {
      if (counts[name] != series.figure_count()) {
        differ_(absl::StrCat(name, " says ", series.figure_count(),
                             " figures and has ", counts[name]));
      }
    }
    return absl::OkStatus();
  }

  void CheckFigure(const ContextFigureKeyParts& parts,
                   const v1::ContextFigure& figure,
                   std::map<std::string, int32_t>& counts) {
    const std::string name = FormatContextSeries(parts.series);
    const auto series = series_.find(name);
    if (series == series_.end()) {
      differ_(absl::StrCat("a figure is of ", name, ", which is not declared"));
      return;
    }
    const std::string place =
        absl::StrCat(name, " ", figure.period(), " ", figure.area());
    const int32_t number = Next(place);
    // Counted where the latest version of the place says a figure.
    const bool stood = number > 1 && stands_;
    stands_ = !figure.is_withdrawn();
    counts[name] += (stands_ ? 1 : 0) - (stood ? 1 : 0);
    if (!stood && !stands_) {
      differ_(absl::StrCat(place, " withdraws a figure that does not stand"));
    }
    if (parts.version != number || figure.version() != number ||
        parts.area != figure.area() ||
        ParseContextPeriod(figure.period(), series->second.frequency()) !=
            parts.month) {
      NotNumbered(place);
    }
  }

  const store::Reader& reader_;
  const std::function<void(std::string)>& differ_;
  std::string name_before_;
  int32_t number_ = 0;
  // Whether the version of a figure that came before was not withdrawn.
  bool stands_ = false;
  // By name.
  std::map<std::string, v1::ContextSeries> series_;
};

}  // namespace

absl::Status VerifyRegistry(const store::Reader& reader,
                            const std::function<void(std::string)>& differ) {
  return RegistryRecount(reader, differ).Run();
}

}  // namespace entente::indicators
