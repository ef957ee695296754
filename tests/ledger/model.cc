#include "tests/ledger/model.h"

#include <cstdio>

namespace entente::ledger {

std::string Numbered(const std::string& parent, const char* collection,
                     char letter, int64_t number) {
  char digits[32];
  std::snprintf(digits, sizeof(digits), "%06lld",
                static_cast<long long>(number));
  return parent + "/" + collection + "/" + letter + "-" + digits;
}

std::string ConventionOf(const std::string& name) {
  static const std::string kConventions = "/conventions/";
  const size_t id = name.find(kConventions);
  return name.substr(0, name.find('/', id + kConventions.size()));
}

std::string TextOf(const Day& day) {
  char text[40];
  std::snprintf(text, sizeof(text), "%04d-%02d-%02d", day.year, day.month,
                day.day);
  return text;
}

Expectation Refused(const std::string& reason, Figures figures) {
  Expectation expected;
  expected.reasons[reason] = std::move(figures);
  return expected;
}

Figures Money(int64_t allotted, int64_t reserved, int64_t spent,
              int64_t requested, int64_t available) {
  return {{"allotted_cents", std::to_string(allotted)},
          {"reserved_cents", std::to_string(reserved)},
          {"spent_cents", std::to_string(spent)},
          {"requested_cents", std::to_string(requested)},
          {"available_cents", std::to_string(available)}};
}

void Model::AddConvention(const Operation& operation) {
  const std::string& name = operation.parent;
  ModelConvention& convention = conventions_[name];
  convention.municipality = name.substr(0, name.find("/conventions/"));
  convention.zone = operation.zone;
  convention.term_begin = operation.term_begin;
  convention.term_end = operation.term_end;
  const int year = operation.term_begin.year;
  const struct {
    const char* id;
    bool is_general;
    int year;
  } kinds[] = {{"general-", true, year},
               {"general-", true, year + 1},
               {"supplementary-", false, year}};
  for (size_t i = 0; i < 3; ++i) {
    const std::string envelope =
        name + "/envelopes/" + kinds[i].id + std::to_string(kinds[i].year);
    convention.envelopes.push_back(envelope);
    ModelEnvelope& made = envelopes_[envelope];
    made.convention = name;
    made.is_general = kinds[i].is_general;
    made.year = kinds[i].year;
    made.granted = operation.grants[i];
  }
}

Expectation Model::Apply(const Operation& operation) {
  if (operation.kind == Kind::kConvention) {
    AddConvention(operation);
    return {};
  }
  Expectation malformed;
  if (!operation.fault.empty()) malformed.reasons[operation.fault];
  // Also drawn without being meant: a key that is to end before it begins.
  if (operation.kind == Kind::kDotationKey && operation.last_day.year != 0 &&
      !(operation.day <= operation.last_day)) {
    malformed.reasons["TERM_REVERSED"];
  }
  if (operation.kind == Kind::kBatch && operation.is_atomic) {
    for (const Operation& posting : operation.postings) {
      if (posting.fault.empty()) continue;
      malformed.reasons[posting.fault];
      break;
    }
  }
  if (!malformed.is_accepted()) return malformed;
  const bool has_record =
      !operation.request_id.empty() && !operation.validate_only;
  const std::string payload = has_record ? Describe(operation) : "";
  if (has_record) {
    const auto found = answered_.find(operation.request_id);
    if (found != answered_.end()) {
      if (found->second.first != payload) return Refused("REQUEST_ID_REUSED");
      Expectation again = found->second.second;
      again.is_retry = true;
      return again;
    }
  }
  Expectation expected = Run(operation);
  if (operation.validate_only || !expected.is_accepted()) RollBack(0);
  undo_.clear();
  // What was decided of another state than the caller saw is decided anew.
  expected.is_kept = has_record && !expected.reasons.contains("ETAG_MISMATCH");
  if (expected.is_kept) answered_[operation.request_id] = {payload, expected};
  return expected;
}

void Model::RollBack(size_t mark) {
  while (undo_.size() > mark) {
    undo_.back()();
    undo_.pop_back();
  }
}

Expectation Model::Run(const Operation& operation) {
  if (!operation.fault.empty()) return Refused(operation.fault);
  static const auto* const kSteps =
      new std::map<Kind, Expectation (Model::*)(const Operation&)>{
          {Kind::kLine, &Model::MakeLine},
          {Kind::kReservation, &Model::Reserve},
          {Kind::kVoid, &Model::Void},
          {Kind::kExpire, &Model::ExpireAll},
          {Kind::kEvidence, &Model::Register},
          {Kind::kWithdrawEvidence, &Model::WithdrawEvidence},
          {Kind::kCredit, &Model::Credit},
          {Kind::kWithdrawCredit, &Model::WithdrawCredit},
          {Kind::kExpense, &Model::Spend},
          {Kind::kCorrect, &Model::Correct},
          {Kind::kOrder, &Model::Order},
          {Kind::kExecute, &Model::Execute},
          {Kind::kAcknowledge, &Model::Acknowledge},
          {Kind::kUnacknowledge, &Model::Unacknowledge},
          {Kind::kCancel, &Model::Cancel},
          {Kind::kBatch, &Model::Batch},
          {Kind::kClaim, &Model::Claim},
          {Kind::kSubmit, &Model::Submit},
          {Kind::kWithdraw, &Model::Withdraw},
          {Kind::kDecide, &Model::Decide},
          {Kind::kUndecide, &Model::Undecide},
          {Kind::kReverse, &Model::Reverse},
          {Kind::kDotationKey, &Model::RecordKey},
          {Kind::kDotation, &Model::RecordDotation}};
  if (IsChange(operation.kind)) return Change(operation);
  if (IsFederal(operation.kind)) return Pay(operation);
  return (this->*kSteps->at(operation.kind))(operation);
}

Expectation Model::MakeLine(const Operation& operation) {
  const auto envelope = envelopes_.find(operation.parent);
  if (envelope == envelopes_.end()) return Refused("NOT_FOUND");
  Expectation expected;
  const auto objective = Objectives().find(operation.objective);
  if (objective == Objectives().end()) {
    expected.reasons["UNKNOWN_OBJECTIVE"];
  } else if (objective->second != envelope->second.is_general) {
    expected.reasons["WRONG_ALLOCATION"];
  }
  if (!Categories().contains(operation.category)) {
    expected.reasons["UNKNOWN_CATEGORY"];
  }
  const std::string name = operation.parent + "/lines/" + operation.objective +
                           "-" + operation.category;
  if (lines_.contains(name)) {
    const Position line = PositionOfLine(name);
    expected.reasons["LINE_EXISTS"] =
        Money(line[kAllotted], line[kReserved], line[kSpent], operation.cents,
              line[kAvailable]);
  }
  const Position before = PositionOfEnvelope(operation.parent);
  if (operation.cents > before[kUnallotted]) {
    expected.reasons["ENVELOPE_EXCEEDED"] =
        Money(before[kAllotted], before[kReserved], before[kSpent],
              operation.cents, before[kUnallotted]);
  }
  CheckCap(operation.parent, operation.category, operation.cents, expected);
  if (!expected.is_accepted()) return expected;
  Insert(lines_, name,
         {.envelope = operation.parent,
          .category = operation.category,
          .opened = operation.cents,
          .allotted = operation.cents,
          .holds = {}});
  std::vector<std::string> lines = envelope->second.lines;
  lines.push_back(name);
  Set(envelope->second.lines, std::move(lines));
  expected.name = name;
  expected.position = PositionOfLine(name);
  return expected;
}

Expectation Model::Batch(const Operation& operation) {
  if (!conventions_.contains(operation.parent)) return Refused("NOT_FOUND");
  Expectation expected;
  std::set<std::string> touched;
  for (Operation posting : operation.postings) {
    posting.today = operation.today;
    // What a refused posting found due on its line stays released.
    Expectation one = Run(posting);
    if (!one.is_accepted() && operation.is_atomic) return one;
    if (one.is_accepted()) {
      touched.insert(posting.kind == Kind::kVoid
                         ? reservations_.at(posting.name).line
                         : posting.line);
    }
    one.position.reset();
    expected.results.push_back(std::move(one));
  }
  for (const std::string& line : touched) {
    expected.lines[line] = PositionOfLine(line);
  }
  return expected;
}

}  // namespace entente::ledger
