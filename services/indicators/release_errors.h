// What ReleaseService refuses, in the words of the people who read it. Pure.
#ifndef SERVICES_INDICATORS_RELEASE_ERRORS_H_
#define SERVICES_INDICATORS_RELEASE_ERRORS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/release.pb.h"

namespace entente::indicators {

// INVALID_ARGUMENT of a request: AUDIENCE_MISSING, STEP_MISSING,
// MEASURES_MISSING, MEASURE_TWICE and TOO_MANY_MEASURES (with `most`),
// TITLE_MISSING, RELEASE_SPAN_UNEVEN, RELEASE_NO_AREAS, RELEASE_SPLIT_BY_AREA.
absl::Status AudienceMissing();
absl::Status StepMissing();
absl::Status MeasuresMissing();
absl::Status MeasureTwice(const std::string& measure);
absl::Status TooManyReleasedMeasures(int most);
absl::Status TitleMissing(const std::string& field);
absl::Status ReleaseSpanUneven(const std::string& field);
absl::Status ReleaseNoAreas();
absl::Status ReleaseSplitByArea();
// INVALID_ARGUMENT with `measure`: RELEASE_MEASURE_KIND,
// RELEASE_MEASURE_NOT_SUMMED, RELEASE_RATIO_BY_AREA, RELEASE_PERSON_HOURS;
// with `list`: MEASURE_NOT_SPLIT.
absl::Status ReleaseMeasureKind(const std::string& measure);
absl::Status ReleaseMeasureNotSummed(const std::string& measure);
absl::Status ReleaseRatioByArea(const std::string& measure);
absl::Status ReleasePersonHours(const std::string& measure);
absl::Status ReleaseMeasureNotSplit(const std::string& measure,
                                    const std::string& list);
// FAILED_PRECONDITION with `measure`: RELEASE_SENSITIVE_BY_YEAR,
// RELEASE_SENSITIVE_SPLIT, RELEASE_AUDIENCE.
absl::Status ReleaseSensitiveByYear(const std::string& measure);
absl::Status ReleaseSensitiveSplit(const std::string& measure);
absl::Status ReleaseSensitiveRatio(const std::string& measure);
absl::Status ReleasePersonsUnknown(const std::string& measure);
absl::Status ReleaseAudience(const std::string& measure);
// INVALID_ARGUMENT / RELEASE_TOO_LARGE with `cells` and `most`.
absl::Status ReleaseTooLarge(int64_t cells, int64_t most);
// INVALID_ARGUMENT at `release.recipients`, never with one: RECIPIENTS_MISSING,
// RECIPIENTS_NEEDLESS, RECIPIENT_INVALID, RECIPIENT_TWICE, TOO_MANY_RECIPIENTS.
absl::Status RecipientsMissing();
absl::Status RecipientsNeedless();
absl::Status RecipientInvalid();
absl::Status RecipientTwice();
absl::Status TooManyRecipients(int most);

// NOT_FOUND / RELEASE_UNKNOWN: none, or none for the caller. The same bytes.
absl::Status ReleaseUnknown();
// FAILED_PRECONDITION: RELEASE_NOT_DRAFT with `state`, RELEASE_WITHDRAWN,
// SAME_PERSON, TOO_MANY_RELEASES.
absl::Status ReleaseNotDraft(entente::indicators::v1::Release::State state);
absl::Status ReleaseWithdrawn();
absl::Status SamePersonReleased();
absl::Status TooManyReleases(int64_t most);
// ABORTED: ETAG_MISMATCH with the etag that stands, RELEASE_BASIS_MOVED.
absl::Status ReleaseEtagMismatch(const std::string& current);
absl::Status ReleaseBasisMoved();
// DEADLINE_EXCEEDED / RELEASE_TAKES_TOO_LONG.
absl::Status ReleaseTakesTooLong();

// FAILED_PRECONDITION with `months` ("2018-03, 2018-04", the first 12) and
// `count`: RELEASE_MONTHS_WITHOUT_CALENDAR, RELEASE_MONTHS_NOT_APPROVED,
// RELEASE_FIGURES_MOVED (`months`: those of which another version stands; none
// where what is defined or the list of areas is another). Months as in
// date_rules.h.
absl::Status ReleaseMonthsWithoutCalendar(const std::vector<int32_t>& months);
absl::Status ReleaseMonthsNotApproved(const std::vector<int32_t>& months);
absl::Status ReleaseFiguresMoved(const std::vector<int32_t>& months);

// FAILED_PRECONDITION with `measure`, never with a cell or a figure:
// RELEASE_UNPROTECTED, RELEASE_TOO_LARGE, RELEASE_MEASURE_KIND_CHANGED,
// RELEASE_TABLE_BROKEN.
absl::Status ReleaseUnprotected(const std::string& measure);
// `most`, which is in the metadata too: how many figures, or totals, may hang
// together, or be in the table at all.
absl::Status ReleaseTooLargeTogether(const std::string& measure, int64_t most);
absl::Status ReleaseTooLargeInAll(const std::string& measure, int64_t most);
absl::Status ReleaseMeasureKindChanged(const std::string& measure);
absl::Status ReleaseTableBroken(const std::string& measure);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_ERRORS_H_
