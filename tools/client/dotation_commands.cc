// dotation key|set|list|keys.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "entente/conventions/v1/dotation_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/commands.h"
#include "tools/client/csv_answer.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::Dotation;
using v1::DotationKey;
using v1::DotationService;

struct Flags {
  MutationFlags mutation;
  std::string municipality;
  std::string zone;
  std::string from;
  std::string until;
  std::vector<std::string> shares;
  std::string decision;
  std::string date;
  std::string amount;
  std::string corrects;
  int year = 0;
};

void DeclareRecord(Command& command, Flags& flags) {
  command.Municipality(flags.municipality);
  command
      .Option("--police-zone", flags.zone,
              {"Police zone, four digits.", "Zone de police, quatre chiffres.",
               "Politiezone, vier cijfers."})
      ->required();
  command
      .Option("--decision", flags.decision,
              {"Number of the decision.", "Numéro de la décision.",
               "Nummer van de beslissing."})
      ->required();
  command.Option("--corrects", flags.corrects,
                 {"The record that this one corrects, as in o-000001.",
                  "L'inscription que celle-ci corrige, comme o-000001.",
                  "De inschrijving die deze verbetert, zoals o-000001."});
  flags.mutation.Declare(command);
  command.Reads();
}

// The millionths of "82,57", a number of at most four decimals; -1 when it is
// none.
int32_t MillionthsOfPercent(const std::string& text) {
  const std::vector<std::string> parts =
      absl::StrSplit(text, absl::ByAnyChar(",."));
  std::string digits = parts[0];
  std::string decimals = parts.size() > 1 ? parts[1] : "";
  if (parts.size() > 2 || digits.empty() || digits.size() > 3 ||
      decimals.size() > 4) {
    return -1;
  }
  decimals.resize(4, '0');
  digits += decimals;
  if (!absl::c_all_of(digits, absl::ascii_isdigit)) return -1;
  int32_t millionths = -1;
  return absl::SimpleAtoi(digits, &millionths) && millionths <= 1'000'000
             ? millionths
             : -1;
}

// "21004=825700" or "21004=82,57%".
absl::Status ParseShare(const std::string& text, DotationKey& key) {
  const std::vector<std::string> parts = absl::StrSplit(text, '=');
  int32_t millionths = -1;
  if (parts.size() == 2) {
    std::string number = parts[1];
    if (!number.empty() && number.back() == '%') {
      number.pop_back();
      millionths = MillionthsOfPercent(number);
    } else if (!absl::SimpleAtoi(number, &millionths)) {
      millionths = -1;
    }
  }
  if (millionths < 0) {
    return UsageError({"--share: write 21004=82.57% or 21004=825700.",
                       "--share : écrivez 21004=82,57% ou 21004=825700.",
                       "--share: schrijf 21004=82,57% of 21004=825700."});
  }
  DotationKey::Share& share = *key.add_shares();
  share.set_municipality_code(parts[0]);
  share.set_share_millionths(millionths);
  return absl::OkStatus();
}

absl::Status RecordKey(Cli& cli, const Flags& flags) {
  v1::CreateDotationKeyRequest request;
  DotationKey& key = *request.mutable_dotation_key();
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  key.set_police_zone_code(flags.zone);
  ENTENTE_ASSIGN_OR_RETURN(*key.mutable_valid_from(),
                           ParseDateFlag("--from", flags.from));
  if (!flags.until.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*key.mutable_valid_until(),
                             ParseDateFlag("--until", flags.until));
  }
  for (const std::string& share : flags.shares) {
    ENTENTE_RETURN_IF_ERROR(ParseShare(share, key));
  }
  key.set_decision_reference(flags.decision);
  if (!flags.corrects.empty()) {
    key.set_corrects(Under(request.parent(), "dotationKeys", flags.corrects));
  }
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const DotationKey made,
      cli.session().Call(&DotationService::Stub::CreateDotationKey, request));
  if (cli.is_json()) return cli.PrintJson(made);
  std::string anew;
  for (const std::string& name : made.redivided_dotations()) {
    absl::StrAppend(&anew, anew.empty() ? "" : ", ", ShortName(name));
  }
  Sentence done = {"The key is recorded.", "La clé est inscrite.",
                   "De sleutel is ingeschreven."};
  if (!anew.empty()) {
    absl::StrAppend(&done.en, " Dotations divided anew: ", anew, ".");
    absl::StrAppend(&done.fr, " Dotations réparties à nouveau : ", anew, ".");
    absl::StrAppend(&done.nl, " Dotaties opnieuw verdeeld: ", anew, ".");
  }
  flags.mutation.SayDone(cli, made.name(), done);
  return absl::OkStatus();
}

void AddKey(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "key",
      {"Records how the municipalities of the zone divide what they owe it.",
       "Inscrit comment les communes de la zone se répartissent ce qu'elles "
       "lui doivent.",
       "Schrijft in hoe de gemeenten van de zone verdelen wat ze haar "
       "verschuldigd zijn."},
      "entente dotation key --police-zone 5339 --from 2018-01-01 --share "
      "21004=82,57% --share 21009=17,43% --decision D-2017-12");
  command
      .Option("--from", flags->from,
              {"First day.", "Premier jour.", "Eerste dag."})
      ->required();
  command.Option("--until", flags->until,
                 {"Last day; left out while it holds on.",
                  "Dernier jour ; omis tant qu'elle vaut.",
                  "Laatste dag; weggelaten zolang hij geldt."});
  command
      .Option("--share", flags->shares,
              {"Share of a municipality, 100 % together; repeated.",
               "Part d'une commune, 100 % ensemble ; répété.",
               "Deel van een gemeente, samen 100 %; herhaald."})
      ->required();
  DeclareRecord(command, *flags);
  command.Run([flags](Cli& cli) { return RecordKey(cli, *flags); });
}

absl::Status RecordDotation(Cli& cli, const Flags& flags) {
  v1::CreateDotationRequest request;
  Dotation& dotation = *request.mutable_dotation();
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), flags.municipality));
  dotation.set_police_zone_code(flags.zone);
  dotation.set_year(flags.year);
  ENTENTE_ASSIGN_OR_RETURN(*dotation.mutable_zone_amount(),
                           ParseMoneyFlag("--zone-amount", flags.amount));
  ENTENTE_ASSIGN_OR_RETURN(*dotation.mutable_decision_date(),
                           ParseDateFlag("--date", flags.date));
  dotation.set_decision_reference(flags.decision);
  if (!flags.corrects.empty()) {
    dotation.set_corrects(Under(request.parent(), "dotations", flags.corrects));
  }
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const Dotation made,
      cli.session().Call(&DotationService::Stub::CreateDotation, request));
  if (cli.is_json()) return cli.PrintJson(made);
  const std::string owed = FormatMoney(made.amount());
  flags.mutation.SayDone(
      cli, made.name(),
      {absl::StrCat("The municipality owes ", owed, "."),
       absl::StrCat("La commune doit ", owed, "."),
       absl::StrCat("De gemeente is ", owed, " verschuldigd.")});
  return absl::OkStatus();
}

void AddSet(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<Flags>();
  Command command(
      group, cli, "set",
      {"Records what the municipalities of the zone owe it together for a "
       "year; the key divides it.",
       "Inscrit ce que les communes de la zone lui doivent ensemble pour une "
       "année ; la clé le répartit.",
       "Schrijft in wat de gemeenten van de zone haar samen verschuldigd zijn "
       "voor een jaar; de sleutel verdeelt het."},
      "entente dotation set --police-zone 5339 --year 2018 --zone-amount "
      "1.000.000,00 --decision D-2017-12 --date 2017-12-18");
  command.Option("--year", flags->year, {"Year.", "Année.", "Jaar."})
      ->required();
  command
      .Option(
          "--zone-amount", flags->amount,
          {"What all of them owe, in EUR.", "Ce que toutes doivent, en EUR.",
           "Wat ze alle verschuldigd zijn, in EUR."})
      ->required();
  command
      .Option("--date", flags->date,
              {"Day of the decision.", "Jour de la décision.",
               "Dag van de beslissing."})
      ->required();
  DeclareRecord(command, *flags);
  command.Run([flags](Cli& cli) { return RecordDotation(cli, *flags); });
}

// "82,57 %" of millionths, without floating point.
std::string Percent(int32_t millionths) {
  std::string decimals = absl::StrCat(millionths % 10'000 + 10'000).substr(1);
  while (decimals.size() > 2 && decimals.back() == '0') decimals.pop_back();
  return absl::StrCat(millionths / 10'000, ",", decimals, " %");
}

absl::Status ListKeys(Cli& cli, const std::string& municipality,
                      const std::string& filter) {
  v1::ListDotationKeysRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), municipality));
  request.set_filter(filter);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListDotationKeysResponse list,
      cli.session().CallAllPages(&DotationService::Stub::ListDotationKeys,
                                 request));
  if (WantsData(cli)) return PrintData(cli, list);
  Table table({{cli.T({"key", "clé", "sleutel"})},
               {cli.T({"zone", "zone", "zone"})},
               {cli.T({"from", "du", "van"})},
               {cli.T({"until", "au", "tot"})},
               {cli.T({"shares", "parts", "delen"}), Align::kLeft, true},
               {cli.T({"corrected by", "corrigée par", "verbeterd door"})}});
  for (const DotationKey& key : list.dotation_keys()) {
    std::vector<std::string> shares;
    for (const DotationKey::Share& share : key.shares()) {
      shares.push_back(absl::StrCat(share.municipality_code(), ": ",
                                    Percent(share.share_millionths())));
    }
    table.AddRow({ShortName(key.name()), key.police_zone_code(),
                  FormatDate(key.valid_from()), FormatDate(key.valid_until()),
                  absl::StrJoin(shares, ", "), ShortName(key.corrected_by())});
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

// "k-000001, k-000002"; with what a corrected key left open.
std::string KeysOf(Cli& cli, const Dotation& dotation) {
  std::string keys = ShortName(dotation.dotation_key());
  for (const std::string& later : dotation.later_dotation_keys()) {
    absl::StrAppend(&keys, ", ", ShortName(later));
  }
  if (dotation.is_key_missing()) {
    absl::StrAppend(&keys, cli.T({" (days without a key)", " (jours sans clé)",
                                  " (dagen zonder sleutel)"}));
  }
  return keys;
}

absl::Status ListDotations(Cli& cli, const std::string& municipality,
                           const std::string& filter) {
  v1::ListDotationsRequest request;
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      MunicipalityName(cli.session().config(), municipality));
  request.set_filter(filter);
  ENTENTE_ASSIGN_OR_RETURN(const v1::ListDotationsResponse list,
                           cli.session().CallAllPages(
                               &DotationService::Stub::ListDotations, request));
  if (WantsData(cli)) return PrintData(cli, list);
  Table table({{cli.T({"dotation", "dotation", "dotatie"})},
               {cli.T({"year", "année", "jaar"})},
               {cli.T({"zone", "zone", "zone"}), Align::kRight},
               {cli.T({"owed", "due", "verschuldigd"}), Align::kRight},
               {cli.T({"deducted", "déduit", "ingehouden"}), Align::kRight},
               {cli.T({"left", "reste", "rest"}), Align::kRight},
               {cli.T({"key", "clé", "sleutel"})},
               {cli.T({"corrected by", "corrigée par", "verbeterd door"})}});
  for (const Dotation& dotation : list.dotations()) {
    const bool stands = dotation.corrected_by().empty();
    table.AddRow({ShortName(dotation.name()), absl::StrCat(dotation.year()),
                  FormatMoneyPlain(dotation.zone_amount()),
                  FormatMoneyPlain(dotation.amount()),
                  stands ? FormatMoneyPlain(dotation.deducted()) : "",
                  stands ? FormatMoneyPlain(dotation.outstanding()) : "",
                  KeysOf(cli, dotation), ShortName(dotation.corrected_by())});
  }
  cli.out() << table.Render(cli.columns());
  return absl::OkStatus();
}

void AddList(CLI::App& group, Cli& cli, const std::string& name,
             const Sentence& description, const std::string& filter_example,
             absl::Status (*list)(Cli&, const std::string&,
                                  const std::string&)) {
  auto municipality = std::make_shared<std::string>();
  auto filter = std::make_shared<std::string>();
  Command command(group, cli, name, description,
                  absl::StrCat("entente dotation ", name));
  command.Municipality(*municipality);
  command.Filter(*filter, filter_example);
  ListsRows(command, cli);
  command.Run([municipality, filter, list](Cli& cli) {
    return list(cli, *municipality, *filter);
  });
}

}  // namespace

void AddDotationCommands(CLI::App& root, Cli& cli) {
  CLI::App& group = AddGroup(
      root, cli, "dotation",
      {"What the municipality owes its police zone, and what is deducted.",
       "Ce que la commune doit à sa zone de police, et ce qui en est déduit.",
       "Wat de gemeente haar politiezone verschuldigd is, en wat erop wordt "
       "ingehouden."});
  AddKey(group, cli);
  AddSet(group, cli);
  AddList(group, cli, "list",
          {"Lists the dotations, with what is deducted and left.",
           "Liste les dotations, avec ce qui est déduit et reste dû.",
           "Somt de dotaties op, met wat ingehouden is en overblijft."},
          "year = 2018", ListDotations);
  AddList(group, cli, "keys",
          {"Lists the keys by which the zone's municipalities divide.",
           "Liste les clés de répartition entre les communes de la zone.",
           "Somt de verdeelsleutels tussen de gemeenten van de zone op."},
          "valid_from >= 2018-01-01", ListKeys);
}

}  // namespace entente::client
