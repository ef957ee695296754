#include "services/indicators/verify_releases.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "entente/indicators/v1/release_records.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/store/records.h"
#include "services/indicators/period_version_store.h"
#include "services/indicators/release_keys.h"
#include "services/indicators/verify_release_rows.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;
using v1::ReleaseCell;

using Digest = std::array<uint8_t, 32>;

// Written again here: the recount shares no code with what it checks.
void Add(absl::string_view key, absl::string_view value, Digest& digest) {
  const std::string hash = Sha256(absl::StrCat(Sha256(key), value));
  for (size_t i = 0; i < digest.size(); ++i) {
    digest[i] ^= static_cast<uint8_t>(hash[i]);
  }
}

std::string MonthText(const google::type::Date& date) {
  return absl::StrFormat("%04d-%02d", date.year(), date.month());
}

// One line a cell, as the contract draws them.
std::string LineOf(const ReleaseCell& cell) {
  return absl::StrJoin(
      std::vector<std::string>{
          cell.area().empty() ? std::string("*") : cell.area(),
          cell.is_remainder() ? "1" : "0", MonthText(cell.first_month()),
          MonthText(cell.last_month()),
          absl::StrCat(static_cast<int>(cell.status())),
          cell.has_value() ? absl::StrCat(cell.value()) : "-",
          cell.has_denominator() ? absl::StrCat(cell.denominator()) : "-"},
      " ");
}

class ReleaseRecount {
 public:
  ReleaseRecount(const store::Reader& reader,
                 const std::function<void(std::string)>& differ,
                 const std::function<absl::Status()>& go_on, int64_t& count)
      : reader_(reader), differ_(differ), go_on_(go_on), count_(count) {}

  absl::Status Run() {
    absl::Status status;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ReleaseRecord>(
        reader_, AllReleasesPrefix(), "",
        [&](absl::string_view key, const v1::ReleaseRecord& record) {
          const auto municipality = ParseReleaseMunicipality(key);
          const auto number = ParseReleaseNumber(key);
          status = municipality.ok() ? number.status() : municipality.status();
          if (status.ok()) status = go_on_();
          if (status.ok()) status = Check(*municipality, *number, record);
          return status.ok();
        }));
    ENTENTE_RETURN_IF_ERROR(status);
    return CheckHeads();
  }

 private:
  absl::Status Check(const std::string& municipality, int64_t number,
                     const v1::ReleaseRecord& record) {
    ++count_;
    ++counts_[municipality];
    const v1::Release& release = record.release();
    const auto name = ParseRelease(release.name(), "name");
    std::optional<v1::ReleasePlace> place;
    if (name.ok()) {
      ENTENTE_ASSIGN_OR_RETURN(place, store::GetRecord<v1::ReleasePlace>(
                                          reader_, ReleasePlaceKey(*name)));
    }
    if (!name.ok() || name->municipality != municipality ||
        !place.has_value() || place->number() != number) {
      differ_(absl::StrCat("a release of ", municipality,
                           " is not found by its name"));
    }
    if (!HasAState(record)) {
      differ_(
          absl::StrCat(release.name(), " is not in a state that was decided"));
    }
    ENTENTE_ASSIGN_OR_RETURN(
        const auto tables,
        store::GetRecord<v1::ReleaseTablesRecord>(
            reader_, ReleaseTablesKey(municipality, number)));
    if (tables.has_value() != release.has_freeze_time()) {
      differ_(absl::StrCat(release.name(),
                           " has tables without being frozen, or none"));
    }
    return tables.has_value() ? CheckTables(municipality, release, *tables)
                              : absl::OkStatus();
  }

  static bool HasAState(const v1::ReleaseRecord& record) {
    const v1::Release& release = record.release();
    const bool is_frozen = release.has_freeze_time();
    const bool is_withdrawn = release.has_withdraw_time();
    const auto state = is_withdrawn ? v1::Release::STATE_WITHDRAWN
                       : is_frozen  ? v1::Release::STATE_FROZEN
                                    : v1::Release::STATE_DRAFT;
    const bool is_public = release.audience() == v1::Release::AUDIENCE_PUBLIC;
    return release.state() == state && record.freezer().empty() != is_frozen &&
           record.withdrawer().empty() != is_withdrawn &&
           !(is_frozen && record.freezer() == record.creator()) &&
           release.recipients().empty() == is_public &&
           release.recipient_count() == release.recipients_size() &&
           release.sha256().empty() != is_frozen;
  }

  static bool AreCounted(const v1::ReleaseCounts& said,
                         const v1::ReleaseTablesRecord& record) {
    std::map<ReleaseCell::Status, int32_t> cells;
    for (const v1::ReleaseTable& table : record.tables()) {
      for (const ReleaseCell& cell : table.cells()) ++cells[cell.status()];
    }
    return said.given() == cells[ReleaseCell::STATUS_FREE] &&
           said.small() == cells[ReleaseCell::STATUS_PRIMARY] &&
           said.protecting() == cells[ReleaseCell::STATUS_SECONDARY] &&
           said.earlier() == cells[ReleaseCell::STATUS_EARLIER];
  }

  absl::Status CheckTables(const std::string& municipality,
                           const v1::Release& release,
                           const v1::ReleaseTablesRecord& record) {
    std::string text = release.name() + "\n";
    for (const v1::ReleaseTable& table : record.tables()) {
      std::vector<std::string> head = {
          "table", table.measure_code(),
          absl::StrCat(static_cast<int>(table.kind())),
          absl::StrCat(table.threshold())};
      if (!release.split_by().empty()) head.push_back(release.split_by());
      if (table.persons_threshold() > 0) {
        head.push_back("persons");
        head.push_back(absl::StrCat(table.persons_threshold()));
      }
      absl::StrAppend(&text, absl::StrJoin(head, " "), "\n");
      for (const ReleaseCell& cell : table.cells()) {
        absl::StrAppend(&text, LineOf(cell), "\n");
      }
    }
    if (Sha256Hex(text) != release.sha256()) {
      differ_(absl::StrCat(release.name(), " is not what was frozen"));
    }
    if (release.has_counts() && !AreCounted(release.counts(), record)) {
      differ_(absl::StrCat(release.name(), " has other cells than it says"));
    }
    if (record.tables_size() != release.measure_codes_size()) {
      differ_(absl::StrCat(release.name(), " does not have a table a measure"));
    }
    ENTENTE_ASSIGN_OR_RETURN(const FiguresByMonth figures,
                             ReadMonths(municipality, release, record));
    for (const v1::ReleaseTable& table : record.tables()) {
      if (!LooksAtPersons(release, record, table)) {
        differ_(absl::StrCat(release.name(),
                             " looks at persons otherwise than it must behind ",
                             table.measure_code()));
      }
      for (const ReleaseCell& cell : table.cells()) {
        if (!IsRight(municipality, release, record, table, cell, figures)) {
          differ_(absl::StrCat(release.name(), " gives another figure of ",
                               table.measure_code(),
                               " than its months come to, or one that is left "
                               "out"));
          break;
        }
      }
    }
    return absl::OkStatus();
  }

  static bool LooksAtPersons(const v1::Release& release,
                             const v1::ReleaseTablesRecord& record,
                             const v1::ReleaseTable& table) {
    const bool must = record.rules() >= 2 && table.is_sensitive() &&
                      release.audience() == v1::Release::AUDIENCE_PUBLIC;
    return (table.persons_threshold() > 0) == must;
  }

  absl::StatusOr<FiguresByMonth> ReadMonths(
      const std::string& municipality, const v1::Release& release,
      const v1::ReleaseTablesRecord& record) {
    FiguresByMonth figures;
    std::set<std::string> codes(release.measure_codes().begin(),
                                release.measure_codes().end());
    for (const v1::ReleasePersons& one : record.persons()) {
      codes.insert(one.persons_measure_code());
    }
    for (const v1::ReleaseMonth& month : release.months()) {
      ENTENTE_ASSIGN_OR_RETURN(
          const auto version,
          ReadPeriodVersionRecord(
              reader_,
              {{municipality, MonthNumber(month.month())}, month.version()}));
      if (!version.has_value()) {
        differ_(absl::StrCat(release.name(), " rests on a version of ",
                             MonthText(month.month()), " that is not there"));
        continue;
      }
      for (const v1::PeriodFigure& figure : version->version().figures()) {
        if (!codes.contains(figure.measure_code()) ||
            (!figure.split().empty() &&
             (release.split_by().empty() ||
              figure.split().rfind(release.split_by() + "=", 0) != 0))) {
          continue;
        }
        figures.emplace_back(MonthNumber(month.month()), figure);
      }
    }
    return figures;
  }

  static bool IsRight(const std::string& municipality,
                      const v1::Release& release,
                      const v1::ReleaseTablesRecord& record,
                      const v1::ReleaseTable& table, const ReleaseCell& cell,
                      const FiguresByMonth& figures) {
    const bool is_public = release.audience() == v1::Release::AUDIENCE_PUBLIC;
    const bool is_given = cell.status() == ReleaseCell::STATUS_FREE;
    const bool is_ratio = table.kind() == cv1::MEASURE_KIND_RATIO;
    const bool is_yes_no = table.kind() == cv1::MEASURE_KIND_YES_NO;
    if ((!is_given && cell.has_value()) ||
        cell.has_denominator() != (is_given && is_ratio) ||
        cell.is_confidential() == is_public) {
      return false;
    }
    if (!is_given) return is_public;
    const auto row =
        std::find_if(record.areas().begin(), record.areas().end(),
                     [&](const v1::ReleaseArea& one) {
                       return one.code() == cell.area() &&
                              one.is_remainder() == cell.is_remainder();
                     });
    if (row == record.areas().end()) return false;
    int64_t value = 0;
    int64_t denominator = 0;
    // What the values leave of the denominators.
    int64_t rest = 0;
    int64_t contributions = 0;
    for (const auto& [month, figure] : figures) {
      if (figure.measure_code() != table.measure_code() ||
          month < MonthNumber(cell.first_month()) ||
          month > MonthNumber(cell.last_month())) {
        continue;
      }
      value += PartIn(*row, release.split_by(), figure);
      // A ratio is split by nothing, nor is yes or no.
      if (!IsIn(*row, figure.area())) continue;
      denominator += figure.denominator();
      rest += std::max<int64_t>(figure.denominator() - figure.value(), 0);
      contributions += figure.contributions();
    }
    const bool is_by_old_rules = record.rules() < 1;
    // Yes or no: nothing when nobody said anything, 1 when something made it
    // true.
    const bool is_silent = is_yes_no && contributions == 0 && !is_by_old_rules;
    if (cell.has_value() == is_silent) return false;
    if (is_yes_no && value > 1) value = 1;
    if (cell.value() != value ||
        (is_ratio && cell.denominator() != denominator)) {
      return false;
    }
    if (!is_public) return true;
    if (table.persons_threshold() > 0 &&
        !HasEnoughPersons(municipality, record, table, cell, *row, figures)) {
      return false;
    }
    const auto is_small = [&](int64_t figure) {
      return figure < table.threshold();
    };
    return !is_small(value) &&
           !(is_ratio &&
             (is_small(denominator) || (is_small(rest) && !is_by_old_rules)));
  }

  absl::Status CheckHeads() {
    std::map<std::string, Digest> digests;
    absl::Status status;
    for (const std::string& prefix :
         {AllReleasesPrefix(), AllReleaseTablesPrefix(),
          AllReleasePlacesPrefix()}) {
      ENTENTE_RETURN_IF_ERROR(reader_.Scan(
          prefix, "", [&](absl::string_view key, absl::string_view value) {
            const auto municipality = ParseReleaseMunicipality(key);
            status = municipality.status();
            if (status.ok()) Add(key, value, digests[*municipality]);
            return status.ok();
          }));
      ENTENTE_RETURN_IF_ERROR(status);
    }
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::ReleaseHead>(
        reader_, AllReleaseHeadsPrefix(), "",
        [&](absl::string_view key, const v1::ReleaseHead& head) {
          const auto municipality = ParseReleaseMunicipality(key);
          status = municipality.status();
          if (!status.ok()) return false;
          const Digest digest = digests[*municipality];
          digests.erase(*municipality);
          if (head.digest() != std::string(digest.begin(), digest.end())) {
            Touched(*municipality);
          }
          if (head.latest_number() != counts_[*municipality]) {
            differ_(absl::StrCat("the releases of ", *municipality,
                                 " are not numbered without gap"));
          }
          return true;
        }));
    ENTENTE_RETURN_IF_ERROR(status);
    // Those that have no head.
    for (const auto& [municipality, digest] : digests) Touched(municipality);
    return absl::OkStatus();
  }

  void Touched(const std::string& municipality) {
    differ_(absl::StrCat("releases of ", municipality,
                         " were changed or removed other than by the service"));
  }

  const store::Reader& reader_;
  const std::function<void(std::string)>& differ_;
  const std::function<absl::Status()>& go_on_;
  int64_t& count_;
  // By municipality.
  std::map<std::string, int64_t> counts_;
};

}  // namespace

absl::Status VerifyReleases(const store::Reader& reader,
                            const std::function<void(std::string)>& differ,
                            const std::function<absl::Status()>& go_on,
                            int64_t& count) {
  return ReleaseRecount(reader, differ, go_on, count).Run();
}

}  // namespace entente::indicators
