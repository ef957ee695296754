// Draws questions of access and prints them with the answers of the suite's own
// code, one a line, for a judge that knows nothing of it (access_oracle.py).
//
//   access_matrix --count N --seed S [--policy FILE] [--plant FAULT]
//
// First every RPC × caller × standing × record × purpose, then N random
// ones. --plant answers with a fault, so that the judge can be judged.
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/strings/str_cat.h"
#include "services/common/gate/policy.h"
#include "services/exchange/decide_rules.h"
#include "tests/access/matrix_draw.h"
#include "tests/access/matrix_question.h"
#include "tests/access/matrix_suite.h"
#include "tools/client/access_catalog.h"

namespace entente::matrix {
namespace {

constexpr char kJustification[] = "No agenda item exists for this urgent talk.";

class Matrix {
 public:
  Matrix(const gate::Policy& policy, const Suite& suite) : suite_(suite) {
    for (const auto& [name, rule] : client::AllMethods().rules()) {
      rows_.push_back({&rule, ""});
    }
    const auto besides = [&](const char* rpc, const char* action) {
      const std::string name =
          absl::StrCat("entente.exchange.v1.CaseService/", rpc);
      rows_.push_back({client::AllMethods().Find(name), action});
    };
    besides("GetCase", exchange::kReadOriginatorAction);
    besides("WatchCase", exchange::kReadOriginatorAction);
    besides("CreateCaseGrant", exchange::kForbidAction);
    besides("RevokeCaseGrant", exchange::kRevokeGuardedAction);
    for (const std::string& role : policy.RoleNames()) {
      callers_.push_back({Caller::kPerson, "", {role}});
    }
    callers_.push_back({Caller::kPerson, "", {}});
    callers_.push_back({Caller::kPerson, "", {"role-of-nobody"}});
    for (const char* name :
         {"svc/conventions", "svc/indicators", "svc/exchange", "svc/other"}) {
      callers_.push_back(
          {Caller::kService,
           absl::StrCat("spiffe://", policy.trust_domain(), "/", name),
           {}});
    }
    for (const auto& peer : policy.PeersWith("conventions.intake.deliver")) {
      callers_.push_back({Caller::kService, peer.holder, {}});
    }
    callers_.push_back({Caller::kNobody, "", {}});
  }

  // Every cell once.
  void Product() {
    for (const Row& row : rows_) {
      for (const Caller& caller : callers_) {
        for (int standing = 0; standing < kStandings; ++standing) {
          for (int context = 0; context < kContexts; ++context) {
            Asked asked = Begin(row, caller, absl::CivilDay(2019, 3, 14));
            Stand(standing, asked);
            Context(context, asked);
            asked.is_here = standing != kStandings - 1;
            Name(standing, asked);
            Print(asked);
          }
        }
      }
    }
  }

  void Random(Draw& draw) {
    // Half of them about what is restricted: the rest has no object.
    const Row* row = &draw.Of(rows_);
    while (!row->rule->is_restricted && !draw.OneIn(4)) row = &draw.Of(rows_);
    Asked asked = Begin(*row, draw.Of(callers_), draw.Today());
    if (row->rule->is_restricted && !draw.OneIn(4)) {
      asked.caller = {Caller::kPerson, "", {"cell_chair"}};
    }
    if (asked.caller.kind == Caller::kPerson && draw.OneIn(3)) {
      asked.caller.roles.push_back(draw.Of(callers_).kind == Caller::kPerson
                                       ? "cell_member"
                                       : "coordinator");
    }
    Context(draw.OneIn(3) ? draw.Below(kContexts) : 0, asked);
    asked.is_here = !draw.OneIn(12);
    Name(draw.Below(3), asked);
    for (int i = draw.Below(5); i > 0; --i) {
      asked.grants.push_back(draw.Tuple(asked.today));
    }
    for (int i = draw.Below(3); i > 0; --i) {
      asked.holders.push_back(draw.Holder(asked.today));
    }
    Print(asked);
  }

 private:
  struct Row {
    const gate::MethodRule* rule;
    std::string besides;
  };
  // Owner (chair by office), member, reader; ended, not begun, withdrawn,
  // malformed; of another case, place, person; forbidden beside a right; none;
  // last, a right to what does not exist.
  static constexpr int kStandings = 13;
  // Each purpose; none, unknown; no context; nothing or too much it rests on;
  // sent twice; too late; under no law; a blank for a reference.
  static constexpr int kContexts = 16;

  static Asked Begin(const Row& row, const Caller& caller,
                     absl::CivilDay today) {
    Asked asked;
    asked.rule = row.rule;
    asked.besides = row.besides;
    asked.caller = caller;
    asked.today = today;
    return asked;
  }

  static access::Grant Right(absl::CivilDay today, const char* relation,
                             int from = -30, int until = 30) {
    access::Grant grant;
    grant.set_object(kObjects[0]);
    grant.set_relation(relation);
    grant.set_person(kPersons[0]);
    *grant.mutable_from() = access::ToDate(today + from);
    *grant.mutable_until() = access::ToDate(today + until);
    return grant;
  }

  static void Stand(int standing, Asked& asked) {
    const absl::CivilDay today = asked.today;
    access::Grant grant = Right(today, "contributor");
    switch (standing) {
      case 0: {
        grant.set_relation("chair");
        grant.set_office(kOffices[0]);
        access::OfficeHolder holder;
        holder.set_office(kOffices[0]);
        holder.set_person(kPersons[0]);
        *holder.mutable_from() = access::ToDate(today - 100);
        *holder.mutable_until() = access::ToDate(today + 10);
        asked.holders.push_back(holder);
        break;
      }
      case 1:
        break;
      case 2:
        grant.set_relation("reader");
        break;
      case 3:
        grant = Right(today, "contributor", -30, -1);
        break;
      case 4:
        grant = Right(today, "contributor", 1, 30);
        break;
      case 5:
        grant.mutable_revocation()->set_revoker("p-9");
        break;
      case 6:
        grant = Right(today, "contributor", 3, -3);
        break;
      case 7:
        grant.set_object(kObjects[1]);
        break;
      case 8:
        grant.set_object(kObjects[2]);
        break;
      case 9:
        grant.set_person(kPersons[1]);
        break;
      case 10:
        asked.grants.push_back(Right(today, "forbidden"));
        break;
      case 11:
        return;
      default:
        break;
    }
    asked.grants.push_back(grant);
  }

  static void Name(int which, Asked& asked) {
    const Party parties[] = {Party::kOwner, Party::kSecond, Party::kOther};
    if (HasParty(asked.rule->method)) asked.party = parties[which % 3];
  }

  static void Context(int which, Asked& asked) {
    const int purposes[kContexts] = {1, 2, 3, 4, 0, 77, 0, 1,
                                     1, 1, 3, 1, 1, 2,  3, 1};
    asked.context.set_purpose(
        static_cast<common::v1::Purpose>(purposes[which]));
    asked.rests_on = "rrrrrr-nbjjtlusf"[which];
    asked.has_context = asked.rests_on != '-';
    if (asked.rests_on != 'n' && asked.rests_on != 'j') {
      asked.context.set_reference(asked.rests_on == 's'   ? " "
                                  : asked.rests_on == 'f' ? "NOTE 2018/07"
                                                          : "notes/1");
    }
    if (asked.rests_on != 'u') {
      asked.context.set_legal_basis("Law of 30 July 2018");
    }
    if (asked.rests_on == 'j' || asked.rests_on == 'b') {
      asked.context.set_justification(kJustification);
    }
  }

  void Print(const Asked& asked) {
    const std::string line = Line(asked, suite_.Answer(asked)) + "\n";
    std::fwrite(line.data(), 1, line.size(), stdout);
  }

  const Suite& suite_;
  std::vector<Row> rows_;
  std::vector<Caller> callers_;
};

int Main(int argc, char** argv) {
  CLI::App app{"Draws questions of access and answers them", "access_matrix"};
  int64_t count = 1000000;
  uint64_t seed = 0;
  std::string file = "deploy/dev/policy.textproto";
  std::string fault;
  app.add_option("--count", count, "Random questions, after the whole product");
  app.add_option("--seed", seed, "Of what is drawn");
  app.add_option("--policy", file, "That of the installation");
  app.add_option("--plant", fault, "Answer with this fault");
  CLI11_PARSE(app, argc, argv);
  access::Model model = exchange::CaseModel();
  if (!Plant(fault, model)) {
    std::fprintf(stderr, "No such fault: %s\n", fault.c_str());
    return 2;
  }
  const auto policy = gate::Policy::Load(file);
  if (!policy.ok()) {
    std::fprintf(stderr, "%s\n", policy.status().ToString().c_str());
    return 1;
  }
  const Suite suite(**policy, std::move(model));
  Matrix matrix(**policy, suite);
  matrix.Product();
  Draw draw(seed);
  for (int64_t i = 0; i < count; ++i) matrix.Random(draw);
  return 0;
}

}  // namespace
}  // namespace entente::matrix

int main(int argc, char** argv) { return entente::matrix::Main(argc, argv); }
