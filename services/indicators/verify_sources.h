// The part of the recount (verify_store.h) that is about how far each source
// has come, by which its rows are late.
#ifndef SERVICES_INDICATORS_VERIFY_SOURCES_H_
#define SERVICES_INDICATORS_VERIFY_SOURCES_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "services/common/store/store.h"
#include "services/indicators/block_store.h"

namespace entente::indicators {

// What the rows of blocks say of their sources. Not thread-safe.
class RecountedSources {
 public:
  // Blocks come in the order in which they were stored.
  void Add(const Block& block);

  // Compares with what is kept of each source that has rows, and tells `differ`
  // of each difference in one English sentence. The newest month must be that
  // of its rows: it moves with a row that is stored, and only forward, so that
  // it stays where it is when what came for it is corrected into another month
  // or withdrawn. The totals of the source's sessions must count at least the
  // rows that came for an earlier month than the newest; they may count more,
  // since under an exception a row is late for whatever month it is. `go_on` is
  // asked before each session; its error ends the recount. Errors: DATA_LOSS;
  // those of `go_on`.
  absl::Status Compare(const store::Reader& reader,
                       const std::function<void(std::string)>& differ,
                       const std::function<absl::Status()>& go_on) const;

 private:
  struct Delivered {
    // As in SourceRecord.
    int32_t newest_month = 0;
    // Rows that moved figures of a month before the newest until then.
    int64_t late = 0;
  };

  // By municipality and source.
  std::map<std::pair<std::string, std::string>, Delivered> sources_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_VERIFY_SOURCES_H_
