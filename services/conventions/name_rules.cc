#include "services/conventions/name_rules.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"

namespace entente::conventions {
namespace {

constexpr size_t kNameBytesMax = 300;

struct Numbered {
  const char* collection;
  const char* letter;
};

Numbered Of(NumberedKind kind) {
  switch (kind) {
    case NumberedKind::kReservation:
      return {"reservations", "r"};
    case NumberedKind::kExpense:
      return {"expenses", "e"};
    case NumberedKind::kZonePayment:
      return {"zonePayments", "p"};
    case NumberedKind::kCorrection:
      return {"corrections", "k"};
    case NumberedKind::kBudgetChange:
      return {"budgetChanges", "b"};
    case NumberedKind::kClaim:
      return {"claims", "c"};
    case NumberedKind::kFederalPayment:
      return {"federalPayments", "f"};
    case NumberedKind::kFact:
      return {"facts", "d"};
    case NumberedKind::kAmendment:
      return {"amendments", "a"};
    case NumberedKind::kProgressStatement:
      return {"progressStatements", "s"};
    case NumberedKind::kControlRequest:
      return {"controlRequests", "q"};
  }
  return {"", ""};
}

absl::Status Malformed(absl::string_view field, absl::string_view example) {
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "MALFORMED_NAME",
       .field = std::string(field),
       .metadata = {{"example", std::string(example)}},
       .sentence = {
           .en = absl::StrCat("The name in ", field,
                              " is malformed. It should look like \"", example,
                              "\"."),
           .fr = absl::StrCat("Le nom dans ", field,
                              " est mal formé. Il devrait ressembler à « ",
                              example, " »."),
           .nl = absl::StrCat("De naam in ", field,
                              " heeft niet de juiste vorm. Hij hoort eruit te "
                              "zien als \"",
                              example, "\".")}});
}

bool IsRefnis(absl::string_view code) {
  if (code.size() != 5) return false;
  for (char c : code) {
    if (!absl::ascii_isdigit(c)) return false;
  }
  return true;
}

std::string NumberId(const char* letter, int64_t number) {
  return absl::StrFormat("%s-%06d", letter, number);
}

// The number of "r-000012"; nullopt when it is spelled otherwise.
std::optional<int64_t> ParseNumberId(const char* letter, absl::string_view id) {
  int64_t number = 0;
  if (id.size() < 8 || id.size() > 20 ||
      !absl::SimpleAtoi(id.substr(2), &number) || number <= 0 ||
      NumberId(letter, number) != id) {
    return std::nullopt;
  }
  return number;
}

// Segments of `name` when it is "municipalities/M/conventions/C/..." with
// `count` segments.
std::optional<std::vector<std::string>> Split(absl::string_view name,
                                              size_t count) {
  if (name.size() > kNameBytesMax) return std::nullopt;
  std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != count || parts[0] != "municipalities" ||
      !IsRefnis(parts[1])) {
    return std::nullopt;
  }
  if (count >= 4 && parts[2] == "conventions" && !IsConventionId(parts[3])) {
    return std::nullopt;
  }
  return parts;
}

bool IsEnvelopeId(absl::string_view id) {
  const EnvelopeKey key = ParseEnvelopeId(id);
  return key.allocation != v1::ALLOCATION_UNSPECIFIED &&
         EnvelopeId(key.allocation, key.year) == id;
}

// "so-01-personnel": a category has no hyphen, so the last one divides.
bool IsLineId(absl::string_view id) {
  const size_t divide = id.rfind('-');
  return divide != absl::string_view::npos && IsNodeId(id.substr(0, divide)) &&
         IsCategoryCode(id.substr(divide + 1));
}

}  // namespace

bool IsConventionId(absl::string_view id) {
  if (id.empty() || id.size() > 63 || !absl::ascii_islower(id[0])) return false;
  for (char c : id) {
    if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '-') {
      return false;
    }
  }
  return true;
}

bool IsNodeId(absl::string_view id) {
  if (id.size() < 4 || id.size() > 9 || id[2] != '-') return false;
  for (size_t i = 0; i < id.size(); ++i) {
    if (i == 2) continue;
    if (i < 2 ? !absl::ascii_islower(id[i]) : !absl::ascii_isdigit(id[i])) {
      return false;
    }
  }
  return true;
}

bool IsCategoryCode(absl::string_view code) {
  if (code.empty() || code.size() > 32) return false;
  for (char c : code) {
    if (!absl::ascii_islower(c) && c != '_') return false;
  }
  return true;
}

std::string EnvelopeId(v1::Allocation allocation, int year) {
  return absl::StrFormat(
      "%s-%04d",
      allocation == v1::ALLOCATION_SUPPLEMENTARY ? "supplementary" : "general",
      year);
}

EnvelopeKey ParseEnvelopeId(absl::string_view id) {
  EnvelopeKey key;
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(id, absl::MaxSplits('-', 1));
  if (parts.second.size() != 4 || !absl::SimpleAtoi(parts.second, &key.year) ||
      key.year <= 0) {
    return {};
  }
  if (parts.first == "general") key.allocation = v1::ALLOCATION_GENERAL;
  if (parts.first == "supplementary") {
    key.allocation = v1::ALLOCATION_SUPPLEMENTARY;
  }
  return key;
}

absl::StatusOr<std::string> ParseMunicipality(absl::string_view name,
                                              absl::string_view field) {
  auto parts = Split(name, 2);
  if (!parts) return Malformed(field, "municipalities/21004");
  return (*parts)[1];
}

absl::StatusOr<ConventionName> ParseConventionName(absl::string_view name,
                                                   absl::string_view field) {
  auto parts = Split(name, 4);
  if (!parts || (*parts)[2] != "conventions") {
    return Malformed(field, "municipalities/21004/conventions/css-2018-2019");
  }
  return ConventionName{(*parts)[1], (*parts)[3]};
}

absl::StatusOr<ConventionScope> ParseMunicipalityScope(
    absl::string_view name, absl::string_view field) {
  if (name == "municipalities/-") return ConventionScope();
  ENTENTE_ASSIGN_OR_RETURN(std::string municipality,
                           ParseMunicipality(name, field));
  return ConventionScope{std::move(municipality), ""};
}

absl::StatusOr<ConventionScope> ParseConventionScope(absl::string_view name,
                                                     absl::string_view field) {
  absl::string_view parent = name;
  if (absl::ConsumeSuffix(&parent, "/conventions/-")) {
    return ParseMunicipalityScope(parent, field);
  }
  ENTENTE_ASSIGN_OR_RETURN(ConventionName convention,
                           ParseConventionName(name, field));
  return ConventionScope{std::move(convention.municipality),
                         std::move(convention.convention)};
}

absl::StatusOr<EnvelopeName> ParseEnvelopeName(absl::string_view name,
                                               absl::string_view field,
                                               bool allows_all) {
  auto parts = Split(name, 6);
  if (!parts || (*parts)[2] != "conventions" || (*parts)[4] != "envelopes" ||
      !(IsEnvelopeId((*parts)[5]) || (allows_all && (*parts)[5] == "-"))) {
    return Malformed(field,
                     "municipalities/21004/conventions/css-2018-2019/"
                     "envelopes/general-2018");
  }
  return EnvelopeName{{(*parts)[1], (*parts)[3]}, (*parts)[5]};
}

absl::StatusOr<LineName> ParseLineName(absl::string_view name,
                                       absl::string_view field) {
  auto parts = Split(name, 8);
  if (!parts || (*parts)[2] != "conventions" || (*parts)[4] != "envelopes" ||
      !IsEnvelopeId((*parts)[5]) || (*parts)[6] != "lines" ||
      !IsLineId((*parts)[7])) {
    return Malformed(field,
                     "municipalities/21004/conventions/css-2018-2019/"
                     "envelopes/general-2018/lines/so-01-personnel");
  }
  return LineName{{{(*parts)[1], (*parts)[3]}, (*parts)[5]}, (*parts)[7]};
}

absl::StatusOr<NumberedName> ParseNumberedName(NumberedKind kind,
                                               absl::string_view name,
                                               absl::string_view field) {
  auto parts = Split(name, 6);
  const Numbered form = Of(kind);
  std::optional<int64_t> number;
  if (parts && (*parts)[2] == "conventions" && (*parts)[4] == form.collection) {
    number = ParseNumberId(form.letter, (*parts)[5]);
  }
  if (!number) {
    return Malformed(field,
                     FormatNumbered(kind, {"21004", "css-2018-2019"}, 1));
  }
  return NumberedName{{(*parts)[1], (*parts)[3]}, *number};
}

absl::StatusOr<EvidenceName> ParseEvidenceName(absl::string_view name,
                                               absl::string_view field) {
  auto parts = Split(name, 4);
  std::optional<int64_t> number;
  if (parts && (*parts)[2] == "evidence") {
    number = ParseNumberId("v", (*parts)[3]);
  }
  if (!number)
    return Malformed(field, "municipalities/21004/evidence/v-000001");
  return EvidenceName{(*parts)[1], *number};
}

absl::StatusOr<CreditNoteName> ParseCreditNoteName(absl::string_view name,
                                                   absl::string_view field) {
  auto parts = Split(name, 4);
  std::optional<int64_t> number;
  if (parts && (*parts)[2] == "creditNotes") {
    number = ParseNumberId("n", (*parts)[3]);
  }
  if (!number)
    return Malformed(field, "municipalities/21004/creditNotes/n-000001");
  return CreditNoteName{(*parts)[1], *number};
}

std::string FormatMunicipality(absl::string_view municipality) {
  return absl::StrCat("municipalities/", municipality);
}

std::string Format(const ConventionName& name) {
  return absl::StrCat("municipalities/", name.municipality, "/conventions/",
                      name.convention);
}

std::string Format(const EnvelopeName& name) {
  return absl::StrCat(Format(name.parent), "/envelopes/", name.envelope);
}

std::string Format(const LineName& name) {
  return absl::StrCat(Format(name.parent), "/lines/", name.line);
}

std::string Format(const EvidenceName& name) {
  return absl::StrCat("municipalities/", name.municipality, "/evidence/",
                      NumberId("v", name.number));
}

std::string FormatCreditNote(absl::string_view municipality, int64_t number) {
  return absl::StrCat("municipalities/", municipality, "/creditNotes/",
                      NumberId("n", number));
}

absl::string_view CollectionOf(NumberedKind kind) {
  return Of(kind).collection;
}

std::string FormatNumbered(NumberedKind kind, const ConventionName& parent,
                           int64_t number) {
  const Numbered form = Of(kind);
  return absl::StrCat(Format(parent), "/", form.collection, "/",
                      NumberId(form.letter, number));
}

}  // namespace entente::conventions
