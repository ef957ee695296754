#include "tools/client/report/html_writer.h"

#include "absl/strings/str_cat.h"
#include "tools/client/report/format.h"

namespace entente::client {
namespace {

// Elements that may stand on a line of their own without changing what is
// shown.
bool IsBlock(absl::string_view tag) {
  for (const absl::string_view block :
       {"section", "article", "header", "main", "table",  "tr",  "thead",
        "tbody",   "nav",     "footer", "svg",  "figure", "div", "ul",
        "ol",      "body",    "head",   "dl",   "h2",     "h3",  "h4",
        "h5",      "p",       "li",     "g"}) {
    if (tag == block) return true;
  }
  return false;
}

}  // namespace

std::string EscapeHtml(absl::string_view text) {
  std::string escaped;
  for (const char c : Clean(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

HtmlWriter::HtmlWriter() : out_("<!DOCTYPE html>\n") {}

HtmlWriter::Scope::~Scope() {
  absl::StrAppend(&html_.out_, "</", tag_, ">");
  if (IsBlock(tag_)) html_.out_ += '\n';
}

void HtmlWriter::Start(absl::string_view tag, const Attributes& attributes) {
  absl::StrAppend(&out_, "<", tag);
  for (const auto& [name, value] : attributes) {
    absl::StrAppend(&out_, " ", name, "=\"", EscapeHtml(value), "\"");
  }
  out_ += '>';
}

HtmlWriter::Scope HtmlWriter::Element(absl::string_view tag,
                                      const Attributes& attributes) {
  Start(tag, attributes);
  return Scope(*this, tag);
}

void HtmlWriter::Leaf(absl::string_view tag, const Attributes& attributes,
                      absl::string_view text) {
  const Scope scope = Element(tag, attributes);
  Text(text);
}

void HtmlWriter::Void(absl::string_view tag, const Attributes& attributes) {
  Start(tag, attributes);
  out_ += '\n';
}

void HtmlWriter::Text(absl::string_view text) { out_ += EscapeHtml(text); }

void HtmlWriter::Both(const Sentence& label) {
  Leaf("span", {{"lang", "fr"}}, label.fr.empty() ? label.en : label.fr);
  if (label.nl.empty() || label.nl == label.fr) return;
  Leaf("span", {{"class", "sl"}}, " / ");
  Leaf("span", {{"lang", "nl"}}, label.nl);
}

void HtmlWriter::BothLeaf(absl::string_view tag, const Attributes& attributes,
                          const Sentence& label) {
  const Scope scope = Element(tag, attributes);
  Both(label);
}

void HtmlWriter::Style(absl::string_view css) {
  absl::StrAppend(&out_, "<style>\n", css, "</style>\n");
}

}  // namespace entente::client
