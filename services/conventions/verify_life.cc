#include "services/conventions/verify_life.h"

#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/error.h"
#include "services/common/store/key.h"
#include "services/common/store/records.h"

namespace entente::conventions {
namespace {

using store::KeyReader;
using v1::Amendment;
using v1::ControlRequest;
using v1::Convention;
using v1::ConventionFact;
using v1::LedgerEntry;

using Moment = std::pair<int64_t, int32_t>;

Moment At(const google::protobuf::Timestamp& time) {
  return {time.seconds(), time.nanos()};
}

using LifeBooks = std::map<std::string, LifeBook>;

// Reads one table; `keep` gets the book of the convention and the rest of the
// key.
template <class Message, class Keep>
absl::Status Read(const store::Reader& reader, uint8_t table, LifeBooks& books,
                  Keep keep) {
  absl::Status kept;
  const std::string prefix(1, static_cast<char>(table));
  const auto one = [&](KeyReader& key, const Message& record) -> absl::Status {
    ENTENTE_RETURN_IF_ERROR(key.Table().status());
    ENTENTE_ASSIGN_OR_RETURN(const std::string municipality, key.Str());
    ENTENTE_ASSIGN_OR_RETURN(const std::string convention, key.Str());
    LifeBook& book = books[absl::StrCat("municipalities/", municipality,
                                        "/conventions/", convention)];
    ENTENTE_RETURN_IF_ERROR(keep(key, record, book));
    return key.End();
  };
  const absl::Status scanned = store::ScanRecords<Message>(
      reader, prefix, "", [&](absl::string_view key, const Message& record) {
        KeyReader parts(key);
        kept = one(parts, record);
        return kept.ok();
      });
  return scanned.ok() ? kept : scanned;
}

template <class Message>
absl::Status ReadNumbered(const store::Reader& reader, uint8_t table,
                          LifeBooks& books,
                          std::map<uint64_t, Message> LifeBook::*where) {
  return Read<Message>(reader, table, books,
                       [&](KeyReader& key, const Message& record,
                           LifeBook& book) -> absl::Status {
                         ENTENTE_ASSIGN_OR_RETURN(const uint64_t number,
                                                  key.U64());
                         (book.*where)[number] = record;
                         return absl::OkStatus();
                       });
}

absl::StatusOr<LifeBooks> ReadLives(const store::Reader& reader) {
  LifeBooks books;
  ENTENTE_RETURN_IF_ERROR(Read<v1::LifeHead>(
      reader, 0x15, books,
      [](KeyReader&, const v1::LifeHead& record, LifeBook& book) {
        book.head = record;
        return absl::OkStatus();
      }));
  ENTENTE_RETURN_IF_ERROR(ReadNumbered(reader, 0x16, books, &LifeBook::facts));
  ENTENTE_RETURN_IF_ERROR(
      ReadNumbered(reader, 0x17, books, &LifeBook::amendments));
  ENTENTE_RETURN_IF_ERROR(
      ReadNumbered(reader, 0x18, books, &LifeBook::statements));
  ENTENTE_RETURN_IF_ERROR(
      ReadNumbered(reader, 0x19, books, &LifeBook::controls));
  ENTENTE_RETURN_IF_ERROR(
      ReadNumbered(reader, 0x1A, books, &LifeBook::changes));
  ENTENTE_RETURN_IF_ERROR(Read<Convention>(
      reader, 0x1B, books,
      [](KeyReader&, const Convention& record, LifeBook& book) {
        book.original = record;
        return absl::OkStatus();
      }));
  return books;
}

class Life {
 public:
  Life(const std::string& name, const LifeBook& life, const Book& book,
       VerifyReport& report)
      : name_(name), life_(life), book_(book), report_(report) {}

  void Verify() {
    VerifyNumbers(life_.facts, life_.head.last_fact(), "facts", 'd');
    VerifyNumbers(life_.amendments, life_.head.last_amendment(), "amendments",
                  'a');
    VerifyNumbers(life_.statements, life_.head.last_progress(),
                  "progressStatements", 's');
    VerifyNumbers(life_.controls, life_.head.last_control_request(),
                  "controlRequests", 'q');
    VerifyFacts();
    VerifyAmendments();
    VerifyStatements();
    VerifyControls();
  }

 private:
  void Differ(const std::string& sentence) {
    report_.Differ(absl::StrCat(name_, ": ", sentence));
  }
  void Expect(bool is_right, const std::string& who,
              const std::string& sentence) {
    if (!is_right) Differ(absl::StrCat(who, " ", sentence));
  }

  template <class Record>
  void VerifyNumbers(const std::map<uint64_t, Record>& records, int64_t last,
                     const char* collection, char letter) {
    uint64_t expected = 0;
    for (const auto& [number, record] : records) {
      ++expected;
      Expect(number == expected &&
                 record.name() == absl::StrFormat("%s/%s/%c-%06d", name_,
                                                  collection, letter, number),
             absl::StrCat(collection, " ", number),
             "stands under a wrong number or name");
      expected = number;
    }
    Expect(expected == static_cast<uint64_t>(last), "the life's head",
           absl::StrCat("counts ", last, " ", collection, "; the last is ",
                        expected));
  }

  void VerifyFacts() {
    std::map<std::string, const ConventionFact*> open;
    Moment last = {};
    const ConventionFact* closing = nullptr;
    Convention::State ended = Convention::STATE_UNSPECIFIED;
    for (const auto& [number, fact] : life_.facts) {
      Expect(At(fact.create_time()) >= last, fact.name(),
             "was recorded before the fact before it");
      last = At(fact.create_time());
      if (!fact.corrects().empty()) {
        const auto corrected = open.find(fact.corrects());
        Expect(corrected != open.end() &&
                   corrected->second->kind() == fact.kind() &&
                   !fact.reason().empty(),
               fact.name(), "corrects nothing that stood");
        open.erase(fact.corrects());
      }
      if (!fact.is_withdrawal()) open[fact.name()] = &fact;
      if (fact.kind() == ConventionFact::KIND_CLOSING) {
        Expect(ended == Convention::STATE_UNSPECIFIED, fact.name(),
               "closes what had ended");
        closing = &fact;
        ended = Convention::STATE_CLOSED;
      }
      if (fact.kind() == ConventionFact::KIND_SETTLEMENT) {
        Expect(ended == Convention::STATE_CLOSED, fact.name(),
               "settles what was not closed");
        ended = Convention::STATE_SETTLED;
      }
    }
    Expect(ended == life_.head.ended_state(), "the life's head",
           "ends the convention otherwise than its facts");
    VerifyOnce(open);
    if (closing != nullptr) VerifyNothingNew(At(closing->create_time()));
  }

  // Approval, closing, a function's signature, a copy, a decree: each once.
  void VerifyOnce(const std::map<std::string, const ConventionFact*>& open) {
    std::set<std::tuple<int, int, int, std::string>> seen;
    std::set<std::tuple<int, int>> signatures;
    for (const auto& [name, fact] : open) {
      const bool is_decree = fact->kind() == ConventionFact::KIND_ROYAL_DECREE;
      // One that names no copy is on both.
      for (int copy = 1; copy <= 2; ++copy) {
        if (fact->kind() != ConventionFact::KIND_SIGNATURE) break;
        if (fact->copy_number() != 0 && fact->copy_number() != copy) continue;
        Expect(signatures.insert({fact->function(), copy}).second, name,
               "signs what was signed");
      }
      Expect(seen.insert({fact->kind(), fact->function(), fact->copy_number(),
                          is_decree ? fact->reference() : ""})
                 .second,
             name, "says what another fact says");
    }
  }

  // No money was taken on after the closing.
  void VerifyNothingNew(const Moment& closing) {
    for (const auto& [sequence, entry] : book_.entries) {
      const bool is_new = entry.type() == LedgerEntry::TYPE_GRANT ||
                          entry.type() == LedgerEntry::TYPE_ALLOT ||
                          entry.type() == LedgerEntry::TYPE_RESERVE ||
                          entry.type() == LedgerEntry::TYPE_SPEND ||
                          entry.type() == LedgerEntry::TYPE_CARRY_IN;
      Expect(!is_new || At(entry.record_time()) <= closing,
             absl::StrCat("entry ", sequence), "was posted after the closing");
    }
  }

  void VerifyAmendments() {
    std::map<std::string, int> uses;
    for (const auto& [number, change] : life_.changes) {
      if (!change.cause().empty()) ++uses[change.cause()];
    }
    for (const auto& [number, amendment] : life_.amendments) {
      const bool is_applied = amendment.state() == Amendment::STATE_APPLIED;
      const bool is_approved =
          is_applied || amendment.state() == Amendment::STATE_APPROVED;
      Expect(uses[amendment.name()] == (is_applied ? 1 : 0), amendment.name(),
             absl::StrCat("is ", Amendment::State_Name(amendment.state()),
                          " and made ", uses[amendment.name()], " changes"));
      Expect(!is_approved || amendment.has_approve_time(), amendment.name(),
             "was approved by nobody");
      uses.erase(amendment.name());
    }
    for (const auto& [cause, count] : uses) {
      Expect(
          count == 0, "changes",
          absl::StrCat("name the cause \"", cause, "\", which is not stored"));
    }
    VerifyChanges();
  }

  void VerifyChanges() {
    Moment last = {};
    uint64_t expected = 0;
    for (const auto& [number, change] : life_.changes) {
      const std::string who = absl::StrCat("change ", number);
      Expect(number == ++expected, who, "stands out of sequence");
      expected = number;
      Expect(At(change.record_time()) >= last, who,
             "was recorded before the change before it");
      last = At(change.record_time());
      for (const auto& [n, amendment] : life_.amendments) {
        if (amendment.name() != change.cause()) continue;
        Amendment same = amendment;
        *same.mutable_changes() = change.changes();
        *same.mutable_effective_date() = change.effective_date();
        *same.mutable_apply_time() = change.record_time();
        Expect(same.SerializeAsString() == amendment.SerializeAsString(), who,
               "is not what its amendment says");
      }
    }
    Expect(expected == static_cast<uint64_t>(life_.head.last_change()),
           "the life's head",
           absl::StrCat("counts ", life_.head.last_change(),
                        " changes; the last is ", expected));
  }

  void VerifyStatements() {
    for (const auto& [number, statement] : life_.statements) {
      const auto node = book_.nodes.find(statement.objective_id());
      Expect(node != book_.nodes.end() &&
                 node->second.kind() == v1::Node::KIND_OPERATIONAL_OBJECTIVE,
             statement.name(), "is of no operational objective");
      Expect(statement.approver().empty() ||
                 statement.approver() != statement.author(),
             statement.name(), "was approved by its author");
    }
  }

  void VerifyControls() {
    for (const auto& [number, control] : life_.controls) {
      const bool has_answer = !control.answers().empty();
      const bool has_end = control.has_close_date();
      bool is_right = false;
      switch (control.state()) {
        case ControlRequest::STATE_OPEN:
          is_right = !has_answer && !has_end;
          break;
        case ControlRequest::STATE_ANSWERED:
          is_right = has_answer && !has_end;
          break;
        case ControlRequest::STATE_CLOSED:
          is_right = has_end;
          break;
        default:
          break;
      }
      Expect(is_right, control.name(), "is not in the state that it says");
    }
  }

  const std::string& name_;
  const LifeBook& life_;
  const Book& book_;
  VerifyReport& report_;
};

}  // namespace

absl::Status VerifyLives(const store::Reader& reader, const Books& books,
                         VerifyReport& report) {
  ENTENTE_ASSIGN_OR_RETURN(const LifeBooks lives, ReadLives(reader));
  for (const auto& [name, life] : lives) {
    const auto book = books.conventions.find(name);
    if (book == books.conventions.end() || !book->second.head ||
        !book->second.tree) {
      report.Differ(absl::StrCat(
          name, " has a life; the convention is not stored whole"));
      continue;
    }
    report.facts += static_cast<int64_t>(life.facts.size());
    report.amendments += static_cast<int64_t>(life.amendments.size());
    report.statements += static_cast<int64_t>(life.statements.size());
    report.control_requests += static_cast<int64_t>(life.controls.size());
    Life(name, life, book->second, report).Verify();
    VerifyVersions(name, life, book->second, report);
  }
  return VerifyOrganisations(reader, report);
}

}  // namespace entente::conventions
