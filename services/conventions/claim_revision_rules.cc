#include "services/conventions/claim_revision_rules.h"

#include <cstdlib>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/claim_errors.h"
#include "services/conventions/claim_reversal_rules.h"
#include "services/conventions/field_rules.h"
#include "services/conventions/money/money.h"
#include "services/conventions/refusal.h"
#include "services/conventions/undo_rules.h"

namespace entente::conventions {
namespace {

using absl::StatusCode;
using v1::Claim;
using v1::ClaimLine;

constexpr int kLinesMax = 1000;

std::string ShortOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

absl::Status LinesTooMany(int count) {
  const std::string given = absl::StrCat(count);
  const std::string max = absl::StrCat(kLinesMax);
  return Refuse(
      StatusCode::kInvalidArgument, "LIST_TOO_LONG", "claim_revision.lines",
      {{"count", given}, {"count_max", max}},
      {.en = absl::StrCat(given, " lines are revised; at most ", max,
                          " at once. Enter the rest as another revision."),
       .fr = absl::StrCat(given, " lignes révisées ; au plus ", max,
                          " à la fois. Encodez le reste dans une autre "
                          "révision."),
       .nl = absl::StrCat(given, " regels herzien; hoogstens ", max,
                          " tegelijk. Voer de rest in als een andere "
                          "herziening.")});
}

absl::Status Unchanged(const ClaimLine& line) {
  const std::string name = ShortOf(line.source());
  const std::string amount = Euros(Cents(line.accepted()));
  return Refuse(StatusCode::kFailedPrecondition, "DECISION_UNCHANGED",
                "claim_revision.lines.accepted",
                {{"source", line.source()},
                 {"accepted_cents", absl::StrCat(Cents(line.accepted()))}},
                {.en = absl::StrCat("Of ", name, " ", amount,
                                    " is accepted already. Leave it out."),
                 .fr = absl::StrCat("De ", name, ", ", amount,
                                    " est déjà accepté. Retirez-le."),
                 .nl = absl::StrCat("Van ", name, " is ", amount,
                                    " al aanvaard. Laat het weg.")});
}

absl::Status MoreThanClaimed(const ClaimLine& line, int64_t accepted) {
  const std::string name = ShortOf(line.source());
  const std::string given = Euros(accepted);
  const std::string claimed = Euros(Cents(line.amount()));
  return Refuse(
      StatusCode::kInvalidArgument, "DECISION_AMOUNT",
      "claim_revision.lines.accepted",
      {{"source", line.source()},
       {"claimed_cents", absl::StrCat(Cents(line.amount()))},
       {"accepted_cents", absl::StrCat(accepted)}},
      {.en = absl::StrCat("Of ", name, " ", claimed, " is claimed, so ", given,
                          " cannot be accepted. Give at most what is claimed."),
       .fr =
           absl::StrCat("Pour ", name, ", ", claimed, " est déclaré : ", given,
                        " ne peut être accepté. Donnez au plus ce qui est "
                        "déclaré."),
       .nl = absl::StrCat("Voor ", name, " is ", claimed, " gevorderd: ", given,
                          " kan niet aanvaard worden. Geef hoogstens wat "
                          "gevorderd is.")});
}

absl::Status CheckLine(const NewRevision& wanted,
                       const NewRevision::Line& revised,
                       const ClaimLine& line) {
  if (!line.is_decided()) {
    return ClaimLineUndecided(line, "claim_revision.lines.source");
  }
  if (revised.accepted_cents > Cents(line.amount())) {
    return MoreThanClaimed(line, revised.accepted_cents);
  }
  if (revised.accepted_cents == Cents(line.accepted())) return Unchanged(line);
  return CheckUndoDate(wanted.date, line.decide_date(),
                       "claim_revision.revise_date");
}

}  // namespace

absl::StatusOr<NewRevision> ValidateCreateClaimRevision(
    const v1::CreateClaimRevisionRequest& request) {
  constexpr char kLines[] = "claim_revision.lines";
  constexpr char kSource[] = "claim_revision.lines.source";
  constexpr char kAccepted[] = "claim_revision.lines.accepted";
  constexpr char kDate[] = "claim_revision.revise_date";
  constexpr char kReference[] = "claim_revision.decision_reference";
  const v1::ClaimRevision& asked = request.claim_revision();
  NewRevision result;
  ENTENTE_ASSIGN_OR_RETURN(
      result.claim,
      ParseNumberedName(NumberedKind::kClaim, request.parent(), "parent"));
  if (!asked.has_revise_date()) return Required(kDate);
  ENTENTE_RETURN_IF_ERROR(CheckDate(asked.revise_date(), kDate));
  if (asked.decision_reference().empty()) return Required(kReference);
  ENTENTE_RETURN_IF_ERROR(
      CheckReference(asked.decision_reference(), kReference));
  ENTENTE_RETURN_IF_ERROR(
      CheckNamesNobody(asked.decision_reference(), kReference));
  if (asked.lines().empty()) return Required(kLines);
  if (asked.lines_size() > kLinesMax) return LinesTooMany(asked.lines_size());
  std::set<std::string> seen;
  for (const v1::RevisedLine& line : asked.lines()) {
    if (line.source().empty()) return Required(kSource);
    if (!seen.insert(line.source()).second) {
      return ClaimLineTwice(line.source().substr(0, 300), kSource);
    }
    if (!line.has_accepted()) return Required(kAccepted);
    ENTENTE_ASSIGN_OR_RETURN(const int64_t cents,
                             CentsFromMoney(line.accepted(), kAccepted));
    if (cents < 0) return PositiveCents(line.accepted(), kAccepted).status();
    ENTENTE_RETURN_IF_ERROR(
        CheckReason(line.reason(), "claim_revision.lines.reason"));
    result.lines.push_back({line.source(), cents, line.reason()});
  }
  result.date = asked.revise_date();
  result.reference = asked.decision_reference();
  return result;
}

absl::StatusOr<Revised> Revise(const NewRevision& wanted,
                               const google::type::Date& today, Claim& claim,
                               v1::ClaimRevision& revision) {
  if (IsBefore(today, wanted.date)) {
    return DateInFuture(wanted.date, today, "claim_revision.revise_date");
  }
  std::map<std::string, int> places;
  for (int i = 0; i < claim.lines_size(); ++i) {
    places[claim.lines(i).source()] = i;
  }
  for (const NewRevision::Line& revised : wanted.lines) {
    const auto place = places.find(revised.source);
    if (place == places.end()) {
      return ClaimLineUnknown(claim, revised.source.substr(0, 300),
                              "claim_revision.lines.source");
    }
    ENTENTE_RETURN_IF_ERROR(
        CheckLine(wanted, revised, claim.lines(place->second)));
  }
  Revised moved;
  revision.clear_lines();
  for (const NewRevision::Line& revised : wanted.lines) {
    ClaimLine& line = *claim.mutable_lines(places[revised.source]);
    const int64_t less = Cents(line.accepted()) - revised.accepted_cents;
    (less > 0 ? moved.less : moved.more)[line.line()] += std::abs(less);
    v1::RevisedLine& kept = *revision.add_lines();
    kept.set_source(revised.source);
    *kept.mutable_accepted() = MoneyFromCents(revised.accepted_cents);
    kept.set_reason(revised.reason);
    *kept.mutable_before() = line;
    *line.mutable_accepted() = kept.accepted();
    *line.mutable_ineligible() =
        MoneyFromCents(Cents(line.amount()) - revised.accepted_cents);
    line.set_reason(revised.reason);
    *line.mutable_decide_date() = wanted.date;
    line.set_decision_reference(wanted.reference);
  }
  *revision.mutable_revise_date() = wanted.date;
  revision.set_decision_reference(wanted.reference);
  AddUp(claim);
  if (IsBefore(claim.decide_date(), wanted.date)) {
    *claim.mutable_decide_date() = wanted.date;
  }
  return moved;
}

absl::Status RevisionsTooMany(const Claim& claim) {
  const std::string max = absl::StrCat(kRevisionsMax);
  const std::string name = ShortOf(claim.name());
  Figures figures = FiguresOf(claim);
  figures["count_max"] = max;
  return Refuse(StatusCode::kFailedPrecondition, "REVISIONS_TOO_MANY", "parent",
                std::move(figures),
                {.en = absl::StrCat(name, " was revised ", max,
                                    " times already, the most that is kept."),
                 .fr = absl::StrCat(name, " a déjà été révisée ", max,
                                    " fois, le maximum conservé."),
                 .nl = absl::StrCat(name, " is al ", max,
                                    " keer herzien, het meeste dat wordt "
                                    "bewaard.")});
}

absl::Status ClaimLineRevised(const Claim& claim, const std::string& source,
                              const std::string& revision) {
  const std::string name = ShortOf(source);
  const std::string number = ShortOf(revision);
  Figures figures = FiguresOf(claim);
  figures["source"] = source;
  figures["claim_revision"] = revision;
  return Refuse(
      StatusCode::kFailedPrecondition, "CLAIM_LINE_REVISED", "sources",
      std::move(figures),
      {.en = absl::StrCat("The State has revised its decision on ", name,
                          " (revision ", number,
                          "), so it is no mistake of entry. Enter what it "
                          "decides now as a revision."),
       .fr = absl::StrCat("L'État a révisé sa décision sur ", name,
                          " (révision ", number,
                          ") : ce n'est pas une erreur d'encodage. Encodez ce "
                          "qu'il décide à présent comme révision."),
       .nl = absl::StrCat("De Staat herzag zijn beslissing over ", name,
                          " (herziening ", number,
                          "): het is geen invoerfout. Voer wat hij nu beslist "
                          "in als herziening.")});
}

}  // namespace entente::conventions
