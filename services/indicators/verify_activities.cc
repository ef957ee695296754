#include "services/indicators/verify_activities.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/activity_move_store.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/indicators_keys.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// Measure, split, area and packed day to figure and contributions.
using Places =
    std::map<std::tuple<std::string, std::string, std::string, uint32_t>,
             std::pair<int64_t, int64_t>>;

class ActivityRecount {
 public:
  using Add = std::function<void(const std::string&, const v1::MeasureEffect&)>;
  using Differ = std::function<void(std::string)>;

  using GoOn = std::function<absl::Status()>;

  ActivityRecount(const store::Reader& reader, const Add& add,
                  const Differ& differ, const GoOn& go_on,
                  ActivitiesVerified& verified)
      : reader_(reader),
        add_(add),
        differ_(differ),
        go_on_(go_on),
        verified_(verified) {}

  absl::Status Run() {
    absl::Status status;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ActivityRecord>(
        reader_, AllActivitiesPrefix(), "",
        [&](absl::string_view key, const v1::ActivityRecord& record) {
          const absl::StatusOr<ActivityKeyParts> parts = ParseActivityKey(key);
          status = parts.ok() ? go_on_() : parts.status();
          if (status.ok()) status = Follow(*parts, record);
          return status.ok();
        }));
    ENTENTE_RETURN_IF_ERROR(status);
    ENTENTE_RETURN_IF_ERROR(FindLost());
    return CompareNumbers();
  }

 private:
  // All versions of one activity; `last` lies under `parts`.
  absl::Status Follow(const ActivityKeyParts& parts,
                      const v1::ActivityRecord& last) {
    ++verified_.activities;
    const std::string name = FormatActivity(parts.name);
    numbers_[parts.name.municipality].insert(parts.name.number);
    if (PackDate(last.activity().date()) != parts.packed_day) {
      differ_(absl::StrCat(name, " lies under another day than its own"));
    }
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::ActivityPlace> place,
                             store::GetRecord<v1::ActivityPlace>(
                                 reader_, ActivityPlaceKey(parts.name)));
    if (!place.has_value() || place->day() != parts.packed_day) {
      differ_(absl::StrCat(name, " is not found by its name"));
    }
    ENTENTE_ASSIGN_OR_RETURN(std::vector<v1::ActivityRecord> versions,
                             EarlierOf(parts.name));
    verified_.earlier_versions += static_cast<int64_t>(versions.size());
    versions.push_back(last);
    Places counted;
    for (size_t i = 0; i < versions.size(); ++i) {
      CheckVersion(name, versions[i], i + 1, i + 1 == versions.size());
      ENTENTE_RETURN_IF_ERROR(
          FindMoves(parts.name, versions[i], static_cast<int32_t>(i + 1)));
      Count(parts.name.municipality, versions[i], i == 0, counted);
      if (counted != SaidBy(versions[i])) {
        differ_(absl::StrCat(name, " version ", i + 1,
                             " does not count for what was moved"));
      }
    }
    return absl::OkStatus();
  }

  // As they lie, whatever their number says.
  absl::StatusOr<std::vector<v1::ActivityRecord>> EarlierOf(
      const ActivityName& name) const {
    std::vector<v1::ActivityRecord> versions;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ActivityRecord>(
        reader_, ActivityVersionPrefix(name), "",
        [&](absl::string_view key, const v1::ActivityRecord& record) {
          versions.push_back(record);
          const size_t number = versions.size();
          if (key != ActivityVersionKey(name, static_cast<int32_t>(number))) {
            differ_(absl::StrCat(FormatActivity(name), " version ", number,
                                 " is missing"));
          }
          return true;
        }));
    return versions;
  }

  void CheckVersion(const std::string& name, const v1::ActivityRecord& record,
                    size_t number, bool is_last) const {
    using Version = v1::ActivityVersion;
    const Version::Kind kind = record.kind();
    // A record from before versions were kept says 0.
    const bool has_number = record.version() == static_cast<int32_t>(number) ||
                            (number == 1 && record.version() == 0);
    const bool has_kind =
        number == 1 ? kind == Version::KIND_UNSPECIFIED
                    : kind == Version::KIND_EDITED ||
                          (kind == Version::KIND_WITHDRAWN && is_last);
    if (!has_number || !has_kind || record.activity().name() != name) {
      differ_(absl::StrCat(name, " version ", number,
                           " is not the one it should be"));
    }
    if (kind == Version::KIND_WITHDRAWN &&
        !record.activity().effects().empty()) {
      differ_(absl::StrCat(name, " counts although it was withdrawn"));
    }
    for (const v1::MeasureEffect& effect : record.activity().effects()) {
      if (!IsSplitSound(record.activity(), effect)) {
        differ_(absl::StrCat(name, " version ", number,
                             " is split otherwise than it says"));
      }
    }
  }

  // The keys of whose moves of months the version was.
  absl::Status FindMoves(const ActivityName& name,
                         const v1::ActivityRecord& record, int32_t number) {
    for (const std::string& key : MoveKeysOf(name, number, record)) {
      ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> found,
                               reader_.Get(key));
      if (found.has_value()) {
        ++moves_;
        continue;
      }
      differ_(absl::StrCat(FormatActivity(name), " version ", number,
                           " is not found by a month that it moved"));
    }
    return absl::OkStatus();
  }

  // A split is one that the activity says, and all of its measure's figure.
  static bool IsSplitSound(const v1::Activity& activity,
                           const v1::MeasureEffect& effect) {
    if (effect.split().empty()) return true;
    const size_t sign = effect.split().find('=');
    if (sign == std::string::npos) return false;
    const auto said = activity.breakdown().find(effect.split().substr(0, sign));
    return said != activity.breakdown().end() &&
           said->second == effect.split().substr(sign + 1) &&
           std::any_of(activity.effects().begin(), activity.effects().end(),
                       [&](const v1::MeasureEffect& whole) {
                         return whole.split().empty() &&
                                whole.measure_code() == effect.measure_code() &&
                                whole.delta() == effect.delta();
                       });
  }

  // What the version says that the activity counts for.
  static Places SaidBy(const v1::ActivityRecord& record) {
    Places said;
    for (const v1::MeasureEffect& effect : record.activity().effects()) {
      said[{effect.measure_code(), effect.split(), record.counted_area(),
            PackDate(record.activity().date())}] = {effect.delta(), 1};
    }
    return said;
  }

  void Count(const std::string& municipality, const v1::ActivityRecord& record,
             bool is_first, Places& counted) const {
    std::vector<v1::MeasureEffect> moved(record.changes().begin(),
                                         record.changes().end());
    if (is_first) {
      for (const v1::MeasureEffect& effect : record.activity().effects()) {
        v1::MeasureEffect& added = moved.emplace_back(effect);
        *added.mutable_date() = record.activity().date();
        added.set_area(record.counted_area());
        added.set_contributions(1);
      }
    }
    for (const v1::MeasureEffect& one : moved) {
      add_(municipality, one);
      const Places::key_type place = {one.measure_code(), one.split(),
                                      one.area(), PackDate(one.date())};
      auto& [figure, contributions] = counted[place];
      figure += one.delta();
      contributions += one.contributions();
      if (figure == 0 && contributions == 0) counted.erase(place);
    }
  }

  // What lies where no activity is.
  absl::Status FindLost() {
    int64_t versions = 0;
    int64_t places = 0;
    int64_t moves = 0;
    const auto count = [](int64_t& number) {
      return [&number](absl::string_view, absl::string_view) {
        ++number;
        return true;
      };
    };
    ENTENTE_RETURN_IF_ERROR(
        reader_.Scan(AllActivityVersionsPrefix(), "", count(versions)));
    ENTENTE_RETURN_IF_ERROR(
        reader_.Scan(AllActivityPlacesPrefix(), "", count(places)));
    ENTENTE_RETURN_IF_ERROR(
        reader_.Scan(AllActivityMovesPrefix(), "", count(moves)));
    if (versions != verified_.earlier_versions) {
      differ_(absl::StrCat(versions - verified_.earlier_versions,
                           " versions belong to no activity"));
    }
    if (places > verified_.activities) {
      differ_(absl::StrCat(places - verified_.activities,
                           " places belong to no activity"));
    }
    if (moves != moves_) {
      differ_(absl::StrCat(moves - moves_,
                           " moves of months were made by no version"));
    }
    return absl::OkStatus();
  }

  // Nothing is ever deleted: numbers run from 1 to the last that was given.
  absl::Status CompareNumbers() const {
    for (const auto& [municipality, numbers] : numbers_) {
      ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::ActivityHead> head,
                               store::GetRecord<v1::ActivityHead>(
                                   reader_, ActivityHeadKey(municipality)));
      const int64_t last = head.has_value() ? head->last_number() : 0;
      if (*numbers.begin() != 1 || *numbers.rbegin() != last ||
          static_cast<int64_t>(numbers.size()) != last) {
        differ_(absl::StrCat("activities of ", municipality,
                             " are not numbered 1 to ", last));
      }
    }
    return absl::OkStatus();
  }

  const store::Reader& reader_;
  const Add& add_;
  const Differ& differ_;
  const GoOn& go_on_;
  ActivitiesVerified& verified_;
  // Keys of moves that were looked for and found.
  int64_t moves_ = 0;
  // Of each municipality.
  std::map<std::string, std::set<int64_t>> numbers_;
};

}  // namespace

absl::Status VerifyActivities(
    const store::Reader& reader,
    const std::function<void(const std::string&, const v1::MeasureEffect&)>&
        add,
    const std::function<void(std::string)>& differ,
    const std::function<absl::Status()>& go_on, ActivitiesVerified& verified) {
  return ActivityRecount(reader, add, differ, go_on, verified).Run();
}

}  // namespace entente::indicators
