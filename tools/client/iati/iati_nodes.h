// Elements that many parts of an activity of IATI have.
#ifndef TOOLS_CLIENT_IATI_IATI_NODES_H_
#define TOOLS_CLIENT_IATI_IATI_NODES_H_

#include <string>

#include "pugixml.hpp"

namespace entente::client {

// Words of people; `language` where it is not that of the activity.
inline void AddNarrative(pugi::xml_node parent, const std::string& text,
                         const std::string& language = "") {
  pugi::xml_node narrative = parent.append_child("narrative");
  if (!language.empty()) {
    narrative.append_attribute("xml:lang") = language.c_str();
  }
  narrative.text() = text.c_str();
}

}  // namespace entente::client

#endif  // TOOLS_CLIENT_IATI_IATI_NODES_H_
