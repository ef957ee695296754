#include "tools/client/sheets/zip_parts.h"

#include <zip.h>

#include <array>

#include "absl/strings/str_cat.h"
#include "tools/client/sheets/sheet_grid.h"

namespace entente::client {
namespace {

// Parts that a workbook may have; one of ours has a dozen.
constexpr zip_int64_t kPartsMax = 512;

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

absl::Status UnpacksTooLarge() {
  const std::string max = absl::StrCat(kSheetUnpackedBytesMax >> 20);
  return SheetError(
      "SHEET_UNPACKS_TOO_LARGE",
      {absl::StrCat("The file unpacks to more than ", max,
                    " MiB, which no sheet does; it is not read."),
       absl::StrCat("Le fichier décompressé dépasse ", max,
                    " Mio, ce qu'aucun relevé ne fait ; il n'est pas lu."),
       absl::StrCat("Het uitgepakte bestand is groter dan ", max,
                    " MiB, wat geen enkel blad is; het wordt niet gelezen.")});
}

}  // namespace

absl::Status SheetDamaged() {
  return SheetError(
      "SHEET_DAMAGED",
      {"The file is no XLSX that can be read: it is damaged, has a password or "
       "is of another form. Save it as \"Excel workbook (.xlsx)\".",
       "Le fichier n'est pas un XLSX lisible : il est abîmé, a un mot de passe "
       "ou est d'une autre forme. Enregistrez-le comme « Classeur Excel "
       "(.xlsx) ».",
       "Het bestand is geen leesbare XLSX: het is beschadigd, heeft een "
       "wachtwoord of een andere vorm. Bewaar het als \"Excel-werkmap "
       "(.xlsx)\"."});
}

void ZipParts::Discard::operator()(zip* archive) const { zip_discard(archive); }

absl::StatusOr<ZipParts> ZipParts::Open(const std::string& bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = nullptr;
  if (source != nullptr) {
    archive = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
    if (archive == nullptr) zip_source_free(source);
  }
  zip_error_fini(&error);
  if (archive == nullptr) return SheetDamaged();
  ZipParts parts(archive);
  if (zip_get_num_entries(archive, 0) > kPartsMax) return UnpacksTooLarge();
  return parts;
}

absl::StatusOr<std::optional<std::string>> ZipParts::Read(
    const std::string& name) {
  const zip_int64_t place = zip_name_locate(archive_.get(), name.c_str(), 0);
  if (place < 0) return std::optional<std::string>();
  const std::unique_ptr<zip_file_t, CloseFile> file(
      zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(place), 0));
  if (file == nullptr) return SheetDamaged();
  std::string content;
  std::array<char, 16384> block;
  while (true) {
    const zip_int64_t got = zip_fread(file.get(), block.data(), block.size());
    if (got < 0) return SheetDamaged();
    if (got == 0) return std::make_optional(content);
    bytes_ += static_cast<size_t>(got);
    if (bytes_ > kSheetUnpackedBytesMax) return UnpacksTooLarge();
    content.append(block.data(), static_cast<size_t>(got));
  }
}

}  // namespace entente::client
