#include <memory>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "entente/conventions/v1/convention_service.grpc.pb.h"
#include "services/conventions/money/money.h"
#include "tools/client/allotment.h"
#include "tools/client/budget_parts.h"
#include "tools/client/files.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::BudgetService;
using v1::ConventionService;

constexpr size_t kFileBytesMax = 4 * 1024 * 1024;

struct Flags {
  std::string file;
  std::string convention;
  bool is_dry_run = false;
};

// The rows that are to be stored, after everything that can be checked here.
absl::StatusOr<std::vector<AllotmentRow>> RowsToStore(
    Cli& cli, const std::string& file, const std::string& content,
    const v1::Convention& convention, size_t& row_count) {
  Session& session = cli.session();
  std::istringstream in(content);
  ENTENTE_ASSIGN_OR_RETURN(const std::vector<AllotmentRow> rows,
                           ReadAllotment(in, file, convention));
  row_count = rows.size();
  v1::ListLinesRequest lines_request;
  lines_request.set_parent(absl::StrCat(convention.name(), "/envelopes/-"));
  lines_request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListLinesResponse lines,
      session.CallAllPages(&BudgetService::Stub::ListLines, lines_request));
  ENTENTE_ASSIGN_OR_RETURN(
      std::vector<AllotmentRow> fresh,
      NewRows(rows, file, {lines.lines().begin(), lines.lines().end()}));
  v1::ListEnvelopesRequest envelopes_request;
  envelopes_request.set_parent(convention.name());
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListEnvelopesResponse envelopes,
      session.Call(&BudgetService::Stub::ListEnvelopes, envelopes_request));
  ENTENTE_RETURN_IF_ERROR(
      CheckSums(fresh, file,
                {envelopes.envelopes().begin(), envelopes.envelopes().end()}));
  return fresh;
}

absl::Status Send(Cli& cli, const std::string& file,
                  const v1::Convention& convention, const std::string& digest,
                  const std::vector<AllotmentRow>& rows, bool is_dry_run) {
  for (const AllotmentRow& row : rows) {
    v1::CreateLineRequest request;
    request.set_parent(Under(convention.name(), "envelopes", row.envelope));
    v1::Line& line = *request.mutable_line();
    line.set_objective_id(row.objective_id);
    line.set_category(row.category);
    *line.mutable_amount() = row.amount;
    request.set_validate_only(is_dry_run);
    if (!is_dry_run) {
      // The import's time belongs to the id: after a discard and a new import
      // the same file is another request.
      request.set_request_id(
          Sha256Hex(absl::StrCat(convention.name(), "@",
                                 convention.create_time().seconds(), ".",
                                 convention.create_time().nanos(), "/", digest,
                                 "/", row.line))
              .substr(0, 40));
    }
    ENTENTE_RETURN_IF_ERROR(
        AtRow(file, row.line,
              cli.session()
                  .Call(&BudgetService::Stub::CreateLine, request)
                  .status()));
  }
  return absl::OkStatus();
}

absl::Status Allot(Cli& cli, const Flags& flags) {
  v1::GetConventionRequest get;
  ENTENTE_ASSIGN_OR_RETURN(
      *get.mutable_name(),
      ConventionName(cli.session().config(), flags.convention));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Convention convention,
      cli.session().Call(&ConventionService::Stub::GetConvention, get));
  ENTENTE_ASSIGN_OR_RETURN(const std::string content,
                           ReadFileOr(cli.in(), flags.file, kFileBytesMax));
  size_t row_count = 0;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::vector<AllotmentRow> rows,
      RowsToStore(cli, flags.file, content, convention, row_count));
  const std::string digest = Sha256Hex(content);
  // Every row is tried before the first is stored.
  ENTENTE_RETURN_IF_ERROR(
      Send(cli, flags.file, convention, digest, rows, /*is_dry_run=*/true));
  if (!flags.is_dry_run) {
    ENTENTE_RETURN_IF_ERROR(
        Send(cli, flags.file, convention, digest, rows, /*is_dry_run=*/false));
  }
  int64_t total = 0;
  for (const AllotmentRow& row : rows) {
    total += conventions::CentsFromMoney(row.amount, "").value_or(0);
  }
  const std::string amount = conventions::FormatBelgianAmount(total);
  const size_t known = row_count - rows.size();
  if (flags.is_dry_run) {
    cli.Say(
        {absl::StrCat("Dry run: ", rows.size(), " lines for ", amount,
                      " can be allotted; ", known, " exist already."),
         absl::StrCat("Simulation : ", rows.size(), " lignes pour ", amount,
                      " peuvent être réparties ; ", known, " existent déjà."),
         absl::StrCat("Simulatie: ", rows.size(), " lijnen voor ", amount,
                      " kunnen worden verdeeld; ", known, " bestaan al.")});
    return absl::OkStatus();
  }
  cli.Say({absl::StrCat("Allotted: ", rows.size(), " lines, ", amount, "; ",
                        known, " existed already."),
           absl::StrCat("Réparti : ", rows.size(), " lignes, ", amount, " ; ",
                        known, " existaient déjà."),
           absl::StrCat("Verdeeld: ", rows.size(), " lijnen, ", amount, "; ",
                        known, " bestonden al.")});
  return absl::OkStatus();
}

}  // namespace

void AddAllotCommand(CLI::App& budget, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      budget, cli, "allot",
      {"Allots envelopes to objectives and cost categories from a file.\n"
       "Columns envelope;objective;category;amount. The objective is an id "
       "(so-02) or a path (I/1/1/2). Nothing is stored unless every row would "
       "be accepted; the same file again changes nothing.",
       "Répartit les enveloppes entre objectifs et catégories de coûts, "
       "d'après un fichier.\nColonnes envelope;objective;category;amount. "
       "L'objectif est un identifiant (so-02) ou un chemin (I/1/1/2). Rien "
       "n'est enregistré si une ligne serait refusée ; le même fichier à "
       "nouveau ne change rien.",
       "Verdeelt de enveloppen over doelstellingen en kostencategorieën, "
       "volgens een bestand.\nKolommen envelope;objective;category;amount. De "
       "doelstelling is een id (so-02) of een pad (I/1/1/2). Niets wordt "
       "bewaard als één rij zou worden geweigerd; hetzelfde bestand opnieuw "
       "verandert niets."},
      "entente budget allot allotment.csv --convention css-2018-2019");
  command.Positional("FILE", flags->file,
                     {"CSV file; - reads standard input.",
                      "Fichier CSV ; - lit l'entrée standard.",
                      "CSV-bestand; - leest de standaardinvoer."});
  command.Convention(flags->convention);
  command.DryRun(flags->is_dry_run);
  command.Run([flags](Cli& cli) { return Allot(cli, *flags); });
}

}  // namespace entente::client
