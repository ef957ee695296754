// What can be wrong with items, texts, signatures and the profile.
#include "services/conventions/document/finding_rows.h"

namespace entente::conventions {

absl::Span<const FindingEntry> FindingsOfText() {
  static constexpr FindingEntry kRows[] = {
      {{"BULLET_SPLIT",
        "This item is split by a page break and goes on on line $0; it was "
        "read as one.",
        "Ce point est coupé par un saut de page et continue à la ligne $0 ; il "
        "a été lu comme un seul.",
        "Dit punt is gesplitst door een paginascheiding en gaat verder op "
        "regel $0; het werd als één punt gelezen."},
       {"Item split by a page break", "Point coupé par un saut de page",
        "Punt gesplitst door een paginascheiding"}},
      {{"BULLET_CUT", "This item seems cut off: \"$0\".",
        "Ce point semble tronqué : « $0 ».",
        "Dit punt lijkt afgebroken: \"$0\"."},
       {"Item cut off", "Point tronqué", "Punt afgebroken"}},
      {{"LIST_LEFT_OPEN",
        "The text ends with an ellipsis: what else it covers is not said.",
        "Le texte se termine par des points de suspension : ce qu'il couvre "
        "encore n'est pas dit.",
        "De tekst eindigt met een beletselteken: wat hij nog dekt is niet "
        "gezegd."},
       {"Text ends with an ellipsis",
        "Texte terminé par des points de suspension",
        "Tekst eindigt met beletselteken"}},
      {{"BULLET_EMPTY", "A bullet stands without text.",
        "Une puce figure sans texte.",
        "Er staat een opsommingsteken zonder tekst."},
       {"Empty item", "Point vide", "Leeg punt"}},
      {{"ITEM_WITHOUT_BULLET",
        "This line stands in a list without a bullet; it was read as an item.",
        "Cette ligne figure dans une liste sans puce ; elle a été lue comme un "
        "point.",
        "Deze regel staat zonder opsommingsteken in een lijst; hij werd als "
        "een punt gelezen."},
       {"Item without bullet", "Point sans puce",
        "Punt zonder opsommingsteken"}},
      {{"STRAY_TEXT", "This line belongs to no heading; it was set aside.",
        "Cette ligne n'appartient à aucun intitulé ; elle a été laissée de "
        "côté.",
        "Deze regel hoort bij geen titel; hij werd terzijde gelaten."},
       {"Text outside the tree", "Texte hors structure",
        "Tekst buiten de structuur"}},
      {{"REPEATED_LABEL",
        "This label stands already on line $0. It is counted once and reported "
        "twice.",
        "Ce libellé figure déjà à la ligne $0. Il est compté une seule fois et "
        "repris deux fois.",
        "Dit opschrift staat al op regel $0. Het wordt één keer geteld en twee "
        "keer vermeld."},
       {"Label stands twice", "Libellé répété", "Opschrift herhaald"}},
      {{"REPEATED_TEXT", "This sector says the same already on line $0.",
        "Ce secteur dit déjà la même chose à la ligne $0.",
        "Deze sector zegt hetzelfde al op regel $0."},
       {"Text stands twice in one sector", "Texte répété dans un secteur",
        "Tekst herhaald in één sector"}},
      {{"POSSIBLE_TYPO",
        "This text differs by a letter or two from line $0; one of them may be "
        "a typing error.",
        "Ce texte diffère d'une lettre ou deux de la ligne $0 ; l'un des deux "
        "peut être une faute de frappe.",
        "Deze tekst verschilt een letter of twee van regel $0; een van beide "
        "kan een tikfout zijn."},
       {"Nearly the same text", "Texte presque identique",
        "Bijna dezelfde tekst"}},
      {{"NO_SIGNATURE_BLOCK",
        "The document has no signature block: it is an unsigned copy.",
        "Le document n'a pas de bloc de signature : c'est une copie non "
        "signée.",
        "Het document heeft geen handtekeningblok: het is een "
        "niet-ondertekende kopie."},
       {"No signature block", "Pas de bloc de signature",
        "Geen handtekeningblok"}},
      {{"SIGNATURE_PLACE_BLANK", "The place of signature is left blank.",
        "Le lieu de signature est laissé en blanc.",
        "De plaats van ondertekening is blanco gelaten."},
       {"Place of signature blank", "Lieu de signature en blanc",
        "Plaats van ondertekening blanco"}},
      {{"SIGNATURE_DATE_BLANK", "The date of signature is left blank.",
        "La date de signature est laissée en blanc.",
        "De datum van ondertekening is blanco gelaten."},
       {"Date of signature blank", "Date de signature en blanc",
        "Datum van ondertekening blanco"}},
      {{"SIGNED_AFTER_START", "Signed on $0, after the term began on $1.",
        "Signée le $0, après le début de la période, le $1.",
        "Ondertekend op $0, na het begin van de looptijd op $1."},
       {"Signed after the term began", "Signée après le début de la période",
        "Ondertekend na het begin van de looptijd"}},
      {{"SIGNATORY_MISSING", "The signature block names no signatory for $0.",
        "Le bloc de signature ne nomme aucun signataire pour $0.",
        "Het handtekeningblok noemt geen ondertekenaar voor $0."},
       {"Signatory missing", "Signataire absent", "Ondertekenaar ontbreekt"}},
      {{"SIGNATORY_DIFFERS",
        "The name or function of this signatory does not stand in the head "
        "(line $0).",
        "Le nom ou la fonction de ce signataire ne figure pas dans l'en-tête "
        "(ligne $0).",
        "De naam of functie van deze ondertekenaar staat niet in de aanhef "
        "(regel $0)."},
       {"Signatory differs from the head", "Signataire absent de l'en-tête",
        "Ondertekenaar niet in de aanhef"}},
      {{"PAGE_FURNITURE",
        "$0 lines of page numbers or running heads were set aside; this is the "
        "first.",
        "$0 lignes de numéros de page ou de titres courants ont été laissées "
        "de côté ; voici la première.",
        "$0 regels met paginanummers of kopregels werden terzijde gelaten; dit "
        "is de eerste."},
       {"Page numbers and running heads", "Numéros de page et titres courants",
        "Paginanummers en kopregels"}},
      {{"LABEL_WITHOUT_MEASURE",
        "The contract profile maps no measure to this indicator.",
        "Le profil de contrat n'associe aucune mesure à cet indicateur.",
        "Het contractprofiel koppelt geen meting aan deze indicator."},
       {"Indicator not in the profile", "Indicateur absent du profil",
        "Indicator niet in het profiel"}},
      {{"PROFILE_NOT_REVIEWED",
        "Nobody is said to have reviewed the contract profile $0, version $1, "
        "by which this convention is counted.",
        "Personne n'est dit avoir revu le profil de contrat $0, version $1, "
        "selon lequel cette convention est comptée.",
        "Van het contractprofiel $0, versie $1, waarmee deze overeenkomst "
        "geteld wordt, staat niet dat iemand het nalas."},
       {"Contract profile not reviewed", "Profil de contrat non revu",
        "Contractprofiel niet nagelezen"}},
      {{"KIND_GUESSED",
        "Without a contract profile the kind of \"$0\" was guessed: $1. A "
        "person must confirm it.",
        "Sans profil de contrat, le type de « $0 » a été déduit du libellé : "
        "$1. Une personne doit le confirmer.",
        "Zonder contractprofiel werd de soort van \"$0\" uit het opschrift "
        "afgeleid: $1. Iemand moet ze bevestigen."},
       {"Kind of measure guessed", "Type de mesure déduit du libellé",
        "Soort meting afgeleid uit het opschrift"}},
  };
  return kRows;
}

}  // namespace entente::conventions
