#include "services/conventions/verify_book.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/base/error.h"
#include "services/common/store/key.h"
#include "services/common/store/records.h"

namespace entente::conventions {
namespace {

using store::KeyReader;

// Reads the records of one table of conventions_keys.h. `keep` gets the key
// behind its table, and the record.
template <class Message, class Keep>
absl::Status ReadTable(const store::Reader& reader, uint8_t table, Keep keep) {
  absl::Status kept;
  const std::string prefix(1, static_cast<char>(table));
  const absl::Status scanned = store::ScanRecords<Message>(
      reader, prefix, "", [&](absl::string_view key, const Message& record) {
        KeyReader parts(key);
        kept = parts.Table().status();
        if (kept.ok()) kept = keep(parts, record);
        if (kept.ok()) kept = parts.End();
        return kept.ok();
      });
  return scanned.ok() ? kept : scanned;
}

class Loader {
 public:
  explicit Loader(const store::Reader& reader) : reader_(reader) {}

  absl::StatusOr<Books> Load() {
    ENTENTE_RETURN_IF_ERROR(LoadDocuments());
    ENTENTE_RETURN_IF_ERROR(LoadAccounts());
    ENTENTE_RETURN_IF_ERROR(LoadMovements());
    ENTENTE_RETURN_IF_ERROR(LoadEvidence());
    return std::move(books_);
  }

 private:
  // The book that the next two components of the key name.
  absl::StatusOr<Book*> BookOf(KeyReader& key, std::string* name = nullptr) {
    ENTENTE_ASSIGN_OR_RETURN(const std::string municipality, key.Str());
    ENTENTE_ASSIGN_OR_RETURN(const std::string convention, key.Str());
    const std::string whole = absl::StrCat("municipalities/", municipality,
                                           "/conventions/", convention);
    if (name != nullptr) *name = whole;
    return &books_.conventions[whole];
  }

  template <class Message>
  absl::Status LoadNumbered(uint8_t table,
                            std::map<uint64_t, Message> Book::*where) {
    return ReadTable<Message>(
        reader_, table,
        [&](KeyReader& key, const Message& record) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(Book * book, BookOf(key));
          ENTENTE_ASSIGN_OR_RETURN(const uint64_t number, key.U64());
          (book->*where)[number] = record;
          return absl::OkStatus();
        });
  }

  absl::Status LoadDocuments() {
    for (const auto& [table, where] :
         {std::pair(uint8_t{0x10}, &Book::head), {0x11, &Book::tree}}) {
      ENTENTE_RETURN_IF_ERROR(ReadTable<v1::Convention>(
          reader_, table,
          [&](KeyReader& key, const v1::Convention& record) -> absl::Status {
            ENTENTE_ASSIGN_OR_RETURN(Book * book, BookOf(key));
            book->*where = record;
            return absl::OkStatus();
          }));
    }
    ENTENTE_RETURN_IF_ERROR(ReadTable<v1::Node>(
        reader_, 0x12,
        [&](KeyReader& key, const v1::Node& record) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(Book * book, BookOf(key));
          ENTENTE_ASSIGN_OR_RETURN(const std::string id, key.Str());
          book->nodes[id] = record;
          return absl::OkStatus();
        }));
    ENTENTE_RETURN_IF_ERROR(ReadTable<v1::ConventionRef>(
        reader_, 0x13,
        [&](KeyReader& key, const v1::ConventionRef& record) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(const std::string municipality, key.Str());
          ENTENTE_ASSIGN_OR_RETURN(const std::string hash, key.Str());
          books_.texts[absl::StrCat(municipality, "/", hash)] =
              record.convention();
          return absl::OkStatus();
        }));
    return ReadTable<v1::DefinitionsRecord>(
        reader_, 0x14,
        [&](KeyReader& key, const v1::DefinitionsRecord&) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(Book * book, BookOf(key));
          book->has_definitions = true;
          return absl::OkStatus();
        });
  }

  absl::Status LoadAccounts() {
    ENTENTE_RETURN_IF_ERROR(ReadTable<v1::AccountRecord>(
        reader_, 0x20,
        [&](KeyReader& key, const v1::AccountRecord& record) -> absl::Status {
          std::string name;
          ENTENTE_ASSIGN_OR_RETURN(Book * book, BookOf(key, &name));
          ENTENTE_ASSIGN_OR_RETURN(const std::string envelope, key.Str());
          book->envelopes[absl::StrCat(name, "/envelopes/", envelope)] = record;
          return absl::OkStatus();
        }));
    ENTENTE_RETURN_IF_ERROR(ReadTable<v1::LineRecord>(
        reader_, 0x21,
        [&](KeyReader& key, const v1::LineRecord& record) -> absl::Status {
          std::string name;
          ENTENTE_ASSIGN_OR_RETURN(Book * book, BookOf(key, &name));
          ENTENTE_ASSIGN_OR_RETURN(const std::string envelope, key.Str());
          ENTENTE_ASSIGN_OR_RETURN(const std::string line, key.Str());
          book->lines[absl::StrCat(name, "/envelopes/", envelope, "/lines/",
                                   line)] = record;
          return absl::OkStatus();
        }));
    return ReadTable<v1::LedgerHead>(
        reader_, 0x22,
        [&](KeyReader& key, const v1::LedgerHead& record) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(Book * book, BookOf(key));
          book->ledger_head = record;
          return absl::OkStatus();
        });
  }

  absl::Status LoadMovements() {
    ENTENTE_RETURN_IF_ERROR(LoadNumbered(0x23, &Book::entries));
    ENTENTE_RETURN_IF_ERROR(LoadNumbered(0x24, &Book::reservations));
    ENTENTE_RETURN_IF_ERROR(LoadNumbered(0x25, &Book::expenses));
    ENTENTE_RETURN_IF_ERROR(LoadNumbered(0x26, &Book::payments));
    ENTENTE_RETURN_IF_ERROR(LoadNumbered(0x29, &Book::claims));
    ENTENTE_RETURN_IF_ERROR(ReadTable<v1::ClaimRevision>(
        reader_, 0x42,
        [&](KeyReader& key, const v1::ClaimRevision& record) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(Book * book, BookOf(key));
          ENTENTE_ASSIGN_OR_RETURN(const uint64_t claim, key.U64());
          ENTENTE_ASSIGN_OR_RETURN(const uint64_t number, key.U64());
          book->revisions[claim][number] = record;
          return absl::OkStatus();
        }));
    ENTENTE_RETURN_IF_ERROR(LoadNumbered(0x2A, &Book::federal_payments));
    ENTENTE_RETURN_IF_ERROR(LoadNumbered(0x27, &Book::corrections));
    ENTENTE_RETURN_IF_ERROR(LoadNumbered(0x28, &Book::changes));
    ENTENTE_RETURN_IF_ERROR(LoadNumbered(0x2B, &Book::expense_statuses));
    return ReadTable<v1::ExpiryRef>(
        reader_, 0x2C,
        [&](KeyReader& key, const v1::ExpiryRef& record) -> absl::Status {
          std::string name;
          ENTENTE_ASSIGN_OR_RETURN(Book * book, BookOf(key, &name));
          ENTENTE_ASSIGN_OR_RETURN(const std::string envelope, key.Str());
          ENTENTE_ASSIGN_OR_RETURN(const std::string line, key.Str());
          ENTENTE_ASSIGN_OR_RETURN(const std::string day, key.Str());
          ENTENTE_ASSIGN_OR_RETURN(const uint64_t number, key.U64());
          const google::type::Date& date = record.expire_date();
          if (static_cast<uint64_t>(record.reservation()) != number ||
              absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(),
                              date.day()) != day) {
            // Watched under a wrong number or day: missing.
            return absl::OkStatus();
          }
          book->expiries[number] = {
              absl::StrCat(name, "/envelopes/", envelope, "/lines/", line),
              record.expire_date()};
          return absl::OkStatus();
        });
  }

  absl::StatusOr<EvidenceBook*> EvidenceOf(KeyReader& key) {
    ENTENTE_ASSIGN_OR_RETURN(const std::string municipality, key.Str());
    return &books_.evidence[absl::StrCat("municipalities/", municipality)];
  }

  // The two unique keys of documents: by hash, and by what is printed on them.
  absl::Status LoadKeys(uint8_t hash_table, uint8_t reference_table,
                        std::map<std::string, uint64_t> EvidenceBook::*by_hash,
                        std::map<uint64_t, int> EvidenceBook::*by_reference) {
    ENTENTE_RETURN_IF_ERROR(ReadTable<v1::EvidenceRef>(
        reader_, hash_table,
        [&](KeyReader& key, const v1::EvidenceRef& record) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(EvidenceBook * book, EvidenceOf(key));
          ENTENTE_ASSIGN_OR_RETURN(const std::string hash, key.Str());
          (book->*by_hash)[hash] = static_cast<uint64_t>(record.number());
          return absl::OkStatus();
        }));
    return ReadTable<v1::EvidenceRef>(
        reader_, reference_table,
        [&](KeyReader& key, const v1::EvidenceRef& record) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(EvidenceBook * book, EvidenceOf(key));
          for (int part = 0; part < 3; ++part) {
            ENTENTE_RETURN_IF_ERROR(key.Str().status());
          }
          ENTENTE_RETURN_IF_ERROR(key.I64().status());
          ++(book->*by_reference)[static_cast<uint64_t>(record.number())];
          return absl::OkStatus();
        });
  }

  absl::Status LoadNotesAndMonths() {
    ENTENTE_RETURN_IF_ERROR(ReadTable<v1::CreditNote>(
        reader_, 0x36,
        [&](KeyReader& key, const v1::CreditNote& record) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(EvidenceBook * book, EvidenceOf(key));
          ENTENTE_ASSIGN_OR_RETURN(const uint64_t number, key.U64());
          book->credit_notes[number] = record;
          return absl::OkStatus();
        }));
    ENTENTE_RETURN_IF_ERROR(LoadKeys(0x37, 0x38, &EvidenceBook::notes_by_hash,
                                     &EvidenceBook::notes_by_reference));
    return ReadTable<v1::MonthShare>(
        reader_, 0x39,
        [&](KeyReader& key, const v1::MonthShare& record) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(EvidenceBook * book, EvidenceOf(key));
          ENTENTE_ASSIGN_OR_RETURN(const std::string staff, key.Str());
          ENTENTE_ASSIGN_OR_RETURN(const uint64_t month, key.U64());
          ENTENTE_ASSIGN_OR_RETURN(const uint64_t number, key.U64());
          book->months[{staff, static_cast<int>(month)}][number] =
              record.basis_points();
          return absl::OkStatus();
        });
  }

  absl::Status LoadEvidence() {
    ENTENTE_RETURN_IF_ERROR(ReadTable<v1::Evidence>(
        reader_, 0x30,
        [&](KeyReader& key, const v1::Evidence& record) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(EvidenceBook * book, EvidenceOf(key));
          ENTENTE_ASSIGN_OR_RETURN(const uint64_t number, key.U64());
          book->evidence[number] = record;
          return absl::OkStatus();
        }));
    ENTENTE_RETURN_IF_ERROR(LoadKeys(0x31, 0x32, &EvidenceBook::by_hash,
                                     &EvidenceBook::by_reference));
    ENTENTE_RETURN_IF_ERROR(LoadNotesAndMonths());
    ENTENTE_RETURN_IF_ERROR(ReadTable<v1::EvidenceHead>(
        reader_, 0x33,
        [&](KeyReader& key, const v1::EvidenceHead& record) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(EvidenceBook * book, EvidenceOf(key));
          book->last_evidence = record.last_evidence();
          book->last_credit_note = record.last_credit_note();
          return absl::OkStatus();
        }));
    return ReadTable<v1::ChargeRecord>(
        reader_, 0x34,
        [&](KeyReader& key, const v1::ChargeRecord& record) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(EvidenceBook * book, EvidenceOf(key));
          ENTENTE_ASSIGN_OR_RETURN(const uint64_t number, key.U64());
          ENTENTE_ASSIGN_OR_RETURN(const uint64_t n, key.U64());
          book->charges[number][n] = record;
          return absl::OkStatus();
        });
  }

  const store::Reader& reader_;
  Books books_;
};

}  // namespace

absl::StatusOr<Books> ReadBooks(const store::Reader& reader) {
  return Loader(reader).Load();
}

std::optional<int64_t> WholeCents(const google::type::Money& money) {
  constexpr int32_t kNanosPerCent = 10'000'000;
  constexpr int64_t kUnitsMax = INT64_MAX / 100 - 1;
  if (money.currency_code() != "EUR" || money.nanos() % kNanosPerCent != 0 ||
      money.units() > kUnitsMax || money.units() < -kUnitsMax) {
    return std::nullopt;
  }
  return money.units() * 100 + money.nanos() / kNanosPerCent;
}

}  // namespace entente::conventions
