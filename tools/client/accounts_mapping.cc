// The mapping of an accounts file: read, and checked.
#include <fstream>
#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/common/base/error.h"
#include "tools/client/accounts_file.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

class FirstFault : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!text_.empty()) return;
    text_ = absl::StrCat(line + 1, ":", column + 1, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

absl::Status MappingFault(const std::string& name, const Sentence& what) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "ACCOUNTS_MAPPING",
       .metadata = {{"file", name}},
       .sentence = {absl::StrCat("The mapping ", name, ": ", what.en),
                    absl::StrCat("La correspondance ", name, " : ", what.fr),
                    absl::StrCat("De koppeling ", name, ": ", what.nl)}});
}

absl::Status CheckMapping(const v1::AccountsMapping& mapping,
                          const std::string& name) {
  if (mapping.encoding() == v1::AccountsMapping::ENCODING_UNSPECIFIED) {
    return MappingFault(
        name, {"state encoding: ENCODING_UTF_8 or ENCODING_WINDOWS_1252.",
               "indiquez encoding : ENCODING_UTF_8 ou ENCODING_WINDOWS_1252.",
               "vermeld encoding: ENCODING_UTF_8 of ENCODING_WINDOWS_1252."});
  }
  const v1::AccountsColumns& columns = mapping.columns();
  for (const auto& [title, field] :
       {std::pair(&columns.fiscal_year(), "fiscal_year"),
        {&columns.mandate(), "mandate"},
        {&columns.budget_article(), "budget_article"},
        {&columns.amount(), "amount"}}) {
    if (!title->empty()) continue;
    return MappingFault(
        name,
        {absl::StrCat("state the title of the column columns.", field, "."),
         absl::StrCat("indiquez le titre de la colonne columns.", field, "."),
         absl::StrCat("vermeld de titel van de kolom columns.", field, ".")});
  }
  if (mapping.rules().empty()) {
    return MappingFault(
        name, {"state at least one rule: which article is which line.",
               "indiquez au moins une règle : quel article est quelle "
               "ligne.",
               "vermeld minstens één regel: welk artikel welke lijn "
               "is."});
  }
  std::set<std::pair<std::string, int>> seen;
  for (const v1::AccountsRule& rule : mapping.rules()) {
    const bool is_line =
        rule.line().empty() || rule.line().find('/') != std::string::npos;
    if (rule.evidence_kind() == v1::Evidence::KIND_PAY_STATEMENT) {
      return MappingFault(
          name,
          {absl::StrCat("the rule for the article \"", rule.budget_article(),
                        "\" asks for pay statements: register those with "
                        "entente budget evidence add --staff."),
           absl::StrCat("la règle pour l'article « ", rule.budget_article(),
                        " » demande des fiches de paie : enregistrez-les par "
                        "entente budget evidence add --staff."),
           absl::StrCat("de regel voor het artikel \"", rule.budget_article(),
                        "\" vraagt loonfiches: registreer die met entente "
                        "budget evidence add --staff.")});
    }
    if (!rule.budget_article().empty() && is_line &&
        seen.emplace(rule.budget_article(), rule.fiscal_year()).second) {
      continue;
    }
    return MappingFault(
        name,
        {absl::StrCat("the rule for the article \"", rule.budget_article(),
                      "\" stands twice or has no article or line, as in "
                      "general-2018/so-01-operating."),
         absl::StrCat("la règle pour l'article « ", rule.budget_article(),
                      " » est double ou n'a pas d'article ou de ligne, comme "
                      "general-2018/so-01-operating."),
         absl::StrCat("de regel voor het artikel \"", rule.budget_article(),
                      "\" staat er tweemaal of heeft geen artikel of lijn, "
                      "zoals general-2018/so-01-operating.")});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::AccountsMapping> ParseMapping(const std::string& text,
                                                 const std::string& name) {
  FirstFault fault;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&fault);
  v1::AccountsMapping mapping;
  if (!parser.ParseFromString(text, &mapping)) {
    return MappingFault(name, {fault.text(), fault.text(), fault.text()});
  }
  ENTENTE_RETURN_IF_ERROR(CheckMapping(mapping, name));
  return mapping;
}

absl::StatusOr<v1::AccountsMapping> LoadMapping(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf())) {
    return MappingFault(
        path, {"the file cannot be read.", "le fichier est illisible.",
               "het bestand is onleesbaar."});
  }
  return ParseMapping(bytes.str(), path);
}

}  // namespace entente::client
