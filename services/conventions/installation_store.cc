#include "services/conventions/installation_store.h"

#include <optional>

#include "absl/strings/string_view.h"
#include "entente/conventions/v1/submission.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/refusal.h"
#include "services/conventions/submission_store.h"

namespace entente::conventions {
namespace {

// The first dossier of the store.
absl::StatusOr<std::optional<v1::Submission>> AnySubmission(
    const store::Reader& reader) {
  std::optional<v1::Submission> any;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Submission>(
      reader, SubmissionsOf("", ""), "",
      [&](absl::string_view, const v1::Submission& submission) {
        any = submission;
        return false;
      }));
  return any;
}

absl::StatusOr<bool> HasConventions(const store::Reader& reader) {
  bool has_any = false;
  ENTENTE_RETURN_IF_ERROR(reader.Scan(
      keys::ConventionsOf(""), "", [&](absl::string_view, absl::string_view) {
        has_any = true;
        return false;
      }));
  return has_any;
}

}  // namespace

absl::Status CheckInstallation(const store::Reader& reader, bool is_state) {
  ENTENTE_ASSIGN_OR_RETURN(const auto submission, AnySubmission(reader));
  ENTENTE_ASSIGN_OR_RETURN(const bool has_conventions, HasConventions(reader));
  // Books are marked where they are kept.
  const bool is_of_municipality =
      has_conventions || (submission && submission->has_books());
  const bool is_of_state = submission && !submission->has_books();
  if (!(is_state ? is_of_municipality : is_of_state)) return absl::OkStatus();
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "INSTALLATION_OTHER", "", {},
      is_state
          ? Sentence{.en = "This data is a municipality's: start without "
                           "--installation state, or give the State a folder "
                           "of its own (--data).",
                     .fr = "Ces données sont celles d'une commune : démarrez "
                           "sans --installation state, ou donnez à l'État un "
                           "répertoire propre (--data).",
                     .nl = "Deze gegevens zijn van een gemeente: start zonder "
                           "--installation state, of geef de Staat een eigen "
                           "map (--data)."}
          : Sentence{.en = "This data is the State's: start with "
                           "--installation state, or give the municipality a "
                           "folder of its own (--data).",
                     .fr = "Ces données sont celles de l'État : démarrez avec "
                           "--installation state, ou donnez à la commune un "
                           "répertoire propre (--data).",
                     .nl = "Deze gegevens zijn van de Staat: start met "
                           "--installation state, of geef de gemeente een "
                           "eigen map (--data)."});
}

absl::StatusOr<bool> HasSigned(const store::Reader& reader) {
  ENTENTE_ASSIGN_OR_RETURN(const auto submission, AnySubmission(reader));
  return submission.has_value();
}

}  // namespace entente::conventions
