// What a returned sheet changes: each figure beside how the event of its row
// counts now, and the observations that bring the one to the other; and what it
// would count on top of. Pure.
#ifndef TOOLS_CLIENT_SHEETS_SHEET_PLAN_H_
#define TOOLS_CLIENT_SHEETS_SHEET_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "entente/indicators/v1/ingest_service.pb.h"
#include "tools/client/observation_rows.h"
#include "tools/client/sheets/sheet_reader.h"

namespace entente::client {

// How the event of a row counts now.
struct RowStanding {
  // Not set where no sheet was delivered for it.
  std::optional<int64_t> value = {};
  // Corrections that were stored, those without effect included.
  int revision = 0;
  // Taken back for good: a sheet cannot count it again.
  bool is_withdrawn = false;
};

// Numbers of events, by code of their measure; without those that have none.
using MeasureEvents = std::map<std::string, int64_t>;

struct SheetChange {
  // Place in ReturnedSheet::entries.
  size_t entry = 0;
  std::optional<int64_t> before = {};
  int64_t after = 0;
  // Events of its measure that the source delivered by other ways, for any area
  // of the month.
  int64_t otherwise = 0;
  entente::indicators::v1::Observation observation = {};
};

struct SheetPlan {
  std::vector<SheetChange> changes = {};
  size_t unchanged = 0;
  size_t empty = 0;
  // Rows, by place, whose event was withdrawn and that have a figure.
  std::vector<size_t> withdrawn = {};
  // Rows, by place, of a part that is left empty while others of its measure
  // and area are filled in: it would stand as it was beside them.
  std::vector<size_t> empty_parts = {};
  // Measures, by code in the order of the sheet, of which a figure would count
  // on top of what was delivered by other ways. What is brought to 0 does not.
  std::vector<std::string> added = {};
};

// What is left of `counted`, all events of the source in the month, without
// those of sheets: `places`, each with its standing. A place that is named
// twice is one event.
MeasureEvents EventsOtherwise(const SheetKey& key, const MeasureEvents& counted,
                              const std::vector<SheetPlace>& places,
                              const std::vector<RowStanding>& standings);

// `standings` is one per entry. A new event is delivered under revision 0, a
// correction under the first revision that nobody used: of two who correct the
// same figure at once one is a duplicate, and is told so. `otherwise` is what
// EventsOtherwise says.
SheetPlan PlanSheet(const ReturnedSheet& sheet,
                    const std::vector<RowStanding>& standings,
                    const MeasureEvents& otherwise);

// The same changes are the same session: sent twice, they count once. Neither
// the source nor a colleague resumes what somebody opened on its behalf:
// `deliverer` is the subject of who does, who cannot be read from the id;
// empty: the source itself.
std::string SheetSessionId(const ReturnedSheet& sheet, const SheetPlan& plan,
                           const std::string& deliverer = "");

// The changes, for the ingest stream. `plan` outlives the rows.
class SheetRows final : public ObservationRows {
 public:
  explicit SheetRows(const SheetPlan& plan) : plan_(plan) {}

  bool Next(entente::indicators::v1::ObservationBatch& batch) override;
  bool Skip() override;
  int64_t row_index() const override { return static_cast<int64_t>(next_); }
  int64_t bytes() const override { return row_index(); }
  // They are in memory.
  bool is_cut_short() const override { return false; }

 private:
  const SheetPlan& plan_;
  size_t next_ = 0;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_PLAN_H_
