#include "tools/client/accounts_parts.h"

#include <fstream>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "services/common/channel/channel.h"
#include "services/conventions/money/money.h"
#include "tools/client/files.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::Cents;
using v1::BudgetService;

constexpr size_t kFileBytesMax = 32 * 1024 * 1024;
constexpr size_t kFaultsShownMax = 20;

absl::StatusOr<std::string> ReadWhole(Cli& cli, const std::string& path) {
  std::string content;
  if (path == "-") {
    AppendSome(cli.in(), kFileBytesMax, content);
    return content;
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return FileUnreadable(path);
  AppendSome(file, kFileBytesMax, content);
  return content;
}

absl::Status LineUnknown(const std::string& file, const AccountsRow& row) {
  return MakeError(
      absl::StatusCode::kNotFound,
      {.reason = "LINE_UNKNOWN",
       .metadata = {{"line", row.budget_line}},
       .sentence = {
           absl::StrCat(file, ", line ", row.line, ": the budget has no line ",
                        row.budget_line, ". Allot it, or mend the mapping."),
           absl::StrCat(file, ", ligne ", row.line,
                        " : le budget n'a pas de ligne ", row.budget_line,
                        ". Répartissez-y un montant ou corrigez la "
                        "correspondance."),
           absl::StrCat(file, ", regel ", row.line,
                        ": het budget heeft geen lijn ", row.budget_line,
                        ". Verdeel er een bedrag over of verbeter de "
                        "koppeling.")}});
}

}  // namespace

void AccountsFlags::Declare(Command& command) {
  command.Positional(
      "FILE", file,
      {"CSV export of the accounts; - reads standard input.",
       "Export CSV de la comptabilité ; - lit l'entrée standard.",
       "CSV-export van de boekhouding; - leest de "
       "standaardinvoer."});
  command
      .Option("--mapping", mapping,
              {"Which columns hold what, and which article is which line.",
               "Quelle colonne contient quoi, quel article est quelle ligne.",
               "Welke kolom wat bevat, welk artikel welke lijn is."})
      ->required();
  command.Convention(convention);
}

absl::StatusOr<AccountsInput> ReadAccountsInput(Cli& cli,
                                                const AccountsFlags& flags,
                                                AccountsUse use) {
  AccountsInput input;
  ENTENTE_ASSIGN_OR_RETURN(const v1::AccountsMapping mapping,
                           LoadMapping(flags.mapping));
  ENTENTE_ASSIGN_OR_RETURN(input.content, ReadWhole(cli, flags.file));
  ENTENTE_ASSIGN_OR_RETURN(
      input.read, ReadAccounts(input.content, flags.file, mapping, use));
  const size_t faults = input.read.faults.size();
  if (faults == 0) return input;
  for (size_t i = 0; i < std::min(faults, kFaultsShownMax); ++i) {
    cli.PrintError(input.read.faults[i]);
  }
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      {.reason = "ACCOUNTS_ROWS",
       .metadata = {{"rows", absl::StrCat(faults)}},
       .sentence = {
           absl::StrCat(flags.file, ": ", faults,
                        " rows cannot be read; nothing was stored."),
           absl::StrCat(flags.file, " : ", faults,
                        " lignes sont illisibles ; rien n'est enregistré."),
           absl::StrCat(flags.file, ": ", faults,
                        " rijen zijn onleesbaar; niets is bewaard.")}});
}

absl::StatusOr<std::vector<v1::Expense>> AllExpenses(
    Cli& cli, const std::string& convention) {
  v1::ListExpensesRequest request;
  request.set_parent(convention);
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListExpensesResponse response,
      cli.session().CallAllPages(&BudgetService::Stub::ListExpenses, request));
  return std::vector<v1::Expense>(response.expenses().begin(),
                                  response.expenses().end());
}

absl::StatusOr<std::vector<v1::ZonePayment>> AllZonePayments(
    Cli& cli, const std::string& convention) {
  v1::ListZonePaymentsRequest request;
  request.set_parent(convention);
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListZonePaymentsResponse response,
      cli.session().CallAllPages(&BudgetService::Stub::ListZonePayments,
                                 request));
  return std::vector<v1::ZonePayment>(response.zone_payments().begin(),
                                      response.zone_payments().end());
}

std::vector<AccountsRow> RowsOf(const std::vector<AccountsRow>& rows,
                                const std::vector<AccountsPayment>& payments) {
  std::set<std::tuple<int, std::string, std::string>> wanted;
  for (const AccountsPayment& payment : payments) {
    wanted.emplace(payment.fiscal_year, payment.mandate, payment.budget_line);
  }
  std::vector<AccountsRow> found;
  for (const AccountsRow& row : rows) {
    if (wanted.contains({row.fiscal_year, row.mandate, row.budget_line})) {
      found.push_back(row);
    }
  }
  return found;
}

absl::Status CheckLineSums(const std::vector<AccountsRow>& rows,
                           const std::string& file,
                           const std::vector<v1::Line>& lines,
                           const std::map<std::string, int64_t>& held) {
  std::map<std::string, const v1::Line*> by_name;
  for (const v1::Line& line : lines) by_name[ShortName(line.name())] = &line;
  std::map<std::string, int64_t> asked;
  for (const AccountsRow& row : rows) {
    if (!by_name.contains(row.budget_line)) return LineUnknown(file, row);
    asked[row.budget_line] += row.amount_cents;
  }
  for (const auto& [name, cents] : asked) {
    const v1::Position& at = by_name[name]->position();
    const auto of_line = held.find(name);
    const int64_t available =
        Cents(at.available()) + (of_line == held.end() ? 0 : of_line->second);
    if (cents <= available) continue;
    const std::string wanted = conventions::FormatBelgianAmount(cents);
    const std::string left = conventions::FormatBelgianAmount(available);
    return MakeError(
        absl::StatusCode::kFailedPrecondition,
        {.reason = "ALLOTMENT_EXCEEDED",
         .metadata = {{"line", name},
                      {"allotted_cents", absl::StrCat(Cents(at.allotted()))},
                      {"reserved_cents", absl::StrCat(Cents(at.reserved()))},
                      {"spent_cents", absl::StrCat(Cents(at.spent()))},
                      {"requested_cents", absl::StrCat(cents)},
                      {"available_cents", absl::StrCat(available)}},
         .sentence = {absl::StrCat(file, ": the payments on ", name, " make ",
                                   wanted, " together; available ", left,
                                   ". Nothing was stored."),
                      absl::StrCat(file, " : les paiements sur ", name,
                                   " font ensemble ", wanted, " ; disponible ",
                                   left, ". Rien n'est enregistré."),
                      absl::StrCat(file, ": de betalingen op ", name,
                                   " zijn samen ", wanted, "; beschikbaar ",
                                   left, ". Niets is bewaard.")}});
  }
  return absl::OkStatus();
}

absl::Status FromResult(const google::rpc::Status& error) {
  return channel::FromWire(
      grpc::Status(static_cast<grpc::StatusCode>(error.code()), error.message(),
                   error.SerializeAsString()));
}

absl::StatusOr<v1::RegulationProfile> ProfileOf(Cli& cli,
                                                const std::string& convention) {
  v1::GetRegulationProfileRequest request;
  request.set_name(convention);
  auto profile =
      cli.session().Call(&BudgetService::Stub::GetRegulationProfile, request);
  const auto detail = GetErrorDetail(profile.status());
  if (detail && detail->reason == "NO_REGULATION_PROFILE") {
    return v1::RegulationProfile();
  }
  return profile;
}

void SayDiffering(Cli& cli, const std::string& file,
                  const std::vector<AccountsPayment>& payments) {
  for (const AccountsPayment& payment : payments) {
    const std::string there =
        conventions::FormatBelgianAmount(payment.there_cents);
    const std::string here =
        conventions::FormatBelgianAmount(payment.here_cents);
    const std::string what =
        absl::StrCat(payment.fiscal_year, "/", payment.mandate);
    cli.Note({absl::StrCat(file, ", line ", payment.line, ": mandate ", what,
                           " has ", there, " in the accounts and ", here,
                           " in the ledger; left as it is."),
              absl::StrCat(file, ", ligne ", payment.line, " : le mandat ",
                           what, " vaut ", there, " en comptabilité et ", here,
                           " au budget ; laissé tel quel."),
              absl::StrCat(file, ", regel ", payment.line, ": mandaat ", what,
                           " is ", there, " in de boekhouding en ", here,
                           " in het budget; ongewijzigd.")});
  }
}

}  // namespace entente::client
