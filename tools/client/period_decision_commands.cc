// period approve|reject|reopen and period reopening approve|end.
#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/flag_words.h"
#include "tools/client/format.h"
#include "tools/client/period_parts.h"
#include "tools/client/period_words.h"
#include "tools/client/report/gather_handed_in.h"
#include "tools/client/report/handed_in.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::PeriodService;

struct DecisionFlags {
  PeriodFlags period;
  MutationFlags mutation;
  std::string reason;
  std::string until;
  std::string etag;
  std::vector<std::string> without;
  std::vector<std::string> justify;
};

void EtagFlag(Command& command, std::string& etag) {
  command.Option(
      "--etag", etag,
      {"Etag of the month as it was read; refused when it changed.",
       "Etag du mois tel que lu ; refusé s'il a changé.",
       "Etag van de maand zoals gelezen; geweigerd als ze wijzigde."});
}

absl::Status PrintPeriod(Cli& cli, const MutationFlags& mutation,
                         const v1::Period& period, const Sentence& done) {
  if (cli.is_json()) return cli.PrintJson(period);
  mutation.SayDone(cli, period.name(), done);
  return absl::OkStatus();
}

// Beside the answer for programs it goes to err().
void SayBeside(Cli& cli, const Sentence& sentence) {
  if (cli.is_json()) {
    cli.Note(sentence);
  } else {
    cli.Say(sentence);
  }
}

// With which dossiers the month was handed in: the State keeps what it got.
// Nothing where the caller may not read them.
void SayHandedIn(Cli& cli, const std::string& period) {
  absl::CivilMonth month;
  if (!absl::ParseCivilTime(MonthText(period), &month)) return;
  for (const HandedInDossier& dossier :
       ReadDossiersOfMonth(cli.session(), period)) {
    const std::optional<Sentence> handed_in = HandedInSentence(
        dossier, month, FormatTime(dossier.submission.submit_time()));
    if (handed_in.has_value()) SayBeside(cli, *handed_in);
  }
}

// The same of a re-opening: `is_open` once the second person let it through.
absl::Status PrintReopening(Cli& cli, const MutationFlags& mutation,
                            const v1::Period& period, const Sentence& done,
                            bool is_open) {
  ENTENTE_RETURN_IF_ERROR(PrintPeriod(cli, mutation, period, done));
  // Two coordinators who do not know it have nobody left who may approve.
  SayBeside(cli, ThirdPersonSentence(is_open));
  SayHandedIn(cli, period.name());
  return absl::OkStatus();
}

// "bravvo=reason": the reason is the rest, equal signs included.
absl::Status AddWithout(const std::vector<std::string>& texts,
                        v1::ApprovePeriodRequest& request) {
  for (const std::string& text : texts) {
    const size_t sign = text.find('=');
    if (sign == std::string::npos || sign == 0) {
      return UsageError({"--without needs SOURCE=REASON.",
                         "--without demande SOURCE=MOTIF.",
                         "--without vraagt BRON=REDEN."});
    }
    v1::MissingSource& missing = *request.add_without();
    missing.set_source(text.substr(0, sign));
    missing.set_reason(text.substr(sign + 1));
  }
  return absl::OkStatus();
}

// "few-hours=reason" in the same way.
absl::Status AddJustifications(const std::vector<std::string>& texts,
                               const std::string& municipality,
                               v1::ApprovePeriodRequest& request) {
  for (const std::string& text : texts) {
    const size_t sign = text.find('=');
    if (sign == std::string::npos || sign == 0) {
      return UsageError({"--justify needs RULE=WHY.",
                         "--justify demande RÈGLE=POURQUOI.",
                         "--justify vraagt REGEL=WAAROM."});
    }
    v1::RuleJustification& one = *request.add_justifications();
    one.set_rule(Under(municipality, "measureRules", text.substr(0, sign)));
    one.set_justification(text.substr(sign + 1));
  }
  return absl::OkStatus();
}

// What the service calls otherwise than the command.
std::vector<FieldFlag> ApproveFlags() {
  return {{.field = "without",
           .flag = "--without",
           .usage = {"--without SOURCE=REASON", "--without SOURCE=MOTIF",
                     "--without BRON=REDEN"}},
          {.field = "justifications",
           .flag = "--justify",
           .usage = {"--justify RULE=WHY", "--justify RÈGLE=POURQUOI",
                     "--justify REGEL=WAAROM"}}};
}

void AddApprove(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<DecisionFlags>();
  Command command(
      group, cli, "approve",
      {"Approves a month: its figures are frozen as a version that can always "
       "be read again.",
       "Approuve un mois : ses chiffres sont figés dans une version qui reste "
       "toujours lisible.",
       "Keurt een maand goed: haar cijfers worden vastgelegd in een versie die "
       "altijd leesbaar blijft."},
      "entente period approve 2018-03 --without \"bravvo=ferme en mars, rien à "
      "livrer\"");
  flags->period.Declare(command);
  command.Option("--without", flags->without,
                 {"Expected source to do without and why, as in "
                  "SOURCE=REASON; may be repeated.",
                  "Source attendue dont on se passe et pourquoi, comme "
                  "SOURCE=MOTIF ; peut se répéter.",
                  "Verwachte bron waarop niet gewacht wordt en waarom, zoals "
                  "BRON=REDEN; mag herhaald worden."});
  command.Option(
      "--justify", flags->justify,
      {"Warning that is not kept and why the figures are right all "
       "the same, as in RULE=WHY; may be repeated.",
       "Avertissement non respecté et pourquoi les chiffres sont "
       "justes malgré tout, comme RÈGLE=POURQUOI ; peut se répéter.",
       "Waarschuwing die niet nageleefd is en waarom de cijfers toch "
       "kloppen, zoals REGEL=WAAROM; mag herhaald worden."});
  EtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ApprovePeriodRequest request;
    ENTENTE_RETURN_IF_ERROR(AddWithout(flags->without, request));
    ENTENTE_ASSIGN_OR_RETURN(const std::string period, flags->period.Name(cli));
    ENTENTE_RETURN_IF_ERROR(
        AddJustifications(flags->justify, MunicipalityOf(period), request));
    // Before it is frozen, so that what is read is what is approved.
    absl::StatusOr<std::string> unusual = std::string();
    if (!cli.is_json()) unusual = UnusualText(cli, period);
    const absl::StatusOr<v1::PeriodVersion> approved =
        MutateNamed(cli, &PeriodService::Stub::ApprovePeriod, {period},
                    flags->etag, flags->mutation, std::move(request));
    if (!approved.ok()) return InFlagWords(approved.status(), ApproveFlags());
    const v1::PeriodVersion& version = *approved;
    if (cli.is_json()) return cli.PrintJson(version);
    const std::string count = FormatCount(std::count_if(
        version.figures().begin(), version.figures().end(),
        [](const v1::PeriodFigure& figure) {
          return !figure.is_confidential() && figure.split().empty();
        }));
    flags->mutation.SayDone(
        cli, version.name(),
        {absl::StrCat("Approved; figures frozen: ", count),
         absl::StrCat("Approuvé ; chiffres figés : ", count),
         absl::StrCat("Goedgekeurd; vastgelegde cijfers: ", count)});
    if (flags->mutation.is_dry_run) {
      ENTENTE_RETURN_IF_ERROR(PrintIncomplete(cli, period));
    }
    if (unusual.ok()) {
      cli.out() << *unusual;
      return absl::OkStatus();
    }
    // It is approved all the same.
    NoteUnusualUnread(cli);
    return absl::OkStatus();
  });
}

// What a source must do now, which depends on the day.
Sentence AfterRejecting(const v1::Period& period) {
  if (period.standing() == v1::Period::STANDING_REJECTED &&
      period.stage() == v1::Period::STAGE_LOCKED) {
    return {"Sent back; it is locked: sources need an exception to deliver",
            "Renvoyé ; il est verrouillé : une source a besoin d'une exception "
            "pour livrer",
            "Teruggestuurd; ze is vergrendeld: een bron heeft een uitzondering "
            "nodig om te leveren"};
  }
  if (period.standing() == v1::Period::STANDING_REJECTED &&
      period.stage() == v1::Period::STAGE_CLOSED) {
    return {"Sent back; it is closed: ask to re-open it for sources to deliver",
            "Renvoyé ; il est clôturé : demandez sa réouverture pour que les "
            "sources livrent",
            "Teruggestuurd; ze is afgesloten: vraag haar heropening opdat "
            "bronnen kunnen leveren"};
  }
  if (period.standing() == v1::Period::STANDING_REOPENING_ENDED) {
    return {
        "Sent back; its re-opening has ended: ask for another for sources to "
        "deliver",
        "Renvoyé ; sa réouverture est terminée : demandez-en une autre pour "
        "que les sources livrent",
        "Teruggestuurd; haar heropening is voorbij: vraag een andere opdat "
        "bronnen kunnen leveren"};
  }
  return {"Sent back: sources must confirm again",
          "Renvoyé : les sources doivent confirmer à nouveau",
          "Teruggestuurd: bronnen moeten opnieuw bevestigen"};
}

void AddReject(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<DecisionFlags>();
  Command command(
      group, cli, "reject",
      {"Sends a month back to the sources; they must confirm again.",
       "Renvoie un mois aux sources ; elles doivent confirmer à "
       "nouveau.",
       "Stuurt een maand terug naar de bronnen; die moeten opnieuw "
       "bevestigen."},
      "entente period reject 2018-03 --reason \"Le district 2 "
      "manque\"");
  flags->period.Declare(command);
  ReasonFlag(command, flags->reason);
  EtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::RejectPeriodRequest request;
    request.set_reason(flags->reason);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Period period,
        MutateNamed(cli, &PeriodService::Stub::RejectPeriod,
                    flags->period.Name(cli), flags->etag, flags->mutation,
                    std::move(request)));
    return PrintPeriod(cli, flags->mutation, period, AfterRejecting(period));
  });
}

void AddReopen(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<DecisionFlags>();
  Command command(
      group, cli, "reopen",
      {"Asks that figures be taken again for a month that is approved or "
       "closed; another person approves that. Not by whoever approved the "
       "month. The month is approved again by a third person: not by whoever "
       "asked, nor by whoever approved the re-opening.",
       "Demande que des chiffres soient repris pour un mois approuvé ou "
       "clôturé ; une autre personne l'approuve. Pas par qui a approuvé le "
       "mois. Une troisième personne approuve le mois à nouveau : ni qui l'a "
       "demandé, ni qui a approuvé la réouverture.",
       "Vraagt dat er weer cijfers opgenomen worden voor een maand die "
       "goedgekeurd of afgesloten is; iemand anders keurt dat goed. Niet door "
       "wie de maand goedkeurde. Een derde persoon keurt de maand opnieuw "
       "goed: niet wie het vroeg, noch wie de heropening goedkeurde."},
      "entente period reopen 2018-03 --until 2018-06-15 --reason \"Trois "
      "actions oubliées\"");
  flags->period.Declare(command);
  command
      .Option("--until", flags->until,
              {"Last day on which figures are taken.",
               "Dernier jour où des chiffres sont pris.",
               "Laatste dag waarop cijfers opgenomen worden."})
      ->required();
  ReasonFlag(command, flags->reason);
  EtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::ReopenPeriodRequest request;
    request.set_reason(flags->reason);
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_until(),
                             ParseDateFlag("--until", flags->until));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Period period,
        MutateNamed(cli, &PeriodService::Stub::ReopenPeriod,
                    flags->period.Name(cli), flags->etag, flags->mutation,
                    std::move(request)));
    const std::string approve =
        absl::StrCat("entente period reopening approve ", flags->period.month);
    return PrintReopening(
        cli, flags->mutation, period,
        {absl::StrCat("Asked; another person approves it with ", approve),
         absl::StrCat("Demandé ; une autre personne l'approuve avec ", approve),
         absl::StrCat("Gevraagd; iemand anders keurt het goed met ", approve)},
        /*is_open=*/false);
  });
}

void AddApproveReopening(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<DecisionFlags>();
  Command command(
      group, cli, "approve",
      {"Takes figures again until the day that was asked. Not by whoever "
       "asked. Then the month must be approved again, by a third person: "
       "neither whoever asked nor whoever approved this.",
       "Reprend des chiffres jusqu'au jour demandé. Pas par qui l'a demandé. "
       "Il faut ensuite qu'une troisième personne approuve le mois à nouveau : "
       "ni qui l'a demandé, ni qui a approuvé ceci.",
       "Neemt weer cijfers op tot de gevraagde dag. Niet door wie het vroeg. "
       "Daarna moet een derde persoon de maand opnieuw goedkeuren: niet wie "
       "het vroeg, noch wie dit goedkeurde."},
      "entente period reopening approve 2018-03");
  flags->period.Declare(command);
  EtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Period period,
        MutateNamed(cli, &PeriodService::Stub::ApprovePeriodReopening,
                    flags->period.Name(cli), flags->etag, flags->mutation,
                    v1::ApprovePeriodReopeningRequest()));
    const std::string until = FormatDate(period.reopen_until());
    return PrintReopening(cli, flags->mutation, period,
                          {absl::StrCat("Re-opened until ", until),
                           absl::StrCat("Rouvert jusqu'au ", until),
                           absl::StrCat("Heropend tot ", until)},
                          /*is_open=*/true);
  });
}

void AddEndReopening(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<DecisionFlags>();
  Command command(
      group, cli, "end",
      {"Withdraws or refuses what was asked and nobody has approved.",
       "Retire ou refuse ce qui est demandé et que personne n'a approuvé.",
       "Trekt in of weigert wat gevraagd is en niemand heeft goedgekeurd."},
      "entente period reopening end 2018-03 --reason \"Les actions sont déjà "
      "comptées\"");
  flags->period.Declare(command);
  ReasonFlag(command, flags->reason);
  EtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::EndPeriodReopeningRequest request;
    request.set_reason(flags->reason);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Period period,
        MutateNamed(cli, &PeriodService::Stub::EndPeriodReopening,
                    flags->period.Name(cli), flags->etag, flags->mutation,
                    std::move(request)));
    return PrintPeriod(
        cli, flags->mutation, period,
        {"The month stays as it is", "Le mois reste comme il est",
         "De maand blijft zoals ze is"});
  });
}

}  // namespace

void AddDecisionCommands(CLI::App& period, Cli& cli) {
  AddApprove(period, cli);
  AddReject(period, cli);
  AddReopen(period, cli);
  CLI::App& reopening =
      AddGroup(period, cli, "reopening",
               {"What was asked with `period reopen`: approved by another "
                "person, or withdrawn or refused.",
                "Ce qui est demandé par `period reopen` : approuvé par une "
                "autre personne, ou retiré ou refusé.",
                "Wat met `period reopen` gevraagd is: door iemand anders "
                "goedgekeurd, of ingetrokken of geweigerd."});
  AddApproveReopening(reopening, cli);
  AddEndReopening(reopening, cli);
}

}  // namespace entente::client
