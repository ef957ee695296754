#include "tools/client/series_export.h"

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/client/sdmx_columns.h"

namespace entente::client {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

SeriesRow Row(const std::string& measure, cv1::MeasureKind kind, int month,
              int64_t value, int64_t denominator = 0) {
  SeriesRow row{.measure = measure, .kind = kind, .area = "21004"};
  row.title.set_fr("Titre; \"inventé\"");
  row.title.set_nl("=Titel");
  row.figure.mutable_month()->set_year(2018);
  row.figure.mutable_month()->set_month(month);
  row.figure.set_value(value);
  row.figure.set_denominator(denominator);
  row.figure.set_contributions(3);
  row.is_approved = month == 1;
  return row;
}

std::vector<SeriesRow> Rows() {
  return {Row("actions", cv1::MEASURE_KIND_COUNT, 1, 12),
          Row("training", cv1::MEASURE_KIND_HOURS, 2, 90),
          Row("attended", cv1::MEASURE_KIND_RATIO, 3, 2, 3),
          Row("none_held", cv1::MEASURE_KIND_RATIO, 3, 0, 0),
          Row("paid", cv1::MEASURE_KIND_YES_NO, 4, 1)};
}

TEST(SeriesExportTest, TheColumnsOfSdmxCsvStayAsTheyAre) {
  EXPECT_EQ(
      SeriesSdmxCsv(Rows(), SdmxDataflowName(SdmxDataflow::kSeries)),
      "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,TIME_PERIOD,"
      "OBS_VALUE,OBS_STATUS,CONF_STATUS,UNIT_MEASURE,NUMERATOR,DENOMINATOR,"
      "CONTRIBUTIONS,IS_LOCAL\r\n"
      "dataflow,ENTENTE:SERIES(1.1.0),I,M,21004,actions,2018-01,12,A,N,PN,,,3"
      ",0\r\n"
      "dataflow,ENTENTE:SERIES(1.1.0),I,M,21004,training,2018-02,90,P,N,MIN,,,"
      "3,0\r\n"
      "dataflow,ENTENTE:SERIES(1.1.0),I,M,21004,attended,2018-03,66.67,P,N,PC,"
      "2,3,3,0\r\n"
      "dataflow,ENTENTE:SERIES(1.1.0),I,M,21004,none_held,2018-03,,P,N,PC,0,0,"
      "3,0\r\n"
      "dataflow,ENTENTE:SERIES(1.1.0),I,M,21004,paid,2018-04,1,P,N,PN,,,3,0"
      "\r\n");
}

TEST(SeriesExportTest, WordsHaveNoValue) {
  const std::vector<SeriesRow> words = {
      Row("quality", cv1::MEASURE_KIND_QUALITATIVE, 4, 0)};
  EXPECT_NE(SeriesCsv(words).find(";words;21004;;;3;"), std::string::npos)
      << SeriesCsv(words);
  const auto json = nlohmann::json::parse(SeriesJson(words));
  EXPECT_TRUE(json["rows"][0]["value"].is_null());
  EXPECT_NE(SeriesSdmxCsv(words, SdmxDataflowName(SdmxDataflow::kSeries))
                .find(",quality,2018-04,,P,N,PN,,,3,0\r\n"),
            std::string::npos);
}

// Nobody looked at them as at a release: no system may take them as free.
TEST(SeriesExportTest, NoFigureIsSaidToBeFree) {
  SeriesRow sensitive = Row("actions", cv1::MEASURE_KIND_COUNT, 1, 12);
  sensitive.is_confidential = true;
  EXPECT_EQ(SeriesSdmxCsv({sensitive}, SdmxDataflowName(SdmxDataflow::kSeries))
                .find(",F,"),
            std::string::npos);
  EXPECT_NE(SeriesSdmxCsv({sensitive}, SdmxDataflowName(SdmxDataflow::kSeries))
                .find(",12,A,C,"),
            std::string::npos);
  EXPECT_EQ(SeriesSdmxCsv(Rows(), SdmxDataflowName(SdmxDataflow::kSeries))
                .find(",F,"),
            std::string::npos);
}

TEST(SeriesExportTest, TheColumnsOfCsvStayAndRunNothingInASpreadsheet) {
  EXPECT_EQ(SeriesCsv({Rows()[0], Rows()[2]}),
            "month;measure;title_fr;title_nl;kind;area;value;denominator;"
            "contributions;status;is_local\r\n"
            "2018-01;actions;\"Titre; \"\"inventé\"\"\";'=Titel;count;21004;12;"
            ";3;approved;0\r\n"
            "2018-03;attended;\"Titre; \"\"inventé\"\"\";'=Titel;ratio;21004;2;"
            "3;3;provisional;0\r\n");
}

TEST(SeriesExportTest, SplitRowsNameListAndCodeBehindTheOtherColumns) {
  SeriesRow part = Row("actions", cv1::MEASURE_KIND_COUNT, 1, 12);
  part.split_by = "audience";
  part.split_code = "seniors";
  part.split_title.set_fr("Seniors");
  part.split_title.set_nl("Senioren");
  SeriesRow rest = Row("actions", cv1::MEASURE_KIND_COUNT, 1, 3);
  rest.split_by = "audience";
  rest.split_code = "unknown";
  EXPECT_EQ(SeriesCsv({part, rest}, true),
            "month;measure;title_fr;title_nl;kind;area;value;denominator;"
            "contributions;status;split_by;split_code;split_title_fr;"
            "split_title_nl;is_local\r\n"
            "2018-01;actions;\"Titre; \"\"inventé\"\"\";'=Titel;count;21004;12;"
            ";3;approved;audience;seniors;Seniors;Senioren;0\r\n"
            "2018-01;actions;\"Titre; \"\"inventé\"\"\";'=Titel;count;21004;3;"
            ";3;approved;audience;unknown;;;0\r\n");
  EXPECT_EQ(
      SeriesSdmxCsv({part}, SdmxDataflowName(SdmxDataflow::kSplitSeries), true),
      "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,TIME_PERIOD,"
      "OBS_VALUE,OBS_STATUS,CONF_STATUS,UNIT_MEASURE,NUMERATOR,DENOMINATOR,"
      "CONTRIBUTIONS,SPLIT_BY,SPLIT_CODE,IS_LOCAL\r\n"
      "dataflow,ENTENTE:SPLIT_SERIES(1.1.0),I,M,21004,actions,2018-01,12,A,N,"
      "PN,,,3,audience,seniors,0\r\n");
  EXPECT_TRUE(IsSdmxStructure(SdmxDataflowName(SdmxDataflow::kSplitSeries)));
  const auto document = nlohmann::json::parse(SeriesJson({part}, true));
  EXPECT_EQ(document["rows"][0]["split_code"], "seniors");
  EXPECT_FALSE(nlohmann::json::parse(SeriesJson({part}))["rows"][0].contains(
      "split_by"));
}

// The first quarter of 2018, of which January was not asked for, and its year.
std::vector<SeriesRow> Steps() {
  SeriesRow quarter = Row("actions", cv1::MEASURE_KIND_COUNT, 2, 12);
  quarter.figure.clear_month();
  quarter.period = "2018-Q1";
  quarter.step.mutable_first_month()->set_year(2018);
  quarter.step.mutable_first_month()->set_month(2);
  quarter.step.mutable_last_month()->set_year(2018);
  quarter.step.mutable_last_month()->set_month(3);
  quarter.step.set_is_partial(true);
  SeriesRow persons = quarter;
  persons.measure = "persons";
  persons.figure.Clear();
  persons.step.set_is_partial(false);
  persons.step.set_reason(v1::StepFigure::REASON_NOT_SUMMABLE);
  return {quarter, persons};
}

TEST(SeriesExportTest, APeriodStandsInThePlaceOfTheMonth) {
  EXPECT_EQ(SeriesCsv(Steps(), false, v1::QuerySeriesRequest::STEP_QUARTER),
            "period;first_month;last_month;extent;measure;title_fr;title_nl;"
            "kind;area;value;denominator;contributions;status;is_local"
            "\r\n"
            "2018-Q1;2018-02;2018-03;partial;actions;\"Titre; "
            "\"\"inventé\"\"\";'=Titel;count;21004;12;;3;provisional;0\r\n"
            "2018-Q1;2018-02;2018-03;whole;persons;\"Titre; "
            "\"\"inventé\"\"\";'=Titel;count;21004;;;;not_summed;0\r\n");
  const auto document = nlohmann::json::parse(
      SeriesJson(Steps(), false, v1::QuerySeriesRequest::STEP_QUARTER));
  const auto& rows = document["rows"];
  EXPECT_EQ(rows[0]["period"], "2018-Q1");
  EXPECT_EQ(rows[0]["extent"], "partial");
  EXPECT_FALSE(rows[0].contains("month"));
  EXPECT_TRUE(rows[1]["value"].is_null());
  EXPECT_TRUE(rows[1]["contributions"].is_null());
  EXPECT_EQ(rows[1]["status"], "not_summed");
}

TEST(SeriesExportTest, SdmxSaysTheFrequencyOfAPeriod) {
  SeriesRow quarter = Row("actions", cv1::MEASURE_KIND_COUNT, 1, 12);
  quarter.period = "2018-Q1";
  EXPECT_NE(SeriesSdmxCsv({quarter}, SdmxDataflowName(SdmxDataflow::kSeries),
                          false, v1::QuerySeriesRequest::STEP_QUARTER)
                .find(",I,Q,21004,actions,2018-Q1,12,A,N,PN,,,3,0\r\n"),
            std::string::npos);
  quarter.period = "2018";
  EXPECT_NE(SeriesSdmxCsv({quarter}, SdmxDataflowName(SdmxDataflow::kSeries),
                          false, v1::QuerySeriesRequest::STEP_YEAR)
                .find(",I,A,21004,actions,2018,12,A,N,PN,,,3,0\r\n"),
            std::string::npos);
  // No value can exist where months do not add up: that is no zero.
  EXPECT_NE(SeriesSdmxCsv(Steps(), SdmxDataflowName(SdmxDataflow::kSeries),
                          false, v1::QuerySeriesRequest::STEP_QUARTER)
                .find(",I,Q,21004,persons,2018-Q1,,M,N,PN,,,,0\r\n"),
            std::string::npos);
}

TEST(SeriesExportTest, JsonHasTheSameNames) {
  const auto document = nlohmann::json::parse(SeriesJson(Rows()));
  ASSERT_EQ(document["rows"].size(), 5u);
  EXPECT_EQ(document["rows"][2]["denominator"], 3);
  EXPECT_TRUE(document["rows"][0]["denominator"].is_null());
  EXPECT_EQ(document["rows"][0]["title_fr"], "Titre; \"inventé\"");
  EXPECT_EQ(document["rows"][0]["status"], "approved");
  EXPECT_EQ(nlohmann::json::parse(SeriesJson({}))["rows"].size(), 0u);
}

// So that no system adds it to what the grant achieved.
TEST(SeriesExportTest, AnIndicatorOfTheMunicipalitysOwnSaysSoInTheLastColumn) {
  std::vector<SeriesRow> rows = {
      Row("local_cafes", cv1::MEASURE_KIND_COUNT, 1, 12)};
  rows[0].is_local = true;
  EXPECT_NE(SeriesCsv(rows).find(";approved;1\r\n"), std::string::npos);
  EXPECT_NE(SeriesCsv(rows, true).find(";approved;;;;;1\r\n"),
            std::string::npos);
  EXPECT_NE(SeriesSdmxCsv(rows, SdmxDataflowName(SdmxDataflow::kSeries))
                .find(",3,1\r\n"),
            std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(SeriesJson(rows))["rows"][0]["is_local"],
            true);
  EXPECT_EQ(nlohmann::json::parse(SeriesJson(Rows()))["rows"][0]["is_local"],
            false);
}

TEST(SeriesExportTest, AStructureIsNamedAsSdmxNamesIt) {
  for (const char* good :
       {"ENTENTE:SERIES(1.1.0)", "BE.IBZ:CSS(2.1)", "A:B_C(1.0.0+)"}) {
    EXPECT_TRUE(IsSdmxStructure(good)) << good;
  }
  for (const char* bad : {"", "ENTENTE", "A:B", "A:B()", "A:B(1,0)", "A,B:C(1)",
                          ":B(1)", "A:(1)", "A:B(1)\n", "A:=B(1)", "A(1):B"}) {
    EXPECT_FALSE(IsSdmxStructure(bad)) << bad;
  }
}

}  // namespace
}  // namespace entente::client
