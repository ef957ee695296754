#include "services/conventions/expiry_store.h"

#include <utility>

#include "entente/conventions/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/limits.h"
#include "services/conventions/local_day.h"
#include "services/conventions/lookup_store.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"

namespace entente::conventions {
namespace {

std::string KeyOf(const LineName& line, int64_t number,
                  const v1::Reservation& reservation) {
  return keys::Expiry(line, FormatIsoDate(reservation.expire_date()), number);
}

absl::StatusOr<v1::Reservation> ExpireOne(Ledger& ledger, int64_t number,
                                          absl::Time now) {
  store::Transaction& transaction = ledger.transaction();
  const ConventionName& convention = ledger.convention();
  const std::string key =
      keys::Numbered(NumberedKind::kReservation, convention, number);
  ENTENTE_ASSIGN_OR_RETURN(
      v1::Reservation reservation,
      Find<v1::Reservation>(
          transaction, key,
          FormatNumbered(NumberedKind::kReservation, convention, number),
          "reservation"));
  ENTENTE_ASSIGN_OR_RETURN(const int64_t held,
                           CentsFromMoney(reservation.amount(), "amount"));
  ENTENTE_ASSIGN_OR_RETURN(const LineName line,
                           ParseLineName(reservation.line(), "line"));
  ENTENTE_ASSIGN_OR_RETURN(const Balances after,
                           ledger.Post({.line = line,
                                        .movements = Release(held),
                                        .cause = reservation.name(),
                                        .effective_date = LocalDay(now),
                                        .record_time = now}));
  reservation.set_state(v1::Reservation::STATE_EXPIRED);
  store::PutRecord(transaction, key, reservation);
  ForgetExpiry(transaction, line, number, reservation);
  *reservation.mutable_line_position() = ToPosition(AccountKind::kLine, after);
  return reservation;
}

// `is_line`: the prefix is of one line, whose reservations stand in the order
// of their last day.
absl::StatusOr<Expired> Expire(Ledger& ledger, const std::string& prefix,
                               size_t count_max, bool is_line, absl::Time now) {
  const google::type::Date today = LocalDay(now);
  std::vector<int64_t> due;
  Expired expired;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ExpiryRef>(
      ledger.transaction(), prefix, "",
      [&](absl::string_view, const v1::ExpiryRef& reference) {
        if (!IsBefore(reference.expire_date(), today)) return !is_line;
        expired.has_more = due.size() == count_max;
        if (!expired.has_more) due.push_back(reference.reservation());
        return !expired.has_more;
      }));
  for (const int64_t number : due) {
    ENTENTE_ASSIGN_OR_RETURN(v1::Reservation reservation,
                             ExpireOne(ledger, number, now));
    expired.reservations.push_back(std::move(reservation));
  }
  return expired;
}

}  // namespace

void WatchExpiry(store::Transaction& transaction, const LineName& line,
                 int64_t number, const v1::Reservation& reservation) {
  if (!reservation.has_expire_date()) return;
  v1::ExpiryRef reference;
  reference.set_reservation(number);
  *reference.mutable_expire_date() = reservation.expire_date();
  store::PutRecord(transaction, KeyOf(line, number, reservation), reference);
}

void ForgetExpiry(store::Transaction& transaction, const LineName& line,
                  int64_t number, const v1::Reservation& reservation) {
  if (!reservation.has_expire_date()) return;
  transaction.Delete(KeyOf(line, number, reservation));
}

absl::StatusOr<Expired> ExpireDue(Ledger& ledger, const std::string& prefix,
                                  size_t count_max, absl::Time now) {
  return Expire(ledger, prefix, count_max, /*is_line=*/false, now);
}

absl::Status ExpireOn(Ledger& ledger, const LineName& line, absl::Time now) {
  if (!ledger.IsFirstUse(line)) return absl::OkStatus();
  return Expire(ledger, keys::ExpiriesOf(line), kExpiredMax, /*is_line=*/true,
                now)
      .status();
}

}  // namespace entente::conventions
