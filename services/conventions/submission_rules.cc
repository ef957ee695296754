#include "services/conventions/submission_rules.h"

#include <array>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/conventions/convention_errors.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/refusal.h"

namespace entente::conventions {
namespace {

using v1::Submission;
using v1::SubmissionDecision;

// Where the last revision of a year stands.
enum class Stage {
  kNone,
  kKept,
  kSent,
  kReceived,
  kAccepted,
  kRejected,
  kWithdrawn,
  kOther
};

Stage StageOf(const Submission* last) {
  if (last == nullptr) return Stage::kNone;
  switch (last->state()) {
    case Submission::STATE_SUBMITTED:
      return last->has_send_time() ? Stage::kSent : Stage::kKept;
    case Submission::STATE_RECEIVED:
      return Stage::kReceived;
    case Submission::STATE_DECIDED:
      return IsRejected(*last) ? Stage::kRejected : Stage::kAccepted;
    case Submission::STATE_WITHDRAWN:
      return Stage::kWithdrawn;
    default:
      return Stage::kOther;
  }
}

struct Step {
  Stage from;
  SubmissionAct act;
  Submission::State to;
};
constexpr std::array<Step, 10> kSteps = {
    {{Stage::kNone, SubmissionAct::kSubmit, Submission::STATE_SUBMITTED},
     {Stage::kRejected, SubmissionAct::kSubmit, Submission::STATE_SUBMITTED},
     {Stage::kNone, SubmissionAct::kReceive, Submission::STATE_RECEIVED},
     {Stage::kWithdrawn, SubmissionAct::kSubmit, Submission::STATE_SUBMITTED},
     {Stage::kKept, SubmissionAct::kWithdraw, Submission::STATE_WITHDRAWN},
     {Stage::kKept, SubmissionAct::kReceive, Submission::STATE_RECEIVED},
     {Stage::kSent, SubmissionAct::kReceive, Submission::STATE_RECEIVED},
     {Stage::kRejected, SubmissionAct::kReceive, Submission::STATE_RECEIVED},
     {Stage::kReceived, SubmissionAct::kDecide, Submission::STATE_DECIDED},
     {Stage::kAccepted, SubmissionAct::kApply, Submission::STATE_DECIDED}}};

Sentence StageWord(Stage stage) {
  switch (stage) {
    case Stage::kNone:
      return {"not handed in", "non remis", "niet ingediend"};
    case Stage::kKept:
      return {"submitted, not yet sent to the State",
              "remis, pas encore envoyé à l'État",
              "ingediend, nog niet verstuurd naar de Staat"};
    case Stage::kSent:
      return {"sent to the State, which has not said that it has it",
              "envoyé à l'État, qui n'a pas dit qu'il l'a",
              "verstuurd naar de Staat, die niet gezegd heeft dat hij het "
              "heeft"};
    case Stage::kReceived:
      return {"received by the State and not decided",
              "reçu par l'État et non décidé",
              "ontvangen door de Staat en niet beslist"};
    case Stage::kAccepted:
      return {"accepted", "accepté", "aanvaard"};
    case Stage::kRejected:
      return {"rejected", "rejeté", "verworpen"};
    case Stage::kWithdrawn:
      return {"withdrawn", "retiré", "ingetrokken"};
    case Stage::kOther:
      break;
  }
  return {"in an unknown state", "dans un état inconnu",
          "in een onbekende stand"};
}

}  // namespace

absl::StatusOr<SubmissionName> ParseSubmissionName(absl::string_view name,
                                                   absl::string_view field) {
  constexpr absl::string_view kCollection = "/submissions/";
  const size_t at = name.find(kCollection);
  SubmissionName parsed;
  if (at != absl::string_view::npos) {
    const absl::string_view id = name.substr(at + kCollection.size());
    auto parent = ParseConventionName(name.substr(0, at), field);
    if (parent.ok() && id.size() >= 6 && id[4] == '-' &&
        absl::SimpleAtoi(id.substr(0, 4), &parsed.year) &&
        absl::SimpleAtoi(id.substr(5), &parsed.revision) &&
        parsed.year >= 1900 && parsed.year <= 2200 && parsed.revision >= 1 &&
        parsed.revision <= kRevisionMax) {
      parsed.parent = *std::move(parent);
      // One spelling: no zeros or signs in front.
      if (Format(parsed) == name) return parsed;
    }
  }
  return FieldError(
      "MALFORMED_NAME", field,
      {.en = "This is not the name of a submission, as in \"municipalities/"
             "21004/conventions/css-2018-2019/submissions/2018-1\".",
       .fr = "Ce n'est pas le nom d'une remise, comme « municipalities/21004/"
             "conventions/css-2018-2019/submissions/2018-1 ».",
       .nl = "Dit is niet de naam van een indiening, zoals \"municipalities/"
             "21004/conventions/css-2018-2019/submissions/2018-1\"."});
}

std::string Format(const SubmissionName& name) {
  return absl::StrCat(Format(name.parent), "/submissions/", name.year, "-",
                      name.revision);
}

Submission MakeSubmission(const SubmissionName& name, const std::string& bytes,
                          const v1::DossierManifest& manifest) {
  Submission submission;
  submission.set_name(Format(name));
  submission.set_year(name.year);
  submission.set_revision(name.revision);
  submission.set_manifest_sha256(Sha256Hex(bytes));
  v1::DossierFile& first = *submission.add_files();
  first.set_path(kManifestPath);
  first.set_bytes(static_cast<int64_t>(bytes.size()));
  first.set_sha256(submission.manifest_sha256());
  submission.mutable_files()->MergeFrom(manifest.files());
  submission.set_file_count(submission.files_size());
  int64_t total = 0;
  for (const v1::DossierFile& file : submission.files()) total += file.bytes();
  submission.set_total_bytes(total);
  return submission;
}

bool IsRejected(const Submission& submission) {
  return submission.state() == Submission::STATE_DECIDED &&
         submission.decision().outcome() ==
             SubmissionDecision::OUTCOME_REJECTED;
}

bool IsLetGo(const Submission& submission) {
  return IsRejected(submission) ||
         submission.state() == Submission::STATE_WITHDRAWN;
}

absl::StatusOr<int> SkippedRevisions(const SubmissionName& name,
                                     const Submission* last) {
  const int next = last == nullptr ? 1 : last->revision() + 1;
  const bool is_free = last == nullptr || IsRejected(*last);
  if (name.revision < next || (name.revision > next && !is_free)) {
    return RevisionUnexpected(name, next);
  }
  return name.revision - next;
}

absl::StatusOr<Submission::State> NextState(const Submission* last,
                                            SubmissionAct act) {
  const Stage stage = StageOf(last);
  for (const Step& step : kSteps) {
    if (step.from == stage && step.act == act) return step.to;
  }
  const Sentence is = StageWord(stage);
  return Refuse(
      absl::StatusCode::kFailedPrecondition, "SUBMISSION_STATE", "name",
      {{"state", last == nullptr ? "" : Submission::State_Name(last->state())}},
      {.en = absl::StrCat("The dossier is ", is.en,
                          ". A year is handed in again only after a "
                          "rejection or a withdrawal, withdrawn only before "
                          "it is sent, decided once it is received, and "
                          "applied once it is accepted."),
       .fr = absl::StrCat("Le dossier est ", is.fr,
                          ". Une année n'est remise à nouveau qu'après un "
                          "rejet ou un retrait, retirée qu'avant son envoi, "
                          "décidée qu'une fois reçue et appliquée qu'une fois "
                          "acceptée."),
       .nl = absl::StrCat("Het dossier is ", is.nl,
                          ". Een jaar wordt pas na een verwerping of een "
                          "intrekking opnieuw ingediend, enkel voor het "
                          "versturen ingetrokken, beslist zodra het ontvangen "
                          "is en toegepast zodra het aanvaard is.")});
}

absl::Status CheckSubmissionEtag(const Submission& submission,
                                 const std::string& etag) {
  if (etag.empty() || etag == submission.etag()) return absl::OkStatus();
  return EtagMismatch(etag, submission.etag());
}

absl::Status CheckSeal(const Seal& seal, Seal::Kind kind,
                       const std::string& name,
                       const std::string& manifest_sha256,
                       const std::string& decision_sha256) {
  const bool is_same = seal.kind == kind && seal.name == name &&
                       seal.manifest_sha256 == manifest_sha256 &&
                       seal.decision_sha256 == decision_sha256;
  return is_same ? absl::OkStatus() : SignatureWrong();
}

absl::Status ValidateDecision(const SubmissionDecision& decision,
                              const google::type::Date& today) {
  if (decision.outcome() == SubmissionDecision::OUTCOME_UNSPECIFIED ||
      !SubmissionDecision::Outcome_IsValid(decision.outcome())) {
    return Required("decision.outcome");
  }
  if (decision.outcome() != SubmissionDecision::OUTCOME_ACCEPTED ||
      !decision.reason().empty()) {
    ENTENTE_RETURN_IF_ERROR(CheckReason(decision.reason(), "decision.reason"));
  }
  ENTENTE_RETURN_IF_ERROR(
      CheckPastDate(decision.decide_date(), today, "decision.decide_date"));
  ENTENTE_RETURN_IF_ERROR(
      CheckReference(decision.reference(), "decision.reference"));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(decision.reference(), "decision.reference"));
  const bool is_in_part =
      decision.outcome() == SubmissionDecision::OUTCOME_ACCEPTED_IN_PART;
  if (decision.lines_size() > kClaimLinesMax ||
      is_in_part != (decision.lines_size() > 0)) {
    return FieldError(
        "DECISION_LINES", "decision.lines",
        {.en = "Accepted in part names the lines that are not accepted in "
               "whole, at most 10 000; other decisions name none.",
         .fr = "Une acceptation partielle nomme les lignes non acceptées en "
               "entier, au plus 10 000 ; les autres décisions n'en nomment "
               "aucune.",
         .nl = "Een gedeeltelijke aanvaarding noemt de lijnen die niet geheel "
               "aanvaard zijn, hoogstens 10 000; andere beslissingen noemen "
               "er geen."});
  }
  for (const v1::LineDecision& line : decision.lines()) {
    ENTENTE_RETURN_IF_ERROR(
        PositiveCents(line.ineligible(), "decision.lines.ineligible").status());
  }
  return absl::OkStatus();
}

absl::StatusOr<SubmissionDecision> ReadDecision(const std::string& bytes,
                                                const Submission& submission) {
  SubmissionDecision decision;
  bool is_known = decision.ParseFromString(bytes);
  if (is_known) {
    SubmissionDecision known = decision;
    known.DiscardUnknownFields();
    is_known =
        known.ByteSizeLong() == decision.ByteSizeLong() &&
        decision.outcome() != SubmissionDecision::OUTCOME_UNSPECIFIED &&
        SubmissionDecision::Outcome_IsValid(decision.outcome()) &&
        (decision.outcome() == SubmissionDecision::OUTCOME_ACCEPTED_IN_PART) ==
            (decision.lines_size() > 0);
  }
  if (is_known && decision.submission() == submission.name() &&
      decision.manifest_sha256() == submission.manifest_sha256()) {
    return decision;
  }
  return DecisionUnreadable(submission.name());
}

absl::StatusOr<std::vector<ClaimVerdict>> VerdictsOf(
    const SubmissionDecision& decision, const std::vector<v1::Claim>& claims) {
  std::vector<ClaimVerdict> verdicts;
  if (decision.outcome() == SubmissionDecision::OUTCOME_REJECTED) {
    return verdicts;
  }
  std::multimap<std::string, const v1::LineDecision*> wanted;
  for (const v1::LineDecision& line : decision.lines()) {
    wanted.emplace(line.source(), &line);
  }
  for (const v1::Claim& claim : claims) {
    if (claim.state() != v1::Claim::STATE_SUBMITTED) continue;
    v1::DecideClaimRequest request;
    request.set_name(claim.name());
    request.set_accept_rest(true);
    *request.mutable_decide_date() = decision.decide_date();
    request.set_decision_reference(decision.reference());
    for (const v1::ClaimLine& line : claim.lines()) {
      const auto [first, last] = wanted.equal_range(line.source());
      for (auto at = first; at != last; ++at) {
        *request.add_decisions() = *at->second;
      }
      wanted.erase(first, last);
    }
    ENTENTE_ASSIGN_OR_RETURN(ClaimVerdict verdict,
                             ValidateDecideClaim(request));
    verdicts.push_back(std::move(verdict));
  }
  if (wanted.empty()) return verdicts;
  return Refuse(
      absl::StatusCode::kInvalidArgument, "CLAIM_LINE_UNKNOWN",
      "decision.lines.source", {},
      {.en = "A line that is decided stands in no submitted claim of the "
             "dossier.",
       .fr = "Une ligne décidée ne figure dans aucune déclaration remise du "
             "dossier.",
       .nl = "Een besliste lijn staat in geen ingediende schuldvordering van "
             "het dossier."});
}

absl::Status CheckQuota(const Received& received, int64_t bytes) {
  return received.dossiers < kReceivedMax &&
                 received.bytes + bytes <= kReceivedBytesMax
             ? absl::OkStatus()
             : IntakeQuota(received);
}

v1::BooksMark Sum(const v1::BooksMark& one, const v1::BooksMark& other) {
  v1::BooksMark mark;
  mark.set_entries(one.entries() + other.entries());
  mark.set_claims(one.claims() + other.claims());
  mark.set_statements(one.statements() + other.statements());
  mark.set_changes(one.changes() + other.changes());
  mark.set_evidence(one.evidence() + other.evidence());
  return mark;
}

v1::BooksMark Difference(const v1::BooksMark& now, const v1::BooksMark& then) {
  v1::BooksMark mark;
  mark.set_entries(now.entries() - then.entries());
  mark.set_claims(now.claims() - then.claims());
  mark.set_statements(now.statements() - then.statements());
  mark.set_changes(now.changes() - then.changes());
  mark.set_evidence(now.evidence() - then.evidence());
  return mark;
}

bool IsZero(const v1::BooksMark& mark) { return mark.ByteSizeLong() == 0; }

absl::Status CheckSender(absl::string_view registered,
                         const SubmissionName& name, absl::string_view field) {
  if (registered.empty()) return SenderUnknown();
  if (registered != name.parent.municipality) {
    return NotTheSender(registered, field);
  }
  return absl::OkStatus();
}

}  // namespace entente::conventions
