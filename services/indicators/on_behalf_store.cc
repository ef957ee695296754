#include "services/indicators/on_behalf_store.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/string_view.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/period_store.h"
#include "services/indicators/source_rules.h"

namespace entente::indicators {

namespace {

// Whether anything that the municipality keeps names the source.
absl::StatusOr<bool> IsKnown(const store::Reader& reader,
                             const std::string& municipality,
                             const std::string& source) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::SourceRecord> delivered,
                           store::GetRecord<v1::SourceRecord>(
                               reader, SourceKey(municipality, source)));
  if (delivered.has_value()) return true;
  bool is_named = false;
  const auto look = [&](const auto& sources) {
    is_named =
        std::find(sources.begin(), sources.end(), source) != sources.end();
    return !is_named;
  };
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::PeriodCalendarRecord>(
      reader, CalendarPrefix(municipality), "",
      [&](absl::string_view, const v1::PeriodCalendarRecord& record) {
        return look(record.calendar().expected_sources());
      }));
  if (is_named) return true;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::MeasureSettingsRecord>(
      reader, SettingsPrefix(municipality), "",
      [&](absl::string_view, const v1::MeasureSettingsRecord& record) {
        return look(record.settings().allowed_sources());
      }));
  return is_named;
}

// When the source itself confirmed the month first, as far as it is kept: by
// time, since the clock may have been put back between two.
std::optional<absl::Time> OwnConfirmation(const v1::SourceMonthRecord& record) {
  std::optional<absl::Time> first;
  const auto take = [&](const google::protobuf::Timestamp& confirm_time) {
    const absl::Time time = absl::FromUnixSeconds(confirm_time.seconds());
    first = first.has_value() ? std::min(*first, time) : time;
  };
  for (const v1::EndedConfirmation& ended : record.ended_confirmations()) {
    if (ended.confirmed_by().empty()) take(ended.confirm_time());
  }
  if (record.has_confirm_time() && record.confirmed_by().empty()) {
    take(record.confirm_time());
  }
  return first;
}

// By municipality and source.
using OwnConfirmations =
    std::map<std::pair<std::string, std::string>, absl::Time>;

// The first of each source that any month says it of.
absl::StatusOr<OwnConfirmations> ReadOwnConfirmations(
    const store::Reader& reader) {
  OwnConfirmations found;
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::SourceMonthRecord>(
      reader, AllSourceMonthsPrefix(), "",
      [&](absl::string_view key, const v1::SourceMonthRecord& record) {
        const absl::StatusOr<SourceMonth> month = ParseSourceMonthKey(key);
        status = month.status();
        if (!status.ok()) return false;
        if (const auto own = OwnConfirmation(record); own.has_value()) {
          const auto place =
              found
                  .try_emplace(
                      std::make_pair(month->period.municipality, month->source),
                      *own)
                  .first;
          place->second = std::min(place->second, *own);
        }
        return true;
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  return found;
}

}  // namespace

absl::Status CheckDeliveredByOthers(const store::Reader& reader,
                                    const std::string& municipality,
                                    const std::string& source) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::OwnConfirmationRecord> confirmed,
      store::GetRecord<v1::OwnConfirmationRecord>(
          reader, OwnConfirmationKey(municipality, source)));
  bool is_own = confirmed.has_value();
  if (is_own) return SourceDeliversItself(source);
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::SessionRecord>(
      reader, SessionPrefix(municipality, source), "",
      [&](absl::string_view, const v1::SessionRecord& session) {
        is_own = session.delivered_by().empty();
        return !is_own;
      }));
  return is_own ? SourceDeliversItself(source) : absl::OkStatus();
}

absl::Status CheckDeliverer(const store::Reader& reader,
                            const SessionName& session,
                            const std::string& deliverer) {
  if (deliverer.empty()) return absl::OkStatus();
  return CheckDeliveredByOthers(reader, session.municipality, session.source);
}

absl::Status CheckOpening(const store::Reader& reader,
                          const SessionName& session, const Opener& opener,
                          const std::optional<v1::SessionRecord>& known) {
  const std::string& deliverer = opener.deliverer;
  ENTENTE_RETURN_IF_ERROR(CheckDeliverer(reader, session, deliverer));
  if (known.has_value()) {
    if (known->delivered_by() == deliverer) return absl::OkStatus();
    return deliverer.empty() ? SessionOnBehalf() : SessionOfAnother();
  }
  if (deliverer.empty() || opener.is_new_source) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(
      const bool is_known,
      IsKnown(reader, session.municipality, session.source));
  return is_known ? absl::OkStatus() : SourceUnknown(session.source);
}

absl::Status PutOwnConfirmation(store::Transaction& transaction,
                                const std::string& municipality,
                                const std::string& source, absl::Time now) {
  const std::string key = OwnConfirmationKey(municipality, source);
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::OwnConfirmationRecord> known,
      store::GetRecord<v1::OwnConfirmationRecord>(transaction, key));
  // The recount compares with it: also where the clock was put back meanwhile,
  // it is no later than any of them.
  if (known.has_value() &&
      absl::FromUnixSeconds(known->time().seconds()) <= now) {
    return absl::OkStatus();
  }
  v1::OwnConfirmationRecord record;
  *record.mutable_time() = ToTimestamp(now);
  return PutUnderDigest(transaction, municipality, key, record);
}

absl::Status KeepOwnConfirmations(store::Transaction& transaction) {
  ENTENTE_ASSIGN_OR_RETURN(const OwnConfirmations found,
                           ReadOwnConfirmations(transaction));
  for (const auto& [place, time] : found) {
    ENTENTE_RETURN_IF_ERROR(
        PutOwnConfirmation(transaction, place.first, place.second, time));
  }
  return absl::OkStatus();
}

absl::Status MendOwnConfirmations(store::Transaction& transaction) {
  ENTENTE_ASSIGN_OR_RETURN(const OwnConfirmations found,
                           ReadOwnConfirmations(transaction));
  for (const auto& [place, time] : found) {
    const std::string key = OwnConfirmationKey(place.first, place.second);
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<v1::OwnConfirmationRecord> known,
        store::GetRecord<v1::OwnConfirmationRecord>(transaction, key));
    if (!known.has_value()) continue;
    ENTENTE_RETURN_IF_ERROR(
        PutOwnConfirmation(transaction, place.first, place.second, time));
  }
  return absl::OkStatus();
}

absl::Status PutOnBehalf(store::Transaction& transaction,
                         const PeriodName& period, const std::string& subject,
                         absl::Time now) {
  v1::OnBehalfRecord record;
  *record.mutable_time() = ToTimestamp(now);
  return PutUnderDigest(transaction, period.municipality,
                        OnBehalfKey(period, subject), record);
}

absl::StatusOr<absl::Time> LastOnBehalf(const store::Reader& reader,
                                        const PeriodName& period,
                                        const std::string& subject) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::OnBehalfRecord> record,
                           store::GetRecord<v1::OnBehalfRecord>(
                               reader, OnBehalfKey(period, subject)));
  if (!record.has_value()) return absl::InfinitePast();
  return absl::FromUnixSeconds(record->time().seconds());
}

}  // namespace entente::indicators
