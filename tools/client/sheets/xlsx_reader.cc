#include "tools/client/sheets/xlsx_reader.h"

#include <algorithm>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tools/client/sheets/zip_parts.h"

namespace entente::client {
namespace {

constexpr size_t kPagesMax = 8;
constexpr size_t kSharedTextsMax = 100000;

absl::Status TooLarge() {
  return SheetError("SHEET_TOO_LARGE",
                    {"The file has more rows, columns or text in a cell than a "
                     "sheet has. Send back the sheet as it was sent.",
                     "Le fichier a plus de lignes, de colonnes ou de texte "
                     "dans une cellule qu'un relevé. Renvoyez le relevé tel "
                     "qu'envoyé.",
                     "Het bestand heeft meer rijen, kolommen of tekst in een "
                     "cel dan een blad. Stuur het blad terug zoals het "
                     "verzonden is."});
}

// The name without a prefix of a namespace: some programs write "x:row".
absl::string_view LocalName(const pugi::xml_node& node) {
  const absl::string_view name = node.name();
  const size_t colon = name.find(':');
  return colon == absl::string_view::npos ? name : name.substr(colon + 1);
}

std::vector<pugi::xml_node> Children(const pugi::xml_node& parent,
                                     absl::string_view name) {
  std::vector<pugi::xml_node> found;
  for (const pugi::xml_node& child : parent.children()) {
    if (LocalName(child) == name) found.push_back(child);
  }
  return found;
}

pugi::xml_node Child(const pugi::xml_node& parent, absl::string_view name) {
  for (const pugi::xml_node& child : parent.children()) {
    if (LocalName(child) == name) return child;
  }
  return {};
}

// The root of the part; no node where there is no such part.
absl::StatusOr<pugi::xml_node> Load(ZipParts& parts, const std::string& name,
                                    pugi::xml_document& document) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> xml,
                           parts.Read(name));
  if (!xml.has_value()) return pugi::xml_node();
  const pugi::xml_parse_result parsed = document.load_buffer(
      xml->data(), xml->size(),
      pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata);
  if (!parsed) return SheetDamaged();
  for (const pugi::xml_node& node : document.children()) {
    if (node.type() == pugi::node_doctype) return SheetDamaged();
  }
  return document.document_element();
}

// All text below `node`, but readings of characters (phonetic runs).
void AddText(const pugi::xml_node& node, std::string& text) {
  for (const pugi::xml_node& child : node.children()) {
    const absl::string_view name = LocalName(child);
    if (name == "t") {
      absl::StrAppend(&text, child.text().get());
    } else if (name == "r") {
      for (const pugi::xml_node& part : Children(child, "t")) {
        absl::StrAppend(&text, part.text().get());
      }
    }
  }
}

// Styles that show a number as a day or a time (18.8.30: built-in 14 to 22 and
// 45 to 47).
bool IsDateFormat(int id, const std::map<int, std::string>& forms) {
  if ((id >= 14 && id <= 22) || (id >= 45 && id <= 47)) return true;
  const auto form = forms.find(id);
  if (form == forms.end()) return false;
  bool is_quoted = false;
  bool is_bracketed = false;
  for (size_t i = 0; i < form->second.size(); ++i) {
    const char c = absl::ascii_tolower(form->second[i]);
    if (c == '\\') {
      ++i;
    } else if (c == '"') {
      is_quoted = !is_quoted;
    } else if (!is_quoted && (c == '[' || c == ']')) {
      is_bracketed = c == '[';
      // "[h]:mm" counts hours beyond a day.
      if (is_bracketed && i + 1 < form->second.size() &&
          absl::string_view("hmsHMS").find(form->second[i + 1]) !=
              absl::string_view::npos) {
        return true;
      }
    } else if (!is_quoted && !is_bracketed &&
               (c == 'd' || c == 'h' || c == 's' || c == 'y')) {
      return true;
    }
  }
  return false;
}

class Workbook {
 public:
  explicit Workbook(ZipParts& parts) : parts_(parts) {}

  absl::StatusOr<std::vector<SheetGrid>> Read() {
    ENTENTE_ASSIGN_OR_RETURN(const std::vector<std::string> pages, Pages());
    ENTENTE_RETURN_IF_ERROR(ReadTexts());
    ENTENTE_RETURN_IF_ERROR(ReadStyles());
    std::vector<SheetGrid> grids;
    for (const std::string& page : pages) {
      SheetGrid grid;
      ENTENTE_RETURN_IF_ERROR(ReadPage(page, grid));
      grids.push_back(std::move(grid));
    }
    return grids;
  }

 private:
  // Names of the parts that hold pages, in order.
  absl::StatusOr<std::vector<std::string>> Pages() {
    pugi::xml_document book_document;
    pugi::xml_document links_document;
    ENTENTE_ASSIGN_OR_RETURN(const pugi::xml_node book,
                             Load(parts_, "xl/workbook.xml", book_document));
    ENTENTE_ASSIGN_OR_RETURN(
        const pugi::xml_node links,
        Load(parts_, "xl/_rels/workbook.xml.rels", links_document));
    if (!book || !links) return SheetDamaged();
    std::map<std::string, std::string> targets;
    for (const pugi::xml_node& link : Children(links, "Relationship")) {
      // What lies outside the file is never read.
      if (absl::string_view(link.attribute("TargetMode").value()) ==
          "External") {
        continue;
      }
      const std::string target = link.attribute("Target").value();
      targets[link.attribute("Id").value()] = absl::StartsWith(target, "/")
                                                  ? target.substr(1)
                                                  : absl::StrCat("xl/", target);
    }
    std::vector<std::string> pages;
    for (const pugi::xml_node& sheet :
         Children(Child(book, "sheets"), "sheet")) {
      std::string id;
      for (const pugi::xml_attribute& attribute : sheet.attributes()) {
        if (absl::EndsWith(attribute.name(), ":id")) id = attribute.value();
      }
      const auto target = targets.find(id);
      if (target == targets.end()) return SheetDamaged();
      if (pages.size() < kPagesMax) pages.push_back(target->second);
    }
    if (pages.empty()) return SheetDamaged();
    return pages;
  }

  absl::Status ReadTexts() {
    pugi::xml_document document;
    ENTENTE_ASSIGN_OR_RETURN(const pugi::xml_node root,
                             Load(parts_, "xl/sharedStrings.xml", document));
    for (const pugi::xml_node& item : root.children()) {
      if (LocalName(item) != "si") continue;
      if (texts_.size() == kSharedTextsMax) return TooLarge();
      AddText(item, texts_.emplace_back());
    }
    return absl::OkStatus();
  }

  absl::Status ReadStyles() {
    pugi::xml_document document;
    ENTENTE_ASSIGN_OR_RETURN(const pugi::xml_node root,
                             Load(parts_, "xl/styles.xml", document));
    std::map<int, std::string> forms;
    for (const pugi::xml_node& form :
         Children(Child(root, "numFmts"), "numFmt")) {
      forms[form.attribute("numFmtId").as_int(-1)] =
          form.attribute("formatCode").value();
    }
    int place = 0;
    for (const pugi::xml_node& style : Children(Child(root, "cellXfs"), "xf")) {
      if (IsDateFormat(style.attribute("numFmtId").as_int(0), forms)) {
        date_styles_.insert(place);
      }
      ++place;
    }
    return absl::OkStatus();
  }

  absl::Status ReadPage(const std::string& name, SheetGrid& grid) {
    pugi::xml_document document;
    ENTENTE_ASSIGN_OR_RETURN(const pugi::xml_node root,
                             Load(parts_, name, document));
    if (!root) return SheetDamaged();
    size_t next_row = 0;
    for (const pugi::xml_node& row :
         Children(Child(root, "sheetData"), "row")) {
      size_t place = next_row;
      if (const auto number = row.attribute("r")) {
        if (!absl::SimpleAtoi(number.value(), &place) || place == 0) {
          return SheetDamaged();
        }
        --place;
      }
      next_row = place + 1;
      ENTENTE_RETURN_IF_ERROR(ReadRow(row, place, grid));
    }
    return absl::OkStatus();
  }

  absl::Status ReadRow(const pugi::xml_node& row, size_t place,
                       SheetGrid& grid) {
    size_t next_column = 0;
    for (const pugi::xml_node& node : Children(row, "c")) {
      size_t column = next_column;
      if (const auto address = node.attribute("r")) {
        if (!ColumnOf(address.value(), column)) return SheetDamaged();
      }
      next_column = column + 1;
      SheetCell cell;
      ENTENTE_RETURN_IF_ERROR(ReadCell(node, cell));
      if (cell.is_empty()) continue;
      if (place >= kGridRowsMax || column >= kGridColumnsMax ||
          cell.text.size() > kCellBytesMax) {
        return TooLarge();
      }
      if (grid.rows.size() <= place) grid.rows.resize(place + 1);
      std::vector<SheetCell>& cells = grid.rows[place];
      if (cells.size() <= column) cells.resize(column + 1);
      // A cell twice would be read as one of them and shown as the other.
      if (!cells[column].is_empty()) return SheetDamaged();
      cells[column] = std::move(cell);
    }
    return absl::OkStatus();
  }

  // From 0, of "G7".
  static bool ColumnOf(absl::string_view address, size_t& column) {
    size_t number = 0;
    size_t letters = 0;
    while (letters < address.size() && address[letters] >= 'A' &&
           address[letters] <= 'Z' && letters < 4) {
      number = number * 26 + static_cast<size_t>(address[letters] - 'A') + 1;
      ++letters;
    }
    if (letters == 0) return false;
    column = number - 1;
    return true;
  }

  absl::Status ReadCell(const pugi::xml_node& node, SheetCell& cell) {
    const absl::string_view type = node.attribute("t").value();
    cell.is_formula = static_cast<bool>(Child(node, "f"));
    if (type == "inlineStr") {
      AddText(Child(node, "is"), cell.text);
      return absl::OkStatus();
    }
    cell.text = Child(node, "v").text().get();
    if (cell.text.empty()) return absl::OkStatus();
    if (type == "s") {
      size_t place = 0;
      if (!absl::SimpleAtoi(cell.text, &place) || place >= texts_.size()) {
        return SheetDamaged();
      }
      cell.text = texts_[place];
    } else if (type.empty() || type == "n") {
      cell.is_number = true;
      cell.is_date = date_styles_.count(node.attribute("s").as_int(0)) > 0;
    } else if (type != "str") {
      // "b", "e", "d".
      cell.is_other = true;
    }
    return absl::OkStatus();
  }

  ZipParts& parts_;
  std::vector<std::string> texts_;
  std::set<int> date_styles_;
};

}  // namespace

bool LooksLikeXlsx(absl::string_view bytes) {
  return absl::StartsWith(bytes, absl::string_view("PK\x03\x04", 4));
}

absl::StatusOr<std::vector<SheetGrid>> ReadXlsxGrids(const std::string& bytes) {
  ENTENTE_ASSIGN_OR_RETURN(ZipParts parts, ZipParts::Open(bytes));
  return Workbook(parts).Read();
}

}  // namespace entente::client
