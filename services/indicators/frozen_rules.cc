#include "services/indicators/frozen_rules.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/hash.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/rule_judge_rules.h"
#include "services/indicators/timeliness_rules.h"

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
         a.contributions() == b.contributions() &&
         a.statement_version() == b.statement_version();
}

// Judges `source` as if it had delivered nothing but `shown`: whether it was in
// time, or corrected, would tell of more.
void JudgeBy(const OpenDelivery& shown, const v1::FrozenSourceRecord& exact,
             absl::CivilDay due, v1::PeriodSource& source) {
  SourceActs acts{.is_expected = source.is_expected(),
                  .has_delivered = shown.contributions > 0 ||
                                   shown.last_delivery_time.has_value(),
                  .delivery_time = shown.last_delivery_time,
                  .confirm_time = {}};
  if (exact.has_judged_time()) acts.confirm_time = exact.judged_time();
  // Of one that is expected its word decides, and that stands. Any other has
  // delivered, or it is left out: no matter on which day it is asked.
  if (!acts.is_expected) {
    source.set_timeliness(TimelinessOf(acts, due, due));
  }
  if (acts.confirm_time.has_value()) {
    source.set_is_corrected_later(IsCorrectedLater(acts, due));
    return;
  }
  // Frozen before that was kept: which row made it so is not known.
  if (!shown.last_delivery_time.has_value() ||
      IsBefore(*shown.last_delivery_time, source.last_delivery_time())) {
    source.clear_is_corrected_later();
  }
}

// What the sources of the version did, without sensitive measures as of now.
void WithholdSources(const Definitions& definitions, absl::CivilDay due,
                     bool has_sensitive, v1::PeriodVersionRecord& record) {
  std::map<std::string, v1::FrozenSourceRecord> kept;
  for (v1::FrozenSourceRecord& source : *record.mutable_sources()) {
    kept[source.source()] = std::move(source);
  }
  record.clear_sources();
  v1::PeriodVersion shown;
  for (v1::PeriodSource& source :
       *record.mutable_version()->mutable_confirmed_sources()) {
    const auto found = kept.find(source.source());
    // Frozen before what it consists of was kept: the whole would tell.
    if (found != kept.end() || has_sensitive) {
      const v1::FrozenSourceRecord exact =
          found == kept.end() ? v1::FrozenSourceRecord() : found->second;
      const OpenDelivery part = OpenPartOf(definitions, exact.measures());
      source.set_contributions(part.contributions);
      JudgeBy(part, exact, due, source);
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
                    figure.denominator(), " ", figure.contributions());
    // Only what is stated has one, and versions of before keep their hash.
    if (figure.statement_version() != 0) {
      absl::StrAppend(&text, " ", figure.statement_version());
    }
    text += "\n";
  }
  return Sha256Hex(text);
}

bool IsSensitive(const Definitions& definitions,
                 const v1::PeriodFigure& figure) {
  return figure.is_confidential() ||
         definitions.IsWithheld(figure.measure_code());
}

bool IsOfKind(const v1::PeriodFigure& figure, cv1::MeasureKind kind) {
  if (figure.kind() == cv1::MEASURE_KIND_UNSPECIFIED ||
      kind == cv1::MEASURE_KIND_UNSPECIFIED) {
    return !IsStatedKind(figure.kind()) && !IsStatedKind(kind);
  }
  return figure.kind() == kind;
}

bool IsOfDefinedKind(const Definitions& definitions,
                     const v1::PeriodFigure& figure) {
  const int place = definitions.Find(figure.measure_code());
  return place < 0 ||
         IsOfKind(figure, definitions.measures()[place].definition.kind());
}

bool Withhold(const Definitions& definitions, absl::CivilDay due,
              v1::PeriodVersionRecord& record) {
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
  WithholdSources(definitions, due, has_sensitive, record);
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
