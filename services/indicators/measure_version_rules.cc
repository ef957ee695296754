#include "services/indicators/measure_version_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/time/civil_time.h"
#include "services/common/base/error.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/error_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

// What one convention says from a packed day until before another one; an open
// end is the largest day.
struct Piece {
  uint32_t from = 0;
  uint32_t end = UINT32_MAX;
  // Of the convention; from then on it speaks only where none is in force.
  uint32_t term_end = UINT32_MAX;
  const cv1::MeasureDefinition* definition = nullptr;
};

// `packed` moved by days; beyond the years that are known the largest day.
uint32_t MoveDay(uint32_t packed, int days) {
  const absl::CivilDay moved = UnpackDay(packed) + days;
  google::type::Date next;
  next.set_year(static_cast<int32_t>(moved.year()));
  next.set_month(moved.month());
  next.set_day(moved.day());
  const uint32_t known = PackDate(next);
  return known == 0 ? UINT32_MAX : known;
}

// Of a month as a whole its last day, whichever the calendar has.
uint32_t LastDayOf(uint32_t packed_day) {
  return DayOf(packed_day) == 0 ? packed_day + 31 : packed_day;
}

template <class Measures>
const cv1::MeasureDefinition* FindIn(const Measures& measures,
                                     const std::string& code) {
  for (const cv1::MeasureDefinition& measure : measures) {
    if (measure.code() == code) return &measure;
  }
  return nullptr;
}

// Those of one convention, by days.
void AddPieces(const std::string& code, const v1::ConventionRecord& record,
               std::vector<Piece>& pieces) {
  const cv1::MeasureDefinition* last = FindIn(record.measures(), code);
  if (last == nullptr) return;
  Piece piece;
  piece.from = PackDate(record.valid_from());
  const uint32_t until = PackDate(record.valid_until());
  const uint32_t end = until == 0 ? UINT32_MAX : MoveDay(until, 1);
  piece.term_end = end;
  for (const cv1::EarlierMeasures& earlier : record.earlier_measures()) {
    const cv1::MeasureDefinition* was = FindIn(earlier.measures(), code);
    const uint32_t was_until = PackDate(earlier.valid_until());
    if (was == nullptr || was_until < piece.from) continue;
    piece.end = MoveDay(was_until, 1);
    piece.definition = was;
    pieces.push_back(piece);
    piece.from = piece.end;
  }
  // What was defined after the term takes no day of it from what was before.
  piece.end = std::max(end, MoveDay(piece.from, 1));
  piece.definition = last;
  pieces.push_back(piece);
}

// Lays what belongs to a day over what is the same on all of them.
void Overlay(const cv1::MeasureDefinition& dated, cv1::MeasureDefinition& all) {
  *all.mutable_title() = dated.title();
  *all.mutable_unit() = dated.unit();
  all.set_direction(dated.direction());
}

// They and whatever else is fed have no sum that means anything.
bool IsPersonHours(const cv1::MeasureFeed& feed) {
  return feed.figure() == cv1::MeasureFeed::FIGURE_PERSON_HOURS;
}

bool IsTheSame(const google::protobuf::MessageLite& a,
               const google::protobuf::MessageLite& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

// Lays over `definition` what `pieces`, oldest convention first, say on the
// day; false where none says anything.
bool DefineOn(uint32_t day, const std::vector<Piece>& pieces,
              cv1::MeasureDefinition& definition) {
  bool is_defined = false;
  for (const bool is_in_term : {true, false}) {
    for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece) {
      if (day < piece->from || day >= piece->end ||
          (day < piece->term_end) != is_in_term) {
        continue;
      }
      if (!is_defined) Overlay(*piece->definition, definition);
      is_defined = true;
      AddFeeds(*piece->definition, definition);
    }
    if (is_defined) return true;
  }
  return false;
}

}  // namespace

absl::Status ValidateEarlier(const v1::ConventionRecord& record,
                             int measures_max) {
  if (record.earlier_measures_size() > kEarlierMax) {
    return Invalid("DEFINITION_LIMIT", "earlier_measures",
                   {"The convention has more versions of its measures than are "
                    "accepted.",
                    "La convention a plus de versions de ses mesures qu'il "
                    "n'est accepté.",
                    "De overeenkomst heeft meer versies van haar metingen dan "
                    "aanvaard."});
  }
  uint32_t last = 0;
  for (const cv1::EarlierMeasures& earlier : record.earlier_measures()) {
    const uint32_t until = PackDate(earlier.valid_until());
    if (until <= last || DayOf(until) == 0) {
      return Invalid("DATE_INVALID", "earlier_measures.valid_until",
                     {"The last days of earlier versions are days, each later "
                      "than the one before.",
                      "Les derniers jours des versions antérieures sont des "
                      "jours, chacun après le précédent.",
                      "De laatste dagen van eerdere versies zijn dagen, elk na "
                      "de vorige."});
    }
    last = until;
    if (earlier.measures_size() > measures_max) {
      return Invalid("DEFINITION_LIMIT", "earlier_measures.measures",
                     {"An earlier version has more measures than are accepted.",
                      "Une version antérieure a plus de mesures qu'il n'est "
                      "accepté.",
                      "Een eerdere versie heeft meer metingen dan aanvaard."});
    }
  }
  return absl::OkStatus();
}

void AddFeeds(const cv1::MeasureDefinition& more, cv1::MeasureDefinition& all) {
  const bool has_feeds = !all.feeds().empty();
  const bool are_person_hours =
      std::any_of(all.feeds().begin(), all.feeds().end(), IsPersonHours);
  for (const cv1::MeasureFeed& feed : more.feeds()) {
    if (has_feeds && IsPersonHours(feed) != are_person_hours) continue;
    const bool is_there = std::any_of(
        all.feeds().begin(), all.feeds().end(), [&](const auto& other) {
          return other.activity_type() == feed.activity_type() &&
                 other.figure() == feed.figure();
        });
    if (!is_there) *all.add_feeds() = feed;
  }
}

const cv1::MeasureDefinition* DefinedOn(const v1::ConventionRecord& record,
                                        const std::string& code,
                                        uint32_t packed_day) {
  for (const cv1::EarlierMeasures& earlier : record.earlier_measures()) {
    if (PackDate(earlier.valid_until()) < LastDayOf(packed_day)) continue;
    const cv1::MeasureDefinition* was = FindIn(earlier.measures(), code);
    if (was != nullptr) return was;
  }
  return FindIn(record.measures(), code);
}

bool IsOn(const v1::Indicator& indicator, uint32_t packed_day) {
  const uint32_t day = LastDayOf(packed_day);
  return PackDate(indicator.begin_date()) <= day &&
         (!indicator.has_end_date() || day < PackDate(indicator.end_date()));
}

std::vector<DatedDefinition> VersionsOf(
    const cv1::MeasureDefinition& newest,
    const std::vector<const v1::ConventionRecord*>& records) {
  std::vector<Piece> pieces;
  for (const v1::ConventionRecord* record : records) {
    AddPieces(newest.code(), *record, pieces);
  }
  std::vector<DatedDefinition> versions;
  if (pieces.size() < 2) return versions;
  std::set<uint32_t> starts;
  for (const Piece& piece : pieces) {
    starts.insert({piece.from, piece.end, piece.term_end});
  }
  for (const uint32_t start : starts) {
    DatedDefinition version{versions.empty() ? 0 : start, newest};
    version.definition.clear_feeds();
    const bool is_defined = DefineOn(start, pieces, version.definition);
    const bool is_news = is_defined && (versions.empty() ||
                                        !IsTheSame(versions.back().definition,
                                                   version.definition));
    if (is_news) versions.push_back(std::move(version));
  }
  // The newest definition may be in force on no day of any term.
  if (versions.size() == 1 && IsTheSame(versions[0].definition, newest)) {
    versions.clear();
  }
  return versions;
}

void CallAs(const v1::MeasureSettings* settings,
            cv1::MeasureDefinition& definition) {
  if (settings == nullptr) return;
  if (settings->has_title()) *definition.mutable_title() = settings->title();
  if (settings->has_unit()) *definition.mutable_unit() = settings->unit();
}

std::vector<DatedDefinition> CalledByPeople(
    std::vector<DatedDefinition> versions, const cv1::MeasureDefinition& newest,
    const SettingsInForce& settings) {
  if (settings.is_empty()) return versions;
  if (versions.empty()) versions.push_back({0, newest});
  // Both may change what it is called.
  std::set<uint32_t> starts;
  for (const DatedDefinition& version : versions) starts.insert(version.from);
  for (const int32_t month : settings.FirstMonths()) {
    starts.insert(PackDate(FirstDayOf(month)));
  }
  std::vector<DatedDefinition> called;
  for (const uint32_t start : starts) {
    DatedDefinition version{start, *VersionOn(versions, start)};
    CallAs(settings.At(MonthOf(start)), version.definition);
    if (called.empty() ||
        !IsTheSame(called.back().definition, version.definition)) {
      called.push_back(std::move(version));
    }
  }
  if (called.size() == 1 && IsTheSame(called[0].definition, newest)) {
    called.clear();
  }
  return called;
}

const cv1::MeasureDefinition* VersionOn(
    const std::vector<DatedDefinition>& versions, uint32_t packed_day) {
  const uint32_t day = LastDayOf(packed_day);
  const cv1::MeasureDefinition* in_force = nullptr;
  for (const DatedDefinition& version : versions) {
    if (version.from > day) break;
    in_force = &version.definition;
  }
  return in_force;
}

std::vector<v1::MeasureVersion> ShownVersions(
    const std::vector<DatedDefinition>& versions) {
  std::vector<v1::MeasureVersion> shown;
  for (const DatedDefinition& version : versions) {
    const cv1::MeasureDefinition& definition = version.definition;
    v1::MeasureVersion& one = shown.emplace_back();
    if (shown.size() > 1) {
      *one.mutable_valid_from() = UnpackDate(version.from);
      *shown[shown.size() - 2].mutable_valid_until() =
          UnpackDate(MoveDay(version.from, -1));
    }
    *one.mutable_title() = definition.title();
    *one.mutable_unit() = definition.unit();
    one.set_direction(definition.direction());
    *one.mutable_feeds() = definition.feeds();
  }
  return shown;
}

}  // namespace entente::indicators
