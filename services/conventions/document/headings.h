// The headings of a convention in French and Dutch, however they are printed.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_HEADINGS_H_
#define SERVICES_CONVENTIONS_DOCUMENT_HEADINGS_H_

#include <string>
#include <vector>

#include "entente/conventions/v1/convention.pb.h"

namespace entente::conventions {

struct Line;

enum class HeadingKind {
  kNone,
  kPart,
  kSector,
  kGeneral,
  kStrategic,
  kOperational,
  kResults,
  kIndicators,
};

// True for headings that announce one statement, false for those of lists.
bool HoldsText(HeadingKind kind);
// True for headings of lists: operational objectives, results, indicators.
bool HoldsItems(HeadingKind kind);
v1::Node::Kind NodeKindOf(HeadingKind kind);

struct Heading {
  HeadingKind kind = HeadingKind::kNone;
  // Printed numbers; of "1.2" the last.
  std::vector<int> numbers;
  // The heading itself as printed, with its colon.
  std::string printed;
  // What follows it on the same line.
  std::string inline_text;
  bool is_dutch = false;
  // Whether the words agree with each other and with the count of numbers.
  bool is_agreeing = true;
  // Whether it is written in a form of its own: abbreviated, capitals without
  // accents, "n° 2", behind a bullet.
  bool is_variant = false;
  bool has_colon = false;
  bool has_space_before_colon = false;
  // Parts only.
  v1::Allocation allocation = v1::ALLOCATION_UNSPECIFIED;
};

// Reads `line` as a heading; kind kNone when it is none. Pure; looks at the
// beginning of the line only.
Heading ReadHeading(const Line& line);

// A part heading without a numeral ("Allocation générale"): a heading only when
// a sector or objective follows, which the caller knows.
bool LooksLikeBarePart(const Line& line, Heading* heading);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_HEADINGS_H_
