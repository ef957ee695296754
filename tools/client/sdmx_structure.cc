#include "tools/client/sdmx_structure.h"

#include <sstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "pugixml.hpp"
#include "services/common/base/error.h"
#include "tools/client/sdmx_columns.h"
#include "tools/client/sdmx_words.h"

namespace entente::client {
namespace {

using pugi::xml_node;
using Role = SdmxColumn::Role;
using Text = SdmxColumn::Text;

constexpr char kNamespace[] =
    "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/";
constexpr char kMessageId[] = "ENTENTE_STRUCTURE";
constexpr char kConceptScheme[] = "CONCEPTS";
// Of the concepts and code lists: raised when one of them changes. The
// structures refer to them by it, so kSdmxVersion rises with it.
constexpr char kVocabularyVersion[] = "1.0.0";

constexpr char kDataflowClass[] = "datastructure.Dataflow";
constexpr char kStructureClass[] = "datastructure.DataStructure";
constexpr char kCodeListClass[] = "codelist.Codelist";
constexpr char kConceptSchemeClass[] = "conceptscheme.ConceptScheme";
constexpr char kConceptClass[] = "conceptscheme.Concept";

std::string Urn(const std::string& kind, const std::string& id,
                const std::string& version) {
  return absl::StrCat("urn:sdmx:org.sdmx.infomodel.", kind, "=", kSdmxAgency,
                      ":", id, "(", version, ")");
}

std::string ConceptUrn(const std::string& id) {
  return absl::StrCat(Urn(kConceptClass, kConceptScheme, kVocabularyVersion),
                      ".", id);
}

std::string StructureId(SdmxDataflow dataflow) {
  return absl::StrCat("DSD_", SdmxDataflowId(dataflow));
}

void Set(xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name) = value.c_str();
}

void AddText(xml_node parent, const char* name, const std::string& text) {
  parent.append_child(name).text().set(text.c_str());
}

// In three languages.
void AddSentence(xml_node parent, const char* name, const Sentence& sentence) {
  const auto add = [&](const char* language, const std::string& text) {
    xml_node node = parent.append_child(name);
    Set(node, "xml:lang", language);
    node.text().set(text.c_str());
  };
  add("en", sentence.en);
  add("fr", sentence.fr);
  add("nl", sentence.nl);
}

// What is kept and versioned by the agency.
xml_node AddMaintained(xml_node parent, const char* name,
                       const std::string& kind, const std::string& id,
                       const std::string& version, const Sentence& title,
                       const Sentence& description) {
  xml_node node = parent.append_child(name);
  Set(node, "urn", Urn(kind, id, version));
  Set(node, "agencyID", kSdmxAgency);
  Set(node, "id", id);
  Set(node, "version", version);
  AddSentence(node, "common:Name", title);
  AddSentence(node, "common:Description", description);
  return node;
}

void AddHeader(xml_node message, absl::Time now) {
  xml_node header = message.append_child("message:Header");
  AddText(header, "message:ID", kMessageId);
  AddText(header, "message:Test", "false");
  AddText(header, "message:Prepared",
          absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", now, absl::UTCTimeZone()));
  Set(header.append_child("message:Sender"), "id", kSdmxAgency);
}

void AddDataflows(xml_node structures) {
  xml_node dataflows = structures.append_child("structure:Dataflows");
  for (const SdmxDataflow dataflow : kSdmxDataflows) {
    const SdmxTitle title = SdmxDataflowTitle(dataflow);
    xml_node node = AddMaintained(dataflows, "structure:Dataflow",
                                  kDataflowClass, SdmxDataflowId(dataflow),
                                  kSdmxVersion, title.name, title.description);
    AddText(node, "structure:Structure",
            Urn(kStructureClass, StructureId(dataflow), kSdmxVersion));
  }
}

void AddCodeLists(xml_node structures) {
  xml_node lists = structures.append_child("structure:Codelists");
  for (const SdmxCodeList& list : SdmxCodeLists()) {
    xml_node node =
        AddMaintained(lists, "structure:Codelist", kCodeListClass, list.id,
                      kVocabularyVersion, list.name, list.description);
    for (const SdmxCode& code : list.codes) {
      xml_node item = node.append_child("structure:Code");
      Set(item, "id", code.id);
      AddSentence(item, "common:Name", code.name);
    }
  }
}

void AddConcepts(xml_node structures) {
  xml_node schemes = structures.append_child("structure:ConceptSchemes");
  xml_node scheme = AddMaintained(
      schemes, "structure:ConceptScheme", kConceptSchemeClass, kConceptScheme,
      kVocabularyVersion,
      {"Columns of the exports of indicators",
       "Colonnes des exportations d'indicateurs",
       "Kolommen van de uitvoer van indicatoren"},
      {"Identifiers are those of the cross-domain concepts of SDMX where there "
       "is one.",
       "Les identifiants sont ceux des concepts transversaux de SDMX, "
       "lorsqu'il en existe un.",
       "Identificatoren zijn die van de domeinoverschrijdende concepten van "
       "SDMX waar er een bestaat."});
  for (const SdmxConcept& one : SdmxConcepts()) {
    xml_node node = scheme.append_child("structure:Concept");
    Set(node, "id", one.id);
    AddSentence(node, "common:Name", one.name);
    AddSentence(node, "common:Description", one.description);
  }
}

void AddTextFormat(xml_node representation, Text text) {
  xml_node format = representation.append_child("structure:TextFormat");
  switch (text) {
    case Text::kString:
      Set(format, "textType", "String");
      return;
    case Text::kLong:
      Set(format, "textType", "Long");
      return;
    case Text::kDecimal:
      Set(format, "textType", "Decimal");
      return;
    case Text::kPeriod:
      Set(format, "textType", "ObservationalTimePeriod");
      return;
    case Text::kZeroOrOne:
      Set(format, "textType", "Integer");
      Set(format, "minValue", "0");
      Set(format, "maxValue", "1");
      return;
  }
}

bool MayBeEmpty(const SdmxColumn& column) {
  return column.role == Role::kMeasure ||
         (column.role == Role::kAttribute && !column.is_mandatory);
}

xml_node AddComponent(xml_node list, const char* name,
                      const SdmxColumn& column) {
  xml_node node = list.append_child(name);
  Set(node, "id", column.id);
  AddText(node, "structure:ConceptIdentity", ConceptUrn(column.id));
  xml_node representation = node.append_child("structure:LocalRepresentation");
  // One value has to be reported where this is not said.
  if (MayBeEmpty(column)) Set(representation, "minOccurs", "0");
  if (column.code_list.empty()) {
    AddTextFormat(representation, column.text);
  } else {
    AddText(representation, "structure:Enumeration",
            Urn(kCodeListClass, column.code_list, kVocabularyVersion));
  }
  return node;
}

xml_node AddList(xml_node components, const char* name, const char* id) {
  xml_node list = components.append_child(name);
  Set(list, "id", id);
  return list;
}

void AddComponents(xml_node structure, const std::vector<SdmxColumn>& columns) {
  xml_node components =
      structure.append_child("structure:DataStructureComponents");
  xml_node dimensions =
      AddList(components, "structure:DimensionList", "DimensionDescriptor");
  xml_node attributes =
      AddList(components, "structure:AttributeList", "AttributeDescriptor");
  xml_node measures =
      AddList(components, "structure:MeasureList", "MeasureDescriptor");
  for (const SdmxColumn& column : columns) {
    if (column.role == Role::kDimension) {
      AddComponent(dimensions, "structure:Dimension", column);
    } else if (column.role == Role::kMeasure) {
      AddComponent(measures, "structure:Measure", column);
    } else if (column.role == Role::kAttribute) {
      xml_node node = AddComponent(attributes, "structure:Attribute", column);
      Set(node, "usage", column.is_mandatory ? "mandatory" : "optional");
      node.append_child("structure:AttributeRelationship")
          .append_child("structure:Observation");
    }
  }
  // Behind the others, which alone make the key of a series.
  for (const SdmxColumn& column : columns) {
    if (column.role == Role::kTime) {
      AddComponent(dimensions, "structure:TimeDimension", column);
    }
  }
}

void AddDataStructures(xml_node structures) {
  xml_node list = structures.append_child("structure:DataStructures");
  for (const SdmxDataflow dataflow : kSdmxDataflows) {
    const SdmxTitle title = SdmxDataflowTitle(dataflow);
    AddComponents(AddMaintained(list, "structure:DataStructure",
                                kStructureClass, StructureId(dataflow),
                                kSdmxVersion, title.name, title.description),
                  SdmxColumns(dataflow));
  }
}

}  // namespace

std::string SdmxStructureMessage(absl::Time now) {
  pugi::xml_document document;
  xml_node declaration = document.append_child(pugi::node_declaration);
  Set(declaration, "version", "1.0");
  Set(declaration, "encoding", "UTF-8");
  xml_node message = document.append_child("message:Structure");
  for (const char* const part : {"message", "structure", "common"}) {
    Set(message, absl::StrCat("xmlns:", part).c_str(),
        absl::StrCat(kNamespace, part));
  }
  AddHeader(message, now);
  xml_node structures = message.append_child("message:Structures");
  AddDataflows(structures);
  AddCodeLists(structures);
  AddConcepts(structures);
  AddDataStructures(structures);
  std::ostringstream xml;
  document.save(xml, "  ", pugi::format_default, pugi::encoding_utf8);
  return xml.str();
}

}  // namespace entente::client
