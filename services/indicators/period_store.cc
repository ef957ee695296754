#include "services/indicators/period_store.h"

#include <optional>
#include <utility>
#include <vector>

#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::Status MoveVersion(store::Transaction& transaction,
                         const std::string& municipality) {
  ENTENTE_ASSIGN_OR_RETURN(const int64_t version,
                           ReadPeriodVersion(transaction, municipality));
  v1::PeriodHead head;
  head.set_version(version + 1);
  store::PutRecord(transaction, PeriodHeadKey(municipality), head);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const PeriodBook>> ReadBook(
    const store::Reader& reader, const std::string& municipality,
    int64_t version) {
  std::vector<v1::PeriodCalendar> calendars;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::PeriodCalendarRecord>(
      reader, CalendarPrefix(municipality), "",
      [&](absl::string_view, const v1::PeriodCalendarRecord& record) {
        calendars.push_back(record.calendar());
        return true;
      }));
  std::map<int32_t, v1::PeriodRecord> months;
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::PeriodRecord>(
      reader, PeriodRecordPrefix(municipality), "",
      [&](absl::string_view key, const v1::PeriodRecord& record) {
        const absl::StatusOr<int32_t> month = ParsePeriodRecordMonth(key);
        if (!month.ok()) {
          status = month.status();
          return false;
        }
        months[*month] = record;
        return true;
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  return std::make_shared<const PeriodBook>(version, std::move(calendars),
                                            std::move(months));
}

absl::StatusOr<v1::SourceMonthRecord> ReadSourceMonth(
    const store::Reader& reader, const SourceMonth& month) {
  ENTENTE_ASSIGN_OR_RETURN(
      std::optional<v1::SourceMonthRecord> record,
      store::GetRecord<v1::SourceMonthRecord>(reader, SourceMonthKey(month)));
  return record.has_value() ? *std::move(record) : v1::SourceMonthRecord();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const PeriodBook>> PeriodCache::Get(
    const store::Reader& reader, const std::string& municipality) {
  ENTENTE_ASSIGN_OR_RETURN(const int64_t version,
                           ReadPeriodVersion(reader, municipality));
  {
    absl::MutexLock lock(&mutex_);
    const auto found = newest_.find(municipality);
    if (found != newest_.end() && found->second->version() == version) {
      return found->second;
    }
  }
  ENTENTE_ASSIGN_OR_RETURN(std::shared_ptr<const PeriodBook> book,
                           ReadBook(reader, municipality, version));
  absl::MutexLock lock(&mutex_);
  const auto [place, is_new] = newest_.try_emplace(municipality, book);
  // A reader of an older snapshot must not put the cache back.
  if (!is_new && place->second->version() < version) place->second = book;
  return book;
}

absl::StatusOr<int64_t> ReadPeriodVersion(const store::Reader& reader,
                                          const std::string& municipality) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::PeriodHead> head,
      store::GetRecord<v1::PeriodHead>(reader, PeriodHeadKey(municipality)));
  return head.has_value() ? head->version() : 0;
}

absl::Status PutCalendar(store::Transaction& transaction,
                         const std::string& municipality, int32_t number,
                         const v1::PeriodCalendarRecord& record) {
  store::PutRecord(transaction, CalendarKey(municipality, number), record);
  return MoveVersion(transaction, municipality);
}

absl::Status PutPeriod(store::Transaction& transaction, const PeriodName& name,
                       const v1::PeriodRecord& record) {
  store::PutRecord(transaction, PeriodRecordKey(name), record);
  return MoveVersion(transaction, name.municipality);
}

absl::Status ApplySourceMonth(store::Transaction& transaction,
                              const SourceMonth& month, int64_t delta,
                              absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(v1::SourceMonthRecord record,
                           ReadSourceMonth(transaction, month));
  record.set_contributions(record.contributions() + delta);
  if (record.contributions() < 0) {
    return absl::DataLossError(
        "a source has fewer than no events in a month; run --verify");
  }
  *record.mutable_last_delivery_time() = ToTimestamp(now);
  record.clear_confirm_time();
  record.clear_confirmed_contributions();
  store::PutRecord(transaction, SourceMonthKey(month), record);
  return absl::OkStatus();
}

absl::StatusOr<SourceMonths> ReadSourceMonths(const store::Reader& reader,
                                              const PeriodName& name) {
  SourceMonths months;
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::SourceMonthRecord>(
      reader, SourceMonthPrefix(name), "",
      [&](absl::string_view key, const v1::SourceMonthRecord& record) {
        const absl::StatusOr<SourceMonth> parts = ParseSourceMonthKey(key);
        if (!parts.ok()) {
          status = parts.status();
          return false;
        }
        months[parts->source] = record;
        return true;
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  return months;
}

absl::Status ConfirmSourceMonth(store::Transaction& transaction,
                                const SourceMonth& month, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(v1::SourceMonthRecord record,
                           ReadSourceMonth(transaction, month));
  *record.mutable_confirm_time() = ToTimestamp(now);
  record.set_confirmed_contributions(record.contributions());
  store::PutRecord(transaction, SourceMonthKey(month), record);
  return absl::OkStatus();
}

absl::Status WithdrawConfirmations(store::Transaction& transaction,
                                   const PeriodName& name) {
  ENTENTE_ASSIGN_OR_RETURN(SourceMonths months,
                           ReadSourceMonths(transaction, name));
  for (auto& [source, record] : months) {
    if (!record.has_confirm_time()) continue;
    record.clear_confirm_time();
    record.clear_confirmed_contributions();
    store::PutRecord(transaction, SourceMonthKey({name, source}), record);
  }
  return absl::OkStatus();
}

}  // namespace entente::indicators
