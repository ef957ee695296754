#include "services/common/gate/access_context.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"

namespace entente::gate {
namespace {

using entente::common::v1::AccessContext;

constexpr size_t kLegalBasisBytesMax = 200;
constexpr size_t kReferenceBytesMax = 300;
constexpr int kJustificationCharactersMin = 20;
constexpr int kJustificationCharactersMax = 500;
// "aaaaaaaaaaaaaaaaaaaa" is no justification.
constexpr size_t kDistinctCharactersMin = 6;

absl::Status Invalid(const char* reason, const char* field, Sentence sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason,
                    .field = field,
                    .metadata = {},
                    .sentence = std::move(sentence)});
}

absl::Status InvalidContext(const char* field) {
  return Invalid(
      "ACCESS_CONTEXT_INVALID", field,
      {.en = "The purpose of the call is malformed: unknown fields, control "
             "characters or too long a text.",
       .fr = "La finalité de l'appel est mal formée : champs inconnus, "
             "caractères de contrôle ou texte trop long.",
       .nl = "Het doel van de oproep is onjuist gevormd: onbekende velden, "
             "stuurtekens of te lange tekst."});
}

// A name or a number, in whatever language: a blank says as little as nothing.
bool SaysSomething(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isalnum(c); });
}

// The code points of `text`, which protobuf has checked to be UTF-8.
std::u32string CodePoints(const std::string& text) {
  std::u32string points;
  for (unsigned char byte : text) {
    if ((byte & 0xc0) != 0x80) {
      const int mask = byte < 0x80   ? 0x7f
                       : byte < 0xe0 ? 0x1f
                       : byte < 0xf0 ? 0x0f
                                     : 0x07;
      points.push_back(byte & mask);
    } else if (!points.empty()) {
      points.back() = (points.back() << 6) | (byte & 0x3f);
    }
  }
  return points;
}

// Controls forge log lines and terminals; bidirectional marks make a reviewer
// read another text than the one stored.
bool IsHostile(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c ||
         (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
         (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

bool IsSpace(char32_t c) {
  return c == 0x20 || c == 0xa0 || c == 0x1680 || c == 0x202f || c == 0x205f ||
         c == 0x3000 || (c >= 0x2000 && c <= 0x200a);
}

bool IsClean(const std::string& text, size_t bytes_max) {
  if (text.size() > bytes_max) return false;
  for (char32_t c : CodePoints(text)) {
    if (IsHostile(c)) return false;
  }
  return true;
}

absl::Status CheckJustification(const std::string& text) {
  int characters = 0;
  std::set<char32_t> distinct;
  bool is_clean = true;
  for (char32_t c : CodePoints(text)) {
    if (IsHostile(c)) is_clean = false;
    if (IsSpace(c)) continue;
    ++characters;
    distinct.insert(c);
  }
  const int with_spaces = static_cast<int>(CodePoints(text).size());
  if (is_clean && characters >= kJustificationCharactersMin &&
      with_spaces <= kJustificationCharactersMax &&
      distinct.size() >= kDistinctCharactersMin) {
    return absl::OkStatus();
  }
  return Invalid(
      "JUSTIFICATION_INVALID", "justification",
      {.en = "Justify in 20 to 500 characters, on one line, in your own words "
             "and without naming a person.",
       .fr = "Justifiez en 20 à 500 caractères, sur une ligne, avec vos "
             "propres mots et sans nommer personne.",
       .nl = "Motiveer in 20 tot 500 tekens, op één regel, in eigen woorden "
             "en zonder iemand te noemen."});
}

absl::Status LegalBasisRequired() {
  return Invalid(
      "LEGAL_BASIS_REQUIRED", "legal_basis",
      {.en = "This call touches records about persons: name the law, article "
             "or decree you act under.",
       .fr = "Cet appel touche des données de personnes : indiquez la loi, "
             "l'article ou le décret qui le fonde.",
       .nl = "Deze oproep raakt gegevens over personen: vermeld de wet, het "
             "artikel of het decreet waarop hij steunt."});
}

absl::Status ReferenceRequired() {
  return Invalid(
      "REFERENCE_REQUIRED", "reference",
      {.en = "Name what occasions the call (agenda item, note or review); "
             "only where none exists, a justification instead.",
       .fr = "Indiquez ce qui occasionne l'appel (point de l'ordre du jour, "
             "note ou examen) ; à défaut seulement, une justification.",
       .nl = "Vermeld de aanleiding van de oproep (agendapunt, nota of "
             "toetsing); enkel waar die ontbreekt, een motivering."});
}

absl::Status ReferenceMalformed(const ReferenceForms& forms) {
  const std::string known = absl::StrJoin(forms, ", ");
  return Invalid(
      "REFERENCE_MALFORMED", "reference",
      {.en = absl::StrCat("A reference is the name of what occasions the call, "
                          "of one of these forms: ",
                          known,
                          " (* an id, # a mark with a digit in it); never a "
                          "free text."),
       .fr = absl::StrCat("Une référence est le nom de ce qui occasionne "
                          "l'appel, d'une de ces formes : ",
                          known,
                          " (* un identifiant, # une cote où figure un "
                          "chiffre) ; jamais un texte libre."),
       .nl = absl::StrCat("Een verwijzing is de naam van de aanleiding van de "
                          "oproep, in een van deze vormen: ",
                          known,
                          " (* een id, # een kenmerk met een cijfer erin); "
                          "nooit een vrije tekst.")});
}

absl::Status ParseStated(const std::string& bytes, const ReferenceForms& forms,
                         AccessContext& context) {
  if (!bytes.empty() && !context.ParseFromString(bytes)) {
    return InvalidContext("");
  }
  if (context.purpose() == entente::common::v1::PURPOSE_UNSPECIFIED ||
      !entente::common::v1::Purpose_IsValid(context.purpose())) {
    return Invalid(
        "PURPOSE_REQUIRED", "purpose",
        {.en = "This call touches records about persons: state the purpose it "
               "serves.",
         .fr = "Cet appel touche des données de personnes : indiquez la "
               "finalité qu'il sert.",
         .nl = "Deze oproep raakt gegevens over personen: vermeld het doel "
               "ervan."});
  }
  if (!context.GetReflection()->GetUnknownFields(context).empty()) {
    return InvalidContext("");
  }
  if (!IsClean(context.legal_basis(), kLegalBasisBytesMax)) {
    return InvalidContext("legal_basis");
  }
  if (!IsClean(context.reference(), kReferenceBytesMax)) {
    return InvalidContext("reference");
  }
  if (!SaysSomething(context.legal_basis())) return LegalBasisRequired();
  // Exactly one of both: forced text breeds junk that names persons.
  if (context.reference().empty() == context.justification().empty()) {
    return ReferenceRequired();
  }
  if (context.reference().empty()) {
    return CheckJustification(context.justification());
  }
  if (!SaysSomething(context.reference())) return ReferenceRequired();
  return HasForm(context.reference(), forms) ? absl::OkStatus()
                                             : ReferenceMalformed(forms);
}

}  // namespace

absl::Status ParseAccessContext(const std::string& bytes,
                                const ReferenceForms& forms,
                                AccessContext& context) {
  // What was refused must not be taken for what was stated.
  AccessContext stated;
  ENTENTE_RETURN_IF_ERROR(ParseStated(bytes, forms, stated));
  context = std::move(stated);
  return absl::OkStatus();
}

}  // namespace entente::gate
