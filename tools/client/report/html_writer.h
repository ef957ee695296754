// Writes HTML that is balanced and escaped by construction: elements are closed
// by their scope, and there is no way to write unescaped text. Only Style()
// takes text as it is, and it takes a constant of ours.
//
//   HtmlWriter html;
//   auto p = html.Element("p", {{"lang", "fr"}});
//   html.Text(label);
//
// Not thread-safe; scopes must not outlive the writer.
#ifndef TOOLS_CLIENT_REPORT_HTML_WRITER_H_
#define TOOLS_CLIENT_REPORT_HTML_WRITER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/common/base/error.h"

namespace entente::client {

// `text` for HTML content and double-quoted attributes: & < > " ' become
// references, control characters and directional overrides U+FFFD.
std::string EscapeHtml(absl::string_view text);

class HtmlWriter {
 public:
  // Name and value; a value is escaped, a name is a constant of ours.
  using Attributes = std::vector<std::pair<absl::string_view, std::string>>;

  // Closes its element at the end of the block.
  class [[nodiscard]] Scope {
   public:
    Scope(HtmlWriter& html, absl::string_view tag) : html_(html), tag_(tag) {}
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    HtmlWriter& html_;
    absl::string_view tag_;
  };

  HtmlWriter();

  // Opens an element; `tag` must be a literal.
  Scope Element(absl::string_view tag, const Attributes& attributes = {});

  // A whole element with text.
  void Leaf(absl::string_view tag, const Attributes& attributes,
            absl::string_view text);

  // An element that has no end tag (meta, link).
  void Void(absl::string_view tag, const Attributes& attributes);

  // Text content.
  void Text(absl::string_view text);

  // French and Dutch side by side, each marked with its language:
  // "Alloué / Toegekend".
  void Both(const Sentence& label);

  // A whole element with a label in both languages.
  void BothLeaf(absl::string_view tag, const Attributes& attributes,
                const Sentence& label);

  // A style element; `css` is a constant of ours.
  void Style(absl::string_view css);

  // The page so far.
  std::string Take() && { return std::move(out_); }

 private:
  void Start(absl::string_view tag, const Attributes& attributes);

  std::string out_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_HTML_WRITER_H_
