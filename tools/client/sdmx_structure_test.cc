// The message is judged by tables of the schemas of SDMX-ML 3.0.0.
#include "tools/client/sdmx_structure.h"

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"
#include "tools/client/files.h"
#include "tools/client/sdmx_columns.h"
#include "tools/client/sdmx_structure_fixture_test.h"

namespace entente::client {
namespace {

using pugi::xml_node;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

// Of kSdmxVersion, the version of concepts and code lists, and the message.
constexpr char kVersionsAndDigest[] =
    "1.1.0 1.0.0 "
    "d937e3288d71cc22d522494d64cbd8b66c7b0d520e291089c56e4ed17d375a76";

// What an element may hold, in the order of the schemas; those that are not
// here hold no element.
const std::map<std::string, std::vector<std::string>>& Orders() {
  static const auto* const kOrders =
      new std::map<std::string, std::vector<std::string>>{
          {"message:Structure", {"message:Header", "message:Structures"}},
          {"message:Header",
           {"message:ID", "message:Test", "message:Prepared",
            "message:Sender"}},
          {"message:Structures",
           {"structure:Dataflows", "structure:Codelists",
            "structure:ConceptSchemes", "structure:DataStructures"}},
          {"structure:Dataflows", {"structure:Dataflow"}},
          {"structure:Dataflow",
           {"common:Name", "common:Description", "structure:Structure"}},
          {"structure:Codelists", {"structure:Codelist"}},
          {"structure:Codelist",
           {"common:Name", "common:Description", "structure:Code"}},
          {"structure:Code", {"common:Name"}},
          {"structure:ConceptSchemes", {"structure:ConceptScheme"}},
          {"structure:ConceptScheme",
           {"common:Name", "common:Description", "structure:Concept"}},
          {"structure:Concept", {"common:Name", "common:Description"}},
          {"structure:DataStructures", {"structure:DataStructure"}},
          {"structure:DataStructure",
           {"common:Name", "common:Description", kComponents}},
          {kComponents,
           {"structure:DimensionList", "structure:AttributeList",
            "structure:MeasureList"}},
          {"structure:DimensionList",
           {"structure:Dimension", "structure:TimeDimension"}},
          {"structure:Dimension",
           {"structure:ConceptIdentity", "structure:LocalRepresentation"}},
          {"structure:TimeDimension",
           {"structure:ConceptIdentity", "structure:LocalRepresentation"}},
          {"structure:AttributeList", {"structure:Attribute"}},
          {"structure:Attribute",
           {"structure:ConceptIdentity", "structure:LocalRepresentation",
            "structure:AttributeRelationship"}},
          {"structure:AttributeRelationship", {"structure:Observation"}},
          {"structure:MeasureList", {"structure:Measure"}},
          {"structure:Measure",
           {"structure:ConceptIdentity", "structure:LocalRepresentation"}},
          {"structure:LocalRepresentation",
           {"structure:TextFormat", "structure:Enumeration"}}};
  return *kOrders;
}

TEST_F(SdmxStructureTest, ElementsStandInTheOrderOfTheSchemas) {
  for (const xml_node& node : All(message_)) {
    const auto order = Orders().find(node.name());
    size_t at = 0;
    for (const xml_node& child : Elements(node)) {
      ASSERT_NE(order, Orders().end()) << node.name();
      const std::vector<std::string>& names = order->second;
      while (at < names.size() && names[at] != child.name()) ++at;
      ASSERT_LT(at, names.size()) << child.name() << " in " << node.name();
    }
  }
}

TEST_F(SdmxStructureTest, NamespacesAndHeaderAreThoseOfSdmxMl3) {
  for (const char* const part : {"message", "structure", "common"}) {
    const std::string name = absl::StrCat("xmlns:", part);
    EXPECT_EQ(message_.attribute(name.c_str()).value(),
              absl::StrCat("http://www.sdmx.org/resources/sdmxml/schemas/v3_0/",
                           part));
  }
  const xml_node header = message_.child("message:Header");
  EXPECT_STREQ(header.child_value("message:Prepared"), "2019-03-14T11:00:00Z");
  EXPECT_STREQ(header.child_value("message:Test"), "false");
  EXPECT_STREQ(header.child("message:Sender").attribute("id").value(),
               "ENTENTE");
}

TEST_F(SdmxStructureTest, EveryReferenceHasItsTarget) {
  std::set<std::string> referred;
  for (const xml_node& node : All(message_)) {
    const std::string text = node.child_value();
    if (!absl::StartsWith(text, "urn:")) continue;
    EXPECT_TRUE(targets_.contains(text)) << node.name() << " " << text;
    referred.insert(text);
  }
  // Nothing is there that no dataflow leads to.
  for (const auto& [urn, node] : targets_) {
    const std::string name = node.name();
    if (name == "structure:Dataflow" || name == "structure:ConceptScheme") {
      continue;
    }
    EXPECT_TRUE(referred.contains(urn)) << urn;
  }
}

TEST_F(SdmxStructureTest, AnUrnSaysAgencyIdAndVersion) {
  const std::map<std::string, std::string> classes = {
      {"structure:Dataflow", "datastructure.Dataflow"},
      {"structure:Codelist", "codelist.Codelist"},
      {"structure:ConceptScheme", "conceptscheme.ConceptScheme"},
      {"structure:DataStructure", "datastructure.DataStructure"}};
  int seen = 0;
  for (const xml_node& node : All(message_)) {
    const std::string urn = node.attribute("urn").value();
    if (urn.empty()) continue;
    ++seen;
    const auto kind = classes.find(node.name());
    ASSERT_NE(kind, classes.end()) << urn;
    EXPECT_EQ(urn, absl::StrCat("urn:sdmx:org.sdmx.infomodel.", kind->second,
                                "=", node.attribute("agencyID").value(), ":",
                                node.attribute("id").value(), "(",
                                node.attribute("version").value(), ")"));
  }
  EXPECT_EQ(seen, 4 + 4 + 4 + 1);
}

TEST_F(SdmxStructureTest, ASplitAddsTwoDimensionsBeforeTheTime) {
  const xml_node plain = ComponentsOf("ENTENTE:RELEASE(1.1.0)");
  EXPECT_THAT(
      Ids(plain.child("structure:DimensionList"), "structure:Dimension"),
      ElementsAre("FREQ", "REF_AREA", "INDICATOR"));
  const xml_node split = ComponentsOf("ENTENTE:SPLIT_RELEASE(1.1.0)");
  EXPECT_THAT(
      Ids(split.child("structure:DimensionList"), "structure:Dimension"),
      ElementsAre("FREQ", "REF_AREA", "INDICATOR", "SPLIT_BY", "SPLIT_CODE"));
  for (const xml_node& components : {plain, split}) {
    EXPECT_THAT(Ids(components.child("structure:DimensionList"),
                    "structure:TimeDimension"),
                ElementsAre("TIME_PERIOD"));
    EXPECT_THAT(
        Ids(components.child("structure:MeasureList"), "structure:Measure"),
        ElementsAre("OBS_VALUE"));
  }
}

TEST_F(SdmxStructureTest, WhatNoRowLeavesEmptyIsMandatory) {
  const std::map<std::string, std::string> usages = {
      {"OBS_STATUS", "mandatory"},   {"CONF_STATUS", "mandatory"},
      {"UNIT_MEASURE", "mandatory"}, {"NUMERATOR", "optional"},
      {"DENOMINATOR", "optional"},   {"CONTRIBUTIONS", "optional"},
      {"IS_LOCAL", "optional"}};
  for (const SdmxDataflow dataflow : kSdmxDataflows) {
    SCOPED_TRACE(SdmxDataflowName(dataflow));
    for (const auto& [id, node] : ByColumn(dataflow)) {
      const bool is_attribute =
          std::string(node.name()) == "structure:Attribute";
      EXPECT_EQ(usages.contains(id), is_attribute) << id;
      const std::string usage =
          is_attribute && usages.contains(id) ? usages.at(id) : std::string();
      EXPECT_EQ(node.attribute("usage").value(), usage) << id;
      // Without it one value at least is asked for.
      EXPECT_STREQ(node.child("structure:LocalRepresentation")
                       .attribute("minOccurs")
                       .value(),
                   usage == "optional" || id == "OBS_VALUE" ? "0" : "")
          << id;
    }
  }
  for (const xml_node& node : All(message_)) {
    if (std::string(node.name()) != "structure:Attribute") continue;
    EXPECT_TRUE(node.child("structure:AttributeRelationship")
                    .child("structure:Observation"))
        << node.attribute("id").value();
  }
}

TEST_F(SdmxStructureTest, EveryNameAndDescriptionIsInThreeLanguages) {
  int seen = 0;
  for (const xml_node& node : All(message_)) {
    for (const char* const what : {"common:Name", "common:Description"}) {
      std::vector<std::string> languages;
      for (const xml_node& text : node.children(what)) {
        languages.push_back(text.attribute("xml:lang").value());
        EXPECT_STRNE(text.child_value(), "") << node.attribute("id").value();
      }
      if (languages.empty()) continue;
      ++seen;
      EXPECT_THAT(languages, ElementsAre("en", "fr", "nl"));
    }
  }
  EXPECT_GT(seen, 60);
}

TEST_F(SdmxStructureTest, ACodeListSaysWhoseItsCodesAre) {
  std::map<std::string, std::string> said;
  for (const xml_node& list :
       Elements(structures_.child("structure:Codelists"))) {
    said[list.attribute("id").value()] = list.child_value("common:Description");
  }
  EXPECT_THAT(
      said,
      UnorderedElementsAre(
          Pair("CL_FREQ", "Codes of the cross-domain list CL_FREQ of SDMX."),
          Pair("CL_OBS_STATUS",
               "Codes of the cross-domain list CL_OBS_STATUS of SDMX."),
          Pair("CL_CONF_STATUS",
               "Codes of the cross-domain list CL_CONF_STATUS of SDMX."),
          Pair("CL_UNIT_MEASURE", HasSubstr("these codes are ENTENTE's"))));
}

// Receivers keep what they loaded: under a version it never changes.
TEST_F(SdmxStructureTest, WhatTheMessageSaysChangesWithItsVersions) {
  const std::string scheme = structures_.child("structure:ConceptSchemes")
                                 .child("structure:ConceptScheme")
                                 .attribute("version")
                                 .value();
  EXPECT_TRUE(
      message_.child("message:Header").remove_child("message:Prepared"));
  std::ostringstream xml;
  message_.print(xml, "", pugi::format_raw);
  EXPECT_EQ(absl::StrCat(kSdmxVersion, " ", scheme, " ", Sha256Hex(xml.str())),
            kVersionsAndDigest)
      << "The message is no longer what receivers have loaded. If it changed "
         "since the last release of the program, raise first:\n"
         "- kSdmxVersion (sdmx_columns.h, which says major, minor or patch) "
         "whatever changed;\n"
         "- kVocabularyVersion (sdmx_structure.cc) as well, if it was a code, "
         "a concept, or what one is called.\n"
         "Then put into kVersionsAndDigest what stands here, and say it in "
         "CHANGELOG.md.";
}

}  // namespace
}  // namespace entente::client
