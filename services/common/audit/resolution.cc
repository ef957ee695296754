#include "services/common/audit/resolution.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/audit/access_log.h"
#include "services/common/audit/resolution_errors.h"
#include "services/common/audit/statement_text.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/store/key.h"

namespace entente::audit {
namespace {

constexpr char kCollection[] = "auditResolutions/";
constexpr size_t kPseudonymBytes = 16;

absl::CivilDay ToDay(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

bool IsDay(const google::type::Date& date) {
  const absl::CivilDay day = ToDay(date);
  return date.year() >= 2000 && date.year() <= 9999 &&
         day.month() == date.month() && day.day() == date.day();
}

absl::Status ValidatePeriod(const AuditQuestion& question) {
  if (!IsDay(question.from_date()) || !IsDay(question.until_date()) ||
      LastDay(question) < FirstDay(question) ||
      LastDay(question) - FirstDay(question) >= kPeriodDaysMax) {
    return QuestionInvalid(
        "question.until_date",
        {absl::StrCat("The period needs a first and a last day, in this order, "
                      "of at most ",
                      kPeriodDaysMax, " days in all."),
         absl::StrCat("La période demande un premier et un dernier jour, dans "
                      "cet ordre, de ",
                      kPeriodDaysMax, " jours au plus en tout."),
         absl::StrCat(
             "De periode vraagt een eerste en een laatste dag, in deze "
             "volgorde, van samen hoogstens ",
             kPeriodDaysMax, " dagen.")});
  }
  return absl::OkStatus();
}

absl::Status ValidateSubject(const AuditQuestion& question) {
  if (question.has_person()) {
    const AuditPerson& person = question.person();
    if (person.pseudonym().size() != kPseudonymBytes) {
      return QuestionInvalid("question.person.pseudonym",
                             {"A pseudonym has 16 bytes, as in the entry.",
                              "Un pseudonyme a 16 octets, comme dans l'entrée.",
                              "Een pseudoniem heeft 16 bytes, zoals in de "
                              "regel."});
    }
    if (FirstDay(question).year() != person.key_year() ||
        LastDay(question).year() != person.key_year()) {
      return QuestionInvalid(
          "question.person.key_year",
          {"A pseudonym serves one year: the period must lie within it.",
           "Un pseudonyme sert une année : la période doit s'y trouver.",
           "Een pseudoniem dient één jaar: de periode moet daarin vallen."});
    }
    return absl::OkStatus();
  }
  if (!IsStatementWord(question.object()) ||
      question.object().size() > kObjectBytesMax) {
    return QuestionInvalid(
        "question.object",
        {"Ask for a pseudonym, or for an object by its resource name.",
         "Interrogez sur un pseudonyme, ou sur un objet par son nom de "
         "ressource.",
         "Vraag naar een pseudoniem, of naar een object met zijn "
         "resourcenaam."});
  }
  return absl::OkStatus();
}

}  // namespace

absl::CivilDay FirstDay(const AuditQuestion& question) {
  return ToDay(question.from_date());
}

absl::CivilDay LastDay(const AuditQuestion& question) {
  return ToDay(question.until_date());
}

absl::Status ValidateQuestion(const AuditQuestion& question) {
  ENTENTE_RETURN_IF_ERROR(ValidatePeriod(question));
  ENTENTE_RETURN_IF_ERROR(ValidateSubject(question));
  if (question.reason() == AuditQuestion::REASON_UNSPECIFIED ||
      !AuditQuestion::Reason_IsValid(question.reason())) {
    return QuestionInvalid("question.reason",
                           {"Say why: a reason of the closed list.",
                            "Dites pourquoi : un motif de la liste fermée.",
                            "Zeg waarom: een reden uit de gesloten lijst."});
  }
  if (!IsStatementWord(question.reference()) ||
      question.reference().size() > kReferenceBytesMax) {
    return QuestionInvalid(
        "question.reference",
        {"Say where the occasion is filed, in 1 to 100 letters, digits and "
         ". _ ~ / : @ -, without naming a person.",
         "Dites où l'occasion est classée, en 1 à 100 lettres, chiffres et "
         ". _ ~ / : @ -, sans nommer personne.",
         "Zeg waar de aanleiding is opgeborgen, in 1 tot 100 letters, cijfers "
         "en . _ ~ / : @ -, zonder iemand te noemen."});
  }
  return absl::OkStatus();
}

std::string ResolutionsPrefix() {
  return store::KeyWriter().Table(kResolutionTable).Key();
}

std::string ResolutionKey(absl::string_view name) {
  return store::KeyWriter()
      .Table(kResolutionTable)
      .Str(absl::StripPrefix(name, kCollection))
      .Key();
}

absl::StatusOr<AuditResolution> ReadResolution(const store::Reader& reader,
                                               const std::string& name) {
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<std::string> bytes,
                           reader.Get(ResolutionKey(name)));
  if (!bytes) return ResolutionUnknown();
  AuditResolution stored;
  if (!stored.ParseFromString(*bytes)) {
    return absl::DataLossError("a resolution cannot be read");
  }
  if (stored.name() != name) return ResolutionUnknown();
  return stored;
}

std::string EtagOf(const AuditResolution& stored) {
  AuditResolution asked = stored;
  asked.clear_approver();
  asked.clear_approve_time();
  asked.clear_log_size();
  asked.clear_etag();
  asked.clear_state();
  return Sha256Hex(asked.SerializeAsString());
}

absl::StatusOr<bool> HasExpired(const store::Reader& reader,
                                const AuditResolution& stored, absl::Time now) {
  const int64_t end = stored.expire_time().seconds();
  if (now >= absl::FromUnixSeconds(end) ||
      now < absl::FromUnixSeconds(stored.create_time().seconds())) {
    return true;
  }
  bool has_passed = false;
  ENTENTE_RETURN_IF_ERROR(VisitEntries(
      reader, stored.log_size_at_request(), [&](const AuditEntry& entry) {
        has_passed = entry.time().seconds() >= end;
        return !has_passed;
      }));
  return has_passed;
}

absl::StatusOr<bool> IsPerson(const Pseudonymizer& pseudonymizer,
                              const AuditPerson& person,
                              absl::string_view subject) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string pseudonym,
      pseudonymizer.PastPseudonym(PseudonymKind::kPerson, subject,
                                  person.key_year()));
  return ConstantTimeEquals(pseudonym, person.pseudonym());
}

}  // namespace entente::audit
