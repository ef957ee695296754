#include "services/conventions/document/pdf_text.h"

#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page.h>

#include <memory>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"

namespace entente::conventions {
namespace {

constexpr size_t kPdfBytesMax = 64 * 1024 * 1024;
constexpr int kPagesMax = 2000;
// A scan's pages may carry a stamp or a number; a page of text has hundreds of
// characters.
constexpr size_t kTextBytesMin = 20;

absl::Status Refuse(absl::string_view reason, Sentence sentence) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = std::string(reason),
                    .field = "document",
                    .metadata = {},
                    .sentence = std::move(sentence)});
}

absl::Status TooLarge() {
  return Refuse(
      "PDF_TOO_LARGE",
      {.en = "The PDF has more than 64 MiB or 2000 pages: it is no convention.",
       .fr = "Le PDF a plus de 64 Mio ou 2000 pages : ce n'est pas une "
             "convention.",
       .nl = "De pdf heeft meer dan 64 MiB of 2000 bladzijden: het is geen "
             "overeenkomst."});
}

absl::Status Corrupt() {
  return Refuse("PDF_CORRUPT",
                {.en = "The PDF is damaged and cannot be opened.",
                 .fr = "Le PDF est endommagé et ne s'ouvre pas.",
                 .nl = "De pdf is beschadigd en kan niet worden geopend."});
}

absl::Status Encrypted() {
  return Refuse(
      "PDF_ENCRYPTED",
      {.en = "The PDF is protected by a password. Save a copy without one.",
       .fr = "Le PDF est protégé par un mot de passe. Enregistrez-en une copie "
             "sans mot de passe.",
       .nl = "De pdf is met een wachtwoord beveiligd. Bewaar een kopie zonder "
             "wachtwoord."});
}

absl::Status WithoutText(int pages) {
  const std::string count = absl::StrCat(pages);
  return Refuse(
      "PDF_WITHOUT_TEXT",
      {.en = absl::StrCat("The PDF has no text on its ", count,
                          " page(s): it is a scan. Have its text recognised "
                          "(OCR) first."),
       .fr = absl::StrCat("Le PDF n'a pas de texte sur ses ", count,
                          " page(s) : c'est un scan. Faites d'abord "
                          "reconnaître son texte (OCR)."),
       .nl = absl::StrCat("De pdf heeft geen tekst op zijn ", count,
                          " bladzijde(n): het is een scan. Laat eerst de tekst "
                          "herkennen (OCR).")});
}

// Poppler writes what it dislikes to stderr; errors are ours to tell.
void IgnoreMessage(const std::string&, void*) {}

}  // namespace

bool LooksLikePdf(absl::string_view bytes) {
  return absl::StrContains(bytes.substr(0, 1024), "%PDF-");
}

absl::StatusOr<std::string> TextFromPdf(absl::string_view bytes) {
  if (bytes.size() > kPdfBytesMax) return TooLarge();
  poppler::set_debug_error_function(IgnoreMessage, nullptr);
  const std::unique_ptr<poppler::document> document(
      poppler::document::load_from_raw_data(bytes.data(),
                                            static_cast<int>(bytes.size())));
  if (document == nullptr) return Corrupt();
  if (document->is_locked()) return Encrypted();
  const int pages = document->pages();
  if (pages <= 0) return Corrupt();
  if (pages > kPagesMax) return TooLarge();
  std::string text;
  for (int i = 0; i < pages; ++i) {
    const std::unique_ptr<poppler::page> page(document->create_page(i));
    if (page == nullptr) return Corrupt();
    if (i > 0) text.push_back('\f');
    const poppler::byte_array utf8 = page->text().to_utf8();
    text.append(utf8.begin(), utf8.end());
  }
  size_t characters = 0;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) > ' ') ++characters;
  }
  if (characters < kTextBytesMin) return WithoutText(pages);
  return text;
}

}  // namespace entente::conventions
