// Random amendments in random order of days, read back at both times and
// compared with a naive model and with what was answered at the time.
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/timestamp.h"
#include "services/conventions/life_fixture_test.h"

namespace entente::conventions {
namespace {

using v1::Amendment;
using v1::Node;

uint64_t Seed() {
  const char* given = std::getenv("ENTENTE_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10)
                          : std::random_device()();
}

// Of the real thing only what a reader asks for: what each node says, and
// whether it has ended; of each envelope, under "envelope " and its id, its
// amount.
struct Said {
  std::string text;
  bool has_ended = false;
  bool operator==(const Said&) const = default;
};
using Sayings = std::map<std::string, Said>;

struct Step {
  // 2018-01-01 plus so many days.
  int day = 0;
  enum { kText, kAdd, kEnd, kOpen } what = kText;
  std::string node;
  std::string text;
};

constexpr char kEnvelope[] = "envelope ";

class VersionPropertyTest : public LifeFixture {
 protected:
  static google::type::Date DayOf(int day) {
    const absl::CivilDay date = absl::CivilDay(2018, 1, 1) + day;
    return MakeDate(static_cast<int>(date.year()), date.month(), date.day());
  }

  // The naive model: the first `known` steps that hold on `day`, day by day.
  Sayings Model(size_t known, int day) const {
    Sayings state = imported_;
    for (int at = 0; at <= day; ++at) {
      for (size_t i = 0; i < known; ++i) {
        if (steps_[i].day != at) continue;
        Said& said = state[steps_[i].node];
        if (steps_[i].what == Step::kEnd) {
          said.has_ended = true;
        } else {
          said.text = steps_[i].text;
        }
      }
    }
    return state;
  }

  static Sayings Read(const v1::Convention& convention) {
    Sayings state;
    for (const Node& node : convention.nodes()) {
      state[node.id()] = {node.text(), node.has_end_date()};
    }
    for (const v1::EnvelopeGrant& grant : convention.envelopes()) {
      const auto& money =
          grant.has_amended_amount() ? grant.amended_amount() : grant.amount();
      state[kEnvelope + EnvelopeId(grant.allocation(), grant.year())] = {
          absl::StrCat(money.units()), false};
    }
    return state;
  }

  // The envelope of a year that may be there already.
  static void Open(std::mt19937_64& random, int i, Step& step,
                   Amendment& amendment) {
    step.what = Step::kOpen;
    const int year = 2019 + static_cast<int>(random() % 3);
    step.node = kEnvelope + EnvelopeId(v1::ALLOCATION_GENERAL, year);
    step.text = absl::StrCat(1'000 + i);
    auto& term = *amendment.add_changes()->mutable_term();
    *term.mutable_valid_from() = MakeDate(2018, 1, 1);
    *term.mutable_valid_until() = MakeDate(2021, 12, 31);
    auto& opening = *amendment.add_changes()->mutable_envelope_opening();
    opening.set_allocation(v1::ALLOCATION_GENERAL);
    opening.set_year(year);
    *opening.mutable_amount() = MoneyFromCents((1'000 + i) * 100);
  }

  // Another amount of an envelope of the model.
  static void SetAmount(int i, Step& step, Amendment& amendment) {
    const EnvelopeKey key =
        ParseEnvelopeId(step.node.substr(sizeof(kEnvelope) - 1));
    step.text = absl::StrCat(5'000 + i);
    auto& change = *amendment.add_changes()->mutable_envelope();
    change.set_allocation(key.allocation);
    change.set_year(key.year);
    *change.mutable_amount() = MoneyFromCents((5'000 + i) * 100);
  }

  // A random step through the service; kept when it was taken.
  void Take(std::mt19937_64& random, int i) {
    Step step;
    step.day = static_cast<int>(random() % 700);
    const Sayings now = Model(steps_.size(), 800);
    auto chosen = now.begin();
    std::advance(chosen, static_cast<long>(random() % now.size()));
    step.node = chosen->first;
    step.text = absl::StrCat("text of step ", i);
    Amendment amendment = NewAmendment(DayOf(step.day));
    const bool is_envelope = absl::StartsWith(step.node, kEnvelope);
    switch (random() % 7) {
      case 0:
        step.what = Step::kAdd;
        AddUnder(amendment, "so-01", Node::KIND_OPERATIONAL_OBJECTIVE,
                 step.text);
        break;
      case 1:
        // A bullet: what stands under a block would end with it.
        if (is_envelope || step.node[0] == 'p' || step.node[0] == 's') return;
        step.what = Step::kEnd;
        EndNode(amendment, step.node);
        break;
      case 2:
        Open(random, i, step, amendment);
        break;
      default:
        is_envelope ? SetAmount(i, step, amendment)
                    : SetText(amendment, step.node, step.text);
    }
    const auto applied = Amend(amendment);
    if (!applied.ok()) {
      ++refused_;
      return;
    }
    if (step.what == Step::kAdd) {
      step.node = applied->changes(0).node_addition().node_id();
    }
    steps_.push_back(step);
    times_.push_back(applied->apply_time());
    answers_.push_back(Get()->SerializeAsString());
  }

  Sayings imported_ = Read(LivingConvention());
  std::vector<Step> steps_;
  std::vector<google::protobuf::Timestamp> times_;
  // What was answered directly after each step.
  std::vector<std::string> answers_;
  int refused_ = 0;
};

TEST_F(VersionPropertyTest, EveryVersionIsReadBackAtBothTimes) {
  const uint64_t seed = Seed();
  std::cout << "ENTENTE_SEED=" << seed << "\n";
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  const auto imported_at = ToTimestamp(clock_.Now());
  const std::string imported = Get()->SerializeAsString();
  for (int i = 0; i < 60; ++i) {
    clock_.Advance(absl::Seconds(1 + static_cast<int>(random() % 2)));
    Take(random, i);
  }
  ASSERT_GT(steps_.size(), 20u);
  EXPECT_GT(refused_, 0);
  EXPECT_EQ(Get(nullptr, &imported_at)->SerializeAsString(), imported);
  for (size_t known = 1; known <= steps_.size(); ++known) {
    // Byte for byte what was answered then.
    EXPECT_EQ(Get(nullptr, &times_[known - 1])->SerializeAsString(),
              answers_[known - 1])
        << known;
    for (int probe = 0; probe < 4; ++probe) {
      const int day = static_cast<int>(random() % 720);
      const google::type::Date date = DayOf(day);
      const auto version = Get(&date, &times_[known - 1]);
      ASSERT_TRUE(version.ok()) << version.status();
      EXPECT_EQ(Read(*version), Model(known, day)) << known << " " << day;
    }
  }
  ExpectRecountIsClean();
}

}  // namespace
}  // namespace entente::conventions
