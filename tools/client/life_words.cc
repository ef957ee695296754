#include "tools/client/life_words.h"

#include <ostream>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/base/local_day.h"
#include "tools/client/format.h"

namespace entente::client {

namespace v1 = entente::conventions::v1;
using v1::ConventionFact;

namespace {

Sentence FunctionWord(ConventionFact::Function function) {
  switch (function) {
    case ConventionFact::FUNCTION_MINISTER:
      return {"minister", "ministre", "minister"};
    case ConventionFact::FUNCTION_MAYOR:
      return {"mayor", "bourgmestre", "burgemeester"};
    case ConventionFact::FUNCTION_SECRETARY:
      return {"municipal secretary", "secrétaire communal",
              "gemeentesecretaris"};
    default:
      return {"?", "?", "?"};
  }
}

Sentence Joined(const Sentence& left, const Sentence& right) {
  return {absl::StrCat(left.en, right.en), absl::StrCat(left.fr, right.fr),
          absl::StrCat(left.nl, right.nl)};
}

}  // namespace

Sentence LifeStateWord(v1::Convention::State state) {
  switch (state) {
    case v1::Convention::STATE_DRAFT:
      return {"draft", "projet", "ontwerp"};
    case v1::Convention::STATE_IN_FORCE:
      return {"in force", "en vigueur", "van kracht"};
    case v1::Convention::STATE_CLOSED:
      return {"closed", "clôturée", "afgesloten"};
    case v1::Convention::STATE_SETTLED:
      return {"settled", "soldée", "afgerekend"};
    default:
      return {"unknown", "inconnu", "onbekend"};
  }
}

Sentence FactWord(const ConventionFact& fact) {
  switch (fact.kind()) {
    case ConventionFact::KIND_COUNCIL_APPROVAL:
      return {"council approval", "approbation du conseil communal",
              "goedkeuring door de gemeenteraad"};
    case ConventionFact::KIND_SIGNATURE: {
      const Sentence signature =
          Joined({"signature: ", "signature : ", "handtekening: "},
                 FunctionWord(fact.function()));
      if (fact.copy_number() == 0) return signature;
      const std::string n = absl::StrCat(fact.copy_number());
      return Joined(signature, {absl::StrCat(", copy ", n),
                                absl::StrCat(", exemplaire ", n),
                                absl::StrCat(", exemplaar ", n)});
    }
    case ConventionFact::KIND_COPY_RECEIPT: {
      const std::string n = absl::StrCat(fact.copy_number());
      return {absl::StrCat("signed copy ", n, " received"),
              absl::StrCat("exemplaire signé ", n, " reçu"),
              absl::StrCat("ondertekend exemplaar ", n, " ontvangen")};
    }
    case ConventionFact::KIND_ROYAL_DECREE:
      return {"royal decree", "arrêté royal", "koninklijk besluit"};
    case ConventionFact::KIND_CLOSING:
      return {"closing", "clôture", "afsluiting"};
    case ConventionFact::KIND_SETTLEMENT:
      return {"settlement", "solde", "afrekening"};
    default:
      return {"?", "?", "?"};
  }
}

Sentence AmendmentStateWord(v1::Amendment::State state) {
  switch (state) {
    case v1::Amendment::STATE_PROPOSED:
      return {"proposed", "proposé", "voorgesteld"};
    case v1::Amendment::STATE_APPROVED:
      return {"approved", "approuvé", "goedgekeurd"};
    case v1::Amendment::STATE_APPLIED:
      return {"applied", "appliqué", "toegepast"};
    case v1::Amendment::STATE_WITHDRAWN:
      return {"withdrawn", "retiré", "ingetrokken"};
    default:
      return {"unknown", "inconnu", "onbekend"};
  }
}

Sentence DifferenceWord(const std::string& field) {
  struct Word {
    const char* field;
    Sentence word;
  };
  static const auto& words = *new std::vector<Word>{
      {"text", {"text", "texte", "tekst"}},
      {"heading", {"heading", "intitulé", "opschrift"}},
      {"path", {"path", "chemin", "pad"}},
      {"numbers", {"number", "numéro", "nummer"}},
      {"ordinal", {"place", "rang", "plaats"}},
      {"kind", {"kind", "genre", "soort"}},
      {"contract_profile",
       {"contract profile", "profil de contrat", "contractprofiel"}},
      {"measures", {"measures", "mesures", "metingen"}},
      {"begin_date", {"added from", "ajouté dès le", "toegevoegd vanaf"}},
      {"end_date", {"ended on", "fin le", "beëindigd op"}},
      {"term", {"term", "période", "looptijd"}},
      {"state", {"state", "état", "staat"}},
      {"parties.state", {"the State", "l'État", "de Staat"}},
      {"parties.municipality",
       {"the municipality", "la commune", "de gemeente"}}};
  for (const Word& word : words) {
    if (field == word.field) return word.word;
  }
  if (absl::StartsWith(field, "envelopes.")) {
    const std::string id = field.substr(10);
    return {absl::StrCat("envelope ", id), absl::StrCat("enveloppe ", id),
            absl::StrCat("enveloppe ", id)};
  }
  if (absl::StartsWith(field, "translations.")) {
    const std::string language = field.substr(13);
    return {absl::StrCat("translation (", language, ")"),
            absl::StrCat("traduction (", language, ")"),
            absl::StrCat("vertaling (", language, ")")};
  }
  if (absl::StartsWith(field, "findings.")) {
    const std::string n = field.substr(9);
    return {absl::StrCat("finding ", n, " resolved"),
            absl::StrCat("constat ", n, " résolu"),
            absl::StrCat("vaststelling ", n, " afgehandeld")};
  }
  return {field, field, field};
}

Sentence ProgressStateWord(v1::ProgressStatement::State state) {
  switch (state) {
    case v1::ProgressStatement::STATE_NOT_STARTED:
      return {"not started", "pas commencé", "niet begonnen"};
    case v1::ProgressStatement::STATE_UNDER_WAY:
      return {"under way", "en cours", "bezig"};
    case v1::ProgressStatement::STATE_DONE:
      return {"done", "réalisé", "klaar"};
    case v1::ProgressStatement::STATE_DROPPED:
      return {"dropped", "abandonné", "opgegeven"};
    default:
      return {"nothing stated", "sans déclaration", "geen verklaring"};
  }
}

Sentence ControlKindWord(v1::ControlRequest::Kind kind) {
  switch (kind) {
    case v1::ControlRequest::KIND_INFORMATION:
      return {"information", "informations", "informatie"};
    case v1::ControlRequest::KIND_DOCUMENTS:
      return {"documents", "documents", "documenten"};
    case v1::ControlRequest::KIND_ON_SITE:
      return {"on site", "sur place", "ter plaatse"};
    default:
      return {"?", "?", "?"};
  }
}

Sentence ControlStateWord(v1::ControlRequest::State state) {
  switch (state) {
    case v1::ControlRequest::STATE_OPEN:
      return {"open", "ouverte", "open"};
    case v1::ControlRequest::STATE_ANSWERED:
      return {"answered", "répondue", "beantwoord"};
    case v1::ControlRequest::STATE_CLOSED:
      return {"closed", "clôturée", "afgesloten"};
    default:
      return {"?", "?", "?"};
  }
}

namespace {

template <class Codes>
std::string MissingWords(Cli& cli, const Codes& codes) {
  std::vector<std::string> words;
  for (const std::string& code : codes) {
    words.push_back(cli.T(MissingWord(code)));
  }
  return absl::StrJoin(words, ", ");
}

// The last microsecond of `day` in Belgium, as services see it, whatever zone
// this machine keeps: its midnight is one or two hours before that of UTC.
absl::Time EndOfDay(absl::CivilDay day) {
  const absl::Time summer =
      absl::FromCivil(day + 1, absl::UTCTimeZone()) - absl::Hours(2);
  const absl::Time midnight =
      LocalDay(summer) > day ? summer : summer + absl::Hours(1);
  return midnight - absl::Microseconds(1);
}

}  // namespace

void PrintLife(Cli& cli, const v1::ConventionLife& life) {
  cli.out() << cli.T({"State: ", "État : ", "Staat: "})
            << cli.T(LifeStateWord(life.state())) << "; "
            << cli.T({"signed copies received: ", "exemplaires signés reçus : ",
                      "ondertekende exemplaren ontvangen: "})
            << life.received_copies() << "/2\n";
  for (const v1::CopyLife& copy : life.copies()) {
    if (copy.missing().empty()) continue;
    cli.out() << cli.T({"Copy ", "Exemplaire ", "Exemplaar "})
              << copy.copy_number() << ", "
              << cli.T({"missing: ", "il manque : ", "ontbreekt: "})
              << MissingWords(cli, copy.missing()) << "\n";
  }
  if (life.missing().empty()) return;
  cli.out() << cli.T({"Missing: ", "Il manque : ", "Ontbreekt: "})
            << MissingWords(cli, life.missing()) << "\n";
}

absl::StatusOr<google::protobuf::Timestamp> ParseTimeFlag(
    const std::string& flag, const std::string& text) {
  absl::Time time;
  absl::CivilDay day;
  std::string error;
  const absl::TimeZone local = absl::LocalTimeZone();
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    // As written.
  } else if (absl::ParseCivilTime(text, &day)) {
    time = EndOfDay(day);
  } else if (absl::ParseTime("%Y-%m-%d %H:%M", text, local, &time, &error)) {
    // To the minute.
  } else {
    return UsageError(
        {absl::StrCat(flag,
                      ": write 2018-06-01, \"2018-06-01 10:00\" or "
                      "2018-06-01T10:00:00Z."),
         absl::StrCat(flag,
                      " : écrivez 2018-06-01, « 2018-06-01 10:00 » ou "
                      "2018-06-01T10:00:00Z."),
         absl::StrCat(flag,
                      ": schrijf 2018-06-01, \"2018-06-01 10:00\" of "
                      "2018-06-01T10:00:00Z.")});
  }
  const int64_t micros = absl::ToUnixMicros(time);
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(micros / 1'000'000);
  stamp.set_nanos(static_cast<int32_t>(micros % 1'000'000) * 1000);
  return stamp;
}

}  // namespace entente::client
