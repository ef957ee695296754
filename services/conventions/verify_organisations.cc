// The directory of organisations and what was said of each before: shares no
// code with what records it.
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/organisation_service.pb.h"
#include "services/common/base/error.h"
#include "services/common/store/key.h"
#include "services/common/store/records.h"
#include "services/conventions/verify_life.h"

namespace entente::conventions {
namespace {

using store::KeyReader;

// What was said of organisations, by municipality and number, then version.
using Said = std::map<std::pair<std::string, std::string>,
                      std::map<uint64_t, v1::Organisation>>;

absl::StatusOr<Said> ReadSaid(const store::Reader& reader,
                              VerifyReport& report) {
  Said said;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Organisation>(
      reader, std::string(1, static_cast<char>(0x3A)), "",
      [&](absl::string_view key, const v1::Organisation& record) {
        KeyReader parts(key);
        const bool is_table = parts.Table().ok();
        const auto municipality = parts.Str();
        const auto number = parts.Str();
        // The newest stands first: the complement of its version.
        const auto version = parts.U64();
        if (!is_table || !municipality.ok() || !number.ok() || !version.ok() ||
            !parts.End().ok()) {
          report.Differ(
              "what was said of an organisation stands under a malformed key");
          return true;
        }
        said[{*municipality, *number}][~*version] = record;
        return true;
      }));
  return said;
}

// That what was said of `organisation` is kept from its first version to the
// last, which is what stands. Those of an older program have none.
void VerifySaid(const std::string& name, const v1::Organisation& organisation,
                const std::map<uint64_t, v1::Organisation>& said,
                VerifyReport& report) {
  uint64_t expected = 0;
  for (const auto& [version, record] : said) {
    if (version != ++expected || record.name() != name ||
        static_cast<uint64_t>(record.version()) != version) {
      report.Differ(absl::StrCat(name, ": version ", version,
                                 " stands under a wrong number or name"));
    }
    expected = version;
  }
  if (expected != static_cast<uint64_t>(organisation.version())) {
    report.Differ(absl::StrCat(name, " says version ", organisation.version(),
                               "; the last that is kept is ", expected));
  }
  if (!said.empty() && said.rbegin()->second.SerializeAsString() !=
                           organisation.SerializeAsString()) {
    report.Differ(absl::StrCat(name, " is not what was last said of it"));
  }
}

}  // namespace

absl::Status VerifyOrganisations(const store::Reader& reader,
                                 VerifyReport& report) {
  ENTENTE_ASSIGN_OR_RETURN(Said said, ReadSaid(reader, report));
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::Organisation>(
      reader, std::string(1, static_cast<char>(0x35)), "",
      [&](absl::string_view key, const v1::Organisation& record) {
        KeyReader parts(key);
        const bool is_table = parts.Table().ok();
        const auto municipality = parts.Str();
        const auto number = parts.Str();
        if (!is_table || !municipality.ok() || !number.ok()) {
          report.Differ("an organisation stands under a malformed key");
          return true;
        }
        const std::string name = absl::StrCat("municipalities/", *municipality,
                                              "/organisations/", *number);
        int64_t value = 0;
        if (!absl::SimpleAtoi(*number, &value) || number->size() != 10 ||
            97 - value / 100 % 97 != value % 100 ||
            record.enterprise_number() != *number || record.name() != name) {
          report.Differ(
              absl::StrCat(name, " stands under a wrong number or name"));
        }
        const auto of_it = said.extract({*municipality, *number});
        VerifySaid(name, record,
                   of_it.empty() ? std::map<uint64_t, v1::Organisation>()
                                 : of_it.mapped(),
                   report);
        return true;
      }));
  for (const auto& [whose, versions] : said) {
    report.Differ(absl::StrCat("municipalities/", whose.first,
                               "/organisations/", whose.second,
                               " has a history and is not stored"));
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
