// Limits of a filter, each with its unit and reason.
#ifndef SERVICES_COMMON_FILTER_FILTER_LIMITS_H_
#define SERVICES_COMMON_FILTER_FILTER_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace entente::limits {

// Bytes, tests and levels of brackets: what a person types, and no more work
// for one record than reading it.
inline constexpr size_t kFilterBytesMax = 1024;
inline constexpr int32_t kFilterTestsMax = 32;
inline constexpr int32_t kFilterLevelsMax = 16;

}  // namespace entente::limits

#endif  // SERVICES_COMMON_FILTER_FILTER_LIMITS_H_
