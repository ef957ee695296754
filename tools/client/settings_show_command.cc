// entente indicators measure settings show.
#include <memory>
#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "entente/indicators/v1/measure_settings_service.grpc.pb.h"
#include "tools/client/format.h"
#include "tools/client/life_words.h"
#include "tools/client/settings_parts.h"
#include "tools/client/settings_text.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::MeasureSettings;
using v1::MeasureSettingsService;

struct ShowFlags : SettingsFlags {
  std::string month;
  std::string as_of;
};

absl::Status ShowOne(Cli& cli, const ShowFlags& flags,
                     const std::string& name) {
  v1::GetMeasureSettingsRequest request;
  request.set_name(name);
  if (!flags.month.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_month(),
                             ParseDateOrMonthFlag("--month", flags.month));
  }
  if (!flags.as_of.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_as_of(),
                             ParseTimeFlag("--as-of-time", flags.as_of));
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const MeasureSettings settings,
      cli.session().Call(&MeasureSettingsService::Stub::GetMeasureSettings,
                         request));
  if (cli.is_json()) return cli.PrintJson(settings);
  cli.out() << SettingsText({settings}, cli.language(), cli.columns());
  return absl::OkStatus();
}

absl::Status Show(Cli& cli, const ShowFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string name, flags.Name(cli));
  if (!flags.month.empty() || !flags.as_of.empty()) {
    return ShowOne(cli, flags, name);
  }
  v1::ListMeasureSettingsVersionsRequest request;
  request.set_name(name);
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListMeasureSettingsVersionsResponse response,
      cli.session().CallAllPages(
          &MeasureSettingsService::Stub::ListMeasureSettingsVersions, request));
  if (cli.is_json()) return cli.PrintJson(response);
  cli.out() << SettingsText(
      {response.measure_settings().begin(), response.measure_settings().end()},
      cli.language(), cli.columns());
  return absl::OkStatus();
}

}  // namespace

void AddSettingsShow(CLI::App& settings, Cli& cli) {
  auto flags = std::make_shared<ShowFlags>();
  Command command(
      settings, cli, "show",
      {"Shows what was added to a measure: every version, newest first, or the "
       "one in force in a month.",
       "Montre ce qui complète une mesure : chaque version, la plus récente "
       "d'abord, ou celle en vigueur un mois donné.",
       "Toont wat een meting aanvult: elke versie, de nieuwste eerst, of die "
       "van kracht in een maand."},
      "entente indicators measure settings show nuisance_actions --month "
      "2018-03");
  flags->Declare(command);
  command.Option("--month", flags->month,
                 {"The version in force in this month, as in 2018-03.",
                  "La version en vigueur ce mois-là, comme 2018-03.",
                  "De versie van kracht in deze maand, zoals 2018-03."});
  command.Option("--as-of-time", flags->as_of,
                 {"As it was known then: RFC 3339, as in 2018-04-01T12:00:00Z.",
                  "Tel que connu alors : RFC 3339, comme "
                  "2018-04-01T12:00:00Z.",
                  "Zoals toen gekend: RFC 3339, zoals 2018-04-01T12:00:00Z."});
  command.Reads();
  command.Run([flags](Cli& cli) { return Show(cli, *flags); });
}

}  // namespace entente::client
