#include "tests/ledger/inspect.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <utility>

#include "entente/conventions/v1/claim.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/memory_store.h"
#include "services/common/store/records.h"
#include "services/common/store/rocksdb_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/money/money.h"
#include "services/conventions/verify_store.h"

namespace entente::ledger {
namespace {

namespace keys = conventions::keys;
namespace v1 = conventions::v1;
using conventions::Balances;
using conventions::ConventionName;
using conventions::NumberedKind;

constexpr size_t kDifferencesMax = 20;

// The figures that are stored; the others follow from them.
Position Stored(const Balances& balances) {
  Position position = {};
  position[kAllocated] = balances.allocated_cents;
  position[kAllotted] = balances.allotted_cents;
  position[kReserved] = balances.reserved_cents;
  position[kSpent] = balances.spent_cents;
  position[kZoneProject] = balances.zone_project_cents;
  position[kZoneDeduction] = balances.zone_deduction_cents;
  position[kClaimed] = balances.claimed_cents;
  position[kAccepted] = balances.accepted_cents;
  position[kIneligible] = balances.ineligible_cents;
  position[kReduced] = balances.reduced_cents;
  position[kCarriedIn] = balances.carried_in_cents;
  position[kCarriedOut] = balances.carried_out_cents;
  position[kLapsed] = balances.lapsed_cents;
  position[kPaidAdvance] = balances.advance_cents;
  position[kPaidBalance] = balances.balance_cents;
  position[kRecoverable] = balances.demanded_cents;
  position[kRecovered] = balances.recovered_cents;
  return position;
}

Position StoredFigures(Position position) {
  position[kUnallotted] = 0;
  position[kAvailable] = 0;
  return position;
}

int64_t Cents(const google::type::Money& money) {
  return conventions::CentsFromMoney(money, "amount").value_or(INT64_MIN);
}

class Inspector {
 public:
  Inspector(const store::Reader& reader, const Model& model)
      : reader_(reader), model_(model) {}

  Inspection Run() {
    for (const auto& [name, convention] : model_.conventions()) {
      const auto parsed = conventions::ParseConventionName(name, "name");
      CheckAccounts(*parsed);
      CheckReservations(*parsed, convention);
      CheckExpenses(*parsed, convention);
      CheckPayments(*parsed, convention);
      CheckClaims(*parsed, convention);
      CheckReplay(*parsed);
    }
    CheckEvidence();
    CheckSums();
    CheckRecount();
    return std::move(inspection_);
  }

 private:
  void Differ(const std::string& sentence) {
    if (inspection_.differences.size() < kDifferencesMax) {
      inspection_.differences.push_back(sentence);
    }
  }
  void Expect(bool is_so, const std::string& name, const char* what) {
    if (!is_so) Differ(name + ": " + what);
  }

  // Positions of all accounts of a convention, as the model has them.
  std::map<std::string, Position> Wanted(const ConventionName& name) const {
    std::map<std::string, Position> wanted;
    const ModelConvention& convention =
        model_.conventions().at(conventions::Format(name));
    for (const std::string& envelope : convention.envelopes) {
      wanted[envelope] = StoredFigures(model_.PositionOfEnvelope(envelope));
      for (const std::string& line : model_.envelopes().at(envelope).lines) {
        wanted[line] = StoredFigures(model_.PositionOfLine(line));
      }
    }
    return wanted;
  }

  // `reader` holds exactly the accounts of the model.
  void CompareAccounts(const store::Reader& reader, const ConventionName& name,
                       const char* where) {
    for (const auto& [account, position] : Wanted(name)) {
      const auto line = conventions::ParseLineName(account, "line");
      Balances balances;
      if (line.ok()) {
        const auto record = conventions::GetLine(reader, *line, "line");
        if (record.ok()) balances = conventions::FromRecord(record->account());
      } else {
        const auto envelope =
            conventions::ParseEnvelopeName(account, "envelope");
        balances = conventions::GetEnvelope(reader, *envelope, "envelope")
                       .value_or(Balances());
      }
      Expect(Stored(balances) == position, account, where);
      ++inspection_.accounts;
    }
  }

  void CheckAccounts(const ConventionName& name) {
    CompareAccounts(reader_, name, "stored position differs from the model");
    const auto computed = conventions::Recompute(reader_, name);
    if (!computed.ok()) {
      return Differ("Recompute: " + computed.status().ToString());
    }
    const auto wanted = Wanted(name);
    Expect(computed->size() == wanted.size(), conventions::Format(name),
           "Recompute knows other accounts than the model");
    for (const auto& [account, balances] : *computed) {
      const auto found = wanted.find(account);
      Expect(found != wanted.end() && found->second == Stored(balances),
             account, "Recompute differs from the model");
    }
  }

  template <class Record>
  void ForEach(const std::string& prefix,
               const std::function<void(const Record&)>& visit) {
    const absl::Status read = store::ScanRecords<Record>(
        reader_, prefix, "", [&](absl::string_view, const Record& record) {
          visit(record);
          return true;
        });
    if (!read.ok()) Differ(read.ToString());
  }

  void CheckReservations(const ConventionName& name,
                         const ModelConvention& convention) {
    int64_t count = 0;
    ForEach<v1::Reservation>(
        keys::NumberedOf(NumberedKind::kReservation, name),
        [&](const v1::Reservation& stored) {
          ++count;
          const auto found = model_.reservations().find(stored.name());
          if (found == model_.reservations().end()) {
            return Differ(stored.name() + ": nobody made it");
          }
          const ModelReservation& wanted = found->second;
          // The states follow one another in both.
          Expect(stored.line() == wanted.line &&
                     Cents(stored.amount()) == wanted.cents &&
                     stored.state() == v1::Reservation::STATE_OPEN +
                                           static_cast<int>(wanted.state),
                 stored.name(), "reservation differs from the model");
        });
    Expect(count == convention.reservations, conventions::Format(name),
           "number of reservations");
  }

  void CheckExpenses(const ConventionName& name,
                     const ModelConvention& convention) {
    int64_t count = 0;
    ForEach<v1::Expense>(
        keys::NumberedOf(NumberedKind::kExpense, name),
        [&](const v1::Expense& stored) {
          ++count;
          const auto found = model_.expenses().find(stored.name());
          if (found == model_.expenses().end()) {
            return Differ(stored.name() + ": nobody made it");
          }
          Expect(stored.line() == found->second.line &&
                     stored.evidence() == found->second.evidence &&
                     Cents(stored.amount()) == found->second.cents,
                 stored.name(), "expense differs from the model");
        });
    Expect(count == convention.expenses, conventions::Format(name),
           "number of expenses");
  }

  void CheckPayments(const ConventionName& name,
                     const ModelConvention& convention) {
    int64_t count = 0;
    ForEach<v1::ZonePayment>(
        keys::NumberedOf(NumberedKind::kZonePayment, name),
        [&](const v1::ZonePayment& stored) {
          ++count;
          const auto found = model_.payments().find(stored.name());
          if (found == model_.payments().end()) {
            return Differ(stored.name() + ": nobody ordered it");
          }
          const ModelPayment& wanted = found->second;
          Expect(stored.line() == wanted.line &&
                     Cents(stored.amount()) == wanted.cents &&
                     stored.state() == v1::ZonePayment::STATE_ORDERED +
                                           static_cast<int>(wanted.state),
                 stored.name(), "payment differs from the model");
        });
    Expect(count == convention.payments, conventions::Format(name),
           "number of payments");
  }

  void CheckClaims(const ConventionName& name,
                   const ModelConvention& convention) {
    int64_t count = 0;
    ForEach<v1::Claim>(
        keys::NumberedOf(NumberedKind::kClaim, name),
        [&](const v1::Claim& stored) {
          ++count;
          const auto found = model_.claims().find(stored.name());
          if (found == model_.claims().end()) {
            return Differ(stored.name() + ": nobody made it");
          }
          std::map<std::string, int64_t> items;
          for (const auto& [source, item] : found->second.items) {
            items[source] = item.accepted;
          }
          for (const v1::ClaimLine& line : stored.lines()) {
            items[line.source()] -=
                line.is_decided() ? Cents(line.accepted()) : 0;
          }
          const bool is_same =
              std::all_of(items.begin(), items.end(),
                          [](const auto& item) { return item.second == 0; });
          Expect(is_same && items.size() == found->second.items.size() &&
                     stored.lines_size() == static_cast<int>(items.size()),
                 stored.name(), "claim differs from the model");
        });
    Expect(count == convention.claims, conventions::Format(name),
           "number of claims");
  }

  void CheckEvidence() {
    for (const auto& [name, wanted] : model_.evidence()) {
      const auto parsed = conventions::ParseEvidenceName(name, "evidence");
      const auto stored =
          store::GetRecord<v1::Evidence>(reader_, keys::Evidence(*parsed));
      if (!stored.ok() || !*stored) {
        Differ(name + ": lost");
        continue;
      }
      Expect(Cents((*stored)->amount()) == wanted.cents &&
                 Cents((*stored)->charged()) == wanted.Charged() &&
                 wanted.Charged() <= wanted.cents,
             name, "charged differs from the model");
      std::map<std::string, int64_t> charges;
      ForEach<v1::ChargeRecord>(
          keys::ChargesOf(*parsed), [&](const v1::ChargeRecord& charge) {
            charges[charge.expense()] += charge.amount_cents();
          });
      Expect(charges == wanted.charges, name, "charges differ from the model");
    }
  }

  // What the model's lines say must be what its own expenses and payments add
  // up to: the judge is judged too.
  void CheckSums() {
    std::map<std::string, int64_t> spent;
    for (const auto& [name, expense] : model_.expenses()) {
      spent[expense.line] += expense.cents;
    }
    for (const auto& [name, payment] : model_.payments()) {
      if (payment.state == ModelPayment::kExecuted ||
          payment.state == ModelPayment::kAcknowledged) {
        spent[payment.line] += payment.cents;
      }
    }
    for (const auto& [name, line] : model_.lines()) {
      const Position position = model_.PositionOfLine(name);
      Expect(position[kSpent] == spent[name] && position[kAvailable] >= 0, name,
             "the model does not add up");
    }
  }

  // Every entry posted again, into a store that has the grants only.
  void CheckReplay(const ConventionName& name) {
    const auto empty = store::NewMemoryStore();
    const absl::Status replayed =
        empty->Transact([&](store::Transaction& transaction) -> absl::Status {
          std::vector<v1::LedgerEntry> entries;
          ForEach<v1::LedgerEntry>(
              keys::EntriesOf(name),
              [&](const v1::LedgerEntry& entry) { entries.push_back(entry); });
          inspection_.entries += static_cast<int64_t>(entries.size());
          return Replay(transaction, name, entries);
        });
    if (!replayed.ok()) {
      return Differ(conventions::Format(name) +
                    ": replay: " + replayed.ToString());
    }
    CompareAccounts(*empty->Read(), name,
                    "position after a replay differs from the model");
  }

  static absl::Status Replay(store::Transaction& transaction,
                             const ConventionName& name,
                             const std::vector<v1::LedgerEntry>& entries) {
    size_t next = 0;
    for (; next < entries.size() &&
           entries[next].type() == v1::LedgerEntry::TYPE_GRANT;
         ++next) {
      const v1::LedgerEntry& grant = entries[next];
      ENTENTE_ASSIGN_OR_RETURN(
          const auto envelope,
          conventions::ParseEnvelopeName(grant.account(), "account"));
      ENTENTE_RETURN_IF_ERROR(conventions::OpenEnvelope(
          transaction, envelope, Cents(grant.amount()), grant.effective_date(),
          absl::UnixEpoch()));
    }
    conventions::Ledger ledger(transaction, name);
    for (; next < entries.size(); ++next) {
      const v1::LedgerEntry& entry = entries[next];
      ENTENTE_ASSIGN_OR_RETURN(
          const auto line,
          conventions::ParseLineName(entry.account(), "account"));
      if (entry.type() == v1::LedgerEntry::TYPE_ALLOT &&
          entry.cause().empty()) {
        ENTENTE_RETURN_IF_ERROR(
            conventions::OpenLine(transaction, line, "", ""));
      }
      const auto route =
          entry.zone_route() == v1::ZonePayment::ROUTE_PROJECT
              ? conventions::SpendRoute::kZoneProject
          : entry.zone_route() == v1::ZonePayment::ROUTE_DEDUCTION
              ? conventions::SpendRoute::kZoneDeduction
              : conventions::SpendRoute::kExpense;
      ENTENTE_RETURN_IF_ERROR(
          ledger
              .Post(
                  {.line = line,
                   .movements = {{entry.type(), Cents(entry.amount()), route}},
                   .cause = entry.cause(),
                   .effective_date = entry.effective_date(),
                   .record_time = absl::UnixEpoch()})
              .status());
    }
    ledger.Flush();
    return absl::OkStatus();
  }

  void CheckRecount() {
    const auto report = conventions::VerifyLedger(reader_);
    if (!report.ok()) {
      return Differ("recount: " + report.status().ToString());
    }
    for (const std::string& difference : report->differences) {
      Differ("recount: " + difference);
    }
    Expect(
        report->reservations ==
                static_cast<int64_t>(model_.reservations().size()) &&
            report->expenses ==
                static_cast<int64_t>(model_.expenses().size()) &&
            report->payments ==
                static_cast<int64_t>(model_.payments().size()) &&
            report->evidence == static_cast<int64_t>(model_.evidence().size()),
        "recount", "counts differ from the model");
  }

  const store::Reader& reader_;
  const Model& model_;
  Inspection inspection_;
};

}  // namespace

Inspection Inspect(const std::string& folder, const Model& model) {
  const auto store = store::OpenRocksdbStore(folder + "/db");
  if (!store.ok()) return {.differences = {store.status().ToString()}};
  return Inspector(*(*store)->Read(), model).Run();
}

}  // namespace entente::ledger
