#include "services/indicators/period_view_store.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/indicators/completeness_rules.h"
#include "services/indicators/period_version_store.h"
#include "services/indicators/rule_store.h"
#include "services/indicators/statement_store.h"
#include "services/indicators/timeliness_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr size_t kEtagDigits = 16;

// All that a source did.
OpenDelivery WholeOf(const v1::SourceMonthRecord& record) {
  OpenDelivery whole{.contributions = record.contributions()};
  if (record.has_last_delivery_time()) {
    whole.last_delivery_time = record.last_delivery_time();
  }
  return whole;
}

// Of what it consists; measures of which all was corrected away say nothing.
// `hides` says which are left out; null: none.
void AddMeasures(const v1::SourceMonthRecord& record, const Definitions* hides,
                 v1::PeriodSource& out) {
  for (const v1::SourceMeasureRecord& measure : record.measures()) {
    if (measure.contributions() == 0) continue;
    if (hides != nullptr && hides->IsWithheld(measure.measure_code())) continue;
    v1::SourceMeasure& shown = *out.add_measures();
    shown.set_measure_code(measure.measure_code());
    shown.set_contributions(measure.contributions());
  }
}

// What it should have reported; nothing of it is frozen.
void AddCompleteness(const PeriodView& view, bool is_own,
                     v1::PeriodSource& out) {
  const v1::SourceMonthRecord none;
  const auto found = view.sources.find(out.source());
  const v1::SourceMonthRecord& record =
      found == view.sources.end() ? none : found->second;
  Completeness completeness =
      CompletenessOf(*view.definitions, out.source(), view.name.month,
                     record.measures(), is_own);
  out.set_expected_measures(completeness.expected);
  for (std::string& code : completeness.missing) {
    out.add_missing_measures(std::move(code));
  }
}

// Whether anything of the source may be shown here, `shown` to itself or not.
bool HasShownActs(const PeriodView& view, bool is_own,
                  const v1::PeriodSource& shown) {
  if (is_own) return view.sources.contains(shown.source());
  return shown.contributions() > 0 || shown.has_last_delivery_time();
}

bool IsExpected(const PeriodView& view, const std::string& source) {
  if (view.calendar == nullptr) return false;
  const auto& expected = view.calendar->expected_sources();
  return std::find(expected.begin(), expected.end(), source) != expected.end();
}

}  // namespace

google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

std::string PeriodView::Etag() const {
  if (etag_key.empty()) return "";
  std::string all = absl::StrCat(calendar == nullptr ? "" : calendar->name(),
                                 "\n", record.SerializeAsString(), "\n");
  for (const auto& [source, month] : sources) {
    absl::StrAppend(&all, source, "\n", month.SerializeAsString(), "\n");
  }
  for (const v1::PeriodFigure& figure : figures.value_or(PeriodFigures())) {
    absl::StrAppend(&all, figure.SerializeAsString(), "\n");
  }
  for (const v1::MeasureRule& rule : rules) {
    absl::StrAppend(&all, rule.name(), " ", rule.version(), "\n");
  }
  for (const std::string& statement : statements) {
    absl::StrAppend(&all, statement, "\n");
  }
  return absl::BytesToHexString(HmacSha256(etag_key, all))
      .substr(0, kEtagDigits);
}

std::vector<std::string> PeriodView::UnconfirmedSources() const {
  std::vector<std::string> missing;
  if (calendar == nullptr) return missing;
  for (const std::string& source : calendar->expected_sources()) {
    const auto found = sources.find(source);
    if (found == sources.end() || !found->second.has_confirm_time()) {
      missing.push_back(source);
    }
  }
  return missing;
}

absl::StatusOr<PeriodView> ReadPeriodView(const store::Reader& reader,
                                          const PeriodCaches& caches,
                                          const PeriodName& name,
                                          absl::CivilDay today) {
  PeriodView view;
  view.name = name;
  view.today = today;
  ENTENTE_ASSIGN_OR_RETURN(view.book,
                           caches.periods.Get(reader, name.municipality));
  ENTENTE_ASSIGN_OR_RETURN(view.definitions,
                           caches.definitions.Get(reader, name.municipality));
  ENTENTE_ASSIGN_OR_RETURN(view.etag_key,
                           ReadEtagKey(reader, name.municipality));
  view.calendar = view.book->CalendarOf(name.month);
  view.state = view.book->StateOf(name.month, today);
  view.record = view.book->RecordOf(name.month);
  ENTENTE_ASSIGN_OR_RETURN(view.sources, ReadSourceMonths(reader, name));
  return view;
}

absl::Status ReadViewFigures(const store::Reader& reader, PeriodView& view) {
  if (view.figures.has_value()) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(view.figures,
                           ReadFigures(reader, *view.definitions, view.name));
  ENTENTE_ASSIGN_OR_RETURN(view.rules,
                           ReadRulesInForce(reader, view.name.municipality));
  return ScanStatements(
      reader, view.name, [&](const v1::StatementRecord& record) {
        view.statements.push_back(absl::StrCat(record.statement().name(), " ",
                                               record.statement().version()));
        return true;
      });
}

v1::PeriodException ToException(const PeriodView& view,
                                const v1::PeriodExceptionRecord& record) {
  v1::PeriodException exception = record.exception();
  exception.set_state(ExceptionStateOf(record, view.state, view.today));
  return exception;
}

v1::PeriodSource ToPeriodSource(const PeriodView& view,
                                const std::string& source, bool is_own) {
  v1::PeriodSource out;
  out.set_source(source);
  out.set_is_expected(IsExpected(view, source));
  v1::SourceMonthRecord record;
  if (const auto found = view.sources.find(source);
      found != view.sources.end()) {
    record = found->second;
  }
  const OpenDelivery shown =
      is_own ? WholeOf(record)
             : OpenPartOf(*view.definitions, record.measures());
  out.set_contributions(shown.contributions);
  if (is_own || view.may_approve || source == view.acted_for) {
    AddMeasures(record, is_own ? nullptr : view.definitions.get(), out);
  }
  if (shown.last_delivery_time.has_value()) {
    *out.mutable_last_delivery_time() = *shown.last_delivery_time;
  }
  out.set_is_confirmed(record.has_confirm_time());
  if (record.has_confirm_time()) {
    *out.mutable_confirm_time() = record.confirm_time();
    out.set_confirmed_by(record.confirmed_by());
  }
  if (view.calendar == nullptr) return out;
  const absl::CivilDay due = DaysOf(*view.calendar, view.name.month).due;
  const SourceActs acts{.is_expected = out.is_expected(),
                        .has_delivered = shown.contributions > 0 ||
                                         shown.last_delivery_time.has_value(),
                        .delivery_time = shown.last_delivery_time,
                        .confirm_time = JudgedConfirmation(record, due)};
  out.set_timeliness(TimelinessOf(acts, due, view.today));
  out.set_is_corrected_later(IsCorrectedLater(acts, due));
  return out;
}

v1::Period ToPeriod(const PeriodView& view) {
  v1::Period period;
  period.set_name(FormatPeriod(view.name));
  period.set_stage(view.state.stage);
  period.set_standing(view.state.standing);
  std::set<std::string> codes;
  if (view.calendar != nullptr) {
    const PeriodDays days = DaysOf(*view.calendar, view.name.month);
    *period.mutable_due_date() = ToDate(days.due);
    *period.mutable_lock_date() = ToDate(days.lock);
    *period.mutable_close_date() = ToDate(days.close);
    period.set_calendar(view.calendar->name());
    codes.insert(view.calendar->expected_sources().begin(),
                 view.calendar->expected_sources().end());
    const int expected = view.calendar->expected_sources_size();
    const int missing = static_cast<int>(view.UnconfirmedSources().size());
    period.set_is_confirmed(expected > 0 && missing == 0);
    period.set_expected_source_count(expected);
    period.set_confirmed_source_count(expected - missing);
  }
  for (const auto& [source, record] : view.sources) codes.insert(source);
  const std::set<std::string> named =
      NamedSources(*view.definitions, view.name.month, view.viewer);
  codes.insert(named.begin(), named.end());
  for (const std::string& source : codes) {
    const bool is_own = source == view.viewer;
    v1::PeriodSource shown = ToPeriodSource(view, source, is_own);
    // That it is there would say that it delivered a sensitive measure.
    if (!is_own && !shown.is_expected() && shown.contributions() == 0 &&
        !named.contains(source)) {
      continue;
    }
    // One that settings name is there whatever it did; that it confirmed would
    // say the same. Nothing is due of it.
    if (!shown.is_expected() && !HasShownActs(view, is_own, shown)) {
      shown.Clear();
      shown.set_source(source);
    }
    AddCompleteness(view, is_own, shown);
    *period.add_sources() = std::move(shown);
  }
  period.set_latest_version(view.record.latest_version());
  if (view.state.standing == v1::Period::STANDING_REOPENED ||
      view.state.standing == v1::Period::STANDING_REOPENING_ENDED) {
    *period.mutable_reopen_until() = view.record.reopen_until();
  }
  if (const v1::PeriodDecisionRecord* asked =
          AskedReopening(view.record, view.today);
      asked != nullptr) {
    *period.mutable_reopening_asked_until() = asked->decision().until();
  }
  for (const v1::PeriodExceptionRecord& record : view.record.exceptions()) {
    *period.add_exceptions() = ToException(view, record);
  }
  for (const v1::PeriodDecisionRecord& record : view.record.decisions()) {
    *period.add_decisions() = record.decision();
  }
  if (view.figures.has_value()) period.set_etag(view.Etag());
  return period;
}

}  // namespace entente::indicators
