#include "services/indicators/activity_errors.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/base/error.h"
#include "services/indicators/area_rules.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/local_day.h"
#include "services/indicators/period_errors.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

// Codes of as many types as are named to people, of the newest convention
// first, the municipality's own last.
std::vector<std::string> NewestTypes(const Definitions& definitions) {
  constexpr size_t kNamedMax = 20;
  std::vector<std::string> codes;
  const auto& conventions = definitions.conventions();
  for (auto record = conventions.rbegin(); record != conventions.rend();
       ++record) {
    for (const cv1::ActivityType& type : record->activity_types()) {
      if (codes.size() == kNamedMax) return codes;
      if (std::find(codes.begin(), codes.end(), type.code()) == codes.end()) {
        codes.push_back(type.code());
      }
    }
  }
  // What no convention defines.
  for (const cv1::ActivityType& type : definitions.activity_types()) {
    if (codes.size() == kNamedMax) break;
    if (std::find(codes.begin(), codes.end(), type.code()) == codes.end()) {
      codes.push_back(type.code());
    }
  }
  return codes;
}

// What a list offers to whoever looks for a type of former days.
Sentence TypeNoMoreDefined() {
  return {
      " Activities of a type that is defined no more are found by type : "
      "code (in the client: --filter \"type : code\").",
      " Les activités d'un type qui n'est plus défini se trouvent par "
      "type : code (dans le client : --filter \"type : code\").",
      " Activiteiten van een soort die niet meer gedefinieerd is, zijn te "
      "vinden met type : code (in de client: --filter \"type : code\")."};
}

}  // namespace

absl::Status ActivityUnknown(const std::string& field) {
  return Refuse(absl::StatusCode::kNotFound, "ACTIVITY_UNKNOWN", field,
                {"The municipality has no activity of that name.",
                 "La commune n'a pas d'activité de ce nom.",
                 "De gemeente heeft geen activiteit met die naam."});
}

absl::Status ActivityWithdrawn(const std::string& field, int32_t version) {
  const std::string number = absl::StrCat(version);
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "ACTIVITY_WITHDRAWN", field,
      {absl::StrCat("The activity was withdrawn by its version ", number,
                    ": record it anew if it took place."),
       absl::StrCat("L'activité a été retirée par sa version ", number,
                    " : enregistrez-la à nouveau si elle a eu lieu."),
       absl::StrCat("De activiteit werd ingetrokken door haar versie ", number,
                    ": registreer ze opnieuw als ze plaatsvond.")},
      {{"version", number}});
}

absl::Status ActivityEtagMismatch(const std::string& current) {
  return Refuse(
      absl::StatusCode::kAborted, "ETAG_MISMATCH", "etag",
      {absl::StrCat("The activity changed since it was read, its version ",
                    current, " stands: read it again and decide anew."),
       absl::StrCat("L'activité a changé depuis la lecture, sa version ",
                    current, " fait foi : relisez et décidez à nouveau."),
       absl::StrCat("De activiteit is sinds het lezen gewijzigd, haar versie ",
                    current, " geldt: lees ze opnieuw en beslis opnieuw.")},
      {{"etag", current}});
}

absl::Status TooManyActivityVersions(int most) {
  const std::string number = absl::StrCat(most);
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "TOO_MANY_VERSIONS",
      "activity.name",
      {absl::StrCat("An activity has at most ", number,
                    " versions: withdraw it and record it anew."),
       absl::StrCat("Une activité a au plus ", number,
                    " versions : retirez-la et enregistrez-la à nouveau."),
       absl::StrCat("Een activiteit heeft hoogstens ", number,
                    " versies: trek ze in en registreer ze opnieuw.")},
      {{"most", number}});
}

absl::Status ActivityLooksEntered(const v1::ActivityRecord& other) {
  const v1::Activity& activity = other.activity();
  const std::string handle =
      activity.name().substr(activity.name().rfind('/') + 1);
  const std::string day = absl::FormatCivilTime(
      LocalDay(absl::FromUnixSeconds(activity.create_time().seconds())));
  const std::string& office = other.office();
  std::map<std::string, std::string> metadata = {{"other", activity.name()},
                                                 {"recorded_on", day}};
  if (!office.empty()) metadata["office"] = office;
  const auto by = [&](absl::string_view words) {
    return office.empty() ? "" : absl::StrCat(words, office);
  };
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "ACTIVITY_LOOKS_ENTERED",
      "activity",
      {absl::StrCat(handle, ", recorded on ", day, by(" in the role "),
                    ", looks like the same activity. If it is, leave it at "
                    "that one; if this is another, say so with is_another (in "
                    "the client: --another)."),
       absl::StrCat(handle, ", enregistrée le ", day, by(" par la fonction "),
                    ", semble être la même activité. Si c'est elle, "
                    "tenez-vous-en à celle-là ; si celle-ci est une autre, "
                    "dites-le par is_another (dans le client : --another)."),
       absl::StrCat(handle, ", geregistreerd op ", day, by(" door de functie "),
                    ", lijkt dezelfde activiteit. Is ze dat, hou het dan bij "
                    "die ene; is deze een andere, zeg dat dan met is_another "
                    "(in de client: --another).")},
      std::move(metadata));
}

absl::Status UpdateMaskInvalid(const std::string& fields) {
  return Refuse(
      absl::StatusCode::kInvalidArgument, "UPDATE_MASK_INVALID", "update_mask",
      {absl::StrCat("update_mask names what cannot be edited; it takes ",
                    fields, ", or * alone."),
       absl::StrCat("update_mask nomme ce qui ne peut être modifié ; sont "
                    "admis ",
                    fields, ", ou * seul."),
       absl::StrCat("update_mask noemt wat niet gewijzigd kan worden; "
                    "toegelaten zijn ",
                    fields, ", of * alleen.")},
      {{"fields", fields}});
}

absl::Status UnknownActivityType(const std::string& field,
                                 const Definitions& definitions) {
  constexpr char kReason[] = "UNKNOWN_ACTIVITY_TYPE";
  const Sentence way_out = field == "filter" ? TypeNoMoreDefined() : Sentence();
  if (definitions.activity_types().empty()) {
    return Invalid(
        kReason, field,
        {absl::StrCat("Neither a convention nor the municipality defines any "
                      "type of activity.",
                      way_out.en),
         absl::StrCat("Ni une convention ni la commune ne définit de type "
                      "d'activité.",
                      way_out.fr),
         absl::StrCat("Noch een overeenkomst noch de gemeente definieert een "
                      "soort activiteit.",
                      way_out.nl)});
  }
  const std::vector<std::string> newest = NewestTypes(definitions);
  const std::string codes = absl::StrJoin(newest, ", ");
  const std::string shown = absl::StrCat(
      codes, newest.size() < definitions.activity_types().size() ? ", …" : "");
  return Refuse(
      absl::StatusCode::kInvalidArgument, kReason, field,
      {absl::StrCat("Neither a convention nor the municipality defines this "
                    "type of activity; there are ",
                    shown,
                    ". ListActivityTypes says what they count for (in the "
                    "client: entente activity types).",
                    way_out.en),
       absl::StrCat("Ni une convention ni la commune ne définit ce type "
                    "d'activité ; il y a ",
                    shown,
                    ". ListActivityTypes dit sous quoi ils comptent (dans le "
                    "client : entente activity types).",
                    way_out.fr),
       absl::StrCat("Noch een overeenkomst noch de gemeente definieert dit "
                    "soort activiteit; er zijn ",
                    shown,
                    ". ListActivityTypes zegt waarvoor ze tellen (in de "
                    "client: entente activity types).",
                    way_out.nl)},
      {{"types", codes}});
}

absl::Status AreaUnknown(const std::string& field) {
  return Invalid("AREA_UNKNOWN", field,
                 {"The area is not in the list of areas.",
                  "Le lieu ne figure pas dans la liste des lieux.",
                  "Het gebied staat niet in de lijst van gebieden."});
}

absl::Status AreaOutside(const std::string& field,
                         const std::string& municipality,
                         const std::vector<std::string>& own) {
  // As many as fit in a sentence; statistical sectors come in hundreds.
  constexpr size_t kNamedMax = 12;
  const size_t named = std::min(own.size(), kNamedMax);
  const std::string areas =
      absl::StrCat(absl::StrJoin(own.begin(), own.begin() + named, ", "),
                   named < own.size() ? ", …" : "", ", ", kUnknownArea);
  return Refuse(
      absl::StatusCode::kInvalidArgument, "AREA_OUTSIDE_MUNICIPALITY", field,
      {absl::StrCat("The area lies outside the municipality ", municipality,
                    "; use one of ", areas, "."),
       absl::StrCat("Le lieu se trouve hors de la commune ", municipality,
                    " ; utilisez l'un de ", areas, "."),
       absl::StrCat("Het gebied ligt buiten de gemeente ", municipality,
                    "; gebruik een van ", areas, ".")},
      {{"areas", absl::StrCat(absl::StrJoin(own, ", "), ", ", kUnknownArea)}});
}

absl::Status ListDateInvalid(const std::string& field) {
  return Invalid("DATE_INVALID", field,
                 {"The date is not a day or a month of the calendar.",
                  "La date n'est pas un jour ou un mois du calendrier.",
                  "De datum is geen dag of maand van de kalender."});
}

absl::Status ListDatesReversed() {
  return Invalid("DATES_REVERSED", "until",
                 {"The last day lies before the first.",
                  "Le dernier jour précède le premier.",
                  "De laatste dag ligt vóór de eerste."});
}

absl::Status MonthRefusal(PeriodVerdict verdict, int32_t month,
                          const std::string& field) {
  const absl::Status refusal = PeriodRefusal(verdict, field);
  std::optional<ErrorDetail> detail = GetErrorDetail(refusal);
  if (!detail.has_value()) return refusal;
  const std::string name =
      absl::StrFormat("%04d-%02d", month / 12, month % 12 + 1);
  detail->sentence = {absl::StrCat(name, ": ", detail->sentence.en),
                      absl::StrCat(name, " : ", detail->sentence.fr),
                      absl::StrCat(name, ": ", detail->sentence.nl)};
  detail->metadata["period"] = name;
  return MakeError(refusal.code(), *std::move(detail));
}

}  // namespace entente::indicators
