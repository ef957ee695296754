// What is not a convention, and what was damaged at random.
#include <map>
#include <random>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/base/utf8.h"
#include "services/conventions/document/outline.h"
#include "services/conventions/document/parser.h"
#include "services/conventions/document/summary.h"
#include "services/conventions/document/test_documents.h"

namespace entente::conventions {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Reason(const std::string& text) {
  const auto parsed = ParseConvention(text);
  if (parsed.ok()) return "OK";
  EXPECT_EQ(parsed.status().code(), absl::StatusCode::kInvalidArgument);
  const auto detail = GetErrorDetail(parsed.status());
  EXPECT_TRUE(detail.has_value());
  EXPECT_FALSE(detail->sentence.fr.empty() || detail->sentence.nl.empty());
  return detail->reason;
}

TEST(RefusalTest, EachBadInputIsNamed) {
  EXPECT_EQ(Reason(""), "DOCUMENT_EMPTY");
  EXPECT_EQ(Reason("\ufeff \r\n\t\f\n"), "DOCUMENT_EMPTY");
  EXPECT_EQ(Reason(std::string("CONVENTION\0\0", 12)), "DOCUMENT_BINARY");
  EXPECT_EQ(Reason("%PDF-1.7\n1 0 obj"), "DOCUMENT_BINARY");
  EXPECT_EQ(Reason(std::string(500, '\x01')), "DOCUMENT_BINARY");
  EXPECT_EQ(Reason("CONVENTION\nd\xe9"
                   "cision"),
            "INVALID_UTF8");
  EXPECT_EQ(Reason("\xc0\xaf"), "INVALID_UTF8");
  EXPECT_EQ(Reason("\xed\xa0\x80"), "INVALID_UTF8");
  EXPECT_EQ(Reason(std::string(5 << 20, 'a')), "DOCUMENT_TOO_LARGE");
}

TEST(RefusalTest, TheLineOfTheFirstMalformedByteIsSaid) {
  const auto parsed = ParseConvention(
      "CONVENTION\n\nd\xe9"
      "cision\n");
  EXPECT_EQ(GetErrorDetail(parsed.status())->metadata.at("line"), "3");
}

TEST(RefusalTest, ALetterIsToldWhatItLacks) {
  const auto parsed = ParseConvention(
      "Madame la Bourgmestre,\n\nJe vous remercie de votre courrier sur la "
      "convention de sécurité et ses objectifs. Un montant de 500 EUR reste "
      "dû.\n\nVeuillez agréer mes salutations.\n");
  ASSERT_FALSE(parsed.ok());
  EXPECT_EQ(ErrorReason(parsed.status()), "NOT_A_CONVENTION");
  const auto detail = GetErrorDetail(parsed.status());
  EXPECT_THAT(detail->sentence.en, HasSubstr("a strategic objective"));
  EXPECT_THAT(detail->sentence.fr, HasSubstr("un secteur d'activité"));
  EXPECT_THAT(detail->sentence.nl, HasSubstr("een strategische doelstelling"));
  // Nothing of the letter is repeated.
  EXPECT_THAT(detail->sentence.fr, Not(HasSubstr("courrier")));
}

TEST(RefusalTest, FiftyMegabytesInOneLineAreRefusedAtOnce) {
  const std::string text(50 << 20, 'x');
  const absl::Time begin = absl::Now();
  EXPECT_EQ(Reason(text), "DOCUMENT_TOO_LARGE");
  EXPECT_LT(absl::Now() - begin, absl::Seconds(2));
}

// Each fills four megabytes with what one part of the parser looks for. What is
// asserted is that they end: quadratic work would take hours.
TEST(RefusalTest, TheLargestHostileTextsEnd) {
  const auto fill = [](const std::string& unit) {
    std::string text = "CONVENTION\n";
    while (text.size() + unit.size() < (4u << 20)) text += unit;
    return text;
  };
  for (const char* unit :
       {"x", "- ", "conseil communal du ", "1 ", "1.000 EUR ", "2018 ", "\n- a",
        "\nSecteur d'activité 1", "\f\n1\n", "\nObjectif stratégique 1 et ",
        "d'une part ", "arrêté royal ", "ville de ", "é", "\n\n\n"}) {
    SCOPED_TRACE(unit);
    EXPECT_NE(Reason(fill(unit)), "OK");
  }
  const std::string head =
      "Secteur d'activité 1\nObjectif stratégique 1 :\nx\n"
      "Indicateurs :\n";
  EXPECT_EQ(Reason(fill("- Nombre de choses très différentes\n")),
            "NOT_A_CONVENTION");
  EXPECT_EQ(Reason(head + fill("- Nombre de choses\n")), "DOCUMENT_TOO_LARGE");
  EXPECT_EQ(Reason(head + "- " + fill("mot ").substr(0, 4000000)), "OK");
}

void CheckInvariants(const v1::Convention& convention) {
  std::map<std::string, const v1::Node*> nodes;
  int line = 0;
  for (const v1::Node& node : convention.nodes()) {
    ASSERT_TRUE(nodes.emplace(node.id(), &node).second) << node.id();
    if (!node.parent_id().empty()) {
      const auto parent = nodes.find(node.parent_id());
      ASSERT_NE(parent, nodes.end()) << node.id();
      ASSERT_LT(parent->second->kind(), node.kind());
    }
    ASSERT_GE(node.line(), line);
    line = node.line();
    ASSERT_GE(node.ordinal(), 1);
    ASSERT_FALSE(node.path().empty());
    ASSERT_TRUE(IsValidUtf8(node.text()));
  }
  ASSERT_LE(convention.nodes_size(), kNodesMax);
  for (const v1::EnvelopeGrant& envelope : convention.envelopes()) {
    ASSERT_GT(envelope.line(), 0);
    ASSERT_NE(envelope.allocation(), v1::ALLOCATION_UNSPECIFIED);
    ASSERT_GE(envelope.year(), 2000);
  }
  for (const v1::Finding& finding : convention.findings()) {
    ASSERT_FALSE(finding.message_nl().empty()) << finding.code();
    ASSERT_TRUE(IsValidUtf8(finding.message()));
    ASSERT_TRUE(finding.node_id().empty() ||
                nodes.count(finding.node_id()) > 0);
  }
  ASSERT_FALSE(SummaryJson(convention).empty());
  ASSERT_TRUE(IsValidUtf8(OutlineText(convention)));
}

std::string Damage(const std::string& text, std::mt19937& random) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  const int edits = 1 + static_cast<int>(random() % 12);
  for (int i = 0; i < edits && lines.size() > 2; ++i) {
    const size_t at = random() % lines.size();
    const size_t other = random() % lines.size();
    switch (random() % 7) {
      case 0:
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 1:
        std::swap(lines[at], lines[other]);
        break;
      case 2:
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(at),
                     lines[other]);
        break;
      case 3:
        lines[at] += lines[other];
        break;
      case 4:
        lines[at] = lines[at].substr(0, lines[at].size() / 2);
        break;
      case 5:
        if (!lines[at].empty()) {
          lines[at][random() % lines[at].size()] =
              static_cast<char>(random() % 256);
        }
        break;
      default:
        lines[at].insert(0, "\f");
        break;
    }
  }
  return absl::StrJoin(lines, "\n");
}

TEST(MutationTest, DamagedDocumentsGiveASoundTreeOrANamedError) {
  constexpr unsigned kSeed = 20180101;
  SCOPED_TRACE(absl::StrCat("seed ", kSeed));
  std::mt19937 random(kSeed);
  int parsed_count = 0;
  for (const char* path : {kSampleFrench, kSampleDutch}) {
    const std::string text = ReadTestFile(path);
    ASSERT_FALSE(text.empty());
    for (int i = 0; i < 1500; ++i) {
      const auto parsed = ParseConvention(Damage(text, random));
      if (!parsed.ok()) {
        ASSERT_NE(ErrorReason(parsed.status()), "");
        continue;
      }
      ++parsed_count;
      ASSERT_NO_FATAL_FAILURE(CheckInvariants(*parsed)) << "round " << i;
    }
  }
  EXPECT_GT(parsed_count, 1000);
}

}  // namespace
}  // namespace entente::conventions
