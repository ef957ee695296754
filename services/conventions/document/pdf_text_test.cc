#include "services/conventions/document/pdf_text.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace entente::conventions {
namespace {

using ::testing::HasSubstr;

// A PDF of one page per content stream, with a table of references that fits.
std::string MakePdf(const std::vector<std::string>& streams,
                    const std::string& trailer_extra = "",
                    const std::vector<std::string>& extra_objects = {}) {
  std::vector<std::string> objects = {
      "<< /Type /Catalog /Pages 2 0 R >>", "",
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
      "/Encoding /WinAnsiEncoding >>"};
  std::string kids;
  for (const std::string& stream : streams) {
    const size_t page = objects.size() + 1;
    absl::StrAppend(&kids, page, " 0 R ");
    objects.push_back(absl::StrCat(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ",
        page + 1, " 0 R /Resources << /Font << /F1 3 0 R >> >> >>"));
    objects.push_back(absl::StrCat("<< /Length ", stream.size(),
                                   " >>\nstream\n", stream, "\nendstream"));
  }
  objects[1] = absl::StrCat("<< /Type /Pages /Kids [", kids, "] /Count ",
                            streams.size(), " >>");
  objects.insert(objects.end(), extra_objects.begin(), extra_objects.end());
  std::string pdf = "%PDF-1.4\n";
  std::string table =
      absl::StrCat("xref\n0 ", objects.size() + 1, "\n0000000000 65535 f \n");
  for (size_t i = 0; i < objects.size(); ++i) {
    const std::string offset = absl::StrCat(pdf.size());
    absl::StrAppend(&table, std::string(10 - offset.size(), '0'), offset,
                    " 00000 n \n");
    absl::StrAppend(&pdf, i + 1, " 0 obj\n", objects[i], "\nendobj\n");
  }
  const size_t start = pdf.size();
  absl::StrAppend(&pdf, table, "trailer\n<< /Size ", objects.size() + 1,
                  " /Root 1 0 R ", trailer_extra, " >>\nstartxref\n", start,
                  "\n%%EOF\n");
  return pdf;
}

TEST(PdfTextTest, TextComesPageByPageWithAFormFeedBetween) {
  const auto text = TextFromPdf(
      MakePdf({"BT /F1 12 Tf 50 780 Td (Objectif strat\\351gique 1 :) Tj ET",
               "BT /F1 12 Tf 50 780 Td (- Tendre vers une police) Tj ET"}));
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_THAT(*text, HasSubstr("Objectif stratégique 1 :"));
  EXPECT_THAT(*text, HasSubstr("\f- Tendre vers une police"));
}

TEST(PdfTextTest, APdfWithoutTextIsSaidToBeAScan) {
  const auto text =
      TextFromPdf(MakePdf({"0 0 100 100 re f", "0 0 100 100 re f"}));
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(ErrorReason(text.status()), "PDF_WITHOUT_TEXT");
  const auto detail = GetErrorDetail(text.status());
  EXPECT_THAT(detail->sentence.en, HasSubstr("scan"));
  EXPECT_THAT(detail->sentence.fr, HasSubstr("scan"));
  EXPECT_THAT(detail->sentence.nl, HasSubstr("scan"));
}

TEST(PdfTextTest, WhatIsDamagedIsRefused) {
  EXPECT_EQ(ErrorReason(TextFromPdf("%PDF-1.4\nnothing more").status()),
            "PDF_CORRUPT");
  EXPECT_EQ(ErrorReason(TextFromPdf("").status()), "PDF_CORRUPT");
}

TEST(PdfTextTest, WhatNeedsAPasswordIsRefused) {
  // A standard security handler whose hashes fit no empty password.
  const std::string hash(64, '5');
  const std::string encrypt =
      absl::StrCat("<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <", hash,
                   "> /U <", hash, "> >>");
  const auto text = TextFromPdf(
      MakePdf({"BT /F1 12 Tf 50 780 Td (Objectif) Tj ET"},
              "/Encrypt 6 0 R /ID [<00112233445566778899aabbccddeeff> "
              "<00112233445566778899aabbccddeeff>]",
              {encrypt}));
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(ErrorReason(text.status()), "PDF_ENCRYPTED");
}

TEST(PdfTextTest, OnlyPdfsLookLikePdfs) {
  EXPECT_TRUE(LooksLikePdf("%PDF-1.7\n"));
  EXPECT_FALSE(LooksLikePdf("CONVENTION"));
  EXPECT_FALSE(LooksLikePdf(""));
}

}  // namespace
}  // namespace entente::conventions
