// period calendar adopt|show.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "services/common/base/local_day.h"
#include "tools/client/budget_parts.h"
#include "tools/client/format.h"
#include "tools/client/period_parts.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::PeriodService;

struct AdoptFlags {
  MutationFlags mutation;
  std::string municipality;
  std::string from;
  int due = 0;
  int lock = 0;
  int close = 0;
  std::vector<std::string> sources;
  std::string reason;
  std::string etag;
};

std::string FirstMonth(const v1::PeriodCalendar& calendar) {
  google::type::Date date = calendar.first_month();
  date.set_day(0);
  return FormatDate(date);
}

// Whoever adopts a calendar for months that are long over locks them at once:
// that is said, also before it is stored.
void WarnOfLocked(Cli& cli, const v1::PeriodCalendar& calendar) {
  const absl::CivilDay today = LocalDay(absl::Now());
  const absl::CivilMonth first(calendar.first_month().year(),
                               calendar.first_month().month());
  const auto is_locked = [&](absl::CivilMonth month) {
    return absl::CivilDay(month + 1) - 1 + calendar.lock_days() < today;
  };
  if (!is_locked(first)) return;
  absl::CivilMonth last(today);
  while (!is_locked(last)) --last;
  const std::string from = absl::FormatCivilTime(first);
  const std::string until = absl::FormatCivilTime(last);
  cli.Note({absl::StrCat("Note: by it the months ", from, " to ", until,
                         " are locked or closed as of today."),
            absl::StrCat("Attention : les mois de ", from, " à ", until,
                         " sont verrouillés ou clôturés dès aujourd'hui."),
            absl::StrCat("Let op: de maanden ", from, " tot ", until,
                         " zijn vanaf vandaag vergrendeld of afgesloten.")});
}

absl::Status Adopt(Cli& cli, const AdoptFlags& flags) {
  v1::AdoptCalendarRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  v1::PeriodCalendar& calendar = *request.mutable_calendar();
  ENTENTE_ASSIGN_OR_RETURN(*calendar.mutable_first_month(),
                           ParseDateOrMonthFlag("--from", flags.from));
  calendar.set_due_days(flags.due);
  calendar.set_lock_days(flags.lock);
  calendar.set_close_days(flags.close);
  for (const std::string& source : flags.sources) {
    calendar.add_expected_sources(source);
  }
  calendar.set_reason(flags.reason);
  request.set_etag(flags.etag);
  flags.mutation.Apply(request);
  WarnOfLocked(cli, calendar);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::PeriodCalendar made,
      cli.session().Call(&PeriodService::Stub::AdoptCalendar, request));
  if (cli.is_json()) return cli.PrintJson(made);
  const std::string month = FirstMonth(made);
  flags.mutation.SayDone(
      cli, made.name(),
      {absl::StrCat("Adopted: it governs ", month, " and the months after it"),
       absl::StrCat("Fixé : il vaut pour ", month, " et les mois suivants"),
       absl::StrCat("Vastgesteld: hij geldt voor ", month,
                    " en de maanden erna")});
  return absl::OkStatus();
}

void AddAdopt(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<AdoptFlags>();
  Command command(
      group, cli, "adopt",
      {"Adopts when months are due, locked and closed, and who must confirm "
       "them. Earlier, locked and approved months keep their calendar.",
       "Fixe les échéances des mois (attendus, verrouillés, clôturés) et qui "
       "doit les confirmer. Les mois antérieurs, verrouillés ou approuvés "
       "gardent leur calendrier.",
       "Stelt vast tegen wanneer maanden verwacht worden, vergrendeld en "
       "afgesloten zijn, en wie ze moet bevestigen. Vroegere, vergrendelde en "
       "goedgekeurde maanden behouden hun kalender."},
      "entente period calendar adopt --from 2018-01 --due 15 --lock 30 --close "
      "90 --source zone5339 --reason \"Conseil du 12 mars\"");
  command
      .Option("--from", flags->from,
              {"First month it governs, as in 2018-01.",
               "Premier mois concerné, comme 2018-01.",
               "Eerste maand waarvoor hij geldt, zoals 2018-01."})
      ->required();
  command
      .Option("--due", flags->due,
              {"Days after the month's end on which figures are due.",
               "Jours après la fin du mois où les chiffres sont attendus.",
               "Dagen na het einde van de maand waarop de cijfers verwacht "
               "worden."})
      ->required();
  command
      .Option("--lock", flags->lock,
              {"Days after it on which rows are last taken.",
               "Jours après la fin du mois où les lignes sont encore prises.",
               "Dagen na het einde waarop nog rijen opgenomen worden."})
      ->required();
  command
      .Option("--close", flags->close,
              {"Days after it on which exceptions last let rows in.",
               "Jours après la fin du mois où une exception vaut encore.",
               "Dagen na het einde waarop een uitzondering nog geldt."})
      ->required();
  command.Option("--source", flags->sources,
                 {"Source that must confirm every month; may be repeated.",
                  "Source qui doit confirmer chaque mois ; peut se répéter.",
                  "Bron die elke maand moet bevestigen; mag herhaald worden."});
  ReasonFlag(command, flags->reason);
  command.Option("--etag", flags->etag,
                 {"Etag of the calendar it follows; refused when another was "
                  "adopted meanwhile.",
                  "Etag du calendrier qu'il suit ; refusé si un autre a été "
                  "fixé entre-temps.",
                  "Etag van de kalender die hij opvolgt; geweigerd als er "
                  "intussen een andere is."});
  command.Municipality(flags->municipality);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Adopt(cli, *flags); });
}

void AddShow(CLI::App& group, Cli& cli) {
  auto municipality = std::make_shared<std::string>();
  Command command(group, cli, "show",
                  {"Shows the calendar and those before it, newest first.",
                   "Montre le calendrier et les précédents, le plus récent "
                   "d'abord.",
                   "Toont de kalender en de vorige, de nieuwste eerst."},
                  "entente period calendar show");
  command.Municipality(*municipality);
  command.Reads();
  command.Run([municipality](Cli& cli) -> absl::Status {
    v1::ListCalendarsRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        MunicipalityName(cli.session().config(), *municipality));
    request.set_page_size(1000);
    ENTENTE_ASSIGN_OR_RETURN(const v1::ListCalendarsResponse response,
                             cli.session().CallAllPages(
                                 &PeriodService::Stub::ListCalendars, request));
    if (cli.is_json()) return cli.PrintJson(response);
    if (response.calendars().empty()) {
      cli.Say({"No calendar was adopted: every month is open.",
               "Aucun calendrier n'est fixé : chaque mois est ouvert.",
               "Er is geen kalender vastgesteld: elke maand is open."});
      return absl::OkStatus();
    }
    Table table(
        {{cli.T({"no.", "n°", "nr."})},
         {cli.T({"from", "dès", "vanaf"})},
         {cli.T({"due", "attendue", "verwacht"}), Align::kRight},
         {cli.T({"locked", "verrouillée", "vergrendeld"}), Align::kRight},
         {cli.T({"closed", "clôturée", "afgesloten"}), Align::kRight},
         {cli.T({"sources", "sources", "bronnen"}), Align::kLeft, true},
         {cli.T({"adopted", "fixé le", "vastgesteld"})},
         {cli.T({"reason", "motif", "reden"}), Align::kLeft, true}});
    for (const v1::PeriodCalendar& calendar : response.calendars()) {
      const auto days = [&](int count) {
        return absl::StrCat("+", count, cli.T({" d", " j", " d"}));
      };
      table.AddRow({ShortName(calendar.name()), FirstMonth(calendar),
                    days(calendar.due_days()), days(calendar.lock_days()),
                    days(calendar.close_days()),
                    absl::StrJoin(calendar.expected_sources(), ", "),
                    FormatTime(calendar.adopt_time()), calendar.reason()});
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

}  // namespace

void AddCalendarCommands(CLI::App& period, Cli& cli) {
  CLI::App& group = AddGroup(
      period, cli, "calendar",
      {"By when months are due, locked and closed.",
       "Pour quand les mois sont attendus, verrouillés et clôturés.",
       "Tegen wanneer maanden verwacht, vergrendeld en afgesloten zijn."});
  AddAdopt(group, cli);
  AddShow(group, cli);
}

}  // namespace entente::client
