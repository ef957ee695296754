// A witness on a disk that may fail, and a fixed run of checkpoints that it is
// asked to cosign, for the tests that break its disk or kill it at every step.
#ifndef SERVICES_WITNESS_SCRIPTED_WITNESS_FIXTURE_H_
#define SERVICES_WITNESS_SCRIPTED_WITNESS_FIXTURE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/status.h"
#include "services/common/store/faulty_disk.h"
#include "services/witness/sample_log_fixture.h"

namespace entente::witness {

// Told of each cosignature before the next request: the size of the log, and
// the public key of the witness.
using Cosigned = std::function<void(uint64_t size, const std::string& key)>;

// The log when it has `size` entries.
SampleLog SampleLogOf(uint64_t size);

// Starts the witness in `data` as its program does, asks for checkpoints of 1
// to 4 entries, starts it again and asks for 5 to 7; its files are written
// through `disk`, whose power goes when `is_power_cut` and something failed. A
// start that fails is passed over. Returns what the last failed start said, OK
// when each went well.
absl::Status PlayWitness(const std::string& data, store::FaultyDisk& disk,
                         const Cosigned& cosigned, bool is_power_cut = false);

// Expects that a witness which starts in `data` on a sound disk knows the log
// of `size` entries, or a longer one, under the same `key`, cosigns no other of
// that size, and goes on. `size` 0: nothing is known of it.
void ExpectNothingForgotten(const std::string& data, uint64_t size,
                            const std::string& key);

}  // namespace entente::witness

#endif  // SERVICES_WITNESS_SCRIPTED_WITNESS_FIXTURE_H_
