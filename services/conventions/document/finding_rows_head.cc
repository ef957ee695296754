// What can be wrong with the head: title, parties, term, decisions.
#include "services/conventions/document/finding_rows.h"

namespace entente::conventions {

absl::Span<const FindingEntry> FindingsOfHead() {
  static constexpr FindingEntry kRows[] = {
      {{"NO_TITLE", "The document has no title line that names a convention.",
        "Le document n'a pas de ligne de titre qui nomme une convention.",
        "Het document heeft geen titelregel die een overeenkomst noemt."},
       {"No title", "Pas de titre", "Geen titel"}},
      {{"NO_MUNICIPALITY", "The head does not name the municipality.",
        "L'en-tête ne nomme pas la commune.",
        "De aanhef noemt de gemeente niet."},
       {"Municipality not named", "Commune non nommée",
        "Gemeente niet genoemd"}},
      {{"MUNICIPALITY_DIFFERS",
        "The document names \"$0\", whose code is $1; it was imported under "
        "the code $2.",
        "Le document nomme « $0 », dont le code est $1 ; il a été importé sous "
        "le code $2.",
        "Het document noemt \"$0\", met code $1; het is ingevoerd onder de "
        "code $2."},
       {"Municipality and code differ", "Commune et code diffèrent",
        "Gemeente en code verschillen"}},
      {{"MUNICIPALITY_UNCONFIRMED",
        "Whether \"$0\" has the code $1 is not known here. Check the code.",
        "On ne sait pas ici si « $0 » a le code $1. Vérifiez le code.",
        "Of \"$0\" de code $1 heeft, is hier niet bekend. Controleer de "
        "code."},
       {"Code of the municipality not confirmed",
        "Code de la commune non confirmé",
        "Code van de gemeente niet bevestigd"}},
      {{"NO_PARTIES",
        "The head does not name both parties and their representatives.",
        "L'en-tête ne nomme pas les deux parties et leurs représentants.",
        "De aanhef noemt niet beide partijen en hun vertegenwoordigers."},
       {"Parties not named", "Parties non nommées", "Partijen niet genoemd"}},
      {{"NO_TERM",
        "The document does not say when the convention begins and ends.",
        "Le document ne dit pas quand la convention prend cours et prend fin.",
        "Het document zegt niet wanneer de overeenkomst begint en eindigt."},
       {"No term", "Période absente", "Geen looptijd"}},
      {{"TERM_INCOMPLETE",
        "Only one day of the term is given; the other is left empty.",
        "Une seule des deux dates de la période est donnée ; l'autre reste "
        "vide.",
        "Slechts één van de twee data van de looptijd is vermeld; de andere "
        "blijft leeg."},
       {"Term incomplete", "Période incomplète", "Looptijd onvolledig"}},
      {{"TERM_REVERSED", "The term ends ($1) before it begins ($0).",
        "La période prend fin ($1) avant de commencer ($0).",
        "De looptijd eindigt ($1) voor ze begint ($0)."},
       {"Term reversed", "Période inversée", "Looptijd omgekeerd"}},
      {{"TITLE_TERM_DIFFERS", "The title says $0, the term runs over $1.",
        "Le titre dit $0, la période couvre $1.",
        "De titel zegt $0, de looptijd beslaat $1."},
       {"Title and term differ", "Titre et période diffèrent",
        "Titel en looptijd verschillen"}},
      {{"COUNCIL_DECISION_MISSING",
        "No dated decision of the municipal council is mentioned.",
        "Aucune décision datée du conseil communal n'est mentionnée.",
        "Er wordt geen gedateerd besluit van de gemeenteraad vermeld."},
       {"Council decision missing", "Décision du conseil absente",
        "Gemeenteraadsbesluit ontbreekt"}},
      {{"COUNCIL_DECISION_OLD",
        "The council decision of $0 is far older than the term, which begins "
        "on $1. Check which decision approves this convention.",
        "La décision du conseil du $0 est bien antérieure à la période, qui "
        "commence le $1. Vérifiez quelle décision approuve cette convention.",
        "Het gemeenteraadsbesluit van $0 is veel ouder dan de looptijd, die "
        "begint op $1. Ga na welk besluit deze overeenkomst goedkeurt."},
       {"Council decision far older than the term",
        "Décision du conseil bien antérieure à la période",
        "Gemeenteraadsbesluit veel ouder dan de looptijd"}},
      {{"COUNCIL_DECISION_LATE",
        "The council decision of $0 is later than the end of the term, $1.",
        "La décision du conseil du $0 est postérieure à la fin de la période, "
        "le $1.",
        "Het gemeenteraadsbesluit van $0 is later dan het einde van de "
        "looptijd, $1."},
       {"Council decision after the term",
        "Décision du conseil postérieure à la période",
        "Gemeenteraadsbesluit na de looptijd"}},
      {{"DECREE_WITHOUT_DATE",
        "A royal decree is mentioned without its date: \"$0\".",
        "Un arrêté royal est mentionné sans sa date : « $0 ».",
        "Een koninklijk besluit wordt zonder datum vermeld: \"$0\"."},
       {"Royal decree without date", "Arrêté royal sans date",
        "Koninklijk besluit zonder datum"}},
  };
  return kRows;
}

}  // namespace entente::conventions
