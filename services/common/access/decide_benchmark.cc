// Decisions a second on one core, by the number of tuples of the object (goal:
// a million). Every tuple is weighed: only the last one permits.
#include <benchmark/benchmark.h>

#include "absl/strings/str_cat.h"
#include "services/common/access/decide.h"

namespace entente::access {
namespace {

using entente::common::v1::PURPOSE_FOLLOW_UP;
using entente::common::v1::PURPOSE_REVIEW;

constexpr char kObject[] =
    "folders/21004/records/0123456789abcdef0123456789abcdef";
constexpr char kOffice[] = "folders/21004/offices/head";
const absl::CivilDay kToday(2019, 3, 14);

Model TheModel() {
  return {.actions = {{"open", {PURPOSE_FOLLOW_UP}, By::kOffice},
                      {"read", {PURPOSE_REVIEW, PURPOSE_FOLLOW_UP}},
                      {"write", {PURPOSE_FOLLOW_UP}},
                      {"grant", {PURPOSE_FOLLOW_UP}}},
          .relations = {{"reader", {"read"}},
                        {"contributor", {"read", "write", "grant"}},
                        {"forbidden", {}, true}},
          .grant_years_max = 2,
          .holder_years_max = 7};
}

Grant GrantTo(const std::string& relation, absl::CivilDay from,
              absl::CivilDay until) {
  Grant grant;
  grant.set_object(kObject);
  grant.set_relation(relation);
  *grant.mutable_from() = ToDate(from);
  *grant.mutable_until() = ToDate(until);
  return grant;
}

// One that permits, behind others: ended, too small, for others, by office.
Facts FactsOf(int64_t grants, bool is_by_office) {
  Facts facts;
  facts.is_existing = true;
  for (int64_t i = 1; i < grants; ++i) {
    const bool is_ended = i % 4 == 0;
    Grant grant = GrantTo(i % 2 == 0 ? "contributor" : "reader", kToday - 90,
                          is_ended ? kToday - 1 : kToday + 90);
    grant.set_person(i % 4 == 2 ? absl::StrCat("p-", 2000 + i) : "p-1001");
    facts.grants.push_back(grant);
  }
  Grant last = GrantTo("contributor", kToday - 9, kToday + 99);
  if (is_by_office) {
    last.set_office(kOffice);
    OfficeHolder holder;
    holder.set_office(kOffice);
    holder.set_person("p-1001");
    *holder.mutable_from() = ToDate(kToday - 400);
    *holder.mutable_until() = ToDate(kToday + 400);
    facts.holders.push_back(holder);
  } else {
    last.set_person("p-1001");
  }
  facts.grants.push_back(last);
  return facts;
}

void BM_Decide(benchmark::State& state, bool is_by_office) {
  const Model model = TheModel();
  const Facts facts = FactsOf(state.range(0), is_by_office);
  const Question question{"p-1001", "write", kObject, PURPOSE_FOLLOW_UP,
                          kToday};
  if (!Decide(question, facts, model).is_permitted) {
    state.SkipWithError("the last tuple must permit");
    return;
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(Decide(question, facts, model));
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK_CAPTURE(BM_Decide, person, false)->Arg(1)->Arg(8)->Arg(64)->Arg(500);
BENCHMARK_CAPTURE(BM_Decide, office, true)->Arg(1)->Arg(8)->Arg(64)->Arg(500);

}  // namespace
}  // namespace entente::access
