// convention record|facts|close|settle.
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/life_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/convention_parts.h"
#include "tools/client/csv_answer.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/life_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::ConventionFact;
using v1::LifeService;

struct RecordFlags {
  MutationFlags mutation;
  std::string convention;
  std::string kind;
  std::string date;
  std::string function;
  int copy = 0;
  std::string holder;
  std::string place;
  std::string scan;
  std::string reference;
  std::string corrects;
  std::string reason;
  bool is_withdrawal = false;
};

absl::Status FillKind(const RecordFlags& flags, ConventionFact& fact) {
  if (flags.kind == "approval") {
    fact.set_kind(ConventionFact::KIND_COUNCIL_APPROVAL);
  } else if (flags.kind == "signature") {
    fact.set_kind(ConventionFact::KIND_SIGNATURE);
  } else if (flags.kind == "copy") {
    fact.set_kind(ConventionFact::KIND_COPY_RECEIPT);
  } else {
    fact.set_kind(ConventionFact::KIND_ROYAL_DECREE);
  }
  if (flags.function == "minister") {
    fact.set_function(ConventionFact::FUNCTION_MINISTER);
    fact.set_party(ConventionFact::PARTY_STATE);
  } else if (!flags.function.empty()) {
    fact.set_function(flags.function == "mayor"
                          ? ConventionFact::FUNCTION_MAYOR
                          : ConventionFact::FUNCTION_SECRETARY);
    fact.set_party(ConventionFact::PARTY_MUNICIPALITY);
  }
  if (flags.holder == "state") fact.set_party(ConventionFact::PARTY_STATE);
  if (flags.holder == "municipality") {
    fact.set_party(ConventionFact::PARTY_MUNICIPALITY);
  }
  if (!flags.scan.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*fact.mutable_scan_sha256(),
                             Sha256OfFile(flags.scan));
  }
  return absl::OkStatus();
}

absl::Status Record(Cli& cli, const RecordFlags& flags) {
  v1::CreateConventionFactRequest request;
  ConventionFact& fact = *request.mutable_convention_fact();
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      ConventionName(cli.session().config(), flags.convention));
  ENTENTE_ASSIGN_OR_RETURN(*fact.mutable_date(),
                           ParseDateFlag("--date", flags.date));
  ENTENTE_RETURN_IF_ERROR(FillKind(flags, fact));
  fact.set_copy_number(flags.copy);
  fact.set_place(flags.place);
  fact.set_reference(flags.reference);
  fact.set_reason(flags.reason);
  fact.set_is_withdrawal(flags.is_withdrawal);
  if (!flags.corrects.empty()) {
    fact.set_corrects(Under(request.parent(), "facts", flags.corrects));
  }
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const ConventionFact made,
      cli.session().Call(&LifeService::Stub::CreateConventionFact, request));
  if (cli.is_json()) return cli.PrintJson(made);
  const Sentence word = FactWord(made);
  const std::string day = FormatDate(made.date());
  flags.mutation.SayDone(cli, made.name(),
                         {absl::StrCat("Recorded: ", word.en, ", ", day),
                          absl::StrCat("Inscrit : ", word.fr, ", ", day),
                          absl::StrCat("Ingeschreven: ", word.nl, ", ", day)});
  PrintLife(cli, made.life());
  return absl::OkStatus();
}

void DeclareCopy(Command& command, RecordFlags& flags) {
  command.Option("--copy", flags.copy,
                 {"copy, signature: which of the two copies, 1 or 2; a "
                  "signature without it is on both.",
                  "copy, signature : lequel des deux exemplaires, 1 ou 2 ; une "
                  "signature sans lui vaut sur les deux.",
                  "copy, signature: welk van de twee exemplaren, 1 of 2; een "
                  "handtekening zonder staat op beide."});
  command
      .Option("--holder", flags.holder,
              {"copy: who holds it, state or municipality.",
               "copy : qui le détient, state ou municipality.",
               "copy: wie het bewaart, state of municipality."})
      ->check(CLI::IsMember({"state", "municipality"}))
      ->option_text("state|municipality");
  command.Option("--place", flags.place,
                 {"copy: where it is kept; names nobody.",
                  "copy : où il est conservé ; ne nomme personne.",
                  "copy: waar het bewaard wordt; noemt niemand."});
  command.Option("--scan", flags.scan,
                 {"copy: its scan; the hash alone is sent.",
                  "copy : sa numérisation ; seule l'empreinte est envoyée.",
                  "copy: de scan; alleen de hash wordt verstuurd."});
}

void AddRecord(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<RecordFlags>();
  Command command(
      group, cli, "record",
      {"Records a dated fact: approval of the council, a signature, receipt of "
       "a signed copy, a royal decree; or corrects one.",
       "Inscrit un fait daté : approbation du conseil, signature, réception "
       "d'un exemplaire signé, arrêté royal ; ou en corrige un.",
       "Schrijft een gedateerd feit in: goedkeuring door de raad, "
       "handtekening, "
       "ontvangst van een exemplaar, koninklijk besluit; of verbetert er een."},
      "entente convention record signature --function mayor --date "
      "2018-05-02");
  command
      .Positional("KIND", flags->kind,
                  {"approval, signature, copy or decree.",
                   "approval, signature, copy ou decree.",
                   "approval, signature, copy of decree."})
      ->check(CLI::IsMember({"approval", "signature", "copy", "decree"}))
      ->option_text("approval|signature|copy|decree");
  command.Convention(flags->convention);
  command
      .Option("--date", flags->date,
              {"When it happened.", "Quand cela a eu lieu.",
               "Wanneer het gebeurde."})
      ->required();
  command
      .Option("--function", flags->function,
              {"signature: minister, mayor or secretary; no name.",
               "signature : minister, mayor ou secretary ; pas de nom.",
               "signature: minister, mayor of secretary; geen naam."})
      ->check(CLI::IsMember({"minister", "mayor", "secretary"}))
      ->option_text("minister|mayor|secretary");
  DeclareCopy(command, *flags);
  command.Option("--reference", flags->reference,
                 {"Number of the decision or decree.",
                  "Numéro de la décision ou de l'arrêté.",
                  "Nummer van de beslissing of het besluit."});
  command.Option("--corrects", flags->corrects,
                 {"The fact that this one corrects, as in d-000003.",
                  "Le fait que celui-ci corrige, comme d-000003.",
                  "Het feit dat dit verbetert, zoals d-000003."});
  command.Option("--reason", flags->reason,
                 {"Why it is corrected; names nobody.",
                  "Pourquoi il est corrigé ; ne nomme personne.",
                  "Waarom het verbeterd wordt; noemt niemand."});
  command.Flag("--withdraw", flags->is_withdrawal,
               {"With --corrects: it did not happen at all.",
                "Avec --corrects : cela n'a pas eu lieu.",
                "Met --corrects: het is niet gebeurd."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Record(cli, *flags); });
}

// What a fact says besides kind and date.
std::string Details(Cli& cli, const ConventionFact& fact) {
  std::string text = fact.reference();
  const auto add = [&](const std::string& more) {
    if (more.empty()) return;
    absl::StrAppend(&text, text.empty() ? "" : ", ", more);
  };
  add(fact.place());
  add(fact.scan_sha256().substr(0, 12));
  if (!fact.corrects().empty()) {
    add(absl::StrCat(fact.is_withdrawal()
                         ? cli.T({"withdraws ", "retire ", "trekt in: "})
                         : cli.T({"corrects ", "corrige ", "verbetert "}),
                     fact.corrects().substr(fact.corrects().rfind('/') + 1)));
  }
  add(fact.reason());
  if (!fact.corrected_by().empty()) {
    add(absl::StrCat(
        cli.T({"corrected by ", "corrigé par ", "verbeterd door "}),
        fact.corrected_by().substr(fact.corrected_by().rfind('/') + 1)));
  }
  return text;
}

void AddFacts(CLI::App& group, Cli& cli) {
  struct Flags {
    std::string convention;
    std::string date;
    std::string time;
    std::string filter;
  };
  auto flags = std::make_shared<Flags>();
  Command command(group, cli, "facts",
                  {"Lists the facts and what follows from them.",
                   "Liste les faits et ce qui en découle.",
                   "Somt de feiten op en wat eruit volgt."},
                  "entente convention facts --convention css-2018-2019");
  command.Convention(flags->convention);
  AsOfFlags(command, flags->date, flags->time);
  command.Filter(flags->filter, "kind = SIGNATURE");
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ListConventionFactsRequest request;
    request.set_filter(flags->filter);
    request.set_page_size(1000);
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        ConventionName(cli.session().config(), flags->convention));
    ENTENTE_RETURN_IF_ERROR(ApplyAsOf(flags->date, flags->time, request));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListConventionFactsResponse list,
        cli.session().CallAllPages(&LifeService::Stub::ListConventionFacts,
                                   request));
    if (WantsData(cli)) return PrintData(cli, list);
    Table table({{"n°"},
                 {cli.T({"date", "date", "datum"})},
                 {cli.T({"fact", "fait", "feit"}), Align::kLeft, true},
                 {cli.T({"details", "détails", "details"}), Align::kLeft, true},
                 {cli.T({"by", "par", "door"})}});
    for (const ConventionFact& fact : list.convention_facts()) {
      table.AddRow({fact.name().substr(fact.name().rfind('/') + 1),
                    FormatDate(fact.date()), cli.T(FactWord(fact)),
                    Details(cli, fact), fact.author()});
    }
    if (!table.is_empty()) cli.out() << table.Render(cli.columns());
    PrintLife(cli, list.life());
    return absl::OkStatus();
  });
}

struct EndFlags {
  MutationFlags mutation;
  std::string convention;
  std::string date;
  std::string reason;
};

// `close` and `settle` differ in their words and their method alone.
template <class Request>
void AddEnd(CLI::App& group, Cli& cli, const char* word,
            const Sentence& description, const Sentence& done,
            grpc::Status (LifeService::Stub::*method)(grpc::ClientContext*,
                                                      const Request&,
                                                      ConventionFact*)) {
  auto flags = std::make_shared<EndFlags>();
  Command command(group, cli, word, description,
                  absl::StrCat("entente convention ", word,
                               " --date 2020-03-31 --reason \"…\""));
  command.Convention(flags->convention);
  command
      .Option("--date", flags->date,
              {"Day; not after today.", "Jour ; pas après aujourd'hui.",
               "Dag; niet na vandaag."})
      ->required();
  command
      .Option("--reason", flags->reason,
              {"Why; names nobody.", "Pourquoi ; ne nomme personne.",
               "Waarom; noemt niemand."})
      ->required();
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags, method, done](Cli& cli) -> absl::Status {
    Request request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_name(),
        ConventionName(cli.session().config(), flags->convention));
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_date(),
                             ParseDateFlag("--date", flags->date));
    request.set_reason(flags->reason);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(const ConventionFact made,
                             cli.session().Call(method, request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(cli, made.name(), done);
    PrintLife(cli, made.life());
    return absl::OkStatus();
  });
}

}  // namespace

void AddLifeCommands(CLI::App& group, Cli& cli) {
  AddRecord(group, cli);
  AddFacts(group, cli);
  AddEnd(group, cli, "close",
         {"Closes a convention in force after its term: nothing new is "
          "allotted, reserved or spent.",
          "Clôture une convention en vigueur après sa période : rien de "
          "nouveau n'est réparti, engagé ni dépensé.",
          "Sluit een overeenkomst van kracht na haar looptijd af: niets nieuws "
          "wordt verdeeld, vastgelegd of uitgegeven."},
         {"Closed.", "Clôturée.", "Afgesloten."},
         &LifeService::Stub::CloseConvention);
  AddEnd(group, cli, "settle",
         {"Settles a closed convention: nothing changes any more.",
          "Solde une convention clôturée : plus rien ne change.",
          "Rekent een afgesloten overeenkomst af: niets verandert nog."},
         {"Settled.", "Soldée.", "Afgerekend."},
         &LifeService::Stub::SettleConvention);
}

}  // namespace entente::client
