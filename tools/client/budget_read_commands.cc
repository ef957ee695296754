#include <memory>
#include <ostream>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "entente/conventions/v1/recount_service.grpc.pb.h"
#include "services/conventions/money/money.h"
#include "tools/client/budget_output.h"
#include "tools/client/budget_parts.h"
#include "tools/client/budget_position.h"
#include "tools/client/convention_parts.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/life_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"
#include "tools/client/unverified.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::Cents;
using v1::BudgetService;

// --as-of-date and --as-of-time as typed; empty: now.
struct Times {
  std::string date;
  std::string time;
  bool is_now() const { return date.empty() && time.empty(); }
};

absl::StatusOr<v1::PastPositions> At(Cli& cli, const std::string& convention,
                                     const Times& times) {
  v1::GetPastPositionsRequest request;
  request.set_name(convention);
  ENTENTE_RETURN_IF_ERROR(ApplyAsOf(times.date, times.time, request));
  return cli.session().Call(&v1::RecountService::Stub::GetPastPositions,
                            request);
}

absl::StatusOr<v1::ListEnvelopesResponse> Envelopes(
    Cli& cli, const std::string& convention, const Times& times) {
  if (times.is_now()) {
    v1::ListEnvelopesRequest request;
    request.set_parent(convention);
    return cli.session().Call(&BudgetService::Stub::ListEnvelopes, request);
  }
  ENTENTE_ASSIGN_OR_RETURN(v1::PastPositions past, At(cli, convention, times));
  v1::ListEnvelopesResponse response;
  response.mutable_envelopes()->Swap(past.mutable_envelopes());
  return response;
}

absl::StatusOr<v1::ListLinesResponse> LinesOf(Cli& cli,
                                              const std::string& envelopes,
                                              const std::string& convention,
                                              const Times& times,
                                              const std::string& filter = "") {
  v1::ListLinesResponse response;
  if (times.is_now()) {
    v1::ListLinesRequest request;
    request.set_filter(filter);
    request.set_parent(envelopes);
    request.set_page_size(1000);
    return cli.session().CallAllPages(&BudgetService::Stub::ListLines, request);
  }
  ENTENTE_ASSIGN_OR_RETURN(const v1::PastPositions past,
                           At(cli, convention, times));
  const bool is_all = absl::EndsWith(envelopes, "/-");
  for (const v1::Line& line : past.lines()) {
    if (is_all || absl::StartsWith(line.name(), absl::StrCat(envelopes, "/"))) {
      *response.add_lines() = line;
    }
  }
  return response;
}

absl::StatusOr<UnverifiedCategories> UnverifiedOf(
    Cli& cli, const std::string& convention) {
  v1::GetRegulationProfileRequest request;
  request.set_name(convention);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::RegulationProfile profile,
      cli.session().Call(&BudgetService::Stub::GetRegulationProfile, request));
  return UnverifiedCategories(profile);
}

// One line below what was marked.
void SayUnverified(Cli& cli, const UnverifiedCategories& unverified) {
  const Sentence note = unverified.Note();
  if (!note.en.empty()) cli.Say(note);
}

// Names of the envelopes that hold a line of an unverified category.
absl::StatusOr<std::set<std::string>> MarkedEnvelopes(
    Cli& cli, const std::string& convention, const Times& times,
    UnverifiedCategories& unverified) {
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListLinesResponse lines,
      LinesOf(cli, Under(convention, "envelopes", "-"), convention, times));
  std::set<std::string> marked;
  for (const v1::Line& line : lines.lines()) {
    if (unverified.MarkOf(line.name()).empty()) continue;
    marked.insert(line.name().substr(0, line.name().rfind("/lines/")));
  }
  return marked;
}

absl::Status Position(Cli& cli, const std::string& convention,
                      const Times& times) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string name,
                           ConventionName(cli.session().config(), convention));
  ENTENTE_ASSIGN_OR_RETURN(const v1::ListEnvelopesResponse response,
                           Envelopes(cli, name, times));
  if (WantsData(cli)) return PrintData(cli, response);
  ENTENTE_ASSIGN_OR_RETURN(UnverifiedCategories unverified,
                           UnverifiedOf(cli, name));
  ENTENTE_ASSIGN_OR_RETURN(const std::set<std::string> marked,
                           MarkedEnvelopes(cli, name, times, unverified));
  int64_t project = 0;
  int64_t deduction = 0;
  for (const v1::Envelope& envelope : response.envelopes()) {
    project += Cents(envelope.position().zone_project());
    deduction += Cents(envelope.position().zone_deduction());
  }
  cli.out() << PositionText(
                   {response.envelopes().begin(), response.envelopes().end()},
                   cli.language(), cli.columns(), marked)
            << "\n";
  SayUnverified(cli, unverified);
  const std::string zone =
      absl::StrCat(conventions::FormatBelgianAmount(project), " + ",
                   conventions::FormatBelgianAmount(deduction));
  cli.Say(
      {absl::StrCat("Of what was spent, to the police zone (projects + "
                    "deduction): ",
                    zone),
       absl::StrCat(
           "Dont versé à la zone de police (projets + en déduction) : ", zone),
       absl::StrCat(
           "Waarvan gestort aan de politiezone (projecten + in mindering): ",
           zone)});
  return absl::OkStatus();
}

absl::Status Lines(Cli& cli, const std::string& convention,
                   const std::string& envelope, const Times& times,
                   const std::string& filter) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string parent,
                           ConventionName(cli.session().config(), convention));
  if (!filter.empty() && !times.is_now()) {
    return UsageError({"--filter goes with the lines as they are now.",
                       "--filter va avec les lignes telles qu'elles sont.",
                       "--filter hoort bij de lijnen zoals ze nu zijn."});
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListLinesResponse response,
      LinesOf(cli,
              Under(parent, "envelopes", envelope.empty() ? "-" : envelope),
              parent, times, filter));
  if (WantsData(cli)) return PrintData(cli, response);
  ENTENTE_ASSIGN_OR_RETURN(UnverifiedCategories unverified,
                           UnverifiedOf(cli, parent));
  Table table(
      {{cli.T({"line", "ligne", "lijn"})},
       {cli.T({"allotted", "réparti", "verdeeld"}), Align::kRight},
       {cli.T({"reserved", "engagé", "vastgelegd"}), Align::kRight},
       {cli.T({"spent", "dépensé", "uitgegeven"}), Align::kRight},
       {cli.T({"available", "disponible", "beschikbaar"}), Align::kRight}});
  for (const v1::Line& line : response.lines()) {
    table.AddRow(
        {absl::StrCat(ShortName(line.name()), unverified.MarkOf(line.name())),
         FormatMoneyPlain(line.amount()),
         FormatMoneyPlain(line.position().reserved()),
         FormatMoneyPlain(line.position().spent()),
         FormatMoneyPlain(line.position().available())});
  }
  cli.out() << table.Render(cli.columns());
  SayUnverified(cli, unverified);
  return absl::OkStatus();
}

absl::Status Entries(Cli& cli, const std::string& convention,
                     const std::string& filter) {
  v1::ListLedgerEntriesRequest request;
  request.set_filter(filter);
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           ConventionName(cli.session().config(), convention));
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListLedgerEntriesResponse response,
      cli.session().CallAllPages(&BudgetService::Stub::ListLedgerEntries,
                                 request));
  if (WantsData(cli)) return PrintData(cli, response);
  Table table(
      {{"#", Align::kRight},
       {cli.T({"recorded", "enregistré", "geboekt"})},
       {cli.T({"counts for", "compte pour", "telt voor"})},
       {"type"},
       {cli.T({"account", "compte", "rekening"}), Align::kLeft, true},
       {cli.T({"amount EUR", "montant EUR", "bedrag EUR"}), Align::kRight},
       {cli.T({"cause", "cause", "oorzaak"})}});
  for (const v1::LedgerEntry& entry : response.entries()) {
    table.AddRow({absl::StrCat(entry.sequence()),
                  FormatTime(entry.record_time()),
                  FormatDate(entry.effective_date()),
                  EntryTypeWord(cli, entry.type()), ShortName(entry.account()),
                  FormatMoneyPlain(entry.amount()), ShortName(entry.cause())});
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

std::string ReservationStateWord(Cli& cli, v1::Reservation::State state) {
  switch (state) {
    case v1::Reservation::STATE_OPEN:
      return cli.T({"open", "ouvert", "open"});
    case v1::Reservation::STATE_POSTED:
      return cli.T({"spent", "dépensé", "uitgegeven"});
    case v1::Reservation::STATE_VOIDED:
      return cli.T({"released", "libéré", "vrijgegeven"});
    case v1::Reservation::STATE_EXPIRED:
      return cli.T({"expired", "échu", "vervallen"});
    default:
      return "?";
  }
}

absl::Status Reservations(Cli& cli, const std::string& convention,
                          const std::string& filter) {
  v1::ListReservationsRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           ConventionName(cli.session().config(), convention));
  request.set_page_size(1000);
  request.set_filter(filter);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListReservationsResponse response,
      cli.session().CallAllPages(&BudgetService::Stub::ListReservations,
                                 request));
  if (WantsData(cli)) return PrintData(cli, response);
  Table table(
      {{cli.T({"name", "nom", "naam"})},
       {cli.T({"state", "état", "staat"})},
       {cli.T({"line", "ligne", "lijn"}), Align::kLeft, true},
       {cli.T({"amount EUR", "montant EUR", "bedrag EUR"}), Align::kRight},
       {cli.T({"until", "jusqu'au", "tot en met"})},
       {cli.T({"for", "objet", "voorwerp"}), Align::kLeft, true}});
  for (const v1::Reservation& reservation : response.reservations()) {
    table.AddRow(
        {ShortName(reservation.name()),
         ReservationStateWord(cli, reservation.state()),
         ShortName(reservation.line()), FormatMoneyPlain(reservation.amount()),
         FormatDate(reservation.expire_date()), reservation.description()});
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

absl::Status Expenses(Cli& cli, const std::string& convention,
                      const std::string& filter) {
  v1::ListExpensesRequest request;
  request.set_filter(filter);
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           ConventionName(cli.session().config(), convention));
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListExpensesResponse response,
      cli.session().CallAllPages(&BudgetService::Stub::ListExpenses, request));
  if (WantsData(cli)) return PrintData(cli, response);
  Table table(
      {{cli.T({"name", "nom", "naam"})},
       {cli.T({"service", "prestation", "prestatie"})},
       {cli.T({"line", "ligne", "lijn"}), Align::kLeft, true},
       {cli.T({"amount EUR", "montant EUR", "bedrag EUR"}), Align::kRight},
       {cli.T({"taken back", "repris", "verbeterd"}), Align::kRight},
       {cli.T({"evidence", "pièce", "stuk"})},
       {cli.T({"for", "objet", "voorwerp"}), Align::kLeft, true}});
  for (const v1::Expense& expense : response.expenses()) {
    table.AddRow({ShortName(expense.name()), FormatDate(expense.service_date()),
                  ShortName(expense.line()), FormatMoneyPlain(expense.amount()),
                  FormatMoneyPlain(expense.corrected()),
                  ShortName(expense.evidence()), expense.description()});
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

void AddPosition(CLI::App& budget, Cli& cli) {
  struct Flags {
    std::string convention;
    Times times;
  };
  auto flags = std::make_shared<Flags>();
  Command command(
      budget, cli, "position",
      {"Where the money of each envelope stands, all phases side by side.",
       "Situation de chaque enveloppe, toutes les phases côte à côte.",
       "Stand van elke enveloppe, alle fasen naast elkaar."},
      "entente budget position");
  command.Convention(flags->convention);
  AsOfFlags(command, flags->times.date, flags->times.time);
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) {
    return Position(cli, flags->convention, flags->times);
  });
}

void AddLines(CLI::App& budget, Cli& cli) {
  struct Flags {
    std::string convention;
    std::string envelope;
    std::string filter;
    Times times;
  };
  auto flags = std::make_shared<Flags>();
  Command command(
      budget, cli, "lines",
      {"Lists the lines: what each objective and cost category "
       "got.",
       "Liste les lignes : la part de chaque objectif et catégorie de coûts.",
       "Somt de lijnen op: het deel van elke doelstelling en kostencategorie."},
      "entente budget lines --envelope general-2018");
  command.Convention(flags->convention);
  AsOfFlags(command, flags->times.date, flags->times.time);
  command.Option("--envelope", flags->envelope,
                 {"One envelope, as in general-2018; all by default.",
                  "Une enveloppe, comme general-2018 ; toutes par défaut.",
                  "Eén enveloppe, zoals general-2018; standaard alle."});
  command.Filter(flags->filter, "position.available < 100");
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) {
    return Lines(cli, flags->convention, flags->envelope, flags->times,
                 flags->filter);
  });
}

// Lists that take a filter: `run` gets the convention and the filter.
void AddFiltered(CLI::App& budget, Cli& cli, const std::string& name,
                 const Sentence& description, const std::string& filter,
                 absl::Status (*run)(Cli&, const std::string&,
                                     const std::string&)) {
  struct Flags {
    std::string convention;
    std::string filter;
  };
  auto flags = std::make_shared<Flags>();
  Command command(
      budget, cli, name, description,
      absl::StrCat("entente budget ", name, " --filter '", filter, "'"));
  command.Convention(flags->convention);
  command.Filter(flags->filter, filter);
  ListsRows(command, cli);
  command.Run([flags, run](Cli& cli) {
    return run(cli, flags->convention, flags->filter);
  });
}

}  // namespace

void AddBudgetReadCommands(CLI::App& budget, Cli& cli) {
  AddPosition(budget, cli);
  AddLines(budget, cli);
  AddFiltered(budget, cli, "entries",
              {"Lists the movements of the ledger, as recorded.",
               "Liste les mouvements du grand livre, tels qu'enregistrés.",
               "Somt de bewegingen van het grootboek op, zoals geboekt."},
              "type = SPEND", Entries);
  AddFiltered(budget, cli, "reservations",
              {"Lists reservations and how each stands.",
               "Liste les engagements et l'état de chacun.",
               "Somt de vastleggingen op en hoe elke ervoor staat."},
              "state = OPEN AND amount >= 1000", &Reservations);
  AddFiltered(budget, cli, "expenses",
              {"Lists posted expenses.", "Liste les dépenses imputées.",
               "Somt geboekte uitgaven op."},
              "service_date >= 2018-07-01", &Expenses);
}

}  // namespace entente::client
