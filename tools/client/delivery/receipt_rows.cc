#include "tools/client/delivery/receipt_rows.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/common/base/error.h"
#include "tools/client/delivery/delivery_input.h"
#include "tools/client/delivery/drop_refusals.h"
#include "tools/client/delivery/record_mapper.h"
#include "tools/client/files.h"
#include "tools/client/known_row_rules.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// Whether both say the same of one line of the file.
bool IsOfSameLine(const v1::KnownRowThatDiffers& a,
                  const v1::KnownRowThatDiffers& b) {
  return a.line() == b.line() &&
         std::equal(a.columns().begin(), a.columns().end(), b.columns().begin(),
                    b.columns().end()) &&
         std::equal(a.fields().begin(), a.fields().end(), b.fields().begin(),
                    b.fields().end());
}

// Lists rows of a file in one walk over it.
class RowLister {
 public:
  RowLister(DeliveryInput input, RejectionCounts& reasons,
            v1::DeliveryReceipt& receipt)
      : input_(std::move(input)), reasons_(reasons), receipt_(receipt) {}

  // Goes to row `index`, not before the one at hand; false at the end.
  bool GoTo(int64_t index) {
    while (index_ < index) {
      if (!row_.has_more) listed_of_event_ = nullptr;
      if (!input_.rows->NextRow(row_, line_)) return false;
      ++index_;
    }
    return true;
  }

  // By line, each event once; what its other rows count for is counted for the
  // one that is listed. `rejection`, of the row at hand, outlives the lister.
  void ListRejected(const v1::Rejection& rejection);
  // `known` is of the row at hand.
  void ListKnown(const KnownRowDifference& known);

 private:
  DeliveryInput input_;
  RejectionCounts& reasons_;
  v1::DeliveryReceipt& receipt_;
  MappedRow row_;
  int64_t line_ = 0;
  int64_t index_ = -1;
  // What stands in the receipt of the event that the row at hand is of.
  const v1::Rejection* listed_of_event_ = nullptr;
};

void RowLister::ListRejected(const v1::Rejection& rejection) {
  // Of an event that is several rows the first one says why; the others
  // follow from it.
  if (listed_of_event_ != nullptr) {
    --reasons_[{rejection.column(), rejection.reason()}];
    ++reasons_[{listed_of_event_->column(), listed_of_event_->reason()}];
    return;
  }
  listed_of_event_ = &rejection;
  if (receipt_.rejections_size() >= kReceiptRejectionsMax) return;
  v1::RowRejection& listed = *receipt_.add_rejections();
  listed.set_row_index(index_);
  listed.set_line(line_);
  // What was refused here knows the field, and what it was refused for where
  // the service was told ROW_MALFORMED.
  const bool is_ours = row_.reason != nullptr;
  listed.set_column(is_ours ? row_.column : rejection.column());
  listed.set_reason(is_ours ? row_.reason : rejection.reason());
  listed.set_field(
      is_ours ? row_.field
              : FieldOfColumn(input_.mapping, row_.figure, rejection.column()));
}

void RowLister::ListKnown(const KnownRowDifference& known) {
  v1::KnownRowThatDiffers& listed = *receipt_.add_known_rows_that_differ();
  listed.set_row_index(index_);
  listed.set_line(line_);
  for (const std::string& column : known.columns) {
    listed.add_columns(column);
    listed.add_fields(FieldOfColumn(input_.mapping, row_.figure, column));
  }
  // A later version of an event is several rows that say the same: one is told.
  auto& all = *receipt_.mutable_known_rows_that_differ();
  if (all.size() > 1 && IsOfSameLine(all[all.size() - 2], listed)) {
    all.RemoveLast();
  }
}

// Both lists are by row, ascending.
absl::Status ListBoth(std::istream& in, RowLister& lister,
                      const Delivered& delivered) {
  auto rejection = delivered.rejections.begin();
  auto known = delivered.known_rows.begin();
  while (rejection != delivered.rejections.end() ||
         known != delivered.known_rows.end()) {
    const bool is_rejection = known == delivered.known_rows.end() ||
                              (rejection != delivered.rejections.end() &&
                               rejection->row_index() < known->row_index);
    if (!lister.GoTo(is_rejection ? rejection->row_index()
                                  : known->row_index)) {
      return in.bad() ? ReadCutShort() : absl::OkStatus();
    }
    if (is_rejection) {
      lister.ListRejected(*rejection++);
    } else {
      lister.ListKnown(*known++);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<DeliveryInput> OpenAgain(std::istream& in,
                                        const std::string& name,
                                        const DeliveryMappingFile& mapping,
                                        const WatchRules& rules,
                                        const v1::DeliveryReceipt& receipt) {
  in.clear();
  in.seekg(0);
  FileFacts facts;
  ENTENTE_ASSIGN_OR_RETURN(DeliveryInput again,
                           OpenDelivery(in, name, mapping, rules.id_key_file,
                                        rules.file_bytes_max, facts));
  if (facts.sha256 != receipt.sha256()) return ChangedWhileRead();
  return again;
}

absl::Status ListRows(std::istream& in, const std::string& name,
                      const DeliveryMappingFile& mapping,
                      const WatchRules& rules, const Delivered& delivered,
                      v1::DeliveryReceipt& receipt) {
  RejectionCounts reasons = delivered.reasons;
  // The service counts rows; a person looks for lines.
  if (!delivered.rejections.empty() || !delivered.known_rows.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(DeliveryInput again,
                             OpenAgain(in, name, mapping, rules, receipt));
    RowLister lister(std::move(again), reasons, receipt);
    ENTENTE_RETURN_IF_ERROR(ListBoth(in, lister, delivered));
  }
  for (const auto& [what, rows] : reasons) {
    if (rows == 0) continue;
    v1::ReasonCount& count = *receipt.add_reasons();
    count.set_column(what.first);
    count.set_reason(what.second);
    count.set_rows(rows);
  }
  receipt.set_known_rows_not_compared(delivered.known_rows_not_compared);
  return absl::OkStatus();
}

}  // namespace entente::client
