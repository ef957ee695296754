#include <memory>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "entente/conventions/v1/claim_service.grpc.pb.h"
#include "services/conventions/money/money.h"
#include "tools/client/budget_output.h"
#include "tools/client/budget_parts.h"
#include "tools/client/claim_decisions.h"
#include "tools/client/csv_answer.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::ClaimService;

constexpr size_t kFileBytesMax = 4 * 1024 * 1024;

struct Flags {
  MutationFlags mutation;
  std::string convention;
  std::string name;
  std::string envelope;
  std::string date;
  std::string iban;
  std::string etag;
  std::string file;
  std::string reference;
  std::string reason;
  std::vector<std::string> lines;
  bool accepts_rest = false;
};

// "so-01-personnel" of a line of the claim's envelope.
std::string LineWithinEnvelope(const std::string& line) {
  return line.substr(line.rfind('/') + 1);
}

void PrintLines(Cli& cli, const v1::Claim& claim) {
  Table table(
      {{cli.T({"item", "pièce", "post"})},
       {cli.T({"line", "ligne", "lijn"}), Align::kLeft, true},
       {cli.T({"claimed", "déclaré", "gevorderd"}), Align::kRight},
       {cli.T({"accepted", "accepté", "aanvaard"}), Align::kRight},
       {cli.T({"ineligible", "inéligible", "verworpen"}), Align::kRight},
       {cli.T({"reason", "motif", "reden"}), Align::kLeft, true}});
  for (const v1::ClaimLine& line : claim.lines()) {
    const bool is_decided = line.is_decided();
    table.AddRow({ShortName(line.source()), LineWithinEnvelope(line.line()),
                  FormatMoneyPlain(line.amount()),
                  is_decided ? FormatMoneyPlain(line.accepted()) : "",
                  is_decided ? FormatMoneyPlain(line.ineligible()) : "",
                  line.reason()});
  }
  table.AddRule();
  table.AddRow({cli.T({"total", "total", "totaal"}), "",
                FormatMoneyPlain(claim.amount()),
                FormatMoneyPlain(claim.accepted()),
                FormatMoneyPlain(claim.ineligible()), ""});
  cli.out() << table.Render(cli.columns());
}

void PrintLeftOut(Cli& cli, const v1::Claim& claim) {
  if (claim.left_out().empty()) return;
  std::vector<std::string> names;
  for (const std::string& source : claim.left_out()) {
    names.push_back(ShortName(source));
  }
  const std::string list = absl::StrJoin(names, ", ");
  cli.Say(
      {absl::StrCat("Left out, beyond the cap of their category: ", list, "."),
       absl::StrCat("Écartés, au-delà du plafond de leur catégorie : ", list,
                    "."),
       absl::StrCat("Weggelaten, boven de bovengrens van hun categorie: ", list,
                    ".")});
}

void PrintSummary(Cli& cli, const v1::Claim& claim) {
  cli.out() << ShortName(claim.name()) << "  " << ShortName(claim.envelope())
            << "  " << ClaimStateWord(cli, claim.state()) << "  "
            << FormatMoney(claim.amount()) << "\n";
  if (claim.has_deadline()) {
    const std::string day = FormatDate(claim.deadline());
    const bool is_late = claim.is_late();
    cli.Say({absl::StrCat("Due by ", day, is_late ? "; submitted late." : "."),
             absl::StrCat("Date limite : ", day,
                          is_late ? " ; introduite tardivement." : "."),
             absl::StrCat("Uiterste datum: ", day,
                          is_late ? "; te laat ingediend." : ".")});
  }
  PrintAccount(cli, claim.iban());
  PrintLeftOut(cli, claim);
  PrintUnverified(cli, {claim.unverified_values().begin(),
                        claim.unverified_values().end()});
  if (conventions::CentsFromMoney(claim.recoverable(), "").value_or(0) > 0) {
    const std::string amount = FormatMoney(claim.recoverable());
    cli.Say({absl::StrCat("To be paid back to the State: ", amount),
             absl::StrCat("À rembourser à l'État : ", amount),
             absl::StrCat("Aan de Staat terug te betalen: ", amount)});
  }
}

absl::Status Print(Cli& cli, const Flags& flags, const v1::Claim& claim,
                   const Sentence& done) {
  if (cli.is_json()) return cli.PrintJson(claim);
  flags.mutation.SayDone(cli, claim.name(), done);
  PrintSummary(cli, claim);
  return absl::OkStatus();
}

absl::StatusOr<std::string> ClaimName(Cli& cli, const Flags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string convention,
      ConventionName(cli.session().config(), flags.convention));
  return Under(convention, "claims", flags.name);
}

void NameFlags(Command& command, Flags& flags) {
  command.Positional("NAME", flags.name,
                     {"Claim, as in c-000001.", "Déclaration, comme c-000001.",
                      "Schuldvordering, zoals c-000001."});
  command.Convention(flags.convention);
}

void EtagFlag(Command& command, std::string& etag) {
  command.Option("--etag", etag,
                 {"Refuse when the claim changed since this etag was read.",
                  "Refuse si la déclaration a changé depuis la lecture de cet "
                  "etag.",
                  "Weigert als de schuldvordering veranderde sinds deze etag "
                  "werd gelezen."});
}

absl::Status List(Cli& cli, const std::string& convention) {
  v1::ListClaimsRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_parent(),
                           ConventionName(cli.session().config(), convention));
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListClaimsResponse response,
      cli.session().CallAllPages(&ClaimService::Stub::ListClaims, request));
  if (WantsData(cli)) return PrintData(cli, response);
  Table table({{cli.T({"name", "nom", "naam"})},
               {cli.T({"envelope", "enveloppe", "enveloppe"})},
               {cli.T({"state", "état", "staat"}), Align::kLeft, true},
               {cli.T({"claimed", "déclaré", "gevorderd"}), Align::kRight},
               {cli.T({"accepted", "accepté", "aanvaard"}), Align::kRight},
               {cli.T({"due", "limite", "uiterste"})}});
  std::vector<std::string> unverified;
  for (const v1::Claim& claim : response.claims()) {
    std::string state = ClaimStateWord(cli, claim.state());
    if (claim.is_late()) {
      absl::StrAppend(&state, ", ", cli.T({"late", "tardive", "te laat"}));
    }
    const bool is_doubtful = !claim.unverified_values().empty();
    if (is_doubtful) {
      unverified.assign(claim.unverified_values().begin(),
                        claim.unverified_values().end());
    }
    table.AddRow(
        {ShortName(claim.name()), ShortName(claim.envelope()), state,
         FormatMoneyPlain(claim.amount()), FormatMoneyPlain(claim.accepted()),
         absl::StrCat(FormatDate(claim.deadline()), is_doubtful ? "*" : "")});
  }
  cli.out() << table.Render(cli.columns());
  PrintUnverified(cli, unverified, "* ");
  return absl::OkStatus();
}

void AddCreate(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "create",
      {"Composes a draft from what was spent and stands in no claim yet; "
       "--dry-run shows what it would hold.",
       "Compose un projet avec ce qui est dépensé et ne figure dans aucune "
       "déclaration ; --dry-run montre ce qu'il contiendrait.",
       "Stelt een ontwerp samen uit wat is uitgegeven en in geen "
       "schuldvordering staat; --dry-run toont wat het zou bevatten."},
      "entente budget claim create --envelope general-2018 --dry-run");
  command.Convention(flags->convention);
  EnvelopeFlag(command, flags->envelope);
  flags->mutation.Declare(command);
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::CreateClaimRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        ConventionName(cli.session().config(), flags->convention));
    request.mutable_claim()->set_envelope(
        Under(request.parent(), "envelopes", flags->envelope));
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Claim claim,
        cli.session().Call(&ClaimService::Stub::CreateClaim, request));
    if (cli.is_json()) return cli.PrintJson(claim);
    ENTENTE_RETURN_IF_ERROR(Print(
        cli, *flags, claim,
        {"Claim composed; nothing is claimed before it is submitted.",
         "Déclaration composée ; rien n'est déclaré avant son introduction.",
         "Schuldvordering samengesteld; niets is gevorderd vóór ze is "
         "ingediend."}));
    PrintLines(cli, claim);
    return absl::OkStatus();
  });
}

void AddShow(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(group, cli, "show",
                  {"Shows a claim with its lines and what was decided.",
                   "Montre une déclaration, ses lignes et les décisions.",
                   "Toont een schuldvordering met haar lijnen en de "
                   "beslissingen."},
                  "entente budget claim show c-000001");
  NameFlags(command, *flags);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::GetClaimRequest request;
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), ClaimName(cli, *flags));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Claim claim,
        cli.session().Call(&ClaimService::Stub::GetClaim, request));
    if (cli.is_json()) return cli.PrintJson(claim);
    PrintSummary(cli, claim);
    PrintLines(cli, claim);
    return absl::OkStatus();
  });
}

void AddSubmit(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "submit",
      {"Records that a draft was sent to the State: its amount is claimed.",
       "Enregistre l'envoi d'un projet à l'État : son montant est déclaré.",
       "Registreert dat een ontwerp naar de Staat is gestuurd: het bedrag is "
       "gevorderd."},
      "entente budget claim submit c-000001 --date 2019-03-29");
  NameFlags(command, *flags);
  command.Option("--date", flags->date,
                 {"Day it was sent; today by default.",
                  "Jour de l'envoi ; aujourd'hui par défaut.",
                  "Dag van verzending; standaard vandaag."});
  IbanFlag(command, flags->iban,
           {"Account that the State is asked to pay on.",
            "Compte sur lequel l'État est prié de payer.",
            "Rekening waarop de Staat gevraagd wordt te betalen."});
  EtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::SubmitClaimRequest request;
    if (!flags->date.empty()) {
      ENTENTE_ASSIGN_OR_RETURN(*request.mutable_submit_date(),
                               ParseDateFlag("--date", flags->date));
    }
    request.set_iban(flags->iban);
    ENTENTE_ASSIGN_OR_RETURN(const v1::Claim claim,
                             MutateNamed(cli, &ClaimService::Stub::SubmitClaim,
                                         ClaimName(cli, *flags), flags->etag,
                                         flags->mutation, request));
    return Print(cli, *flags, claim,
                 {"Claim submitted.", "Déclaration introduite.",
                  "Schuldvordering ingediend."});
  });
}

void AddWithdraw(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "withdraw",
      {"Takes back a draft, or a submitted claim before any decision.",
       "Retire un projet, ou une déclaration introduite avant toute décision.",
       "Trekt een ontwerp in, of een ingediende schuldvordering vóór elke "
       "beslissing."},
      "entente budget claim withdraw c-000001");
  NameFlags(command, *flags);
  EtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Claim claim,
        MutateNamed(cli, &ClaimService::Stub::WithdrawClaim,
                    ClaimName(cli, *flags), flags->etag, flags->mutation));
    return Print(cli, *flags, claim,
                 {"Claim withdrawn.", "Déclaration retirée.",
                  "Schuldvordering ingetrokken."});
  });
}

absl::Status Decide(Cli& cli, const Flags& flags) {
  if (flags.file.empty() && !flags.accepts_rest) {
    return UsageError({"Give --file PATH, --accept-rest, or both.",
                       "Donnez --file CHEMIN, --accept-rest, ou les deux.",
                       "Geef --file PAD, --accept-rest, of beide."});
  }
  v1::DecideClaimRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), ClaimName(cli, flags));
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_decide_date(),
                           ParseDateFlag("--date", flags.date));
  request.set_decision_reference(flags.reference);
  request.set_accept_rest(flags.accepts_rest);
  request.set_etag(flags.etag);
  if (!flags.file.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(const std::string content,
                             ReadFileOr(cli.in(), flags.file, kFileBytesMax));
    v1::GetClaimRequest get;
    get.set_name(request.name());
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Claim claim,
        cli.session().Call(&ClaimService::Stub::GetClaim, get));
    std::istringstream in(content);
    ENTENTE_ASSIGN_OR_RETURN(const std::vector<v1::LineDecision> decisions,
                             ReadDecisions(in, flags.file, claim));
    request.mutable_decisions()->Assign(decisions.begin(), decisions.end());
  }
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Claim claim,
      cli.session().Call(&ClaimService::Stub::DecideClaim, request));
  if (cli.is_json()) return cli.PrintJson(claim);
  const std::string part =
      absl::StrCat(claim.decided_count(), "/", claim.line_count());
  ENTENTE_RETURN_IF_ERROR(Print(cli, flags, claim,
                                {absl::StrCat("Decided: ", part, " lines."),
                                 absl::StrCat("Décidé : ", part, " lignes."),
                                 absl::StrCat("Beslist: ", part, " lijnen.")}));
  PrintLines(cli, claim);
  return absl::OkStatus();
}

void AddDecide(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "decide",
      {"Records the State's decision, line by line. FILE is CSV with the "
       "columns line;accepted;ineligible;reason.",
       "Enregistre la décision de l'État, ligne par ligne. Le fichier est un "
       "CSV aux colonnes line;accepted;ineligible;reason.",
       "Registreert de beslissing van de Staat, lijn per lijn. Het bestand is "
       "een CSV met de kolommen line;accepted;ineligible;reason."},
      "entente budget claim decide c-000001 --file decision.csv --accept-rest "
      "--date 2019-06-14 --as federal1");
  NameFlags(command, *flags);
  command.Option("--file", flags->file,
                 {"Decisions; - reads standard input.",
                  "Décisions ; - lit l'entrée standard.",
                  "Beslissingen; - leest de standaardinvoer."});
  command.Flag("--accept-rest", flags->accepts_rest,
               {"Accept in whole what is not in the file.",
                "Accepte en entier ce qui n'est pas dans le fichier.",
                "Aanvaardt volledig wat niet in het bestand staat."});
  command
      .Option("--date", flags->date,
              {"Day of the decision.", "Jour de la décision.",
               "Dag van de beslissing."})
      ->required();
  command.Option("--reference", flags->reference,
                 {"Reference of the decision.", "Référence de la décision.",
                  "Kenmerk van de beslissing."});
  EtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Decide(cli, *flags); });
}

void AddReverse(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "reverse",
      {"Takes back decisions that were entered by mistake: their lines wait "
       "for "
       "a decision again.",
       "Reprend des décisions encodées par erreur : leurs lignes attendent de "
       "nouveau une décision.",
       "Neemt beslissingen terug die bij vergissing zijn ingevoerd: hun lijnen "
       "wachten opnieuw op een beslissing."},
      "entente budget claim reverse c-000001 --line e-000001 --date 2019-06-14 "
      "--reason \"mauvaise ligne\" --as federal1");
  NameFlags(command, *flags);
  command
      .Option("--line", flags->lines,
              {"Expense or payment whose decision was a mistake, as in "
               "e-000001; repeatable.",
               "Dépense ou versement dont la décision était une erreur, comme "
               "e-000001 ; répétable.",
               "Uitgave of storting waarvan de beslissing een vergissing was, "
               "zoals e-000001; herhaalbaar."})
      ->required();
  command
      .Option("--date", flags->date,
              {"Day from which they count no more: that of the decision or "
               "later.",
               "Jour à partir duquel elles ne comptent plus : celui de la "
               "décision ou plus tard.",
               "Dag vanaf welke ze niet meer tellen: die van de beslissing of "
               "later."})
      ->required();
  ReasonFlag(command, flags->reason);
  EtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ReverseClaimDecisionRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string convention,
        ConventionName(cli.session().config(), flags->convention));
    for (const std::string& line : flags->lines) {
      request.add_sources(
          Under(convention,
                line.rfind("p-", 0) == 0 ? "zonePayments" : "expenses", line));
    }
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_reverse_date(),
                             ParseDateFlag("--date", flags->date));
    request.set_reason(flags->reason);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Claim claim,
        MutateNamed(cli, &ClaimService::Stub::ReverseClaimDecision,
                    ClaimName(cli, *flags), flags->etag, flags->mutation,
                    request));
    const std::string part =
        absl::StrCat(claim.decided_count(), "/", claim.line_count());
    return Print(cli, *flags, claim,
                 {absl::StrCat("Taken back; decided: ", part, " lines."),
                  absl::StrCat("Repris ; décidé : ", part, " lignes."),
                  absl::StrCat("Teruggenomen; beslist: ", part, " lijnen.")});
  });
}

}  // namespace

void AddClaimCommands(CLI::App& budget, Cli& cli) {
  auto convention = std::make_shared<std::string>();
  Command command(budget, cli, "claims",
                  {"Lists the claims on the State.",
                   "Liste les déclarations de créance à l'État.",
                   "Somt de schuldvorderingen op de Staat op."},
                  "entente budget claims");
  command.Convention(*convention);
  command.Reads();
  command.Run([convention](Cli& cli) { return List(cli, *convention); });
  CLI::App& group = AddGroup(
      budget, cli, "claim",
      {"One claim on the State: compose, show, submit, withdraw, decide, take "
       "a decision back.",
       "Une déclaration de créance : composer, montrer, introduire, retirer, "
       "décider, reprendre une décision.",
       "Eén schuldvordering: samenstellen, tonen, indienen, intrekken, "
       "beslissen, een beslissing terugnemen."});
  AddCreate(group, cli);
  AddShow(group, cli);
  AddSubmit(group, cli);
  AddWithdraw(group, cli);
  AddDecide(group, cli);
  AddReverse(group, cli);
}

}  // namespace entente::client
