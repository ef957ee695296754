#include "tools/client/dossier/whole_check.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/error.h"
#include "tools/client/report/missing_part.h"

namespace entente::client {

absl::Status CheckWhole(const ReportData& report) {
  std::vector<std::string> en, fr, nl;
  for (const MissingPart& missing : report.missing) {
    // Meetings are of the exchange service and no part of a dossier.
    if (missing.part.rfind("exchange", 0) == 0) continue;
    const Sentence sentence = MissingSentence(missing);
    en.push_back(sentence.en);
    fr.push_back(sentence.fr);
    nl.push_back(sentence.nl);
  }
  if (en.empty()) return absl::OkStatus();
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      {.reason = "DOSSIER_INCOMPLETE",
       .sentence = {
           absl::StrCat("A dossier with a hole is not made. Missing: ",
                        absl::StrJoin(en, " "),
                        " Act as somebody who may read it (--as)."),
           absl::StrCat("Un dossier incomplet n'est pas constitué. Manque : ",
                        absl::StrJoin(fr, " "),
                        " Agissez au nom de qui peut le lire (--as)."),
           absl::StrCat("Een onvolledig dossier wordt niet gemaakt. "
                        "Ontbreekt: ",
                        absl::StrJoin(nl, " "),
                        " Handel als wie het mag lezen (--as).")}});
}

}  // namespace entente::client
