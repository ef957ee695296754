// Records of XML: the elements at one path from the root, each with fields in
// its attributes and in elements below it. Read whole, since nothing of a file
// that is broken at its end may have left before. No document type is taken, so
// there are no entities but the five of XML, and nothing outside is loaded.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "pugixml.hpp"
#include "services/common/base/utf8.h"
#include "tools/client/delivery/file_facts.h"
#include "tools/client/delivery/mapping_rules.h"
#include "tools/client/delivery/record_reader.h"
#include "tools/client/files.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

bool IsBlank(const char* text) {
  return absl::StripAsciiWhitespace(text).empty();
}

// Whether nothing is nested deeper than kDepthMax, and there is no document
// type. Walks without recursion.
class Shape : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node& node) override {
    has_doctype_ = has_doctype_ || node.type() == pugi::node_doctype;
    // depth() is 0 for the root element.
    is_deep_ = is_deep_ || depth() >= kDepthMax;
    return !has_doctype_ && !is_deep_;
  }
  bool has_doctype() const { return has_doctype_; }
  bool is_deep() const { return is_deep_; }

 private:
  bool has_doctype_ = false;
  bool is_deep_ = false;
};

absl::Status ElementUnknown(int64_t line) {
  const std::string at = absl::StrCat(line);
  return DeliveryFileError(
      "XML_ELEMENT_UNKNOWN",
      {absl::StrCat("The element on line ", at,
                    " is beside the path of the records and not ignored. Add "
                    "its path from the root to ignored."),
       absl::StrCat("L'élément de la ligne ", at,
                    " est hors du chemin des enregistrements et n'est pas "
                    "ignoré. Ajoutez son chemin depuis la racine à ignored."),
       absl::StrCat("Het element op regel ", at,
                    " staat naast het pad van de records en wordt niet "
                    "genegeerd. Voeg zijn pad vanaf de wortel toe aan "
                    "ignored.")});
}

class XmlRecords final : public RecordReader {
 public:
  XmlRecords(std::string text, const v1::DeliveryMapping& mapping)
      : text_(std::move(text)),
        path_(absl::StrSplit(mapping.record(), '/')),
        ignored_(mapping.ignored().begin(), mapping.ignored().end()) {
    for (const std::string& field : FieldsOf(mapping)) {
      const size_t place = places_.size();
      places_[field] = place;
    }
  }

  absl::Status Parse() {
    const pugi::xml_parse_result result = document_.load_buffer(
        text_.data(), text_.size(),
        pugi::parse_default | pugi::parse_doctype | pugi::parse_pi,
        pugi::encoding_utf8);
    Shape shape;
    document_.traverse(shape);
    if (shape.has_doctype()) {
      return DeliveryFileError(
          "XML_DOCTYPE",
          {"The file has a document type declaration; export it without one.",
           "Le fichier a une déclaration de type de document ; exportez-le "
           "sans.",
           "Het bestand heeft een documenttypedeclaratie; exporteer het "
           "zonder."});
    }
    if (!result) {
      const std::string line = absl::StrCat(LineAt(result.offset));
      return DeliveryFileError(
          "XML_MALFORMED",
          {absl::StrCat("The file is no well-formed XML from line ", line,
                        " on."),
           absl::StrCat("Le fichier n'est pas du XML bien formé à partir de "
                        "la ligne ",
                        line, "."),
           absl::StrCat("Het bestand is geen welgevormde XML vanaf regel ",
                        line, ".")});
    }
    if (shape.is_deep()) {
      const std::string max = absl::StrCat(kDepthMax);
      return DeliveryFileError(
          "XML_TOO_DEEP",
          {absl::StrCat("Elements are nested in more than ", max, " levels."),
           absl::StrCat("Des éléments sont imbriqués sur plus de ", max,
                        " niveaux."),
           absl::StrCat("Elementen zijn op meer dan ", max,
                        " niveaus genest.")});
    }
    return FindRecords();
  }

  bool Next(Record& record) override {
    if (next_ == records_.size()) return false;
    const pugi::xml_node node = records_[next_++];
    record.line = LineAt(node.offset_debug());
    record.cells.assign(places_.size(), "");
    std::set<size_t> taken;
    record.fault = Take(node, "", record, taken);
    return true;
  }

  int64_t bytes() const override {
    return next_ == records_.size() ? static_cast<int64_t>(text_.size())
                                    : last_offset_;
  }

 private:
  // Line of the byte at `offset`; asked in ascending order it costs one pass.
  int64_t LineAt(ptrdiff_t offset) {
    const auto end =
        std::clamp<int64_t>(offset, 0, static_cast<int64_t>(text_.size()));
    if (end < last_offset_) {
      last_offset_ = 0;
      last_line_ = 1;
    }
    last_line_ +=
        std::count(text_.begin() + last_offset_, text_.begin() + end, '\n');
    last_offset_ = end;
    return last_line_;
  }

  // What stands at the path, and that nothing unforeseen stands beside it.
  absl::Status FindRecords() {
    std::vector<pugi::xml_node> level = {document_};
    std::string above;
    for (const std::string& name : path_) {
      std::vector<pugi::xml_node> below;
      for (const pugi::xml_node& parent : level) {
        for (const pugi::xml_node& child : parent.children()) {
          if (child.type() == pugi::node_pi ||
              ignored_.contains(absl::StrCat(above, "/", child.name()))) {
            continue;
          }
          if (child.type() != pugi::node_element || name != child.name()) {
            return ElementUnknown(LineAt(child.offset_debug()));
          }
          below.push_back(child);
        }
      }
      above = absl::StrCat(above, "/", name);
      level = std::move(below);
    }
    records_ = std::move(level);
    if (!records_.empty()) return absl::OkStatus();
    return DeliveryFileError(
        "XML_RECORDS_MISSING",
        {absl::StrCat("No element stands at ", above, "."),
         absl::StrCat("Aucun élément ne se trouve à ", above, "."),
         absl::StrCat("Op ", above, " staat geen element.")});
  }

  // The first fault of `node`, whose parts have `path` before their names.
  const char* Take(const pugi::xml_node& node, const std::string& path,
                   Record& record, std::set<size_t>& taken) {
    const std::string before = path.empty() ? "" : path + "/";
    for (const pugi::xml_attribute& attribute : node.attributes()) {
      const std::string here = absl::StrCat(before, "@", attribute.name());
      if (ignored_.contains(here)) continue;
      const auto place = places_.find(here);
      if (place == places_.end()) return kFieldUnknown;
      const char* fault =
          TakeText(attribute.value(), place->second, record, taken);
      if (fault != nullptr) return fault;
    }
    // Text that is passed over, with fields in attributes and elements beside.
    const bool is_text_ignored = ignored_.contains(path);
    for (const pugi::xml_node& child : node.children()) {
      if (is_text_ignored && child.type() != pugi::node_element) continue;
      const char* fault = TakeChild(child, before, record, taken);
      if (fault != nullptr) return fault;
    }
    return nullptr;
  }

  bool HasFieldBelow(const std::string& path) const {
    const auto next = places_.lower_bound(path + "/");
    return next != places_.end() && absl::StartsWith(next->first, path + "/");
  }

  const char* TakeChild(const pugi::xml_node& child, const std::string& before,
                        Record& record, std::set<size_t>& taken) {
    if (child.type() == pugi::node_pi) return nullptr;
    if (child.type() != pugi::node_element) {
      // Text between elements; where a field is meant, Take is not asked.
      return IsBlank(child.value()) ? nullptr : kFieldUnknown;
    }
    const std::string here = before + child.name();
    if (ignored_.contains(here) && !HasFieldBelow(here)) return nullptr;
    const auto place = places_.find(here);
    if (place == places_.end()) {
      // A level between, or a field that nobody foresaw.
      if (child.first_attribute().empty() && child.first_child().empty()) {
        return kFieldUnknown;
      }
      return Take(child, here, record, taken);
    }
    std::string text;
    for (const pugi::xml_node& part : child.children()) {
      if (part.type() == pugi::node_element) return kRowMalformed;
      if (part.type() != pugi::node_pi) text += part.value();
    }
    const char* fault = TakeText(text, place->second, record, taken);
    if (fault != nullptr) return fault;
    for (const pugi::xml_attribute& attribute : child.attributes()) {
      const std::string name = absl::StrCat(here, "/@", attribute.name());
      if (ignored_.contains(name)) continue;
      const auto other = places_.find(name);
      if (other == places_.end()) return kFieldUnknown;
      fault = TakeText(attribute.value(), other->second, record, taken);
      if (fault != nullptr) return fault;
    }
    return nullptr;
  }

  static const char* TakeText(const std::string& text, size_t place,
                              Record& record, std::set<size_t>& taken) {
    const std::string cell(absl::StripAsciiWhitespace(text));
    if (!taken.insert(place).second || cell.size() > kRecordBytesMax ||
        HasControlCharacters(cell)) {
      return kRowMalformed;
    }
    record.cells[place] = cell;
    return nullptr;
  }

  const std::string text_;
  const std::vector<std::string> path_;
  const std::set<std::string> ignored_;
  // Of each field its cell.
  std::map<std::string, size_t> places_;
  pugi::xml_document document_;
  std::vector<pugi::xml_node> records_;
  size_t next_ = 0;
  int64_t last_offset_ = 0;
  int64_t last_line_ = 1;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RecordReader>> OpenXmlRecords(
    std::istream& in, const v1::DeliveryMapping& mapping) {
  std::string bytes;
  AppendSome(in, static_cast<size_t>(kXmlBytesMax), bytes);
  if (in.bad()) return ReadCutShort();
  if (bytes.size() > static_cast<size_t>(kXmlBytesMax)) {
    const std::string max = absl::StrCat(kXmlBytesMax >> 20);
    return DeliveryFileError(
        "FILE_TOO_LARGE",
        {absl::StrCat("An XML file is at most ", max,
                      " MiB. Export it in parts, or as NDJSON."),
         absl::StrCat("Un fichier XML compte au plus ", max,
                      " Mio. Exportez-le en plusieurs parties, ou en NDJSON."),
         absl::StrCat("Een XML-bestand telt hoogstens ", max,
                      " MiB. Exporteer het in delen, of als NDJSON.")});
  }
  std::optional<std::string> text = ToUtf8(bytes, mapping.encoding());
  if (!text) {
    return DeliveryFileError("DELIVERY_ENCODING",
                             {"The file is not of the encoding that the "
                              "mapping states.",
                              "Le fichier n'est pas dans l'encodage que dit la "
                              "correspondance.",
                              "Het bestand heeft niet de codering die de "
                              "koppeling vermeldt."});
  }
  auto records = std::make_unique<XmlRecords>(*std::move(text), mapping);
  ENTENTE_RETURN_IF_ERROR(records->Parse());
  return records;
}

}  // namespace entente::client
