#include "tests/ledger/draw.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace entente::ledger {
namespace {

constexpr size_t kRememberedMax = 200;
constexpr int kFaultPercent = 7;
constexpr int kUnknownPercent = 3;
constexpr int kRetryPercent = 7;
constexpr int kRehearsalPercent = 5;
constexpr const char* kMunicipalities[] = {"municipalities/21004",
                                           "municipalities/21009"};
// Numbers with the right check digits, of nobody in particular.
constexpr const char* kIssuers[] = {"0207373429", "0207.373.429",
                                    "BE 0207.373.429"};

int YearOf(const std::string& line) {
  return line.find("-2019/") != std::string::npos ? 2019 : 2018;
}

std::string MunicipalityOf(const std::string& convention) {
  return convention.substr(0, convention.find("/conventions/"));
}

std::string Numbered(const std::string& parent, const char* collection,
                     int64_t number) {
  char digits[32];
  std::snprintf(digits, sizeof(digits), "%06lld",
                static_cast<long long>(number));
  return parent + "/" + collection + digits;
}

}  // namespace

Drawer::Drawer(Model& model, const DrawOptions& options)
    : model_(model), options_(options), random_(options.seed) {}

int64_t Drawer::Uniform(int64_t from, int64_t to) {
  return std::uniform_int_distribution<int64_t>(from, to)(random_);
}

std::vector<std::string> Drawer::TakeForgotten() {
  return std::exchange(forgotten_, {});
}

Operation Drawer::Draw() {
  if (until_convention_ <= 0) {
    until_convention_ = options_.convention_every;
    return DrawConvention();
  }
  ++calls_;
  if (!remembered_.empty() && Chance(kRetryPercent)) {
    --until_convention_;
    return DrawRetry();
  }
  Operation operation =
      Chance(options_.batch_percent) ? DrawBatch() : DrawSingle();
  until_convention_ -=
      std::max<int64_t>(1, static_cast<int64_t>(operation.postings.size()));
  operation.request_id =
      "q" + std::to_string(options_.seed) + "-" + std::to_string(calls_);
  if (operation.fault.empty() && Uniform(1, 300) == 1) {
    operation.request_id.resize(65, 'x');
    operation.fault = "REQUEST_ID_TOO_LONG";
  }
  if (Chance(kRehearsalPercent)) operation.validate_only = true;
  if (operation.fault.empty() && !operation.validate_only) Remember(operation);
  return operation;
}

Operation Drawer::DrawConvention() {
  Operation operation;
  operation.kind = Kind::kConvention;
  operation.parent =
      std::string(OneOf(std::vector<std::string>(std::begin(kMunicipalities),
                                                 std::end(kMunicipalities)))) +
      "/conventions/c-" + std::to_string(conventions_.size());
  for (int i = 0; i < 3; ++i) {
    operation.grants.push_back(Uniform(100'000, 30'000'000));
  }
  conventions_.push_back(operation.parent);
  return operation;
}

void Drawer::Remember(const Operation& operation) {
  if (remembered_.size() < kRememberedMax) {
    remembered_.push_back(operation);
    return;
  }
  // One at random goes, so that some stay for long.
  Operation& place = remembered_[static_cast<size_t>(
      Uniform(0, static_cast<int64_t>(kRememberedMax) - 1))];
  model_.Forget(place.request_id);
  forgotten_.push_back(place.request_id);
  place = operation;
}

// The same id: with the same payload, with another one, or as a rehearsal.
Operation Drawer::DrawRetry() {
  Operation operation = OneOf(remembered_);
  const int64_t how = Uniform(1, 100);
  if (how > 85) {
    operation.validate_only = true;
  } else if (how > 55) {
    if (operation.kind == Kind::kBatch) {
      operation.is_atomic = !operation.is_atomic;
    } else if (operation.cents > 0) {
      SetAmount(operation, operation.cents + 1);
    } else {
      const std::string id = operation.request_id;
      operation = DrawReservation(SomeConvention());
      operation.request_id = id;
    }
  }
  return operation;
}

Operation Drawer::DrawBatch() {
  Operation batch;
  batch.kind = Kind::kBatch;
  batch.parent = SomeConvention();
  if (SomeLine(batch.parent).empty()) {
    return DrawKind(Kind::kLine, batch.parent);
  }
  batch.is_atomic = Chance(50);
  const bool is_clean = batch.is_atomic && Chance(70);
  const int64_t size = Chance(50)
                           ? Uniform(1, options_.batch_max)
                           : Uniform(1, std::max(1, options_.batch_max / 8));
  for (int64_t i = 0; i < size; ++i) {
    Operation posting = DrawPosting(batch.parent);
    const size_t mark = model_.Mark();
    if (!model_.Try(posting).is_accepted()) {
      model_.RollBack(mark);
      if (is_clean) continue;
    }
    batch.postings.push_back(std::move(posting));
  }
  model_.RollBack(0);
  if (batch.postings.empty()) batch.fault = "BATCH_SIZE";
  if (Uniform(1, 100) == 1) {
    batch.is_mode_given = false;
    batch.fault = "FIELD_REQUIRED";
  }
  return batch;
}

Operation Drawer::DrawPosting(const std::string& convention) {
  const int64_t which = Uniform(1, 100);
  return DrawKind(which <= 40   ? Kind::kReservation
                  : which <= 58 ? Kind::kVoid
                                : Kind::kExpense,
                  convention);
}

Operation Drawer::DrawSingle() {
  static constexpr std::pair<Kind, int> kWeights[] = {
      {Kind::kLine, 8},      {Kind::kReservation, 18}, {Kind::kVoid, 9},
      {Kind::kEvidence, 18}, {Kind::kExpense, 21},     {Kind::kOrder, 8},
      {Kind::kExecute, 7},   {Kind::kAcknowledge, 4},  {Kind::kCancel, 1},
      {Kind::kClaim, 1},     {Kind::kSubmit, 2},       {Kind::kWithdraw, 1},
      {Kind::kDecide, 2}};
  int64_t which = Uniform(1, 100);
  for (const auto& [kind, weight] : kWeights) {
    which -= weight;
    if (which <= 0) return DrawKind(kind, SomeConvention());
  }
  return DrawKind(Kind::kLine, SomeConvention());
}

Operation Drawer::DrawKind(Kind kind, const std::string& convention) {
  // Nothing to post to yet.
  if (SomeLine(convention).empty()) {
    kind = kind == Kind::kEvidence ? kind : Kind::kLine;
  }
  Operation operation;
  switch (kind) {
    case Kind::kReservation:
      operation = DrawReservation(convention);
      break;
    case Kind::kVoid:
      operation = DrawVoid(convention);
      break;
    case Kind::kEvidence:
      operation = DrawEvidence(convention);
      break;
    case Kind::kExpense:
      operation = DrawExpense(convention);
      break;
    case Kind::kOrder:
      operation = DrawOrder(convention);
      break;
    case Kind::kExecute:
    case Kind::kAcknowledge:
    case Kind::kCancel:
      operation = DrawStep(kind, convention);
      break;
    case Kind::kClaim:
    case Kind::kSubmit:
    case Kind::kWithdraw:
    case Kind::kDecide:
      operation = DrawClaim(kind, convention);
      break;
    default:
      operation = DrawLine(convention);
  }
  if (Chance(kFaultPercent)) Spoil(operation);
  return operation;
}

Operation Drawer::DrawLine(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kLine;
  operation.parent = OneOf(model_.conventions().at(convention).envelopes);
  std::vector<std::string> objectives;
  const ModelEnvelope& envelope = model_.envelopes().at(operation.parent);
  const bool is_mixed = Chance(15);
  for (const auto& [id, is_general] : Objectives()) {
    if (is_mixed || is_general == envelope.is_general) objectives.push_back(id);
  }
  operation.objective = Chance(kUnknownPercent) ? "so-77" : OneOf(objectives);
  operation.category = Chance(kUnknownPercent)
                           ? "travel"
                           : OneOf(std::vector<std::string>(
                                 Categories().begin(), Categories().end()));
  if (Chance(kUnknownPercent))
    operation.parent = convention + "/envelopes/general-2017";
  const int64_t left = envelope.granted - [&] {
    int64_t allotted = 0;
    for (const std::string& line : envelope.lines) {
      allotted += model_.lines().at(line).allotted;
    }
    return allotted;
  }();
  const int64_t most = std::max<int64_t>(1, left);
  SetAmount(operation, Chance(12) ? left + Uniform(1, 5000)
                       : Chance(4)
                           ? most
                           : Uniform(1, std::max<int64_t>(1, most / 3)));
  return operation;
}

Operation Drawer::DrawReservation(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kReservation;
  operation.parent = convention;
  operation.line = SomeLine(convention);
  SetAmount(
      operation,
      SomeCents(operation.line.empty() ? 0 : model_.AvailableOn(operation.line),
                15));
  if (Chance(20)) operation.text = "Invented purchase";
  if (operation.line.empty() || Chance(kUnknownPercent)) {
    operation.line =
        convention + "/envelopes/general-2018/lines/so-88-operating";
  }
  return operation;
}

Operation Drawer::DrawVoid(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kVoid;
  operation.name = SomeReservation(convention, !Chance(20));
  return operation;
}

Operation Drawer::DrawEvidence(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kEvidence;
  if (!documents_seen_.empty() && Chance(10)) {
    // A rescan: another file of it, or the same file under another number.
    operation = OneOf(documents_seen_);
    if (Chance(50)) {
      operation.sha256 = std::string(63, 'e') + "f";
      operation.document = " " + operation.document + " ";
      for (char& c : operation.document) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      }
    } else {
      operation.document += "-2";
    }
    return operation;
  }
  operation.parent = MunicipalityOf(convention);
  operation.issuer =
      OneOf(std::vector<std::string>(std::begin(kIssuers), std::end(kIssuers)));
  operation.document = "F-" + std::to_string(++documents_);
  char hash[65];
  std::snprintf(hash, sizeof(hash), "%064llx",
                static_cast<unsigned long long>(documents_));
  operation.sha256 = hash;
  operation.day = {2018, static_cast<int>(Uniform(1, 12)),
                   static_cast<int>(Uniform(1, 28))};
  SetAmount(operation, Uniform(1, 150'000));
  if (documents_seen_.size() < 50) documents_seen_.push_back(operation);
  return operation;
}

Operation Drawer::DrawExpense(const std::string& convention) {
  Operation operation;
  operation.kind = Kind::kExpense;
  operation.parent = convention;
  operation.line = SomeLine(convention);
  int64_t most = model_.AvailableOn(operation.line);
  if (Chance(45)) {
    operation.name = SomeReservation(convention, !Chance(10));
    const auto held = model_.reservations().find(operation.name);
    if (held != model_.reservations().end()) {
      if (!Chance(8)) operation.line = held->second.line;
      most = held->second.cents;
    }
  }
  operation.evidence = SomeEvidence(MunicipalityOf(convention));
  const auto paper = model_.evidence().find(operation.evidence);
  SetAmount(operation, SomeCents(most, operation.name.empty() ? 3 : 300));
  if (paper != model_.evidence().end() && Chance(10)) {
    // What the document still covers, or a cent more.
    const int64_t left = paper->second.cents - paper->second.Charged();
    SetAmount(operation, std::max<int64_t>(1, left + Uniform(0, 1)));
  }
  operation.day = {YearOf(operation.line), static_cast<int>(Uniform(1, 12)),
                   static_cast<int>(Uniform(1, 28))};
  if (Chance(kUnknownPercent)) {
    operation.line =
        convention + "/envelopes/general-2018/lines/op-88-personnel";
    operation.day.year = 2018;
  }
  return operation;
}

Operation Drawer::DrawOrder(const std::string& convention) {
  Operation operation = DrawReservation(convention);
  operation.kind = Kind::kOrder;
  operation.text.clear();
  operation.route = Chance(50) ? Route::kProject : Route::kDeduction;
  return operation;
}

Operation Drawer::DrawStep(Kind kind, const std::string& convention) {
  Operation operation;
  operation.kind = kind;
  const int64_t count = model_.conventions().at(convention).payments;
  const bool is_first =
      kind == Kind::kExecute || (kind == Kind::kCancel && Chance(40));
  const auto wanted =
      is_first ? ModelPayment::kOrdered : ModelPayment::kExecuted;
  for (int tries = 0; tries < 8; ++tries) {
    operation.name =
        Numbered(convention, "zonePayments/p-",
                 count == 0 ? 1
                            : Uniform(std::max<int64_t>(1, count - 20),
                                      count + (Chance(5) ? 1 : 0)));
    const auto found = model_.payments().find(operation.name);
    if (found != model_.payments().end() && found->second.state == wanted) {
      break;
    }
  }
  operation.day = {static_cast<int>(Uniform(2017, 2020)),
                   static_cast<int>(Uniform(1, 12)),
                   static_cast<int>(Uniform(1, 28))};
  if (Chance(70)) operation.day.year = 2019;
  const auto found = model_.payments().find(operation.name);
  if (kind != Kind::kExecute && found != model_.payments().end() &&
      Chance(70)) {
    // The day of value itself is the first that will do.
    operation.day = found->second.value_day;
    if (operation.day.year == 0) operation.day = {2019, 1, 1};
  }
  if (kind == Kind::kExecute) {
    operation.text = "B-" + std::to_string(Uniform(1, 1'000'000));
  }
  if (kind == Kind::kCancel) operation.text = "Invented reason";
  return operation;
}

}  // namespace entente::ledger
