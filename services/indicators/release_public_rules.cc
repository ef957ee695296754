#include "services/indicators/release_public_rules.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/indicators/release_errors.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::ReleaseCell;

// A part of the new table on its way to the public.
struct Parted {
  ReleaseUnion all;
  Confidentialities statuses;
};

// By cell of the new table.
ReleaseCell::Status StatusOf(const std::vector<Parted>& parts, size_t cell,
                             const DisclosureOptions& options) {
  ReleaseCell::Status status = ReleaseCell::STATUS_FREE;
  for (const Parted& part : parts) {
    const int place = part.all.own[cell];
    const DisclosureCell& known = part.all.table.cells[place];
    // Also one that an earlier release gave.
    DisclosureCell figure = known;
    figure.is_sensitive = true;
    if (IsSmallOrOfFew(figure, options)) {
      // Whoever was given a figure that is not small would read from "small or
      // of few" that few persons are behind it.
      const bool was_given =
          known.earlier.has_value() && known.earlier->value.has_value();
      if (was_given && known.value >= options.threshold) {
        status = ReleaseCell::STATUS_SECONDARY;
        continue;
      }
      return ReleaseCell::STATUS_PRIMARY;
    }
    const Confidentiality found = part.statuses[place];
    if (found == Confidentiality::kSecondary) {
      status = ReleaseCell::STATUS_SECONDARY;
    } else if (found == Confidentiality::kEarlier &&
               status == ReleaseCell::STATUS_FREE) {
      status = ReleaseCell::STATUS_EARLIER;
    }
  }
  return status;
}

// By the limit that the table is above.
absl::Status TooLarge(const absl::Status& status, const std::string& measure) {
  const auto detail = GetErrorDetail(status);
  int64_t most = 0;
  if (!detail.has_value() ||
      !absl::SimpleAtoi(detail->metadata.at("most"), &most)) {
    return status;
  }
  return most == kDisclosureTableMax ? ReleaseTooLargeInAll(measure, most)
                                     : ReleaseTooLargeTogether(measure, most);
}

absl::Status RefusalOf(const absl::Status& status, const std::string& measure) {
  const std::string reason = ErrorReason(status);
  if (reason == "DISCLOSURE_TABLE_TOO_LARGE") return TooLarge(status, measure);
  if (reason == "DISCLOSURE_TABLE_BROKEN") return ReleaseTableBroken(measure);
  // Which cell it was would tell that it is small.
  if (reason == "DISCLOSURE_UNPROTECTED") return ReleaseUnprotected(measure);
  if (reason == "DISCLOSURE_TOO_LONG") return ReleaseTakesTooLong();
  return status;
}

}  // namespace

absl::StatusOr<v1::ReleaseTable> MakePublic(
    const ReleasedTable& fresh, const std::vector<ReleasedTable>& earlier,
    DisclosureOptions options) {
  const std::string& measure = fresh.table.measure_code();
  const std::string draw = absl::StrCat(options.draw, "/", measure, "/");
  options.threshold = fresh.table.threshold();
  options.persons_threshold = fresh.table.persons_threshold();
  std::vector<ReleasePart> wanted = {ReleasePart::kValue};
  if (fresh.table.kind() == cv1::MEASURE_KIND_RATIO) {
    wanted.push_back(ReleasePart::kDenominator);
    wanted.push_back(ReleasePart::kRest);
  }
  std::vector<Parted> parts;
  for (const ReleasePart part : wanted) {
    Parted& one = parts.emplace_back();
    one.all = Unite(fresh, earlier, part, options);
    // What one part draws says nothing of what the others do.
    options.draw = absl::StrCat(draw, static_cast<int>(part));
    absl::StatusOr<Confidentialities> statuses =
        SuppressCells(one.all.table, options);
    if (!statuses.ok()) return RefusalOf(statuses.status(), measure);
    one.statuses = *std::move(statuses);
  }
  v1::ReleaseTable table = fresh.table;
  for (int i = 0; i < table.cells_size(); ++i) {
    ReleaseCell& cell = *table.mutable_cells(i);
    cell.set_status(StatusOf(parts, i, options));
    if (cell.status() == ReleaseCell::STATUS_FREE) continue;
    cell.clear_value();
    cell.clear_denominator();
    // Left out of one part, so of the others as well.
    for (Parted& part : parts) {
      Confidentiality& status = part.statuses[part.all.own[i]];
      if (status == Confidentiality::kFree) {
        status = Confidentiality::kSecondary;
      }
    }
  }
  for (const Parted& part : parts) {
    const absl::Status checked =
        CheckRelease(part.all.table, options, part.statuses);
    if (!checked.ok()) return RefusalOf(checked, measure);
  }
  return table;
}

}  // namespace entente::indicators
