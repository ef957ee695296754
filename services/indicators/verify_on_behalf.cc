#include "services/indicators/verify_on_behalf.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

class OnBehalfCheck {
 public:
  OnBehalfCheck(const store::Reader& reader, const Differ& differ)
      : reader_(reader), differ_(differ) {}

  absl::Status Run() {
    ENTENTE_RETURN_IF_ERROR(ReadTraces());
    ENTENTE_RETURN_IF_ERROR(CheckConfirmations());
    return CheckSessions();
  }

 private:
  absl::Status ReadTraces() {
    absl::Status status;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::OnBehalfRecord>(
        reader_, AllOnBehalfPrefix(), "",
        [&](absl::string_view key, const v1::OnBehalfRecord&) {
          const absl::StatusOr<OnBehalfKeyParts> parts = ParseOnBehalfKey(key);
          status = parts.status();
          if (!status.ok()) return false;
          const PeriodName& period = parts->period;
          in_month_.insert({period.municipality, period.month, parts->subject});
          in_municipality_.insert({period.municipality, parts->subject});
          return true;
        }));
    return status;
  }

  absl::Status CheckConfirmations() {
    absl::Status status;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::SourceMonthRecord>(
        reader_, AllSourceMonthsPrefix(), "",
        [&](absl::string_view key, const v1::SourceMonthRecord& record) {
          const absl::StatusOr<SourceMonth> month = ParseSourceMonthKey(key);
          status = month.status();
          if (!status.ok()) return false;
          const absl::StatusOr<OwnWord> own = ReadOwnWord(*month);
          status = own.status();
          if (!status.ok()) return false;
          bool is_found = IsFound(month->period, record.confirmed_by());
          bool is_own =
              !record.has_confirm_time() ||
              IsOwn(*own, record.confirmed_by(), record.confirm_time());
          for (const v1::EndedConfirmation& ended :
               record.ended_confirmations()) {
            is_found = is_found && IsFound(month->period, ended.confirmed_by());
            is_own = is_own &&
                     IsOwn(*own, ended.confirmed_by(), ended.confirm_time());
          }
          if (!is_found) {
            differ_(absl::StrCat("who confirmed ", FormatPeriod(month->period),
                                 " on behalf of ", month->source,
                                 " left no trace in that month"));
          }
          if (!is_own) {
            differ_(absl::StrCat(month->source, " had not confirmed ",
                                 FormatPeriod(month->period),
                                 " itself, and nobody is said to have"));
          }
          return true;
        }));
    return status;
  }

  // Where nobody acted there is nothing to find.
  bool IsFound(const PeriodName& period, const std::string& subject) const {
    return subject.empty() ||
           in_month_.contains({period.municipality, period.month, subject});
  }

  // When the source confirmed a month itself first; none: it never did.
  using OwnWord = std::optional<v1::OwnConfirmationRecord>;
  absl::StatusOr<OwnWord> ReadOwnWord(const SourceMonth& month) const {
    return store::GetRecord<v1::OwnConfirmationRecord>(
        reader_, OwnConfirmationKey(month.period.municipality, month.source));
  }

  // Whether what nobody else is said to have confirmed is the source's word.
  static bool IsOwn(const OwnWord& own, const std::string& subject,
                    const google::protobuf::Timestamp& confirm_time) {
    return !subject.empty() ||
           (own.has_value() && own->time().seconds() <= confirm_time.seconds());
  }

  // A session does not say which months it moved.
  absl::Status CheckSessions() {
    absl::Status status;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::SessionRecord>(
        reader_, AllSessionsPrefix(), "",
        [&](absl::string_view key, const v1::SessionRecord& session) {
          const v1::IngestTotals& totals = session.totals();
          if (session.delivered_by().empty() ||
              totals.created() + totals.updated() + totals.withdrawn() == 0) {
            return true;
          }
          const absl::StatusOr<SessionName> name = ParseSessionKey(key);
          status = name.status();
          if (!status.ok()) return false;
          if (!in_municipality_.contains(
                  {name->municipality, session.delivered_by()})) {
            differ_(absl::StrCat("who delivered session ", FormatSession(*name),
                                 " on behalf of its source left no trace in "
                                 "any month"));
          }
          return true;
        }));
    return status;
  }

  const store::Reader& reader_;
  const Differ& differ_;
  // Municipality, month and subject of each trace.
  std::set<std::tuple<std::string, int32_t, std::string>> in_month_;
  // Municipality and subject.
  std::set<std::pair<std::string, std::string>> in_municipality_;
};

}  // namespace

absl::Status VerifyOnBehalf(const store::Reader& reader, const Differ& differ) {
  return OnBehalfCheck(reader, differ).Run();
}

}  // namespace entente::indicators
