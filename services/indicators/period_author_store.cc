#include "services/indicators/period_author_store.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "entente/common/v1/text.pb.h"
#include "entente/indicators/v1/local_measure.pb.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/activity_move_store.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/local_day.h"
#include "services/indicators/local_measure_rules.h"
#include "services/indicators/on_behalf_store.h"
#include "services/indicators/settings_rules.h"
#include "services/indicators/statement_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::Time SecondOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds());
}

// When the month was approved last, to the second.
absl::Time LastApproval(const v1::PeriodRecord& record) {
  for (int place = record.decisions_size() - 1; place >= 0; --place) {
    const v1::PeriodDecision& decision = record.decisions(place).decision();
    if (decision.kind() == v1::PeriodDecision::KIND_APPROVED) {
      return SecondOf(decision.time());
    }
  }
  return absl::InfinitePast();
}

// Whether what was done at `time` came after the month and since its latest
// version.
bool IsLate(const PeriodView& view, const google::protobuf::Timestamp& time) {
  return MonthOfDay(LocalDay(SecondOf(time))) > view.name.month &&
         SecondOf(time) >= LastApproval(view.record);
}

absl::StatusOr<bool> HasAdopted(const store::Reader& reader,
                                const PeriodView& view,
                                const std::string& subject) {
  if (view.calendar == nullptr) return false;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::PeriodCalendarRecord> record,
      store::GetRecord<v1::PeriodCalendarRecord>(
          reader, CalendarKey(view.name.municipality,
                              view.book->NumberOf(*view.calendar))));
  return record.has_value() && record->subject() == subject &&
         IsLate(view, record->calendar().adopt_time());
}

// A rule is not judged that names a sensitive measure, so whoever makes one
// sensitive switches it off, be it for a moment.
absl::StatusOr<bool> HasHidden(const store::Reader& reader,
                               const PeriodView& view,
                               const std::string& subject) {
  bool is_found = false;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::MeasureSettingsRecord>(
      reader, SettingsPrefix(view.name.municipality), "",
      [&](absl::string_view, const v1::MeasureSettingsRecord& record) {
        is_found = record.subject() == subject &&
                   record.settings().is_sensitive() &&
                   IsLate(view, record.settings().update_time());
        return !is_found;
      }));
  return is_found;
}

// The title or unit of a measure in a month, version by version, or whatever
// else is said of it.
class Words {
 public:
  void Say(const entente::common::v1::LocalizedText& text, bool is_own) {
    Say(text.SerializeAsString(), is_own);
  }
  // What a version does not change stays whose it was.
  void Say(std::string said, bool is_own) {
    if (said == said_) return;
    said_ = std::move(said);
    is_own_ = is_own;
  }
  bool is_own() const { return is_own_; }
  bool is_empty() const { return said_.empty(); }

 private:
  std::string said_;
  bool is_own_ = false;
};

absl::StatusOr<bool> HasRelabelled(const store::Reader& reader,
                                   const PeriodView& view,
                                   const std::string& subject) {
  // Versions of one measure follow each other.
  std::string name;
  int32_t in_force_from = 0;
  Words title, unit;
  bool is_found = false;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::MeasureSettingsRecord>(
      reader, SettingsPrefix(view.name.municipality), "",
      [&](absl::string_view, const v1::MeasureSettingsRecord& record) {
        const v1::MeasureSettings& settings = record.settings();
        if (settings.name() != name) {
          is_found = is_found || title.is_own() || unit.is_own();
          name = settings.name();
          in_force_from = 0;
          title = unit = Words();
        }
        // In this month it is not in force: a later one, or one before that.
        const int32_t first = FirstMonthOf(settings);
        if (first > view.name.month || first < in_force_from) return true;
        in_force_from = first;
        const bool is_own =
            record.subject() == subject && IsLate(view, settings.update_time());
        title.Say(settings.title(), is_own);
        unit.Say(settings.unit(), is_own);
        return true;
      }));
  return is_found || title.is_own() || unit.is_own();
}

// What the versions of a local measure make of a month.
class LocalMonth {
 public:
  void SayDays(std::string said, bool is_own) {
    days_.Say(std::move(said), is_own);
  }
  // In force from `from`, a packed day of the month, on: it takes the place of
  // what others said of these days, not of those before.
  void Define(uint32_t from, std::string said, bool is_own) {
    // What a version does not change stays whose it was.
    if (!pieces_.empty() && pieces_.back().from <= from &&
        pieces_.back().said == said) {
      return;
    }
    while (!pieces_.empty() && pieces_.back().from >= from) {
      // On more days it says the same.
      const Piece& later = pieces_.back();
      is_own = is_own || (later.is_own && later.said == said);
      pieces_.pop_back();
    }
    pieces_.push_back({from, std::move(said), is_own});
  }
  // One that has no day in the month says nothing of it.
  bool is_own() const {
    return days_.is_own() ||
           (!days_.is_empty() &&
            std::any_of(pieces_.begin(), pieces_.end(),
                        [](const Piece& piece) { return piece.is_own; }));
  }

 private:
  // Title, unit, direction and feeds that are in force until the next one.
  struct Piece {
    uint32_t from;
    std::string said;
    bool is_own;
  };

  Words days_;
  // By day.
  std::vector<Piece> pieces_;
};

absl::StatusOr<bool> HasDefined(const store::Reader& reader,
                                const PeriodView& view,
                                const std::string& subject) {
  const int32_t month = view.name.month;
  const auto last_day = static_cast<uint32_t>(month) * 32 + 31;
  // Versions of one measure follow each other.
  std::string name;
  LocalMonth said;
  bool is_found = false;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::LocalMeasureRecord>(
      reader, LocalMeasurePrefix(view.name.municipality), "",
      [&](absl::string_view, const v1::LocalMeasureRecord& record) {
        const v1::LocalMeasure& version = record.local_measure();
        if (version.name() != name) {
          is_found = is_found || said.is_own();
          name = version.name();
          said = LocalMonth();
        }
        const bool is_own =
            record.subject() == subject && IsLate(view, version.update_time());
        const Term days = DaysIn(version, month);
        said.SayDays(
            days.from == 0 ? "" : absl::StrCat(days.from, "-", days.until),
            is_own);
        const uint32_t from = EffectiveDayOf(version);
        if (from <= last_day) {
          // On the days of months before it speaks of the whole month.
          const uint32_t first_day = static_cast<uint32_t>(month) * 32 + 1;
          said.Define(std::max(from, first_day),
                      version.definition().SerializeAsString(), is_own);
        }
        return true;
      }));
  return is_found || said.is_own();
}

}  // namespace

absl::StatusOr<bool> HasEntered(const store::Reader& reader,
                                const PeriodView& view,
                                const std::string& subject) {
  return HasMovedMonth(reader, view.name.municipality, view.name.month,
                       {subject, LastApproval(view.record)});
}

absl::StatusOr<bool> HasStated(const store::Reader& reader,
                               const PeriodView& view,
                               const std::string& subject) {
  if (subject.empty()) return false;
  const absl::Time since = LastApproval(view.record);
  bool is_found = false;
  ENTENTE_RETURN_IF_ERROR(
      ScanStatements(reader, view.name, [&](const v1::StatementRecord& record) {
        is_found = record.subject() == subject &&
                   SecondOf(record.statement().update_time()) >= since;
        return !is_found;
      }));
  return is_found;
}

absl::StatusOr<bool> HasActedOnBehalf(const store::Reader& reader,
                                      const PeriodView& view,
                                      const std::string& subject) {
  if (subject.empty()) return false;
  ENTENTE_ASSIGN_OR_RETURN(const absl::Time last,
                           LastOnBehalf(reader, view.name, subject));
  // A month that was never approved was so in the infinite past.
  return last != absl::InfinitePast() && last >= LastApproval(view.record);
}

absl::StatusOr<bool> HasSetTerms(const store::Reader& reader,
                                 const PeriodView& view,
                                 const std::string& subject) {
  if (subject.empty()) return false;
  ENTENTE_ASSIGN_OR_RETURN(const bool has_adopted,
                           HasAdopted(reader, view, subject));
  if (has_adopted) return true;
  // Versions of a rule follow each other: the last says how it stands.
  std::string name;
  bool is_late = false;
  bool is_found = false;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::MeasureRuleRecord>(
      reader, MeasureRulePrefix(view.name.municipality), "",
      [&](absl::string_view, const v1::MeasureRuleRecord& record) {
        if (record.rule().name() != name) is_found = is_found || is_late;
        name = record.rule().name();
        is_late = record.subject() == subject &&
                  IsLate(view, record.rule().update_time());
        return true;
      }));
  if (is_found || is_late) return true;
  ENTENTE_ASSIGN_OR_RETURN(const bool has_hidden,
                           HasHidden(reader, view, subject));
  if (has_hidden) return true;
  ENTENTE_ASSIGN_OR_RETURN(const bool has_defined,
                           HasDefined(reader, view, subject));
  if (has_defined) return true;
  return HasRelabelled(reader, view, subject);
}

}  // namespace entente::indicators
