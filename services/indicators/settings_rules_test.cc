// What people add to a measure: which version is in force, and what is refused.
#include "services/indicators/settings_rules.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/indicators/definition_rules.h"
#include "services/indicators/ingest_rules.h"
#include "services/indicators/sample_definitions.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr char kName[] =
    "municipalities/21004/measures/nuisance_actions/settings";

int32_t Month(int year, int month) { return year * 12 + month - 1; }

// A version from a month of 2018 on that takes rows of `source`.
v1::MeasureSettings From(int month, const std::string& source,
                         int32_t version = 1) {
  v1::MeasureSettings settings;
  settings.set_name(kName);
  *settings.mutable_first_month() = MakeDate(2018, month, 1);
  if (!source.empty()) settings.add_allowed_sources(source);
  settings.set_reason("as the council decided");
  settings.set_version(version);
  return settings;
}

v1::MeasureSettings Sensitive(int month, int32_t version) {
  v1::MeasureSettings settings = From(month, "", version);
  settings.set_is_sensitive(true);
  return settings;
}

int32_t VersionAt(const SettingsInForce& settings, int month) {
  const v1::MeasureSettings* at = settings.At(Month(2018, month));
  return at == nullptr ? 0 : at->version();
}

TEST(SettingsInForceTest, AMonthBelongsToTheVersionWrittenLastForIt) {
  const SettingsInForce settings(
      {From(3, "a", 1), From(6, "b", 2), From(6, "c", 3), From(9, "d", 4)});
  EXPECT_EQ(settings.At(Month(2017, 12)), nullptr);
  EXPECT_EQ(VersionAt(settings, 2), 0);
  EXPECT_EQ(VersionAt(settings, 3), 1);
  EXPECT_EQ(VersionAt(settings, 5), 1);
  EXPECT_EQ(VersionAt(settings, 6), 3);
  EXPECT_EQ(VersionAt(settings, 8), 3);
  EXPECT_EQ(VersionAt(settings, 9), 4);
  EXPECT_EQ(settings.At(Month(2030, 1))->version(), 4);
  // One that begins earlier ends where a later one begins.
  const SettingsInForce earlier(
      {From(3, "a", 1), From(9, "b", 2), From(2, "c", 3)});
  EXPECT_EQ(VersionAt(earlier, 1), 0);
  EXPECT_EQ(VersionAt(earlier, 2), 3);
  EXPECT_EQ(VersionAt(earlier, 3), 1);
  EXPECT_EQ(VersionAt(earlier, 12), 2);
  EXPECT_TRUE(SettingsInForce().is_empty());
  EXPECT_TRUE(SettingsInForce().Allows("anybody", Month(2018, 1)));
}

TEST(SettingsInForceTest, ASourceIsTakenAsTheVersionOfTheMonthSays) {
  const SettingsInForce settings({From(3, "zone5339", 1), From(6, "", 2)});
  EXPECT_TRUE(settings.Allows("bravvo", Month(2018, 2)));
  EXPECT_FALSE(settings.Allows("bravvo", Month(2018, 3)));
  EXPECT_TRUE(settings.Allows("zone5339", Month(2018, 3)));
  EXPECT_FALSE(settings.Allows("zone533", Month(2018, 5)));
  EXPECT_FALSE(settings.Allows("", Month(2018, 5)));
  EXPECT_TRUE(settings.Allows("bravvo", Month(2018, 6)));
}

TEST(SettingsInForceTest, AnyMonthThatIsSensitiveMakesAllSo) {
  EXPECT_FALSE(SettingsInForce({From(3, "", 1)}).HasSensitive());
  EXPECT_TRUE(SettingsInForce({Sensitive(12, 1)}).HasSensitive());
  // The months before keep it.
  EXPECT_TRUE(
      SettingsInForce({Sensitive(3, 1), From(4, "", 2)}).HasSensitive());
  // Taken back by the same month only.
  EXPECT_FALSE(
      SettingsInForce({Sensitive(3, 1), From(3, "", 2)}).HasSensitive());
  EXPECT_TRUE(
      SettingsInForce({Sensitive(3, 1), From(1, "", 2)}).HasSensitive());
  EXPECT_TRUE(
      SettingsInForce({From(1, "", 1), Sensitive(6, 2)}).HasSensitive());
}

TEST(DefinitionsWithSettingsTest, SensitivityIsRaisedAndNeverLowered) {
  v1::ConventionRecord record = SampleConvention();
  for (auto& measure : *record.mutable_measures()) {
    measure.set_is_sensitive(measure.code() == "distinct_persons");
  }
  v1::MeasureSettings lowered = From(1, "");
  lowered.set_name("municipalities/21004/measures/distinct_persons/settings");
  v1::MeasureSettings elsewhere = Sensitive(1, 1);
  elsewhere.set_name("municipalities/21004/measures/no_such_one/settings");
  const Definitions raised(1, {record}, {lowered, elsewhere, Sensitive(12, 1)});
  EXPECT_TRUE(raised.IsWithheld("nuisance_actions"));
  EXPECT_TRUE(raised.IsWithheld("distinct_persons"));
  EXPECT_FALSE(raised.IsWithheld("trainings"));
  EXPECT_TRUE(raised.IsWithheld("no_such_one"));
  const MeasureInfo& measure =
      raised.measures()[raised.Find("nuisance_actions")];
  EXPECT_TRUE(measure.definition.is_sensitive());
  EXPECT_EQ(measure.settings.At(Month(2018, 12))->version(), 1);
  EXPECT_FALSE(Definitions(1, {record}).IsWithheld("nuisance_actions"));
}

TEST(DefinitionsWithSettingsTest, ARowIsJudgedByTheVersionOfItsMonth) {
  const Definitions definitions(1, {SampleConvention()},
                                {From(3, "zone5339", 1), From(6, "bravvo", 2)});
  const AreaList areas = *AreaList::Parse("21004,,a,b\nUNKNOWN,,a,b\n");
  const auto reason = [&](int month, int day, const std::string& source) {
    v1::Observation row;
    row.set_event_id("event-0001");
    row.set_measure_code("nuisance_actions");
    *row.mutable_date() = MakeDate(2018, month, day);
    row.set_area("21004");
    const CheckedRow checked =
        CheckRow(row, {.definitions = &definitions,
                       .areas = &areas,
                       .today = absl::CivilDay(2018, 7, 1),
                       .source = source});
    return checked.is_good()
               ? std::string()
               : absl::StrCat(checked.fault.column, " ", checked.fault.reason);
  };
  EXPECT_EQ(reason(2, 28, "bravvo"), "");
  EXPECT_EQ(reason(3, 1, "bravvo"), "measure SOURCE_NOT_ALLOWED");
  EXPECT_EQ(reason(3, 0, "bravvo"), "measure SOURCE_NOT_ALLOWED");
  EXPECT_EQ(reason(5, 31, "zone5339"), "");
  EXPECT_EQ(reason(6, 1, "zone5339"), "measure SOURCE_NOT_ALLOWED");
  EXPECT_EQ(reason(6, 0, "bravvo"), "");
  v1::Observation withdrawal;
  withdrawal.set_event_id("event-0002");
  withdrawal.set_withdraws_event_id("event-0001");
  EXPECT_TRUE(CheckRow(withdrawal, {.definitions = &definitions,
                                    .areas = &areas,
                                    .today = absl::CivilDay(2018, 7, 1),
                                    .source = "bravvo"})
                  .is_good());
}

TEST(ValidateSettingsTest, EachRefusalIsNamed) {
  const auto reason = [](const v1::MeasureSettings& settings,
                         cv1::MeasureKind kind = cv1::MEASURE_KIND_COUNT) {
    return ErrorReason(ValidateSettings(settings, kind));
  };
  v1::MeasureSettings good = From(3, "zone5339");
  EXPECT_EQ(reason(good), "");
  good.mutable_first_month()->set_day(0);
  EXPECT_EQ(reason(good), "");
  v1::MeasureSettings bad = good;
  bad.mutable_first_month()->set_day(2);
  EXPECT_EQ(reason(bad), "MONTH_INVALID");
  *bad.mutable_first_month() = MakeDate(2018, 13, 1);
  EXPECT_EQ(reason(bad), "MONTH_INVALID");
  *bad.mutable_first_month() = MakeDate(0, 1, 1);
  EXPECT_EQ(reason(bad), "MONTH_INVALID");
  bad.clear_first_month();
  EXPECT_EQ(reason(bad), "MONTH_INVALID");
  bad = good;
  bad.add_allowed_sources("zone5339");
  EXPECT_EQ(reason(bad), "SOURCE_TWICE");
  for (const char* source : {"", "Zone", "activities", "a b", "85073003328"}) {
    bad = good;
    bad.add_allowed_sources(source);
    EXPECT_EQ(reason(bad), "SOURCE_INVALID") << source;
  }
  bad = good;
  for (int i = 0; i < kAllowedSourcesMax; ++i) {
    bad.add_allowed_sources(absl::StrCat("s-", i));
  }
  EXPECT_EQ(reason(bad), "TOO_MANY_SOURCES");
  bad = good;
  bad.set_audience(static_cast<v1::MeasureSettings::Audience>(9));
  EXPECT_EQ(reason(bad), "AUDIENCE_INVALID");
  bad = good;
  bad.set_reason("too short");
  EXPECT_EQ(reason(bad), "REASON_TOO_SHORT");
  for (const std::string& note :
       {std::string(301, 'x'), std::string("two\nlines"),
        std::string("nul\0inside", 10), std::string("esc \x1b[31m"),
        std::string("ask 85.07.30-033.28"), std::string("jean@exemple.be")}) {
    bad = good;
    bad.mutable_note()->set_nl(note);
    const absl::Status refused = ValidateSettings(bad, cv1::MEASURE_KIND_COUNT);
    EXPECT_FALSE(refused.ok()) << note.size();
    EXPECT_EQ(refused.ToString().find(note), std::string::npos);
  }
}

TEST(ValidateSettingsTest, WordsSaySomethingShortAndNameNobody) {
  using Text = entente::common::v1::LocalizedText;
  using Settings = v1::MeasureSettings;
  struct Words {
    const char* field;
    size_t characters_max;
    Text* (*of)(Settings&);
  };
  for (const Words& words :
       {Words{"measure_settings.title", 300,
              [](Settings& settings) { return settings.mutable_title(); }},
        Words{"measure_settings.unit", 60,
              [](Settings& settings) { return settings.mutable_unit(); }}}) {
    SCOPED_TRACE(words.field);
    Settings settings = From(3, "");
    Text& text = *words.of(settings);
    const auto reason = [&] {
      const absl::Status refused =
          ValidateSettings(settings, cv1::MEASURE_KIND_COUNT);
      const auto detail = GetErrorDetail(refused);
      if (detail.has_value()) {
        EXPECT_EQ(detail->field, words.field);
      }
      return ErrorReason(refused);
    };
    EXPECT_EQ(reason(), "TEXT_MISSING");
    // Those who read Dutch would read a blank, or the French.
    text.set_fr("interventions");
    EXPECT_EQ(reason(), "TEXT_MISSING");
    text.set_nl("  ");
    EXPECT_EQ(reason(), "TEXT_MISSING");
    text.set_nl("tussenkomsten");
    EXPECT_EQ(reason(), "");
    text.clear_fr();
    EXPECT_EQ(reason(), "TEXT_MISSING");
    text.set_fr("interventions");
    // German and English may be left out, not be blank.
    text.set_de("\t");
    EXPECT_EQ(reason(), "TEXT_MISSING");
    text.set_de("Einsätze");
    EXPECT_EQ(reason(), "");
    text.set_en(" ");
    EXPECT_EQ(reason(), "TEXT_MISSING");
    text.clear_en();
    std::string longest;
    for (size_t i = 0; i < words.characters_max; ++i) longest += "é";
    text.set_fr(longest);
    EXPECT_EQ(reason(), "");
    text.set_fr(longest + "e");
    EXPECT_EQ(reason(), "TEXT_TOO_LONG");
    // A line break, a next line, and what shows a text in another order.
    for (const char* bad : {"two\nlines", "a\u0085b", "a\u202Eb", "a\u2066b"}) {
      text.set_fr(bad);
      EXPECT_EQ(reason(), "TEXT_NOT_ONE_LINE") << testing::PrintToString(bad);
    }
    text.set_fr("jean@exemple.be");
    EXPECT_EQ(reason(), "PERSONAL_DATA_SHAPE");
  }
}

TEST(ValidateSettingsTest, AScaleSuitsTheKind) {
  const auto reason = [](int decimals, cv1::MeasureKind kind) {
    v1::MeasureSettings settings = From(3, "");
    settings.set_decimals(decimals);
    return ErrorReason(ValidateSettings(settings, kind));
  };
  EXPECT_EQ(reason(0, cv1::MEASURE_KIND_COUNT), "");
  EXPECT_EQ(reason(1, cv1::MEASURE_KIND_COUNT), "SCALE_INVALID");
  EXPECT_EQ(reason(2, cv1::MEASURE_KIND_HOURS), "");
  EXPECT_EQ(reason(3, cv1::MEASURE_KIND_HOURS), "SCALE_INVALID");
  EXPECT_EQ(reason(4, cv1::MEASURE_KIND_RATIO), "");
  EXPECT_EQ(reason(-1, cv1::MEASURE_KIND_RATIO), "SCALE_INVALID");
  EXPECT_EQ(reason(0, cv1::MEASURE_KIND_YES_NO), "SCALE_INVALID");
  EXPECT_EQ(reason(0, cv1::MEASURE_KIND_QUALITATIVE), "SCALE_INVALID");
}

TEST(ValidateSettingsTest, PersonsAreToldOfWhatCountsByACodeOfAMeasure) {
  const auto reason = [](const std::string& code, cv1::MeasureKind kind) {
    v1::MeasureSettings settings = From(3, "");
    settings.set_persons_measure_code(code);
    const absl::Status refused = ValidateSettings(settings, kind);
    const auto detail = GetErrorDetail(refused);
    if (detail.has_value()) {
      EXPECT_EQ(detail->field, "measure_settings.persons_measure_code");
      EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
    }
    // Whatever stands there is not echoed.
    EXPECT_EQ(refused.ToString().find("85073003328"), std::string::npos);
    return ErrorReason(refused);
  };
  EXPECT_EQ(reason("distinct_persons", cv1::MEASURE_KIND_COUNT), "");
  EXPECT_EQ(reason("distinct_persons", cv1::MEASURE_KIND_HOURS), "");
  for (const cv1::MeasureKind kind :
       {cv1::MEASURE_KIND_RATIO, cv1::MEASURE_KIND_YES_NO,
        cv1::MEASURE_KIND_QUALITATIVE}) {
    EXPECT_EQ(reason("distinct_persons", kind), "PERSONS_MEASURE_NEEDLESS");
    EXPECT_EQ(reason("", kind), "");
  }
  for (const std::string& code :
       {std::string("Distinct persons"), std::string("a\0b", 3),
        std::string("jean@exemple.be"), std::string("85073003328-"),
        std::string(65, 'a')}) {
    EXPECT_EQ(reason(code, cv1::MEASURE_KIND_COUNT), "PERSONS_MEASURE_INVALID")
        << code.size();
  }
}

TEST(ValidatePersonsMeasureTest, AnotherMeasureCountsIsNotAddedAndSensitive) {
  const cv1::MeasureDefinition encounters =
      MakeMeasure("encounters", cv1::MEASURE_KIND_COUNT);
  cv1::MeasureDefinition persons =
      MakeMeasure("persons", cv1::MEASURE_KIND_COUNT);
  persons.set_is_summable(false);
  persons.set_is_sensitive(true);
  EXPECT_TRUE(ValidatePersonsMeasure(encounters, persons).ok());
  EXPECT_TRUE(ValidatePersonsMeasure(
                  MakeMeasure("hours", cv1::MEASURE_KIND_HOURS), persons)
                  .ok());
  using Definition = cv1::MeasureDefinition;
  const std::vector<void (*)(Definition&)> faults = {
      [](Definition& d) { d.set_kind(cv1::MEASURE_KIND_HOURS); },
      [](Definition& d) { d.set_kind(cv1::MEASURE_KIND_RATIO); },
      [](Definition& d) { d.set_kind(cv1::MEASURE_KIND_YES_NO); },
      [](Definition& d) { d.set_kind(cv1::MEASURE_KIND_QUALITATIVE); },
      [](Definition& d) { d.set_is_summable(true); },
      [](Definition& d) { d.set_is_sensitive(false); }};
  for (size_t i = 0; i < faults.size(); ++i) {
    Definition bad = persons;
    faults[i](bad);
    const absl::Status refused = ValidatePersonsMeasure(encounters, bad);
    EXPECT_EQ(ErrorReason(refused), "PERSONS_MEASURE_INVALID") << i;
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << i;
  }
}

TEST(ValidatePersonsMeasureTest, AMeasureItselfMayCountPersonsAndNotHours) {
  // Each person once a month, whether or not months may be added.
  cv1::MeasureDefinition measure = MakeMeasure("met", cv1::MEASURE_KIND_COUNT);
  EXPECT_TRUE(ValidatePersonsMeasure(measure, measure).ok());
  measure.set_is_summable(false);
  EXPECT_TRUE(ValidatePersonsMeasure(measure, measure).ok());
  measure.set_kind(cv1::MEASURE_KIND_HOURS);
  const absl::Status refused = ValidatePersonsMeasure(measure, measure);
  EXPECT_EQ(ErrorReason(refused), "PERSONS_MEASURE_INVALID");
  EXPECT_EQ(GetErrorDetail(refused)->field, kPersonsMeasureField);
}

TEST(AddTheSameTest, EveryThingThatIsAddedCounts) {
  const v1::MeasureSettings one = From(3, "zone5339");
  v1::MeasureSettings other = one;
  other.set_reason("for another reason");
  other.set_version(7);
  other.mutable_first_month()->set_day(0);
  EXPECT_TRUE(AddTheSame(one, other));
  using Settings = v1::MeasureSettings;
  const std::vector<void (*)(Settings&)> changes = {
      [](Settings& s) { *s.mutable_first_month() = MakeDate(2018, 4, 1); },
      [](Settings& s) { s.add_allowed_sources("bravvo"); },
      [](Settings& s) { s.clear_allowed_sources(); },
      [](Settings& s) { s.set_audience(Settings::AUDIENCE_STATE); },
      [](Settings& s) { s.set_is_sensitive(true); },
      [](Settings& s) { s.set_decimals(0); },
      [](Settings& s) { s.set_persons_measure_code("distinct_persons"); },
      [](Settings& s) { s.mutable_note()->set_fr("x"); },
      [](Settings& s) { s.mutable_note()->set_nl("x"); },
      [](Settings& s) { s.mutable_title()->set_nl("x"); },
      [](Settings& s) { s.mutable_title()->set_de("x"); },
      [](Settings& s) { s.mutable_unit()->set_fr("x"); },
      [](Settings& s) { s.mutable_unit()->set_en("x"); }};
  for (size_t i = 0; i < changes.size(); ++i) {
    v1::MeasureSettings changed = one;
    changes[i](changed);
    EXPECT_FALSE(AddTheSame(one, changed)) << i;
  }
}

}  // namespace
}  // namespace entente::indicators
