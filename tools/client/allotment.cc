#include "tools/client/allotment.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "services/conventions/money/money.h"
#include "tools/client/csv.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

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

// Which node a cell means.
class Objectives {
 public:
  explicit Objectives(const v1::Convention& convention) {
    for (const v1::Node& node : convention.nodes()) {
      ids_.insert(node.id());
      if (!node.path().empty()) by_path_[node.path()].push_back(node.id());
    }
  }

  // Empty when several or no node is meant; then `candidates` says which.
  std::string Find(const std::string& cell,
                   std::vector<std::string>& candidates) const {
    if (ids_.contains(cell)) return cell;
    const auto found = by_path_.find(cell);
    if (found == by_path_.end()) return "";
    if (found->second.size() == 1) return found->second.front();
    candidates = found->second;
    return "";
  }

 private:
  std::set<std::string> ids_;
  std::map<std::string, std::vector<std::string>> by_path_;
};

absl::Status NoObjective(const std::string& name, int64_t line,
                         const std::string& cell,
                         const std::vector<std::string>& candidates) {
  if (!candidates.empty()) {
    const std::string ids = absl::StrJoin(candidates, ", ");
    return RowError(
        "ALLOTMENT_ROW", name, line, "objective",
        {absl::StrCat(cell, " is the path of ", ids, "; write the id."),
         absl::StrCat(cell, " est le chemin de ", ids,
                      " ; écrivez l'identifiant."),
         absl::StrCat(cell, " is het pad van ", ids, "; schrijf de id.")});
  }
  return RowError(
      "ALLOTMENT_ROW", name, line, "objective",
      {"the convention has no such objective; entente convention show lists "
       "ids and paths.",
       "la convention n'a pas cet objectif ; entente convention show liste "
       "identifiants et chemins.",
       "de overeenkomst heeft die doelstelling niet; entente convention show "
       "toont id's en paden."});
}

absl::StatusOr<AllotmentRow> ReadRow(const CsvRow& row, const std::string& name,
                                     const Objectives& objectives) {
  const auto cell_error = [&](const char* column, const Sentence& what) {
    return RowError("ALLOTMENT_ROW", name, row.line, column, what);
  };
  if (row.is_malformed) {
    return cell_error(
        "-", {"the row cannot be read: four cells are expected.",
              "la ligne est illisible : quatre cellules sont attendues.",
              "de rij is onleesbaar: vier cellen worden verwacht."});
  }
  AllotmentRow read;
  read.line = row.line;
  read.envelope = row.cells[0];
  read.category = row.cells[2];
  if (read.envelope.empty()) {
    return cell_error(
        "envelope", {"empty; as in general-2018.", "vide ; comme general-2018.",
                     "leeg; zoals general-2018."});
  }
  if (read.category.empty()) {
    return cell_error("category",
                      {"empty; as in personnel.", "vide ; comme personnel.",
                       "leeg; zoals personnel."});
  }
  std::vector<std::string> candidates;
  read.objective_id = objectives.Find(row.cells[1], candidates);
  if (read.objective_id.empty()) {
    return NoObjective(name, row.line, row.cells[1], candidates);
  }
  const auto cents = conventions::ParseAmountCents(row.cells[3]);
  if (!cents.ok() || *cents <= 0) {
    return cell_error(
        "amount",
        {"not an amount above zero; as in 120.000,00.",
         "ce n'est pas un montant au-dessus de zéro ; comme 120.000,00.",
         "geen bedrag boven nul; zoals 120.000,00."});
  }
  read.amount = conventions::MoneyFromCents(*cents);
  return read;
}

std::string KeyOf(const AllotmentRow& row) {
  return absl::StrCat(row.envelope, "/", row.objective_id, "-", row.category);
}

}  // namespace

absl::StatusOr<std::vector<AllotmentRow>> ReadAllotment(
    std::istream& in, const std::string& name,
    const v1::Convention& convention) {
  ENTENTE_ASSIGN_OR_RETURN(
      CsvReader reader,
      CsvReader::Open(in, name,
                      {{"envelope"}, {"objective"}, {"category"}, {"amount"}}));
  const Objectives objectives(convention);
  std::vector<AllotmentRow> rows;
  std::map<std::string, int64_t> seen;
  CsvRow row;
  while (rows.size() <= kAllotmentRowsMax && reader.Next(row)) {
    ENTENTE_ASSIGN_OR_RETURN(AllotmentRow read, ReadRow(row, name, objectives));
    const auto [first, is_new] = seen.emplace(KeyOf(read), read.line);
    if (!is_new) {
      const int64_t line = first->second;
      return RowError(
          "ALLOTMENT_ROW_TWICE", name, read.line, "objective",
          {absl::StrCat("already allotted on line ", line, " of the file."),
           absl::StrCat("déjà répartie à la ligne ", line, " du fichier."),
           absl::StrCat("al verdeeld op regel ", line, " van het bestand.")});
    }
    rows.push_back(std::move(read));
  }
  if (rows.empty() || rows.size() > kAllotmentRowsMax) {
    return RowError(
        "ALLOTMENT_EMPTY", name, 2, "-",
        {absl::StrCat("1 to ", kAllotmentRowsMax, " rows are expected."),
         absl::StrCat("1 à ", kAllotmentRowsMax, " lignes sont attendues."),
         absl::StrCat("1 tot ", kAllotmentRowsMax, " rijen worden verwacht.")});
  }
  return rows;
}

absl::StatusOr<std::vector<AllotmentRow>> NewRows(
    const std::vector<AllotmentRow>& rows, const std::string& name,
    const std::vector<v1::Line>& lines) {
  std::map<std::string, const v1::Line*> existing;
  for (const v1::Line& line : lines) existing[ShortName(line.name())] = &line;
  std::vector<AllotmentRow> fresh;
  for (const AllotmentRow& row : rows) {
    const auto found = existing.find(KeyOf(row));
    if (found == existing.end()) {
      fresh.push_back(row);
      continue;
    }
    const int64_t there =
        conventions::CentsFromMoney(found->second->amount(), "").value_or(0);
    if (there == conventions::CentsFromMoney(row.amount, "").value_or(-1)) {
      continue;
    }
    const std::string amount = conventions::FormatBelgianAmount(there);
    return RowError("ALLOTMENT_DIFFERS", name, row.line, "amount",
                    {absl::StrCat("the line exists with ", amount, "."),
                     absl::StrCat("la ligne existe avec ", amount, "."),
                     absl::StrCat("de lijn bestaat met ", amount, ".")});
  }
  return fresh;
}

absl::Status CheckSums(const std::vector<AllotmentRow>& rows,
                       const std::string& name,
                       const std::vector<v1::Envelope>& envelopes) {
  std::map<std::string, int64_t> asked;
  for (const AllotmentRow& row : rows) {
    asked[row.envelope] +=
        conventions::CentsFromMoney(row.amount, "").value_or(0);
  }
  for (const v1::Envelope& envelope : envelopes) {
    const std::string id = ShortName(envelope.name());
    const v1::Position& at = envelope.position();
    const int64_t rest =
        conventions::CentsFromMoney(at.unallotted(), "").value_or(0);
    if (!asked.contains(id) || asked[id] <= rest) continue;
    const std::string wanted = conventions::FormatBelgianAmount(asked[id]);
    const std::string left = conventions::FormatBelgianAmount(rest);
    const auto cents = [](const google::type::Money& money) {
      return absl::StrCat(conventions::CentsFromMoney(money, "").value_or(0));
    };
    return MakeError(
        absl::StatusCode::kFailedPrecondition,
        {.reason = "ENVELOPE_EXCEEDED",
         .metadata = {{"allocated_cents", cents(at.allocated())},
                      {"allotted_cents", cents(at.allotted())},
                      {"requested_cents", absl::StrCat(asked[id])},
                      {"available_cents", absl::StrCat(rest)}},
         .sentence = {
             absl::StrCat(name, ": the rows of ", id, " ask ", wanted,
                          " together; not yet allotted ", left, "."),
             absl::StrCat(name, " : les lignes de ", id, " demandent ensemble ",
                          wanted, " ; reste à répartir ", left, "."),
             absl::StrCat(name, ": de rijen van ", id, " vragen samen ", wanted,
                          "; nog te verdelen ", left, ".")}});
  }
  return absl::OkStatus();
}

absl::Status AtRow(const std::string& name, int64_t line,
                   const absl::Status& status) {
  if (status.ok()) return status;
  ErrorDetail detail = GetErrorDetail(status).value_or(
      ErrorDetail{.sentence = {.en = std::string(status.message())}});
  const Sentence& was = detail.sentence;
  const auto sentence = [&](const char* row, const std::string& text) {
    return absl::StrCat(name, row, line, ": ", text);
  };
  detail.sentence = {sentence(", line ", was.en),
                     sentence(", ligne ", was.fr.empty() ? was.en : was.fr),
                     sentence(", regel ", was.nl.empty() ? was.en : was.nl)};
  return MakeError(status.code(), detail);
}

}  // namespace entente::client
