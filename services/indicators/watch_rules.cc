#include "services/indicators/watch_rules.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/message_lite.h"
#include "services/common/base/hash.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// 64 bits: two states of one series that look alike by chance are not met.
constexpr size_t kMarkDigits = 16;
// Of 1000 measures with the longest codes.
constexpr size_t kTokenBytesMax = 1000 * (64 + 1 + kMarkDigits + 1) + 64;
constexpr char kVersion[] = "1";

std::string MarkOf(absl::string_view bytes) {
  return Sha256Hex(bytes).substr(0, kMarkDigits);
}

void AppendBytes(const google::protobuf::MessageLite& message,
                 std::string& bytes) {
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
}

std::string MarkOf(const google::protobuf::MessageLite& message) {
  std::string bytes;
  AppendBytes(message, bytes);
  return MarkOf(absl::string_view(bytes));
}

// Of each measure all its series.
std::map<std::string, std::string> MarksOf(
    const v1::QuerySeriesResponse& answer) {
  std::map<std::string, std::string> marks;
  for (const v1::Series& series : answer.series()) {
    AppendBytes(series, marks[series.measure_code()]);
  }
  for (auto& [code, mark] : marks) mark = MarkOf(absl::string_view(mark));
  return marks;
}

bool IsMark(absl::string_view text) {
  return text.size() == kMarkDigits &&
         text.find_first_not_of("0123456789abcdef") == absl::string_view::npos;
}

absl::Status InvalidToken() {
  return Invalid(
      "RESUME_TOKEN_INVALID", "resume_token",
      {"This token was not given out for this question. Send the one "
       "of the last message received, or none to start anew.",
       "Ce jeton n'a pas été donné pour cette question. Envoyez "
       "celui du dernier message reçu, ou aucun pour recommencer.",
       "Dit teken is niet voor deze vraag gegeven. Stuur dat van "
       "het laatste bericht, of geen om opnieuw te beginnen."});
}

}  // namespace

v1::QuerySeriesRequest QuestionOf(const v1::WatchSeriesRequest& request) {
  v1::QuerySeriesRequest question;
  question.set_parent(request.parent());
  *question.mutable_measure_codes() = request.measure_codes();
  *question.mutable_from() = request.from();
  *question.mutable_until() = request.until();
  question.set_area(request.area());
  question.set_split_by(request.split_by());
  return question;
}

absl::StatusOr<WatchedSeries> WatchedSeries::Of(
    const v1::WatchSeriesRequest& request) {
  WatchedSeries watched;
  watched.question_mark_ = MarkOf(QuestionOf(request));
  const std::string& token = request.resume_token();
  if (token.empty()) return watched;
  if (token.size() > kTokenBytesMax) return InvalidToken();
  const std::vector<absl::string_view> parts = absl::StrSplit(token, '.');
  if (parts.size() < 2 || parts[0] != kVersion ||
      parts[1] != watched.question_mark_) {
    return InvalidToken();
  }
  for (size_t i = 2; i < parts.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> mark =
        absl::StrSplit(parts[i], absl::MaxSplits(':', 1));
    if (!IsMeasureCode(mark.first) || !IsMark(mark.second) ||
        !watched.marks_.emplace(mark.first, mark.second).second) {
      return InvalidToken();
    }
  }
  return watched;
}

v1::WatchSeriesResponse WatchedSeries::Update(
    const v1::QuerySeriesResponse& answer) {
  v1::WatchSeriesResponse update;
  std::map<std::string, std::string> marks = MarksOf(answer);
  for (const v1::Series& series : answer.series()) {
    const auto had = marks_.find(series.measure_code());
    if (had == marks_.end() || had->second != marks[series.measure_code()]) {
      *update.add_series() = series;
    }
  }
  for (const auto& [code, mark] : marks_) {
    if (marks.count(code) == 0) update.add_removed_measure_codes(code);
  }
  marks_ = std::move(marks);
  update.set_resume_token(Token());
  return update;
}

std::string WatchedSeries::Token() const {
  std::string token = absl::StrCat(kVersion, ".", question_mark_);
  for (const auto& [code, mark] : marks_) {
    absl::StrAppend(&token, ".", code, ":", mark);
  }
  return token;
}

bool IsNews(const v1::WatchSeriesResponse& update) {
  return update.series_size() > 0 || update.removed_measure_codes_size() > 0;
}

}  // namespace entente::indicators
