// convention profile draft|check: a contract profile before a service reads it.
#include "tools/client/profiles/profile_file_commands.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/profiles/profile_faults.h"
#include "services/conventions/profiles/profile_loader.h"
#include "tools/client/convention_parts.h"
#include "tools/client/document_input.h"
#include "tools/client/files.h"
#include "tools/client/profiles/profile_coverage.h"
#include "tools/client/profiles/profile_draft.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::ProfileLineFault;
using conventions::ProfileReading;

constexpr size_t kProfileBytesMax = 1024 * 1024;

absl::StatusOr<v1::Convention> ReadDocument(Cli& cli, const std::string& path) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string text,
                           DocumentText(path, cli.in()));
  return conventions::ParseConvention(text);
}

struct DraftFlags {
  std::string document;
  // Empty: that of the document, whose people complete the file.
  std::string language;
  std::string out = "-";
};

absl::Status Draft(Cli& cli, const DraftFlags& flags) {
  std::error_code error;
  if (flags.out != "-" && std::filesystem::exists(flags.out, error)) {
    return ClientError(
        absl::StatusCode::kAlreadyExists, "FILE_EXISTS",
        {absl::StrCat(flags.out,
                      " is there already, perhaps with what people "
                      "said. Name another file."),
         absl::StrCat(flags.out,
                      " existe déjà, peut-être avec ce que des "
                      "personnes ont indiqué. Nommez un autre "
                      "fichier."),
         absl::StrCat(flags.out,
                      " bestaat al, misschien met wat mensen "
                      "vermeldden. Noem een ander bestand.")});
  }
  ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                           ReadDocument(cli, flags.document));
  const Language language =
      ParseLanguage(flags.language.empty() ? convention.language_code()
                                           : flags.language)
          .value_or(cli.language());
  const std::string text = DraftProfile(convention, language);
  if (flags.out == "-") {
    cli.out() << text;
    return absl::OkStatus();
  }
  if (!WritePrivateFile(flags.out, text)) return FileUnwritable(flags.out);
  cli.Say({absl::StrCat("Written: ", flags.out,
                        ". Complete it, then: entente convention profile "
                        "check ",
                        flags.out),
           absl::StrCat("Écrit : ", flags.out,
                        ". Complétez-le, puis : entente convention profile "
                        "check ",
                        flags.out),
           absl::StrCat("Geschreven: ", flags.out,
                        ". Vul het aan, daarna: entente convention profile "
                        "check ",
                        flags.out)});
  return absl::OkStatus();
}

// In no line: the document says it, not the file.
void AddDocumentFaults(const v1::ContractProfile& profile,
                       const v1::Convention& convention,
                       const ProfileCoverage& coverage,
                       std::vector<ProfileLineFault>& faults) {
  if (profile.has_valid_from() && profile.has_valid_until() &&
      !coverage.is_of_term) {
    const std::string term = ConventionTerm(convention);
    faults.push_back(
        {0, conventions::InvalidProfile(
                "valid_from",
                absl::StrCat("the document's term is ", term,
                             "; a profile is chosen by it."),
                absl::StrCat("la durée du document est ", term,
                             " ; c'est par elle qu'un profil est choisi."),
                absl::StrCat("de looptijd van het document is ", term,
                             "; daarop wordt een profiel gekozen."))});
  }
  if (!coverage.is_of_municipality) {
    faults.push_back(
        {0, conventions::InvalidProfile(
                "municipality_code", "the document names another municipality.",
                "le document nomme une autre commune.",
                "het document noemt een andere gemeente.")});
  }
}

void PrintFaults(Cli& cli, const std::vector<ProfileLineFault>& faults) {
  Table table({{cli.T({"line", "ligne", "regel"}), Align::kRight},
               {cli.T({"fault", "défaut", "fout"}), Align::kLeft, true}});
  for (const ProfileLineFault& fault : faults) {
    const auto detail = GetErrorDetail(fault.status);
    table.AddRow({fault.line == 0 ? "" : absl::StrCat(fault.line),
                  detail ? cli.T(detail->sentence)
                         : std::string(fault.status.message())});
  }
  cli.out() << table.Render(cli.columns());
}

void PrintUnmapped(Cli& cli, const ProfileCoverage& coverage) {
  if (coverage.unmapped.empty()) return;
  cli.out() << "\n";
  cli.Say({"Printed labels that no mapping covers:",
           "Libellés imprimés qu'aucune correspondance ne couvre :",
           "Gedrukte labels die geen koppeling dekt:"});
  Table table({{cli.T({"line", "ligne", "regel"}), Align::kRight},
               {cli.T({"of the document", "du document", "van het document"})},
               {cli.T({"label", "libellé", "label"}), Align::kLeft, true}});
  for (const ProfileCoverage::Label& label : coverage.unmapped) {
    table.AddRow({absl::StrCat(label.line),
                  label.is_expected_result
                      ? cli.T({"expected result", "résultat attendu",
                               "verwacht resultaat"})
                      : cli.T({"indicator", "indicateur", "indicator"}),
                  label.text});
  }
  cli.out() << table.Render(cli.columns());
}

void PrintUnmatched(Cli& cli, const ProfileReading& reading,
                    const ProfileCoverage& coverage) {
  if (coverage.unmatched.empty()) return;
  cli.out() << "\n";
  cli.Say({"Mappings that match nothing of the document:",
           "Correspondances qui ne répondent à rien du document :",
           "Koppelingen die met niets in het document overeenkomen:"});
  Table table({{cli.T({"line", "ligne", "regel"}), Align::kRight},
               {cli.T({"label of the profile", "libellé du profil",
                       "label van het profiel"}),
                Align::kLeft, true}});
  for (const int index : coverage.unmatched) {
    table.AddRow({absl::StrCat(reading.label_lines[index]),
                  reading.profile.labels(index).label()});
  }
  cli.out() << table.Render(cli.columns());
}

void PrintCoverage(Cli& cli, const ProfileReading& reading,
                   const ProfileCoverage& coverage) {
  const auto count = [&](const Sentence& what, int mapped, int all) {
    cli.out() << absl::StrCat(cli.T(what), mapped, "/", all, "\n");
  };
  cli.out() << "\n";
  count({"Indicators with a measure: ", "Indicateurs avec une mesure : ",
         "Indicatoren met een meting: "},
        coverage.indicators_mapped, coverage.indicators);
  count({"Expected results that count, with a measure: ",
         "Résultats attendus qui se comptent, avec une mesure : ",
         "Telbare verwachte resultaten met een meting: "},
        coverage.results_mapped, coverage.results);
  PrintUnmapped(cli, coverage);
  PrintUnmatched(cli, reading, coverage);
}

struct CheckFlags {
  std::string file;
  std::string document;
};

absl::Status Check(Cli& cli, const CheckFlags& flags) {
  if (flags.file == "-" && flags.document == "-") {
    return UsageError({"Standard input is one file: name the other.",
                       "L'entrée standard est un seul fichier : nommez "
                       "l'autre.",
                       "De standaardinvoer is één bestand: noem het andere."});
  }
  ENTENTE_ASSIGN_OR_RETURN(const std::string text,
                           ReadFileOr(cli.in(), flags.file, kProfileBytesMax));
  if (text.size() > kProfileBytesMax) {
    return ClientError(absl::StatusCode::kInvalidArgument, "FILE_TOO_LARGE",
                       {"A contract profile has at most 1 MiB.",
                        "Un profil de contrat a au plus 1 Mio.",
                        "Een contractprofiel heeft hoogstens 1 MiB."});
  }
  const ProfileReading reading = conventions::ReadProfile(text);
  std::vector<ProfileLineFault> faults = reading.faults;
  const bool is_malformed = std::any_of(
      faults.begin(), faults.end(), [](const ProfileLineFault& fault) {
        return ErrorReason(fault.status) == "PROFILE_MALFORMED";
      });
  // Of a file that is not read whole it cannot be told.
  if (!is_malformed && !reading.profile.has_review()) {
    faults.push_back({0, conventions::ProfileReviewMissing()});
  }
  ProfileCoverage coverage;
  const bool is_compared = !is_malformed && !flags.document.empty();
  if (is_compared) {
    ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                             ReadDocument(cli, flags.document));
    coverage = CoverageOf(reading.profile, convention);
    AddDocumentFaults(reading.profile, convention, coverage, faults);
  }
  if (faults.empty()) {
    cli.Say(
        {"The service reads this profile, and conventions can adopt it, "
         "unless its folder holds another profile of that id or term.",
         "Le service lit ce profil, et des conventions peuvent l'adopter, "
         "sauf si son dossier contient un autre profil de cet id ou de "
         "cette durée.",
         "De dienst leest dit profiel, en overeenkomsten kunnen het "
         "overnemen, tenzij zijn map een ander profiel met dat id of die "
         "looptijd bevat."});
    if (!is_compared) {
      cli.Say({"It was not compared with a document (--document).",
               "Il n'a pas été comparé à un document (--document).",
               "Het is niet vergeleken met een document (--document)."});
    }
  } else {
    PrintFaults(cli, faults);
  }
  if (is_malformed) {
    cli.Say(
        {"A draft shows every field and its form: entente convention "
         "profile draft",
         "Un projet montre chaque champ et sa forme : entente convention "
         "profile draft",
         "Een ontwerp toont elk veld en zijn vorm: entente convention "
         "profile draft"});
  }
  if (is_compared) PrintCoverage(cli, reading, coverage);
  return faults.empty() ? absl::OkStatus() : AlreadyReported();
}

void AddDraft(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<DraftFlags>();
  Command command(
      group, cli, "draft",
      {"Writes a contract profile to be completed, offline: what the document "
       "says, and a guess where it does not. Kinds, translations and what is "
       "better wait for a person.",
       "Écrit, hors ligne, un profil de contrat à compléter : ce que dit le "
       "document, et une proposition là où il se tait. Natures, traductions et "
       "sens souhaité attendent une personne.",
       "Schrijft offline een contractprofiel om aan te vullen: wat het "
       "document zegt, en een gok waar het zwijgt. Aard, vertaling en wat "
       "beter is, wachten op een persoon."},
      "entente convention profile draft convention.pdf --out "
      "profile.textproto");
  command.Positional("DOCUMENT", flags->document,
                     {"Text or PDF; - reads standard input.",
                      "Texte ou PDF ; - lit l'entrée standard.",
                      "Tekst of PDF; - leest de standaardinvoer."});
  command
      .Option("--language", flags->language,
              {"Language of the comments; that of the document by default.",
               "Langue des commentaires ; celle du document par défaut.",
               "Taal van de commentaren; standaard die van het document."})
      ->check(CLI::IsMember({"fr", "nl", "en"}))
      ->option_text("fr|nl|en");
  command.Option("--out", flags->out,
                 {"File to write, which is not there yet; standard output by "
                  "default.",
                  "Fichier à écrire, qui n'existe pas encore ; la sortie "
                  "standard par défaut.",
                  "Te schrijven bestand, dat nog niet bestaat; standaard de "
                  "standaarduitvoer."});
  command.Run([flags](Cli& cli) { return Draft(cli, *flags); });
}

void AddCheck(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<CheckFlags>();
  Command command(
      group, cli, "check",
      {"Reads a contract profile as the service does, offline, and lists every "
       "fault with its line. With a document also which labels it leaves "
       "without a measure.",
       "Lit, hors ligne, un profil de contrat comme le service et liste chaque "
       "défaut avec sa ligne. Avec un document, aussi les libellés laissés "
       "sans mesure.",
       "Leest offline een contractprofiel zoals de dienst en somt elke fout op "
       "met haar regel. Met een document ook welke labels zonder meting "
       "blijven."},
      "entente convention profile check profile.textproto --document "
      "convention.pdf");
  command.Positional("FILE", flags->file,
                     {"The profile (textproto); - reads standard input.",
                      "Le profil (textproto) ; - lit l'entrée standard.",
                      "Het profiel (textproto); - leest de standaardinvoer."});
  command.Option("--document", flags->document,
                 {"The convention that it is for, text or PDF.",
                  "La convention à laquelle il sert, texte ou PDF.",
                  "De overeenkomst waarvoor het dient, tekst of PDF."});
  command.Run([flags](Cli& cli) { return Check(cli, *flags); });
}

}  // namespace

void AddProfileFileCommands(CLI::App& convention, Cli& cli) {
  CLI::App& group = AddGroup(
      convention, cli, "profile",
      {"Contract profiles before a service reads them: which measures the "
       "labels of a convention report.",
       "Les profils de contrat avant qu'un service les lise : quelles mesures "
       "rapportent les libellés d'une convention.",
       "Contractprofielen voor een dienst ze leest: welke metingen de labels "
       "van een overeenkomst rapporteren."});
  AddDraft(group, cli);
  AddCheck(group, cli);
}

}  // namespace entente::client
