// A dossier on its way, of which a test spoils a part.
#ifndef SERVICES_CONVENTIONS_PARCEL_FIXTURE_TEST_H_
#define SERVICES_CONVENTIONS_PARCEL_FIXTURE_TEST_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "services/common/base/hash.h"
#include "services/conventions/dossier/dossier_collector.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "services/conventions/dossier/dossier_page.h"

namespace entente::conventions {

inline std::string AsJson(const google::protobuf::Message& message) {
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &json).ok());
  return json;
}

// Of which a test spoils a part.
struct Parcel {
  std::string name = {};
  std::string convention = {};
  int year = 2018;
  FrozenFiles files = {};
  // Made of the files unless it is set.
  std::string manifest = {};
  // What is signed unless it is set.
  std::string signed_manifest = {};
  std::string note = {};
  // What is sent: path and content. Of the files unless it is set.
  std::vector<std::pair<std::string, std::string>> parts = {};
  bool is_rehearsal = false;
  // Called before the last part is sent.
  std::function<void()> before_last = nullptr;
};

inline std::string ManifestOf(const Parcel& parcel) {
  if (!parcel.manifest.empty()) return parcel.manifest;
  v1::DossierManifest manifest;
  manifest.set_format(kManifestFormat);
  manifest.set_convention(parcel.convention);
  manifest.set_year(parcel.year);
  manifest.set_made_at("2019-03-01T10:00:00Z");
  for (const auto& [path, content] : parcel.files) {
    v1::DossierFile& file = *manifest.add_files();
    file.set_path(path);
    file.set_bytes(static_cast<int64_t>(content.size()));
    file.set_sha256(Sha256Hex(content));
  }
  return FormatManifest(manifest);
}

inline std::vector<std::pair<std::string, std::string>> PartsOf(
    const Parcel& parcel) {
  if (!parcel.parts.empty()) return parcel.parts;
  std::vector<std::pair<std::string, std::string>> parts;
  for (const auto& [path, content] : parcel.files) {
    for (size_t at = 0; at < content.size(); at += kChunkBytesMax) {
      parts.emplace_back(path, content.substr(at, kChunkBytesMax));
    }
  }
  return parts;
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_PARCEL_FIXTURE_TEST_H_
