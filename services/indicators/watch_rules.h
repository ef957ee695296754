// What somebody who watches series has, told by a token that the client keeps:
// the service remembers nothing, so no restart and no pause opens a gap. Pure.
//
// A token is the question and each series as marks (truncated SHA-256): it
// holds no figure, and nothing of what is not shown.
#ifndef SERVICES_INDICATORS_WATCH_RULES_H_
#define SERVICES_INDICATORS_WATCH_RULES_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/series_service.pb.h"

namespace entente::indicators {

// What is asked, but for its token.
entente::indicators::v1::QuerySeriesRequest QuestionOf(
    const entente::indicators::v1::WatchSeriesRequest& request);

// What a client has of the answers to one question.
class WatchedSeries {
 public:
  // Of `request`: nothing yet, or what its token says. Errors: INVALID_ARGUMENT
  // / RESUME_TOKEN_INVALID, also for a token of another question.
  static absl::StatusOr<WatchedSeries> Of(
      const entente::indicators::v1::WatchSeriesRequest& request);

  // What of `answer` the client does not have; from now on it has it.
  entente::indicators::v1::WatchSeriesResponse Update(
      const entente::indicators::v1::QuerySeriesResponse& answer);

 private:
  std::string Token() const;

  std::string question_mark_;
  // Marks by code of the measure, of all its parts together: they are sent
  // again together.
  std::map<std::string, std::string> marks_;
};

// Whether a message changes what the client has.
bool IsNews(const entente::indicators::v1::WatchSeriesResponse& update);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_WATCH_RULES_H_
