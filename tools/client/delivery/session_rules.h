// Sessions of one file. The first is made of its content (DeliverySessionId),
// or named by who delivers it by hand. Where rows of it were rejected for a
// cause outside the file, or because their event stood behind them, the same
// file must be able to bring them in: it is delivered in the next session,
// ID-2, ID-3 … of a drop folder and ID-pass-2, ID-pass-3 … by hand, which
// judges every row anew. Rows that were taken are known by their event ids, so
// nothing counts twice. Pure.
#ifndef TOOLS_CLIENT_DELIVERY_SESSION_RULES_H_
#define TOOLS_CLIENT_DELIVERY_SESSION_RULES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "entente/indicators/v1/observation.pb.h"
#include "tools/client/delivery/deliverer.h"

namespace entente::client {

// Sessions of one file, at most; then it stays in the last.
inline constexpr int kFileSessionsMax = 99;

// Longest id of a session that the service opens.
inline constexpr size_t kSessionIdBytesMax = 64;

// Sessions in which a file is delivered at once: each reads and sends it anew.
inline constexpr int kSessionsAtOnceMax = 5;

// Id of session `number`, from 1, of the file whose first one is `first`.
std::string FileSessionId(const std::string& first, int number);

// The same of a file that is delivered by hand. Who names `first` may name
// another file "mars-2": that one is none of these.
std::string PassSessionId(const std::string& first, int number);

// Which of those of FileSessionId `session_id` is; 0: of another file, or none.
int FileSessionNumber(const std::string& first, const std::string& session_id);

// Whether the file, of `rows` rows, dropped again is delivered in the session
// after the one that came to `totals`: that judged all of them and did not take
// all.
bool IsToBeJudgedAnew(const entente::indicators::v1::IngestTotals& totals,
                      int64_t rows);

// Whether the session that came to `totals` took rows. One that took none is
// followed by none that takes more, unless something else is delivered.
bool TookRows(const entente::indicators::v1::IngestTotals& totals);

// Rows of a file that its sessions rejected so far, each of them, ascending;
// nullopt where nobody tells.
using RejectedRows = std::optional<std::vector<int64_t>>;

// Those of a session that came to `totals`, of which `rejections` are told, by
// row; nullopt where those are not all.
RejectedRows RowsOf(
    const std::vector<entente::indicators::v1::Rejection>& rejections,
    const entente::indicators::v1::IngestTotals& totals);

// Those that both rejected.
RejectedRows RejectedInBoth(const RejectedRows& a, const RejectedRows& b);

// Takes what is said of rows out of `last` that one of the sessions before it
// took, which rejected `earlier`: it counts, also where it would be rejected by
// now.
void KeepRejected(const std::vector<int64_t>& earlier, Delivered& last);

// What a file came to in sessions that came to `earlier`, all together, and in
// the one after them, which judged every row again; `rejected`: by each.
entente::indicators::v1::IngestTotals AddSession(
    const entente::indicators::v1::IngestTotals& earlier,
    const entente::indicators::v1::IngestTotals& later,
    const RejectedRows& rejected);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_SESSION_RULES_H_
