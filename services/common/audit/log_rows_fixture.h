// The rows of an access log as somebody who owns the disk sees them: for tests
// of what is noticed when they are changed behind the program's back.
#ifndef SERVICES_COMMON_AUDIT_LOG_ROWS_FIXTURE_H_
#define SERVICES_COMMON_AUDIT_LOG_ROWS_FIXTURE_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "services/common/audit/access_log.h"
#include "services/common/audit/checkpoint_signer.h"
#include "services/common/store/key.h"
#include "services/common/store/store.h"

namespace entente::audit {

// Key to value: head, entries, nodes and checkpoints.
using LogRows = std::map<std::string, std::string>;

inline LogRows RowsOfLog(const store::Store& store) {
  LogRows rows;
  for (uint8_t table :
       {kHeadTable, kEntryTable, kNodeTable, kCheckpointTable}) {
    const std::string prefix = store::KeyWriter().Table(table).Key();
    EXPECT_TRUE(store.Read()
                    ->Scan(prefix, prefix,
                           [&](absl::string_view key, absl::string_view row) {
                             rows[std::string(key)] = std::string(row);
                             return true;
                           })
                    .ok());
  }
  return rows;
}

// Makes them `rows`, and nothing else.
inline void PutBackLog(store::Store& store, const LogRows& rows) {
  const LogRows now = RowsOfLog(store);
  ASSERT_TRUE(store
                  .Transact([&](store::Transaction& transaction) {
                    for (const auto& row : now) transaction.Delete(row.first);
                    for (const auto& [key, row] : rows) {
                      transaction.Put(key, row);
                    }
                    return absl::OkStatus();
                  })
                  .ok());
}

}  // namespace entente::audit

#endif  // SERVICES_COMMON_AUDIT_LOG_ROWS_FIXTURE_H_
