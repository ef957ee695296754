// Which version of keys and records this service writes, and how a store of
// before comes to it.
#ifndef SERVICES_INDICATORS_SCHEMA_STORE_H_
#define SERVICES_INDICATORS_SCHEMA_STORE_H_

#include "absl/status/status.h"
#include "services/common/store/rocksdb_store.h"
#include "services/common/store/store.h"

namespace entente::indicators {

// What every program opens a store of this service with.
//
//   1  nothing is known of sources by month
//   2  a SourceMonthRecord counts the events of each source and month
//   3  it counts them by measure; a PeriodHead has a secret and a digest
//   4  an ActivityPlace finds each activity by its name (activity_store.h), and
//      activities may have versions
//   5  events may be withdrawn
//   6  months are judged by rules between measures
//   7  what was known when: fact_store.h, BlockRecord.store_time_us
//   8  versions of targets are kept, and people add to measures
//      who delivers them and that they are sensitive
//   9  events and activities may have breakdowns
//  10  tables are released
//  11  ids of events lie apart from what their rows say: event_id_store.h
//  12  people state figures of measures that nothing else feeds
//  13  pieces of ids carry digests (event_id_store.h); months moved by
//      activities have keys (activity_move_store.h), and sources that confirmed
//      themselves (on_behalf_store.h)
//  14  targets are set for terms (their keys in indicators_keys.h), figures of
//      the population are withdrawn, figures of context series may be withdrawn
//      and what these say has versions, and a source's own word is the first of
//      all that its months say (on_behalf_store.h)
//  15  settings say what counts the persons behind a measure, and versions of
//      months name their exceptions
//  16  measures may be local
store::StoreOptions StoreOptions();

// From a version before 3: counts the stored events of each source and month by
// measure, so that what is delivered next has something to add to. Reads the
// blocks once, at one state, and writes in pieces: nobody else may write. Comes
// to the same however often it was begun. A time of delivery that is known of
// the month is taken for each of its measures. Errors: DATA_LOSS; those of the
// store.
absl::Status CountSourceMonths(store::Store& store);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_SCHEMA_STORE_H_
