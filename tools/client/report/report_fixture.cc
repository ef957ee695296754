#include "tools/client/report/report_fixture.h"

#include <map>
#include <random>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace entente::client {
namespace {

using conventions::v1::Allocation;
using conventions::v1::Convention;
using conventions::v1::Envelope;
using conventions::v1::Line;
using conventions::v1::MeasureDefinition;
using conventions::v1::MeasureKind;
using conventions::v1::Node;
using conventions::v1::ZonePayment;

void SetCents(int64_t cents, google::type::Money* money) {
  money->set_currency_code("EUR");
  money->set_units(cents / 100);
  money->set_nanos(static_cast<int32_t>(cents % 100) * 10'000'000);
}

void SetDate(int year, int month, int day, google::type::Date* date) {
  date->set_year(year);
  date->set_month(month);
  date->set_day(day);
}

// Appends nodes with ids and lines in document order.
class Tree {
 public:
  explicit Tree(Convention& convention) : convention_(convention) {}

  Node& Add(Node::Kind kind, const std::string& id, const std::string& parent,
            const std::string& text, const std::string& heading = "",
            const std::string& path = "") {
    Node& node = *convention_.add_nodes();
    node.set_kind(kind);
    node.set_id(id);
    node.set_parent_id(parent);
    node.set_text(text);
    node.set_heading(heading);
    node.set_path(path);
    node.set_line(line_ += 3);
    node.set_allocation(allocation);
    return node;
  }

  Node& Objective(const std::string& id, const std::string& parent,
                  const std::string& text, const std::string& heading,
                  const std::string& path) {
    return Add(Node::KIND_STRATEGIC_OBJECTIVE, id, parent, text, heading, path);
  }

  void Bullet(Node::Kind kind, const std::string& id, const std::string& parent,
              const std::string& text) {
    Add(kind, id, parent, text);
  }

  Allocation allocation = Allocation::ALLOCATION_GENERAL;

 private:
  Convention& convention_;
  int line_ = 20;
};

void FillFirstPart(Tree& tree) {
  tree.Add(Node::KIND_PART, "p-1", "", "", "I. ALLOCATION GENERALE", "I");
  tree.Add(Node::KIND_SECTOR, "s-1", "p-1", "", "Secteur d'activité 1", "I/1");
  tree.Add(Node::KIND_GENERAL_OBJECTIVE, "go-1", "s-1",
           "Soutenir la police de proximité", "Objectif général :", "I/1/1");
  tree.Objective("so-01", "go-1", "Verser une partie de l'allocation à la zone",
                 "Objectif stratégique 1 :", "I/1/1/1");
  tree.Bullet(Node::KIND_OPERATIONAL_OBJECTIVE, "oo-01", "so-01",
              "Être présent dans les quartiers");
  tree.Bullet(Node::KIND_EXPECTED_RESULT, "er-01", "so-01",
              "Le versement arrive à la zone");
  tree.Bullet(Node::KIND_INDICATOR, "in-01", "so-01",
              "Le versement est effectué");
  tree.Bullet(Node::KIND_INDICATOR, "in-02", "so-01",
              "Nombre d'heures de formation du personnel");
  tree.Add(Node::KIND_SECTOR, "s-2", "p-1", "", "Secteur d'activité 2", "I/2");
  tree.Objective("so-02", "s-2", "Prévenir les nuisances près des gares",
                 "Objectifs stratégiques 1 et 2 :", "I/2/0/1");
  tree.Bullet(Node::KIND_OPERATIONAL_OBJECTIVE, "oo-02", "so-02",
              "Mener des actions avec les transports");
  tree.Bullet(Node::KIND_INDICATOR, "in-03", "so-02",
              "Nombre d'actions « nuisances » menées");
  tree.Objective("so-03", "s-2", "Suivre les victimes",
                 "Objectif stratégique 4", "I/2/0/4");
  tree.Bullet(Node::KIND_EXPECTED_RESULT, "er-02", "so-03",
              "Nombre de rencontres de suivi");
}

void FillSecondPart(Tree& tree) {
  tree.allocation = Allocation::ALLOCATION_SUPPLEMENTARY;
  tree.Add(Node::KIND_PART, "p-2", "", "", "II. ALLOCATION COMPLEMENTAIRE",
           "II");
  tree.Add(Node::KIND_SECTOR, "s-3", "p-2", "", "Secteur d'activité 3", "II/3");
  tree.Add(Node::KIND_GENERAL_OBJECTIVE, "go-2", "s-3",
           "Prévenir la radicalisation violente",
           "Objectif général :", "II/3/1");
  tree.Objective("so-04", "go-2", "Travailler en réseau",
                 "Objectif stratégique 1:", "II/3/1/1");
  tree.Bullet(Node::KIND_INDICATOR, "in-04", "so-04",
              "Participation à toutes les réunions de la cellule");
  tree.Objective("so-05", "go-2", "Former et analyser",
                 "Objectif stratégique 3 :", "II/3/1/3");
  tree.Bullet(Node::KIND_INDICATOR, "in-05", "so-05",
              "Nombre d'actions \"nuisances\" menées");
  tree.Bullet(Node::KIND_INDICATOR, "in-06", "so-05", "Nombre de formations");
}

void AddFinding(int line, const std::string& code, const std::string& node,
                Convention& convention) {
  auto& finding = *convention.add_findings();
  finding.set_line(line);
  finding.set_code(code);
  finding.set_node_id(node);
  finding.set_message(absl::StrCat("line ", line, ": look here"));
  finding.set_message_fr(absl::StrCat("ligne ", line, " : à regarder"));
  finding.set_message_nl(absl::StrCat("regel ", line, ": te bekijken"));
}

void AddGrant(Allocation allocation, int year, int64_t cents,
              Convention& convention) {
  auto& grant = *convention.add_envelopes();
  grant.set_allocation(allocation);
  grant.set_year(year);
  SetCents(cents, grant.mutable_amount());
}

Convention FixtureTree() {
  Convention convention;
  convention.set_name(kFixtureConvention);
  convention.set_title("CONVENTION DE SECURITE 2018-2019 DE LA VILLE D'ESSAI");
  convention.set_language_code("fr");
  convention.set_municipality("Essai");
  convention.set_municipality_code("99999");
  convention.set_police_zone_code("9999");
  convention.set_text_sha256(std::string(64, 'a'));
  convention.set_state(Convention::STATE_DRAFT);
  SetDate(2018, 1, 1, convention.mutable_valid_from());
  SetDate(2019, 12, 31, convention.mutable_valid_until());
  SetDate(2007, 4, 16,
          convention.mutable_parties()->mutable_council_decision_date());
  AddGrant(Allocation::ALLOCATION_GENERAL, 2018, 100'000'00, convention);
  AddGrant(Allocation::ALLOCATION_SUPPLEMENTARY, 2018, 6'000'00, convention);
  AddGrant(Allocation::ALLOCATION_GENERAL, 2019, 90'000'50, convention);
  AddGrant(Allocation::ALLOCATION_SUPPLEMENTARY, 2019, 6'000'00, convention);
  Tree tree(convention);
  FillFirstPart(tree);
  FillSecondPart(tree);
  AddFinding(52, "NUMBER_SKIPPED", "so-03", convention);
  AddFinding(31, "REPEATED_LABEL", "in-03", convention);
  AddFinding(70, "REPEATED_LABEL", "in-05", convention);
  return convention;
}

// Kind by the words of a French label; good enough for invented data.
MeasureKind KindOf(const std::string& label) {
  if (absl::StrContains(label, "heures")) {
    return MeasureKind::MEASURE_KIND_HOURS;
  }
  if (absl::StrContains(label, "ersement")) {
    return MeasureKind::MEASURE_KIND_YES_NO;
  }
  if (absl::StrContains(label, "Participation")) {
    return MeasureKind::MEASURE_KIND_RATIO;
  }
  return MeasureKind::MEASURE_KIND_COUNT;
}

// The same label but for quotes, accents and spacing is the same measure.
std::string Bare(const std::string& label) {
  std::string letters;
  for (const char c : label) {
    if (absl::ascii_isalpha(c)) letters += absl::ascii_tolower(c);
  }
  return letters;
}

void AddDefinitions(ReportData& data) {
  std::map<std::string, std::string> codes;
  for (Node& node : *data.convention->mutable_nodes()) {
    const bool is_result = node.kind() == Node::KIND_EXPECTED_RESULT &&
                           absl::StartsWith(node.text(), "Nombre");
    if (node.kind() != Node::KIND_INDICATOR && !is_result) continue;
    auto [place, is_new] = codes.try_emplace(
        Bare(node.text()), absl::StrCat("measure_", codes.size() + 1));
    node.clear_measure_codes();
    node.add_measure_codes(place->second);
    if (!is_new) continue;
    MeasureDefinition definition;
    definition.set_code(place->second);
    definition.mutable_title()->set_fr(node.text());
    definition.mutable_title()->set_nl(absl::StrCat("Meting ", codes.size()));
    definition.set_kind(KindOf(node.text()));
    definition.set_is_summable(true);
    definition.set_is_sensitive(is_result);
    definition.set_is_kind_guessed(codes.size() % 5 == 3);
    data.definitions.push_back(definition);
    auto& measure = data.measures.emplace_back();
    *measure.mutable_definition() = definition;
  }
}

void AddSeries(unsigned seed, ReportData& data) {
  // Same figures on every run: the engine is fixed by the standard, unlike the
  // distributions.
  std::mt19937 random(seed);
  size_t index = 0;
  for (const MeasureDefinition& definition : data.definitions) {
    // Every seventh measure stays silent.
    if (++index % 7 == 0) continue;
    auto& series = data.series.emplace_back();
    series.set_measure_code(definition.code());
    series.set_kind(definition.kind());
    for (int i = 0; i < 22; ++i) {
      const bool is_yes_no =
          definition.kind() == MeasureKind::MEASURE_KIND_YES_NO;
      if (is_yes_no ? i != 5 : random() % 9 == 0) continue;
      auto& month = *series.add_months();
      SetDate(2018 + i / 12, i % 12 + 1, 1, month.mutable_month());
      int64_t value = random() % (index == 4 ? 9000 : 40);
      if (is_yes_no) value = 1;
      if (definition.kind() == MeasureKind::MEASURE_KIND_HOURS) value *= 90;
      if (definition.kind() == MeasureKind::MEASURE_KIND_RATIO) {
        value %= 3;
        month.set_denominator(2);
      }
      month.set_value(value);
      auto& total = *series.mutable_total();
      total.set_value(is_yes_no ? 1 : total.value() + value);
      total.set_denominator(total.denominator() + month.denominator());
    }
  }
  // One internal target, for one of the two years.
  if (data.measures.size() < 2) return;
  auto& target = *data.measures[1].add_targets();
  target.set_year(2018);
  target.set_value(18'000);
  target.set_is_internal(true);
}

void SetPosition(int64_t allotted, int64_t reserved, int64_t spent,
                 conventions::v1::Position& position) {
  SetCents(allotted, position.mutable_allotted());
  SetCents(reserved, position.mutable_reserved());
  SetCents(spent, position.mutable_spent());
  SetCents(allotted - reserved - spent, position.mutable_available());
}

// Objective of `allocation` the lines are put on, chosen by `skip`.
std::string ObjectiveFor(const Convention& convention, Allocation allocation,
                         int skip) {
  std::string id;
  for (const Node& node : convention.nodes()) {
    if (node.kind() != Node::KIND_STRATEGIC_OBJECTIVE) continue;
    if (node.allocation() != allocation) continue;
    id = node.id();
    if (skip-- == 0) break;
  }
  return id;
}

void AddLine(Envelope& envelope, const Convention& convention, int skip,
             const std::string& category, int64_t allotted, ReportData& data) {
  Line& line = data.lines.emplace_back();
  line.set_objective_id(ObjectiveFor(convention, envelope.allocation(), skip));
  line.set_category(category);
  line.set_name(absl::StrCat(envelope.name(), "/lines/", line.objective_id(),
                             "-", category));
  SetCents(allotted, line.mutable_amount());
  SetPosition(allotted, allotted / 5, allotted / 2, *line.mutable_position());
}

void AddMoney(ReportData& data) {
  const Convention& convention = *data.convention;
  for (const auto& grant : convention.envelopes()) {
    Envelope& envelope = data.envelopes.emplace_back();
    const bool is_general =
        grant.allocation() == Allocation::ALLOCATION_GENERAL;
    envelope.set_name(absl::StrCat(convention.name(), "/envelopes/",
                                   is_general ? "general-" : "supplementary-",
                                   grant.year()));
    envelope.set_allocation(grant.allocation());
    envelope.set_year(grant.year());
    const int64_t granted =
        grant.amount().units() * 100 + grant.amount().nanos() / 10'000'000;
    // The last envelope stays as it arrived: unallotted.
    const bool is_last = data.envelopes.size() == 4;
    const int64_t first = is_last ? 0 : granted / 2;
    const int64_t second = is_last ? 0 : granted / 5;
    SetPosition(first + second, first / 5 + second / 5, first / 2 + second / 2,
                *envelope.mutable_position());
    SetCents(granted, envelope.mutable_position()->mutable_allocated());
    if (is_general) {
      SetCents(first / 4, envelope.mutable_position()->mutable_zone_project());
      SetCents(second / 4,
               envelope.mutable_position()->mutable_zone_deduction());
    }
    if (is_last) continue;
    AddLine(envelope, convention, 0, "personnel", first, data);
    AddLine(envelope, convention, 1, "operating", second, data);
  }
}

void AddPayments(ReportData& data) {
  const auto add = [&](const std::string& id, ZonePayment::Route route,
                       ZonePayment::State state, int64_t cents) {
    ZonePayment& payment = data.zone_payments.emplace_back();
    payment.set_name(absl::StrCat(data.convention_name, "/zonePayments/", id));
    payment.set_route(route);
    payment.set_state(state);
    SetCents(cents, payment.mutable_amount());
    if (state != ZonePayment::STATE_ORDERED) {
      SetDate(2018, 6, 14, payment.mutable_value_date());
    }
  };
  add("a", ZonePayment::ROUTE_PROJECT, ZonePayment::STATE_ORDERED, 1'000'00);
  add("b", ZonePayment::ROUTE_PROJECT, ZonePayment::STATE_EXECUTED, 2'500'50);
  add("c", ZonePayment::ROUTE_DEDUCTION, ZonePayment::STATE_ACKNOWLEDGED,
      7'000'00);
}

void AddRegulation(ReportData& data) {
  auto& regulation = data.regulation.emplace();
  regulation.set_id("be-2018-2019");
  regulation.set_source("numac 2018031896");
  auto& personnel = *regulation.add_categories();
  personnel.set_code("personnel");
  personnel.mutable_title()->set_fr("Personnel");
  personnel.mutable_title()->set_nl("Personeel");
  auto& operating = *regulation.add_categories();
  operating.set_code("operating");
  operating.mutable_title()->set_fr("Fonctionnement");
  operating.mutable_title()->set_nl("Werking");
  regulation.mutable_claim_deadline()->set_month(3);
  regulation.mutable_claim_deadline()->set_day(31);
  regulation.mutable_late_claims()->set_rule(
      conventions::v1::LateClaims::RULE_ACCEPTED_LATE);
  regulation.add_instalments()->set_kind(
      conventions::v1::Instalment::KIND_ADVANCE);
  regulation.mutable_transfer_rules()
      ->mutable_within_envelope()
      ->set_is_allowed(true);
}

void AddActivities(ReportData& data) {
  auto& type = data.activity_types.emplace_back();
  type.set_code("coppra_training");
  type.mutable_title()->set_fr("Formation COPPRA");
  type.mutable_title()->set_nl("COPPRA-opleiding");
  auto& activity = data.activities.emplace_back();
  activity.set_type("coppra_training");
  activity.set_participants(14);
  activity.set_course_minutes(360);
}

}  // namespace

ReportData DataAround(const Convention& convention, unsigned seed) {
  ReportData data;
  data.convention_name = convention.name();
  data.convention = convention;
  data.from = absl::CivilMonth(2018, 1);
  data.until = absl::CivilMonth(2019, 12);
  data.generated_at = absl::CivilMinute(2019, 11, 24, 9, 5);
  data.generated_by = "entente report";
  AddDefinitions(data);
  AddSeries(seed, data);
  AddMoney(data);
  AddPayments(data);
  AddRegulation(data);
  AddActivities(data);
  data.meetings = {{absl::CivilDay(2018, 2, 8), true, true, 0},
                   {absl::CivilDay(2018, 4, 12), true, false, 1},
                   {absl::CivilDay(2018, 6, 7), false, false, 0},
                   {absl::CivilDay(2019, 12, 5), false, false, 0}};
  return data;
}

ReportData FixtureData() { return DataAround(FixtureTree(), 20180101); }

}  // namespace entente::client
