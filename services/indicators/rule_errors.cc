#include "services/indicators/rule_errors.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/indicators/error_rules.h"
#include "services/indicators/rule_parse_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using Judgements = std::vector<const v1::RuleJudgement*>;

Sentence WordsFor(RuleExpected expected) {
  switch (expected) {
    case RuleExpected::kSeverity:
      return {"error or warning", "error ou warning", "error of warning"};
    case RuleExpected::kId:
      return {"an id: a to z first, then a to z, 0 to 9 and -, at most 63",
              "un identifiant : d'abord a à z, puis a à z, 0 à 9 et -, 63 au "
              "plus",
              "een id: eerst a tot z, dan a tot z, 0 tot 9 en -, hoogstens 63"};
    case RuleExpected::kArea:
      return {"area after per", "area après per", "area na per"};
    case RuleExpected::kColon:
      return {"per area or :", "per area ou :", "per area of :"};
    case RuleExpected::kOperand:
      return {"a number, the code of a measure or (",
              "un nombre, le code d'une mesure ou (",
              "een getal, de code van een meting of ("};
    case RuleExpected::kOperator:
      return {"+ - * or one of = != < <= > >= paired excludes",
              "+ - * ou l'un de = != < <= > >= paired excludes",
              "+ - * of een van = != < <= > >= paired excludes"};
    case RuleExpected::kClosing:
      return {"+ - * or )", "+ - * ou )", "+ - * of )"};
    case RuleExpected::kMissing:
      return {"skip, zero or always-zero after missing",
              "skip, zero ou always-zero après missing",
              "skip, zero of always-zero na missing"};
    case RuleExpected::kDecimal:
      return {"a digit after the point", "un chiffre après le point",
              "een cijfer na de punt"};
    case RuleExpected::kNumberBeside:
      return {
          "a number on one side of *, since a measure times a measure is no "
          "sum",
          "un nombre d'un côté de *, car une mesure fois une mesure n'est "
          "pas une somme",
          "een getal aan één kant van *, want een meting maal een meting is "
          "geen som"};
    case RuleExpected::kPlainMeasures:
      return {
          "measures joined by + on both sides of paired and excludes",
          "des mesures jointes par + des deux côtés de paired et excludes",
          "metingen met + ertussen aan beide kanten van paired en excludes"};
    case RuleExpected::kEnd:
      return {"+ - *, missing or the end", "+ - *, missing ou la fin",
              "+ - *, missing of het einde"};
  }
  return {"?", "?", "?"};
}

absl::Status At(std::string reason, const std::string& field, size_t byte,
                Sentence what, std::map<std::string, std::string> metadata) {
  const std::string place = absl::StrCat(byte + 1);
  metadata["position"] = place;
  return Refuse(absl::StatusCode::kInvalidArgument, std::move(reason), field,
                {absl::StrCat("The rule cannot be read at character ", place,
                              ": ", what.en, "."),
                 absl::StrCat("La règle est illisible au caractère ", place,
                              " : ", what.fr, "."),
                 absl::StrCat("De regel is onleesbaar bij teken ", place, ": ",
                              what.nl, ".")},
                std::move(metadata));
}

absl::Status OfMeasure(std::string reason, const std::string& field,
                       absl::string_view code, const Sentence& what) {
  return Refuse(absl::StatusCode::kInvalidArgument, std::move(reason), field,
                {absl::StrCat("The measure ", code, " ", what.en),
                 absl::StrCat("La mesure ", code, " ", what.fr),
                 absl::StrCat("De meting ", code, " ", what.nl)},
                {{"measure", std::string(code)}});
}

absl::Status TooMany(std::string reason, const std::string& field,
                     Sentence sentence) {
  return Refuse(absl::StatusCode::kFailedPrecondition, std::move(reason), field,
                std::move(sentence));
}

std::string IdOf(const v1::RuleJudgement& judgement) {
  const std::vector<std::string> parts = absl::StrSplit(judgement.rule(), '/');
  return parts.back();
}

std::string IdsOf(const Judgements& judgements) {
  std::vector<std::string> ids;
  for (const v1::RuleJudgement* judgement : judgements) {
    ids.push_back(IdOf(*judgement));
  }
  return absl::StrJoin(ids, ", ");
}

// "Not kept: few-trainings: 840 against 600 in DPI-1 (and 2 more)."
absl::Status NotKept(std::string reason, const std::string& field,
                     const Judgements& judgements, const Sentence& what_to_do) {
  const v1::RuleJudgement& first = *judgements[0];
  const v1::RuleViolation& where = first.violations(0);
  int32_t more = -1;
  for (const v1::RuleJudgement* judgement : judgements) {
    more += judgement->violation_count();
  }
  const auto place = [&](const char* in) {
    return where.area().empty() ? "" : absl::StrCat(in, where.area());
  };
  const auto others = [&](const char* words) {
    return more > 0 ? absl::StrCat(" (", words, more, ")") : "";
  };
  return Refuse(
      absl::StatusCode::kFailedPrecondition, std::move(reason), field,
      {absl::StrCat("Not kept: ", first.text(), ": ", where.left(), " against ",
                    where.right(), place(" in "), others("others: "), ". ",
                    what_to_do.en),
       absl::StrCat("Non respecté : ", first.text(), " : ", where.left(),
                    " contre ", where.right(), place(" à "),
                    others("autres : "), ". ", what_to_do.fr),
       absl::StrCat("Niet nageleefd: ", first.text(), ": ", where.left(),
                    " tegen ", where.right(), place(" in "), others("andere: "),
                    ". ", what_to_do.nl)},
      {{"rules", IdsOf(judgements)},
       {"area", where.area()},
       {"left", where.left()},
       {"right", where.right()},
       {"violations", absl::StrCat(more + 1)}});
}

}  // namespace

absl::Status RuleSyntax(const std::string& field, size_t byte,
                        RuleExpected expected) {
  const Sentence words = WordsFor(expected);
  return At("RULE_SYNTAX", field, byte,
            {absl::StrCat("expected ", words.en),
             absl::StrCat("on attend ", words.fr),
             absl::StrCat("verwacht wordt ", words.nl)},
            {{"expected", words.en}});
}

absl::Status RuleTooManyTerms(const std::string& field, size_t byte) {
  return At(
      "RULE_TOO_MANY_TERMS", field, byte,
      {absl::StrCat("at most ", kRuleTermsMax, " numbers and measures"),
       absl::StrCat("au plus ", kRuleTermsMax, " nombres et mesures"),
       absl::StrCat("hoogstens ", kRuleTermsMax, " getallen en metingen")},
      {{"most", absl::StrCat(kRuleTermsMax)}});
}

absl::Status RuleTooDeep(const std::string& field, size_t byte) {
  return At(
      "RULE_TOO_DEEP", field, byte,
      {absl::StrCat("at most ", kRuleDepthMax, " brackets within each other"),
       absl::StrCat("au plus ", kRuleDepthMax,
                    " parenthèses l'une dans l'autre"),
       absl::StrCat("hoogstens ", kRuleDepthMax, " haakjes in elkaar")},
      {{"most", absl::StrCat(kRuleDepthMax)}});
}

absl::Status RuleNumber(const std::string& field, size_t byte) {
  const std::string digits = absl::StrCat(kNumberDigitsMax);
  const std::string decimals = absl::StrCat(kNumberDecimalsMax);
  return At("RULE_NUMBER", field, byte,
            {absl::StrCat("a number, and what numbers come to, has at most ",
                          digits, " digits and ", decimals, " decimals"),
             absl::StrCat("un nombre, comme le résultat de nombres, a au plus ",
                          digits, " chiffres et ", decimals, " décimales"),
             absl::StrCat("een getal, ook de uitkomst van getallen, heeft "
                          "hoogstens ",
                          digits, " cijfers en ", decimals, " decimalen")},
            {{"most", absl::StrCat(digits, ".", decimals)}});
}

absl::Status RuleTooLong(const std::string& field) {
  const std::string most = absl::StrCat(kRuleBytesMax);
  return Refuse(absl::StatusCode::kInvalidArgument, "RULE_TOO_LONG", field,
                {absl::StrCat("A rule has at most ", most, " characters."),
                 absl::StrCat("Une règle a au plus ", most, " caractères."),
                 absl::StrCat("Een regel heeft hoogstens ", most, " tekens.")},
                {{"most", most}});
}

absl::Status RuleWithoutMeasure(const std::string& field) {
  return Invalid("RULE_WITHOUT_MEASURE", field,
                 {"The rule names no measure: put the code of one on one side.",
                  "La règle ne nomme aucune mesure : mettez le code d'une "
                  "mesure d'un côté.",
                  "De regel noemt geen meting: zet de code van een meting aan "
                  "één kant."});
}

absl::Status RuleMeasureUnknown(const std::string& field,
                                absl::string_view code) {
  return OfMeasure(
      "RULE_MEASURE_UNKNOWN", field, code,
      {"is not defined; `entente indicators measures` lists the codes.",
       "n'est pas définie ; `entente indicators measures` liste les codes.",
       "is niet gedefinieerd; `entente indicators measures` somt de codes "
       "op."});
}

absl::Status RuleMeasureSensitive(const std::string& field,
                                  absl::string_view code) {
  return OfMeasure(
      "RULE_MEASURE_SENSITIVE", field, code,
      {"is sensitive: its figures by month are shown to nobody, and a rule "
       "would tell them. Name another.",
       "est sensible : ses chiffres par mois ne sont montrés à personne et une "
       "règle les révélerait. Nommez-en une autre.",
       "is gevoelig: haar maandcijfers worden aan niemand getoond en een regel "
       "zou ze verraden. Noem een andere."});
}

absl::Status RuleMeasureKind(const std::string& field, absl::string_view code) {
  return OfMeasure(
      "RULE_MEASURE_KIND", field, code,
      {"is a ratio or words: only what is counted can be summed.",
       "est un rapport ou un texte : seul ce qui est compté s'additionne.",
       "is een verhouding of tekst: alleen wat geteld wordt kan opgeteld "
       "worden."});
}

absl::Status RuleOtherId(const std::string& field, const std::string& id) {
  return Refuse(
      absl::StatusCode::kInvalidArgument, "RULE_OTHER_ID", field,
      {absl::StrCat("The text says another id than the name: it must say ", id,
                    ", or be another rule."),
       absl::StrCat("Le texte porte un autre identifiant que le nom : il doit "
                    "dire ",
                    id, ", ou devenir une autre règle."),
       absl::StrCat("De tekst noemt een ander id dan de naam: ze moet ", id,
                    " zeggen, of een andere regel worden.")},
      {{"id", id}});
}

absl::Status RuleUnknown(const std::string& field) {
  return Refuse(absl::StatusCode::kNotFound, "RULE_UNKNOWN", field,
                {"The municipality has no rule of that name at that moment.",
                 "La commune n'a pas de règle de ce nom à ce moment.",
                 "De gemeente heeft op dat moment geen regel met die naam."});
}

absl::Status RuleExists(const std::string& field) {
  return Refuse(
      absl::StatusCode::kAlreadyExists, "RULE_EXISTS", field,
      {"A rule has this id, perhaps a withdrawn one: change it instead.",
       "Une règle porte déjà cet identifiant, peut-être retirée : modifiez-la "
       "plutôt.",
       "Een regel heeft dit id al, misschien een ingetrokken: wijzig die."});
}

absl::Status TooManyRules(int most) {
  return TooMany(
      "TOO_MANY_RULES", "parent",
      {absl::StrCat("A municipality has at most ", most,
                    " rules, withdrawn ones included: change one of them."),
       absl::StrCat("Une commune a au plus ", most,
                    " règles, retirées comprises : modifiez-en une."),
       absl::StrCat("Een gemeente heeft hoogstens ", most,
                    " regels, ingetrokken meegeteld: wijzig er een.")});
}

absl::Status TooManyRuleVersions(int most) {
  return TooMany(
      "TOO_MANY_RULE_VERSIONS", "measure_rule.name",
      {absl::StrCat("Of a rule at most ", most,
                    " versions are kept: write another rule."),
       absl::StrCat("Au plus ", most,
                    " versions d'une règle sont gardées : écrivez-en une "
                    "autre."),
       absl::StrCat("Van een regel worden hoogstens ", most,
                    " versies bewaard: schrijf een andere regel.")});
}

absl::Status RulesViolated(const Judgements& judgements) {
  return NotKept("RULE_VIOLATED", "name", judgements,
                 {"Have the figures corrected; see `entente period check`.",
                  "Faites corriger les chiffres ; voir `entente period check`.",
                  "Laat de cijfers verbeteren; zie `entente period check`."});
}

absl::Status RulesUnjustified(const Judgements& judgements) {
  return NotKept(
      "RULE_UNJUSTIFIED", "justifications", judgements,
      {"Have the figures corrected, or say for each rule in "
       "`justifications` why they are right.",
       "Faites corriger les chiffres, ou dites pour chaque règle dans "
       "`justifications` pourquoi ils sont justes.",
       "Laat de cijfers verbeteren, of zeg voor elke regel in "
       "`justifications` waarom ze kloppen."});
}

absl::Status JustificationNeedless(const std::string& id) {
  return Refuse(
      absl::StatusCode::kInvalidArgument, "JUSTIFICATION_NEEDLESS",
      "justifications.rule",
      {absl::StrCat(id,
                    " is no warning in force that the month does not keep: "
                    "leave its justification out."),
       absl::StrCat(id,
                    " n'est pas un avertissement en vigueur que le mois "
                    "enfreint : retirez sa justification."),
       absl::StrCat(id,
                    " is geen geldende waarschuwing die de maand niet naleeft: "
                    "laat de verantwoording weg.")},
      {{"rule", id}});
}

absl::Status JustificationTooShort(int least) {
  return Refuse(absl::StatusCode::kInvalidArgument, "JUSTIFICATION_TOO_SHORT",
                "justifications.justification",
                {absl::StrCat("Say in at least ", least,
                              " characters why the figures are right."),
                 absl::StrCat("Dites en au moins ", least,
                              " caractères pourquoi les chiffres sont justes."),
                 absl::StrCat("Zeg in minstens ", least,
                              " tekens waarom de cijfers kloppen.")},
                {{"least", absl::StrCat(least)}});
}

absl::Status RuleTwice(const std::string& id) {
  return Invalid("RULE_TWICE", "justifications.rule",
                 {absl::StrCat(id, " is named twice: justify it once."),
                  absl::StrCat(id, " est nommée deux fois : une seule suffit."),
                  absl::StrCat(id, " staat er tweemaal: één keer volstaat.")});
}

absl::Status TooManyJustifications(int most) {
  return Invalid("TOO_MANY_JUSTIFICATIONS", "justifications",
                 {absl::StrCat("At most ", most, " justifications."),
                  absl::StrCat("Au plus ", most, " justifications."),
                  absl::StrCat("Hoogstens ", most, " verantwoordingen.")});
}

}  // namespace entente::indicators
