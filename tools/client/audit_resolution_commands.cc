#include "tools/client/audit_resolution_commands.h"

#include <fstream>
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "entente/common/v1/audit_service.grpc.pb.h"
#include "services/common/audit/statement_text.h"
#include "tools/client/audit_question.h"
#include "tools/client/files.h"
#include "tools/client/format.h"

namespace entente::client {
namespace {

namespace v1 = entente::common::v1;
using v1::AuditResolution;
using v1::AuditService;

struct Flags {
  std::string service = "exchange";
  std::string name;
  std::string etag;
  std::string out;
  std::string file;
  std::string key;
  AuditQuestionFlags question;
};

CallExtras ExtrasOf(const Flags& flags) {
  CallExtras extras;
  extras.service = flags.service;
  // A statement reads the whole log.
  extras.timeout = absl::Minutes(5);
  return extras;
}

// "auditResolutions/x" of "x".
std::string FullName(const std::string& name) {
  constexpr char kCollection[] = "auditResolutions/";
  return absl::StartsWith(name, kCollection) ? name
                                             : absl::StrCat(kCollection, name);
}

std::string StateText(Cli& cli, AuditResolution::State state) {
  switch (state) {
    case AuditResolution::STATE_REQUESTED:
      return cli.T({"waits for a second person", "attend une deuxième personne",
                    "wacht op een tweede persoon"});
    case AuditResolution::STATE_APPROVED:
      return cli.T({"approved", "approuvée", "goedgekeurd"});
    case AuditResolution::STATE_EXPIRED:
      return cli.T({"expired", "expirée", "vervallen"});
    default:
      return "?";
  }
}

absl::Status Print(Cli& cli, const AuditResolution& resolution) {
  if (cli.is_json()) return cli.PrintJson(resolution);
  PrintAuditQuestion(cli, resolution.question());
  const auto line = [&](const Sentence& label, const std::string& text) {
    cli.out() << absl::StrCat(cli.T(label), text, "\n");
  };
  line({"State:     ", "État :      ", "Toestand:   "},
       StateText(cli, resolution.state()));
  line({"Until:     ", "Jusqu'à :   ", "Tot:        "},
       FormatTime(resolution.expire_time()));
  line({"Name:      ", "Nom :       ", "Naam:       "}, resolution.name());
  line({"Etag:      ", "Etag :      ", "Etag:       "}, resolution.etag());
  return absl::OkStatus();
}

absl::Status Request(Cli& cli, const Flags& flags) {
  v1::RequestAuditResolutionRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_question(),
                           AuditQuestionOf(flags.question));
  ENTENTE_ASSIGN_OR_RETURN(
      const AuditResolution made,
      cli.session().Call(&AuditService::Stub::RequestAuditResolution, request,
                         ExtrasOf(flags)));
  ENTENTE_RETURN_IF_ERROR(Print(cli, made));
  const std::string command =
      absl::StrCat("entente audit resolve approve ",
                   absl::StripPrefix(made.name(), "auditResolutions/"),
                   " --etag ", made.etag(), " --service ", flags.service);
  cli.Note({absl::StrCat("Somebody else reads it (audit resolve show) and "
                         "approves:\n  ",
                         command),
            absl::StrCat("Quelqu'un d'autre la lit (audit resolve show) et "
                         "approuve :\n  ",
                         command),
            absl::StrCat("Iemand anders leest ze (audit resolve show) en keurt "
                         "goed:\n  ",
                         command)});
  return absl::OkStatus();
}

absl::Status Show(Cli& cli, const Flags& flags) {
  v1::GetAuditResolutionRequest request;
  request.set_name(FullName(flags.name));
  ENTENTE_ASSIGN_OR_RETURN(
      const AuditResolution found,
      cli.session().Call(&AuditService::Stub::GetAuditResolution, request,
                         ExtrasOf(flags)));
  return Print(cli, found);
}

// The note itself: what is kept and verified later is byte for byte the same.
absl::Status Hand(Cli& cli, const Flags& flags,
                  const v1::AuditStatement& statement) {
  if (flags.out.empty()) {
    cli.out() << statement.note();
    return absl::OkStatus();
  }
  if (!WritePrivateFile(flags.out, statement.note())) {
    return FileUnwritable(flags.out);
  }
  cli.Say({absl::StrCat(statement.entries(), " accesses, signed, in ",
                        flags.out, "."),
           absl::StrCat(statement.entries(), " accès, signés, dans ", flags.out,
                        "."),
           absl::StrCat(statement.entries(), " toegangen, ondertekend, in ",
                        flags.out, ".")});
  return absl::OkStatus();
}

absl::Status Approve(Cli& cli, const Flags& flags) {
  v1::ApproveAuditResolutionRequest request;
  request.set_name(FullName(flags.name));
  request.set_etag(flags.etag);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::AuditStatement statement,
      cli.session().Call(&AuditService::Stub::ApproveAuditResolution, request,
                         ExtrasOf(flags)));
  return Hand(cli, flags, statement);
}

absl::Status GetStatement(Cli& cli, const Flags& flags) {
  v1::GetAuditStatementRequest request;
  request.set_name(FullName(flags.name));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::AuditStatement statement,
      cli.session().Call(&AuditService::Stub::GetAuditStatement, request,
                         ExtrasOf(flags)));
  return Hand(cli, flags, statement);
}

absl::Status StatementWrong(const absl::Status& cause) {
  const std::string why(cause.message());
  return ClientError(
      absl::StatusCode::kDataLoss, "AUDIT_STATEMENT_WRONG",
      {absl::StrCat("This statement is not to be believed. ", why),
       absl::StrCat("Ce relevé n'est pas à croire. ", why),
       absl::StrCat("Deze staat is niet te geloven. ", why)});
}

absl::Status Verify(Cli& cli, const Flags& flags) {
  std::ifstream file(flags.file, std::ios::binary);
  if (!file) return FileUnreadable(flags.file);
  std::string note;
  AppendSome(file, audit::kStatementBytesMax, note);
  const auto key = audit::NoteVerifier::Parse(flags.key);
  if (!key.ok()) {
    const std::string why(key.status().message());
    return UsageError({absl::StrCat("--key: ", why),
                       absl::StrCat("--key : ", why),
                       absl::StrCat("--key: ", why)});
  }
  const auto read = audit::OpenStatement(note, *key);
  if (!read.ok()) return StatementWrong(read.status());
  cli.Say(
      {absl::StrCat("Sound: ", read->entries, " accesses, of the first ",
                    read->tree_size, " entries of ", read->log, "."),
       absl::StrCat("Intact : ", read->entries, " accès, parmi les ",
                    read->tree_size, " premières entrées de ", read->log, "."),
       absl::StrCat("Ongeschonden: ", read->entries,
                    " toegangen, uit de eerste ", read->tree_size,
                    " regels van ", read->log, ".")});
  return absl::OkStatus();
}

void AddService(Command& command, Flags& flags) {
  command
      .Option(
          "--service", flags.service,
          {"Service whose log is meant.", "Service dont le journal est visé.",
           "Dienst waarvan het logboek wordt bedoeld."})
      ->check(CLI::IsMember({"conventions", "indicators", "exchange"}))
      ->option_text("exchange");
}

void AddName(Command& command, Flags& flags) {
  command.Positional(
      "NAME", flags.name,
      {"Name that the request printed.", "Nom affiché par la demande.",
       "Naam die de aanvraag toonde."});
}

void AddOut(Command& command, Flags& flags) {
  command
      .Option("--out", flags.out,
              {"File to write (for you alone); else it is printed.",
               "Fichier à écrire (pour vous seul) ; sinon il est affiché.",
               "Te schrijven bestand (voor u alleen); anders wordt de staat "
               "getoond."})
      ->option_text("FILE");
}

void AddRequest(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "request",
      {"Asks who is behind a pseudonym, or who asked for an object.\nA second "
       "person approves within four hours; both steps are logged.",
       "Demande qui est derrière un pseudonyme, ou qui a demandé un objet.\n"
       "Une deuxième personne approuve dans les quatre heures ; les deux "
       "étapes sont journalisées.",
       "Vraagt wie achter een pseudoniem zit, of wie een object vroeg.\nEen "
       "tweede persoon keurt goed binnen vier uur; beide stappen worden "
       "gelogd."},
      "entente audit resolve request --object municipalities/21004/cases/abc "
      "--from 2026-01-01 --until 2026-03-31 --reason data-subject --reference "
      "requests/2026-7");
  AddAuditQuestion(command, flags->question);
  AddService(command, *flags);
  command.Reads();
  command.Run([flags](Cli& cli) { return Request(cli, *flags); });
}

void AddResolve(CLI::App& audit, Cli& cli) {
  CLI::App& group =
      AddGroup(audit, cli, "resolve",
               {"Names a person of the log, by two persons together.",
                "Nomme une personne du journal, à deux.",
                "Noemt een persoon uit het logboek, met twee samen."});
  AddRequest(group, cli);
  auto shown = std::make_shared<Flags>();
  Command show(group, cli, "show",
               {"Shows what was asked, before you approve it.",
                "Montre ce qui a été demandé, avant de l'approuver.",
                "Toont wat werd gevraagd, voor u het goedkeurt."},
               "entente audit resolve show abc");
  AddName(show, *shown);
  AddService(show, *shown);
  show.Reads();
  show.Run([shown](Cli& cli) { return Show(cli, *shown); });
  auto approved = std::make_shared<Flags>();
  Command approve(
      group, cli, "approve",
      {"Approves what another person asked, once, and hands over "
       "the signed statement.",
       "Approuve ce qu'une autre personne a demandé, une fois, et "
       "remet le relevé signé.",
       "Keurt goed wat een andere persoon vroeg, één keer, en geeft "
       "de ondertekende staat."},
      "entente audit resolve approve abc --etag 1f2e… --out "
      "statement.note");
  AddName(approve, *approved);
  approve
      .Option("--etag", approved->etag,
              {"Etag of what you read.", "Etag de ce que vous avez lu.",
               "Etag van wat u las."})
      ->required()
      ->option_text("ETAG");
  AddOut(approve, *approved);
  AddService(approve, *approved);
  approve.Run([approved](Cli& cli) { return Approve(cli, *approved); });
}

void AddStatement(CLI::App& audit, Cli& cli) {
  CLI::App& group =
      AddGroup(audit, cli, "statement",
               {"Signed statements of accesses.", "Relevés d'accès signés.",
                "Ondertekende staten van toegangen."});
  auto got = std::make_shared<Flags>();
  Command get(group, cli, "get",
              {"The statement again, for the two persons and for four hours.",
               "Le relevé à nouveau, pour les deux personnes et durant quatre "
               "heures.",
               "De staat opnieuw, voor de twee personen en vier uur lang."},
              "entente audit statement get abc --out statement.note");
  AddName(get, *got);
  AddOut(get, *got);
  AddService(get, *got);
  get.Run([got](Cli& cli) { return GetStatement(cli, *got); });
  auto checked = std::make_shared<Flags>();
  Command verify(
      group, cli, "verify",
      {"Judges a statement, offline; exit code 1 when it is not as "
       "it was signed.",
       "Juge un relevé, hors ligne ; code de sortie 1 s'il n'est pas "
       "tel que signé.",
       "Beoordeelt een staat, offline; exitcode 1 wanneer hij niet "
       "is zoals ondertekend."},
      "entente audit statement verify statement.note --key KEY");
  verify.Positional("FILE", checked->file,
                    {"The statement.", "Le relevé.", "De staat."});
  verify
      .Option("--key", checked->key,
              {"Public key of the log that you trust, as audit export prints "
               "it.",
               "Clé publique du journal en laquelle vous avez confiance, telle "
               "qu'audit export l'affiche.",
               "Publieke sleutel van het logboek die u vertrouwt, zoals audit "
               "export ze toont."})
      ->required()
      ->option_text("KEY");
  verify.Run([checked](Cli& cli) { return Verify(cli, *checked); });
}

}  // namespace

void AddResolutionCommands(CLI::App& audit, Cli& cli) {
  AddResolve(audit, cli);
  AddStatement(audit, cli);
}

}  // namespace entente::client
