#include "tools/client/outbox_watch.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "entente/common/v1/access_service.grpc.pb.h"
#include "entente/common/v1/outbox_service.grpc.pb.h"
#include "google/protobuf/util/time_util.h"
#include "tools/client/format.h"

namespace entente::client {
namespace {

namespace v1 = entente::common::v1;

// Patience of a line that nobody asked for.
constexpr absl::Duration kAsideTimeout = absl::Seconds(2);

absl::Duration AgeOf(const v1::OutboxStatus& outbox) {
  return absl::Microseconds(
      google::protobuf::util::TimeUtil::DurationToMicroseconds(
          outbox.oldest_age()));
}

std::string WaitingLine(const std::string& way, const v1::OutboxStatus& outbox,
                        Language language) {
  const std::string count = FormatCount(outbox.waiting_count());
  const std::string since = FormatTime(outbox.oldest_time());
  const std::string code =
      outbox.last_attempt_code().empty()
          ? ""
          : absl::StrCat(" [", outbox.last_attempt_code(), "]");
  return Pick(
      {absl::StrCat(way, ": ", count, " event(s) wait since ", since, code,
                    "; figures may be late.\n"),
       absl::StrCat(way, " : ", count, " événement(s) attendent depuis ", since,
                    code, " ; des chiffres peuvent être en retard.\n"),
       absl::StrCat(way, ": ", count, " gebeurtenis(sen) wachten sinds ", since,
                    code, "; cijfers kunnen achterlopen.\n")},
      language);
}

std::string SetAsideLine(const std::string& way, const v1::OutboxStatus& outbox,
                         Language language) {
  const std::string count = FormatCount(outbox.set_aside_count());
  const std::string see = "entente outbox set-aside";
  return Pick(
      {absl::StrCat(way, ": ", count,
                    " event(s) set aside, never applied; see ", see, "\n"),
       absl::StrCat(way, " : ", count,
                    " événement(s) mis de côté, jamais appliqués ; "
                    "voir ",
                    see, "\n"),
       absl::StrCat(way, ": ", count,
                    " gebeurtenis(sen) terzijde gelegd, nooit "
                    "toegepast; zie ",
                    see, "\n")},
      language);
}

// Whether the person may ask, by his own rights: asking without them would only
// fill the access log with refusals.
bool MayList(Cli& cli, const CallExtras& extras) {
  v1::ExplainMyAccessRequest request;
  request.set_method(
      absl::StrCat(v1::OutboxService::service_full_name(), "/ListOutboxes"));
  const auto mine = cli.session().Call(
      &v1::AccessService::Stub::ExplainMyAccess, request, extras);
  return mine.ok() && mine->methods_size() == 1 && mine->methods(0).permitted();
}

}  // namespace

const std::vector<std::string>& OutboxServices() {
  static const auto& services =
      *new std::vector<std::string>{"conventions", "exchange"};
  return services;
}

std::string OutboxLines(const std::string& service,
                        const v1::ListOutboxesResponse& found,
                        Language language) {
  std::string lines;
  for (const v1::OutboxStatus& outbox : found.outboxes()) {
    absl::string_view destination = outbox.name();
    absl::ConsumePrefix(&destination, "outboxes/");
    const std::string way = absl::StrCat(service, " → ", destination);
    if (outbox.waiting_count() > 0 && AgeOf(outbox) > kWaitWorthALine) {
      absl::StrAppend(&lines, WaitingLine(way, outbox, language));
    }
    if (outbox.set_aside_count() > 0) {
      absl::StrAppend(&lines, SetAsideLine(way, outbox, language));
    }
  }
  return lines;
}

std::string OutboxLinesOfAll(Cli& cli) {
  std::string lines;
  for (const std::string& service : OutboxServices()) {
    const CallExtras extras{
        .access = {}, .timeout = kAsideTimeout, .service = service};
    if (!MayList(cli, extras)) continue;
    const auto found =
        cli.session().Call(&v1::OutboxService::Stub::ListOutboxes,
                           v1::ListOutboxesRequest(), extras);
    if (found.ok()) {
      absl::StrAppend(&lines, OutboxLines(service, *found, cli.language()));
    }
  }
  return lines;
}

}  // namespace entente::client
