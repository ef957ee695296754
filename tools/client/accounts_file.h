// An export of the municipal accounts, read by a mapping (accounts.proto): one
// payment a row, each with the line of the convention it counts on. Pure but
// for LoadMapping.
#ifndef TOOLS_CLIENT_ACCOUNTS_FILE_H_
#define TOOLS_CLIENT_ACCOUNTS_FILE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/conventions/v1/accounts.pb.h"
#include "google/type/date.pb.h"

namespace entente::client {

// Rows of one file: a year of the accounts of a city has some thousands that
// concern a convention.
inline constexpr size_t kAccountsRowsMax = 100'000;

struct AccountsRow {
  // Line of the file, from 1.
  int64_t line = 0;
  int fiscal_year = 0;
  std::string mandate;
  std::string budget_article;
  std::string commitment;
  // Below zero for what was taken back.
  int64_t amount_cents = 0;
  // "general-2018/so-01-operating".
  std::string budget_line;
  // Only where the file is to be imported.
  entente::conventions::v1::Evidence::Kind document_kind =
      entente::conventions::v1::Evidence::KIND_UNSPECIFIED;
  google::type::Date service_date;
  std::string issuer;
  std::string document_number;
  google::type::Date document_date;
  int64_t document_cents = 0;
  std::string document_sha256;
  std::string document_file;
  // Where the file has them.
  std::optional<google::type::Date> mandate_date;
  std::optional<google::type::Date> payment_date;
};

struct AccountsRows {
  std::vector<AccountsRow> rows;
  // Payments that a rule leaves out.
  int64_t left_out = 0;
  // Sentences for rows that cannot be read, by their error; in file order.
  std::vector<absl::Status> faults;
};

enum class AccountsUse { kImport, kReconcile };

// Errors: FAILED_PRECONDITION / ACCOUNTS_MAPPING with what is missing.
absl::StatusOr<entente::conventions::v1::AccountsMapping> LoadMapping(
    const std::string& path);
absl::StatusOr<entente::conventions::v1::AccountsMapping> ParseMapping(
    const std::string& text, const std::string& name);

// Reads `content` of the file `name`. Errors: INVALID_ARGUMENT /
// ACCOUNTS_ENCODING when the bytes are not of the encoding that the mapping
// states, ACCOUNTS_EMPTY, those of CsvReader::Open, ACCOUNTS_MAPPING when the
// mapping has not the columns of this use.
absl::StatusOr<AccountsRows> ReadAccounts(
    const std::string& content, const std::string& name,
    const entente::conventions::v1::AccountsMapping& mapping, AccountsUse use);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ACCOUNTS_FILE_H_
