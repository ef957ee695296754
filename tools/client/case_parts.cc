#include "tools/client/case_parts.h"

#include <ostream>

#include "absl/strings/match.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {

namespace v1 = entente::exchange::v1;
using v1::FollowUpEntry;

namespace {

std::string StateWord(Cli& cli, v1::SubjectState state) {
  switch (state) {
    case v1::SUBJECT_STATE_IN_ZONE:
      return cli.T({"in the zone", "sur zone", "in het gebied"});
    case v1::SUBJECT_STATE_ON_THE_WAY:
      return cli.T({"on the way", "en route", "onderweg"});
    case v1::SUBJECT_STATE_RETURNED:
      return cli.T({"returned", "revenu", "teruggekeerd"});
    case v1::SUBJECT_STATE_PREVENTED:
      return cli.T({"prevented", "empêché de partir", "tegengehouden"});
    case v1::SUBJECT_STATE_INTENDING:
      return cli.T({"intending", "intention de partir", "van plan"});
    default:
      return "?";
  }
}

std::string NatureWord(Cli& cli, FollowUpEntry::Nature nature) {
  return nature == FollowUpEntry::NATURE_FACT
             ? cli.T({"fact", "fait", "feit"})
             : cli.T({"assessment", "appréciation", "beoordeling"});
}

std::string HandlingWord(Cli& cli, FollowUpEntry::HandlingCode code) {
  switch (code) {
    case FollowUpEntry::HANDLING_CODE_CELL:
      return cli.T({"for the cell", "pour la cellule", "voor de cel"});
    case FollowUpEntry::HANDLING_CODE_ORIGINATOR:
      return cli.T({"originator and chair", "auteur et présidence",
                    "opsteller en voorzitter"});
    default:
      return cli.T(
          {"professional secrecy", "secret professionnel", "beroepsgeheim"});
  }
}

}  // namespace

void DeclareCase(Command& command, CaseFlags& flags) {
  command.Positional("CASE", flags.name,
                     {"Handle of the case.", "Référence du dossier.",
                      "Kenmerk van het dossier."});
  command.Municipality(flags.municipality);
  flags.purpose.Declare(command);
}

absl::StatusOr<std::string> CaseName(Cli& cli, const std::string& municipality,
                                     const std::string& name) {
  if (absl::StrContains(name, '/')) return name;
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string parent,
      MunicipalityName(cli.session().config(), municipality));
  return Under(parent, "cases", name);
}

void SayNotSealed(Cli& cli) {
  cli.Note(
      {"Content of cases is not sealed in this version: it must not be "
       "real.",
       "Le contenu des dossiers n'est pas scellé dans cette version : il "
       "ne doit pas être réel.",
       "De inhoud van dossiers is in deze versie niet verzegeld: hij mag "
       "niet echt zijn."});
}

void PrintCaseHead(Cli& cli, const v1::Case& one) {
  cli.out() << ShortName(one.name());
  if (one.subject_state() != v1::SUBJECT_STATE_UNSPECIFIED) {
    cli.out() << "  " << StateWord(cli, one.subject_state()) << " ("
              << FormatDate(one.subject_state_date()) << ")";
  }
  cli.out() << "\n";
}

void PrintEntry(Cli& cli, const FollowUpEntry& entry) {
  cli.out() << "\n"
            << FormatDate(entry.date()) << "  "
            << NatureWord(cli, entry.nature()) << "  "
            << FollowUpEntry::Reliability_Name(entry.reliability()).back()
            << FollowUpEntry::Certainty_Name(entry.certainty()).back() << "  "
            << HandlingWord(cli, entry.handling_code()) << "  "
            << entry.origin() << "\n";
  for (const std::string& line : Wrap(entry.text(), cli.columns() - 2)) {
    cli.out() << "  " << line << "\n";
  }
}

}  // namespace entente::client
