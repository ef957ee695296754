#include "tools/client/delivery/mapping_ids.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// "securing_actions", or the field that says it.
std::string NameOf(const v1::Figure& figure) {
  return figure.measure().constant().empty()
             ? absl::StrCat("\"", figure.measure().from(), "\"")
             : figure.measure().constant();
}

// `"Year", "N°", prevention`: what stands in every id.
std::string PartsOf(const v1::EventIdField& id) {
  std::vector<std::string> parts;
  for (const std::string& field : id.from()) {
    parts.push_back(absl::StrCat("\"", field, "\""));
  }
  if (!id.system().empty()) parts.push_back(id.system());
  return absl::StrJoin(parts, ", ");
}

}  // namespace

bool HasMeasureInId(const v1::DeliveryMapping& mapping,
                    const v1::Figure& figure) {
  // One record of several figures is as many events.
  return figure.has_id_without_measure() ? !figure.id_without_measure()
                                         : mapping.figures_size() > 1;
}

std::string MeasureInId(const v1::DeliveryMapping& mapping,
                        const v1::Figure& figure) {
  return HasMeasureInId(mapping, figure) ? figure.measure().constant() : "";
}

bool MayMeetInIds(const v1::DeliveryMapping& a, const v1::DeliveryMapping& b) {
  if (!a.event_id().is_hashed() || !b.event_id().is_hashed() ||
      a.event_id().from_size() != b.event_id().from_size() ||
      !a.event_id().system().empty() || !b.event_id().system().empty()) {
    return false;
  }
  return std::any_of(
      a.figures().begin(), a.figures().end(), [&](const v1::Figure& one) {
        return std::any_of(b.figures().begin(), b.figures().end(),
                           [&](const v1::Figure& other) {
                             return MeasureInId(a, one) ==
                                    MeasureInId(b, other);
                           });
      });
}

std::vector<Sentence> DescribeIds(const v1::DeliveryMapping& mapping) {
  const std::string parts = PartsOf(mapping.event_id());
  std::vector<Sentence> said;
  for (const v1::Figure& figure : mapping.figures()) {
    const std::string name = NameOf(figure);
    if (!mapping.event_id().is_hashed()) {
      said.push_back(
          {absl::StrCat("Ids of ", name, ": as they stand in ", parts, "."),
           absl::StrCat("Identifiants de ", name, " : tels que dans ", parts,
                        "."),
           absl::StrCat("Ids van ", name, ": zoals ze staan in ", parts, ".")});
    } else if (HasMeasureInId(mapping, figure)) {
      said.push_back({absl::StrCat("Ids of ", name, ": made of ", parts,
                                   " and the measure."),
                      absl::StrCat("Identifiants de ", name, " : faits de ",
                                   parts, " et de la mesure."),
                      absl::StrCat("Ids van ", name, ": gemaakt van ", parts,
                                   " en de meting.")});
    } else {
      said.push_back({absl::StrCat("Ids of ", name, ": made of ", parts,
                                   ", without the measure."),
                      absl::StrCat("Identifiants de ", name, " : faits de ",
                                   parts, ", sans la mesure."),
                      absl::StrCat("Ids van ", name, ": gemaakt van ", parts,
                                   ", zonder de meting.")});
    }
  }
  return said;
}

std::optional<Sentence> AdviseOnIds(const v1::DeliveryMapping& mapping) {
  const bool is_stated = std::any_of(
      mapping.figures().begin(), mapping.figures().end(),
      [](const v1::Figure& one) { return one.has_id_without_measure(); });
  if (is_stated || !mapping.event_id().is_hashed()) return std::nullopt;
  if (mapping.figures_size() == 1) {
    return Sentence{
        "Before a second figure is added, write id_without_measure: true at "
        "this one. Otherwise its events get other ids, and all that was "
        "delivered is counted again.",
        "Avant d'ajouter un second chiffre, écrivez id_without_measure: true à "
        "celui-ci. Sinon ses événements reçoivent d'autres identifiants, et "
        "tout ce qui a été livré est compté à nouveau.",
        "Schrijf id_without_measure: true bij dit cijfer voor er een tweede "
        "bijkomt. Anders krijgen zijn gebeurtenissen andere ids, en wordt "
        "alles wat geleverd is opnieuw geteld."};
  }
  return Sentence{
      "If one of these figures was alone in an earlier version of the mapping, "
      "write id_without_measure: true at it; if one is to stay alone, "
      "id_without_measure: false. Otherwise its events get other ids, and all "
      "that was delivered is counted again.",
      "Si un de ces chiffres était seul dans une version antérieure de la "
      "correspondance, écrivez-y id_without_measure: true ; si un seul doit "
      "rester, id_without_measure: false. Sinon ses événements reçoivent "
      "d'autres identifiants, et tout ce qui a été livré est compté à nouveau.",
      "Stond een van deze cijfers alleen in een vroegere versie van de "
      "koppeling, schrijf er dan id_without_measure: true bij; blijft er één "
      "alleen over, id_without_measure: false. Anders krijgen zijn "
      "gebeurtenissen andere ids, en wordt alles wat geleverd is opnieuw "
      "geteld."};
}

}  // namespace entente::client
