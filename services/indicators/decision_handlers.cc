// What is decided about a month: approved, sent back; and what it is judged by.
// How it is opened again is in reopening_handlers.cc.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "services/common/base/timestamp.h"
#include "services/indicators/fact_rules.h"
#include "services/indicators/period_author_store.h"
#include "services/indicators/period_change_handlers.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/period_version_store.h"
#include "services/indicators/rule_judge_rules.h"
#include "services/indicators/timeliness_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

// Every expected source has confirmed or is named, and no other is.
absl::Status CheckSources(const PeriodView& view,
                          const v1::ApprovePeriodRequest& request) {
  std::vector<std::string> missing = view.UnconfirmedSources();
  for (const v1::MissingSource& without : request.without()) {
    const auto found =
        std::find(missing.begin(), missing.end(), without.source());
    if (found == missing.end()) return WithoutNeedless(without.source());
    missing.erase(found);
  }
  return missing.empty() ? absl::OkStatus() : SourcesNotConfirmed(missing);
}

// Nobody approves figures of his own account, also where it has not confirmed
// them and he names it among those that he can do without.
absl::Status CheckNoSource(const PeriodView& view, const std::string& subject) {
  const auto& expected = view.calendar->expected_sources();
  if (view.sources.contains(subject) ||
      std::find(expected.begin(), expected.end(), subject) != expected.end()) {
    return SamePersonSource("name");
  }
  return absl::OkStatus();
}

// Place of the latest re-opening since the last version; -1: there was none.
int LastReopening(const v1::PeriodRecord& record) {
  for (int place = record.decisions_size() - 1; place >= 0; --place) {
    const auto kind = record.decisions(place).decision().kind();
    if (kind == v1::PeriodDecision::KIND_APPROVED) break;
    if (kind == v1::PeriodDecision::KIND_REOPENED) return place;
  }
  return -1;
}

// Neither of the two who re-opened the month freezes what came of it. Only the
// latest re-opening counts, or persons who all re-opened could not go on. What
// was asked stands right before what was approved; months of before were
// re-opened by one person.
absl::Status CheckOtherReopened(const v1::PeriodRecord& record,
                                const std::string& subject) {
  const int place = LastReopening(record);
  if (place < 0 || subject.empty()) return absl::OkStatus();
  const bool is_asker = place > 0 &&
                        record.decisions(place - 1).subject() == subject &&
                        record.decisions(place - 1).decision().kind() ==
                            v1::PeriodDecision::KIND_REOPENING_ASKED;
  if (is_asker || record.decisions(place).subject() == subject) {
    return SamePersonReopened("name");
  }
  return absl::OkStatus();
}

// Why the month was opened since its last version.
std::string ReopenReason(const v1::PeriodRecord& record) {
  const int place = LastReopening(record);
  return place < 0 ? "" : record.decisions(place).decision().reason();
}

// Nobody approves figures that he entered, stated or delivered for a source,
// nor under terms that he set afterwards.
absl::Status CheckNotOwn(const store::Reader& reader, const PeriodView& view,
                         const std::string& subject) {
  ENTENTE_ASSIGN_OR_RETURN(const bool has_entered,
                           HasEntered(reader, view, subject));
  if (has_entered) return SamePersonEntered("name");
  ENTENTE_ASSIGN_OR_RETURN(const bool has_stated,
                           HasStated(reader, view, subject));
  if (has_stated) return SamePersonStated("name");
  ENTENTE_ASSIGN_OR_RETURN(const bool has_acted,
                           HasActedOnBehalf(reader, view, subject));
  if (has_acted) return SamePersonOnBehalf("name");
  ENTENTE_ASSIGN_OR_RETURN(const bool has_set_terms,
                           HasSetTerms(reader, view, subject));
  return has_set_terms ? SamePersonSetTerms("name") : absl::OkStatus();
}

v1::PeriodVersionRecord MakeVersion(const gate::Caller& caller,
                                    const PeriodView& view, absl::CivilDay due,
                                    const v1::ApprovePeriodRequest& request,
                                    const NumberedPeriodName& name) {
  v1::PeriodVersionRecord frozen;
  frozen.set_approver(caller.subject);
  frozen.set_has_sensitive(view.definitions->HasSensitive());
  for (const MeasureInfo& measure : view.definitions->measures()) {
    if (IsStatedKind(measure.definition.kind())) {
      frozen.add_stated_measures(measure.code());
    }
  }
  frozen.set_keeps_stated_measures(true);
  frozen.set_keeps_exceptions(true);
  v1::PeriodVersion& version = *frozen.mutable_version();
  version.set_name(FormatPeriodVersion(name));
  version.set_calendar(view.calendar->name());
  for (const auto& [source, record] : view.sources) {
    if (!record.has_confirm_time()) continue;
    *version.add_confirmed_sources() = ToPeriodSource(view, source, false);
    v1::FrozenSourceRecord& exact = *frozen.add_sources();
    exact.set_source(source);
    *exact.mutable_measures() = record.measures();
    if (const auto judged = JudgedConfirmation(record, due)) {
      *exact.mutable_judged_time() = *judged;
    }
  }
  for (const v1::MissingSource& without : request.without()) {
    v1::MissingSource& missing = *version.add_missing_sources();
    missing.set_source(without.source());
    missing.set_reason(without.reason());
  }
  version.set_office(OfficeOf(caller));
  *version.mutable_approve_time() = ToTimestamp(caller.now);
  version.set_reopen_reason(ReopenReason(view.record));
  for (const v1::PeriodFigure& figure : *view.figures) {
    *version.add_figures() = figure;
  }
  version.set_sha256(HashOf(version));
  return frozen;
}

// Names the exceptions under which rows could come in, as they stand. A month
// that was approved before has none since: it is re-opened instead (the table
// of period_rules.cc).
void NameExceptions(const PeriodView& view, v1::PeriodVersion& version) {
  if (view.record.latest_version() > 0) return;
  for (const v1::PeriodExceptionRecord& record : view.record.exceptions()) {
    if (!record.exception().has_approve_time()) continue;
    *version.add_exceptions() = ToException(view, record);
  }
}

}  // namespace

grpc::Status PeriodService::CheckPeriod(grpc::ServerContext* context,
                                        const v1::CheckPeriodRequest* request,
                                        v1::CheckPeriodResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Check(caller, *request); });
}

absl::StatusOr<v1::CheckPeriodResponse> PeriodService::Check(
    const gate::Caller& caller, const v1::CheckPeriodRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const PeriodName name,
                           ParsePeriod(request.name(), "name"));
  const std::unique_ptr<store::Snapshot> snapshot = parts_.store.Read();
  ENTENTE_ASSIGN_OR_RETURN(PeriodView view,
                           ReadViewFor(parts_, *snapshot, caller, name));
  ENTENTE_RETURN_IF_ERROR(ReadViewFigures(*snapshot, view));
  ENTENTE_ASSIGN_OR_RETURN(
      Judgements judgements,
      JudgeRules(view.rules, *view.definitions, *view.figures));
  v1::CheckPeriodResponse response;
  for (v1::RuleJudgement& judgement : judgements) {
    const bool is_violated =
        judgement.outcome() == v1::RuleJudgement::OUTCOME_VIOLATED;
    const bool is_warning =
        judgement.severity() == v1::MeasureRule::SEVERITY_WARNING;
    response.set_error_count(response.error_count() +
                             (is_violated && !is_warning));
    response.set_warning_count(response.warning_count() +
                               (is_violated && is_warning));
    *response.add_judgements() = std::move(judgement);
  }
  response.set_etag(view.Etag());
  return response;
}

grpc::Status PeriodService::ApprovePeriod(
    grpc::ServerContext* context, const v1::ApprovePeriodRequest* request,
    v1::PeriodVersion* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Approve(caller, *request); });
}

absl::StatusOr<v1::PeriodVersion> PeriodService::Approve(
    const gate::Caller& caller, const v1::ApprovePeriodRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const PeriodName name,
                           ParsePeriod(request.name(), "name"));
  ENTENTE_RETURN_IF_ERROR(ValidateApprove(request));
  ENTENTE_RETURN_IF_ERROR(ValidateJustifications(request, name.municipality));
  return ChangePeriod<v1::PeriodVersion>(
      parts_, caller, request, name,
      [&](store::Transaction& transaction,
          PeriodView& view) -> absl::StatusOr<v1::PeriodVersion> {
        ENTENTE_RETURN_IF_ERROR(CheckAct(view, PeriodAct::kApprove, "name"));
        ENTENTE_RETURN_IF_ERROR(CheckEtag(transaction, request.etag(), view));
        ENTENTE_RETURN_IF_ERROR(CheckNoSource(view, caller.subject));
        ENTENTE_RETURN_IF_ERROR(CheckNotOwn(transaction, view, caller.subject));
        ENTENTE_RETURN_IF_ERROR(CheckSources(view, request));
        ENTENTE_RETURN_IF_ERROR(
            CheckOtherReopened(view.record, caller.subject));
        ENTENTE_RETURN_IF_ERROR(ReadViewFigures(transaction, view));
        ENTENTE_ASSIGN_OR_RETURN(
            Judgements judgements,
            JudgeRules(view.rules, *view.definitions, *view.figures));
        ENTENTE_RETURN_IF_ERROR(JustifyAll(request, judgements));
        const NumberedPeriodName version{name,
                                         view.record.latest_version() + 1};
        ENTENTE_ASSIGN_OR_RETURN(const absl::CivilDay due,
                                 DueDayOf(*view.book, name));
        v1::PeriodVersionRecord frozen =
            MakeVersion(caller, view, due, request, version);
        NameExceptions(view, *frozen.mutable_version());
        for (v1::RuleJudgement& judgement : judgements) {
          *frozen.mutable_version()->add_judgements() = std::move(judgement);
        }
        ENTENTE_RETURN_IF_ERROR(PutPeriodVersion(transaction, version, frozen));
        v1::PeriodDecision decision;
        decision.set_kind(v1::PeriodDecision::KIND_APPROVED);
        decision.set_version(version.number);
        ENTENTE_RETURN_IF_ERROR(
            AddDecision(caller, PeriodAct::kApprove, decision, view));
        view.record.set_latest_version(version.number);
        view.record.set_approver(caller.subject);
        view.record.clear_reopen_until();
        ENTENTE_RETURN_IF_ERROR(PutPeriod(transaction, name, view.record));
        Withhold(*view.definitions, due, frozen);
        return frozen.version();
      });
}

grpc::Status PeriodService::RejectPeriod(grpc::ServerContext* context,
                                         const v1::RejectPeriodRequest* request,
                                         v1::Period* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Reject(caller, *request); });
}

absl::StatusOr<v1::Period> PeriodService::Reject(
    const gate::Caller& caller, const v1::RejectPeriodRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const PeriodName name,
                           ParsePeriod(request.name(), "name"));
  ENTENTE_RETURN_IF_ERROR(ValidateReason(request.reason(), "reason"));
  return ChangePeriod<v1::Period>(
      parts_, caller, request, name,
      [&](store::Transaction& transaction,
          PeriodView& view) -> absl::StatusOr<v1::Period> {
        ENTENTE_RETURN_IF_ERROR(CheckAct(view, PeriodAct::kReject, "name"));
        ENTENTE_RETURN_IF_ERROR(CheckEtag(transaction, request.etag(), view));
        v1::PeriodDecision decision;
        decision.set_kind(v1::PeriodDecision::KIND_REJECTED);
        decision.set_reason(request.reason());
        ENTENTE_RETURN_IF_ERROR(
            AddDecision(caller, PeriodAct::kReject, decision, view));
        ENTENTE_RETURN_IF_ERROR(
            WithdrawConfirmations(transaction, name, caller.now));
        ENTENTE_RETURN_IF_ERROR(PutPeriod(transaction, name, view.record));
        return ReadChanged(transaction, view);
      });
}

}  // namespace entente::indicators
