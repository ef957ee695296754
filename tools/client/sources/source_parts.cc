#include "tools/client/sources/source_parts.h"

#include <algorithm>
#include <ostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/base/regular_file.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr size_t kPemBytesMax = 64 * 1024;
// Areas that an error names.
constexpr size_t kAreasShownMax = 20;

bool IsCounted(const v1::Measure* measure) {
  return measure != nullptr &&
         (measure->definition().kind() == cv1::MEASURE_KIND_COUNT ||
          measure->definition().kind() == cv1::MEASURE_KIND_HOURS);
}

absl::Status NotCounted(const std::string& code) {
  return ClientError(
      absl::StatusCode::kInvalidArgument, "MEASURE_NOT_COUNTED",
      {absl::StrCat("No measure ", code,
                    " is counted here; see entente indicators measures."),
       absl::StrCat("Aucune mesure ", code,
                    " n'est comptée ici ; voir entente indicators measures."),
       absl::StrCat("Er wordt hier geen meting ", code,
                    " geteld; zie entente indicators measures.")});
}

absl::Status AreaUnknown(const std::string& area,
                         const std::vector<std::string>& areas) {
  std::vector<std::string> shown(
      areas.begin(), areas.begin() + static_cast<std::ptrdiff_t>(std::min(
                                         areas.size(), kAreasShownMax)));
  if (shown.size() < areas.size()) shown.push_back("…");
  const std::string list = absl::StrJoin(shown, ", ");
  return ClientError(
      absl::StatusCode::kInvalidArgument, "AREA_UNKNOWN",
      {absl::StrCat("Area ", area, " is not in the service's list: ", list,
                    "."),
       absl::StrCat("Le lieu ", area,
                    " n'est pas dans la liste du service : ", list, "."),
       absl::StrCat("Gebied ", area,
                    " staat niet in de lijst van de dienst: ", list, ".")});
}

// A file of the development authority; empty where there is none.
std::string PkiFile(Cli& cli, const std::string& name) {
  const auto file = ReadRegularFile(
      absl::StrCat(cli.session().config().home, "/pki/", name), kPemBytesMax);
  return file.ok() && file->bytes.size() <= kPemBytesMax ? file->bytes : "";
}

// A command a measure: the sources it names, and `source`.
void PrintCommands(Cli& cli, const std::vector<const v1::Measure*>& measures,
                   const std::string& source) {
  const std::string month =
      absl::FormatTime("%Y-%m", absl::Now(), absl::LocalTimeZone());
  for (const v1::Measure* measure : measures) {
    cli.out() << "  entente indicators measure settings set "
              << measure->definition().code() << " --from " << month;
    for (const std::string& other : measure->settings().allowed_sources()) {
      cli.out() << " --source " << other;
    }
    cli.out() << " --source " << source << " --reason \""
              << cli.T({absl::StrCat("Delivered by source ", source),
                        absl::StrCat("Livré par la source ", source),
                        absl::StrCat("Geleverd door bron ", source)})
              << "\"\n";
  }
}

}  // namespace

absl::Status CheckAsked(const MeasureLookup& lookup,
                        const SourceEnrolment& enrolment) {
  for (const std::string& code : enrolment.measure_codes()) {
    if (!IsCounted(lookup.Find(code))) return NotCounted(code);
  }
  const std::vector<std::string>& areas = lookup.areas();
  for (const std::string& area : enrolment.areas()) {
    if (std::find(areas.begin(), areas.end(), area) == areas.end()) {
      return AreaUnknown(area, areas);
    }
  }
  return absl::OkStatus();
}

void SayWhoDelivers(Cli& cli, const MeasureLookup& lookup,
                    const SourceEnrolment& enrolment) {
  const std::string& source = enrolment.source();
  // Those that anybody may deliver, and those that name others only.
  std::vector<const v1::Measure*> open;
  std::vector<const v1::Measure*> closed;
  for (const std::string& code : enrolment.measure_codes()) {
    const v1::Measure* const measure = lookup.Find(code);
    if (measure == nullptr) continue;
    const auto& allowed = measure->settings().allowed_sources();
    if (allowed.empty()) {
      open.push_back(measure);
    } else if (std::find(allowed.begin(), allowed.end(), source) ==
               allowed.end()) {
      closed.push_back(measure);
    }
  }
  cli.Say({absl::StrCat("\nEnrolling binds no measure: ", source,
                        " may deliver any that names no sources."),
           absl::StrCat("\nL'inscription ne lie aucune mesure : ", source,
                        " peut livrer toute mesure qui ne nomme pas de "
                        "sources."),
           absl::StrCat("\nInschrijven bindt geen meting: ", source,
                        " mag elke meting leveren die geen bronnen noemt.")});
  if (!closed.empty()) {
    cli.Say(
        {"Of these the service takes rows of other sources only; to let "
         "it deliver them too:",
         "De celles-ci, le service ne prend que les lignes d'autres "
         "sources ; pour qu'elle les livre aussi :",
         "Hiervan neemt de dienst enkel rijen van andere bronnen; opdat "
         "ook zij ze levert:"});
    PrintCommands(cli, closed, source);
  }
  if (open.empty()) return;
  cli.Say({"These any source may deliver; to take rows of this one only:",
           "Celles-ci, toute source peut les livrer ; pour ne prendre que les "
           "lignes de celle-ci :",
           "Deze mag elke bron leveren; om enkel rijen van deze te nemen:"});
  PrintCommands(cli, open, source);
}

void AddIdentity(Cli& cli, bool is_request, BundleRequest& request) {
  request.trust_domain = cli.session().config().trust_domain;
  request.services_authority = PkiFile(cli, "ca.crt");
  const std::string key = PkiFile(cli, "ca.key");
  if (!is_request && !key.empty()) {
    request.authority = {request.services_authority, key};
  }
  request.language =
      ParseLanguage(request.enrolment.language()).value_or(Language::kFr);
  request.now = absl::Now();
}

std::string BundleFolder(Cli& cli, const std::string& source,
                         const std::string& out) {
  return out.empty()
             ? absl::StrCat(cli.session().config().home, "/bundle-", source)
             : out;
}

}  // namespace entente::client
