#include "services/conventions/municipality_registry.h"

#include <fstream>
#include <iterator>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/submission.pb.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/common/base/error.h"
#include "services/conventions/money/identifiers.h"
#include "services/conventions/money/municipality_codes.h"
#include "services/conventions/refusal.h"
#include "services/conventions/submission_keys.h"

namespace entente::conventions {
namespace {

// The first fault of the file is in the sentence already.
class Silent : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int, google::protobuf::io::ColumnNumber,
                const std::string&) override {}
};

absl::Status Fault(const std::string& path, absl::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat("The registry of municipalities ", path, " ", what, "."));
}

absl::StatusOr<v1::MunicipalityRegistry> Load(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Fault(path, "cannot be read");
  // One without a municipality yet is empty.
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  Silent silent;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&silent);
  v1::MunicipalityRegistry registry;
  if (!parser.ParseFromString(bytes, &registry)) {
    return Fault(path, "is no textproto of MunicipalityRegistry");
  }
  std::set<std::string> known;
  for (const auto& municipality : registry.municipalities()) {
    if (!IsMunicipalityCode(municipality.code())) {
      return Fault(path, "holds a code that has not five digits");
    }
    // One that ended stays: dossiers about its years are still to come.
    if (!CheckMunicipalityExists(municipality.code(), "code").ok()) {
      return Fault(path, absl::StrCat("holds ", municipality.code(),
                                      ", which REFNIS does not have"));
    }
    if (!absl::StartsWith(municipality.spiffe_id(), "spiffe://") ||
        !known.insert(municipality.spiffe_id()).second ||
        !known.insert(municipality.code()).second) {
      return Fault(path,
                   absl::StrCat("holds ", municipality.code(),
                                " or its certificate twice or malformed"));
    }
    const auto keys = ParseVerifiers(
        {municipality.keys().begin(), municipality.keys().end()});
    if (!keys.ok()) return Fault(path, keys.status().message());
    if (keys->empty()) {
      return Fault(path, absl::StrCat("has no key of ", municipality.code()));
    }
  }
  return registry;
}

}  // namespace

absl::Status CheckRegistry(const std::string& path) {
  return Load(path).status();
}

absl::StatusOr<Registered> FindRegistered(const std::string& path,
                                          const std::string& spiffe_id) {
  const auto registry = Load(path);
  if (!registry.ok()) {
    return Refuse(
        absl::StatusCode::kUnavailable, "REGISTRY_UNREADABLE", "", {},
        {.en = "The registry of municipalities cannot be read here now. Try "
               "again later.",
         .fr = "Le registre des communes ne peut être lu ici à présent. "
               "Réessayez plus tard.",
         .nl = "Het register van gemeenten kan hier nu niet gelezen worden. "
               "Probeer later opnieuw."});
  }
  for (const auto& municipality : registry->municipalities()) {
    if (municipality.spiffe_id() != spiffe_id) continue;
    ENTENTE_ASSIGN_OR_RETURN(std::vector<audit::NoteVerifier> keys,
                             ParseVerifiers({municipality.keys().begin(),
                                             municipality.keys().end()}));
    return Registered{municipality.code(), std::move(keys)};
  }
  return Registered{};
}

}  // namespace entente::conventions
