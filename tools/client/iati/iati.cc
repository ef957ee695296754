#include "tools/client/iati/iati.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "pugixml.hpp"
#include "services/common/base/error.h"
#include "services/conventions/money/date.h"
#include "tools/client/iati/iati_money.h"
#include "tools/client/iati/iati_nodes.h"
#include "tools/client/iati/iati_targets.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::FormatIsoDate;
using pugi::xml_node;

// Codes of the standard's lists (OrganisationType, OrganisationRole,
// ActivityStatus, ActivityDateType, ResultType, IndicatorMeasure,
// SectorVocabulary).
constexpr char kGovernment[] = "10";
constexpr char kLocalGovernment[] = "11";
constexpr char kFunding[] = "1";
constexpr char kAccountable[] = "2";
constexpr char kImplementing[] = "4";
constexpr char kPlannedStart[] = "1";
constexpr char kPlannedEnd[] = "3";
constexpr char kOutcome[] = "2";
constexpr char kUnit[] = "1";
constexpr char kPercentage[] = "2";
constexpr char kNominal[] = "3";
constexpr char kQualitative[] = "5";
constexpr char kOwnVocabulary[] = "99";

// Namespace of enterprise numbers in org-id.guide.
constexpr char kRegister[] = "BE-BCE_KBO-";

const char* MeasureOf(v1::MeasureKind kind) {
  switch (kind) {
    case v1::MEASURE_KIND_QUALITATIVE:
      return kQualitative;
    case v1::MEASURE_KIND_RATIO:
      return kPercentage;
    case v1::MEASURE_KIND_YES_NO:
      return kNominal;
    default:
      return kUnit;
  }
}

std::string StatusOf(v1::Convention::State state) {
  switch (state) {
    case v1::Convention::STATE_IN_FORCE:
      return "2";
    case v1::Convention::STATE_CLOSED:
      return "3";
    case v1::Convention::STATE_SETTLED:
      return "4";
    default:
      return "1";
  }
}

class Activity {
 public:
  Activity(const IatiData& data, xml_node root)
      : data_(data), convention_(data.convention), root_(root) {}

  void Write() {
    WriteHead();
    WriteParticipants();
    Child("activity-status").append_attribute("code") =
        StatusOf(convention_.state()).c_str();
    WriteTerm();
    xml_node country = Child("recipient-country");
    country.append_attribute("code") = "BE";
    xml_node sector = Child("sector");
    sector.append_attribute("vocabulary") = kOwnVocabulary;
    sector.append_attribute("code") = "security-and-society";
    AddNarrative(sector, "Security and society conventions", "en");
    WriteMoney(data_, root_);
    WriteResults();
  }

 private:
  xml_node Child(const char* name) { return root_.append_child(name); }

  void WriteHead() {
    const std::string reporter =
        absl::StrCat(kRegister, data_.enterprise_number);
    const std::string& name = convention_.name();
    const std::string id = name.substr(name.rfind('/') + 1);
    Child("iati-identifier").text() = absl::StrCat(reporter, "-", id).c_str();
    xml_node reporting = Child("reporting-org");
    reporting.append_attribute("ref") = reporter.c_str();
    reporting.append_attribute("type") = kLocalGovernment;
    AddNarrative(reporting, convention_.municipality());
    AddNarrative(Child("title"), convention_.title());
    xml_node description = Child("description");
    description.append_attribute("type") = "1";
    AddNarrative(description, convention_.title());
  }

  void WriteParticipants() {
    xml_node state = Child("participating-org");
    state.append_attribute("type") = kGovernment;
    state.append_attribute("role") = kFunding;
    AddNarrative(state, "État fédéral belge", "fr");
    AddNarrative(state, "Belgische federale Staat", "nl");
    for (const char* role : {kAccountable, kImplementing}) {
      xml_node municipality = Child("participating-org");
      municipality.append_attribute("ref") =
          absl::StrCat(kRegister, data_.enterprise_number).c_str();
      municipality.append_attribute("type") = kLocalGovernment;
      municipality.append_attribute("role") = role;
      AddNarrative(municipality, convention_.municipality());
    }
  }

  void WriteTerm() {
    for (const auto& [type, date] :
         {std::make_pair(kPlannedStart, convention_.valid_from()),
          std::make_pair(kPlannedEnd, convention_.valid_until())}) {
      if (conventions::IsUnset(date)) continue;
      xml_node node = Child("activity-date");
      node.append_attribute("type") = type;
      node.append_attribute("iso-date") = FormatIsoDate(date).c_str();
    }
  }

  void WriteResults() {
    for (const v1::Node& node : convention_.nodes()) {
      if (node.kind() != v1::Node::KIND_STRATEGIC_OBJECTIVE ||
          !HasIndicator(node.id())) {
        continue;
      }
      xml_node result = Child("result");
      result.append_attribute("type") = kOutcome;
      AddNarrative(result.append_child("title"), node.text());
      WriteIndicators(node.id(), result);
    }
  }

  static bool IsIndicatorOf(const v1::Node& node,
                            const std::string& objective) {
    return node.parent_id() == objective &&
           (node.kind() == v1::Node::KIND_INDICATOR || node.has_promotion());
  }
  // The schema knows no result without one.
  bool HasIndicator(const std::string& objective) const {
    return std::any_of(
        convention_.nodes().begin(), convention_.nodes().end(),
        [&](const v1::Node& node) { return IsIndicatorOf(node, objective); });
  }

  // Of the first measure that is known.
  v1::MeasureKind KindOf(const v1::Node& node) const {
    for (const std::string& code : node.measure_codes()) {
      const indicators::v1::Measure* const measure = FindMeasure(data_, code);
      if (measure != nullptr) return measure->definition().kind();
    }
    return v1::MEASURE_KIND_UNSPECIFIED;
  }

  void WriteIndicators(const std::string& objective, xml_node result) {
    for (const v1::Node& node : convention_.nodes()) {
      if (!IsIndicatorOf(node, objective)) continue;
      xml_node indicator = result.append_child("indicator");
      indicator.append_attribute("measure") = MeasureOf(KindOf(node));
      AddNarrative(indicator.append_child("title"), node.text());
      // Here and never on the result too, as the standard wants it.
      xml_node reference = indicator.append_child("reference");
      reference.append_attribute("vocabulary") = kOwnVocabulary;
      reference.append_attribute("code") = node.id().c_str();
      WriteIndicatorTarget(data_, node, indicator);
    }
  }

  const IatiData& data_;
  const v1::Convention& convention_;
  xml_node root_;
};

}  // namespace

absl::CivilDay Today(const IatiData& data) {
  return absl::ToCivilDay(data.now, absl::UTCTimeZone());
}

const indicators::v1::Measure* FindMeasure(const IatiData& data,
                                           const std::string& code) {
  const auto found = data.measures.find(code);
  return found == data.measures.end() || found->second.is_local()
             ? nullptr
             : &found->second;
}

absl::Status CheckPublishable(const IatiData& data) {
  const v1::Convention& convention = data.convention;
  const bool has_first = !conventions::IsUnset(convention.valid_from());
  const bool has_last = !conventions::IsUnset(convention.valid_until());
  if (has_first && has_last) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "IATI_TERM_MISSING",
       .field = has_first ? "valid_until" : "valid_from",
       .metadata = {{"name", convention.name()},
                    {"valid_from", FormatIsoDate(convention.valid_from())},
                    {"valid_until", FormatIsoDate(convention.valid_until())}},
       .sentence = {
           absl::StrCat(convention.name(),
                        " has no first or last day, and IATI has no activity "
                        "without. Amend its term (entente amendment "
                        "propose), then export it."),
           absl::StrCat(convention.name(),
                        " n'a pas de premier ou de dernier jour, et IATI ne "
                        "connaît pas d'activité sans. Fixez sa durée par un "
                        "avenant (entente amendment propose), puis "
                        "exportez-la."),
           absl::StrCat(convention.name(),
                        " heeft geen eerste of laatste dag, en IATI kent geen "
                        "activiteit zonder. Bepaal de looptijd met een avenant "
                        "(entente amendment propose) en exporteer dan.")}});
}

std::string ToIati(const IatiData& data) {
  const std::string now =
      absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", data.now, absl::UTCTimeZone());
  pugi::xml_document document;
  xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  xml_node activities = document.append_child("iati-activities");
  activities.append_attribute("version") = "2.03";
  activities.append_attribute("generated-datetime") = now.c_str();
  xml_node activity = activities.append_child("iati-activity");
  activity.append_attribute("default-currency") = "EUR";
  activity.append_attribute("last-updated-datetime") = now.c_str();
  activity.append_attribute("xml:lang") =
      data.convention.language_code().c_str();
  Activity(data, activity).Write();
  std::ostringstream xml;
  document.save(xml, "  ", pugi::format_default, pugi::encoding_utf8);
  return xml.str();
}

}  // namespace entente::client
