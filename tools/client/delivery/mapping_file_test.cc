#include "tools/client/delivery/mapping_file.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace entente::client {
namespace {

using ::testing::HasSubstr;

namespace v1 = entente::indicators::v1;

constexpr char kMapping[] = R"(id: "a-1"
format: FORMAT_CSV
event_id { from: "Id" }
date { from: "Date" }
area { from: "Lieu" codes { theirs: "A" ours: "DPI-1" } }
figures { measure { constant: "m" } value_from: "N" }
ignored: "Remarque"
)";

// Line and English words of the first fault; "" for none.
std::string Fault(const std::string& text) {
  v1::DeliveryMapping mapping;
  const auto faults = FindMappingFaults(text, mapping);
  if (faults.empty()) return "";
  return std::to_string(faults[0].line) + ": " + faults[0].what.en;
}

std::string With(const std::string& part, const std::string& other) {
  std::string text = kMapping;
  const size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), other);
}

TEST(MappingFileTest, AWholeMappingHasNoFault) {
  EXPECT_EQ(Fault(kMapping), "");
  EXPECT_EQ(ParseDeliveryMapping(kMapping, "m")->mapping.id(), "a-1");
  for (const char* example :
       {"police-actions", "prevention-activities", "partner-meetings"}) {
    const auto read = LoadDeliveryMapping(std::string("deploy/deliveries/") +
                                          example + ".textproto");
    EXPECT_TRUE(read.ok()) << read.status();
  }
  for (const auto format :
       {v1::DeliveryMapping::FORMAT_CSV, v1::DeliveryMapping::FORMAT_NDJSON,
        v1::DeliveryMapping::FORMAT_XML}) {
    EXPECT_EQ(Fault(PlainMapping(format).mapping.DebugString()), "");
  }
}

TEST(MappingFileTest, WhatIsNoTextprotoIsToldWithLineAndColumn) {
  EXPECT_THAT(Fault(With("date {", "datum {")), HasSubstr("4: 7: "));
  EXPECT_THAT(Fault(With("}\nignored", "\nignored")), HasSubstr("7: "));
}

TEST(MappingFileTest, OnlyAnAreaIsLeftToOthersAndByACodeOfItsOwn) {
  const auto with_area = [](const std::string& area) {
    return Fault(
        "id: 'a'\nevent_id { from: 'Id' }\ndate { from: 'J' }\n"
        "area {\n" +
        area +
        "\n}\n"
        "figures { measure { constant: 'm' } value_from: 'N' }\n");
  };
  EXPECT_EQ(with_area("from: 'L' left_to_others: 'X' left_to_others: 'Y'"), "");
  for (const char* wrong :
       {"constant: 'DPI-1'\nleft_to_others: 'X'",
        "from: 'L'\n"
        "left_to_others: ''",
        "from: 'L' left_to_others: 'X'\n"
        "left_to_others: 'X'",
        "from: 'L' codes { theirs: 'X' ours: 'DPI-1' }\nleft_to_others: 'X'"}) {
    EXPECT_THAT(with_area(wrong), HasSubstr("6: left_to_others is for area"))
        << wrong;
  }
  EXPECT_THAT(Fault("id: 'a'\nevent_id { from: 'Id' }\ndate { from: 'J' }\n"
                    "area { from: 'L' }\nfigures { measure { from: 'M' "
                    "left_to_others: 'X' } value_from: 'N' }\n"),
              HasSubstr("5: left_to_others is for area"));
}

TEST(MappingFileTest, ACodeListIsNamedOnceAndHasAField) {
  const auto with = [](const std::string& breakdowns) {
    return Fault(With("value_from: \"N\" }",
                      "value_from: \"N\"\n" + breakdowns + "\n}"));
  };
  const std::string good =
      "breakdowns { list: \"audience\" code { from: \"P\" codes { theirs: "
      "\"S\" ours: \"seniors\" } } }";
  EXPECT_EQ(with(good), "");
  EXPECT_THAT(with(good + "\n" + good), HasSubstr("8: breakdowns: list is"));
  EXPECT_THAT(with("breakdowns { list: \"85\" code { from: \"P\" } }"),
              HasSubstr("7: breakdowns: list is"));
  EXPECT_THAT(with("breakdowns { list: \"audience\" }"),
              HasSubstr("7: breakdowns 1 needs from"));
  EXPECT_THAT(
      with("breakdowns { list: \"audience\" code { from: \"P\" codes { theirs: "
           "\"S\" } } }"),
      HasSubstr("7: breakdowns 1: this code stands twice"));
  // Read, so not to be ignored.
  EXPECT_THAT(with("breakdowns { list: \"audience\" code { from: \"Remarque\" "
                   "} }"),
              HasSubstr("an ignored field"));
}

TEST(MappingFileTest, EachFaultIsToldWithItsLine) {
  EXPECT_THAT(Fault(With("a-1", "A 1")), HasSubstr("1: id is"));
  EXPECT_THAT(Fault(With("from: \"Id\"", "")),
              HasSubstr("3: event_id.from is missing"));
  EXPECT_THAT(Fault(With("from: \"Id\"", "from: \"Id\" from: \"N\"")),
              HasSubstr("3: several fields"));
  EXPECT_THAT(Fault(With("from: \"Id\"", "from: \"Id\" revision: \"V\"")),
              HasSubstr("event_id.is_hashed"));
  EXPECT_THAT(Fault(With("from: \"Id\"",
                         "from: \"Id\" is_hashed: true replaces: \"A\" "
                         "replaces: \"B\"")),
              HasSubstr("as many fields as from"));
  const auto with_first = [](const std::string& first) {
    return Fault(With("from: \"Id\"",
                      "from: \"Id\" is_hashed: true revision: \"V\" "
                      "first_revision: \"" +
                          first + "\""));
  };
  EXPECT_EQ(with_first("01"), "");
  EXPECT_THAT(with_first("A"), HasSubstr("3: event_id.first_revision is"));
  EXPECT_THAT(Fault(With("from: \"Date\"", "")), HasSubstr("4: date.from"));
  EXPECT_THAT(Fault(With("from: \"Lieu\"", "")), HasSubstr("5: area needs"));
  EXPECT_THAT(Fault(With("from: \"Lieu\"", "constant: \"DPI-1\"")),
              HasSubstr("5: area needs"));
  EXPECT_THAT(
      Fault(With("ours: \"DPI-1\" }",
                 "ours: \"DPI-1\" }\n codes { theirs: \"A\" ours: \"B\" }")),
      HasSubstr("6: area: this code stands twice"));
  EXPECT_THAT(Fault(With("value_from: \"N\"", "")),
              HasSubstr("6: a figure needs"));
  EXPECT_THAT(
      Fault(With("value_from: \"N\"", "constant_value: 1 is_optional: true")),
      HasSubstr("6: a figure needs"));
  EXPECT_THAT(Fault(With("\"Remarque\"", "\"Lieu\"")),
              HasSubstr("7: an ignored field"));
  EXPECT_THAT(Fault(With("FORMAT_CSV", "FORMAT_XML")),
              HasSubstr("2: record is for"));
  EXPECT_THAT(Fault(With("FORMAT_CSV",
                         "FORMAT_NDJSON\n"
                         "encoding: ENCODING_WINDOWS_1252")),
              HasSubstr("3: NDJSON is UTF-8"));
  EXPECT_THAT(Fault(With("FORMAT_CSV", "FORMAT_CSV separator: \"::\"")),
              HasSubstr("separator is one character"));
  EXPECT_THAT(Fault(With("FORMAT_CSV",
                         "FORMAT_CSV numbers { group_separator: \".\" }")),
              HasSubstr("numbers.group_separator"));
}

TEST(MappingFileTest, SeveralFiguresEachHaveAMeasureAndAHashedId) {
  const std::string second =
      "ignored: \"R\"\nfigures { measure { constant: \"m\" } value_from: \"P\" "
      "}\n";
  EXPECT_THAT(Fault(With("ignored: \"Remarque\"\n", second)),
              HasSubstr("3: several fields, several figures"));
  std::string text = With("ignored: \"Remarque\"\n", second);
  text.replace(text.find("from: \"Id\""), 10, "from: \"Id\" is_hashed: true");
  EXPECT_THAT(Fault(text), HasSubstr("8: of several figures"));
  text.replace(text.rfind("\"m\""), 3, "\"n\"");
  EXPECT_EQ(Fault(text), "");
}

TEST(MappingFileTest, OneFigureHasIdsWithoutTheMeasureAndAnyMeasure) {
  std::string text = With("from: \"Id\"", "from: \"Id\" is_hashed: true");
  const std::string one = "figures { measure { constant: \"m\" } value_from";
  const auto with_figures = [&](const std::string& first,
                                const std::string& second) {
    std::string changed = text;
    changed.replace(changed.find(one), one.size(),
                    "figures { " + first + " value_from");
    return Fault(changed + "figures { " + second + " value_from: \"P\" }\n");
  };
  const std::string from =
      "measure { from: \"T\" codes { theirs: \"x\" ours: \"n\" } } ";
  const std::string constant = "measure { constant: \"m\" } ";
  const std::string without = "id_without_measure: true";
  EXPECT_EQ(with_figures(from + without, constant), "");
  EXPECT_EQ(with_figures(constant, from + without), "");
  EXPECT_THAT(with_figures(from, constant), HasSubstr("6: of several figures"));
  EXPECT_THAT(with_figures(constant + without, constant),
              HasSubstr("8: of several figures"));
  EXPECT_THAT(with_figures(from + without, constant + without),
              HasSubstr("8: id_without_measure: true is for one figure"));
}

TEST(MappingFileTest, ALoneFigureMayHaveItsMeasureInItsIds) {
  const auto with = [](const std::string& measure, bool is_hashed,
                       const std::string& said) {
    std::string text = With("measure { constant: \"m\" }",
                            measure + " id_without_measure: " + said);
    if (is_hashed) {
      text.replace(text.find("from: \"Id\""), 10,
                   "from: \"Id\" is_hashed: true");
    }
    return Fault(text);
  };
  const std::string constant = "measure { constant: \"m\" }";
  EXPECT_EQ(with(constant, true, "false"), "");
  EXPECT_EQ(with(constant, false, "true"), "");
  EXPECT_THAT(with(constant, false, "false"),
              HasSubstr("3: several fields, several figures"));
  EXPECT_THAT(with("measure { from: \"T\" }", true, "false"),
              HasSubstr("6: of several figures"));
}

TEST(MappingFileTest, ASystemIsACodeAndHashed) {
  const auto with = [](const std::string& more) {
    return Fault(With("from: \"Id\"", "from: \"Id\" " + more));
  };
  EXPECT_EQ(with("is_hashed: true system: \"prevention-2.x\""), "");
  EXPECT_THAT(with("system: \"prevention\""),
              HasSubstr("3: several fields, several figures"));
  for (const std::string& wrong :
       {std::string("Prevention"), std::string("a b"), std::string("85 07"),
        std::string(65, 'a')}) {
    EXPECT_THAT(with("is_hashed: true system: \"" + wrong + "\""),
                HasSubstr("3: event_id.system is"))
        << wrong;
  }
}

}  // namespace
}  // namespace entente::client
