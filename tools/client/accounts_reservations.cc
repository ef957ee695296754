#include "tools/client/accounts_reservations.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "services/conventions/money/money.h"
#include "tools/client/accounts_compare.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::BudgetService;

void SortByReservation(std::vector<AccountsRow>& rows,
                       std::vector<std::string>& ends) {
  std::vector<AccountsRow> sorted_rows;
  std::vector<std::string> sorted_ends;
  for (const bool is_ending : {true, false}) {
    for (size_t i = 0; i < rows.size(); ++i) {
      if (ends[i].empty() == is_ending) continue;
      sorted_rows.push_back(rows[i]);
      sorted_ends.push_back(ends[i]);
    }
  }
  rows = std::move(sorted_rows);
  ends = std::move(sorted_ends);
}

void SayEnded(Cli& cli, const std::vector<AccountsRow>& rows,
              const std::vector<std::string>& ends,
              const v1::ListReservationsResponse& reservations) {
  for (size_t i = 0; i < rows.size(); ++i) {
    for (const v1::Reservation& held : reservations.reservations()) {
      if (held.name() != ends[i]) continue;
      const std::string id = ShortName(held.name());
      const std::string mandate =
          absl::StrCat(rows[i].fiscal_year, "/", rows[i].mandate);
      const std::string rest = conventions::FormatBelgianAmount(
          conventions::Cents(held.amount()) - rows[i].amount_cents);
      cli.Note({absl::StrCat("The mandate ", mandate, " ends ", id, "; ", rest,
                             " of it is free again."),
                absl::StrCat("Le mandat ", mandate, " termine ", id, " ; ",
                             rest, " en redevient disponible."),
                absl::StrCat("Het mandaat ", mandate, " beëindigt ", id, "; ",
                             rest, " ervan is weer beschikbaar.")});
    }
  }
}

}  // namespace

absl::StatusOr<EndedReservations> FindEnded(Cli& cli,
                                            const std::string& convention,
                                            std::vector<AccountsRow>& rows) {
  v1::ListReservationsRequest open;
  open.set_parent(convention);
  open.set_filter("state = OPEN");
  open.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListReservationsResponse reservations,
      cli.session().CallAllPages(&BudgetService::Stub::ListReservations, open));
  EndedReservations ended;
  ended.by_row = ReservationsOf(
      rows,
      {reservations.reservations().begin(), reservations.reservations().end()},
      absl::ToCivilDay(absl::Now(), absl::LocalTimeZone()));
  SortByReservation(rows, ended.by_row);
  SayEnded(cli, rows, ended.by_row, reservations);
  for (const v1::Reservation& reservation : reservations.reservations()) {
    if (std::find(ended.by_row.begin(), ended.by_row.end(),
                  reservation.name()) == ended.by_row.end()) {
      continue;
    }
    ended.held_cents[ShortName(reservation.line())] +=
        conventions::Cents(reservation.amount());
  }
  return ended;
}

}  // namespace entente::client
