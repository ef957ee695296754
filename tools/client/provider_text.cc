#include "tools/client/provider_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "services/common/gate/token.h"
#include "services/common/gate/token_issuer.h"
#include "services/conventions/money/date.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

using conventions::FormatIsoDay;

// A setting in a column of its own, then its value.
std::string Line(const std::string& setting, const std::string& value) {
  constexpr int kSettingColumns = 24;
  const int missing = kSettingColumns - DisplayWidth(setting);
  return absl::StrCat("  ", setting, std::string(std::max(missing, 1), ' '),
                      value, "\n");
}

std::string LifetimeSeconds() {
  return absl::StrCat(absl::ToInt64Seconds(gate::TokenRules{}.lifetime_max));
}

std::string Head(Language language) {
  return Pick(
      {"Persons are kept by the OpenID provider, where this command cannot "
       "write. Configure there:\n",
       "Les personnes sont tenues par le fournisseur OpenID, où cette commande "
       "ne peut écrire. Configurez-y :\n",
       "De OpenID-aanbieder houdt de personen bij; deze opdracht kan daar niet "
       "schrijven. Stel er in:\n"},
      language);
}

// What every token must say, whoever it is for.
std::string TokenText(Language language) {
  std::string text = Pick(
      {"Its access tokens must say (the services refuse any other):\n",
       "Ses jetons d'accès doivent dire (les services refusent tout autre) :\n",
       "De toegangstokens moeten zeggen (de diensten weigeren elk ander):\n"},
      language);
  absl::StrAppend(
      &text,
      Line("alg", Pick({"ES256 or EdDSA", "ES256 ou EdDSA", "ES256 of EdDSA"},
                       language)),
      Line("iss", Pick({"what the services were given as --issuer",
                        "ce que les services ont reçu comme --issuer",
                        "wat de diensten als --issuer kregen"},
                       language)),
      Line("aud", absl::StrCat("\"", gate::kDevAudience, "\"",
                               Pick({" alone, or what --audience says",
                                     " seul, ou ce que dit --audience",
                                     " alleen, of wat --audience zegt"},
                                    language))),
      Line("exp - iat",
           absl::StrCat(Pick({"at most ", "au plus ", "hoogstens "}, language),
                        LifetimeSeconds(), " s")),
      Line("nbf", Pick({"present, or start the services with "
                        "--tokens-without-nbf (Keycloak)",
                        "présent, ou démarrez les services avec "
                        "--tokens-without-nbf (Keycloak)",
                        "aanwezig, of start de diensten met "
                        "--tokens-without-nbf (Keycloak)"},
                       language)));
  return text;
}

}  // namespace

std::string ProviderAddText(const NewAssignment& wanted, Language language) {
  std::string text = Head(language);
  absl::StrAppend(
      &text,
      Line(Pick({"user", "utilisateur", "gebruiker"}, language),
           wanted.subject),
      Line("sub",
           Pick({"never changes, names nobody: the services know the person by "
                 "it alone",
                 "ne change jamais, ne nomme personne : les services ne "
                 "connaissent que lui",
                 "verandert nooit, noemt niemand: de diensten kennen alleen "
                 "dit"},
                language)),
      Line(Pick({"realm roles", "rôles du royaume", "realmrollen"}, language),
           absl::StrJoin(wanted.roles, ", ")),
      Line("realm_access.roles",
           absl::StrCat("[\"", absl::StrJoin(wanted.roles, "\", \""), "\"]",
                        Pick({", or the claim that --roles-claim names",
                              ", ou la claim que nomme --roles-claim",
                              ", of de claim die --roles-claim noemt"},
                             language))),
      Line(Pick({"enabled", "activé", "actief"}, language),
           absl::StrCat(FormatIsoDay(wanted.from), " … ",
                        FormatIsoDay(wanted.until))));
  if (!wanted.languages.empty()) {
    absl::StrAppend(&text, Line("locale", wanted.languages.front()));
  }
  return absl::StrCat(text, TokenText(language));
}

std::string ProviderRemoveText(const std::string& subject,
                               const std::string& role, Language language) {
  std::string text = Head(language);
  absl::StrAppend(
      &text,
      Line(Pick({"user", "utilisateur", "gebruiker"}, language), subject));
  if (role.empty()) {
    absl::StrAppend(&text, Line(Pick({"enabled", "activé", "actief"}, language),
                                Pick({"no; end the open sessions",
                                      "non ; fermez les sessions "
                                      "ouvertes",
                                      "nee; beëindig de open sessies"},
                                     language)));
  } else {
    absl::StrAppend(
        &text,
        Line(Pick({"realm roles", "rôles du royaume", "realmrollen"}, language),
             absl::StrCat("- ", role)));
  }
  absl::StrAppend(
      &text,
      Pick({"A token already given serves for another ",
            "Un jeton déjà donné sert encore ",
            "Een al gegeven token dient nog "},
           language),
      LifetimeSeconds(),
      Pick({" s at most.\n", " s au plus.\n", " s, niet langer.\n"}, language));
  return text;
}

}  // namespace entente::client
