#include <map>

#include "tools/client/indicators_parts.h"

namespace entente::client {
namespace {

const std::map<std::string, Sentence>& Texts() {
  static const auto* const texts = new std::map<std::string, Sentence>{
      {"UNKNOWN_MEASURE",
       {"no such measure; entente indicators measures lists them",
        "mesure inconnue ; entente indicators measures les liste",
        "onbekende meting; entente indicators measures somt ze op"}},
      {"MEASURE_NOT_COUNTED",
       {"this measure follows from events and cannot be delivered",
        "cette mesure découle d'événements et ne se livre pas",
        "deze meting volgt uit gebeurtenissen en wordt niet geleverd"}},
      {"SOURCE_NOT_ALLOWED",
       {"this source does not deliver this measure in that month; ask the "
        "coordinator",
        "cette source ne livre pas cette mesure ce mois-là ; demandez à la "
        "coordination",
        "deze bron levert deze meting niet in die maand; vraag het de "
        "coördinatie"}},
      {"MEASURE_SENSITIVE_ON_BEHALF",
       {"a sensitive measure; only the source itself delivers its counts",
        "mesure sensible ; seule la source elle-même livre ses comptages",
        "gevoelige meting; alleen de bron zelf levert haar tellingen"}},
      {"DATE_INVALID",
       {"not a day or month of the calendar, as in 2018-03-14",
        "ni un jour ni un mois du calendrier, comme 2018-03-14",
        "geen dag of maand van de kalender, zoals 2018-03-14"}},
      {"DATE_OUTSIDE_TERM",
       {"outside the term of the convention",
        "hors de la période de la convention",
        "buiten de looptijd van de overeenkomst"}},
      {"DATE_IN_FUTURE",
       {"after today, or a month that has not begun",
        "postérieur à aujourd'hui, ou un mois qui n'a pas commencé",
        "na vandaag, of een maand die nog niet begonnen is"}},
      {"PERIOD_LOCKED",
       {"the month is locked; ask the coordinator for an exception",
        "le mois est verrouillé ; demandez une exception à la coordination",
        "de maand is vergrendeld; vraag de coördinatie een uitzondering"}},
      {"PERIOD_REOPENING_ENDED",
       {"the re-opening of the month has ended; ask the coordinator to re-open "
        "it again",
        "la réouverture du mois est terminée ; demandez à la coordination de "
        "le rouvrir",
        "de heropening van de maand is voorbij; vraag de coördinatie ze "
        "opnieuw te heropenen"}},
      {"PERIOD_CLOSED",
       {"the month is closed; only a re-opening lets rows in",
        "le mois est clôturé ; seule une réouverture permet d'y livrer",
        "de maand is afgesloten; alleen een heropening laat rijen toe"}},
      {"PERIOD_APPROVED",
       {"the month is approved; only a re-opening lets rows in",
        "le mois est approuvé ; seule une réouverture permet d'y livrer",
        "de maand is goedgekeurd; alleen een heropening laat rijen toe"}},
      {"VALUE_NEGATIVE", {"below zero", "inférieur à zéro", "onder nul"}},
      {"VALUE_TOO_LARGE", {"too large", "trop grand", "te groot"}},
      {"VALUE_INVALID",
       {"not a whole number", "pas un nombre entier", "geen geheel getal"}},
      {"EVENT_ID_MALFORMED",
       {"an id has 8 to 64 of A-Z a-z 0-9 _ -; a version is a number, the 50th "
        "at most",
        "un identifiant compte 8 à 64 de A-Z a-z 0-9 _ - ; une version est un "
        "nombre, la 50e au plus",
        "een id telt 8 tot 64 van A-Z a-z 0-9 _ -; een versie is een getal, "
        "hoogstens de 50e"}},
      {"EVENT_ID_LIKE_REPORT_NUMBER",
       {"looks like the number of a police report: deliver an HMAC of it",
        "ressemble à un numéro de procès-verbal : livrez-en un HMAC",
        "lijkt op een pv-nummer: lever er een HMAC van"}},
      {"PERSONAL_DATA_SHAPE",
       {"looks like personal data", "ressemble à une donnée personnelle",
        "lijkt op een persoonsgegeven"}},
      {"AREA_UNKNOWN",
       {"not in the list of areas; UNKNOWN where the place is not known",
        "absent de la liste des lieux ; UNKNOWN si le lieu n'est pas connu",
        "niet in de lijst van gebieden; UNKNOWN als de plaats onbekend is"}},
      {"AREA_OUTSIDE_MUNICIPALITY",
       {"of another municipality: the municipality itself, an area below it, "
        "or UNKNOWN",
        "d'une autre commune : la commune elle-même, un lieu en dessous, ou "
        "UNKNOWN",
        "van een andere gemeente: de gemeente zelf, een gebied eronder, of "
        "UNKNOWN"}},
      {"BREAKDOWN_LIST_UNKNOWN",
       {"no such code list; entente indicators measures names them",
        "liste de codes inconnue ; entente indicators measures les nomme",
        "onbekende codelijst; entente indicators measures noemt ze"}},
      {"BREAKDOWN_NOT_OF_MEASURE",
       {"the measure is not split by this list",
        "la mesure n'est pas ventilée par cette liste",
        "de meting wordt niet opgesplitst door deze lijst"}},
      {"BREAKDOWN_CODE_UNKNOWN",
       {"not a code of the list; leave it empty where it is not known",
        "n'est pas un code de la liste ; à laisser vide si inconnu",
        "geen code van de lijst; leeg laten als het niet bekend is"}},
      {"BREAKDOWN_TOO_MANY",
       {"more than 8 code lists", "plus de 8 listes de codes",
        "meer dan 8 codelijsten"}},
      {"ROW_MALFORMED",
       {"the line cannot be read: cells, quotes or UTF-8",
        "ligne illisible : cellules, guillemets ou UTF-8",
        "onleesbare regel: cellen, aanhalingstekens of UTF-8"}},
      {"FIELD_UNKNOWN",
       {"a field that the mapping neither reads nor ignores, or the contract "
        "does not have",
        "un champ que la correspondance ne lit ni n'ignore, ou que le contrat "
        "n'a pas",
        "een veld dat de koppeling leest noch negeert, of dat het contract "
        "niet heeft"}},
      {"UNKNOWN_EVENT",
       {"corrects or withdraws an event nobody delivered; deliver that event, "
        "then this row again in a new file, or this file in another session "
        "(on behalf of a source also one of a sensitive measure or of none "
        "that is defined: ask the source)",
        "corrige ou retire un événement que personne n'a livré ; livrez cet "
        "événement, puis cette ligne dans un nouveau fichier, ou ce fichier "
        "dans une autre session (au nom d'une source, aussi celui d'une mesure "
        "sensible ou qui n'est pas définie : demandez à la source)",
        "verbetert een gebeurtenis die niemand leverde, of trekt ze in; lever "
        "die gebeurtenis, en dan deze rij in een nieuw bestand, of dit "
        "bestand in een andere sessie (namens een bron ook die van een "
        "gevoelige of niet bepaalde meting: vraag het de bron)"}},
      {"EVENT_WITHDRAWN",
       {"corrects an event that was withdrawn; deliver it as a new one",
        "corrige un événement retiré ; livrez-le comme nouveau",
        "verbetert een ingetrokken gebeurtenis; lever ze als nieuw"}},
      {"WITHDRAWAL_NOT_EMPTY",
       {"a withdrawal names the event and nothing else",
        "un retrait désigne l'événement et rien d'autre",
        "een intrekking noemt de gebeurtenis en niets anders"}},
      {"REPLACES_ITSELF",
       {"a correction or withdrawal needs an id of its own",
        "une correction ou un retrait a son propre identifiant",
        "een verbetering of intrekking heeft haar eigen id"}}};
  return *texts;
}

}  // namespace

std::string RejectionText(Cli& cli, const std::string& reason) {
  const auto found = Texts().find(reason);
  return found == Texts().end() ? "" : cli.T(found->second);
}

}  // namespace entente::client
