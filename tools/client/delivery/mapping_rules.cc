#include "tools/client/delivery/mapping_rules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "tools/client/delivery/mapping_ids.h"
#include "tools/client/delivery/revision_rules.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using Places = google::protobuf::TextFormat::ParseInfoTree;

constexpr size_t kIdBytesMax = 64;
// As the service takes them, see observation.proto.
constexpr int kBreakdownsMax = 8;

// Line of `field` of a message at `places`, from 1.
int LineOf(const Places* places, const google::protobuf::Message& message,
           const char* field, int index = -1) {
  if (places == nullptr) return 1;
  const auto* descriptor = message.GetDescriptor()->FindFieldByName(field);
  const int line = places->GetLocation(descriptor, index).line;
  return line < 0 ? 1 : line + 1;
}

const Places* Below(const Places* places,
                    const google::protobuf::Message& message, const char* field,
                    int index = -1) {
  if (places == nullptr) return nullptr;
  return places->GetTreeForNested(
      message.GetDescriptor()->FindFieldByName(field), index);
}

bool IsMappingId(const std::string& id) {
  return !id.empty() && id.size() <= kIdBytesMax &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) ||
                  c == '.' || c == '-';
         });
}

bool IsListCode(const std::string& code) {
  return !code.empty() && code.size() <= kIdBytesMax &&
         absl::ascii_islower(code[0]) &&
         std::all_of(code.begin(), code.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '_';
         });
}

class Checker {
 public:
  Checker(const v1::DeliveryMapping& mapping, const Places& places)
      : mapping_(mapping), root_(&places) {}

  std::vector<MappingFault> Run() {
    CheckFile();
    CheckEventId();
    if (mapping_.date().from().empty()) {
      Add(LineOf(root_, mapping_, "date"),
          {"date.from is missing: the field with the day or month.",
           "date.from manque : le champ du jour ou du mois.",
           "date.from ontbreekt: het veld met de dag of maand."});
    }
    CheckCode(mapping_.area(), "area", LineOf(root_, mapping_, "area"),
              Below(root_, mapping_, "area"));
    CheckFigures();
    CheckNumbers();
    CheckIgnored();
    return std::move(faults_);
  }

 private:
  void Add(int line, const Sentence& what) { faults_.push_back({line, what}); }

  void CheckFile() {
    const int id_line = LineOf(root_, mapping_, "id");
    if (!IsMappingId(mapping_.id())) {
      Add(id_line, {"id is 1 to 64 of a-z 0-9 . -, as in prevention-2026.1.",
                    "id compte 1 à 64 de a-z 0-9 . -, comme prevention-2026.1.",
                    "id telt 1 tot 64 van a-z 0-9 . -, zoals "
                    "prevention-2026.1."});
    }
    const auto format = mapping_.format();
    const std::string& separator = mapping_.separator();
    if (separator.size() > 1 || separator == "\"" || separator == "\n" ||
        separator == "\r" ||
        (!separator.empty() && absl::ascii_isalnum(separator[0]))) {
      Add(LineOf(root_, mapping_, "separator"),
          {"separator is one character, and no letter, digit or quote.",
           "separator est un seul caractère, ni lettre, ni chiffre, ni "
           "guillemet.",
           "separator is één teken, en geen letter, cijfer of "
           "aanhalingsteken."});
    }
    if (format == v1::DeliveryMapping::FORMAT_NDJSON &&
        mapping_.encoding() == v1::DeliveryMapping::ENCODING_WINDOWS_1252) {
      Add(LineOf(root_, mapping_, "encoding"),
          {"NDJSON is UTF-8 (RFC 8259).", "NDJSON est en UTF-8 (RFC 8259).",
           "NDJSON is UTF-8 (RFC 8259)."});
    }
    if ((format == v1::DeliveryMapping::FORMAT_XML) ==
        mapping_.record().empty()) {
      Add(LineOf(
              root_, mapping_,
              format == v1::DeliveryMapping::FORMAT_XML ? "format" : "record"),
          {"record is for format: FORMAT_XML, and needed there: the path of "
           "the records, as in Export/Actions/Action.",
           "record va avec format: FORMAT_XML et y est nécessaire : le chemin "
           "des enregistrements, comme Export/Actions/Action.",
           "record hoort bij format: FORMAT_XML en is daar nodig: het pad van "
           "de records, zoals Export/Actions/Action."});
    }
  }

  void CheckEventId() {
    const v1::EventIdField& id = mapping_.event_id();
    const int line = LineOf(root_, mapping_, "event_id");
    if (id.from().empty() || HasEmpty(id.from()) || HasEmpty(id.replaces()) ||
        HasEmpty(id.withdraws())) {
      Add(line,
          {"event_id.from is missing: which fields name the event in the "
           "system it comes from. A row number is none.",
           "event_id.from manque : quels champs désignent l'événement dans "
           "son système. Un numéro de ligne n'en est pas un.",
           "event_id.from ontbreekt: welke velden de gebeurtenis in haar "
           "systeem aanduiden. Een rijnummer is er geen."});
    }
    const bool has_measure = std::any_of(
        mapping_.figures().begin(), mapping_.figures().end(),
        [&](const v1::Figure& one) { return HasMeasureInId(mapping_, one); });
    const bool needs_hash = id.from_size() > 1 || has_measure ||
                            !id.revision().empty() || id.has_struck_out() ||
                            !id.system().empty();
    if (needs_hash && !id.is_hashed()) {
      Add(line,
          {"several fields, several figures, id_without_measure: false, a "
           "revision, a system or struck_out need event_id.is_hashed: true.",
           "plusieurs champs, plusieurs chiffres, id_without_measure: false, "
           "une révision, un système ou struck_out demandent "
           "event_id.is_hashed: true.",
           "verscheidene velden, verscheidene cijfers, id_without_measure: "
           "false, een revisie, een systeem of struck_out vragen "
           "event_id.is_hashed: true."});
    }
    if (!id.system().empty() && !IsMappingId(id.system())) {
      Add(line,
          {"event_id.system is 1 to 64 of a-z 0-9 . -, as in prevention.",
           "event_id.system compte 1 à 64 de a-z 0-9 . -, comme prevention.",
           "event_id.system telt 1 tot 64 van a-z 0-9 . -, zoals "
           "prevention."});
    }
    const v1::StruckOutField& struck_out = id.struck_out();
    if (id.has_struck_out() &&
        (struck_out.from().empty() || struck_out.values().empty() ||
         HasEmpty(struck_out.values()))) {
      Add(line,
          {"event_id.struck_out needs from, and values: what the field holds "
           "in a record that was struck out.",
           "event_id.struck_out demande from, et values : ce que contient le "
           "champ d'un enregistrement annulé.",
           "event_id.struck_out vraagt from, en values: wat het veld van een "
           "geschrapte record bevat."});
    }
    if (!id.first_revision().empty() && !IsFirstRevision(id.first_revision())) {
      Add(line,
          {"event_id.first_revision is a whole number, as in 1 or 01: versions "
           "are counted from it.",
           "event_id.first_revision est un nombre entier, comme 1 ou 01 : les "
           "versions se comptent à partir de lui.",
           "event_id.first_revision is een geheel getal, zoals 1 of 01: "
           "versies worden ervan af geteld."});
    }
    const bool is_uneven =
        (!id.replaces().empty() && id.replaces_size() != id.from_size()) ||
        (!id.withdraws().empty() && id.withdraws_size() != id.from_size());
    if (is_uneven || (!id.revision().empty() && !id.replaces().empty())) {
      Add(line,
          {"event_id.replaces and withdraws have as many fields as from, and "
           "replaces does not stand beside revision.",
           "event_id.replaces et withdraws ont autant de champs que from, et "
           "replaces ne va pas avec revision.",
           "event_id.replaces en withdraws hebben evenveel velden als from, en "
           "replaces staat niet naast revision."});
    }
  }

  template <typename List>
  static bool HasEmpty(const List& list) {
    return std::any_of(list.begin(), list.end(),
                       [](const std::string& one) { return one.empty(); });
  }

  void CheckCode(const v1::CodeField& field, const std::string& name, int line,
                 const Places* places) {
    if (field.from().empty() == field.constant().empty() ||
        (!field.constant().empty() &&
         (!field.codes().empty() || !field.if_empty().empty()))) {
      Add(line,
          {absl::StrCat(name, " needs from, or a constant and nothing else."),
           absl::StrCat(name, " demande from, ou constant et rien d'autre."),
           absl::StrCat(name, " vraagt from, of constant en niets anders.")});
    }
    std::set<std::string> seen;
    for (int i = 0; i < field.codes_size(); ++i) {
      const v1::CodePair& pair = field.codes(i);
      if (!pair.theirs().empty() && !pair.ours().empty() &&
          seen.insert(pair.theirs()).second) {
        continue;
      }
      Add(LineOf(places, field, "codes", i),
          {absl::StrCat(name,
                        ": this code stands twice, or has no theirs or "
                        "ours."),
           absl::StrCat(name,
                        " : ce code est double, ou n'a pas theirs ou "
                        "ours."),
           absl::StrCat(name,
                        ": deze code staat er tweemaal, of heeft geen "
                        "theirs of ours.")});
    }
    for (int i = 0; i < field.left_to_others_size(); ++i) {
      const std::string& code = field.left_to_others(i);
      if (&field == &mapping_.area() && !field.from().empty() &&
          !code.empty() && seen.insert(code).second) {
        continue;
      }
      Add(LineOf(places, field, "left_to_others", i),
          {"left_to_others is for area, beside from: their codes of places in "
           "other municipalities, each once and not among codes.",
           "left_to_others va avec area, à côté de from : leurs codes de lieux "
           "d'autres communes, chacun une fois et pas parmi codes.",
           "left_to_others hoort bij area, naast from: hun codes van plaatsen "
           "in andere gemeenten, elk één keer en niet onder codes."});
    }
  }

  void CheckFigures() {
    if (mapping_.figures().empty()) {
      Add(1, {"figures is missing: what a record counts.",
              "figures manque : ce qu'un enregistrement compte.",
              "figures ontbreekt: wat een record telt."});
    }
    std::set<std::string> measures;
    int without_measure = 0;
    for (int i = 0; i < mapping_.figures_size(); ++i) {
      const v1::Figure& figure = mapping_.figures(i);
      const int line = LineOf(root_, mapping_, "figures", i);
      CheckCode(figure.measure(), "measure", line,
                Below(Below(root_, mapping_, "figures", i), figure, "measure"));
      const bool is_constant = figure.value_from().empty();
      if (is_constant == (figure.constant_value() == 0) ||
          figure.constant_value() < 0 ||
          (is_constant && (figure.is_optional() ||
                           figure.unit() != v1::Figure::UNIT_UNSPECIFIED))) {
        Add(line,
            {"a figure needs value_from, or a constant_value above 0 and then "
             "no unit and no is_optional.",
             "un chiffre demande value_from, ou un constant_value supérieur à "
             "0 et alors ni unit ni is_optional.",
             "een cijfer vraagt value_from, of een constant_value boven 0 en "
             "dan geen unit en geen is_optional."});
      }
      CheckBreakdowns(figure, line, Below(root_, mapping_, "figures", i));
      const std::string& constant = figure.measure().constant();
      // The id of such an event is made of the record's and the measure.
      if (constant.empty() ? HasMeasureInId(mapping_, figure)
                           : !measures.insert(constant).second) {
        Add(line,
            {"of several figures each has a constant measure of its own, but "
             "for one with id_without_measure: true; with false it always "
             "has.",
             "de plusieurs chiffres, chacun a sa propre mesure constante, sauf "
             "celui qui porte id_without_measure: true ; avec false, il en a "
             "toujours une.",
             "van verscheidene cijfers heeft elk een eigen vaste meting, "
             "behalve dat met id_without_measure: true; met false heeft het "
             "er altijd een."});
      }
      without_measure += HasMeasureInId(mapping_, figure) ? 0 : 1;
      if (without_measure > 1 && !HasMeasureInId(mapping_, figure)) {
        Add(line,
            {"id_without_measure: true is for one figure of a mapping: the "
             "events of two would have the same ids.",
             "id_without_measure: true va avec un seul chiffre d'une "
             "correspondance : les événements de deux auraient les mêmes "
             "identifiants.",
             "id_without_measure: true is voor één cijfer van een koppeling: "
             "de gebeurtenissen van twee zouden dezelfde ids hebben."});
      }
    }
  }

  void CheckBreakdowns(const v1::Figure& figure, int line,
                       const Places* places) {
    std::set<std::string> lists;
    for (int i = 0; i < figure.breakdowns_size(); ++i) {
      const v1::BreakdownField& field = figure.breakdowns(i);
      const int at =
          places == nullptr ? line : LineOf(places, figure, "breakdowns", i);
      if (!IsListCode(field.list()) || !lists.insert(field.list()).second ||
          i >= kBreakdownsMax) {
        Add(at,
            {"breakdowns: list is the code of a code list, as in audience, "
             "each "
             "once, at most 8.",
             "breakdowns : list est le code d'une liste de codes, comme "
             "audience, chacune une fois, au plus 8.",
             "breakdowns: list is de code van een codelijst, zoals audience, "
             "elk één keer, hoogstens 8."});
      }
      CheckCode(field.code(), absl::StrCat("breakdowns ", i + 1), at,
                Below(Below(places, figure, "breakdowns", i), field, "code"));
    }
  }

  void CheckNumbers() {
    const std::string& group = mapping_.numbers().group_separator();
    const bool is_known =
        group.empty() || group == "." || group == "'" || group == " ";
    const bool is_point_twice =
        group == "." && !mapping_.numbers().has_decimal_comma();
    if (is_known && !is_point_twice) return;
    Add(LineOf(root_, mapping_, "numbers"),
        {"numbers.group_separator is \".\" (with has_decimal_comma), \"'\" or "
         "\" \".",
         "numbers.group_separator est « . » (avec has_decimal_comma), « ' » "
         "ou « \u00A0 ».",
         "numbers.group_separator is \".\" (met has_decimal_comma), \"'\" of "
         "\" \"."});
  }

  void CheckIgnored() {
    const std::vector<std::string> fields = FieldsOf(mapping_);
    std::set<std::string> seen(fields.begin(), fields.end());
    for (int i = 0; i < mapping_.ignored_size(); ++i) {
      const std::string& field = mapping_.ignored(i);
      if (!field.empty() && seen.insert(field).second) continue;
      Add(LineOf(root_, mapping_, "ignored", i),
          {"an ignored field is empty, stands twice, or is read.",
           "un champ ignoré est vide, double, ou lu.",
           "een genegeerd veld is leeg, staat er tweemaal, of wordt gelezen."});
    }
  }

  const v1::DeliveryMapping& mapping_;
  const Places* const root_;
  std::vector<MappingFault> faults_;
};

}  // namespace

std::vector<MappingFault> CheckMapping(const v1::DeliveryMapping& mapping,
                                       const Places& places) {
  return Checker(mapping, places).Run();
}

std::vector<std::string> FieldsOf(const v1::DeliveryMapping& mapping) {
  std::vector<std::string> fields;
  const auto add = [&](const std::string& field) {
    if (!field.empty() &&
        std::find(fields.begin(), fields.end(), field) == fields.end()) {
      fields.push_back(field);
    }
  };
  for (const std::string& field : mapping.event_id().from()) add(field);
  for (const std::string& field : mapping.event_id().replaces()) add(field);
  for (const std::string& field : mapping.event_id().withdraws()) add(field);
  add(mapping.event_id().revision());
  add(mapping.event_id().struck_out().from());
  add(mapping.date().from());
  add(mapping.area().from());
  for (const v1::Figure& figure : mapping.figures()) {
    add(figure.measure().from());
    add(figure.value_from());
    for (const v1::BreakdownField& field : figure.breakdowns()) {
      add(field.code().from());
    }
  }
  return fields;
}

}  // namespace entente::client
