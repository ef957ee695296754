// Dotations and their keys: asked as messages, answered in plain words.
#include <utility>

#include "entente/conventions/v1/dotation_service.pb.h"
#include "tests/ledger/wire_parts.h"

namespace entente::ledger {
namespace {

namespace v1 = conventions::v1;

std::string KeyRequest(const Operation& operation) {
  v1::CreateDotationKeyRequest request;
  request.set_parent(operation.parent);
  v1::DotationKey& key = *request.mutable_dotation_key();
  key.set_police_zone_code(operation.zone);
  key.set_decision_reference(operation.document);
  key.set_corrects(operation.name);
  if (operation.day.year != 0) Put(operation.day, key.mutable_valid_from());
  if (operation.last_day.year != 0) {
    Put(operation.last_day, key.mutable_valid_until());
  }
  for (const KeyShare& share : operation.shares) {
    v1::DotationKey::Share& one = *key.add_shares();
    one.set_municipality_code(share.code);
    one.set_share_millionths(share.millionths);
  }
  return Sealed(operation, std::move(request));
}

std::string Text(const google::type::Date& date) {
  return TextOf({date.year(), date.month(), date.day()});
}

}  // namespace

std::string DotationRequest(const Operation& operation) {
  if (operation.kind == Kind::kDotationKey) return KeyRequest(operation);
  v1::CreateDotationRequest request;
  request.set_parent(operation.parent);
  v1::Dotation& dotation = *request.mutable_dotation();
  dotation.set_police_zone_code(operation.zone);
  dotation.set_year(operation.year);
  dotation.set_decision_reference(operation.document);
  dotation.set_corrects(operation.name);
  if (operation.amount.is_given) {
    Put(operation.amount, dotation.mutable_zone_amount());
  }
  if (operation.day.year != 0) {
    Put(operation.day, dotation.mutable_decision_date());
  }
  return Sealed(operation, std::move(request));
}

Outcome ReadDotationKey(const std::string& bytes) {
  v1::DotationKey key;
  Outcome outcome;
  outcome.is_accepted = key.ParseFromString(bytes);
  outcome.name = key.name();
  outcome.figures = {{"zone", key.police_zone_code()},
                     {"corrects", key.corrects()},
                     {"first", Text(key.valid_from())},
                     {"redivided", ""},
                     {"shares", ""}};
  for (const v1::DotationKey::Share& share : key.shares()) {
    outcome.figures["shares"] += share.municipality_code() + ":" +
                                 std::to_string(share.share_millionths()) + " ";
  }
  for (const std::string& name : key.redivided_dotations()) {
    outcome.figures["redivided"] += name + " ";
  }
  outcome.bytes = bytes;
  return outcome;
}

Outcome ReadDotation(const std::string& bytes) {
  v1::Dotation dotation;
  Outcome outcome;
  outcome.is_accepted = dotation.ParseFromString(bytes);
  outcome.name = dotation.name();
  outcome.figures = {
      {"owed", std::to_string(Cents(dotation.amount()))},
      {"deducted", std::to_string(Cents(dotation.deducted()))},
      {"outstanding", std::to_string(Cents(dotation.outstanding()))},
      {"keys", dotation.dotation_key() + " "},
      {"key_missing", dotation.is_key_missing() ? "yes" : ""},
      {"shares", ""}};
  for (const std::string& key : dotation.later_dotation_keys()) {
    outcome.figures["keys"] += key + " ";
  }
  for (const v1::Dotation::Share& share : dotation.shares()) {
    outcome.figures["shares"] += share.municipality_code() + ":" +
                                 std::to_string(Cents(share.amount())) + " ";
  }
  outcome.bytes = bytes;
  return outcome;
}

}  // namespace entente::ledger
