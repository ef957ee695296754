// The convention that every budget of the model belongs to.
#include "services/common/base/hash.h"
#include "tests/ledger/model.h"
#include "tests/ledger/wire.h"

namespace entente::ledger {
namespace {

namespace v1 = conventions::v1;

google::type::Money Euros(int64_t cents) {
  google::type::Money money;
  money.set_currency_code("EUR");
  money.set_units(cents / 100);
  money.set_nanos(static_cast<int32_t>(cents % 100) * 10'000'000);
  return money;
}

void PutDay(const Day& day, google::type::Date* date) {
  date->set_year(day.year);
  date->set_month(day.month);
  date->set_day(day.day);
}

void AddNode(v1::Convention& convention, const std::string& id,
             const std::string& parent, v1::Node::Kind kind, bool is_general) {
  v1::Node& node = *convention.add_nodes();
  node.set_id(id);
  node.set_parent_id(parent);
  node.set_kind(kind);
  node.set_allocation(is_general ? v1::ALLOCATION_GENERAL
                                 : v1::ALLOCATION_SUPPLEMENTARY);
  node.set_text("Invented " + id);
}

}  // namespace

v1::Convention MakeConvention(const Operation& operation) {
  v1::Convention convention;
  convention.set_name(operation.parent);
  convention.set_title("Invented convention");
  convention.set_text_sha256(Sha256Hex(operation.parent));
  convention.set_etag("e1");
  convention.set_police_zone_code(operation.zone);
  PutDay(operation.term_begin, convention.mutable_valid_from());
  PutDay(operation.term_end, convention.mutable_valid_until());
  for (size_t i = 0; i < 3; ++i) {
    v1::EnvelopeGrant& grant = *convention.add_envelopes();
    grant.set_allocation(i == 2 ? v1::ALLOCATION_SUPPLEMENTARY
                                : v1::ALLOCATION_GENERAL);
    grant.set_year(operation.term_begin.year + (i == 1 ? 1 : 0));
    *grant.mutable_amount() = Euros(operation.grants[i]);
  }
  AddNode(convention, "pt-01", "", v1::Node::KIND_PART, true);
  AddNode(convention, "pt-02", "", v1::Node::KIND_PART, false);
  for (const auto& [id, is_general] : Objectives()) {
    if (id[0] == 's') {
      AddNode(convention, id, is_general ? "pt-01" : "pt-02",
              v1::Node::KIND_STRATEGIC_OBJECTIVE, is_general);
    }
  }
  for (const auto& [id, is_general] : Objectives()) {
    if (id[0] == 'o') {
      AddNode(convention, id, "so" + id.substr(2),
              v1::Node::KIND_OPERATIONAL_OBJECTIVE, is_general);
    }
  }
  return convention;
}

}  // namespace entente::ledger
