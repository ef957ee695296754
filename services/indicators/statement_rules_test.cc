// What people state of measures: what fits, what is refused, what it counts.
#include "services/indicators/statement_rules.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr absl::CivilDay kToday(2018, 5, 2);

int32_t Month(int month, int year = 2018) { return year * 12 + month - 1; }

// "measure" of `kind` in a convention of 2018 and 2019; until the middle of
// April it was fed by meetings where `was_fed`.
MeasureInfo MeasureOf(cv1::MeasureKind kind, bool was_fed = false,
                      bool is_sensitive = false) {
  v1::ConventionRecord record = SampleConvention();
  cv1::MeasureDefinition measure = MakeMeasure("measure", kind);
  measure.set_is_sensitive(is_sensitive);
  *record.add_measures() = measure;
  if (was_fed) {
    cv1::EarlierMeasures& earlier = *record.add_earlier_measures();
    *earlier.mutable_valid_until() = MakeDate(2018, 4, 15);
    AddFeed(measure, "", cv1::MeasureFeed::FIGURE_MEETINGS);
    *earlier.add_measures() = measure;
  }
  const Definitions definitions(1, {record});
  return definitions.measures()[definitions.Find("measure")];
}

v1::Statement Plain() {
  v1::Statement statement;
  statement.set_evidence("minutes of the council");
  return statement;
}
v1::Statement Done(bool is_done) {
  v1::Statement statement = Plain();
  statement.set_is_done(is_done);
  return statement;
}
v1::Statement Ratio(int64_t part, int64_t of) {
  v1::Statement statement = Plain();
  statement.mutable_ratio()->set_part(part);
  statement.mutable_ratio()->set_of(of);
  return statement;
}
v1::Statement Words(const std::string& text) {
  v1::Statement statement = Plain();
  statement.mutable_words()->set_nl(text);
  return statement;
}
v1::Statement Withdrawn() {
  v1::Statement statement;
  statement.set_is_withdrawn(true);
  return statement;
}

std::string Refusal(const v1::Statement& statement, const MeasureInfo& measure,
                    int32_t month = Month(4)) {
  return ErrorReason(ValidateStatement(statement, measure, month, kToday));
}

TEST(StatementRulesTest, EachKindTakesItsFigureAlone) {
  const std::vector<v1::Statement> figures = {Done(true), Ratio(1, 2),
                                              Words("Een zin")};
  const std::vector<cv1::MeasureKind> kinds = {
      cv1::MEASURE_KIND_YES_NO, cv1::MEASURE_KIND_RATIO,
      cv1::MEASURE_KIND_QUALITATIVE, cv1::MEASURE_KIND_COUNT,
      cv1::MEASURE_KIND_HOURS};
  for (size_t kind = 0; kind < kinds.size(); ++kind) {
    const MeasureInfo measure = MeasureOf(kinds[kind]);
    for (size_t figure = 0; figure < figures.size(); ++figure) {
      EXPECT_EQ(Refusal(figures[figure], measure),
                figure == kind ? "" : "STATEMENT_WRONG_KIND")
          << kind << " " << figure;
    }
    EXPECT_EQ(Refusal(Plain(), measure), "STATEMENT_WRONG_KIND");
    // What was stated while it was of another kind is taken back.
    EXPECT_EQ(Refusal(Withdrawn(), measure), "");
  }
  const absl::Status refused = ValidateStatement(
      Done(true), MeasureOf(cv1::MEASURE_KIND_RATIO), Month(4), kToday);
  EXPECT_EQ(GetErrorDetail(refused)->metadata["kind"], "RATIO");
  EXPECT_FALSE(GetErrorDetail(refused)->sentence.fr.empty());
  EXPECT_FALSE(GetErrorDetail(refused)->sentence.nl.empty());
}

TEST(StatementRulesTest, ARatioIsAPartOfAWhole) {
  const MeasureInfo measure = MeasureOf(cv1::MEASURE_KIND_RATIO);
  for (const auto& [part, of] : std::vector<std::pair<int64_t, int64_t>>{
           {0, 1}, {1, 1}, {kRatioWholeMax, kRatioWholeMax}}) {
    EXPECT_EQ(Refusal(Ratio(part, of), measure), "") << part;
  }
  for (const auto& [part, of] : std::vector<std::pair<int64_t, int64_t>>{
           {0, 0}, {2, 1}, {-1, 1}, {-2, -1}, {0, kRatioWholeMax + 1}}) {
    EXPECT_EQ(Refusal(Ratio(part, of), measure), "RATIO_INVALID") << part;
  }
}

TEST(StatementRulesTest, WordsAreBoundedAndNameNobody) {
  const MeasureInfo measure = MeasureOf(cv1::MEASURE_KIND_QUALITATIVE);
  EXPECT_EQ(Refusal(Words(std::string(kWordsCharactersMax, 'a')), measure), "");
  EXPECT_EQ(Refusal(Words(std::string(kWordsCharactersMax + 1, 'a')), measure),
            "TEXT_TOO_LONG");
  EXPECT_EQ(Refusal(Words("een\ntwee"), measure), "TEXT_NOT_ONE_LINE");
  EXPECT_EQ(Refusal(Words("vraag 85.07.30-033.28"), measure),
            "PERSONAL_DATA_SHAPE");
  EXPECT_EQ(Refusal(Words(" "), measure), "STATEMENT_WRONG_KIND");
  const MeasureInfo sensitive =
      MeasureOf(cv1::MEASURE_KIND_QUALITATIVE, false, true);
  EXPECT_EQ(Refusal(Words("Een zin"), sensitive), "STATEMENT_WORDS_SENSITIVE");
  EXPECT_EQ(Refusal(Withdrawn(), sensitive), "");
}

TEST(StatementRulesTest, EvidenceIsSaidAndAReasonWhereThereIsOneIsWhole) {
  const MeasureInfo measure = MeasureOf(cv1::MEASURE_KIND_YES_NO);
  v1::Statement statement = Done(true);
  for (const char* evidence : {"", "ab", "    "}) {
    statement.set_evidence(evidence);
    EXPECT_EQ(Refusal(statement, measure), "EVIDENCE_TOO_SHORT");
  }
  statement.set_evidence("abc");
  EXPECT_EQ(Refusal(statement, measure), "");
  statement.set_evidence(std::string(kEvidenceCharactersMax + 1, 'a'));
  EXPECT_EQ(Refusal(statement, measure), "TEXT_TOO_LONG");
  statement.set_evidence("someone@example.be");
  EXPECT_EQ(Refusal(statement, measure), "PERSONAL_DATA_SHAPE");
  statement.set_evidence("abc");
  statement.set_reason("short");
  EXPECT_EQ(Refusal(statement, measure), "REASON_TOO_SHORT");
  v1::Statement withdrawn = Withdrawn();
  withdrawn.set_evidence("ab");
  EXPECT_EQ(Refusal(withdrawn, measure), "EVIDENCE_TOO_SHORT");
}

TEST(StatementRulesTest, AMonthIsOfItsTermAndNotToCome) {
  const MeasureInfo measure = MeasureOf(cv1::MEASURE_KIND_YES_NO);
  EXPECT_EQ(Refusal(Done(true), measure, Month(12, 2017)), "DATE_OUTSIDE_TERM");
  EXPECT_EQ(Refusal(Done(true), measure, Month(1)), "");
  EXPECT_EQ(Refusal(Done(true), measure, Month(5)), "");
  EXPECT_EQ(Refusal(Done(true), measure, Month(6)), "DATE_IN_FUTURE");
  EXPECT_EQ(Refusal(Done(true), measure, Month(1, 2020)), "DATE_OUTSIDE_TERM");
  // What was stated while another term was known is taken back.
  EXPECT_EQ(Refusal(Withdrawn(), measure, Month(12, 2017)), "");
  EXPECT_EQ(Refusal(Withdrawn(), measure, Month(6)), "DATE_IN_FUTURE");
}

TEST(StatementRulesTest, WhatIsFedOnAnyDayOfAMonthIsNotStated) {
  const MeasureInfo measure = MeasureOf(cv1::MEASURE_KIND_RATIO, true);
  EXPECT_TRUE(IsFedIn(measure, Month(3)));
  EXPECT_TRUE(IsFedIn(measure, Month(4)));
  EXPECT_FALSE(IsFedIn(measure, Month(5)));
  EXPECT_EQ(Refusal(Ratio(1, 2), measure, Month(4)), "STATEMENT_MEASURE_FED");
  EXPECT_EQ(Refusal(Ratio(1, 2), measure, Month(5)), "");
  EXPECT_EQ(Refusal(Withdrawn(), measure, Month(4)), "");
  EXPECT_FALSE(CountsIn(measure, Month(4), Ratio(1, 2)));
  EXPECT_TRUE(CountsIn(measure, Month(5), Ratio(1, 2)));
  EXPECT_FALSE(CountsIn(measure, Month(5), Withdrawn()));
  EXPECT_FALSE(CountsIn(measure, Month(5), Done(true)));
  EXPECT_FALSE(CountsIn(measure, Month(5, 2020), Ratio(1, 2)));
  MonthFigures figures;
  AddStated(measure, {{Month(4), Ratio(1, 2)}, {Month(5), Ratio(1, 2)}},
            figures);
  ASSERT_EQ(figures.size(), 1u);
  EXPECT_EQ(figures.begin()->first, Month(5));
}

TEST(StatementRulesTest, AStatementCountsByItsKind) {
  MonthFigures figures;
  const MeasureInfo yes_no = MeasureOf(cv1::MEASURE_KIND_YES_NO);
  AddStated(yes_no, {{Month(3), Done(false)}, {Month(4), Done(true)}}, figures);
  EXPECT_EQ(figures[Month(3)].value, 0);
  EXPECT_EQ(figures[Month(3)].contributions, 1);
  EXPECT_EQ(figures[Month(4)].value, 1);
  EXPECT_EQ(figures[Month(4)].contributions, 1);
  figures.clear();
  AddStated(MeasureOf(cv1::MEASURE_KIND_RATIO), {{Month(4), Ratio(3, 4)}},
            figures);
  EXPECT_EQ(figures[Month(4)].value, 3);
  EXPECT_EQ(figures[Month(4)].denominator, 4);
  EXPECT_EQ(figures[Month(4)].contributions, 1);
  figures.clear();
  AddStated(MeasureOf(cv1::MEASURE_KIND_QUALITATIVE),
            {{Month(4), Words("Een zin")}}, figures);
  EXPECT_EQ(figures[Month(4)].value, 0);
  EXPECT_EQ(figures[Month(4)].contributions, 1);
  figures.clear();
  // Withdrawn, of another kind than the measure has now, outside its term.
  AddStated(yes_no,
            {{Month(2), Withdrawn()},
             {Month(3), Ratio(1, 2)},
             {Month(12, 2017), Done(true)}},
            figures);
  EXPECT_TRUE(figures.empty());
}

TEST(StatementRulesTest, WhatAnEventTellsIsNotStatedBesides) {
  MonthFigures figures;
  figures[Month(4)] = {.value = 1, .contributions = 1};
  AddStated(MeasureOf(cv1::MEASURE_KIND_YES_NO), {{Month(4), Done(true)}},
            figures);
  EXPECT_EQ(figures[Month(4)].value, 1);
  EXPECT_EQ(figures[Month(4)].contributions, 1);
}

TEST(StatementRulesTest, TheSameIsWhatItSaysWhoeverWroteItAndWhy) {
  v1::Statement other = Ratio(1, 2);
  other.set_reason("as the council decided");
  other.set_version(3);
  other.set_office("coordinator");
  EXPECT_TRUE(StateTheSame(Ratio(1, 2), other));
  EXPECT_FALSE(StateTheSame(Ratio(1, 3), other));
  EXPECT_FALSE(StateTheSame(Ratio(2, 2), other));
  other.set_evidence("minutes of the cell");
  EXPECT_FALSE(StateTheSame(Ratio(1, 2), other));
  // Not done is said, nothing is not.
  EXPECT_FALSE(StateTheSame(Done(false), Plain()));
  EXPECT_FALSE(StateTheSame(Words("Een zin"), Words("Twee zinnen")));
  EXPECT_FALSE(StateTheSame(Withdrawn(), v1::Statement()));
}

}  // namespace
}  // namespace entente::indicators
