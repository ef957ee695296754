#include "tools/client/sources/source_language.h"

#include "tools/client/person_file.h"
#include "tools/client/sources/source_enrolment.h"

namespace entente::client {

absl::StatusOr<std::optional<Language>> LanguageOfSource(
    Cli& cli, const std::string& source) {
  const std::string& home = cli.session().config().home;
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<SourceEnrolment> enrolment,
                           SourceFiles(home).Read(source));
  if (enrolment.has_value()) {
    const std::optional<Language> enrolled =
        ParseLanguage(enrolment->language());
    if (enrolled.has_value()) return enrolled;
  }
  const absl::StatusOr<PersonList> list = PersonFile(home).Read();
  // Whoever works with a deployment elsewhere has no such list.
  if (!list.ok()) return std::optional<Language>();
  for (const Person& person : list->persons()) {
    if (person.subject() != source) continue;
    for (const std::string& code : person.languages()) {
      const std::optional<Language> language = ParseLanguage(code);
      if (language.has_value()) return language;
    }
  }
  return std::optional<Language>();
}

}  // namespace entente::client
