#include "tools/client/delivery/left_words.h"

#include "tools/client/delivery/session_rules.h"

namespace entente::client {
namespace {

Sentence OrderWords() {
  return {
      "corrections stand in front of the event they correct, several of one "
      "event: put older rows before newer ones",
      "des corrections précèdent l'événement qu'elles corrigent, plusieurs "
      "pour le même : mettez les lignes anciennes avant les récentes",
      "verbeteringen staan voor de gebeurtenis die ze verbeteren, meerdere "
      "voor dezelfde: zet oudere rijen voor nieuwere"};
}

// A file that was mended is another one; a session that somebody named stays
// the same, and would pass its rows over.
Sentence WithAnotherSession(Sentence words) {
  words.en += " and give another --session";
  words.fr += " et donnez une autre --session";
  words.nl += " en geef een andere --session";
  return words;
}

// No session is left by number, or the name of the next one is too long: the
// one that is made of the content never is.
Sentence LastSessionWords(const std::string& session) {
  if (PassSessionId(session, kFileSessionsMax).size() > kSessionIdBytesMax) {
    return {
        "no further pass can be named behind a --session that is so long: give "
        "a shorter one",
        "aucun autre passage ne peut être nommé après une --session si "
        "longue : donnez-en une plus courte",
        "na zo een lange --session kan geen andere ronde genoemd worden: geef "
        "een kortere"};
  }
  Sentence words = {
      "the file was sent too often for another pass: put the rejected rows "
      "into another file",
      "le fichier a été envoyé trop souvent pour un autre passage : mettez les "
      "lignes rejetées dans un autre fichier",
      "het bestand is te vaak verzonden voor nog een ronde: zet de geweigerde "
      "rijen in een ander bestand"};
  return session.empty() ? words : WithAnotherSession(words);
}

}  // namespace

using entente::indicators::v1::DeliveryReceipt;

Sentence LeftWordsOfDrop(DeliveryReceipt::LeftRejected left) {
  switch (left) {
    case DeliveryReceipt::LEFT_REJECTED_ORDER:
      return OrderWords();
    case DeliveryReceipt::LEFT_REJECTED_SESSIONS:
      return {
          "more corrections can be taken: drop it again",
          "d'autres corrections peuvent être prises : déposez-le à nouveau",
          "er kunnen nog verbeteringen aanvaard worden: plaats het opnieuw"};
    case DeliveryReceipt::LEFT_REJECTED_LAST_SESSION:
      return {
          "was dropped too often to be judged anew: put the rejected rows "
          "into another file",
          "déposé trop souvent pour être rejugé : mettez les lignes "
          "rejetées dans un autre fichier",
          "te vaak geplaatst om opnieuw beoordeeld te worden: zet de "
          "geweigerde rijen in een ander bestand"};
    default:
      return {};
  }
}

Sentence LeftWordsByHand(DeliveryReceipt::LeftRejected left,
                         const std::string& session) {
  switch (left) {
    case DeliveryReceipt::LEFT_REJECTED_ORDER:
      return session.empty() ? OrderWords() : WithAnotherSession(OrderWords());
    case DeliveryReceipt::LEFT_REJECTED_SESSIONS:
      return {
          "more corrections can be taken: give the same command again",
          "d'autres corrections peuvent être prises : donnez la même commande "
          "à nouveau",
          "er kunnen nog verbeteringen aanvaard worden: geef dezelfde opdracht "
          "opnieuw"};
    case DeliveryReceipt::LEFT_REJECTED_LAST_SESSION:
      return LastSessionWords(session);
    default:
      return {};
  }
}

}  // namespace entente::client
