// What can be wrong with the amounts.
#include "services/conventions/document/finding_rows.h"

namespace entente::conventions {

absl::Span<const FindingEntry> FindingsOfMoney() {
  static constexpr FindingEntry kRows[] = {
      {{"NO_ENVELOPE",
        "No amount per allocation and year was found in the head.",
        "Aucun montant par allocation et par année n'a été trouvé dans "
        "l'en-tête.",
        "In de aanhef is geen bedrag per toelage en per jaar gevonden."},
       {"No amounts", "Pas de montants", "Geen bedragen"}},
      {{"AMOUNT_MALFORMED",
        "\"$0\" is not an amount as 1.896.439,60 EUR is; it was left out.",
        "« $0 » n'est pas un montant comme 1.896.439,60 EUR ; il a été laissé "
        "de côté.",
        "\"$0\" is geen bedrag zoals 1.896.439,60 EUR; het werd weggelaten."},
       {"Amount not readable", "Montant illisible", "Bedrag onleesbaar"}},
      {{"AMOUNT_NEGATIVE",
        "The amount $0 has a minus sign, which no grant has; it was left out.",
        "Le montant $0 porte un signe moins, ce qu'aucune subvention n'a ; il "
        "a été laissé de côté.",
        "Het bedrag $0 heeft een minteken, wat geen toelage heeft; het werd "
        "weggelaten."},
       {"Negative amount", "Montant négatif", "Negatief bedrag"}},
      {{"AMOUNT_YEAR_UNCLEAR",
        "The amount $0 belongs to no single year; it was left out.",
        "Le montant $0 n'appartient pas à une seule année ; il a été laissé de "
        "côté.",
        "Het bedrag $0 hoort niet bij één jaar; het werd weggelaten."},
       {"Amount without a clear year", "Montant sans année claire",
        "Bedrag zonder duidelijk jaar"}},
      {{"ENVELOPE_YEAR_FROM_TERM",
        "The amount $0 names no year; the only year of the term, $1, was "
        "taken.",
        "Le montant $0 ne nomme pas d'année ; la seule année de la période, "
        "$1, a été retenue.",
        "Het bedrag $0 noemt geen jaar; het enige jaar van de looptijd, $1, "
        "werd genomen."},
       {"Year taken from the term", "Année tirée de la période",
        "Jaar afgeleid uit de looptijd"}},
      {{"ENVELOPE_ALLOCATION_ASSUMED",
        "The amount $0 names no allocation; it was taken as the general one.",
        "Le montant $0 ne nomme pas d'allocation ; il a été pris comme "
        "allocation générale.",
        "Het bedrag $0 noemt geen toelage; het werd als algemene toelage "
        "genomen."},
       {"Allocation assumed", "Allocation présumée", "Toelage verondersteld"}},
      {{"ENVELOPE_REPEATED",
        "A second amount, $0, stands for the same allocation and year $1.",
        "Un second montant, $0, figure pour la même allocation et l'année $1.",
        "Een tweede bedrag, $0, staat voor dezelfde toelage en het jaar $1."},
       {"Envelope stands twice", "Enveloppe en double", "Enveloppe dubbel"}},
      {{"ENVELOPE_OUTSIDE_TERM",
        "An amount is granted for $0, a year outside the term.",
        "Un montant est accordé pour $0, une année hors de la période.",
        "Er is een bedrag toegekend voor $0, een jaar buiten de looptijd."},
       {"Envelope outside the term", "Enveloppe hors période",
        "Enveloppe buiten de looptijd"}},
      {{"YEAR_WITHOUT_ENVELOPE",
        "No amount is given for $0, a year of the term.",
        "Aucun montant n'est donné pour $0, une année de la période.",
        "Er is geen bedrag vermeld voor $0, een jaar van de looptijd."},
       {"Year without amount", "Année sans montant", "Jaar zonder bedrag"}},
      {{"GENERAL_ENVELOPE_MISSING",
        "No amount of the general allocation is given for $0, while it has "
        "one for another year.",
        "Aucun montant de l'allocation générale n'est donné pour $0, alors "
        "qu'elle en a un pour une autre année.",
        "Er is geen bedrag van de algemene toelage vermeld voor $0, terwijl ze "
        "er een heeft voor een ander jaar."},
       {"General amount missing for a year",
        "Montant général absent pour une année",
        "Algemeen bedrag ontbreekt voor een jaar"}},
      {{"SUPPLEMENTARY_ENVELOPE_MISSING",
        "No amount of the supplementary allocation is given for $0, while it "
        "has one for another year.",
        "Aucun montant de l'allocation complémentaire n'est donné pour $0, "
        "alors qu'elle en a un pour une autre année.",
        "Er is geen bedrag van de aanvullende toelage vermeld voor $0, terwijl "
        "ze er een heeft voor een ander jaar."},
       {"Supplementary amount missing for a year",
        "Montant complémentaire absent pour une année",
        "Aanvullend bedrag ontbreekt voor een jaar"}},
      {{"PART_WITHOUT_ENVELOPE", "This part has no amount in the head.",
        "Cette partie n'a pas de montant dans l'en-tête.",
        "Dit deel heeft geen bedrag in de aanhef."},
       {"Part without amount", "Partie sans montant", "Deel zonder bedrag"}},
      {{"ENVELOPE_WITHOUT_PART",
        "A supplementary amount is granted, but no part of the document is "
        "about it.",
        "Un montant complémentaire est accordé, mais aucune partie du document "
        "n'en traite.",
        "Er is een aanvullend bedrag toegekend, maar geen deel van het "
        "document gaat erover."},
       {"Supplementary amount without part",
        "Montant complémentaire sans partie", "Aanvullend bedrag zonder deel"}},
      {{"TOTAL_DIFFERS",
        "The printed total, $0, differs from the sum of the amounts, $1.",
        "Le total imprimé, $0, diffère de la somme des montants, $1.",
        "Het gedrukte totaal, $0, verschilt van de som van de bedragen, $1."},
       {"Printed total differs", "Total imprimé différent",
        "Gedrukt totaal verschilt"}},
      {{"AMOUNT_OUTSIDE_ENVELOPES",
        "The amount $0 was not read as an envelope.",
        "Le montant $0 n'a pas été lu comme une enveloppe.",
        "Het bedrag $0 werd niet als enveloppe gelezen."},
       {"Amount that is no envelope", "Montant hors enveloppe",
        "Bedrag buiten enveloppe"}},
  };
  return kRows;
}

}  // namespace entente::conventions
