// Every piece of evidence against what expenses, corrections, credit notes and
// other funders leave of it.
#include <map>
#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/conventions/verify_book.h"

namespace entente::conventions {
namespace {

constexpr int64_t kWholeShare = 10'000;

// What a charge must say, by the name of the expense or correction.
struct ChargeOf {
  std::string evidence;
  int64_t cents = 0;
  // Of a correction.
  std::string corrects;
  bool operator==(const ChargeOf&) const = default;
};
using Charges = std::map<std::string, ChargeOf>;

// Every expense is charged once, to the evidence that it names; every
// correction takes back once, from that of its expense.
Charges ChargesOf(const Books& books) {
  Charges charges;
  for (const auto& [name, book] : books.conventions) {
    for (const auto& [number, expense] : book.expenses) {
      charges[expense.name()] = {expense.evidence(),
                                 WholeCents(expense.amount()).value_or(-1), ""};
    }
    for (const auto& [number, correction] : book.corrections) {
      charges[correction.name()] = {
          charges[correction.expense()].evidence,
          -WholeCents(correction.amount()).value_or(-1), correction.expense()};
    }
  }
  return charges;
}

// One municipality.
class Evidence {
 public:
  Evidence(const std::string& municipality, const EvidenceBook& book,
           const Charges& charges, VerifyReport& report)
      : municipality_(municipality),
        book_(book),
        charges_(charges),
        report_(report) {}

  void Verify() {
    VerifyNotes();
    uint64_t expected = 0;
    size_t withdrawn = 0;
    for (const auto& [number, piece] : book_.evidence) {
      ++report_.evidence;
      const std::string name = NameOf(number);
      if (number != ++expected || piece.name() != name) {
        Differ(absl::StrCat(name,
                            " stands out of sequence or under another "
                            "name"));
        expected = number;
      }
      VerifyPiece(name, number, piece);
      if (piece.has_withdrawal()) ++withdrawn;
    }
    const size_t found = book_.evidence.size() - withdrawn;
    if (expected != static_cast<uint64_t>(book_.last_evidence) ||
        book_.by_hash.size() != found || book_.by_reference.size() != found) {
      Differ("the evidence differs from its counter or keys");
    }
    for (const auto& [number, of_piece] : book_.charges) {
      if (!book_.evidence.contains(number)) {
        Differ(absl::StrCat("charges to evidence ", number,
                            ", which is not stored"));
      }
    }
    VerifyMonths();
  }

 private:
  void Differ(const std::string& sentence) {
    report_.Differ(absl::StrCat(municipality_, ": ", sentence));
  }

  std::string NameOf(uint64_t number) const {
    return absl::StrFormat("%s/evidence/v-%06d", municipality_, number);
  }

  void VerifyPiece(const std::string& name, uint64_t number,
                   const v1::Evidence& piece) {
    const int64_t charged = SumOfCharges(name, number);
    // Evidence of before has all of its amount and no credit note.
    const int64_t chargeable =
        WholeCents(piece.has_chargeable() ? piece.chargeable() : piece.amount())
            .value_or(-1);
    if (WholeCents(piece.charged()) != charged || charged > chargeable) {
      Differ(absl::StrCat(name, " may be charged ", chargeable,
                          " cents and is charged ",
                          WholeCents(piece.charged()).value_or(-1),
                          " cents; its charges make ", charged));
    }
    const auto charges = book_.charges.find(number);
    const size_t count =
        charges == book_.charges.end() ? 0 : charges->second.size();
    if (static_cast<size_t>(piece.charge_count()) != count) {
      Differ(absl::StrCat(name, " counts ", piece.charge_count(),
                          " charges; there are ", count));
    }
    const int64_t credited = credited_[name];
    if (piece.has_credited() ? WholeCents(piece.credited()) != credited
                             : credited != 0) {
      Differ(absl::StrCat(name, " is credited ",
                          WholeCents(piece.credited()).value_or(-1),
                          " cents; its credit notes make ", credited));
    }
    if (!IsWhatOthersLeave(piece, chargeable + credited)) {
      Differ(absl::StrCat(name, " may be charged ", chargeable,
                          " cents, which its amount, credit notes and other "
                          "funders do not make"));
    }
    const auto by_hash = book_.by_hash.find(piece.file_sha256());
    const auto by_reference = book_.by_reference.find(number);
    if (piece.has_withdrawal()) {
      const bool is_found =
          by_reference != book_.by_reference.end() ||
          (by_hash != book_.by_hash.end() && by_hash->second == number);
      if (charged != 0 || credited != 0 || is_found ||
          piece.withdrawal().reason().empty()) {
        Differ(absl::StrCat(name,
                            " is withdrawn and still charged, credited or "
                            "found, or has no reason"));
      }
      return;
    }
    if (by_hash == book_.by_hash.end() || by_hash->second != number ||
        by_reference == book_.by_reference.end() || by_reference->second != 1) {
      Differ(absl::StrCat(name, " is not found by both of its keys"));
    }
  }

  int64_t SumOfCharges(const std::string& name, uint64_t number) {
    const auto charges = book_.charges.find(number);
    if (charges == book_.charges.end()) return 0;
    int64_t charged = 0;
    uint64_t expected = 0;
    for (const auto& [n, charge] : charges->second) {
      ++report_.charges;
      charged += charge.amount_cents();
      const auto wanted = charges_.find(charge.expense());
      if (n != ++expected || wanted == charges_.end() ||
          wanted->second !=
              ChargeOf{name, charge.amount_cents(), charge.corrects()}) {
        Differ(
            absl::StrCat(name, " charge ", n, " is not what its expense says"));
      }
    }
    return charged;
  }

  // `left`: what may be charged before credit notes. Of a month it is within a
  // cent of its share: who gets the last cent is a matter of rounding.
  static bool IsWhatOthersLeave(const v1::Evidence& piece, int64_t left) {
    const absl::int128 total = WholeCents(piece.amount()).value_or(-1);
    if (piece.has_person_month()) {
      const absl::int128 due =
          total * piece.person_month().share_basis_points();
      const absl::int128 off = absl::int128(left) * kWholeShare - due;
      return off > -kWholeShare && off < kWholeShare;
    }
    absl::int128 others = 0;
    for (const v1::OtherFunder& funder : piece.other_funders()) {
      others += WholeCents(funder.amount()).value_or(-1);
    }
    return left >= 0 && total - others == left;
  }

  void VerifyNotes() {
    uint64_t expected = 0;
    size_t withdrawn = 0;
    for (const auto& [number, note] : book_.credit_notes) {
      ++report_.credit_notes;
      const std::string name =
          absl::StrFormat("%s/creditNotes/n-%06d", municipality_, number);
      if (number != ++expected || note.name() != name) {
        Differ(absl::StrCat(name,
                            " stands out of sequence or under another "
                            "name"));
        expected = number;
      }
      if (note.has_withdrawal()) {
        ++withdrawn;
        if (book_.notes_by_reference.contains(number) ||
            note.withdrawal().reason().empty()) {
          Differ(absl::StrCat(name,
                              " is withdrawn and still found, or has no "
                              "reason"));
        }
        continue;
      }
      credited_[note.evidence()] += WholeCents(note.amount()).value_or(-1);
      const auto by_hash = book_.notes_by_hash.find(note.file_sha256());
      const auto by_reference = book_.notes_by_reference.find(number);
      if (by_hash == book_.notes_by_hash.end() || by_hash->second != number ||
          by_reference == book_.notes_by_reference.end() ||
          by_reference->second != 1) {
        Differ(absl::StrCat(name, " is not found by both of its keys"));
      }
      bool is_known = false;
      for (const auto& [piece_number, piece] : book_.evidence) {
        is_known = is_known || piece.name() == note.evidence();
      }
      if (!is_known) {
        Differ(absl::StrCat(name, " reduces evidence that is not stored"));
      }
    }
    const size_t found = book_.credit_notes.size() - withdrawn;
    if (expected != static_cast<uint64_t>(book_.last_credit_note) ||
        book_.notes_by_hash.size() != found ||
        book_.notes_by_reference.size() != found) {
      Differ("the credit notes differ from their counter or keys");
    }
  }

  // Every piece of a month has its shares there, and no month is above 100 %.
  void VerifyMonths() {
    size_t pieces = 0;
    for (const auto& [number, piece] : book_.evidence) {
      if (!piece.has_person_month() || piece.has_withdrawal()) continue;
      ++pieces;
      const v1::PersonMonth& month = piece.person_month();
      int64_t shares = month.share_basis_points();
      for (const v1::OtherFunder& funder : piece.other_funders()) {
        shares += funder.share_basis_points();
      }
      const auto of_month = book_.months.find(
          {month.staff_number(), month.year() * 100 + month.month()});
      const bool is_there = of_month != book_.months.end() &&
                            of_month->second.contains(number) &&
                            of_month->second.at(number) == shares;
      if (!is_there) {
        Differ(absl::StrCat(NameOf(number), " has no such share of its month"));
      }
    }
    size_t stored = 0;
    for (const auto& [month, shares] : book_.months) {
      int64_t sum = 0;
      for (const auto& [number, share] : shares) sum += share;
      stored += shares.size();
      if (sum <= kWholeShare) continue;
      Differ(absl::StrCat("the shares of a person's month ", month.second,
                          " make ", sum, " hundredths of a per cent"));
    }
    if (stored != pieces) {
      Differ(
          absl::StrCat(pieces, " pieces of a month have ", stored, " shares"));
    }
  }

  const std::string& municipality_;
  const EvidenceBook& book_;
  const Charges& charges_;
  VerifyReport& report_;
  // By name of the evidence.
  std::map<std::string, int64_t> credited_;
};

}  // namespace

void VerifyEvidence(const Books& books, VerifyReport& report) {
  const Charges charges = ChargesOf(books);
  const int64_t before = report.charges;
  for (const auto& [municipality, book] : books.evidence) {
    Evidence(municipality, book, charges, report).Verify();
  }
  const int64_t counted = report.charges - before;
  if (counted != static_cast<int64_t>(charges.size())) {
    report.Differ(absl::StrCat(charges.size(),
                               " expenses and corrections make ", counted,
                               " charges"));
  }
}

}  // namespace entente::conventions
