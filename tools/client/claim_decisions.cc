#include "tools/client/claim_decisions.h"

#include <cstdint>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/money/money.h"
#include "tools/client/csv.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::Cents;

absl::Status RowError(const std::string& reason, const std::string& name,
                      int64_t line, const std::string& column,
                      const Sentence& what) {
  const auto sentence = [&](const char* row, const char* at,
                            const std::string& text) {
    return absl::StrCat(name, row, line, at, column, ": ", text);
  };
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason,
                    .sentence = {sentence(", line ", ", column ", what.en),
                                 sentence(", ligne ", ", colonne ", what.fr),
                                 sentence(", regel ", ", kolom ", what.nl)}});
}

// Cents of a cell; -1 when it holds no amount of zero or above.
int64_t CellCents(const std::string& cell) {
  const auto cents = conventions::ParseAmountCents(cell);
  return cents.ok() && *cents >= 0 ? *cents : -1;
}

absl::StatusOr<v1::LineDecision> ReadRow(
    const CsvRow& row, const std::string& name,
    const std::map<std::string, const v1::ClaimLine*>& lines) {
  const auto cell_error = [&](const char* column, const Sentence& what) {
    return RowError("DECISION_ROW", name, row.line, column, what);
  };
  if (row.is_malformed) {
    return cell_error(
        "-", {"the row cannot be read: four cells are expected.",
              "la ligne est illisible : quatre cellules sont attendues.",
              "de rij is onleesbaar: vier cellen worden verwacht."});
  }
  const auto found = lines.find(ShortName(row.cells[0]));
  if (found == lines.end()) {
    return cell_error(
        "line",
        {"no line of the claim is for this; entente budget claim show lists "
         "them.",
         "aucune ligne de la déclaration ne porte sur ceci ; entente budget "
         "claim show les liste.",
         "geen lijn van de schuldvordering gaat hierover; entente budget claim "
         "show toont ze."});
  }
  const int64_t claimed = Cents(found->second->amount());
  if (row.cells[1].empty() && row.cells[2].empty()) {
    return cell_error("accepted", {"neither accepted nor ineligible is given.",
                                   "ni accepté ni inéligible n'est indiqué.",
                                   "aanvaard noch niet-subsidiabel is "
                                   "vermeld."});
  }
  const Sentence kNoAmount{
      "not an amount of zero or above; as in 120,00.",
      "ce n'est pas un montant de zéro ou plus ; comme 120,00.",
      "geen bedrag van nul of meer; zoals 120,00."};
  int64_t accepted = row.cells[1].empty() ? 0 : CellCents(row.cells[1]);
  int64_t ineligible = row.cells[2].empty() ? 0 : CellCents(row.cells[2]);
  if (accepted < 0) return cell_error("accepted", kNoAmount);
  if (ineligible < 0) return cell_error("ineligible", kNoAmount);
  if (row.cells[1].empty()) accepted = claimed - ineligible;
  if (row.cells[2].empty()) ineligible = claimed - accepted;
  if (accepted < 0 || ineligible < 0) {
    const std::string amount = conventions::FormatBelgianAmount(claimed);
    return cell_error(
        accepted < 0 ? "ineligible" : "accepted",
        {absl::StrCat("above what is claimed, ", amount, "."),
         absl::StrCat("plus que le montant déclaré, ", amount, "."),
         absl::StrCat("meer dan gevorderd is, ", amount, ".")});
  }
  v1::LineDecision decision;
  decision.set_source(found->second->source());
  *decision.mutable_accepted() = conventions::MoneyFromCents(accepted);
  *decision.mutable_ineligible() = conventions::MoneyFromCents(ineligible);
  decision.set_reason(row.cells[3]);
  return decision;
}

}  // namespace

absl::StatusOr<std::vector<v1::LineDecision>> ReadDecisions(
    std::istream& in, const std::string& name, const v1::Claim& claim) {
  ENTENTE_ASSIGN_OR_RETURN(
      CsvReader reader,
      CsvReader::Open(in, name,
                      {{"line"}, {"accepted"}, {"ineligible"}, {"reason"}}));
  std::map<std::string, const v1::ClaimLine*> lines;
  for (const v1::ClaimLine& line : claim.lines()) {
    lines[ShortName(line.source())] = &line;
  }
  std::vector<v1::LineDecision> decisions;
  std::map<std::string, int64_t> seen;
  CsvRow row;
  while (reader.Next(row)) {
    ENTENTE_ASSIGN_OR_RETURN(v1::LineDecision decision,
                             ReadRow(row, name, lines));
    const auto [first, is_new] = seen.emplace(decision.source(), row.line);
    if (!is_new) {
      const int64_t line = first->second;
      return RowError(
          "DECISION_ROW_TWICE", name, row.line, "line",
          {absl::StrCat("already decided on line ", line, " of the file."),
           absl::StrCat("déjà décidée à la ligne ", line, " du fichier."),
           absl::StrCat("al beslist op regel ", line, " van het bestand.")});
    }
    decisions.push_back(std::move(decision));
  }
  if (decisions.empty()) {
    return RowError("DECISION_EMPTY", name, 2, "-",
                    {"no decision stands in the file.",
                     "le fichier ne contient aucune décision.",
                     "het bestand bevat geen beslissing."});
  }
  return decisions;
}

}  // namespace entente::client
