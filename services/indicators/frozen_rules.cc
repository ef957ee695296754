#include "services/indicators/frozen_rules.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/hash.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/rule_judge_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

// Measure, split and area.
using Place = std::tuple<std::string, std::string, std::string>;

Place PlaceOf(const v1::PeriodFigure& figure) {
  return {figure.measure_code(), figure.split(), figure.area()};
}

bool IsSame(const v1::PeriodFigure& a, const v1::PeriodFigure& b) {
  return a.value() == b.value() && a.denominator() == b.denominator() &&
         a.contributions() == b.contributions();
}

bool IsBefore(const google::protobuf::Timestamp& a,
              const google::protobuf::Timestamp& b) {
  return std::make_pair(a.seconds(), a.nanos()) <
         std::make_pair(b.seconds(), b.nanos());
}

// What the sources of the version did, without sensitive measures as of now.
void WithholdSources(const Definitions& definitions, bool has_sensitive,
                     v1::PeriodVersionRecord& record) {
  std::map<std::string, OpenDelivery> open;
  for (const v1::FrozenSourceRecord& source : record.sources()) {
    open[source.source()] = OpenPartOf(definitions, source.measures());
  }
  record.clear_sources();
  v1::PeriodVersion shown;
  for (v1::PeriodSource& source :
       *record.mutable_version()->mutable_confirmed_sources()) {
    const auto found = open.find(source.source());
    // Frozen before what it consists of was kept: the whole would tell.
    if (found != open.end() || has_sensitive) {
      const OpenDelivery part =
          found == open.end() ? OpenDelivery() : found->second;
      source.set_contributions(part.contributions);
      // By a row that is not shown any more it would be told.
      if (!part.last_delivery_time.has_value() ||
          IsBefore(*part.last_delivery_time, source.last_delivery_time())) {
        source.clear_is_corrected_later();
      }
      source.clear_last_delivery_time();
      if (part.last_delivery_time.has_value()) {
        *source.mutable_last_delivery_time() = *part.last_delivery_time;
      }
    }
    // One that nobody expects is there because of what it delivered.
    if (!source.is_expected() && source.contributions() == 0) continue;
    *shown.add_confirmed_sources() = std::move(source);
  }
  record.mutable_version()->mutable_confirmed_sources()->Swap(
      shown.mutable_confirmed_sources());
}

v1::PeriodFigure NoFigure(const v1::PeriodFigure& other) {
  v1::PeriodFigure none;
  none.set_measure_code(other.measure_code());
  none.set_kind(other.kind());
  none.set_split(other.split());
  none.set_area(other.area());
  return none;
}

}  // namespace

OpenDelivery OpenPartOf(
    const Definitions& definitions,
    const google::protobuf::RepeatedPtrField<v1::SourceMeasureRecord>&
        measures) {
  OpenDelivery open;
  for (const v1::SourceMeasureRecord& measure : measures) {
    if (definitions.IsWithheld(measure.measure_code())) continue;
    open.contributions += measure.contributions();
    if (!measure.has_last_delivery_time()) continue;
    const google::protobuf::Timestamp& time = measure.last_delivery_time();
    if (!open.last_delivery_time.has_value() ||
        IsBefore(*open.last_delivery_time, time)) {
      open.last_delivery_time = time;
    }
  }
  return open;
}

void SortFigures(PeriodFigures& figures) {
  std::sort(figures.begin(), figures.end(),
            [](const v1::PeriodFigure& a, const v1::PeriodFigure& b) {
              return PlaceOf(a) < PlaceOf(b);
            });
}

std::string HashOf(const v1::PeriodVersion& version) {
  std::string text = absl::StrCat(version.name(), "\n");
  for (const v1::PeriodFigure& figure : version.figures()) {
    absl::StrAppend(&text, FormatSeries(figure.measure_code(), figure.split()),
                    " ", figure.area(), " ", figure.value(), " ",
                    figure.denominator(), " ", figure.contributions(), "\n");
  }
  return Sha256Hex(text);
}

bool IsSensitive(const Definitions& definitions,
                 const v1::PeriodFigure& figure) {
  return figure.is_confidential() ||
         definitions.IsWithheld(figure.measure_code());
}

bool Withhold(const Definitions& definitions, v1::PeriodVersionRecord& record) {
  v1::PeriodVersion& version = *record.mutable_version();
  // Every sensitive measure has its entry, or it could be seen which have
  // figures.
  std::map<std::string, cv1::MeasureKind> withheld;
  for (const MeasureInfo& measure : definitions.measures()) {
    if (measure.definition.is_sensitive()) {
      withheld[measure.code()] = measure.definition.kind();
    }
  }
  bool has_sensitive = record.has_sensitive() || !withheld.empty();
  PeriodFigures shown;
  for (const v1::PeriodFigure& figure : version.figures()) {
    if (!IsSensitive(definitions, figure)) {
      shown.push_back(figure);
      continue;
    }
    has_sensitive = true;
    // One that was not sensitive and is not defined any more: that it had
    // figures was no secret.
    if (!figure.is_confidential()) {
      withheld.emplace(figure.measure_code(), figure.kind());
    }
  }
  for (const auto& [code, kind] : withheld) {
    v1::PeriodFigure& entry = shown.emplace_back();
    entry.set_measure_code(code);
    entry.set_kind(kind);
    entry.set_is_confidential(true);
  }
  SortFigures(shown);
  version.mutable_figures()->Assign(shown.begin(), shown.end());
  // Small figures are found from their hash by trying.
  if (has_sensitive) version.clear_sha256();
  WithholdSources(definitions, has_sensitive, record);
  for (v1::RuleJudgement& judgement : *version.mutable_judgements()) {
    WithholdJudgement(definitions, judgement);
  }
  return has_sensitive;
}

void CompareFigures(const Definitions& definitions,
                    const PeriodFigures& present, v1::PeriodVersion& version) {
  std::map<Place, std::pair<const v1::PeriodFigure*, const v1::PeriodFigure*>>
      places;
  for (const v1::PeriodFigure& figure : version.figures()) {
    places[PlaceOf(figure)].first = &figure;
  }
  for (const v1::PeriodFigure& figure : present) {
    places[PlaceOf(figure)].second = &figure;
  }
  std::vector<v1::FigureChange> changes;
  bool is_outdated = false;
  for (const auto& [place, both] : places) {
    const auto& [frozen, now] = both;
    if (frozen != nullptr && now != nullptr && IsSame(*frozen, *now)) continue;
    const v1::PeriodFigure& known = frozen != nullptr ? *frozen : *now;
    if (IsSensitive(definitions, known)) continue;
    is_outdated = true;
    if (changes.size() == kChangesShown) continue;
    v1::FigureChange& change = changes.emplace_back();
    *change.mutable_frozen() = frozen != nullptr ? *frozen : NoFigure(known);
    *change.mutable_present() = now != nullptr ? *now : NoFigure(known);
  }
  version.set_is_outdated(is_outdated);
  for (v1::FigureChange& change : changes) {
    *version.add_changes() = std::move(change);
  }
}

}  // namespace entente::indicators
