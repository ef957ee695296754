// entente budget rules: what the regulation profile says, value by value, and
// whether somebody saw it in the decree.
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "entente/conventions/v1/budget_service.grpc.pb.h"
#include "tools/client/budget_parts.h"
#include "tools/client/format.h"
#include "tools/client/regulation_words.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;

// Rows of one table: what, what it says, and whether that was verified.
class Rules {
 public:
  explicit Rules(Cli& cli)
      : cli_(cli),
        table_({{cli.T({"rule", "règle", "regel"}), Align::kLeft, true},
                {cli.T({"says", "dit", "zegt"}), Align::kLeft, true},
                {cli.T({"seen in the decree", "vu dans l'arrêté",
                        "gezien in het besluit"})}}) {}

  void Add(const std::string& rule, const std::string& says, bool is_verified) {
    table_.AddRow({rule, says,
                   is_verified ? cli_.T({"yes", "oui", "ja"})
                               : cli_.T({"no", "non", "nee"})});
  }

  void AddSource(const std::string& source) {
    table_.AddRow({cli_.T({"decree", "arrêté", "besluit"}), source, ""});
  }

  void AddInstalment(const v1::Instalment& instalment) {
    const bool is_advance = instalment.kind() == v1::Instalment::KIND_ADVANCE;
    const std::string share =
        instalment.share_basis_points() == 0
            ? cli_.T({"share not known", "part inconnue", "deel onbekend"})
            : PercentOf(instalment.share_basis_points());
    const std::string due =
        instalment.due() == v1::Instalment::DUE_AFTER_DECREE
            ? cli_.T({"after the decree of the year",
                      "après l'arrêté de l'année",
                      "na het besluit van het jaar"})
        : instalment.due() == v1::Instalment::DUE_AFTER_DECISION
            ? cli_.T({"after the decision on the claim",
                      "après la décision sur la déclaration",
                      "na de beslissing over de vordering"})
            : cli_.T(
                  {"day not known", "échéance inconnue", "tijdstip onbekend"});
    Add(is_advance ? cli_.T({"advance", "avance", "voorschot"})
                   : cli_.T({"balance", "solde", "saldo"}),
        absl::StrCat(share, ", ", due), instalment.is_verified());
  }

  void AddCategory(const v1::CostCategory& category) {
    const std::string name = absl::StrCat(
        cli_.T({"category", "catégorie", "categorie"}), " ", category.code());
    Add(name,
        cli_.T({category.title().en(), category.title().fr(),
                category.title().nl()}),
        category.is_verified());
    if (category.has_cap()) {
      const std::string most = PercentOf(category.cap().share_basis_points());
      Add(name,
          cli_.T({absl::StrCat("at most ", most, " of the envelope"),
                  absl::StrCat("au plus ", most, " de l'enveloppe"),
                  absl::StrCat("hoogstens ", most, " van de enveloppe")}),
          category.cap().is_verified());
    }
    if (category.has_evidence()) {
      std::vector<std::string> kinds;
      for (const int kind : category.evidence().kinds()) {
        kinds.push_back(
            cli_.T(EvidenceKindWord(static_cast<v1::Evidence::Kind>(kind))));
      }
      Add(name,
          absl::StrCat(cli_.T({"proven by ", "prouvé par ", "bewezen met "}),
                       absl::StrJoin(kinds, ", ")),
          category.evidence().is_verified());
    }
  }

  void AddTransfer(const std::string& name, const v1::TransferRule& rule) {
    std::string says =
        rule.is_allowed()
            ? cli_.T({"allowed", "admis", "toegelaten"})
            : cli_.T({"not allowed", "non admis", "niet toegelaten"});
    if (rule.is_allowed() && rule.cap_basis_points() > 0) {
      const std::string most = PercentOf(rule.cap_basis_points());
      absl::StrAppend(&says, ", ",
                      cli_.T({absl::StrCat("at most ", most),
                              absl::StrCat("au plus ", most),
                              absl::StrCat("hoogstens ", most)}));
    }
    Add(name, says, rule.is_verified());
  }

  std::string Render() const { return table_.Render(cli_.columns()); }

 private:
  Cli& cli_;
  Table table_;
};

void AddClaimRules(Cli& cli, const v1::RegulationProfile& profile,
                   Rules& rules) {
  if (!profile.has_claim_deadline()) return;
  rules.Add(cli.T({"claim of a year", "déclaration d'une année",
                   "vordering van een jaar"}),
            absl::StrFormat("%02d/%02d %s", profile.claim_deadline().day(),
                            profile.claim_deadline().month(),
                            cli.T({"of the next year", "de l'année suivante",
                                   "van het volgende jaar"})),
            profile.claim_deadline().is_verified());
  rules.Add(cli.T({"after that day", "après ce jour", "na die dag"}),
            profile.late_claims().rule() == v1::LateClaims::RULE_REFUSED
                ? cli.T({"refused", "refusée", "geweigerd"})
                : cli.T({"taken, marked late", "acceptée, marquée tardive",
                         "aanvaard, als laattijdig gemerkt"}),
            profile.late_claims().is_verified());
}

absl::Status Show(Cli& cli, const std::string& convention) {
  v1::GetRegulationProfileRequest request;
  ENTENTE_ASSIGN_OR_RETURN(*request.mutable_name(),
                           ConventionName(cli.session().config(), convention));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::RegulationProfile profile,
      cli.session().Call(&v1::BudgetService::Stub::GetRegulationProfile,
                         request));
  if (cli.is_json()) return cli.PrintJson(profile);
  cli.out() << profile.id() << "\n";
  if (profile.has_valid_from() && profile.has_valid_until()) {
    const std::string from = FormatDate(profile.valid_from());
    const std::string until = FormatDate(profile.valid_until());
    cli.Say({absl::StrCat("In force from ", from, " to ", until, "."),
             absl::StrCat("En vigueur du ", from, " au ", until, "."),
             absl::StrCat("Van kracht van ", from, " tot ", until, ".")});
  }
  Rules rules(cli);
  rules.AddSource(profile.source());
  for (const v1::Instalment& instalment : profile.instalments()) {
    rules.AddInstalment(instalment);
  }
  AddClaimRules(cli, profile, rules);
  rules.AddTransfer(cli.T({"between lines", "entre lignes", "tussen lijnen"}),
                    profile.transfer_rules().within_envelope());
  rules.AddTransfer(
      cli.T({"carried over", "report à l'année suivante", "overdracht"}),
      profile.transfer_rules().carry_over());
  rules.Add(cli.T({"amendment", "avenant", "avenant"}),
            !profile.has_amendment_rules() ||
                    profile.amendment_rules().requires_two_persons()
                ? cli.T({"approved by a second person",
                         "approuvé par une deuxième personne",
                         "goedgekeurd door een tweede persoon"})
                : cli.T({"one person suffices", "une personne suffit",
                         "één persoon volstaat"}),
            profile.amendment_rules().is_verified());
  for (const v1::CostCategory& category : profile.categories()) {
    rules.AddCategory(category);
  }
  cli.out() << rules.Render();
  return absl::OkStatus();
}

}  // namespace

void AddRegulationCommand(CLI::App& budget, Cli& cli) {
  auto convention = std::make_shared<std::string>();
  Command command(budget, cli, "rules",
                  {"Shows what the regulation says of instalments, deadlines, "
                   "transfers and "
                   "categories, and which of it nobody has seen in the decree.",
                   "Montre ce que la réglementation dit des tranches, délais, "
                   "transferts et "
                   "catégories, et ce que personne n'a vu dans l'arrêté.",
                   "Toont wat de regelgeving zegt over schijven, termijnen, "
                   "overdrachten en "
                   "categorieën, en wat niemand in het besluit heeft gezien."},
                  "entente budget rules");
  command.Convention(*convention);
  command.Reads();
  command.Run([convention](Cli& cli) { return Show(cli, *convention); });
}

}  // namespace entente::client
