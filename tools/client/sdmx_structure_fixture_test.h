// The structure message as an XML parser reads it: what its tests share.
#ifndef TOOLS_CLIENT_SDMX_STRUCTURE_FIXTURE_TEST_H_
#define TOOLS_CLIENT_SDMX_STRUCTURE_FIXTURE_TEST_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "pugixml.hpp"
#include "tools/client/sdmx_columns.h"
#include "tools/client/sdmx_structure.h"

namespace entente::client {

inline constexpr char kComponents[] = "structure:DataStructureComponents";

inline std::vector<pugi::xml_node> Elements(pugi::xml_node parent) {
  std::vector<pugi::xml_node> elements;
  for (const pugi::xml_node& child : parent.children()) {
    if (child.type() == pugi::node_element) elements.push_back(child);
  }
  return elements;
}

// The node and all below it.
inline std::vector<pugi::xml_node> All(pugi::xml_node root) {
  std::vector<pugi::xml_node> all = {root};
  for (size_t at = 0; at < all.size(); ++at) {
    for (const pugi::xml_node& child : Elements(all[at])) all.push_back(child);
  }
  return all;
}

inline std::vector<std::string> Ids(pugi::xml_node list, const char* name) {
  std::vector<std::string> ids;
  for (const pugi::xml_node& node : list.children(name)) {
    ids.push_back(node.attribute("id").value());
  }
  return ids;
}

class SdmxStructureTest : public testing::Test {
 protected:
  SdmxStructureTest() {
    const std::string xml =
        SdmxStructureMessage(absl::FromUnixSeconds(1552561200));
    const auto parsed = document_.load_string(xml.c_str());
    EXPECT_TRUE(parsed) << parsed.description() << "\n" << xml;
    message_ = document_.child("message:Structure");
    structures_ = message_.child("message:Structures");
    for (const pugi::xml_node& node : All(message_)) {
      const std::string urn = node.attribute("urn").value();
      if (!urn.empty()) {
        EXPECT_TRUE(targets_.emplace(urn, node).second) << urn;
      }
      if (std::string(node.name()) != "structure:Concept") continue;
      const std::string scheme = node.parent().attribute("urn").value();
      targets_[absl::StrCat(
          absl::StrReplaceAll(scheme, {{".ConceptScheme=", ".Concept="}}), ".",
          node.attribute("id").value())] = node;
    }
  }

  // The components of what is named "ENTENTE:SERIES(1.1.0)".
  pugi::xml_node ComponentsOf(const std::string& dataflow) {
    const pugi::xml_node node = targets_[absl::StrCat(
        "urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=", dataflow)];
    return targets_[node.child_value("structure:Structure")].child(kComponents);
  }

  // By id: dimensions, the time, the measure and attributes.
  std::map<std::string, pugi::xml_node> ByColumn(SdmxDataflow dataflow) {
    std::map<std::string, pugi::xml_node> found;
    for (const pugi::xml_node& list :
         Elements(ComponentsOf(SdmxDataflowName(dataflow)))) {
      for (const pugi::xml_node& node : Elements(list)) {
        EXPECT_TRUE(found.emplace(node.attribute("id").value(), node).second);
      }
    }
    return found;
  }

  pugi::xml_document document_;
  pugi::xml_node message_;
  pugi::xml_node structures_;
  // What can be referred to, by URN.
  std::map<std::string, pugi::xml_node> targets_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SDMX_STRUCTURE_FIXTURE_TEST_H_
