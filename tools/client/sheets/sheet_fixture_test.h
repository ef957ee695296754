// A sheet as it is written, and files that are made by hand.
#ifndef TOOLS_CLIENT_SHEETS_SHEET_FIXTURE_TEST_H_
#define TOOLS_CLIENT_SHEETS_SHEET_FIXTURE_TEST_H_

#include <zip.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/client/sheets/sheet_layout.h"
#include "tools/client/sheets/sheet_reader.h"

namespace entente::client {

inline Sheet MakeSheet() {
  Sheet sheet;
  sheet.key.municipality = "21004";
  sheet.key.source = "bravvo-2";
  sheet.key.month.set_year(2018);
  sheet.key.month.set_month(3);
  sheet.rows = {
      {.measure = "nuisance_actions",
       .area = "DPI-1",
       .title = "Actions « nuisances » ; à pied, œuvre d'été",
       .unit = "actions",
       .delivered = 4,
       .known = 12},
      {.measure = "nuisance_actions",
       .area = "21004",
       .title = "Actions « nuisances » ; à pied, œuvre d'été",
       .unit = "actions"},
      {.measure = "training_hours",
       .area = "21004",
       .title = "=Heures de formation",
       .unit = "heures",
       .is_hours = true,
       .known = 90},
      {.measure = "distinct_persons",
       .area = "21004",
       .title = "Personnes",
       .unit = "",
       .is_confidential = true},
  };
  return sheet;
}

inline HoursOf SampleHours() {
  return [](const std::string& measure) -> std::optional<bool> {
    return measure == "training_hours";
  };
}

inline absl::StatusOr<ReturnedSheet> ReadBytes(const std::string& bytes) {
  const auto grids = ReadGrids(bytes);
  if (!grids.ok()) return grids.status();
  return ReadSheet(*grids, SampleHours());
}

// The reason for which `bytes` are refused; "" when they are read.
inline std::string Refused(const std::string& bytes) {
  return ErrorReason(ReadBytes(bytes).status());
}

inline std::string TemporaryFile(const std::string& name) {
  return absl::StrCat(
      testing::TempDir(), "/",
      testing::UnitTest::GetInstance()->current_test_info()->test_suite_name(),
      "-", testing::UnitTest::GetInstance()->current_test_info()->name(), "-",
      name);
}

inline std::string Bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// A ZIP file of these parts.
inline std::string Zip(
    const std::vector<std::pair<std::string, std::string>>& parts) {
  const std::string path = TemporaryFile("made.zip");
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
  EXPECT_NE(archive, nullptr);
  for (const auto& [name, content] : parts) {
    zip_file_add(archive, name.c_str(),
                 zip_source_buffer(archive, content.data(), content.size(), 0),
                 ZIP_FL_OVERWRITE);
  }
  EXPECT_EQ(zip_close(archive), 0);
  return Bytes(path);
}

inline std::map<std::string, std::string> Unzip(const std::string& bytes) {
  std::map<std::string, std::string> parts;
  zip_t* archive = zip_open_from_source(
      zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr), 0,
      nullptr);
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    const auto place = static_cast<zip_uint64_t>(i);
    zip_stat_t info;
    zip_stat_index(archive, place, 0, &info);
    std::string content(info.size, '\0');
    zip_file_t* file = zip_fopen_index(archive, place, 0);
    zip_fread(file, content.data(), content.size());
    zip_fclose(file);
    parts[info.name] = content;
  }
  zip_discard(archive);
  return parts;
}

// The file of `bytes` with a part replaced.
inline std::string WithPart(const std::string& bytes, const std::string& name,
                            const std::string& content) {
  std::map<std::string, std::string> parts = Unzip(bytes);
  parts[name] = content;
  return Zip({parts.begin(), parts.end()});
}

inline constexpr char kPagePart[] = "xl/worksheets/sheet1.xml";

// The page with `from` replaced by `to`, which must be there.
inline std::string WithPage(const std::string& bytes, const std::string& from,
                            const std::string& to) {
  const std::string page = Unzip(bytes)[kPagePart];
  const std::string changed = absl::StrReplaceAll(page, {{from, to}});
  EXPECT_NE(page, changed) << from;
  return WithPart(bytes, kPagePart, changed);
}

}  // namespace entente::client

#endif  // TOOLS_CLIENT_SHEETS_SHEET_FIXTURE_TEST_H_
