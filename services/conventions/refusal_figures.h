// What every refusal of something asked for money carries: the figures of the
// line or envelope that it was asked on, as they stood. Figures that a refusal
// has itself stay as they are.
#ifndef SERVICES_CONVENTIONS_REFUSAL_FIGURES_H_
#define SERVICES_CONVENTIONS_REFUSAL_FIGURES_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/type/money.pb.h"
#include "services/common/store/store.h"
#include "services/conventions/ledger_rules.h"

namespace entente::conventions {

// In cents; nullopt where it is none, so that nothing false is said.
std::optional<int64_t> RequestedOf(const google::type::Money& money);

// `refusal` with allotted_cents, reserved_cents, spent_cents, available_cents
// and, of an amount that can be read, requested_cents. Unchanged when OK, when
// nothing was decided (INTERNAL, NOT_FOUND, ...) and for the shape of a request
// (FIELD_REQUIRED, MALFORMED_NAME, ...).
absl::Status WithFigures(const absl::Status& refusal, AccountKind kind,
                         const Balances& account,
                         std::optional<int64_t> requested);

// The same of the line or envelope named `account`; unchanged where there is
// none.
absl::Status WithFigures(const absl::Status& refusal,
                         const store::Reader& reader,
                         const std::string& account,
                         std::optional<int64_t> requested);

// The same of the documents or the credit note that the refusal names: of the
// lines that bear their charges, each once, together.
absl::Status WithEvidenceFigures(const absl::Status& refusal,
                                 const store::Reader& reader,
                                 std::optional<int64_t> requested);

// `result`, or its refusal with the figures of `account`.
template <class Result>
absl::StatusOr<Result> Explained(const store::Reader& reader,
                                 const std::string& account,
                                 std::optional<int64_t> requested,
                                 absl::StatusOr<Result> result) {
  if (result.ok()) return result;
  return WithFigures(result.status(), reader, account, requested);
}

// The same of a request that was validated outside any transaction; reads only
// when it is refused.
template <class Result>
absl::StatusOr<Result> Explained(const store::Store& store,
                                 const std::string& account,
                                 const google::type::Money& requested,
                                 absl::StatusOr<Result> result) {
  if (result.ok()) return result;
  return WithFigures(result.status(), *store.Read(), account,
                     RequestedOf(requested));
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_REFUSAL_FIGURES_H_
