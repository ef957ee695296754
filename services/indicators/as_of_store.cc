#include "services/indicators/as_of_store.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "entente/indicators/v1/records.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/indicators/activity_store.h"
#include "services/indicators/as_of_rules.h"
#include "services/indicators/block_store.h"
#include "services/indicators/breakdown_rules.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/fact_store.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/month_store.h"
#include "services/indicators/period_version_store.h"
#include "services/indicators/statement_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

absl::Status NotKept(absl::Time since) {
  const std::string day =
      absl::FormatTime("%Y-%m-%d %H:%M UTC", since, absl::UTCTimeZone());
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "AS_OF_NOT_KEPT", "as_of",
      {absl::StrCat("What was known when is kept since ", day,
                    "; ask for that time or a later one."),
       absl::StrCat("Ce qui était connu à quel moment est conservé depuis le ",
                    day, " ; demandez ce moment ou un autre, plus tard."),
       absl::StrCat("Wat wanneer bekend was, wordt bewaard sinds ", day,
                    "; vraag dat ogenblik of een later.")},
      {{"kept_since", day}});
}

absl::Status TooLong() {
  return Refuse(
      absl::StatusCode::kDeadlineExceeded, "AS_OF_TOO_LONG", "as_of",
      {"The figures could not be counted again in time: for that, all that was "
       "delivered until then is read, however few months are asked for. Give "
       "more time, or ask for an earlier time, or only for months that all "
       "stood approved then.",
       "Les chiffres n'ont pas pu être recomptés à temps : tout ce qui avait "
       "été livré jusque-là est lu pour cela, quel que soit le nombre de mois "
       "demandés. Donnez plus de temps, ou demandez un moment antérieur, ou "
       "seulement des mois qui étaient alors tous approuvés.",
       "De cijfers konden niet op tijd worden herteld: daarvoor wordt alles "
       "gelezen wat tot dan geleverd was, hoe weinig maanden ook gevraagd "
       "worden. Geef meer tijd, of vraag een vroeger ogenblik, of enkel "
       "maanden die toen allemaal goedgekeurd waren."});
}

// What a count takes, cores and disk, is the process's, whoever asks for it.
std::atomic<int> counts_running = 0;

absl::Status Running() {
  const std::string most = absl::StrCat(kAsOfCountsMax);
  return Refuse(
      absl::StatusCode::kResourceExhausted, "AS_OF_RUNNING", "as_of",
      {absl::StrCat("Figures of earlier times are being counted again for ",
                    most,
                    " questions already, and for no more at once. Ask again "
                    "when one of them is answered; months that all stood "
                    "approved then are answered meanwhile."),
       absl::StrCat("Des chiffres de moments antérieurs sont déjà en cours de "
                    "recomptage pour ",
                    most,
                    " questions, et pas plus à la fois. Redemandez quand l'une "
                    "d'elles aura sa réponse ; les mois qui étaient alors tous "
                    "approuvés sont donnés entre-temps."),
       absl::StrCat("Er worden al cijfers van vroegere ogenblikken herteld "
                    "voor ",
                    most,
                    " vragen, en niet voor meer tegelijk. Vraag het opnieuw "
                    "wanneer een daarvan beantwoord is; maanden die toen "
                    "allemaal goedgekeurd waren, worden intussen gegeven.")},
      {{"counts_max", most}});
}

// Whether all of a measure, or a part by the list that is asked for.
bool IsAsked(const AsOfQuestion& question, absl::string_view split) {
  return split.empty() ||
         (!question.split_by.empty() &&
          split.substr(0, split.find('=')) == question.split_by);
}

// What had been delivered, entered, told and stated.
class Count {
 public:
  Count(const store::Reader& reader, const AsOfQuestion& question,
        absl::FunctionRef<bool()> may_go_on)
      : reader_(reader),
        question_(question),
        measures_(question.measures.begin(), question.measures.end()),
        areas_(question.areas.begin(), question.areas.end()),
        may_go_on_(may_go_on) {}

  absl::StatusOr<std::map<std::string, MonthFigures>> Run(
      const Definitions& definitions) {
    ENTENTE_RETURN_IF_ERROR(CountBlocks());
    ENTENTE_RETURN_IF_ERROR(CountActivities());
    DropEmpty();
    std::erase_if(figures_, [&](const auto& series) {
      return !DoMonthsCount(definitions, series.first);
    });
    if (question_.has_municipality) {
      ENTENTE_RETURN_IF_ERROR(AddFacts(definitions));
    }
    return std::move(figures_);
  }

 private:
  void Add(const std::string& measure, absl::string_view split,
           const std::string& area, int32_t month, int64_t value,
           int64_t contributions) {
    if (month < question_.from || month > question_.until ||
        measures_.count(measure) == 0 || !IsAsked(question_, split) ||
        (!areas_.empty() && areas_.count(area) == 0)) {
      return;
    }
    Figure& figure = figures_[FormatSeries(measure, split)][month];
    figure.value += value;
    figure.contributions += contributions;
  }

  void Add(const CountedAs& counted, int64_t sign) {
    if (counted.is_withdrawn) return;
    Add(counted.measure, "", counted.area, MonthOf(counted.day),
        sign * counted.value, sign);
    if (question_.split_by.empty()) return;
    for (const absl::string_view split : SplitsOf(counted.breakdown)) {
      Add(counted.measure, split, counted.area, MonthOf(counted.day),
          sign * counted.value, sign);
    }
  }

  absl::Status CountBlocks() {
    absl::Status status;
    const int64_t end = absl::ToUnixMicros(question_.time);
    // Blocks lie in the order in which they were stored. A clock that was put
    // back makes none of them younger than the one before it.
    int64_t stored = 0;
    const absl::Status scanned = store::ScanRecords<v1::BlockRecord>(
        reader_, BlockPrefix(), "",
        [&](absl::string_view key, const v1::BlockRecord& record) {
          stored = std::max(stored, record.store_time_us());
          if (stored > end) return false;
          status = may_go_on_() ? CountBlock(key, record) : TooLong();
          return status.ok();
        });
    return scanned.ok() ? status : scanned;
  }

  absl::Status CountBlock(absl::string_view key,
                          const v1::BlockRecord& record) {
    ENTENTE_ASSIGN_OR_RETURN(const int64_t number, ParseBlockKey(key));
    ENTENTE_ASSIGN_OR_RETURN(const Block block, DecodeBlock(record));
    if (block.columns.municipality() != question_.municipality) {
      return absl::OkStatus();
    }
    // What an event counted for before a correction may be asked, whatever it
    // counts for since; of other rows most are passed over by their columns.
    const std::vector<bool> is_asked = AskedMeasures(block.columns);
    if (block.columns.correction_rows().empty() &&
        std::find(is_asked.begin(), is_asked.end(), true) == is_asked.end()) {
      return absl::OkStatus();
    }
    for (size_t row = 0; row < block.rows(); ++row) {
      const int correction = block.CorrectionAt(row);
      if (correction < 0) {
        const int i = static_cast<int>(row);
        const int32_t month = MonthOf(block.columns.days(i));
        if (is_asked[block.columns.measure_indexes(i)] &&
            month >= question_.from && month <= question_.until) {
          Add(block.CountedAt(row), 1);
        }
        continue;
      }
      if (block.columns.is_unchanged(correction)) continue;
      if (block.columns.roots().empty()) {
        return absl::DataLossError(
            "a correction does not say which row it corrects");
      }
      const RowPlace root = RowPlace::Unpack(block.columns.roots(correction));
      ENTENTE_RETURN_IF_ERROR(Correct(root, block.CountedAt(row), number));
    }
    return absl::OkStatus();
  }

  // Of each measure that the rows of a block refer to.
  std::vector<bool> AskedMeasures(const v1::BlockColumns& columns) const {
    std::vector<bool> is_asked;
    for (const std::string& measure : columns.measures()) {
      is_asked.push_back(measures_.count(measure) > 0);
    }
    return is_asked;
  }

  // The event whose first row is `root` counts as `now` from here on.
  absl::Status Correct(const RowPlace& root, CountedAs now, int64_t block) {
    if (root.block > block)
      return absl::DataLossError("a row before its event");
    const auto [known, is_first] = corrected_.try_emplace(root.Pack());
    if (is_first) {
      ENTENTE_ASSIGN_OR_RETURN(const std::shared_ptr<const Block> first,
                               cache_.Get(reader_, root.block));
      if (root.row >= first->rows()) return absl::DataLossError("no such row");
      known->second = first->CountedAt(root.row);
    }
    Add(known->second, -1);
    Add(now, 1);
    known->second = std::move(now);
    return absl::OkStatus();
  }

  absl::Status CountActivities() {
    absl::Status status;
    const absl::Status scanned = store::ScanRecords<v1::ActivityRecord>(
        reader_, ActivityPrefix(question_.municipality), "",
        [&](absl::string_view key, const v1::ActivityRecord& last) {
          status = CountActivity(key, last);
          return status.ok();
        });
    return scanned.ok() ? status : scanned;
  }

  absl::Status CountActivity(absl::string_view key,
                             const v1::ActivityRecord& last) {
    std::vector<v1::ActivityRecord> versions;
    if (last.version() > 1) {
      ENTENTE_ASSIGN_OR_RETURN(const ActivityKeyParts parts,
                               ParseActivityKey(key));
      ENTENTE_ASSIGN_OR_RETURN(versions,
                               ReadEarlierVersions(reader_, parts.name));
    }
    versions.push_back(last);
    for (size_t i = 0; i < versions.size(); ++i) {
      const v1::ActivityRecord& version = versions[i];
      const auto& time =
          i == 0 ? version.activity().create_time() : version.time();
      if (ToTime(time) > question_.time) break;
      if (i == 0) {
        AddFirst(version);
        continue;
      }
      for (const v1::MeasureEffect& effect : version.changes()) {
        Add(effect.measure_code(), effect.split(), effect.area(),
            MonthOf(PackDate(effect.date())), effect.delta(),
            effect.contributions());
      }
    }
    return absl::OkStatus();
  }

  // The first version: what is said of all its effects is not said of each.
  void AddFirst(const v1::ActivityRecord& record) {
    const int32_t month = MonthOf(PackDate(record.activity().date()));
    for (const v1::MeasureEffect& effect : record.activity().effects()) {
      Add(effect.measure_code(), effect.split(), record.counted_area(), month,
          effect.delta(), 1);
    }
  }

  // A month that nothing counts in is not kept: no figure is not a zero.
  void DropEmpty() {
    for (auto& [measure, months] : figures_) {
      std::erase_if(months, [](const auto& month) {
        return month.second.contributions == 0;
      });
    }
  }

  absl::Status AddFacts(const Definitions& definitions) {
    ENTENTE_ASSIGN_OR_RETURN(
        const Facts facts,
        ReadFactsAsOf(reader_, question_.municipality, question_.time));
    for (const MeasureInfo& measure : definitions.measures()) {
      if (measures_.count(measure.code()) == 0) continue;
      MonthFigures told = FiguresFromFacts(definitions, measure, facts.payments,
                                           facts.meetings);
      if (IsStatedKind(measure.definition.kind())) {
        const MeasureName name{question_.municipality, measure.code()};
        ENTENTE_ASSIGN_OR_RETURN(const Statements statements,
                                 ReadStatements(reader_, name, question_.time));
        AddStated(measure, statements, told);
      }
      for (const auto& [month, figure] : told) {
        if (month < question_.from || month > question_.until) continue;
        figures_[measure.code()][month] += figure;
      }
    }
    return absl::OkStatus();
  }

  const store::Reader& reader_;
  const AsOfQuestion& question_;
  const std::set<std::string> measures_;
  const std::set<std::string> areas_;
  absl::FunctionRef<bool()> may_go_on_;
  std::map<std::string, MonthFigures> figures_;
  BlockCache cache_;
  // How corrected events count so far, by the place of their first row.
  absl::flat_hash_map<uint64_t, CountedAs> corrected_;
};

// In place of what was counted: what was approved.
absl::Status ReadApproved(const store::Reader& reader,
                          const Definitions& definitions,
                          const AsOfQuestion& question, int32_t month,
                          int32_t version, AsOfFigures& answer) {
  const NumberedPeriodName name{{question.municipality, month}, version};
  ENTENTE_ASSIGN_OR_RETURN(const auto record,
                           ReadPeriodVersionRecord(reader, name));
  if (!record.has_value()) {
    return absl::DataLossError("an approved version is missing");
  }
  for (auto& [series, figures] : answer.figures) figures.erase(month);
  const std::set<std::string> measures(question.measures.begin(),
                                       question.measures.end());
  const auto& areas = question.areas;
  for (const v1::PeriodFigure& frozen : record->version().figures()) {
    const bool has_area =
        areas.empty() ||
        std::find(areas.begin(), areas.end(), frozen.area()) != areas.end();
    if (measures.count(frozen.measure_code()) == 0 || !has_area ||
        !IsAsked(question, frozen.split()) ||
        !IsOfDefinedKind(definitions, frozen)) {
      continue;
    }
    Figure& figure = answer.figures[FormatSeries(frozen.measure_code(),
                                                 frozen.split())][month];
    figure.value += frozen.value();
    figure.denominator += frozen.denominator();
    figure.contributions += frozen.contributions();
  }
  answer.approved[month] = version;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<AsOfFigures> ReadAsOf(const store::Reader& reader,
                                     const Definitions& definitions,
                                     const PeriodBook& periods,
                                     const AsOfQuestion& question,
                                     absl::FunctionRef<bool()> may_go_on) {
  std::map<int32_t, int32_t> approved;
  for (int32_t month = question.from; month <= question.until; ++month) {
    const int32_t version = ApprovedAt(periods.RecordOf(month), question.time);
    if (version > 0) approved[month] = version;
  }
  AsOfFigures answer;
  const auto months = static_cast<size_t>(question.until - question.from + 1);
  if (approved.size() < months) {
    ENTENTE_ASSIGN_OR_RETURN(const absl::Time since, ReadKeptSince(reader));
    if (question.time < since) return NotKept(since);
    const int running = counts_running.fetch_add(1);
    const absl::Cleanup ended = [] { counts_running.fetch_sub(1); };
    if (running >= kAsOfCountsMax) return Running();
    ENTENTE_ASSIGN_OR_RETURN(
        answer.figures, Count(reader, question, may_go_on).Run(definitions));
  }
  for (const auto& [month, version] : approved) {
    ENTENTE_RETURN_IF_ERROR(
        ReadApproved(reader, definitions, question, month, version, answer));
  }
  return answer;
}

}  // namespace entente::indicators
