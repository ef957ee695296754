#include "tests/ledger/draw.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace entente::ledger {
namespace {

constexpr size_t kRememberedMax = 200;
constexpr int kFaultPercent = 7;
constexpr int kRetryPercent = 7;
constexpr int kRehearsalPercent = 5;
// Undone while the clock is put back.
constexpr int kClockBackPercent = 6;
constexpr const char* kMunicipalities[] = {"municipalities/21004",
                                           "municipalities/21009"};
// Long after every term of the model: any day of one has passed.
constexpr int64_t kFirstDay = 19'509;  // 1 June 2023
// Answers are kept for a week, by the clock that was put back too.
constexpr int64_t kRetryDaysMax = 6;

int64_t DaysOf(const Day& day) {
  return (std::chrono::sys_days(std::chrono::year(day.year) /
                                static_cast<unsigned>(day.month) /
                                static_cast<unsigned>(day.day)))
      .time_since_epoch()
      .count();
}

Day DayOf(int64_t days) {
  const std::chrono::year_month_day day{
      std::chrono::sys_days(std::chrono::days(days))};
  return {static_cast<int>(day.year()),
          static_cast<int>(static_cast<unsigned>(day.month())),
          static_cast<int>(static_cast<unsigned>(day.day()))};
}

bool IsUndoOfToday(Kind kind) {
  return kind == Kind::kVoid || kind == Kind::kCorrect ||
         kind == Kind::kCancel || kind == Kind::kReverse ||
         kind == Kind::kWithdraw || kind == Kind::kWithdrawEvidence ||
         kind == Kind::kWithdrawCredit || kind == Kind::kUndecide;
}

}  // namespace

Drawer::Drawer(Model& model, const DrawOptions& options)
    : model_(model),
      options_(options),
      random_(options.seed),
      today_(kFirstDay) {}

int64_t Drawer::Uniform(int64_t from, int64_t to) {
  return std::uniform_int_distribution<int64_t>(from, to)(random_);
}

std::vector<std::string> Drawer::TakeForgotten() {
  return std::exchange(forgotten_, {});
}

Day Drawer::DayIn(int64_t days) const { return DayOf(today_ + days); }

Day Drawer::Later(const Day& day, int64_t days) {
  return DayOf(DaysOf(day) + days);
}

Day Drawer::SomeDay(const Day& from, const Day& until, int future_per_mille) {
  if (Uniform(1, 1000) <= future_per_mille) {
    return DayIn(Uniform(1, 40));
  }
  const int64_t first = DaysOf(from);
  return DayOf(Uniform(first, std::max(first, DaysOf(until))));
}

// A retry comes within the week in which answers are kept.
void Drawer::PassTime() {
  if (Uniform(1, options_.calls_per_day) != 1) return;
  today_ += Chance(5) ? Uniform(8, 40) : 1;
  const Day oldest = DayIn(-kRetryDaysMax);
  std::erase_if(remembered_, [&](const Operation& operation) {
    if (oldest < operation.today) return false;
    model_.Forget(operation.request_id);
    forgotten_.push_back(operation.request_id);
    return true;
  });
}

Operation Drawer::Draw() {
  if (until_convention_ <= 0) {
    until_convention_ = options_.convention_every;
    return DrawConvention();
  }
  ++calls_;
  PassTime();
  if (!remembered_.empty() && Chance(kRetryPercent)) {
    --until_convention_;
    return DrawRetry();
  }
  Operation operation =
      Chance(options_.batch_percent) ? DrawBatch() : DrawSingle();
  operation.today =
      DayIn(IsUndoOfToday(operation.kind) && Chance(kClockBackPercent)
                ? -Uniform(1, kRetryDaysMax)
                : 0);
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
  operation.today = DayIn(0);
  operation.parent =
      std::string(OneOf(std::vector<std::string>(std::begin(kMunicipalities),
                                                 std::end(kMunicipalities)))) +
      "/conventions/c-" + std::to_string(conventions_.size());
  for (int i = 0; i < 3; ++i) {
    // Some so small that they are used up.
    operation.grants.push_back(
        Uniform(100'000, Chance(40) ? 500'000 : 30'000'000));
  }
  // One regulation is open, the other strict.
  const int year = Chance(65) ? 2018 : 2020;
  operation.term_begin = {year, static_cast<int>(Uniform(1, 3)), 1};
  operation.term_end = {year + 1, static_cast<int>(Uniform(9, 12)), 30};
  // Of two zones, or of none.
  const int64_t zone = Uniform(1, 100);
  operation.zone = zone <= 70 ? "5339" : zone <= 92 ? "5340" : "";
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
  operation.today = DayIn(0);
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
    posting.today = DayIn(0);
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
      {Kind::kLine, 14},         {Kind::kReservation, 24},
      {Kind::kVoid, 10},         {Kind::kExpire, 4},
      {Kind::kEvidence, 34},     {Kind::kWithdrawEvidence, 5},
      {Kind::kCredit, 6},        {Kind::kWithdrawCredit, 4},
      {Kind::kExpense, 26},      {Kind::kCorrect, 8},
      {Kind::kOrder, 11},        {Kind::kExecute, 10},
      {Kind::kAcknowledge, 6},   {Kind::kCancel, 4},
      {Kind::kUnacknowledge, 3}, {Kind::kUndecide, 5},
      {Kind::kAllotMore, 4},     {Kind::kAllotLess, 4},
      {Kind::kReallocate, 5},    {Kind::kReduce, 4},
      {Kind::kIncrease, 3},      {Kind::kCarryOver, 5},
      {Kind::kUndoCarryOver, 4}, {Kind::kLapse, 4},
      {Kind::kUndoLapse, 4},     {Kind::kClaim, 5},
      {Kind::kSubmit, 6},        {Kind::kWithdraw, 2},
      {Kind::kDecide, 10},       {Kind::kAdvance, 4},
      {Kind::kBalance, 7},       {Kind::kDemand, 5},
      {Kind::kRefund, 6},        {Kind::kReverse, 8},
      {Kind::kDotationKey, 6},   {Kind::kDotation, 7}};
  int64_t sum = 0;
  for (const auto& [kind, weight] : kWeights) sum += weight;
  int64_t which = Uniform(1, sum);
  for (const auto& [kind, weight] : kWeights) {
    which -= weight;
    if (which <= 0) return DrawKind(kind, ConventionFor(kind));
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
    case Kind::kExpire:
      operation = DrawExpire(convention);
      break;
    case Kind::kEvidence:
      operation = DrawEvidence(convention);
      break;
    case Kind::kWithdrawEvidence:
    case Kind::kWithdrawCredit:
      operation = DrawWithdrawal(kind, convention);
      break;
    case Kind::kCredit:
      operation = DrawCredit(convention);
      break;
    case Kind::kExpense:
      operation = DrawExpense(convention);
      break;
    case Kind::kCorrect:
      operation = DrawCorrection(convention);
      break;
    case Kind::kOrder:
      operation = DrawOrder(convention);
      break;
    case Kind::kExecute:
    case Kind::kAcknowledge:
    case Kind::kUnacknowledge:
    case Kind::kCancel:
      operation = DrawStep(kind, convention);
      break;
    case Kind::kClaim:
    case Kind::kSubmit:
    case Kind::kWithdraw:
    case Kind::kDecide:
      operation = DrawClaim(kind, convention);
      break;
    case Kind::kUndecide:
      operation = DrawUndecide(convention);
      break;
    case Kind::kReverse:
      operation = DrawReversal(convention);
      break;
    case Kind::kDotationKey:
      operation = DrawDotationKey(convention);
      break;
    case Kind::kDotation:
      operation = DrawDotation(convention);
      break;
    default:
      operation = IsChange(kind)    ? DrawChange(kind, convention)
                  : IsFederal(kind) ? DrawPayment(kind, convention)
                                    : DrawLine(convention);
  }
  if (operation.fault.empty() && Chance(kFaultPercent)) Spoil(operation);
  return operation;
}

}  // namespace entente::ledger
