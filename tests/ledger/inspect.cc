#include "tests/ledger/inspect.h"

#include <map>
#include <memory>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/store/memory_store.h"
#include "services/common/store/rocksdb_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_replay.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/verify_store.h"
#include "tests/ledger/comparison.h"
#include "tests/ledger/replay.h"

namespace entente::ledger {
namespace {

namespace keys = conventions::keys;
namespace v1 = conventions::v1;
using conventions::Balances;
using conventions::ConventionName;

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
  position[kRecoverable] = balances.recoverable_cents();
  position[kRecovered] = balances.recovered_cents;
  return position;
}

Position StoredFigures(Position position) {
  position[kUnallotted] = 0;
  position[kAvailable] = 0;
  return position;
}

class Accounts : Comparison {
 public:
  using Comparison::Comparison;

  void Run() {
    for (const auto& [name, convention] : model_.conventions()) {
      const auto parsed = conventions::ParseConventionName(name, "name");
      CheckAccounts(*parsed);
      CheckReplay(*parsed);
    }
    CompareRecords(reader_, model_, inspection_);
    CompareDotations(reader_, model_, inspection_);
    CheckSums();
    CheckRecount();
  }

 private:
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

  // What the model's accounts say must be what its own records add up to: the
  // judge is judged too.
  void CheckSums() {
    std::map<std::string, Position> sums = model_.PositionsOfRecords();
    for (const auto& [name, line] : model_.lines()) {
      const Position position = model_.PositionOfLine(name);
      Expect(position == sums[name] && position[kAvailable] >= 0, name,
             "the model does not add up");
    }
    for (const auto& [name, envelope] : model_.envelopes()) {
      Expect(model_.PositionOfEnvelope(name) == sums[name], name,
             "the model does not add up");
    }
  }

  // Every entry posted again, into a store that has the grants only.
  void CheckReplay(const ConventionName& name) {
    std::vector<v1::LedgerEntry> entries;
    ForEach<v1::LedgerEntry>(
        keys::EntriesOf(name),
        [&](const v1::LedgerEntry& entry) { entries.push_back(entry); });
    inspection_.entries += static_cast<int64_t>(entries.size());
    const auto empty = store::NewMemoryStore();
    const absl::Status replayed =
        empty->Transact([&](store::Transaction& transaction) {
          return Replay(transaction, name, entries);
        });
    if (!replayed.ok()) {
      return Differ(conventions::Format(name) +
                    ": replay: " + replayed.ToString());
    }
    CompareAccounts(*empty->Read(), name,
                    "position after a replay differs from the model");
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
};

}  // namespace

Inspection Recount(const std::string& folder) {
  Inspection inspection;
  const auto store = store::OpenRocksdbStore(folder + "/db");
  if (!store.ok()) return {.differences = {store.status().ToString()}};
  const auto report = conventions::VerifyLedger(*(*store)->Read());
  if (!report.ok()) return {.differences = {report.status().ToString()}};
  for (const std::string& difference : report->differences) {
    inspection.differences.push_back("recount: " + difference);
  }
  return inspection;
}

Inspection Inspect(const std::string& folder, const Model& model) {
  const auto store = store::OpenRocksdbStore(folder + "/db");
  if (!store.ok()) return {.differences = {store.status().ToString()}};
  Inspection inspection;
  const auto snapshot = (*store)->Read();
  Accounts(*snapshot, model, inspection).Run();
  return inspection;
}

}  // namespace entente::ledger
