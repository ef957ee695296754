#include "services/indicators/period_store.h"

#include <optional>
#include <utility>
#include <vector>

#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/ids.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/indicators/timeliness_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::StatusOr<v1::PeriodHead> ReadHead(const store::Reader& reader,
                                        const std::string& municipality) {
  ENTENTE_ASSIGN_OR_RETURN(
      std::optional<v1::PeriodHead> head,
      store::GetRecord<v1::PeriodHead>(reader, PeriodHeadKey(municipality)));
  return head.has_value() ? *std::move(head) : v1::PeriodHead();
}

void Mix(absl::string_view key, absl::string_view value, v1::PeriodHead& head) {
  MixRecord(key, value, *head.mutable_digest());
}

// Puts the record and moves the digest of the head, and its version by `step`.
absl::Status PutMixed(store::Transaction& transaction,
                      const std::string& municipality, const std::string& key,
                      const google::protobuf::MessageLite& record,
                      int64_t step) {
  ENTENTE_ASSIGN_OR_RETURN(v1::PeriodHead head,
                           ReadHead(transaction, municipality));
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> before,
                           transaction.Get(key));
  if (before.has_value()) Mix(key, *before, head);
  store::PutRecord(transaction, key, record);
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> after,
                           transaction.Get(key));
  Mix(key, after.value_or(""), head);
  head.set_version(head.version() + step);
  if (head.etag_key().empty()) head.set_etag_key(NewId());
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
  ENTENTE_ASSIGN_OR_RETURN(const v1::PeriodHead head,
                           ReadHead(reader, municipality));
  return head.version();
}

absl::StatusOr<std::string> ReadEtagKey(const store::Reader& reader,
                                        const std::string& municipality) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::PeriodHead head,
                           ReadHead(reader, municipality));
  return head.etag_key();
}

void MixRecord(absl::string_view key, absl::string_view value,
               std::string& digest) {
  const std::string hash = Sha256Of({Sha256(key), value});
  digest.resize(hash.size());
  for (size_t i = 0; i < hash.size(); ++i) {
    digest[i] = static_cast<char>(digest[i] ^ hash[i]);
  }
}

absl::Status PutUnderHead(store::Transaction& transaction,
                          const std::string& municipality,
                          const std::string& key,
                          const google::protobuf::MessageLite& record) {
  return PutMixed(transaction, municipality, key, record, 1);
}

absl::Status PutUnderDigest(store::Transaction& transaction,
                            const std::string& municipality,
                            const std::string& key,
                            const google::protobuf::MessageLite& record) {
  return PutMixed(transaction, municipality, key, record, 0);
}

absl::Status PutCalendar(store::Transaction& transaction,
                         const std::string& municipality, int32_t number,
                         const v1::PeriodCalendarRecord& record) {
  return PutUnderHead(transaction, municipality,
                      CalendarKey(municipality, number), record);
}

absl::Status PutPeriod(store::Transaction& transaction, const PeriodName& name,
                       const v1::PeriodRecord& record) {
  return PutUnderHead(transaction, name.municipality, PeriodRecordKey(name),
                      record);
}

absl::Status StampPeriodHeads(store::Transaction& transaction) {
  std::map<std::string, v1::PeriodHead> heads;
  absl::Status status;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::PeriodHead>(
      transaction, AllPeriodHeadsPrefix(), "",
      [&](absl::string_view key, const v1::PeriodHead& head) {
        const absl::StatusOr<std::string> municipality =
            ParsePeriodMunicipality(key);
        status = municipality.status();
        if (municipality.ok()) heads[*municipality] = head;
        return status.ok();
      }));
  ENTENTE_RETURN_IF_ERROR(status);
  for (auto& [municipality, head] : heads) {
    head.set_etag_key(NewId());
    head.clear_digest();
    for (const std::string& prefix :
         {CalendarPrefix(municipality), PeriodRecordPrefix(municipality),
          PeriodVersionPrefix(municipality)}) {
      ENTENTE_RETURN_IF_ERROR(transaction.Scan(
          prefix, "",
          [&head = head](absl::string_view key, absl::string_view value) {
            Mix(key, value, head);
            return true;
          }));
    }
    store::PutRecord(transaction, PeriodHeadKey(municipality), head);
  }
  return absl::OkStatus();
}

absl::Status ApplySourceMonth(store::Transaction& transaction,
                              const SourceMonth& month,
                              const std::map<std::string, int64_t>& moves,
                              absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(v1::SourceMonthRecord record,
                           ReadSourceMonth(transaction, month));
  std::map<std::string, v1::SourceMeasureRecord> measures;
  for (v1::SourceMeasureRecord& measure : *record.mutable_measures()) {
    measures[measure.measure_code()] = std::move(measure);
  }
  for (const auto& [code, delta] : moves) {
    v1::SourceMeasureRecord& measure = measures[code];
    measure.set_measure_code(code);
    measure.set_contributions(measure.contributions() + delta);
    *measure.mutable_last_delivery_time() = ToTimestamp(now);
    record.set_contributions(record.contributions() + delta);
    if (measure.contributions() < 0) {
      return absl::DataLossError(
          "a source has fewer than no events in a month; run --verify");
    }
  }
  record.clear_measures();
  for (auto& [code, measure] : measures) {
    *record.add_measures() = std::move(measure);
  }
  *record.mutable_last_delivery_time() = ToTimestamp(now);
  EndConfirmation(ToTimestamp(now), record);
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
                                const SourceMonth& month,
                                const std::string& confirmer, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(v1::SourceMonthRecord record,
                           ReadSourceMonth(transaction, month));
  // Its own word is of now; by theirs it is still judged.
  if (confirmer.empty() && !record.confirmed_by().empty()) {
    EndConfirmation(ToTimestamp(now), record);
  }
  // Said again while it stands, it is as old as it was.
  if (!record.has_confirm_time()) {
    *record.mutable_confirm_time() = ToTimestamp(now);
    record.set_confirmed_by(confirmer);
  }
  record.set_confirmed_contributions(record.contributions());
  store::PutRecord(transaction, SourceMonthKey(month), record);
  return absl::OkStatus();
}

absl::Status WithdrawConfirmations(store::Transaction& transaction,
                                   const PeriodName& name, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(SourceMonths months,
                           ReadSourceMonths(transaction, name));
  for (auto& [source, record] : months) {
    if (!record.has_confirm_time()) continue;
    EndConfirmation(ToTimestamp(now), record);
    store::PutRecord(transaction, SourceMonthKey({name, source}), record);
  }
  return absl::OkStatus();
}

}  // namespace entente::indicators
