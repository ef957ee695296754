// Dotations and their keys as they are stored: all those of the model, and no
// others.
#include <set>

#include "entente/conventions/v1/dotation_service.pb.h"
#include "entente/conventions/v1/records.pb.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/money/money.h"
#include "tests/ledger/comparison.h"

namespace entente::ledger {
namespace {

namespace keys = conventions::keys;
namespace v1 = conventions::v1;

int64_t Cents(const google::type::Money& money) {
  return conventions::CentsFromMoney(money, "amount").value_or(INT64_MIN);
}

Day DayOf(const google::type::Date& date) {
  return {date.year(), date.month(), date.day()};
}

class Dotations : Comparison {
 public:
  using Comparison::Comparison;

  void Run() {
    std::set<std::string> municipalities;
    for (const auto& [name, convention] : model_.conventions()) {
      municipalities.insert(convention.municipality);
    }
    for (const std::string& municipality : municipalities) {
      CheckKeys(municipality);
      CheckDotations(municipality);
    }
    CheckModel();
  }

 private:
  static std::string CodeOf(const std::string& municipality) {
    return municipality.substr(municipality.find('/') + 1);
  }

  template <class Records>
  static int64_t CountOf(const std::string& municipality,
                         const Records& records) {
    int64_t count = 0;
    for (const auto& [name, record] : records) {
      if (record.municipality == municipality) ++count;
    }
    return count;
  }

  void CheckKeys(const std::string& municipality) {
    int64_t count = 0;
    ForEach<v1::DotationKey>(
        keys::DotationKeysOf(CodeOf(municipality)),
        [&](const v1::DotationKey& stored) {
          ++count;
          const auto found = model_.keys().find(stored.name());
          if (found == model_.keys().end()) {
            return Differ(stored.name() + ": nobody recorded it");
          }
          const ModelKey& wanted = found->second;
          std::vector<KeyShare> shares;
          for (const v1::DotationKey::Share& share : stored.shares()) {
            shares.push_back(
                {share.municipality_code(), share.share_millionths()});
          }
          const Day last =
              stored.has_valid_until() ? DayOf(stored.valid_until()) : Day{};
          Expect(stored.police_zone_code() == wanted.zone &&
                     DayOf(stored.valid_from()) == wanted.first &&
                     last == wanted.last && shares == wanted.shares &&
                     stored.corrects() == wanted.corrects,
                 stored.name(), "key of dotations differs from the model");
        });
    Expect(count == CountOf(municipality, model_.keys()), municipality,
           "number of keys of dotations");
    ExpectCounter(municipality, count, &v1::DotationHead::last_dotation_key);
  }

  void CheckDotations(const std::string& municipality) {
    int64_t count = 0;
    ForEach<v1::Dotation>(
        keys::DotationsOf(CodeOf(municipality)),
        [&](const v1::Dotation& stored) {
          ++count;
          const auto found = model_.dotations().find(stored.name());
          if (found == model_.dotations().end()) {
            return Differ(stored.name() + ": nobody recorded it");
          }
          const ModelDotation& wanted = found->second;
          Division division;
          division.keys.push_back(stored.dotation_key());
          division.keys.insert(division.keys.end(),
                               stored.later_dotation_keys().begin(),
                               stored.later_dotation_keys().end());
          for (const v1::Dotation::Share& share : stored.shares()) {
            division.shares.emplace_back(share.municipality_code(),
                                         Cents(share.amount()));
          }
          Expect(stored.police_zone_code() == wanted.zone &&
                     stored.year() == wanted.year &&
                     Cents(stored.zone_amount()) == wanted.zone_cents &&
                     Cents(stored.amount()) ==
                         wanted.division.Of(CodeOf(municipality)) &&
                     stored.corrects() == wanted.corrects &&
                     division.keys == wanted.division.keys &&
                     division.shares == wanted.division.shares,
                 stored.name(), "dotation differs from the model");
        });
    Expect(count == CountOf(municipality, model_.dotations()), municipality,
           "number of dotations");
    ExpectCounter(municipality, count, &v1::DotationHead::last_dotation);
  }

  void ExpectCounter(const std::string& municipality, int64_t count,
                     int64_t (v1::DotationHead::*last)() const) {
    const auto head = store::GetRecord<v1::DotationHead>(
        reader_, keys::DotationHead(CodeOf(municipality)));
    const bool is_read = head.ok();
    const int64_t counted = is_read && *head ? ((**head).*last)() : 0;
    Expect(is_read && counted == count, municipality,
           "counters of dotations differ from the model");
  }

  // The judge is judged too: what is owed is the whole, and is never less than
  // what is deducted.
  void CheckModel() {
    for (const auto& [name, dotation] : model_.dotations()) {
      int64_t sum = 0;
      for (const auto& [code, cents] : dotation.division.shares) sum += cents;
      const int64_t owed = dotation.division.Of(CodeOf(dotation.municipality));
      const bool is_covered =
          !dotation.corrected_by.empty() ||
          model_.Deducted(dotation.municipality, dotation.zone,
                          dotation.year) <= owed;
      Expect(sum == dotation.zone_cents && is_covered, name,
             "the model does not add up");
    }
  }
};

}  // namespace

void CompareDotations(const store::Reader& reader, const Model& model,
                      Inspection& inspection) {
  Dotations(reader, model, inspection).Run();
}

}  // namespace entente::ledger
