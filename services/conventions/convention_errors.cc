#include "services/conventions/convention_errors.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {

using absl::StatusCode;

absl::Status NotFound(const std::string& name, absl::string_view field) {
  return Refuse(
      StatusCode::kNotFound, "NOT_FOUND", field, {{"name", name}},
      {.en = absl::StrCat("There is no ", name, ". Check the name in a list."),
       .fr = absl::StrCat("Il n'existe pas de ", name,
                          ". Vérifiez le nom dans une liste."),
       .nl = absl::StrCat(name,
                          " bestaat niet. Controleer de naam in een "
                          "lijst.")});
}

absl::Status TextImportedBefore(const std::string& name) {
  return Refuse(
      StatusCode::kAlreadyExists, "CONVENTION_EXISTS", "document_text",
      {{"name", name}},
      {.en = absl::StrCat("This document was imported before as ", name,
                          ". Use that convention, or discard it first."),
       .fr = absl::StrCat("Ce document a déjà été importé comme ", name,
                          ". Utilisez cette convention ou supprimez-la "
                          "d'abord."),
       .nl = absl::StrCat("Dit document werd al ingevoerd als ", name,
                          ". Gebruik die overeenkomst of verwijder ze "
                          "eerst.")});
}

absl::Status IdTaken(const std::string& name) {
  return Refuse(
      StatusCode::kAlreadyExists, "CONVENTION_EXISTS", "convention_id",
      {{"name", name}},
      {.en = absl::StrCat(name,
                          " holds another document. Choose another "
                          "convention_id, or discard it first."),
       .fr = absl::StrCat(name,
                          " porte sur un autre document. Choisissez un "
                          "autre convention_id ou supprimez-la d'abord."),
       .nl = absl::StrCat(name,
                          " hoort bij een ander document. Kies een "
                          "andere convention_id of verwijder ze eerst.")});
}

absl::Status TermMissing() {
  return Refuse(StatusCode::kInvalidArgument, "TERM_MISSING", "convention_id",
                {},
                {.en = "The document gives no term to make an id of. Choose a "
                       "convention_id.",
                 .fr = "Le document n'indique pas de période dont tirer un "
                       "identifiant. Choisissez un convention_id.",
                 .nl = "Het document vermeldt geen looptijd om een id van te "
                       "maken. Kies een convention_id."});
}

absl::Status DuplicateEnvelope(absl::string_view envelope, int first_line,
                               int second_line) {
  return Refuse(
      StatusCode::kInvalidArgument, "DUPLICATE_ENVELOPE", "document_text",
      {{"envelope", std::string(envelope)},
       {"first_line", absl::StrCat(first_line)},
       {"second_line", absl::StrCat(second_line)}},
      {.en = absl::StrCat("Lines ", first_line, " and ", second_line,
                          " both grant an amount for ", envelope,
                          ". Correct the text: which one counts cannot be "
                          "guessed."),
       .fr = absl::StrCat("Les lignes ", first_line, " et ", second_line,
                          " octroient toutes deux un montant pour ", envelope,
                          ". Corrigez le texte : on ne peut deviner laquelle "
                          "compte."),
       .nl = absl::StrCat("De regels ", first_line, " en ", second_line,
                          " kennen allebei een bedrag toe voor ", envelope,
                          ". Verbeter de tekst: welke telt kan niet geraden "
                          "worden.")});
}

absl::Status EnvelopeIncomplete(int line) {
  return Refuse(
      StatusCode::kInvalidArgument, "ENVELOPE_INCOMPLETE", "document_text",
      {{"line", absl::StrCat(line)}},
      {.en = absl::StrCat("Line ", line,
                          " grants an amount without a clear "
                          "allocation and year. Correct the text there."),
       .fr = absl::StrCat("La ligne ", line,
                          " octroie un montant sans "
                          "allocation ni année claires. Corrigez le texte à "
                          "cet endroit."),
       .nl = absl::StrCat("Regel ", line,
                          " kent een bedrag toe zonder "
                          "duidelijke toelage en jaar. Verbeter de tekst "
                          "daar.")});
}

absl::Status MunicipalityMismatch(const std::string& name,
                                  const std::string& document_code,
                                  const std::string& given_code) {
  return Refuse(
      StatusCode::kInvalidArgument, "MUNICIPALITY_MISMATCH", "parent",
      {{"municipality", name},
       {"document_code", document_code},
       {"given_code", given_code}},
      {.en = absl::StrCat("The document names ", name, " (", document_code,
                          "); the code given is ", given_code,
                          ". Correct the code, or say that it is meant "
                          "(municipality_differs)."),
       .fr = absl::StrCat("Le document nomme ", name, " (", document_code,
                          ") ; le code donné est ", given_code,
                          ". Corrigez le code, ou indiquez que c'est voulu "
                          "(municipality_differs)."),
       .nl = absl::StrCat("Het document noemt ", name, " (", document_code,
                          "); de opgegeven code is ", given_code,
                          ". Verbeter de code, of geef aan dat het zo bedoeld "
                          "is (municipality_differs).")});
}

absl::Status MalformedConventionId() {
  return Refuse(
      StatusCode::kInvalidArgument, "MALFORMED_CONVENTION_ID", "convention_id",
      {},
      {.en = "A convention_id begins with a lower-case letter and holds up to "
             "63 lower-case letters, digits and hyphens, as in "
             "\"css-2018-2019\".",
       .fr = "Un convention_id commence par une minuscule et compte au plus 63 "
             "minuscules, chiffres et traits d'union, comme « css-2018-2019 ».",
       .nl = "Een convention_id begint met een kleine letter en telt hoogstens "
             "63 kleine letters, cijfers en koppeltekens, zoals "
             "\"css-2018-2019\"."});
}

absl::Status EtagMismatch(absl::string_view sent, const std::string& current) {
  const std::string was = EtagSent(sent);
  return Refuse(
      StatusCode::kAborted, "ETAG_MISMATCH", "etag",
      {{"etag", current}, {"sent_etag", was}},
      {.en = absl::StrCat("It changed since it was read: you read \"", was,
                          "\", it is \"", current,
                          "\" now. Read it again and decide anew."),
       .fr = absl::StrCat("Cela a changé depuis la lecture : vous avez lu « ",
                          was, " », c'est « ", current,
                          " » à présent. Relisez et décidez à nouveau."),
       .nl = absl::StrCat("Dit is gewijzigd sinds het gelezen werd: u las \"",
                          was, "\", nu is het \"", current,
                          "\". Lees opnieuw en beslis opnieuw.")});
}

absl::Status HasMovements(const std::string& name) {
  return Refuse(
      StatusCode::kFailedPrecondition, "CONVENTION_HAS_MOVEMENTS", "name",
      {{"name", name}},
      {.en = "Money was reserved or spent on this convention, so it can no "
             "longer be discarded.",
       .fr = "De l'argent a été engagé ou dépensé sur cette convention ; elle "
             "ne peut plus être supprimée.",
       .nl = "Er werd geld vastgelegd of uitgegeven op deze overeenkomst; ze "
             "kan niet meer verwijderd worden."});
}

}  // namespace entente::conventions
