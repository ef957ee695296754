// A digest of what a row says as it was delivered, so that a row that comes
// again can be told from one that says something else. Pure.
//
// It is stored (event_id_store.h), so it never changes: it is made of texts and
// of numbers that are stored as well, never of places in a list.
#ifndef SERVICES_INDICATORS_ROW_DIGEST_RULES_H_
#define SERVICES_INDICATORS_ROW_DIGEST_RULES_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "services/indicators/event_id.h"

namespace entente::indicators {

// Of two rows that differ, one pair in 2^32 has the same.
using RowDigest = uint32_t;

// In bytes, little endian.
inline constexpr size_t kRowDigestBytes = 4;

// FNV-1a of 64 bits.
constexpr uint64_t HashText(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char one : text) {
    hash ^= static_cast<unsigned char>(one);
    hash *= 0x100000001b3;
  }
  return hash;
}

// What a row that counts says.
struct SaidByRow {
  // HashText of the code.
  uint64_t measure = 0;
  uint64_t area = 0;
  // See date_rules.h; day 0 is the month as a whole.
  uint32_t day = 0;
  int64_t value = 0;
  // HashText of the canonical form, of the empty text where nothing is known.
  uint64_t breakdown = 0;
};

// Of a row that delivers an event.
RowDigest DigestOf(const SaidByRow& said);
// Of a correction of the event `named`.
RowDigest DigestOfCorrection(const SaidByRow& said, const EventId& named);
// Of a withdrawal of the event `named`, which says nothing else.
RowDigest DigestOfWithdrawal(const EventId& named);

void AppendDigest(RowDigest digest, std::string& bytes);
// `bytes` begins with a digest.
RowDigest ReadDigest(absl::string_view bytes);

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ROW_DIGEST_RULES_H_
