#include "services/conventions/document/heading_checks.h"

#include "services/conventions/document/findings.h"

namespace entente::conventions {
namespace {

// Parts and sectors are printed without a colon as often as with one.
bool WantsColon(HeadingKind kind) {
  return kind == HeadingKind::kGeneral || kind == HeadingKind::kStrategic ||
         HoldsItems(kind);
}

void CheckHeading(const Line& line, const Heading& heading, bool is_dutch,
                  v1::Convention& convention) {
  const auto find = [&](absl::string_view code) {
    AddFinding(convention, code, line.number, {Quoted(heading.printed)});
  };
  if (heading.is_dutch != is_dutch) find("LANGUAGE_MIXED");
  if (!heading.is_agreeing) find("HEADING_MALFORMED");
  if (heading.is_variant) find("HEADING_VARIANT");
  if (!WantsColon(heading.kind)) return;
  if (!heading.has_colon) {
    find("HEADING_WITHOUT_COLON");
    // French sets a space before a colon, Dutch does not.
  } else if (heading.has_space_before_colon == is_dutch) {
    find("HEADING_SPACING");
  }
}

}  // namespace

void CheckHeadings(const std::vector<Line>& lines,
                   const std::vector<Heading>& headings,
                   const TreeExtent& extent, v1::Convention& convention) {
  int dutch = 0;
  int french = 0;
  for (size_t i = extent.begin; i < extent.end; ++i) {
    if (headings[i].kind == HeadingKind::kNone) continue;
    ++(headings[i].is_dutch ? dutch : french);
  }
  const bool is_dutch = dutch > french;
  convention.set_language_code(is_dutch ? "nl" : "fr");
  for (size_t i = extent.begin; i < extent.end; ++i) {
    if (headings[i].kind == HeadingKind::kNone) continue;
    CheckHeading(lines[i], headings[i], is_dutch, convention);
  }
}

}  // namespace entente::conventions
