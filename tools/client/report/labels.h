// Every fixed label of the report, once, in English, French and Dutch. The
// words are those of the field (see the word list of the project's domain).
#ifndef TOOLS_CLIENT_REPORT_LABELS_H_
#define TOOLS_CLIENT_REPORT_LABELS_H_

#include <string>

#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/measure.pb.h"
#include "services/common/base/error.h"

namespace entente::client::labels {

inline const Sentence kAllocated{"allocated", "Alloué", "Toegekend"};
inline const Sentence kAllotted{"allotted", "Réparti", "Verdeeld"};
inline const Sentence kUnallotted{"unallotted", "Non réparti", "Niet verdeeld"};
inline const Sentence kReserved{"reserved", "Engagé", "Vastgelegd"};
inline const Sentence kSpent{"spent", "Dépensé", "Uitgegeven"};
inline const Sentence kAvailable{"available", "Disponible", "Beschikbaar"};
inline const Sentence kClaimed{"claimed", "Déclaré", "Gevorderd"};
inline const Sentence kAccepted{"accepted", "Accepté", "Aanvaard"};
inline const Sentence kIneligible{"ineligible", "Inéligible",
                                  "Niet-subsidiabel"};
inline const Sentence kAdvance{"advance", "Avance", "Voorschot"};
inline const Sentence kBalance{"balance", "Solde", "Saldo"};
inline const Sentence kRecoverable{"to pay back", "À rembourser",
                                   "Terug te betalen"};
inline const Sentence kRecovered{"paid back", "Remboursé", "Terugbetaald"};
inline const Sentence kCountableResults{
    "Countable results, not yet indicators",
    "Résultats dénombrables, pas encore indicateurs",
    "Telbare resultaten, nog geen indicatoren"};
// Above what is never among what the grant achieved.
inline const Sentence kLocalMeasures{
    "Indicators of the municipality's own, outside the convention",
    "Indicateurs propres à la commune, hors convention",
    "Eigen indicatoren van de gemeente, buiten de overeenkomst"};
inline const Sentence kTotal{"total", "Total", "Totaal"};
inline const Sentence kEnvelope{"envelope", "Enveloppe", "Enveloppe"};
inline const Sentence kMeasure{"measure", "Mesure", "Meting"};
inline const Sentence kIndicator{"indicator", "Indicateur", "Indicator"};
inline const Sentence kTarget{"target", "Objectif chiffré", "Streefcijfer"};
inline const Sentence kReached{"figures", "Réalisé", "Gerealiseerd"};
inline const Sentence kTerm{"term", "Période", "Looptijd"};
inline const Sentence kBaseline{"baseline", "Valeur de départ", "Beginwaarde"};
inline const Sentence kReachedToDate{"figures to date", "Réalisé à ce jour",
                                     "Tot nu toe gerealiseerd"};
inline const Sentence kStanding{"state", "État", "Stand"};
inline const Sentence kInternal{"internal", "interne", "intern"};
inline const Sentence kConfidential{"confidential", "confidentiel",
                                    "vertrouwelijk"};
inline const Sentence kUnverified{"not verified", "non vérifié",
                                  "niet geverifieerd"};
// What the mark "!" behind the figure of a month means.
inline const Sentence kUnusual{
    "unusual beside the others of the 24 months up to it; flagged, never left "
    "out",
    "inhabituel par rapport aux autres des 24 mois qui se terminent par "
    "celui-ci ; signalé, jamais écarté",
    "ongewoon ten opzichte van de andere van de 24 maanden tot en met deze; "
    "gesignaleerd, nooit weggelaten"};
// The same below a table of them.
inline const Sentence kUnusualRemark{
    "Unusual beside the others of the 24 months up to it, as when a month is "
    "checked; flagged, never left out: each stands in the figures as it was "
    "delivered.",
    "Inhabituel par rapport aux autres des 24 mois qui se terminent par "
    "celui-ci, comme lors du contrôle d'un mois ; signalé, jamais écarté : "
    "chacun figure dans les chiffres tel que livré.",
    "Ongewoon ten opzichte van de andere van de 24 maanden tot en met deze, "
    "zoals bij de controle van een maand; gesignaleerd, nooit weggelaten: elk "
    "staat in de cijfers zoals het geleverd is."};
inline const Sentence kNoFigures{"no figures", "aucun chiffre", "geen cijfers"};
// Of a confidential measure without a total: whether it has figures is not
// known, nor whether the reader may see them.
inline const Sentence kOnceClosed{
    "once closed, if any, and only to those who may see them",
    "année clôturée, s'il y en a, et seulement aux personnes habilitées",
    "na afsluiting, als die er zijn, alleen voor bevoegden"};
// Where something could not be read, nothing is shown as if there was none.
inline const Sentence kUnread{"not read", "non lu", "niet gelezen"};
inline const Sentence kHidden{"not visible", "non visible", "niet zichtbaar"};
inline const Sentence kNotSummable{"may not be added up", "non additionnable",
                                   "niet optelbaar"};

// Where nothing was agreed, nothing is shown in its place.
inline const Sentence kNoTarget{"no target agreed",
                                "aucun objectif chiffré convenu",
                                "geen streefcijfer afgesproken"};
inline const Sentence kNoLines{"nothing allotted to this objective",
                               "aucun montant réparti sur cet objectif",
                               "geen bedrag verdeeld over deze doelstelling"};
inline const Sentence kKindGuessed{
    "kind guessed from the label, to be confirmed",
    "type déduit du libellé, à confirmer",
    "soort afgeleid uit het opschrift, te bevestigen"};
inline const Sentence kKindGuessedShort{"kind guessed", "type déduit",
                                        "soort afgeleid"};
inline const Sentence kSensitive{
    "confidential: small figures can point at a person; only the total is "
    "shown, once the years are closed, and only to those who may see it",
    "confidentiel : de petits nombres peuvent désigner une personne ; seul le "
    "total est affiché, une fois les années clôturées, et seulement aux "
    "personnes habilitées",
    "vertrouwelijk: kleine getallen kunnen naar een persoon wijzen; alleen het "
    "totaal wordt getoond, zodra de jaren zijn afgesloten, en dat enkel aan "
    "bevoegden"};

// "Allocation générale 2018".
Sentence EnvelopeName(conventions::v1::Allocation allocation, int year);

// "Générale 2018", where there is little room.
Sentence EnvelopeShortName(conventions::v1::Allocation allocation, int year);

// That its year lies outside the term.
Sentence OutsideTerm(conventions::v1::Allocation allocation, int year);

// What a reduction left: `amount` more is reserved and spent than the State
// still grants.
Sentence Shortfall(conventions::v1::Allocation allocation, int year,
                   const std::string& amount);

// "1 constat", "36 vaststellingen".
Sentence FindingCount(int count);

// "19 mois sur 24 définitifs", of a term that need not be over.
Sentence MonthsSettled(int settled, int months);

// "comptage", "heures" ….
const Sentence& KindName(conventions::v1::MeasureKind kind);

const Sentence& RouteName(conventions::v1::ZonePayment::Route route);

// "DRAFT".
std::string StateCode(conventions::v1::Convention::State state);

const Sentence& StateName(conventions::v1::Convention::State state);

}  // namespace entente::client::labels

#endif  // TOOLS_CLIENT_REPORT_LABELS_H_
