// What is wrong with a request whatever is stored: one thing each time.
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
  const bool has_amount = has_line || operation.kind == Kind::kLine ||
                          operation.kind == Kind::kEvidence;
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
      if (Chance(50)) {
        operation.sha256[0] = 'G';
        operation.fault = "MALFORMED_HASH";
      } else {
        operation.issuer = "0207373428";
        operation.fault = "ENTERPRISE_NUMBER_INVALID";
      }
      return;
    case Kind::kExpense:
      switch (Uniform(0, 3)) {
        case 0:
          operation.evidence.clear();
          operation.fault = "FIELD_REQUIRED";
          return;
        case 1:
          operation.day.year += Chance(50) ? 1 : -1;
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
      operation.route = Route::kNone;
      operation.fault = "FIELD_UNKNOWN_VALUE";
      return;
    case Kind::kVoid:
    case Kind::kExecute:
    case Kind::kAcknowledge:
    case Kind::kCancel:
    case Kind::kSubmit:
    case Kind::kWithdraw:
    case Kind::kDecide:
      operation.name =
          operation.name.substr(0, operation.name.size() - 1) + "x";
      operation.fault = "MALFORMED_NAME";
      return;
    default:
      return;
  }
}

}  // namespace entente::ledger
