#include "services/conventions/money/municipality_codes.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/identifiers.h"

namespace entente::conventions {

// Made from municipalities.csv by the build.
extern const char kMunicipalitiesCsv[];

namespace {

constexpr absl::string_view kColumns =
    "code;nl;fr;valid_from;valid_until;successor";

absl::Status BadLine(int line, absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("municipalities.csv, line ", line, ": ", what, "."));
}

absl::StatusOr<std::optional<absl::CivilDay>> OptionalDay(
    absl::string_view text) {
  if (text.empty()) return std::nullopt;
  ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseIsoDay(text));
  return day;
}

absl::StatusOr<RefnisMunicipality> ParseRow(int line, absl::string_view text) {
  const std::vector<absl::string_view> cells = absl::StrSplit(text, ';');
  if (cells.size() != 6) return BadLine(line, "must have six columns");
  RefnisMunicipality row{.code = cells[0],
                         .nl = cells[1],
                         .fr = cells[2],
                         .valid_from = {},
                         .valid_until = {},
                         .successor = cells[5]};
  const auto from = OptionalDay(cells[3]);
  const auto until = OptionalDay(cells[4]);
  if (!from.ok() || !until.ok()) return BadLine(line, "has no ISO day");
  row.valid_from = *from;
  row.valid_until = *until;
  if (!IsMunicipalityCode(row.code) || row.nl.empty() || row.fr.empty()) {
    return BadLine(line, "must have a code of five digits and two names");
  }
  if (row.valid_until.has_value() != IsMunicipalityCode(row.successor)) {
    return BadLine(line, "must have a last day and a successor, or neither");
  }
  return row;
}

// "62063 (Liège / Luik)"; a person reads one language, an error in English
// names both.
std::string InBoth(const RefnisMunicipality& row) {
  if (row.fr == row.nl) return absl::StrCat(row.code, " (", row.fr, ")");
  return absl::StrCat(row.code, " (", row.fr, " / ", row.nl, ")");
}

std::string InFrench(const RefnisMunicipality& row) {
  return absl::StrCat(row.code, " (", row.fr, ")");
}

std::string InDutch(const RefnisMunicipality& row) {
  return absl::StrCat(row.code, " (", row.nl, ")");
}

absl::Status Refusal(const char* reason, absl::string_view field,
                     std::map<std::string, std::string> metadata,
                     Sentence sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason,
                    .field = std::string(field),
                    .metadata = std::move(metadata),
                    .sentence = std::move(sentence)});
}

absl::Status Unknown(absl::string_view code, absl::string_view field) {
  return Refusal(
      "MUNICIPALITY_CODE_UNKNOWN", field, {{"code", std::string(code)}},
      {.en = absl::StrCat("REFNIS has no municipality ", code,
                          ". Check the five digits, as in 21004 (Bruxelles / "
                          "Brussel)."),
       .fr = absl::StrCat("REFNIS ne connaît pas de commune ", code,
                          ". Vérifiez les cinq chiffres, comme 21004 "
                          "(Bruxelles)."),
       .nl = absl::StrCat("REFNIS kent geen gemeente ", code,
                          ". Controleer de vijf cijfers, zoals 21004 "
                          "(Brussel).")});
}

absl::Status Ended(const RefnisMunicipality& row, absl::CivilDay day,
                   absl::string_view field) {
  const std::string on = FormatIsoDay(day);
  const std::string until = FormatIsoDay(*row.valid_until);
  // The table has a row for every successor: a test holds it to that.
  const RefnisMunicipality& next = *FindMunicipality(row.successor);
  return Refusal(
      "MUNICIPALITY_CODE_ENDED", field,
      {{"code", std::string(row.code)},
       {"day", on},
       {"valid_until", until},
       {"successor", std::string(row.successor)}},
      {.en = absl::StrCat("The code ", InBoth(row), " ended on ", until,
                          " and names no municipality on ", on, ". Since then ",
                          InBoth(next), " takes its place: use that code."),
       .fr =
           absl::StrCat("Le code ", InFrench(row), " a pris fin le ", until,
                        " et ne désigne aucune commune le ", on, ". Depuis, ",
                        InFrench(next), " le remplace : utilisez ce code-là."),
       .nl = absl::StrCat("De code ", InDutch(row), " eindigde op ", until,
                          " en duidt op ", on, " geen gemeente aan. Sindsdien ",
                          "geldt ", InDutch(next), ": gebruik die code.")});
}

absl::Status NotYet(const RefnisMunicipality& row, absl::CivilDay day,
                    absl::string_view field) {
  const std::string on = FormatIsoDay(day);
  const std::string from = FormatIsoDay(*row.valid_from);
  std::vector<std::string> codes, en, fr, nl;
  for (const RefnisMunicipality& earlier : RefnisMunicipalities()) {
    if (earlier.successor != row.code) continue;
    codes.emplace_back(earlier.code);
    en.push_back(InBoth(earlier));
    fr.push_back(InFrench(earlier));
    nl.push_back(InDutch(earlier));
  }
  return Refusal(
      "MUNICIPALITY_CODE_NOT_YET", field,
      {{"code", std::string(row.code)},
       {"day", on},
       {"valid_from", from},
       {"predecessors", absl::StrJoin(codes, ",")}},
      {.en = absl::StrCat("The code ", InBoth(row), " begins on ", from,
                          " and names no municipality on ", on, ". Before, ",
                          absl::StrJoin(en, ", "),
                          " stood there: use the code of that day."),
       .fr = absl::StrCat("Le code ", InFrench(row), " commence le ", from,
                          " et ne désigne aucune commune le ", on,
                          ". Avant : ", absl::StrJoin(fr, ", "),
                          ". Utilisez le code de ce jour-là."),
       .nl = absl::StrCat(
           "De code ", InDutch(row), " begint op ", from, " en duidt op ", on,
           " geen gemeente aan. Voordien: ", absl::StrJoin(nl, ", "),
           ". Gebruik de code van die dag.")});
}

}  // namespace

absl::StatusOr<std::vector<RefnisMunicipality>> ParseMunicipalities(
    absl::string_view csv) {
  std::vector<RefnisMunicipality> rows;
  bool has_columns = false;
  int line = 0;
  for (const absl::string_view text : absl::StrSplit(csv, '\n')) {
    ++line;
    if (text.empty() || text[0] == '#') continue;
    if (!has_columns) {
      if (text != kColumns) return BadLine(line, "must name the columns");
      has_columns = true;
      continue;
    }
    ENTENTE_ASSIGN_OR_RETURN(const RefnisMunicipality row,
                             ParseRow(line, text));
    if (!rows.empty() && rows.back().code >= row.code) {
      return BadLine(line, "must stand in the order of the codes");
    }
    rows.push_back(row);
  }
  return rows;
}

absl::Span<const RefnisMunicipality> RefnisMunicipalities() {
  // A table that cannot be read ends the program: only a faulty build has one.
  static const auto& rows = *new std::vector<RefnisMunicipality>(
      ParseMunicipalities(kMunicipalitiesCsv).value());
  return rows;
}

const RefnisMunicipality* FindMunicipality(absl::string_view code) {
  const absl::Span<const RefnisMunicipality> rows = RefnisMunicipalities();
  const auto found = std::lower_bound(
      rows.begin(), rows.end(), code,
      [](const RefnisMunicipality& row, absl::string_view wanted) {
        return row.code < wanted;
      });
  return found != rows.end() && found->code == code ? &*found : nullptr;
}

std::string CodeWithName(absl::string_view code) {
  const RefnisMunicipality* row = FindMunicipality(code);
  return row == nullptr ? std::string(code) : InBoth(*row);
}

bool IsSampleMunicipality(absl::string_view code) {
  return IsMunicipalityCode(code) && absl::StartsWith(code, "99");
}

absl::Status CheckMunicipalityExists(absl::string_view code,
                                     absl::string_view field) {
  if (IsSampleMunicipality(code) || FindMunicipality(code) != nullptr) {
    return absl::OkStatus();
  }
  return Unknown(code, field);
}

absl::Status CheckMunicipalityOn(absl::string_view code, absl::CivilDay day,
                                 absl::string_view field) {
  ENTENTE_RETURN_IF_ERROR(CheckMunicipalityExists(code, field));
  const RefnisMunicipality* row = FindMunicipality(code);
  if (row == nullptr || row->IsValidOn(day)) return absl::OkStatus();
  const bool has_ended =
      row->valid_until.has_value() && *row->valid_until < day;
  return has_ended ? Ended(*row, day, field) : NotYet(*row, day, field);
}

}  // namespace entente::conventions
