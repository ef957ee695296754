#include "tools/client/delivery/plain_lists.h"

#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/common/gate/strict_json.h"
#include "tools/client/csv.h"
#include "tools/client/delivery/line_reader.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

constexpr char kBreakdown[] = "breakdown";
constexpr size_t kListBytesMax = 64;

bool IsListCode(absl::string_view text) {
  if (text.empty() || text.size() > kListBytesMax || text[0] < 'a' ||
      text[0] > 'z') {
    return false;
  }
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
         absl::string_view::npos;
}

void Add(absl::string_view code, std::set<std::string>& lists) {
  if (IsListCode(code) && lists.size() < kPlainListsMax) {
    lists.insert(std::string(code));
  }
}

void FindInTitles(std::istream& in, std::set<std::string>& lists) {
  LineReader lines(in, v1::DeliveryMapping::ENCODING_UTF_8);
  Line titles;
  if (!lines.Next(titles)) return;
  if (StatedCsvSeparator(titles.text) != '\0' && !lines.Next(titles)) return;
  if (titles.is_malformed) return;
  for (absl::string_view title :
       absl::StrSplit(titles.text, absl::ByAnyChar(";,\t|"))) {
    title = absl::StripAsciiWhitespace(title);
    absl::ConsumePrefix(&title, "\"");
    absl::ConsumeSuffix(&title, "\"");
    if (absl::ConsumePrefix(&title, "breakdown.")) Add(title, lists);
  }
}

void FindInLines(std::istream& in, std::set<std::string>& lists) {
  LineReader lines(in, v1::DeliveryMapping::ENCODING_UTF_8);
  Line line;
  while (lines.Next(line)) {
    if (line.text.find(kBreakdown) == std::string::npos) continue;
    const auto object =
        gate::ParseStrictJson(absl::StripAsciiWhitespace(line.text));
    if (!object || !object->is_object()) continue;
    const auto found = object->find(kBreakdown);
    if (found == object->end() || !found->is_object()) continue;
    for (const auto& [code, value] : found->items()) Add(code, lists);
  }
}

// Names of elements that begin between <breakdown> and </breakdown>.
void FindInElements(std::istream& in, std::set<std::string>& lists) {
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const std::string open = absl::StrCat("<", kBreakdown, ">");
  const std::string close = absl::StrCat("</", kBreakdown, ">");
  size_t at = 0;
  while ((at = bytes.find(open, at)) != std::string::npos) {
    at += open.size();
    const size_t end = bytes.find(close, at);
    if (end == std::string::npos) return;
    for (size_t tag = bytes.find('<', at); tag < end;
         tag = bytes.find('<', tag + 1)) {
      const size_t stop = bytes.find_first_of("/> \t\r\n", tag + 1);
      if (stop == std::string::npos) return;
      Add(absl::string_view(bytes).substr(tag + 1, stop - tag - 1), lists);
    }
    at = end;
  }
}

}  // namespace

std::set<std::string> FindPlainLists(std::istream& in,
                                     v1::DeliveryMapping::Format format) {
  std::set<std::string> lists;
  switch (format) {
    case v1::DeliveryMapping::FORMAT_NDJSON:
      FindInLines(in, lists);
      break;
    case v1::DeliveryMapping::FORMAT_XML:
      FindInElements(in, lists);
      break;
    default:
      FindInTitles(in, lists);
      break;
  }
  return lists;
}

void AddPlainLists(const std::set<std::string>& lists,
                   v1::DeliveryMapping::Format format,
                   v1::DeliveryMapping& mapping) {
  const char* const sign =
      format == v1::DeliveryMapping::FORMAT_XML ? "/" : ".";
  for (const std::string& list : lists) {
    for (v1::Figure& figure : *mapping.mutable_figures()) {
      v1::BreakdownField& field = *figure.add_breakdowns();
      field.set_list(list);
      field.mutable_code()->set_from(absl::StrCat(kBreakdown, sign, list));
    }
  }
}

}  // namespace entente::client
