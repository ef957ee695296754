#include "tools/client/accounts_file.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <tuple>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"
#include "services/conventions/money/date.h"
#include "services/conventions/money/money.h"
#include "tools/client/csv.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

absl::Status EncodingFault(const std::string& name, size_t byte,
                           const char* stated, const char* other) {
  const std::string at = absl::StrCat(byte);
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "ACCOUNTS_ENCODING",
       .metadata = {{"byte", at}},
       .sentence = {
           absl::StrCat(name, " is not ", stated, " (byte ", at,
                        "), as the mapping says. Export it so, or write "
                        "encoding: ",
                        other, " in the mapping."),
           absl::StrCat(name, " n'est pas en ", stated, " (octet ", at,
                        "), comme le dit la correspondance. Exportez-le ainsi "
                        "ou écrivez-y encoding: ",
                        other, "."),
           absl::StrCat(name, " is niet in ", stated, " (byte ", at,
                        "), zoals de koppeling zegt. Exporteer het zo of "
                        "schrijf er encoding: ",
                        other, ".")}});
}

// First byte of `text` that ends its well-formed UTF-8; its size when all is.
size_t Utf8Prefix(const std::string& text) {
  size_t good = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!IsUtf8(line)) {
      while (IsUtf8(line.substr(0, 1)) && !line.empty()) {
        line.erase(0, 1);
        ++good;
      }
      return good;
    }
    good += line.size() + 1;
  }
  return text.size();
}

// `content` as UTF-8.
absl::StatusOr<std::string> Decode(const std::string& content,
                                   const std::string& name,
                                   v1::AccountsMapping::Encoding encoding) {
  const size_t good = Utf8Prefix(content);
  if (encoding == v1::AccountsMapping::ENCODING_UTF_8) {
    if (good == content.size()) return content;
    return EncodingFault(name, good, "UTF-8", "ENCODING_WINDOWS_1252");
  }
  const auto first_high =
      std::find_if(content.begin(), content.end(),
                   [](char c) { return static_cast<unsigned char>(c) > 127; });
  if (first_high == content.end()) return content;
  // Accents in Windows-1252 are no UTF-8; a text that is, was exported so.
  if (good == content.size()) {
    return EncodingFault(name,
                         static_cast<size_t>(first_high - content.begin()),
                         "Windows-1252", "ENCODING_UTF_8");
  }
  iconv_t converter = iconv_open("UTF-8", "WINDOWS-1252");
  const auto close = absl::MakeCleanup([&] { iconv_close(converter); });
  std::string decoded(3 * content.size(), '\0');
  std::string in = content;
  char* from = in.data();
  char* to = decoded.data();
  size_t from_left = in.size();
  size_t to_left = decoded.size();
  if (iconv(converter, &from, &from_left, &to, &to_left) ==
      static_cast<size_t>(-1)) {
    return EncodingFault(name, in.size() - from_left, "Windows-1252",
                         "ENCODING_UTF_8");
  }
  decoded.resize(decoded.size() - to_left);
  return decoded;
}

// "2018-05-17" or "17/05/2018".
absl::StatusOr<google::type::Date> ReadDate(const std::string& cell) {
  std::string iso = cell;
  if (cell.size() == 10 && cell[2] == '/' && cell[5] == '/') {
    iso = absl::StrCat(cell.substr(6), "-", cell.substr(3, 2), "-",
                       cell.substr(0, 2));
  }
  ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay day,
                           conventions::ParseIsoDay(iso));
  return conventions::DateFromDay(day);
}

class Rows {
 public:
  Rows(const std::string& name, const v1::AccountsMapping& mapping,
       AccountsUse use)
      : name_(name), mapping_(mapping), use_(use) {}

  // The columns to read, in the order of `Cell`, then those to pass over.
  absl::StatusOr<std::vector<CsvColumn>> Columns() {
    const v1::AccountsColumns& titles = mapping_.columns();
    const bool is_import = use_ == AccountsUse::kImport;
    const bool needs_hash = is_import && titles.document_file().empty();
    std::vector<CsvColumn> columns;
    for (const auto& [cell, title, is_required] :
         {std::tuple(kFiscalYear, &titles.fiscal_year(), true),
          {kMandate, &titles.mandate(), true},
          {kArticle, &titles.budget_article(), true},
          {kAmount, &titles.amount(), true},
          {kCommitment, &titles.commitment(), false},
          {kServiceDate, &titles.service_date(), is_import},
          {kIssuer, &titles.issuer(), is_import},
          {kNumber, &titles.document_number(), is_import},
          {kDocumentDate, &titles.document_date(), is_import},
          {kDocumentAmount, &titles.document_amount(), false},
          {kSha256, &titles.document_sha256(), needs_hash},
          {kFile, &titles.document_file(), false},
          {kMandateDate, &titles.mandate_date(), false},
          {kPaymentDate, &titles.payment_date(), false}}) {
      if (!title->empty()) {
        places_[cell] = columns.size();
        columns.push_back({absl::AsciiStrToLower(*title), is_required});
      } else if (is_required) {
        return ColumnsMissing();
      }
    }
    for (const std::string& ignored : mapping_.ignored_columns()) {
      columns.push_back({absl::AsciiStrToLower(ignored), false});
    }
    return columns;
  }

  void Read(const CsvRow& row, AccountsRows& read) {
    if (row.is_malformed) {
      read.faults.push_back(Fault(
          row.line, "-",
          {"the row cannot be read: it has other cells than the first line.",
           "la ligne est illisible : elle n'a pas les cellules de la première.",
           "de rij is onleesbaar: zij heeft niet de cellen van de eerste."}));
      return;
    }
    AccountsRow parsed;
    parsed.line = row.line;
    absl::Status status = Parse(row, parsed);
    if (!status.ok()) {
      read.faults.push_back(std::move(status));
    } else if (parsed.budget_line.empty()) {
      ++read.left_out;
    } else {
      read.rows.push_back(std::move(parsed));
    }
  }

 private:
  enum Cell : size_t {
    kFiscalYear,
    kMandate,
    kArticle,
    kAmount,
    kCommitment,
    kServiceDate,
    kIssuer,
    kNumber,
    kDocumentDate,
    kDocumentAmount,
    kSha256,
    kFile,
    kMandateDate,
    kPaymentDate,
    kCells
  };
  static constexpr size_t kNowhere = static_cast<size_t>(-1);

  // Empty where the mapping or the file has no such column.
  std::string At(const CsvRow& row, Cell cell) const {
    const size_t place = places_[cell];
    return place == kNowhere ? "" : row.cells[place];
  }

  static absl::Status ColumnsMissing() {
    return MakeError(
        absl::StatusCode::kInvalidArgument,
        {.reason = "ACCOUNTS_MAPPING",
         .sentence = {"An import needs in its mapping the columns "
                      "service_date, issuer, document_number, document_date "
                      "and document_sha256 or document_file.",
                      "Un import demande dans sa correspondance les colonnes "
                      "service_date, issuer, document_number, document_date "
                      "et document_sha256 ou document_file.",
                      "Een import vraagt in zijn koppeling de kolommen "
                      "service_date, issuer, document_number, document_date "
                      "en document_sha256 of document_file."}});
  }

  absl::Status Fault(int64_t line, const std::string& column,
                     const Sentence& what) const {
    const auto at = [&](const char* row, const char* in,
                        const std::string& text) {
      return absl::StrCat(name_, row, line, in, column, ": ", text);
    };
    return MakeError(absl::StatusCode::kInvalidArgument,
                     {.reason = "ACCOUNTS_ROW",
                      .field = column,
                      .metadata = {{"line", absl::StrCat(line)}},
                      .sentence = {at(", line ", ", column ", what.en),
                                   at(", ligne ", ", colonne ", what.fr),
                                   at(", regel ", ", kolom ", what.nl)}});
  }

  absl::Status NoAmount(int64_t line, const std::string& column) const {
    return Fault(line, column,
                 {"no amount in euros and cents, as in 1.234,56.",
                  "pas un montant en euros et cents, comme 1.234,56.",
                  "geen bedrag in euro en cent, zoals 1.234,56."});
  }
  absl::Status NoDate(int64_t line, const std::string& column) const {
    return Fault(line, column,
                 {"no day of the calendar, as in 17/05/2018.",
                  "pas un jour du calendrier, comme 17/05/2018.",
                  "geen dag van de kalender, zoals 17/05/2018."});
  }

  // The line a payment counts on; null when no rule speaks of it.
  const v1::AccountsRule* RuleOf(const AccountsRow& row) const {
    for (const v1::AccountsRule& rule : mapping_.rules()) {
      if (rule.budget_article() == row.budget_article &&
          (rule.fiscal_year() == 0 || rule.fiscal_year() == row.fiscal_year)) {
        return &rule;
      }
    }
    return nullptr;
  }

  absl::Status Parse(const CsvRow& row, AccountsRow& parsed) const {
    const v1::AccountsColumns& titles = mapping_.columns();
    if (!absl::SimpleAtoi(At(row, kFiscalYear), &parsed.fiscal_year) ||
        parsed.fiscal_year < 1900 || parsed.fiscal_year > 2200) {
      return Fault(row.line, titles.fiscal_year(),
                   {"no year, as in 2018.", "pas une année, comme 2018.",
                    "geen jaar, zoals 2018."});
    }
    parsed.mandate = At(row, kMandate);
    if (parsed.mandate.empty()) {
      return Fault(row.line, titles.mandate(),
                   {"empty; without it a payment cannot be told from another.",
                    "vide ; sans lui, un paiement ne se distingue pas d'un "
                    "autre.",
                    "leeg; zonder dat is een betaling niet van een andere te "
                    "onderscheiden."});
    }
    parsed.budget_article = At(row, kArticle);
    const v1::AccountsRule* rule = RuleOf(parsed);
    if (rule == nullptr) {
      return Fault(
          row.line, titles.budget_article(),
          {"no rule of the mapping has this article and year; add one, "
           "with an empty line to leave it out.",
           "aucune règle de la correspondance n'a cet article et cet "
           "exercice ; ajoutez-en une, à ligne vide pour l'écarter.",
           "geen regel van de koppeling heeft dit artikel en "
           "dienstjaar; voeg er een toe, met lege lijn om het weg te "
           "laten."});
    }
    parsed.budget_line = rule->line();
    parsed.document_kind = rule->evidence_kind();
    parsed.commitment = At(row, kCommitment);
    const std::string amount = At(row, kAmount);
    const bool is_negative = absl::StartsWith(amount, "-");
    const auto cents =
        conventions::ParseAmountCents(absl::StripPrefix(amount, "-"));
    if (!cents.ok()) return NoAmount(row.line, titles.amount());
    parsed.amount_cents = is_negative ? -*cents : *cents;
    if (use_ == AccountsUse::kReconcile || parsed.budget_line.empty()) {
      return absl::OkStatus();
    }
    return ParseDocument(row, parsed);
  }

  absl::Status ParseDocument(const CsvRow& row, AccountsRow& parsed) const {
    const v1::AccountsColumns& titles = mapping_.columns();
    if (parsed.amount_cents <= 0) {
      return Fault(row.line, titles.amount(),
                   {"nothing or less; what was taken back is entered with "
                    "entente budget correct.",
                    "nul ou négatif ; ce qui a été repris se saisit par "
                    "entente budget correct.",
                    "nul of minder; wat werd teruggenomen, voert u in met "
                    "entente budget correct."});
    }
    const auto service = ReadDate(At(row, kServiceDate));
    if (!service.ok()) return NoDate(row.line, titles.service_date());
    parsed.service_date = *service;
    const auto document = ReadDate(At(row, kDocumentDate));
    if (!document.ok()) return NoDate(row.line, titles.document_date());
    parsed.document_date = *document;
    parsed.issuer = At(row, kIssuer);
    parsed.document_number = At(row, kNumber);
    parsed.document_cents = parsed.amount_cents;
    if (!At(row, kDocumentAmount).empty()) {
      const auto total =
          conventions::ParseAmountCents(At(row, kDocumentAmount));
      if (!total.ok()) return NoAmount(row.line, titles.document_amount());
      parsed.document_cents = *total;
    }
    parsed.document_sha256 = At(row, kSha256);
    parsed.document_file = At(row, kFile);
    for (const auto& [cell, title, into] :
         {std::tuple(kMandateDate, &titles.mandate_date(),
                     &parsed.mandate_date),
          {kPaymentDate, &titles.payment_date(), &parsed.payment_date}}) {
      if (At(row, cell).empty()) continue;
      const auto day = ReadDate(At(row, cell));
      if (!day.ok()) return NoDate(row.line, *title);
      *into = *day;
    }
    return absl::OkStatus();
  }

  const std::string& name_;
  const v1::AccountsMapping& mapping_;
  const AccountsUse use_;
  // Of each cell among the declared columns.
  std::array<size_t, kCells> places_ = [] {
    std::array<size_t, kCells> places;
    places.fill(kNowhere);
    return places;
  }();
};

}  // namespace

absl::StatusOr<AccountsRows> ReadAccounts(const std::string& content,
                                          const std::string& name,
                                          const v1::AccountsMapping& mapping,
                                          AccountsUse use) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string text,
                           Decode(content, name, mapping.encoding()));
  Rows rows(name, mapping, use);
  ENTENTE_ASSIGN_OR_RETURN(std::vector<CsvColumn> columns, rows.Columns());
  std::istringstream in(text);
  ENTENTE_ASSIGN_OR_RETURN(CsvReader reader,
                           CsvReader::Open(in, name, std::move(columns)));
  AccountsRows read;
  size_t count = 0;
  for (CsvRow row; reader.Next(row); ++count) {
    if (count == kAccountsRowsMax) break;
    rows.Read(row, read);
  }
  if (count > 0 && count < kAccountsRowsMax) return read;
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "ACCOUNTS_EMPTY",
       .sentence = {absl::StrCat(name, ": 1 to ", kAccountsRowsMax,
                                 " payments are expected."),
                    absl::StrCat(name, " : 1 à ", kAccountsRowsMax,
                                 " paiements sont attendus."),
                    absl::StrCat(name, ": 1 tot ", kAccountsRowsMax,
                                 " betalingen worden verwacht.")}});
}

}  // namespace entente::client
