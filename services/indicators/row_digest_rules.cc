#include "services/indicators/row_digest_rules.h"

namespace entente::indicators {
namespace {

constexpr uint64_t kDelivery = 1;
constexpr uint64_t kCorrection = 2;
constexpr uint64_t kWithdrawal = 3;

// The last steps of SplitMix64, a bijection: what differs in one word stays
// different.
uint64_t Mix(uint64_t word) {
  word += 0x9e3779b97f4a7c15;
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
  word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
  return word ^ (word >> 31);
}

uint64_t Add(uint64_t state, uint64_t word) { return Mix(state ^ word); }

uint64_t AddRow(uint64_t state, const SaidByRow& said) {
  state = Add(state, said.measure);
  state = Add(state, said.area);
  state = Add(state, said.day);
  state = Add(state, static_cast<uint64_t>(said.value));
  return Add(state, said.breakdown);
}

// Little endian, on whatever machine.
uint64_t WordAt(const EventId& id, size_t begin) {
  uint64_t word = 0;
  for (size_t i = 0; i < sizeof(word); ++i) {
    word |= uint64_t{static_cast<unsigned char>(id.bytes[begin + i])}
            << (8 * i);
  }
  return word;
}

uint64_t AddId(uint64_t state, const EventId& id) {
  return Add(Add(state, WordAt(id, 0)), WordAt(id, 8));
}

RowDigest Fold(uint64_t state) {
  return static_cast<RowDigest>(state ^ (state >> 32));
}

}  // namespace

RowDigest DigestOf(const SaidByRow& said) {
  return Fold(AddRow(Mix(kDelivery), said));
}

RowDigest DigestOfCorrection(const SaidByRow& said, const EventId& named) {
  return Fold(AddId(AddRow(Mix(kCorrection), said), named));
}

RowDigest DigestOfWithdrawal(const EventId& named) {
  return Fold(AddId(Mix(kWithdrawal), named));
}

void AppendDigest(RowDigest digest, std::string& bytes) {
  for (size_t i = 0; i < kRowDigestBytes; ++i) {
    bytes.push_back(static_cast<char>((digest >> (8 * i)) & 0xff));
  }
}

RowDigest ReadDigest(absl::string_view bytes) {
  RowDigest digest = 0;
  for (size_t i = 0; i < kRowDigestBytes; ++i) {
    digest |= RowDigest{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return digest;
}

}  // namespace entente::indicators
