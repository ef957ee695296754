// What is wrong with a dotation or a key whatever is stored.
#include <algorithm>

#include "tests/ledger/draw.h"

namespace entente::ledger {
namespace {

std::string OwnCode(const Operation& operation) {
  return operation.parent.substr(operation.parent.find('/') + 1);
}

// `code` in the place of a municipality that need not be there.
void NameOther(Operation& operation, const std::string& code) {
  const std::string own = OwnCode(operation);
  std::vector<KeyShare>& shares = operation.shares;
  if (shares.size() == 1) shares = {{own, 500'000}, {"", 500'000}};
  (shares.front().code == own ? shares.back() : shares.front()).code = code;
}

}  // namespace

// Shares that are not the whole, or not of whom they are recorded for.
void Drawer::SpoilShares(Operation& operation) {
  operation.fault = "KEY_SHARES";
  std::vector<KeyShare>& shares = operation.shares;
  switch (Uniform(0, 5)) {
    case 0:
      shares.clear();
      return;
    case 1:
      shares.back().millionths += Chance(50) ? 1 : -1;
      return;
    case 2: {
      // The whole, and one of them stands twice.
      const KeyShare first = shares.front();
      shares.assign(2, {first.code, 500'000});
      return;
    }
    case 3:
      for (KeyShare& share : shares) {
        if (share.code == OwnCode(operation)) share.code = "11002";
      }
      return;
    case 4:
      shares.front().millionths += 7;
      shares.push_back({"11002", -7});
      return;
    default:
      // One more than a zone may have, and the whole.
      shares.assign(1, {OwnCode(operation), 1'000'000 - 20});
      for (int number = 21'001; shares.size() < 21; ++number) {
        const std::string code =
            number < 21'020 ? std::to_string(number)
                            : std::string(number == 21'020 ? "11002" : "23088");
        if (code != shares.front().code) shares.push_back({code, 1});
      }
  }
}

void Drawer::SpoilKey(Operation& operation) {
  if (Chance(30)) return SpoilShares(operation);
  switch (Uniform(0, 8)) {
    case 0:
      operation.last_day = Later(operation.day, -Uniform(1, 400));
      operation.fault = "TERM_REVERSED";
      return;
    case 1:
      NameOther(operation, "21020");
      operation.fault = "MUNICIPALITY_CODE_UNKNOWN";
      return;
    case 2:
    case 7: {
      // Named a municipality until 2018; takes its place from 2019 on.
      const bool has_ended = Chance(50);
      operation.day = {has_ended ? 2019 : 2018, 6, 1};
      operation.last_day = {};
      NameOther(operation, has_ended ? "55022" : "58001");
      operation.fault =
          has_ended ? "MUNICIPALITY_CODE_ENDED" : "MUNICIPALITY_CODE_NOT_YET";
      return;
    }
    case 3:
      (Chance(50) ? operation.day : operation.last_day) = {2018, 2, 30};
      operation.fault = "MALFORMED_DATE";
      return;
    case 4:
      operation.zone = Chance(50) ? "53" : "";
      operation.fault = "MALFORMED_POLICE_ZONE_CODE";
      return;
    case 5:
      operation.document = "85.07.30-033.28";
      operation.fault = "PERSONAL_DATA_SHAPE";
      return;
    case 6:
      operation.parent += "/";
      operation.fault = "MALFORMED_NAME";
      return;
    default:
      if (Chance(50)) {
        operation.document.clear();
      } else {
        operation.day = {};
      }
      operation.fault = "FIELD_REQUIRED";
  }
}

void Drawer::SpoilDotation(Operation& operation) {
  switch (Uniform(0, 5)) {
    case 0:
      operation.day = {2199, 1, 1};
      operation.fault = "FACT_IN_FUTURE";
      return;
    case 1:
      if (Chance(50)) {
        operation.year = 0;
      } else {
        operation.day = {operation.day.year, 2, 30};
      }
      operation.fault = "MALFORMED_DATE";
      return;
    case 2:
      operation.zone = "534";
      operation.fault = "MALFORMED_POLICE_ZONE_CODE";
      return;
    case 3:
      operation.document = "Ask jan@example.org";
      operation.fault = "PERSONAL_DATA_SHAPE";
      return;
    case 4:
      operation.parent += "/";
      operation.fault = "MALFORMED_NAME";
      return;
    default:
      if (Chance(50)) {
        operation.document.clear();
      } else {
        operation.day = {};
      }
      operation.fault = "FIELD_REQUIRED";
  }
}

}  // namespace entente::ledger
