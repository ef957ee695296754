#include "services/common/audit/witness_file.h"

#include <set>
#include <sstream>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/audit/https_witness.h"
#include "services/common/base/error.h"
#include "services/common/base/log.h"
#include "services/common/base/regular_file.h"

namespace entente::audit {
namespace {

// A handful of lines; authorities of a server are a few KiB.
constexpr size_t kFileBytesMax = 1024 * 1024;

absl::Status Refuse(absl::string_view sentence) {
  return absl::FailedPreconditionError(sentence);
}

absl::Status Unreadable(const std::string& file) {
  return Refuse(absl::StrCat("The file of witnesses ", file,
                             " cannot be read; see --witnesses."));
}

std::string BesideFile(const std::string& file, const std::string& path) {
  const size_t slash = file.rfind('/');
  if (path.empty() || path[0] == '/' || slash == std::string::npos) return path;
  return absl::StrCat(file.substr(0, slash + 1), path);
}

absl::StatusOr<Witness> ParseWitness(const std::vector<std::string>& parts,
                                     const std::string& file) {
  if (parts.size() != 2 && parts.size() != 3) {
    return Refuse("it is not an address, a public key and maybe a file");
  }
  ENTENTE_RETURN_IF_ERROR(CheckWitnessAddress(parts[0]));
  ENTENTE_ASSIGN_OR_RETURN(CosignatureVerifier key,
                           CosignatureVerifier::Parse(parts[1]));
  const std::string ca =
      parts.size() == 3 ? BesideFile(file, parts[2]) : std::string();
  if (!ca.empty() && !ReadRegularFile(ca, kFileBytesMax).ok()) {
    return Refuse(absl::StrCat(ca, " cannot be read"));
  }
  return Witness{parts[0], std::move(key), ca};
}

absl::Status CheckSetup(const WitnessSetup& setup, const std::string& file) {
  if (setup.witnesses.empty() || setup.witnesses.size() > kWitnessesMax) {
    return Refuse(absl::StrCat("The file of witnesses ", file, " names ",
                               setup.witnesses.size(), "; 1 to ", kWitnessesMax,
                               " are needed."));
  }
  const auto count = static_cast<int>(setup.witnesses.size());
  if (setup.quorum < 1 || setup.quorum > count) {
    return Refuse(absl::StrCat("--witness-quorum ", setup.quorum,
                               " is not from 1 to the ", count,
                               " witnesses of ", file, "."));
  }
  if (setup.silence_max < absl::Minutes(1)) {
    return Refuse("--witness-silence-max is at least a minute.");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<WitnessSetup> LoadWitnesses(const WitnessOptions& options) {
  WitnessSetup setup;
  if (options.file.empty()) {
    if (options.quorum != 0) {
      return Refuse("--witness-quorum goes with --witnesses.");
    }
    LogWarning("no_witnesses",
               {{"consequence",
                 "nobody outside sees all data put back to an older copy; name "
                 "witnesses with --witnesses"}});
    return setup;
  }
  const absl::StatusOr<RegularFile> read =
      ReadRegularFile(options.file, kFileBytesMax);
  if (!read.ok() || read->bytes.size() > kFileBytesMax) {
    return Unreadable(options.file);
  }
  std::istringstream file(read->bytes);
  std::set<std::string> seen;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const std::vector<std::string> parts =
        absl::StrSplit(line.substr(0, line.find('#')), absl::ByAnyChar(" \t\r"),
                       absl::SkipEmpty());
    if (parts.empty()) continue;
    absl::StatusOr<Witness> witness = ParseWitness(parts, options.file);
    // One key under two names would count twice.
    if (witness.ok() && (!seen.insert(witness->key.name()).second ||
                         !seen.insert(witness->key.public_key()).second)) {
      witness = Refuse("another line has the same name or key");
    }
    if (!witness.ok()) {
      return Refuse(absl::StrCat("Line ", number, " of the file of witnesses ",
                                 options.file,
                                 " is wrong: ", witness.status().message()));
    }
    setup.witnesses.push_back(*std::move(witness));
  }
  setup.quorum = options.quorum != 0
                     ? options.quorum
                     : static_cast<int>(setup.witnesses.size() / 2 + 1);
  setup.silence_max = options.silence_max;
  setup.transport = MakeHttpsTransport();
  ENTENTE_RETURN_IF_ERROR(CheckSetup(setup, options.file));
  return setup;
}

}  // namespace entente::audit
