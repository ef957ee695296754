// control open|answer|close|list.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/control_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/commands.h"
#include "tools/client/csv_answer.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/life_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::ControlRequest;
using v1::ControlService;

struct ControlFlags {
  MutationFlags mutation;
  std::string convention;
  std::string name;
  std::string kind;
  std::string subject;
  std::string reference;
  std::string date;
  std::string due;
  std::string text;
  std::vector<std::string> references;
  std::vector<std::string> attachments;
};

void NameAndDate(Command& command, ControlFlags& flags) {
  command.Positional("NAME", flags.name,
                     {"Control request, as in q-000001.",
                      "Demande de contrôle, comme q-000001.",
                      "Controlevraag, zoals q-000001."});
  command.Convention(flags.convention);
  command
      .Option("--date", flags.date,
              {"Day; not after today.", "Jour ; pas après aujourd'hui.",
               "Dag; niet na vandaag."})
      ->required();
}

// The full name of the request that `flags` mean.
absl::StatusOr<std::string> NameOf(Cli& cli, const ControlFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string convention,
      ConventionName(cli.session().config(), flags.convention));
  return Under(convention, "controlRequests", flags.name);
}

absl::Status Print(Cli& cli, const ControlFlags& flags,
                   const ControlRequest& made, const Sentence& done) {
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(cli, made.name(), done);
  return absl::OkStatus();
}

void AddOpen(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ControlFlags>();
  Command command(group, cli, "open",
                  {"Records what the State asks, and until when.",
                   "Inscrit ce que l'État demande, et pour quand.",
                   "Schrijft in wat de Staat vraagt, en tegen wanneer."},
                  "entente control open --kind documents --subject \"pièces du "
                  "2e trimestre\" --date 2018-07-02 --due 2018-07-20");
  command.Convention(flags->convention);
  command
      .Option("--kind", flags->kind,
              {"information, documents or on-site.",
               "information, documents ou on-site (sur place).",
               "information, documents of on-site (ter plaatse)."})
      ->required()
      ->check(CLI::IsMember({"information", "documents", "on-site"}))
      ->option_text("information|documents|on-site");
  command
      .Option("--subject", flags->subject,
              {"About what; names nobody.",
               "À propos de quoi ; ne nomme "
               "personne.",
               "Waarover; noemt niemand."})
      ->required();
  command.Option("--reference", flags->reference,
                 {"The State's reference.", "Référence de l'État.",
                  "Kenmerk van de Staat."});
  command
      .Option("--date", flags->date,
              {"When it was asked.", "Quand cela a été demandé.",
               "Wanneer het gevraagd werd."})
      ->required();
  command
      .Option("--due", flags->due,
              {"Last day for the answer.", "Dernier jour pour répondre.",
               "Laatste dag om te antwoorden."})
      ->required();
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::OpenControlRequestRequest request;
    ControlRequest& control = *request.mutable_control_request();
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        ConventionName(cli.session().config(), flags->convention));
    control.set_kind(
        flags->kind == "information" ? ControlRequest::KIND_INFORMATION
        : flags->kind == "documents" ? ControlRequest::KIND_DOCUMENTS
                                     : ControlRequest::KIND_ON_SITE);
    control.set_subject(flags->subject);
    control.set_reference(flags->reference);
    ENTENTE_ASSIGN_OR_RETURN(*control.mutable_open_date(),
                             ParseDateFlag("--date", flags->date));
    ENTENTE_ASSIGN_OR_RETURN(*control.mutable_due_date(),
                             ParseDateFlag("--due", flags->due));
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const ControlRequest made,
        cli.session().Call(&ControlService::Stub::OpenControlRequest, request));
    const std::string due = FormatDate(made.due_date());
    return Print(cli, *flags, made,
                 {absl::StrCat("To be answered by ", due),
                  absl::StrCat("À répondre pour le ", due),
                  absl::StrCat("Te beantwoorden tegen ", due)});
  });
}

void AddAnswer(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ControlFlags>();
  Command command(
      group, cli, "answer",
      {"Records an answer: references into the suite, and files by their hash.",
       "Inscrit une réponse : renvois vers la suite, et fichiers par leur "
       "empreinte.",
       "Schrijft een antwoord in: verwijzingen naar de suite, en bestanden met "
       "hun hash."},
      "entente control answer q-000001 --date 2018-07-10 --attach rapport.pdf");
  NameAndDate(command, *flags);
  command.Option(
      "--text", flags->text,
      {"What was said; names nobody.", "Ce qui a été dit ; ne nomme personne.",
       "Wat er gezegd werd; noemt niemand."});
  command.Option("--refer", flags->references,
                 {"Full name of something in the suite; may be repeated.",
                  "Nom complet d'un élément de la suite ; répétable.",
                  "Volledige naam van iets in de suite; herhaalbaar."});
  command.Option("--attach", flags->attachments,
                 {"File; the hash alone is sent. May be repeated.",
                  "Fichier ; seule l'empreinte est envoyée. Répétable.",
                  "Bestand; alleen de hash wordt verstuurd. Herhaalbaar."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::AnswerControlRequestRequest request;
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), NameOf(cli, *flags));
    auto& answer = *request.mutable_answer();
    ENTENTE_ASSIGN_OR_RETURN(*answer.mutable_date(),
                             ParseDateFlag("--date", flags->date));
    answer.set_text(flags->text);
    for (const std::string& name : flags->references) {
      answer.add_references(name);
    }
    for (const std::string& path : flags->attachments) {
      ENTENTE_ASSIGN_OR_RETURN(*answer.add_attachment_sha256(),
                               Sha256OfFile(path));
    }
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const ControlRequest made,
        cli.session().Call(&ControlService::Stub::AnswerControlRequest,
                           request));
    return Print(cli, *flags, made, {"Answered.", "Répondu.", "Beantwoord."});
  });
}

void AddClose(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ControlFlags>();
  Command command(group, cli, "close",
                  {"Closes a control request, with a reason.",
                   "Clôture une demande de contrôle, avec un motif.",
                   "Sluit een controlevraag af, met een reden."},
                  "entente control close q-000001 --date 2018-07-15 --reason "
                  "\"réponse complète\"");
  NameAndDate(command, *flags);
  command
      .Option("--reason", flags->text,
              {"Why; names nobody.", "Pourquoi ; ne nomme personne.",
               "Waarom; noemt niemand."})
      ->required();
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::CloseControlRequestRequest request;
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), NameOf(cli, *flags));
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_date(),
                             ParseDateFlag("--date", flags->date));
    request.set_reason(flags->text);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const ControlRequest made,
        cli.session().Call(&ControlService::Stub::CloseControlRequest,
                           request));
    return Print(cli, *flags, made, {"Closed.", "Clôturée.", "Afgesloten."});
  });
}

void AddList(CLI::App& group, Cli& cli) {
  struct Flags {
    std::string convention;
    bool only_overdue = false;
    std::string filter;
  };
  auto flags = std::make_shared<Flags>();
  Command command(group, cli, "list",
                  {"Lists what the State asked and what became of it.",
                   "Liste ce que l'État a demandé et ce qu'il en est advenu.",
                   "Somt op wat de Staat vroeg en wat ervan werd."},
                  "entente control list --overdue");
  command.Convention(flags->convention);
  command.Flag("--overdue", flags->only_overdue,
               {"Only what is overdue.", "Seulement ce qui est en retard.",
                "Alleen wat te laat is."});
  command.Filter(flags->filter, "kind = ON_SITE");
  ListsRows(command, cli);
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ListControlRequestsRequest request;
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        ConventionName(cli.session().config(), flags->convention));
    request.set_only_overdue(flags->only_overdue);
    request.set_filter(flags->filter);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListControlRequestsResponse list,
        cli.session().CallAllPages(&ControlService::Stub::ListControlRequests,
                                   request));
    if (WantsData(cli)) return PrintData(cli, list);
    Table table({{"n°"},
                 {cli.T({"kind", "genre", "soort"})},
                 {cli.T({"subject", "objet", "voorwerp"}), Align::kLeft, true},
                 {cli.T({"asked", "demandé", "gevraagd"})},
                 {cli.T({"due", "échéance", "uiterlijk"})},
                 {cli.T({"state", "état", "staat"})}});
    for (const ControlRequest& control : list.control_requests()) {
      table.AddRow(
          {control.name().substr(control.name().rfind('/') + 1),
           cli.T(ControlKindWord(control.kind())), control.subject(),
           FormatDate(control.open_date()), FormatDate(control.due_date()),
           control.is_overdue() ? cli.T({"overdue", "en retard", "te laat"})
                                : cli.T(ControlStateWord(control.state()))});
    }
    if (table.is_empty()) {
      cli.Say({"No control request.", "Aucune demande de contrôle.",
               "Geen controlevraag."});
      return absl::OkStatus();
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

}  // namespace

void AddControlCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(
      root, cli, "control",
      {"Control requests of the State.", "Les demandes de contrôle de l'État.",
       "Controlevragen van de Staat."});
  AddOpen(group, cli);
  AddAnswer(group, cli);
  AddClose(group, cli);
  AddList(group, cli);
}

}  // namespace entente::client
