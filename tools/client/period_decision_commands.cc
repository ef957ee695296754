// period confirm|approve|reject|reopen and period reopening approve|end.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/period_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/format.h"
#include "tools/client/period_parts.h"
#include "tools/client/period_words.h"
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
  // Source for which somebody else confirms; empty: the caller itself.
  std::string source;
  std::vector<std::string> without;
  std::vector<std::string> justify;
  int64_t count = -1;
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

absl::Status ConfirmOnBehalf(Cli& cli, const DecisionFlags& flags) {
  v1::ConfirmPeriodOnBehalfRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), flags.period.Name(cli));
  request.set_source(flags.source);
  if (flags.count >= 0) request.set_contributions(flags.count);
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::Period period,
      cli.session().Call(&PeriodService::Stub::ConfirmPeriodOnBehalf, request));
  return PrintPeriod(cli, flags.mutation, period,
                     {absl::StrCat("Confirmed on behalf of ", flags.source,
                                   ": its month is complete"),
                      absl::StrCat("Confirmé au nom de ", flags.source,
                                   " : son mois est complet"),
                      absl::StrCat("Bevestigd namens ", flags.source,
                                   ": haar maand is volledig")});
}

void AddConfirm(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<DecisionFlags>();
  Command command(
      group, cli, "confirm",
      {"Says, as the source that you are, that your month is complete. "
       "Delivering afterwards withdraws it.",
       "Déclare, en tant que source, que votre mois est complet. Une livraison "
       "ultérieure retire la confirmation.",
       "Verklaart, als bron, dat uw maand volledig is. Wie daarna levert trekt "
       "dat in."},
      "entente period confirm 2018-03 --count 42 --as zone5339");
  flags->period.Declare(command);
  command
      .Option("--count", flags->count,
              {"How many of your events count in it; refused when the service "
               "counts another number. With --on-behalf-of without those of "
               "sensitive measures.",
               "Combien de vos événements y comptent ; refusé si le service en "
               "compte un autre nombre. Avec --on-behalf-of sans ceux de "
               "mesures sensibles.",
               "Hoeveel van uw gebeurtenissen erin tellen; geweigerd als de "
               "dienst een ander aantal telt. Met --on-behalf-of zonder die "
               "van gevoelige metingen."})
      ->check(CLI::NonNegativeNumber);
  CLI::Option* const on_behalf_of = command.Option(
      "--on-behalf-of", flags->source,
      {"As a coordinator, for this source, which has no account; it is shown "
       "who did. Not for one that delivers itself.",
       "En tant que coordination, pour cette source, qui n'a pas de compte ; "
       "il est montré qui l'a fait. Pas pour une source qui livre elle-même.",
       "Als coördinatie, voor deze bron, die geen account heeft; er wordt "
       "getoond wie het deed. Niet voor een bron die zelf levert."});
  on_behalf_of->option_text("SOURCE");
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags, on_behalf_of](Cli& cli) -> absl::Status {
    // An empty one is no word of one's own: the service refuses it.
    if (on_behalf_of->count() > 0) return ConfirmOnBehalf(cli, *flags);
    v1::ConfirmPeriodRequest request;
    ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(), flags->period.Name(cli));
    if (flags->count >= 0) request.set_contributions(flags->count);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::Period period,
        cli.session().Call(&PeriodService::Stub::ConfirmPeriod, request));
    return PrintPeriod(cli, flags->mutation, period,
                       {"Confirmed: your month is complete",
                        "Confirmé : votre mois est complet",
                        "Bevestigd: uw maand is volledig"});
  });
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
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::PeriodVersion version,
        MutateNamed(cli, &PeriodService::Stub::ApprovePeriod, {period},
                    flags->etag, flags->mutation, std::move(request)));
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
    // Before it is frozen; afterwards there is nothing left to look at.
    if (flags->mutation.is_dry_run) return PrintUnusual(cli, period);
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
       "month.",
       "Demande que des chiffres soient repris pour un mois approuvé ou "
       "clôturé ; une autre personne l'approuve. Pas par qui a approuvé le "
       "mois.",
       "Vraagt dat er weer cijfers opgenomen worden voor een maand die "
       "goedgekeurd of afgesloten is; iemand anders keurt dat goed. Niet door "
       "wie de maand goedkeurde."},
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
    return PrintPeriod(
        cli, flags->mutation, period,
        {absl::StrCat("Asked; another person approves it with ", approve),
         absl::StrCat("Demandé ; une autre personne l'approuve avec ", approve),
         absl::StrCat("Gevraagd; iemand anders keurt het goed met ", approve)});
  });
}

void AddApproveReopening(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<DecisionFlags>();
  Command command(
      group, cli, "approve",
      {"Takes figures again until the day that was asked; then the month must "
       "be approved again. Not by whoever asked.",
       "Reprend des chiffres jusqu'au jour demandé ; il faut ensuite approuver "
       "le mois à nouveau. Pas par qui l'a demandé.",
       "Neemt weer cijfers op tot de gevraagde dag; daarna moet de maand "
       "opnieuw goedgekeurd worden. Niet door wie het vroeg."},
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
    return PrintPeriod(cli, flags->mutation, period,
                       {absl::StrCat("Re-opened until ", until),
                        absl::StrCat("Rouvert jusqu'au ", until),
                        absl::StrCat("Heropend tot ", until)});
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
  AddConfirm(period, cli);
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
