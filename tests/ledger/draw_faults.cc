// What is wrong with a request whatever is stored: one thing each time.
#include <algorithm>
#include <utility>

#include "tests/ledger/draw.h"

namespace entente::ledger {

void Drawer::SpoilAmount(Operation& operation) {
  // Amounts that are none, and the reason that each is refused with.
  static const std::pair<Amount, const char*> kAmounts[] = {
      {{.is_given = false}, "FIELD_REQUIRED"},
      {{.units = 0}, "AMOUNT_NOT_POSITIVE"},
      {{.units = -12}, "AMOUNT_NOT_POSITIVE"},
      {{.units = 0, .nanos = -10'000'000}, "AMOUNT_NOT_POSITIVE"},
      {{.currency = "USD", .units = 12}, "CURRENCY_NOT_EUR"},
      {{.currency = "", .units = 12}, "CURRENCY_NOT_EUR"},
      {{.units = 12, .nanos = 5'000'000}, "AMOUNT_NOT_IN_CENTS"},
      {{.units = 12, .nanos = 1}, "AMOUNT_NOT_IN_CENTS"},
      {{.units = 12, .nanos = -10'000'000}, "MALFORMED_AMOUNT"},
      {{.units = 12, .nanos = 1'000'000'000}, "MALFORMED_AMOUNT"},
      {{.units = INT64_MAX}, "AMOUNT_OVERFLOW"},
      {{.units = 92'233'720'368'547'759}, "AMOUNT_OVERFLOW"},
      {{.units = 92'233'720'368'547'757}, "AMOUNT_TOO_LARGE"},
      {{.units = 100'000'000'000, .nanos = 10'000'000}, "AMOUNT_TOO_LARGE"}};
  const auto& [amount, reason] = kAmounts[Uniform(0, std::size(kAmounts) - 1)];
  operation.amount = amount;
  operation.fault = reason;
}

void Drawer::Spoil(Operation& operation) {
  const bool has_line = operation.kind == Kind::kReservation ||
                        operation.kind == Kind::kExpense ||
                        operation.kind == Kind::kOrder;
  const bool has_amount =
      has_line || operation.kind == Kind::kLine ||
      operation.kind == Kind::kEvidence || operation.kind == Kind::kCorrect ||
      operation.kind == Kind::kCredit || IsFederal(operation.kind) ||
      operation.kind == Kind::kDotation ||
      (IsChange(operation.kind) && operation.kind != Kind::kLapse);
  if (has_amount && Chance(50)) return SpoilAmount(operation);
  if (has_line && Chance(50)) {
    switch (Uniform(0, 2)) {
      case 0:
        operation.line.clear();
        operation.fault = "FIELD_REQUIRED";
        return;
      case 1:
        operation.line += "/";
        operation.fault = "MALFORMED_NAME";
        return;
      default:
        // The line is of the convention that is not the parent.
        operation.line = operation.parent + "x" +
                         operation.line.substr(operation.parent.size());
        operation.fault = "OTHER_CONVENTION";
        return;
    }
  }
  switch (operation.kind) {
    case Kind::kLine:
      operation.objective.clear();
      operation.fault = "FIELD_REQUIRED";
      return;
    case Kind::kReservation:
      operation.text =
          Chance(50) ? "Ask jan@example.org" : std::string(201, 'a');
      operation.fault =
          operation.text.size() > 200 ? "TEXT_TOO_LONG" : "PERSONAL_DATA_SHAPE";
      return;
    case Kind::kEvidence:
      SpoilEvidence(operation);
      return;
    case Kind::kExpense:
      switch (Uniform(0, 3)) {
        case 0:
          operation.evidence.clear();
          operation.fault = "FIELD_REQUIRED";
          return;
        case 1:
          operation.day.year += Chance(50) ? 1 : -1;
          operation.day.day = std::min(operation.day.day, 28);
          operation.fault = "SERVICE_DATE_OUTSIDE_YEAR";
          return;
        case 2:
          operation.day.month = 2;
          operation.day.day = 30;
          operation.fault = "MALFORMED_DATE";
          return;
        default:
          operation.evidence = "municipalities/21015/evidence/v-000001";
          operation.fault = "OTHER_MUNICIPALITY";
          return;
      }
    case Kind::kOrder:
      if (Chance(50)) {
        operation.route = Route::kNone;
        operation.fault = "FIELD_UNKNOWN_VALUE";
        return;
      }
      operation.document = "BE68539007547035";
      operation.fault = operation.route == Route::kProject
                            ? "IBAN_INVALID"
                            : "IBAN_OF_DEDUCTION";
      return;
    case Kind::kCredit:
      if (Chance(50)) {
        operation.evidence = "municipalities/21015/evidence/v-000001";
        operation.fault = "OTHER_MUNICIPALITY";
      } else {
        operation.sha256[0] = 'G';
        operation.fault = "MALFORMED_HASH";
      }
      return;
    case Kind::kCorrect:
    case Kind::kWithdrawEvidence:
    case Kind::kWithdrawCredit:
    case Kind::kReverse:
    case Kind::kCancel:
    case Kind::kUnacknowledge:
    case Kind::kUndecide:
      if (Chance(50)) {
        // Why must be said, and name nobody.
        operation.text = Chance(50) ? " " : "Ask jan@example.org";
        operation.fault =
            operation.text == " " ? "FIELD_REQUIRED" : "PERSONAL_DATA_SHAPE";
        return;
      }
      [[fallthrough]];
    case Kind::kVoid:
    case Kind::kExecute:
    case Kind::kAcknowledge:
    case Kind::kSubmit:
    case Kind::kWithdraw:
    case Kind::kDecide:
      operation.name =
          operation.name.substr(0, operation.name.size() - 1) + "x";
      operation.fault = "MALFORMED_NAME";
      return;
    case Kind::kExpire:
      operation.parent += "/";
      operation.fault = "MALFORMED_NAME";
      return;
    case Kind::kDotationKey:
      SpoilKey(operation);
      return;
    case Kind::kDotation:
      SpoilDotation(operation);
      return;
    default:
      if (IsChange(operation.kind)) SpoilChange(operation);
      if (!IsFederal(operation.kind)) return;
      if (Chance(50)) {
        operation.text.clear();
        operation.fault = "FIELD_REQUIRED";
      } else {
        operation.day = Chance(50) ? Day{2017, 12, 31} : Day{2199, 1, 1};
        operation.fault = operation.day.year == 2017 ? "VALUE_DATE_BEFORE_YEAR"
                                                     : "DATE_IN_FUTURE";
      }
  }
}

void Drawer::SpoilEvidence(Operation& operation) {
  const bool is_month = !operation.month.staff.empty();
  switch (Uniform(0, 6)) {
    case 0:
      operation.sha256[0] = 'G';
      operation.fault = "MALFORMED_HASH";
      return;
    case 1:
      operation.issuer = "0207373428";
      operation.fault = "ENTERPRISE_NUMBER_INVALID";
      return;
    case 2:
      // A month that is no pay, or pay of no month.
      operation.proof = is_month ? Proof::kInvoice : Proof::kPayStatement;
      operation.fault = "PAY_STATEMENT_MONTH";
      return;
    case 3:
      if (is_month) {
        operation.month.staff = "s 1";
        operation.fault = "MALFORMED_STAFF_NUMBER";
      } else {
        operation.funders = {
            {.number = "0207373429", .cents = operation.cents + 1}};
        operation.fault = "OTHER_FUNDERS_EXCEED";
      }
      return;
    case 4:
      if (is_month) {
        operation.month.month = 13;
        operation.fault = "MALFORMED_MONTH";
      } else {
        operation.funders.assign(2, {.number = "0207373429", .cents = 1});
        operation.fault = "FUNDER_TWICE";
      }
      return;
    case 5:
      if (is_month) {
        operation.month.share = 10'001;
        operation.fault = "SHARE_OUT_OF_RANGE";
        return;
      }
      operation.funders.assign(21, {.number = "0207373429", .cents = 1});
      operation.fault = "TOO_MANY_FUNDERS";
      return;
    default:
      // An amount where a share is asked for, and the other way round.
      operation.funders = {{.number = "0207373429",
                            .cents = is_month ? 1 : 0,
                            .share = is_month ? 0 : 1}};
      operation.fault = "FUNDER_SHARE";
  }
}

void Drawer::SpoilChange(Operation& operation) {
  const bool needs_decision = operation.kind == Kind::kReduce ||
                              operation.kind == Kind::kIncrease ||
                              operation.kind == Kind::kCarryOver ||
                              operation.kind == Kind::kUndoCarryOver;
  switch (Uniform(0, 3)) {
    case 0:
      operation.text.clear();
      operation.fault = "FIELD_REQUIRED";
      return;
    case 1:
      if (needs_decision) {
        operation.document.clear();
        operation.fault = "FIELD_REQUIRED";
      } else {
        operation.day = {operation.day.year, 2, 30};
        operation.fault = "MALFORMED_DATE";
      }
      return;
    case 2:
      // A line for an envelope, or an envelope for a line.
      (operation.from.empty() ? operation.to : operation.from) =
          operation.kind <= Kind::kReallocate
              ? operation.parent + "/envelopes/general-2018"
              : operation.parent +
                    "/envelopes/general-2018/lines/so-01-"
                    "operating";
      operation.fault = "CHANGE_ACCOUNT";
      return;
    default:
      if (operation.kind == Kind::kCarryOver ||
          operation.kind == Kind::kUndoCarryOver) {
        operation.to = operation.parent + "/envelopes/supplementary-2018";
        operation.fault = operation.kind == Kind::kCarryOver
                              ? "NOT_NEXT_YEAR"
                              : "NOT_YEAR_BEFORE";
      } else if (operation.kind == Kind::kReallocate) {
        operation.to =
            operation.parent + "/envelopes/general-1999/lines/so-01-operating";
        operation.fault = "OTHER_ENVELOPE";
      } else {
        (operation.from.empty() ? operation.to : operation.from).clear();
        operation.fault = "FIELD_REQUIRED";
      }
  }
}

}  // namespace entente::ledger
