// amendment propose|approve|apply|withdraw|list.
#include <fstream>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "entente/conventions/v1/amendment_service.grpc.pb.h"
#include "google/protobuf/text_format.h"
#include "tools/client/budget_parts.h"
#include "tools/client/commands.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/life_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::Amendment;
using v1::AmendmentService;

// More than 200 changes of 2000 characters need.
constexpr size_t kFileBytesMax = 4 << 20;

constexpr char kOpening[] = "general-2020=1.500.000,00";

struct ProposeFlags {
  MutationFlags mutation;
  std::string convention;
  std::string file;
  std::string title;
  std::string date;
  std::vector<std::string> texts;
  std::vector<std::string> ends;
  std::vector<std::string> additions;
  std::string term;
  std::vector<std::string> openings;
};

absl::Status ReadChanges(const std::string& path, Amendment& amendment) {
  if (path.empty()) return absl::OkStatus();
  std::ifstream file(path, std::ios::binary);
  if (!file) return FileUnreadable(path);
  std::string text;
  AppendSome(file, kFileBytesMax, text);
  if (text.size() <= kFileBytesMax &&
      google::protobuf::TextFormat::ParseFromString(text, &amendment)) {
    return absl::OkStatus();
  }
  return UsageError(
      {absl::StrCat(path, " is no textproto of an Amendment."),
       absl::StrCat(path, " n'est pas un textproto d'Amendment."),
       absl::StrCat(path, " is geen textproto van een Amendment.")});
}

// "op-01=Text" to its two sides.
absl::StatusOr<std::pair<std::string, std::string>> Sides(
    const std::string& flag, const std::string& text, const char* example) {
  const std::pair<std::string, std::string> sides =
      absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (!sides.first.empty() && !sides.second.empty()) return sides;
  return UsageError({absl::StrCat(flag, ": write ", example, "."),
                     absl::StrCat(flag, " : écrivez ", example, "."),
                     absl::StrCat(flag, ": schrijf ", example, ".")});
}

absl::StatusOr<v1::Node::Kind> KindOf(const std::string& word) {
  const std::pair<const char*, v1::Node::Kind> kinds[] = {
      {"sector", v1::Node::KIND_SECTOR},
      {"general", v1::Node::KIND_GENERAL_OBJECTIVE},
      {"strategic", v1::Node::KIND_STRATEGIC_OBJECTIVE},
      {"operational", v1::Node::KIND_OPERATIONAL_OBJECTIVE},
      {"result", v1::Node::KIND_EXPECTED_RESULT},
      {"indicator", v1::Node::KIND_INDICATOR}};
  for (const auto& [name, kind] : kinds) {
    if (word == name) return kind;
  }
  return UsageError(
      {"--add: the kind is sector, general, strategic, operational, result or "
       "indicator.",
       "--add : le genre est sector, general, strategic, operational, result "
       "ou indicator.",
       "--add: de soort is sector, general, strategic, operational, result of "
       "indicator."});
}

// "general-2020" in an opening.
absl::Status SetEnvelope(const std::string& id,
                         v1::ConventionChange::EnvelopeOpening& opening) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(id, absl::MaxSplits('-', 1));
  int year = 0;
  if (parts.first == "general") {
    opening.set_allocation(v1::ALLOCATION_GENERAL);
  } else if (parts.first == "supplementary") {
    opening.set_allocation(v1::ALLOCATION_SUPPLEMENTARY);
  }
  if (opening.allocation() == v1::ALLOCATION_UNSPECIFIED ||
      !absl::SimpleAtoi(parts.second, &year)) {
    return UsageError({absl::StrCat("--open: write ", kOpening, "."),
                       absl::StrCat("--open : écrivez ", kOpening, "."),
                       absl::StrCat("--open: schrijf ", kOpening, ".")});
  }
  opening.set_year(year);
  return absl::OkStatus();
}

absl::Status FillChanges(const ProposeFlags& flags, Amendment& amendment) {
  for (const std::string& text : flags.texts) {
    ENTENTE_ASSIGN_OR_RETURN(const auto sides,
                             Sides("--text", text, "op-01=TEXT"));
    auto& change = *amendment.add_changes()->mutable_node();
    change.set_node_id(sides.first);
    change.set_text(sides.second);
  }
  for (const std::string& text : flags.additions) {
    ENTENTE_ASSIGN_OR_RETURN(const auto sides,
                             Sides("--add", text, "so-01:indicator=TEXT"));
    const std::pair<std::string, std::string> where =
        absl::StrSplit(sides.first, absl::MaxSplits(':', 1));
    ENTENTE_ASSIGN_OR_RETURN(const v1::Node::Kind kind, KindOf(where.second));
    auto& addition = *amendment.add_changes()->mutable_node_addition();
    addition.set_parent_id(where.first);
    addition.set_kind(kind);
    addition.set_text(sides.second);
  }
  for (const std::string& node : flags.ends) {
    amendment.add_changes()->mutable_node_end()->set_node_id(node);
  }
  if (!flags.term.empty()) {
    const std::pair<std::string, std::string> days =
        absl::StrSplit(flags.term, absl::MaxSplits("..", 1));
    auto& term = *amendment.add_changes()->mutable_term();
    ENTENTE_ASSIGN_OR_RETURN(*term.mutable_valid_from(),
                             ParseDateFlag("--term", days.first));
    ENTENTE_ASSIGN_OR_RETURN(*term.mutable_valid_until(),
                             ParseDateFlag("--term", days.second));
  }
  // Behind the term, in which their years must lie.
  for (const std::string& text : flags.openings) {
    ENTENTE_ASSIGN_OR_RETURN(const auto sides, Sides("--open", text, kOpening));
    auto& opening = *amendment.add_changes()->mutable_envelope_opening();
    ENTENTE_RETURN_IF_ERROR(SetEnvelope(sides.first, opening));
    ENTENTE_ASSIGN_OR_RETURN(*opening.mutable_amount(),
                             ParseMoneyFlag("--open", sides.second));
  }
  return absl::OkStatus();
}

absl::Status Propose(Cli& cli, const ProposeFlags& flags) {
  v1::CreateAmendmentRequest request;
  Amendment& amendment = *request.mutable_amendment();
  ENTENTE_ASSIGN_OR_RETURN(
      *request.mutable_parent(),
      ConventionName(cli.session().config(), flags.convention));
  ENTENTE_RETURN_IF_ERROR(ReadChanges(flags.file, amendment));
  if (!flags.title.empty()) amendment.set_title(flags.title);
  if (!flags.date.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(*amendment.mutable_effective_date(),
                             ParseDateFlag("--date", flags.date));
  }
  ENTENTE_RETURN_IF_ERROR(FillChanges(flags, amendment));
  flags.mutation.Apply(request);
  ENTENTE_ASSIGN_OR_RETURN(
      const Amendment made,
      cli.session().Call(&AmendmentService::Stub::CreateAmendment, request));
  if (cli.is_json()) return cli.PrintJson(made);
  flags.mutation.SayDone(cli, made.name(),
                         {"Proposed; to be approved, by another person where "
                          "the regulation profile asks for two.",
                          "Proposé ; à approuver, par une autre personne si le "
                          "profil réglementaire en exige deux.",
                          "Voorgesteld; goed te keuren, door iemand anders als "
                          "het reglementair profiel er twee vraagt."});
  for (const v1::ConventionChange& change : made.changes()) {
    if (!change.has_node_addition()) continue;
    cli.out() << "  " << change.node_addition().node_id() << "  "
              << change.node_addition().text() << "\n";
  }
  return absl::OkStatus();
}

// What an applied amendment granted, and where it is found again.
void SayOpened(Cli& cli, const Amendment& amendment) {
  for (const v1::ConventionChange& change : amendment.changes()) {
    if (!change.has_envelope_opening()) continue;
    const auto& opening = change.envelope_opening();
    const bool is_general = opening.allocation() == v1::ALLOCATION_GENERAL;
    const std::string id = absl::StrCat(
        is_general ? "general-" : "supplementary-", opening.year());
    const std::string amount = FormatMoney(opening.amount());
    const std::string& posting = opening.budget_change();
    const std::string number = posting.substr(posting.rfind('/') + 1);
    cli.Say({absl::StrCat(id, " is open with ", amount, " (", number, ")."),
             absl::StrCat(id, " est ouverte avec ", amount, " (", number, ")."),
             absl::StrCat(id, " is open met ", amount, " (", number, ").")});
  }
}

void AddPropose(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<ProposeFlags>();
  Command command(
      group, cli, "propose",
      {"Proposes an amendment: changes of text, new or ended nodes, the term, "
       "the money of a new year; anything else from a file.",
       "Propose un avenant : textes, éléments ajoutés ou terminés, période, "
       "argent d'une nouvelle année ; le reste depuis un fichier.",
       "Stelt een avenant voor: teksten, nieuwe of beëindigde elementen, "
       "looptijd, geld van een nieuw jaar; al het andere uit een bestand."},
      "entente amendment propose --title \"Avenant 1\" --date 2019-01-01 "
      "--text \"in-03=Nombre de formations\"");
  command.Convention(flags->convention);
  command.Option("--file", flags->file,
                 {"Textproto of entente.conventions.v1.Amendment.",
                  "Textproto d'entente.conventions.v1.Amendment.",
                  "Textproto van entente.conventions.v1.Amendment."});
  command.Option("--title", flags->title,
                 {"What it is called.", "Son nom.", "Hoe het heet."});
  command.Option("--date", flags->date,
                 {"First day on which it holds.", "Premier jour d'effet.",
                  "Eerste dag waarop het geldt."});
  command.Option("--text", flags->texts,
                 {"NODE=TEXT: its new text; may be repeated.",
                  "ÉLÉMENT=TEXTE : son nouveau texte ; répétable.",
                  "ELEMENT=TEKST: zijn nieuwe tekst; herhaalbaar."});
  command.Option("--add", flags->additions,
                 {"PARENT:KIND=TEXT: a new node; may be repeated.",
                  "PARENT:GENRE=TEXTE : un nouvel élément ; répétable.",
                  "OUDER:SOORT=TEKST: een nieuw element; herhaalbaar."});
  command.Option("--end", flags->ends,
                 {"Node that ends, with what stands under it.",
                  "Élément qui prend fin, avec ce qui est dessous.",
                  "Element dat eindigt, met wat eronder staat."});
  command.Option("--term", flags->term,
                 {"FIRST..LAST day: the new term.",
                  "PREMIER..DERNIER jour : la nouvelle période.",
                  "EERSTE..LAATSTE dag: de nieuwe looptijd."});
  command.Option("--open", flags->openings,
                 {"ENVELOPE=AMOUNT: the envelope of a new year with what is "
                  "granted, as in general-2020=1.500.000,00; may be repeated.",
                  "ENVELOPPE=MONTANT : l'enveloppe d'une nouvelle année et ce "
                  "qui est octroyé, comme general-2020=1.500.000,00 ; "
                  "répétable.",
                  "ENVELOPPE=BEDRAG: de enveloppe van een nieuw jaar en wat "
                  "wordt toegekend, zoals general-2020=1.500.000,00; "
                  "herhaalbaar."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Propose(cli, *flags); });
}

struct MoveFlags {
  MutationFlags mutation;
  std::string convention;
  std::string name;
  std::string reason;
};

// `approve`, `apply` and `withdraw`: one request each with a name.
template <class Request, class Fill>
void AddMove(CLI::App& group, Cli& cli, const char* word,
             const Sentence& description, const Sentence& done,
             grpc::Status (AmendmentService::Stub::*method)(
                 grpc::ClientContext*, const Request&, Amendment*),
             Fill fill) {
  auto flags = std::make_shared<MoveFlags>();
  Command command(group, cli, word, description,
                  absl::StrCat("entente amendment ", word, " a-000001"));
  command.Positional("NAME", flags->name,
                     {"Amendment, as in a-000001.", "Avenant, comme a-000001.",
                      "Avenant, zoals a-000001."});
  command.Convention(flags->convention);
  if (std::string(word) == "withdraw") {
    command
        .Option("--reason", flags->reason,
                {"Why; names nobody.", "Pourquoi ; ne nomme personne.",
                 "Waarom; noemt niemand."})
        ->required();
  }
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags, method, done, fill](Cli& cli) -> absl::Status {
    Request request;
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string convention,
        ConventionName(cli.session().config(), flags->convention));
    request.set_name(Under(convention, "amendments", flags->name));
    fill(*flags, request);
    flags->mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(const Amendment made,
                             cli.session().Call(method, request));
    if (cli.is_json()) return cli.PrintJson(made);
    flags->mutation.SayDone(cli, made.name(), done);
    if (made.state() == Amendment::STATE_APPLIED) SayOpened(cli, made);
    if (made.state() == Amendment::STATE_APPROVED && !made.is_rule_verified()) {
      cli.Note(
          {"Whether two persons are needed was not verified in the decree.",
           "Qu'il faille ou non deux personnes n'a pas été vérifié dans "
           "l'arrêté.",
           "Of er twee personen nodig zijn, werd niet in het besluit "
           "nagegaan."});
    }
    return absl::OkStatus();
  });
}

void AddList(CLI::App& group, Cli& cli) {
  auto convention = std::make_shared<std::string>();
  auto filter = std::make_shared<std::string>();
  Command command(group, cli, "list",
                  {"Lists the amendments of a convention.",
                   "Liste les avenants d'une convention.",
                   "Somt de avenanten van een overeenkomst op."},
                  "entente amendment list --convention css-2018-2019");
  command.Convention(*convention);
  command.Filter(*filter, "state = APPLIED");
  command.Reads();
  command.Run([convention, filter](Cli& cli) -> absl::Status {
    v1::ListAmendmentsRequest request;
    request.set_filter(*filter);
    ENTENTE_ASSIGN_OR_RETURN(
        *request.mutable_parent(),
        ConventionName(cli.session().config(), *convention));
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ListAmendmentsResponse list,
        cli.session().CallAllPages(&AmendmentService::Stub::ListAmendments,
                                   request));
    if (cli.is_json()) return cli.PrintJson(list);
    Table table({{cli.T({"amendment", "avenant", "avenant"})},
                 {cli.T({"holds from", "effet le", "geldt vanaf"})},
                 {cli.T({"title", "titre", "titel"}), Align::kLeft, true},
                 {cli.T({"changes", "points", "punten"}), Align::kRight},
                 {cli.T({"state", "état", "staat"})},
                 {cli.T({"proposed", "proposé", "voorgesteld"})},
                 {cli.T({"approved", "approuvé", "goedgekeurd"})}});
    for (const Amendment& amendment : list.amendments()) {
      table.AddRow({amendment.name().substr(amendment.name().rfind('/') + 1),
                    FormatDate(amendment.effective_date()), amendment.title(),
                    absl::StrCat(amendment.changes_size()),
                    cli.T(AmendmentStateWord(amendment.state())),
                    amendment.proposer(), amendment.approver()});
    }
    if (table.is_empty()) {
      cli.Say({"No amendment.", "Aucun avenant.", "Geen avenant."});
      return absl::OkStatus();
    }
    cli.out() << table.Render(cli.columns());
    return absl::OkStatus();
  });
}

}  // namespace

void AddAmendmentCommands(CLI::App& root, Cli& cli) {
  CLI::App& group =
      AddGroup(root, cli, "amendment",
               {"Amendments of a convention.", "Les avenants d'une convention.",
                "De avenanten van een overeenkomst."});
  AddPropose(group, cli);
  AddMove(group, cli, "approve",
          {"Approves an amendment: that of another person where the regulation "
           "profile asks for two.",
           "Approuve un avenant : celui d'une autre personne si le profil "
           "réglementaire en exige deux.",
           "Keurt een avenant goed: dat van iemand anders als het reglementair "
           "profiel er twee vraagt."},
          {"Approved.", "Approuvé.", "Goedgekeurd."},
          &AmendmentService::Stub::ApproveAmendment,
          [](const MoveFlags&, v1::ApproveAmendmentRequest&) {});
  AddMove(group, cli, "apply",
          {"Applies an approved amendment: the convention has a new version.",
           "Applique un avenant approuvé : la convention a une nouvelle "
           "version.",
           "Past een goedgekeurd avenant toe: de overeenkomst krijgt een "
           "nieuwe versie."},
          {"Applied; see: entente convention diff",
           "Appliqué ; voir : entente convention diff",
           "Toegepast; zie: entente convention diff"},
          &AmendmentService::Stub::ApplyAmendment,
          [](const MoveFlags&, v1::ApplyAmendmentRequest&) {});
  AddMove(group, cli, "withdraw",
          {"Gives an amendment up that was not applied.",
           "Retire un avenant qui n'est pas appliqué.",
           "Trekt een avenant in dat niet is toegepast."},
          {"Withdrawn.", "Retiré.", "Ingetrokken."},
          &AmendmentService::Stub::WithdrawAmendment,
          [](const MoveFlags& flags, v1::WithdrawAmendmentRequest& request) {
            request.set_reason(flags.reason);
          });
  AddList(group, cli);
}

}  // namespace entente::client
