#include "services/indicators/statement_rules.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/base/error.h"
#include "services/common/base/utf8.h"
#include "services/indicators/date_rules.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/local_day.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/text_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

constexpr char kName[] = "statement.name";

absl::Status ValidateMonth(const v1::Statement& statement,
                           const MeasureInfo& measure, int32_t month,
                           absl::CivilDay today) {
  if (!statement.is_withdrawn() &&
      !measure.IsInTerm(static_cast<uint32_t>(month) * 32)) {
    return Invalid(
        "DATE_OUTSIDE_TERM", kName,
        {"In that month no convention that has this measure is in force, and "
         "the municipality itself does not count it.",
         "Ce mois-là aucune convention qui a cette mesure n'est en vigueur, et "
         "la commune elle-même ne la compte pas.",
         "In die maand is geen overeenkomst van kracht die deze meting heeft, "
         "en de gemeente zelf telt ze niet."});
  }
  if (month > MonthOfDay(today)) {
    return Invalid("DATE_IN_FUTURE", kName,
                   {"A statement is of this month or of one before.",
                    "Une déclaration concerne ce mois-ci ou un mois antérieur.",
                    "Een verklaring gaat over deze maand of een vroegere."});
  }
  return absl::OkStatus();
}

// What is stated of a measure of `kind`.
Sentence WantedOf(cv1::MeasureKind kind) {
  switch (kind) {
    case cv1::MEASURE_KIND_YES_NO:
      return {"Of this measure it is stated whether it was done.",
              "De cette mesure, on déclare si elle est réalisée.",
              "Van deze meting wordt verklaard of ze uitgevoerd is."};
    case cv1::MEASURE_KIND_RATIO:
      return {"Of this measure it is stated how many of how many.",
              "De cette mesure, on déclare combien sur combien.",
              "Van deze meting wordt verklaard hoeveel op hoeveel."};
    case cv1::MEASURE_KIND_QUALITATIVE:
      return {"This measure is stated in words, in one language at least.",
              "Cette mesure se déclare en mots, dans au moins une langue.",
              "Deze meting wordt in woorden verklaard, in minstens één taal."};
    default:
      return {"This measure is counted: nothing is stated of it.",
              "Cette mesure se compte : on n'en déclare rien.",
              "Deze meting wordt geteld: er wordt niets over verklaard."};
  }
}

absl::Status WrongKind(cv1::MeasureKind kind) {
  return Refuse(absl::StatusCode::kInvalidArgument, "STATEMENT_WRONG_KIND",
                "statement", WantedOf(kind),
                {{"kind", std::string(absl::StripPrefix(
                              cv1::MeasureKind_Name(kind), "MEASURE_KIND_"))}});
}

absl::Status ValidateRatio(const v1::StatedRatio& ratio) {
  if (ratio.of() >= 1 && ratio.of() <= kRatioWholeMax && ratio.part() >= 0 &&
      ratio.part() <= ratio.of()) {
    return absl::OkStatus();
  }
  const std::string most = absl::StrCat(kRatioWholeMax);
  return Refuse(
      absl::StatusCode::kInvalidArgument, "RATIO_INVALID", "statement.ratio",
      {absl::StrCat("The whole is 1 to ", most, ", the part 0 to the whole."),
       absl::StrCat("Le tout va de 1 à ", most, ", la partie de 0 au tout."),
       absl::StrCat("Het geheel is 1 tot ", most,
                    ", het deel 0 tot het geheel.")},
      {{"most", most}});
}

// Whether any language says anything.
bool HasWords(const entente::common::v1::LocalizedText& words) {
  for (const std::string* text :
       {&words.fr(), &words.nl(), &words.de(), &words.en()}) {
    if (!absl::StripAsciiWhitespace(*text).empty()) return true;
  }
  return false;
}

absl::Status ValidateWords(const entente::common::v1::LocalizedText& words,
                           bool is_sensitive) {
  if (!HasWords(words)) return WrongKind(cv1::MEASURE_KIND_QUALITATIVE);
  for (const std::string* text :
       {&words.fr(), &words.nl(), &words.de(), &words.en()}) {
    ENTENTE_RETURN_IF_ERROR(
        ValidateLine(*text, "statement.words", kWordsCharactersMax));
  }
  if (!is_sensitive) return absl::OkStatus();
  return Refuse(absl::StatusCode::kFailedPrecondition,
                "STATEMENT_WORDS_SENSITIVE", "statement.words",
                {"A sensitive measure takes no words: they could point at a "
                 "person.",
                 "Une mesure sensible n'admet pas de mots : ils pourraient "
                 "désigner une personne.",
                 "Een gevoelige meting laat geen tekst toe: die zou iemand "
                 "kunnen aanwijzen."});
}

absl::Status ValidateFigure(const v1::Statement& statement,
                            const cv1::MeasureDefinition& measure) {
  // Nothing is stated then.
  if (statement.is_withdrawn()) return absl::OkStatus();
  if (!FitsKind(statement, measure.kind())) return WrongKind(measure.kind());
  if (statement.has_ratio()) return ValidateRatio(statement.ratio());
  if (!statement.has_words()) return absl::OkStatus();
  return ValidateWords(statement.words(), measure.is_sensitive());
}

absl::Status ValidateEvidence(const v1::Statement& statement) {
  static constexpr char kField[] = "statement.evidence";
  const std::string& evidence = statement.evidence();
  if (statement.is_withdrawn() && evidence.empty()) return absl::OkStatus();
  if (CountCharacters(absl::StripAsciiWhitespace(evidence)) <
      kEvidenceCharactersMin) {
    const std::string least = absl::StrCat(kEvidenceCharactersMin);
    return Invalid("EVIDENCE_TOO_SHORT", kField,
                   {absl::StrCat("Say where it can be looked up, in at least ",
                                 least, " characters."),
                    absl::StrCat("Dites où le vérifier, en au moins ", least,
                                 " caractères."),
                    absl::StrCat("Zeg waar het na te kijken is, in minstens ",
                                 least, " tekens.")});
  }
  return ValidateLine(evidence, kField, kEvidenceCharactersMax);
}

}  // namespace

absl::Status ValidateStatement(const v1::Statement& statement,
                               const MeasureInfo& measure, int32_t month,
                               absl::CivilDay today) {
  ENTENTE_RETURN_IF_ERROR(ValidateMonth(statement, measure, month, today));
  ENTENTE_RETURN_IF_ERROR(ValidateFigure(statement, measure.definition));
  ENTENTE_RETURN_IF_ERROR(ValidateEvidence(statement));
  if (!statement.reason().empty()) {
    ENTENTE_RETURN_IF_ERROR(
        ValidateReason(statement.reason(), "statement.reason"));
  }
  if (statement.is_withdrawn() || !IsFedIn(measure, month)) {
    return absl::OkStatus();
  }
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "STATEMENT_MEASURE_FED", kName,
      {"Activities, payments or meetings feed this measure in that month: "
       "nothing is stated of it.",
       "Des activités, des versements ou des réunions alimentent cette mesure "
       "ce mois-là : on n'en déclare rien.",
       "Activiteiten, betalingen of vergaderingen voeden deze meting in die "
       "maand: er wordt niets over verklaard."});
}

bool CountsIn(const MeasureInfo& measure, int32_t month,
              const v1::Statement& latest) {
  MonthFigures figures;
  AddStated(measure, {{month, latest}}, figures);
  return !figures.empty();
}

bool StateTheSame(const v1::Statement& a, const v1::Statement& b) {
  return a.is_withdrawn() == b.is_withdrawn() && a.evidence() == b.evidence() &&
         a.figure_case() == b.figure_case() && a.is_done() == b.is_done() &&
         a.ratio().part() == b.ratio().part() &&
         a.ratio().of() == b.ratio().of() && a.words().fr() == b.words().fr() &&
         a.words().nl() == b.words().nl() && a.words().de() == b.words().de() &&
         a.words().en() == b.words().en();
}

absl::Status StatementUnknown() {
  return Refuse(absl::StatusCode::kNotFound, "STATEMENT_UNKNOWN", "name",
                {"No statement is shown of this measure for that month.",
                 "Aucune déclaration n'est montrée pour cette mesure ce "
                 "mois-là.",
                 "Voor deze meting wordt van die maand geen verklaring "
                 "getoond."});
}

absl::Status NoStatementToWithdraw() {
  return Refuse(absl::StatusCode::kFailedPrecondition, "STATEMENT_UNKNOWN",
                kName,
                {"Nothing was stated of this measure in that month: there is "
                 "nothing to withdraw.",
                 "Rien n'a été déclaré pour cette mesure ce mois-là : il n'y a "
                 "rien à retirer.",
                 "Voor deze meting is in die maand niets verklaard: er is "
                 "niets in te trekken."});
}

absl::Status StatementYearSettled(int64_t year) {
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "STATEMENT_YEAR_SETTLED", kName,
      {"The total of that year is shown: a sensitive measure that still moved "
       "would tell its months. A month that a calendar governs can be "
       "re-opened.",
       "Le total de cette année est montré : une mesure sensible qui bougerait "
       "encore révélerait ses mois. Un mois régi par un calendrier peut être "
       "rouvert.",
       "Het totaal van dat jaar wordt getoond: een gevoelige meting die nog "
       "wijzigt, zou haar maanden verraden. Een maand waarvoor een kalender "
       "geldt, kan heropend worden."},
      {{"year", absl::StrCat(year)}});
}

absl::Status TooManyStatementVersions() {
  const std::string most = absl::StrCat(kStatementVersionsMax);
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "TOO_MANY_STATEMENT_VERSIONS",
      kName,
      {absl::StrCat("A statement has at most ", most, " versions."),
       absl::StrCat("Une déclaration compte au plus ", most, " versions."),
       absl::StrCat("Een verklaring telt hoogstens ", most, " versies.")},
      {{"most", most}});
}

}  // namespace entente::indicators
