// Where the money stands, added up each time it is asked.
#include <algorithm>

#include "tests/ledger/model.h"

namespace entente::ledger {

const std::map<std::string, bool>& Objectives() {
  static const auto* const kObjectives = new std::map<std::string, bool>{
      {"so-01", true},  {"op-01", true},  {"so-02", true}, {"op-02", true},
      {"so-03", false}, {"op-03", false}, {"so-04", false}};
  return *kObjectives;
}

const std::set<std::string>& Categories() {
  static const auto* const kCategories =
      new std::set<std::string>{"personnel", "operating", "investment"};
  return *kCategories;
}

int64_t Model::AvailableOn(const std::string& line) const {
  return PositionOfLine(line)[kAvailable];
}

Position Model::PositionOfLine(const std::string& name) const {
  const ModelLine& line = lines_.at(name);
  Position position = {};
  position[kAllotted] = line.allotted;
  for (const auto& [hold, cents] : line.holds) position[kReserved] += cents;
  position[kSpent] = line.expenses + line.zone_project + line.zone_deduction;
  position[kZoneProject] = line.zone_project;
  position[kZoneDeduction] = line.zone_deduction;
  position[kClaimed] = line.claimed;
  position[kAccepted] = line.accepted;
  position[kIneligible] = line.ineligible;
  position[kAvailable] = line.allotted - position[kReserved] - position[kSpent];
  return position;
}

Position Model::PositionOfEnvelope(const std::string& name) const {
  const ModelEnvelope& envelope = envelopes_.at(name);
  Position position = {};
  for (const std::string& line : envelope.lines) {
    const Position of_line = PositionOfLine(line);
    for (size_t i = 0; i < of_line.size(); ++i) position[i] += of_line[i];
  }
  position[kAllocated] = envelope.Allocated();
  position[kUnallotted] = envelope.Usable() - position[kAllotted];
  // At most what is granted and neither reserved nor spent.
  position[kAvailable] =
      std::min(position[kAvailable],
               envelope.Usable() - position[kReserved] - position[kSpent]);
  position[kReduced] = envelope.reduced;
  position[kCarriedIn] = envelope.carried_in;
  position[kCarriedOut] = envelope.carried_out;
  position[kLapsed] = envelope.lapsed;
  position[kPaidAdvance] = envelope.advance;
  position[kPaidBalance] = envelope.balance;
  position[kRecoverable] = envelope.demanded - envelope.recovered;
  position[kRecovered] = envelope.recovered;
  return position;
}

Position Model::PositionOf(const std::string& account) const {
  return lines_.contains(account) ? PositionOfLine(account)
                                  : PositionOfEnvelope(account);
}

}  // namespace entente::ledger
