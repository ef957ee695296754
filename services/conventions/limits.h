// Limits of the conventions service, each with its unit and reason.
#ifndef SERVICES_CONVENTIONS_LIMITS_H_
#define SERVICES_CONVENTIONS_LIMITS_H_

#include <cstddef>
#include <cstdint>

namespace entente::conventions {

// One amount: a hundred thousand million euros, far above any grant, and far
// enough below 2^63 that sums of millions of entries do not overflow.
inline constexpr int64_t kAmountCentsMax = 10'000'000'000'000;

// Free text beside an amount, in Unicode characters: enough to say what for,
// too short for a file on somebody.
inline constexpr size_t kDescriptionCharactersMax = 200;

// Text of an objective, an indicator, a party or a progress statement, in
// Unicode characters: the longest of the real document has about 900.
inline constexpr size_t kNodeCharactersMax = 2000;

// Changes of one amendment: more than the indicators of any convention.
inline constexpr size_t kChangesMax = 200;

// Answers to one control request; references and attachments of one answer.
inline constexpr int kAnswersMax = 50;

// Pieces of evidence named by one progress statement.
inline constexpr int kEvidenceNamedMax = 20;

// References that others printed: invoice, bank, budget article.
inline constexpr size_t kReferenceBytesMax = 64;

// Pages of lists.
inline constexpr int32_t kPageSizeDefault = 100;
inline constexpr int32_t kPageSizeMax = 1000;
// Conventions are wider than other rows.
inline constexpr int32_t kConventionPageSizeDefault = 50;
inline constexpr int32_t kConventionPageSizeMax = 100;

// Postings of one batch: about 20 ms of the one writer, and an answer well
// below the message limit.
inline constexpr int kBatchPostingsMax = 2000;

// Lines of one claim: its reply stays below the 4 MiB that gRPC takes.
inline constexpr int kClaimLinesMax = 10'000;
// Reversals of one line of a claim, or of one payment: more than anybody
// mistakes, and the record stays small.
inline constexpr int kReversalsMax = 20;
// Others who pay for one piece of evidence.
inline constexpr int kOtherFundersMax = 20;

// Pseudonymous number of a member of staff.
inline constexpr size_t kStaffNumberBytesMax = 32;

// Reservations that one call lets expire: its reply stays below the 4 MiB that
// gRPC takes.
inline constexpr size_t kExpiredMax = 1000;

// Earlier charges named in a refusal.
inline constexpr size_t kChargesNamedMax = 5;

// Bytes of a search, and matches answered: a screenful, and no more than a
// person reads before choosing better words.
inline constexpr size_t kQueryBytesMax = 200;
inline constexpr int kMatchesMax = 100;

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LIMITS_H_
