#include "services/conventions/expense_store.h"

#include <optional>

#include "entente/conventions/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"

namespace entente::conventions {

absl::StatusOr<int64_t> CorrectedOf(const store::Reader& reader,
                                    const ConventionName& convention,
                                    int64_t number) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<v1::ExpenseStatus> status,
      store::GetRecord<v1::ExpenseStatus>(
          reader, keys::ExpenseStatus(convention, number)));
  return status ? status->corrected_cents() : 0;
}

absl::StatusOr<std::map<int64_t, int64_t>> AllCorrected(
    const store::Reader& reader, const ConventionName& convention) {
  std::map<int64_t, int64_t> corrected;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ExpenseStatus>(
      reader, keys::ExpenseStatusesOf(convention), "",
      [&](absl::string_view key, const v1::ExpenseStatus& status) {
        corrected[keys::LastNumber(key)] = status.corrected_cents();
        return true;
      }));
  return corrected;
}

void PutCorrected(store::Transaction& transaction,
                  const ConventionName& convention, int64_t number,
                  int64_t cents) {
  v1::ExpenseStatus status;
  status.set_corrected_cents(cents);
  store::PutRecord(transaction, keys::ExpenseStatus(convention, number),
                   status);
}

}  // namespace entente::conventions
