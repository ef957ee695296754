#include "services/indicators/release_request_rules.h"

#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "services/common/base/error.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/name_rules.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/release_errors.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::Status CheckMeasures(const v1::Release& release) {
  if (release.measure_codes().empty()) return MeasuresMissing();
  if (release.measure_codes_size() > kReleasedMeasuresMax) {
    return TooManyReleasedMeasures(kReleasedMeasuresMax);
  }
  std::set<std::string> seen;
  for (const std::string& code : release.measure_codes()) {
    if (!IsMeasureCode(code)) {
      return UnknownMeasure(code, "release.measure_codes");
    }
    if (!seen.insert(code).second) return MeasureTwice(code);
  }
  return absl::OkStatus();
}

absl::Status CheckTitle(const std::string& title, const std::string& field) {
  if (absl::StripAsciiWhitespace(title).empty()) return TitleMissing(field);
  return ValidateLine(title, field, kReleaseTitleCharactersMax);
}

// As a token has it. An address of a person is none: it would stand in answers.
bool IsRecipient(const std::string& subject) {
  if (subject.empty() || subject.size() > kRecipientBytesMax) return false;
  for (const char c : subject) {
    if (c <= ' ' || c > '~' || c == '@') return false;
  }
  return true;
}

absl::Status CheckRecipients(const v1::Release& release) {
  if (release.audience() == v1::Release::AUDIENCE_PUBLIC) {
    return release.recipients().empty() ? absl::OkStatus()
                                        : RecipientsNeedless();
  }
  if (release.recipients().empty()) return RecipientsMissing();
  if (release.recipients_size() > kRecipientsMax) {
    return TooManyRecipients(kRecipientsMax);
  }
  std::set<std::string> seen;
  for (const std::string& subject : release.recipients()) {
    if (!IsRecipient(subject)) return RecipientInvalid();
    if (!seen.insert(subject).second) return RecipientTwice();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<MonthSpan> ValidateRelease(const v1::Release& release) {
  if (release.audience() != v1::Release::AUDIENCE_PUBLIC &&
      release.audience() != v1::Release::AUDIENCE_STATE_CONFIDENTIAL) {
    return AudienceMissing();
  }
  if (release.step() == v1::Release::STEP_UNSPECIFIED ||
      !v1::Release::Step_IsValid(release.step())) {
    return StepMissing();
  }
  if (release.is_by_area() && !release.split_by().empty()) {
    return ReleaseSplitByArea();
  }
  ENTENTE_RETURN_IF_ERROR(CheckMeasures(release));
  MonthSpan span;
  ENTENTE_ASSIGN_OR_RETURN(span.first, ParsePeriodMonth(release.first_month(),
                                                        "release.first_month"));
  ENTENTE_ASSIGN_OR_RETURN(
      span.last, ParsePeriodMonth(release.last_month(), "release.last_month"));
  ENTENTE_RETURN_IF_ERROR(ValidateMonths(span.first, span.last));
  ENTENTE_RETURN_IF_ERROR(ValidateSteps(span, release.step()));
  ENTENTE_RETURN_IF_ERROR(CheckTitle(release.title().fr(), "release.title.fr"));
  ENTENTE_RETURN_IF_ERROR(CheckTitle(release.title().nl(), "release.title.nl"));
  ENTENTE_RETURN_IF_ERROR(CheckRecipients(release));
  return span;
}

absl::Status ValidateReleaseSize(const v1::Release& release,
                                 const MonthSpan& span,
                                 const std::vector<v1::ReleaseArea>& rows) {
  if (release.is_by_area() && rows.size() < 2) return ReleaseNoAreas();
  const auto cells = static_cast<int64_t>(
      rows.size() * ColumnsOf(span, release.step(), true).size());
  return cells <= kReleaseCellsMax ? absl::OkStatus()
                                   : ReleaseTooLarge(cells, kReleaseCellsMax);
}

}  // namespace entente::indicators
