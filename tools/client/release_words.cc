#include "tools/client/release_words.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "tools/client/format.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;
using v1::ReleaseCell;

bool MayHideFewPersonsAnywhere(const v1::Release& release) {
  return std::any_of(release.tables().begin(), release.tables().end(),
                     MayHideFewPersons);
}

bool IsRehearsedFreezing(const v1::Release& release, bool is_dry_run) {
  return is_dry_run && release.state() == v1::Release::STATE_FROZEN;
}

// Of a rehearsed freezing, unless there is no sensitive measure.
Sentence NotCountedSentence(bool is_known) {
  if (!is_known) {
    return {
        "Where a measure is sensitive, nothing of it is counted before the "
        "release is frozen.",
        "Si une mesure est sensible, rien n'en est compté avant que la "
        "publication soit figée.",
        "Is een meting gevoelig, dan wordt er niets van geteld voordat de "
        "publicatie vastgelegd is."};
  }
  return {
      "Of sensitive measures nothing is counted before the release is "
      "frozen.",
      "Des mesures sensibles, rien n'est compté avant que la publication "
      "soit figée.",
      "Van gevoelige metingen wordt niets geteld voordat de publicatie "
      "vastgelegd is."};
}

// `has_uncounted`: there is more than was counted.
Sentence NothingLeftSentence(bool has_uncounted) {
  const Sentence of_it =
      has_uncounted
          ? Sentence{"Nothing of the others would be left",
                     "Il ne resterait rien des autres",
                     "Van de andere blijft niets over"}
          : Sentence{"Nothing of it would be left", "Il n'en resterait rien",
                     "Er blijft niets van over"};
  return {absl::StrCat(of_it.en, ": release longer periods, or fewer areas."),
          absl::StrCat(of_it.fr,
                       " : publiez des périodes plus longues, ou "
                       "moins de lieux."),
          absl::StrCat(of_it.nl,
                       ": publiceer langere periodes, of minder "
                       "gebieden.")};
}

// `other`: besides what is not counted.
Sentence GivenSentence(const v1::Release& release, const Sentence& other,
                       const Sentence& small) {
  const v1::ReleaseCounts& counts = release.counts();
  const int hidden = counts.small() + counts.protecting() + counts.earlier();
  const std::string given = FormatCount(counts.given());
  const std::string all = FormatCount(counts.given() + hidden);
  if (hidden == 0) {
    return {absl::StrCat("All ", all, other.en, " figures are given."),
            absl::StrCat("Les ", all, other.fr, " chiffres sont tous donnés."),
            absl::StrCat("Alle ", all, other.nl, " cijfers worden gegeven.")};
  }
  const std::string few = FormatCount(counts.small());
  const std::string protecting = FormatCount(counts.protecting());
  const std::string earlier = FormatCount(counts.earlier());
  return {absl::StrCat(given, " of ", all, other.en,
                       " figures are given; left out: ", few, " ", small.en,
                       ", ", protecting, " that would give them away, ",
                       earlier, " because of earlier releases."),
          absl::StrCat(given, other.fr, " chiffres sur ", all,
                       " sont donnés ; omis : ", few, " ", small.fr, ", ",
                       protecting, " qui les trahiraient, ", earlier,
                       " à cause de publications antérieures."),
          absl::StrCat(given, " van ", all, other.nl,
                       " cijfers worden gegeven; weggelaten: ", few, " ",
                       small.nl, ", ", protecting, " die ze zouden verraden, ",
                       earlier, " wegens eerdere publicaties.")};
}

}  // namespace

bool MayHideFewPersons(const v1::ReleaseTable& table) {
  return table.persons_threshold() > 0 &&
         std::any_of(table.cells().begin(), table.cells().end(),
                     [](const ReleaseCell& cell) {
                       return cell.status() == ReleaseCell::STATUS_PRIMARY;
                     });
}

Sentence FewPersonsSentence(const v1::ReleaseTable& table) {
  // Neither yes nor no has a threshold.
  const std::string least =
      FormatFigure(table.kind(), table.threshold(), 0, "", "");
  const std::string persons = FormatCount(table.persons_threshold());
  return {absl::StrCat("(A): under ", least, ", or perhaps fewer than ",
                       persons, " persons behind it; which is not said."),
          absl::StrCat("(A) : moins de ", least, ", ou peut-être moins de ",
                       persons,
                       " personnes derrière ; lequel des deux n'est pas dit."),
          absl::StrCat("(A): minder dan ", least, ", of misschien minder dan ",
                       persons,
                       " personen erachter; welk van beide wordt niet "
                       "gezegd.")};
}

Sentence LeftOutSentence(const v1::Release& release) {
  Sentence small = {"small", "petit", "klein"};
  if (MayHideFewPersonsAnywhere(release)) {
    small = {"small, or of few persons where that is said",
             "petit, ou de peu de personnes là où c'est dit",
             "klein, of van weinig personen waar dat gezegd wordt"};
  }
  return {absl::StrCat("Left out: (A) ", small.en,
                       ", (D) so that others cannot be worked out, (N) left "
                       "out before."),
          absl::StrCat("Omis : (A) ", small.fr,
                       ", (D) pour que d'autres ne soient pas déductibles, (N) "
                       "omis auparavant."),
          absl::StrCat("Weggelaten: (A) ", small.nl,
                       ", (D) opdat andere niet af te leiden zijn, (N) eerder "
                       "weggelaten.")};
}

std::optional<bool> HasSensitive(const v1::Release& release,
                                 const std::vector<v1::Measure>& measures) {
  bool is_known = true;
  for (const std::string& code : release.measure_codes()) {
    const auto found = std::find_if(
        measures.begin(), measures.end(), [&](const v1::Measure& measure) {
          return measure.definition().code() == code;
        });
    if (found == measures.end()) {
      is_known = false;
    } else if (found->definition().is_sensitive()) {
      return true;
    }
  }
  return is_known ? std::optional<bool>(false) : std::nullopt;
}

Sentence SmallSentence(const v1::Release& release, bool is_dry_run,
                       std::optional<bool> has_sensitive) {
  if (MayHideFewPersonsAnywhere(release)) {
    return {"that are small or of few persons",
            "parce que petits ou de peu de personnes",
            "omdat ze klein zijn of van weinig personen"};
  }
  if (release.tables().empty() && !IsRehearsedFreezing(release, is_dry_run) &&
      has_sensitive.value_or(true)) {
    return {"that are small or, of a sensitive measure, of few persons",
            "parce que petits ou, d'une mesure sensible, de peu de personnes",
            "omdat ze klein zijn of, van een gevoelige meting, van weinig "
            "personen"};
  }
  return {"that are small", "parce que petits", "omdat ze klein zijn"};
}

std::vector<Sentence> CountsSentences(const v1::Release& release,
                                      bool is_dry_run,
                                      std::optional<bool> has_sensitive) {
  std::vector<Sentence> said;
  const bool is_rehearsed = IsRehearsedFreezing(release, is_dry_run);
  if (is_rehearsed && has_sensitive.value_or(true)) {
    said.push_back(NotCountedSentence(has_sensitive.has_value()));
  }
  if (!release.has_counts()) return said;
  const bool has_uncounted = is_rehearsed && has_sensitive.value_or(false);
  const Sentence other =
      has_uncounted ? Sentence{" other", " autres", " andere"} : Sentence{};
  said.push_back(GivenSentence(
      release, other, SmallSentence(release, is_dry_run, has_sensitive)));
  if (release.counts().given() == 0) {
    said.push_back(NothingLeftSentence(has_uncounted));
  }
  return said;
}

}  // namespace entente::client
