#include "tools/client/missing_word.h"

namespace entente::client {

Sentence MissingWord(const std::string& code) {
  if (code == "COUNCIL_APPROVAL") {
    return {"council approval", "approbation du conseil communal",
            "goedkeuring door de gemeenteraad"};
  }
  if (code == "MINISTER") {
    return {"signature of the minister", "signature du ministre",
            "handtekening van de minister"};
  }
  if (code == "MAYOR") {
    return {"signature of the mayor", "signature du bourgmestre",
            "handtekening van de burgemeester"};
  }
  if (code == "SECRETARY") {
    return {"signature of the secretary", "signature du secrétaire communal",
            "handtekening van de gemeentesecretaris"};
  }
  if (code == "RECEIPT") {
    return {"its receipt", "sa réception", "de ontvangst ervan"};
  }
  if (code == "TERM") {
    return {"the first day of the term", "le premier jour de la période",
            "de eerste dag van de looptijd"};
  }
  return {code, code, code};
}

}  // namespace entente::client
