#include "tools/client/sdmx_words.h"

namespace entente::client {

const std::vector<SdmxCodeList>& SdmxCodeLists() {
  static const auto* const kLists = new std::vector<SdmxCodeList>{
      {"CL_FREQ",
       {"Frequency", "Fréquence", "Frequentie"},
       {"Codes of the cross-domain list CL_FREQ of SDMX.",
        "Codes de la liste transversale CL_FREQ de SDMX.",
        "Codes van de domeinoverschrijdende lijst CL_FREQ van SDMX."},
       {{"M", {"Monthly", "Mensuelle", "Maandelijks"}},
        {"Q", {"Quarterly", "Trimestrielle", "Per kwartaal"}},
        {"A", {"Annual", "Annuelle", "Jaarlijks"}},
        {"_O",
         {"Other: months that are no quarter or calendar year",
          "Autre : des mois qui ne font ni trimestre ni année civile",
          "Andere: maanden die geen kwartaal of kalenderjaar zijn"}}}},
      {"CL_OBS_STATUS",
       {"Observation status", "Statut de l'observation",
        "Status van de waarneming"},
       {"Codes of the cross-domain list CL_OBS_STATUS of SDMX.",
        "Codes de la liste transversale CL_OBS_STATUS de SDMX.",
        "Codes van de domeinoverschrijdende lijst CL_OBS_STATUS van SDMX."},
       {{"A", {"Normal value", "Valeur normale", "Normale waarde"}},
        {"P", {"Provisional value", "Valeur provisoire", "Voorlopige waarde"}},
        {"M",
         {"Missing: no value can exist",
          "Manquante : aucune valeur ne peut exister",
          "Ontbreekt: er kan geen waarde bestaan"}},
        {"O",
         {"Missing: nothing was said of it", "Manquante : rien n'en a été dit",
          "Ontbreekt: er is niets over vermeld"}},
        {"Q",
         {"Missing: left out of what is released",
          "Manquante : omise de la publication",
          "Ontbreekt: weggelaten uit de publicatie"}}}},
      {"CL_CONF_STATUS",
       {"Confidentiality status", "Statut de confidentialité",
        "Vertrouwelijkheidsstatus"},
       {"Codes of the cross-domain list CL_CONF_STATUS of SDMX.",
        "Codes de la liste transversale CL_CONF_STATUS de SDMX.",
        "Codes van de domeinoverschrijdende lijst CL_CONF_STATUS van SDMX."},
       {{"F", {"Free", "Libre", "Vrij"}},
        {"N",
         {"Not for publication, for internal use only",
          "À ne pas publier, à usage interne seulement",
          "Niet te publiceren, alleen voor intern gebruik"}},
        {"C", {"Confidential", "Confidentiel", "Vertrouwelijk"}},
        {"A",
         {"Confidential by itself: small or of few persons",
          "Confidentiel par lui-même : petit chiffre ou peu de personnes",
          "Op zich vertrouwelijk: klein cijfer of weinig personen"}},
        {"D",
         {"Confidential to protect others",
          "Confidentiel pour en protéger d'autres",
          "Vertrouwelijk om andere te beschermen"}}}},
      {"CL_UNIT_MEASURE",
       {"Unit of measure", "Unité de mesure", "Meeteenheid"},
       {"UNIT_MEASURE is a cross-domain concept of SDMX without a cross-domain "
        "list; these codes are ENTENTE's.",
        "UNIT_MEASURE est un concept transversal de SDMX sans liste "
        "transversale ; ces codes sont d'ENTENTE.",
        "UNIT_MEASURE is een domeinoverschrijdend concept van SDMX zonder "
        "domeinoverschrijdende lijst; deze codes zijn van ENTENTE."},
       {{"PN", {"Pure number", "Nombre pur", "Zuiver getal"}},
        {"MIN", {"Minutes", "Minutes", "Minuten"}},
        {"PC", {"Per cent", "Pour cent", "Procent"}}}}};
  return *kLists;
}

const std::vector<SdmxConcept>& SdmxConcepts() {
  static const auto* const kConcepts = new std::vector<SdmxConcept>{
      {"FREQ",
       {"Frequency", "Fréquence", "Frequentie"},
       {"How long the period is.", "La durée de la période.",
        "Hoe lang de periode is."}},
      {"REF_AREA",
       {"Area", "Lieu", "Gebied"},
       {"Code of an area of the municipality, as in DPI-2; for the whole "
        "municipality its NIS code of five digits; with _O behind, what is in "
        "no area that is listed.",
        "Code d'un lieu de la commune, comme DPI-2 ; pour toute la commune son "
        "code INS de cinq chiffres ; suivi de _O, ce qui n'est dans aucun lieu "
        "listé.",
        "Code van een gebied van de gemeente, zoals DPI-2; voor de hele "
        "gemeente haar NIS-code van vijf cijfers; met _O erachter, wat in geen "
        "vermeld gebied ligt."}},
      {"INDICATOR",
       {"Indicator", "Indicateur", "Indicator"},
       {"Code of what is counted, as `entente indicators measures` lists it; "
        "each municipality has codes of its own.",
        "Code de ce qui est compté, comme le liste `entente indicators "
        "measures` ; chaque commune a ses propres codes.",
        "Code van wat geteld wordt, zoals `entente indicators measures` het "
        "opsomt; elke gemeente heeft eigen codes."}},
      {"TIME_PERIOD",
       {"Period", "Période", "Periode"},
       {"A month (2018-01), a quarter (2018-Q1), a calendar year (2018), or a "
        "first day and how long (2018-02-01/P4M).",
        "Un mois (2018-01), un trimestre (2018-Q1), une année civile (2018), "
        "ou un premier jour et une durée (2018-02-01/P4M).",
        "Een maand (2018-01), een kwartaal (2018-Q1), een kalenderjaar (2018), "
        "of een eerste dag en een duur (2018-02-01/P4M)."}},
      {"OBS_VALUE",
       {"Value", "Valeur", "Waarde"},
       {"A number of things, minutes, 1 or 0 for yes or no, or per cent with "
        "two decimals; empty where OBS_STATUS says so, for words, and for a "
        "ratio without denominator.",
        "Un nombre de choses, des minutes, 1 ou 0 pour oui ou non, ou un "
        "pourcentage à deux décimales ; vide si OBS_STATUS le dit, pour des "
        "mots, et pour un rapport sans dénominateur.",
        "Een aantal zaken, minuten, 1 of 0 voor ja of nee, of procent met twee "
        "decimalen; leeg waar OBS_STATUS het zegt, voor woorden, en voor een "
        "verhouding zonder noemer."}},
      {"OBS_STATUS",
       {"Observation status", "Statut de l'observation",
        "Status van de waarneming"},
       {"Whether there is a value and how final it is.",
        "S'il y a une valeur, et si elle est définitive.",
        "Of er een waarde is en hoe definitief ze is."}},
      {"CONF_STATUS",
       {"Confidentiality status", "Statut de confidentialité",
        "Vertrouwelijkheidsstatus"},
       {"Who may know the value; only a release says that it is free.",
        "Qui peut connaître la valeur ; seule une publication la dit libre.",
        "Wie de waarde mag kennen; alleen een publicatie noemt ze vrij."}},
      {"UNIT_MEASURE",
       {"Unit of measure", "Unité de mesure", "Meeteenheid"},
       {"The unit of OBS_VALUE.", "L'unité de OBS_VALUE.",
        "De eenheid van OBS_VALUE."}},
      {"NUMERATOR",
       {"Numerator", "Numérateur", "Teller"},
       {"Of a ratio, else empty.", "D'un rapport, sinon vide.",
        "Van een verhouding, anders leeg."}},
      {"DENOMINATOR",
       {"Denominator", "Dénominateur", "Noemer"},
       {"Of a ratio, else empty.", "D'un rapport, sinon vide.",
        "Van een verhouding, anders leeg."}},
      {"CONTRIBUTIONS",
       {"Contributions", "Contributions", "Bijdragen"},
       {"How many observations, activities, events and statements the value is "
        "made of.",
        "De combien d'observations, d'activités, de faits et de déclarations "
        "la valeur est faite.",
        "Uit hoeveel waarnemingen, activiteiten, feiten en verklaringen de "
        "waarde bestaat."}},
      {"SPLIT_BY",
       {"Split by", "Ventilation", "Opsplitsing"},
       {"Code list of the municipality by which the indicator is split, as in "
        "audience.",
        "Liste de codes de la commune qui ventile l'indicateur, comme "
        "audience.",
        "Codelijst van de gemeente volgens welke de indicator opgesplitst "
        "wordt, zoals audience."}},
      {"SPLIT_CODE",
       {"Part", "Partie", "Deel"},
       {"A code of that list, unknown for what no code is known of, or _T for "
        "all together.",
        "Un code de cette liste, unknown pour ce dont aucun code n'est connu, "
        "ou _T pour le tout.",
        "Een code van die lijst, unknown voor wat geen bekende code heeft, of "
        "_T voor alles samen."}},
      {"IS_LOCAL",
       {"The municipality's own", "Propre à la commune",
        "Van de gemeente zelf"},
       {"1 where the indicator is outside the convention and no result of the "
        "grant, else 0; empty where the reader may not list indicators.",
        "1 si l'indicateur est hors convention et n'est pas un résultat de la "
        "subvention, sinon 0 ; vide si le lecteur ne peut pas lister les "
        "indicateurs.",
        "1 als de indicator buiten de overeenkomst valt en geen resultaat van "
        "de subsidie is, anders 0; leeg als de lezer de indicatoren niet mag "
        "opsommen."}}};
  return *kConcepts;
}

SdmxTitle SdmxDataflowTitle(SdmxDataflow dataflow) {
  static const Sentence kOfSeries{
      "Figures as they stand or were approved, of `entente indicators export`.",
      "Chiffres tels qu'ils sont ou tels qu'ils ont été approuvés, de `entente "
      "indicators export`.",
      "Cijfers zoals ze staan of goedgekeurd zijn, van `entente indicators "
      "export`."};
  static const Sentence kOfRelease{
      "Figures after protection, of `entente indicators release show`.",
      "Chiffres après protection, de `entente indicators release show`.",
      "Cijfers na bescherming, van `entente indicators release show`."};
  switch (dataflow) {
    case SdmxDataflow::kSeries:
      return {{"Indicators of a municipality", "Indicateurs d'une commune",
               "Indicatoren van een gemeente"},
              kOfSeries};
    case SdmxDataflow::kSplitSeries:
      return {
          {"Indicators of a municipality, split by a code list",
           "Indicateurs d'une commune, ventilés par une liste de codes",
           "Indicatoren van een gemeente, opgesplitst volgens een codelijst"},
          kOfSeries};
    case SdmxDataflow::kRelease:
      return {{"Released indicators of a municipality",
               "Indicateurs publiés d'une commune",
               "Gepubliceerde indicatoren van een gemeente"},
              kOfRelease};
    case SdmxDataflow::kSplitRelease:
      return {
          {"Released indicators of a municipality, split by a code list",
           "Indicateurs publiés d'une commune, ventilés par une liste de "
           "codes",
           "Gepubliceerde indicatoren van een gemeente, opgesplitst volgens "
           "een codelijst"},
          kOfRelease};
  }
  return {};
}

}  // namespace entente::client
