#include "tools/client/case_flags.h"

namespace entente::client {

namespace common = entente::common::v1;

CLI::Option* PurposeFlags::Declare(Command& command) {
  CLI::Option* option =
      command
          .Option(
              "--purpose", purpose,
              {"Why the case is opened: follow-up, meeting, review or "
               "oversight.",
               "Pourquoi le dossier est consulté : follow-up (suivi), meeting "
               "(réunion), review (réexamen) ou oversight (contrôle).",
               "Waarom het dossier wordt geopend: follow-up (opvolging), "
               "meeting (vergadering), review (herziening) of oversight "
               "(toezicht)."})
          ->required()
          ->check(
              CLI::IsMember({"follow-up", "meeting", "review", "oversight"}))
          ->option_text("follow-up|meeting|review|oversight");
  command.Option("--reference", reference,
                 {"What occasions the call: a meeting as entente meeting list "
                  "names it, an item of its agenda (…/agendaItems/2), "
                  "notes/NUMBER or reviews/NUMBER.",
                  "Ce qui motive l'appel : une réunion telle que entente "
                  "meeting list la nomme, un point de son ordre du jour "
                  "(…/agendaItems/2), notes/NUMÉRO ou reviews/NUMÉRO.",
                  "Wat aanleiding geeft: een vergadering zoals entente meeting "
                  "list ze noemt, een punt van haar agenda (…/agendaItems/2), "
                  "notes/NUMMER of reviews/NUMMER."});
  command.Option("--justification", justification,
                 {"Only where there is no reference: 20 to 500 characters that "
                  "name nobody.",
                  "Seulement sans référence : 20 à 500 caractères qui ne "
                  "nomment personne.",
                  "Alleen zonder verwijzing: 20 tot 500 tekens die niemand "
                  "noemen."});
  command.Option("--acting-under", legal_basis,
                 {"Law, article or decree you act under: \"law of 30 July "
                  "2018\". Always asked for.",
                  "Loi, article ou décret qui fonde l'appel : « loi du 30 "
                  "juillet 2018 ». Toujours demandé.",
                  "Wet, artikel of decreet waarop de oproep steunt: \"wet van "
                  "30 juli 2018\". Altijd gevraagd."});
  return option;
}

absl::StatusOr<CallExtras> PurposeFlags::Extras() const {
  common::AccessContext access;
  if (purpose == "follow-up") access.set_purpose(common::PURPOSE_FOLLOW_UP);
  if (purpose == "meeting") access.set_purpose(common::PURPOSE_MEETING);
  if (purpose == "review") access.set_purpose(common::PURPOSE_REVIEW);
  if (purpose == "oversight") access.set_purpose(common::PURPOSE_OVERSIGHT);
  if (reference.empty() && justification.empty()) {
    return UsageError(
        {"Give --reference, or --justification where there is none.",
         "Donnez --reference, ou --justification s'il n'y en a pas.",
         "Geef --reference, of --justification als er geen is."});
  }
  if (legal_basis.empty()) {
    return UsageError(
        {"Give --acting-under: the law, article or decree you act under.",
         "Donnez --acting-under : la loi, l'article ou le décret qui fonde "
         "votre appel.",
         "Geef --acting-under: de wet, het artikel of het decreet waarop uw "
         "oproep steunt."});
  }
  access.set_reference(reference);
  access.set_justification(justification);
  access.set_legal_basis(legal_basis);
  return CallExtras{.access = access};
}

}  // namespace entente::client
