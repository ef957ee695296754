#include "tools/client/delivery/file_facts.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/utf8.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using Encoding = v1::DeliveryMapping::Encoding;

constexpr size_t kBlockBytes = 64 * 1024;
// A character may be cut by the end of a block.
constexpr size_t kCharacterBytesMax = 4;

// Characters 0x80 to 0x9F of Windows-1252; 0 stands for none (the table of
// WHATWG's encoding standard gives those controls, which no text has).
constexpr std::array<uint16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void AppendUtf8(uint32_t character, std::string& text) {
  if (character < 0x80) {
    text += static_cast<char>(character);
  } else if (character < 0x800) {
    text += static_cast<char>(0xC0 | character >> 6);
    text += static_cast<char>(0x80 | (character & 0x3F));
  } else {
    text += static_cast<char>(0xE0 | character >> 12);
    text += static_cast<char>(0x80 | (character >> 6 & 0x3F));
    text += static_cast<char>(0x80 | (character & 0x3F));
  }
}

absl::Status FileFault(const std::string& reason, const Sentence& what) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   {.reason = reason, .sentence = what});
}

// Looks at the bytes of a file block by block.
class Inspector {
 public:
  void Take(absl::string_view block) {
    const auto find = [&](auto is_wanted) -> int64_t {
      const auto* at = std::find_if(block.begin(), block.end(), is_wanted);
      return at == block.end() ? -1 : facts_.size_bytes + (at - block.begin());
    };
    if (facts_.first_high < 0) {
      facts_.first_high =
          find([](char c) { return static_cast<unsigned char>(c) > 127; });
    }
    if (facts_.first_zero < 0) {
      facts_.first_zero = find([](char c) { return c == '\0'; });
    }
    facts_.size_bytes += static_cast<int64_t>(block.size());
    if (facts_.first_not_utf8 >= 0) return;
    absl::StrAppend(&pending_, block);
    const size_t good = ValidUtf8Prefix(pending_);
    checked_ += static_cast<int64_t>(good);
    pending_.erase(0, good);
    if (pending_.size() >= kCharacterBytesMax) Fail();
  }

  FileFacts Finish() {
    if (!pending_.empty() && facts_.first_not_utf8 < 0) Fail();
    return facts_;
  }

 private:
  void Fail() {
    facts_.first_not_utf8 = checked_;
    pending_.clear();
  }

  FileFacts facts_;
  // Not yet known to be UTF-8; it begins at `checked_`.
  std::string pending_;
  int64_t checked_ = 0;
};

}  // namespace

absl::Status ReadCutShort() {
  return MakeError(
      absl::StatusCode::kUnavailable,
      {.reason = "FILE_UNREADABLE",
       .sentence = {"The file cannot be read to its end.",
                    "Le fichier ne se lit pas jusqu'au bout.",
                    "Het bestand is niet tot het einde te lezen."}});
}

absl::StatusOr<FileFacts> InspectFile(std::istream& in, int64_t bytes_max) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr);
  Inspector inspector;
  std::string block(kBlockBytes, '\0');
  int64_t size = 0;
  while (in) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    const auto got = static_cast<size_t>(in.gcount());
    EVP_DigestUpdate(digest.get(), block.data(), got);
    inspector.Take(absl::string_view(block).substr(0, got));
    size += static_cast<int64_t>(got);
    if (size > bytes_max) {
      const std::string max = absl::StrCat(bytes_max);
      return FileFault(
          "FILE_TOO_LARGE",
          {absl::StrCat("A file of this form is at most ", max,
                        " bytes. Export it in parts."),
           absl::StrCat("Un fichier de cette forme compte au plus ", max,
                        " octets. Exportez-le en plusieurs parties."),
           absl::StrCat("Een bestand van deze vorm telt hoogstens ", max,
                        " bytes. Exporteer het in delen.")});
    }
  }
  if (!in.eof()) return ReadCutShort();
  FileFacts facts = inspector.Finish();
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned int bytes_size = 0;
  EVP_DigestFinal_ex(digest.get(), bytes, &bytes_size);
  facts.sha256 = absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes), bytes_size));
  return facts;
}

absl::Status CheckEncoding(const FileFacts& facts, Encoding encoding) {
  if (facts.size_bytes == 0) {
    return FileFault(
        "FILE_EMPTY",
        {"The file is empty.", "Le fichier est vide.", "Het bestand is leeg."});
  }
  if (facts.first_zero >= 0) {
    const std::string at = absl::StrCat(facts.first_zero);
    return FileFault("FILE_NOT_TEXT",
                     {absl::StrCat("Byte ", at,
                                   " is zero: UTF-16, or no text. Export it "
                                   "as UTF-8."),
                      absl::StrCat("L'octet ", at,
                                   " est nul : UTF-16, ou pas un texte. "
                                   "Exportez-le en UTF-8."),
                      absl::StrCat("Byte ", at,
                                   " is nul: UTF-16, of geen tekst. Exporteer "
                                   "het als UTF-8.")});
  }
  const bool is_windows =
      encoding == v1::DeliveryMapping::ENCODING_WINDOWS_1252;
  const bool is_utf8 = facts.first_not_utf8 < 0;
  const bool is_other =
      is_windows ? is_utf8 && facts.first_high >= 0 : !is_utf8;
  if (!is_other) return absl::OkStatus();
  const std::string at =
      absl::StrCat(is_windows ? facts.first_high : facts.first_not_utf8);
  const std::string stated = is_windows ? "Windows-1252" : "UTF-8";
  const std::string other =
      is_windows ? "ENCODING_UTF_8" : "ENCODING_WINDOWS_1252";
  return FileFault(
      "DELIVERY_ENCODING",
      {absl::StrCat("The file is not ", stated, " (byte ", at,
                    "), as the mapping says. Export it so, or write encoding: ",
                    other, " in the mapping."),
       absl::StrCat("Le fichier n'est pas en ", stated, " (octet ", at,
                    "), comme le dit la correspondance. Exportez-le ainsi ou "
                    "écrivez-y encoding: ",
                    other, "."),
       absl::StrCat("Het bestand is niet in ", stated, " (byte ", at,
                    "), zoals de koppeling zegt. Exporteer het zo of schrijf "
                    "er encoding: ",
                    other, ".")});
}

std::optional<std::string> ToUtf8(absl::string_view bytes, Encoding encoding) {
  if (encoding != v1::DeliveryMapping::ENCODING_WINDOWS_1252) {
    if (!IsValidUtf8(bytes)) return std::nullopt;
    return std::string(bytes);
  }
  std::string text;
  text.reserve(bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_special = byte >= 0x80 && byte < 0xA0;
    const uint32_t character = is_special ? kWindows1252[byte - 0x80] : byte;
    if (is_special && character == 0) return std::nullopt;
    AppendUtf8(character, text);
  }
  return text;
}

}  // namespace entente::client
