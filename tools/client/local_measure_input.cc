#include "tools/client/local_measure_input.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "tools/client/cli.h"
#include "tools/client/version_input.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using cv1::ActivityType;
using cv1::MeasureFeed;

constexpr std::array<std::pair<const char*, MeasureFeed::Figure>, 5> kFigures =
    {{{"sessions", MeasureFeed::FIGURE_SESSIONS},
      {"participants", MeasureFeed::FIGURE_PARTICIPANTS},
      {"hours", MeasureFeed::FIGURE_HOURS},
      {"persons-reached", MeasureFeed::FIGURE_PERSONS_REACHED},
      {"person-hours", MeasureFeed::FIGURE_PERSON_HOURS}}};

bool IsSame(const MeasureFeed& one, const MeasureFeed& other) {
  return one.activity_type() == other.activity_type() &&
         one.figure() == other.figure();
}

absl::Status NotThere(const std::string& flag, const std::string& what) {
  return UsageError(
      {absl::StrCat(flag, ": ", what, " is not there to be taken away."),
       absl::StrCat(flag, " : ", what, " n'y est pas, rien à retirer."),
       absl::StrCat(flag, ": ", what, " staat er niet, niets weg te nemen.")});
}

void AddFeed(const MeasureFeed& feed, cv1::MeasureDefinition& definition) {
  for (const MeasureFeed& one : definition.feeds()) {
    if (IsSame(one, feed)) return;
  }
  *definition.add_feeds() = feed;
}

void AddType(const ActivityType& type, v1::LocalMeasure& measure) {
  for (ActivityType& one : *measure.mutable_activity_types()) {
    if (one.code() != type.code()) continue;
    *one.mutable_title() = type.title();
    return;
  }
  *measure.add_activity_types() = type;
}

// Whether `is_it` was among `list`, which is without it then.
template <class List, class IsIt>
bool TakeAway(List& list, const IsIt& is_it) {
  const auto gone = std::remove_if(list.begin(), list.end(), is_it);
  if (gone == list.end()) return false;
  list.erase(gone, list.end());
  return true;
}

}  // namespace

cv1::MeasureKind KindOfWord(const std::string& word) {
  if (word == "count") return cv1::MEASURE_KIND_COUNT;
  if (word == "hours") return cv1::MEASURE_KIND_HOURS;
  if (word == "yes-no") return cv1::MEASURE_KIND_YES_NO;
  if (word == "ratio") return cv1::MEASURE_KIND_RATIO;
  if (word == "words") return cv1::MEASURE_KIND_QUALITATIVE;
  return cv1::MEASURE_KIND_UNSPECIFIED;
}

absl::StatusOr<MeasureFeed> ParseFeed(const std::string& flag,
                                      const std::string& text) {
  const size_t sign = text.find('=');
  if (sign != std::string::npos && sign > 0) {
    for (const auto& [word, figure] : kFigures) {
      if (text.substr(sign + 1) != word) continue;
      MeasureFeed feed;
      feed.set_activity_type(text.substr(0, sign));
      feed.set_figure(figure);
      return feed;
    }
  }
  constexpr char kRight[] =
      "TYPE=sessions|participants|hours|persons-reached|person-hours";
  return UsageError({absl::StrCat(flag, " takes ", kRight, "."),
                     absl::StrCat(flag, " demande ", kRight, "."),
                     absl::StrCat(flag, " vraagt ", kRight, ".")});
}

absl::StatusOr<ActivityType> ParseOwnType(const std::string& text) {
  const size_t sign = text.find('=');
  const size_t bar = text.find('|', sign == std::string::npos ? 0 : sign);
  if (sign == std::string::npos || bar == std::string::npos || sign == 0 ||
      bar == sign + 1 || bar + 1 == text.size()) {
    return UsageError(
        {"--activity-type takes CODE=NAME|NAME, in French and in Dutch.",
         "--activity-type demande CODE=NOM|NOM, en français et en néerlandais.",
         "--activity-type vraagt CODE=NAAM|NAAM, in het Frans en het "
         "Nederlands."});
  }
  ActivityType type;
  type.set_code(text.substr(0, sign));
  type.mutable_title()->set_fr(text.substr(sign + 1, bar - sign - 1));
  type.mutable_title()->set_nl(text.substr(bar + 1));
  return type;
}

absl::Status ApplyFeeds(const FeedChange& change, v1::LocalMeasure& measure) {
  for (const std::string& text : change.feeds_away) {
    ENTENTE_ASSIGN_OR_RETURN(const MeasureFeed feed,
                             ParseFeed("--no-feed", text));
    if (!TakeAway(*measure.mutable_definition()->mutable_feeds(),
                  [&](const MeasureFeed& one) { return IsSame(one, feed); })) {
      return NotThere("--no-feed", text);
    }
  }
  for (const std::string& text : change.feeds) {
    ENTENTE_ASSIGN_OR_RETURN(const MeasureFeed feed, ParseFeed("--feed", text));
    AddFeed(feed, *measure.mutable_definition());
  }
  for (const std::string& code : change.types_away) {
    if (!TakeAway(
            *measure.mutable_activity_types(),
            [&](const ActivityType& one) { return one.code() == code; })) {
      return NotThere("--no-activity-type", code);
    }
  }
  for (const std::string& text : change.types) {
    ENTENTE_ASSIGN_OR_RETURN(const ActivityType type, ParseOwnType(text));
    AddType(type, measure);
  }
  return absl::OkStatus();
}

bool AddsFeeds(const v1::LocalMeasure& before, const v1::LocalMeasure& after) {
  const auto& fed = before.definition().feeds();
  for (const MeasureFeed& feed : after.definition().feeds()) {
    if (std::none_of(fed.begin(), fed.end(), [&](const MeasureFeed& one) {
          return IsSame(one, feed);
        })) {
      return true;
    }
  }
  return false;
}

absl::StatusOr<LocalChange> ChangeOf(
    const std::vector<v1::LocalMeasure>& versions, const std::string& reason,
    absl::FunctionRef<absl::Status(v1::LocalMeasure&)> say) {
  const v1::LocalMeasure& latest = versions.front();
  if (versions.size() > 1 && latest.reason() == reason) {
    LocalChange again{.before = versions[1], .next = NextOf(versions[1])};
    if (say(again.next).ok() &&
        again.next.SerializeAsString() == NextOf(latest).SerializeAsString()) {
      again.next.set_reason(reason);
      return again;
    }
  }
  LocalChange change{.before = latest, .next = NextOf(latest)};
  ENTENTE_RETURN_IF_ERROR(say(change.next));
  change.next.set_reason(reason);
  return change;
}

v1::UpdateLocalMeasureRequest UpdateOf(const LocalChange& change,
                                       const std::string& etag) {
  v1::UpdateLocalMeasureRequest request;
  *request.mutable_local_measure() = change.next;
  // Not before.etag(), which is another one once the change was made.
  request.set_etag(etag.empty() ? absl::StrCat(change.before.version()) : etag);
  return request;
}

}  // namespace entente::client
