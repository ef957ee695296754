#include "services/indicators/verify_decisions.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/period_records.pb.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/base/local_day.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/period_version_store.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using v1::Period;
using v1::PeriodDecision;
using v1::PeriodException;

using Digest = std::array<uint8_t, 32>;

// Written again here: the recount shares no code with what it checks.
void Add(absl::string_view key, absl::string_view value, Digest& digest) {
  const std::string hash = Sha256(absl::StrCat(Sha256(key), value));
  for (size_t i = 0; i < digest.size(); ++i) {
    digest[i] ^= static_cast<uint8_t>(hash[i]);
  }
}

// What a decision leaves; none changes a standing without one, nor does what is
// asked or no longer asked.
Period::Standing After(Period::Standing standing, PeriodDecision::Kind kind) {
  if (kind == PeriodDecision::KIND_REOPENING_ASKED ||
      kind == PeriodDecision::KIND_REOPENING_ENDED) {
    return standing;
  }
  if (kind == PeriodDecision::KIND_APPROVED) return Period::STANDING_APPROVED;
  if (kind == PeriodDecision::KIND_REOPENED) return Period::STANDING_REOPENED;
  return standing == Period::STANDING_REOPENED ? standing
                                               : Period::STANDING_REJECTED;
}

// Whether `frozen`, as `version` names it, is the exception that is `kept`. One
// that a version names changes no more, but for where it stands.
bool IsAsKept(const PeriodException& frozen, const PeriodException& kept,
              const v1::PeriodVersion& version) {
  PeriodException stateless = frozen;
  stateless.clear_state();
  if (stateless.SerializeAsString() != kept.SerializeAsString()) return false;
  if (kept.has_end_time()) {
    return frozen.state() == PeriodException::STATE_ENDED;
  }
  const absl::CivilDay until(kept.until().year(), kept.until().month(),
                             kept.until().day());
  if (LocalDay(ToTime(version.approve_time())) > until) {
    return frozen.state() == PeriodException::STATE_EXPIRED;
  }
  return frozen.state() == PeriodException::STATE_IN_FORCE ||
         frozen.state() == PeriodException::STATE_OVERTAKEN;
}

// Whether the version of this number names what it must: the first one of a
// month the exceptions of `record` that another person approved, in their order
// and as they are kept; a later one, and one frozen before they were named,
// none.
bool AreNamedWell(const v1::PeriodRecord& record,
                  const v1::PeriodVersionRecord& frozen, int32_t number) {
  const v1::PeriodVersion& version = frozen.version();
  int next = 0;
  if (number == 1 && frozen.keeps_exceptions()) {
    for (const v1::PeriodExceptionRecord& asked : record.exceptions()) {
      const PeriodException& kept = asked.exception();
      if (!kept.has_approve_time()) continue;
      if (next == version.exceptions_size() ||
          !IsAsKept(version.exceptions(next), kept, version)) {
        return false;
      }
      ++next;
    }
  }
  return next == version.exceptions_size();
}

class DecisionRecount {
 public:
  DecisionRecount(const store::Reader& reader,
                  const std::function<void(std::string)>& differ)
      : reader_(reader), differ_(differ) {}

  absl::Status Run() {
    ENTENTE_RETURN_IF_ERROR(CheckCalendars());
    ENTENTE_RETURN_IF_ERROR(CheckRules());
    ENTENTE_RETURN_IF_ERROR(CheckMonths());
    return CheckDigests();
  }

 private:
  absl::Status CheckCalendars() {
    absl::Status status;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::PeriodCalendarRecord>(
        reader_, AllCalendarsPrefix(), "",
        [&](absl::string_view key, const v1::PeriodCalendarRecord& record) {
          const auto municipality = ParsePeriodMunicipality(key);
          status = municipality.status();
          if (!status.ok()) return false;
          const int32_t number = ++calendars_[*municipality];
          if (key != CalendarKey(*municipality, number) ||
              record.calendar().name() !=
                  FormatCalendar(*municipality, number)) {
            differ_(absl::StrCat("the calendars of ", *municipality,
                                 " are not numbered without gap"));
          }
          return true;
        }));
    return status;
  }

  absl::Status CheckRules() {
    absl::Status status;
    // Versions of a rule follow each other.
    std::string name_before;
    int32_t number = 0;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::MeasureRuleRecord>(
        reader_, AllMeasureRulesPrefix(), "",
        [&](absl::string_view key, const v1::MeasureRuleRecord& record) {
          const v1::MeasureRule& rule = record.rule();
          number = rule.name() == name_before ? number + 1 : 1;
          name_before = rule.name();
          const auto name = ParseMeasureRule(rule.name(), "name");
          if (!name.ok() || rule.version() != number ||
              key != MeasureRuleKey(*name, number)) {
            differ_(absl::StrCat("the versions of ", rule.name(),
                                 " are not numbered without gap"));
          }
          texts_[{rule.name(), number}] = rule.text();
          return true;
        }));
    return status;
  }

  // By rules that there were, and as they say.
  bool IsJudgedWell(const v1::PeriodVersion& version) const {
    for (const v1::RuleJudgement& judgement : version.judgements()) {
      const auto text = texts_.find({judgement.rule(), judgement.version()});
      if (text == texts_.end() || text->second != judgement.text()) {
        return false;
      }
      const bool is_violated =
          judgement.outcome() == v1::RuleJudgement::OUTCOME_VIOLATED;
      const bool is_justified =
          judgement.severity() == v1::MeasureRule::SEVERITY_WARNING &&
          !judgement.justification().empty();
      if (is_violated != is_justified) return false;
    }
    return true;
  }

  absl::Status CheckMonths() {
    absl::Status status;
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::PeriodRecord>(
        reader_, AllPeriodRecordsPrefix(), "",
        [&](absl::string_view key, const v1::PeriodRecord& record) {
          const auto municipality = ParsePeriodMunicipality(key);
          const auto month = ParsePeriodRecordMonth(key);
          status = municipality.ok() ? month.status() : municipality.status();
          if (status.ok()) status = CheckMonth({*municipality, *month}, record);
          return status.ok();
        }));
    return status;
  }

  // Whether what was asked right before was approved as it was asked, by
  // another, or ended. Months of before asked nobody: `has_asked` says that
  // this one has.
  static bool IsReopenedWell(const v1::PeriodDecisionRecord* before,
                             bool has_asked,
                             const v1::PeriodDecisionRecord& taken) {
    const PeriodDecision& decision = taken.decision();
    const bool is_asked =
        before != nullptr &&
        before->decision().kind() == PeriodDecision::KIND_REOPENING_ASKED;
    if (decision.kind() == PeriodDecision::KIND_REOPENING_ENDED) {
      return is_asked;
    }
    if (decision.kind() != PeriodDecision::KIND_REOPENED) return true;
    if (!is_asked) return !has_asked;
    return before->subject() != taken.subject() &&
           before->decision().reason() == decision.reason() &&
           before->decision().until().SerializeAsString() ==
               decision.until().SerializeAsString();
  }

  // Its decisions one after another, as they were taken.
  absl::Status CheckMonth(const PeriodName& name,
                          const v1::PeriodRecord& record) {
    Period::Standing standing = Period::STANDING_UNSPECIFIED;
    int32_t version = 0;
    std::string reopen_reason;
    const v1::PeriodDecisionRecord* before = nullptr;
    bool has_asked = false;
    for (const v1::PeriodDecisionRecord& taken : record.decisions()) {
      const PeriodDecision& decision = taken.decision();
      standing = After(standing, decision.kind());
      if (!IsReopenedWell(before, has_asked, taken)) {
        differ_(absl::StrCat("a re-opening of ", FormatPeriod(name),
                             " is not what another person asked"));
      }
      has_asked =
          has_asked || decision.kind() == PeriodDecision::KIND_REOPENING_ASKED;
      before = &taken;
      if (decision.kind() == PeriodDecision::KIND_REOPENED) {
        reopen_reason = decision.reason();
      }
      if (decision.kind() != PeriodDecision::KIND_APPROVED) continue;
      ++version;
      ENTENTE_RETURN_IF_ERROR(
          CheckApproval({name, version}, taken, reopen_reason, record));
      reopen_reason.clear();
    }
    const bool is_pinned = version > 0 || standing == Period::STANDING_REOPENED;
    if (record.standing() != standing || record.latest_version() != version ||
        (is_pinned && record.calendar_number() == 0) ||
        record.calendar_number() > calendars_[name.municipality]) {
      differ_(absl::StrCat("the state of ", FormatPeriod(name),
                           " is not what its decisions say"));
    }
    return absl::OkStatus();
  }

  absl::Status CheckApproval(const NumberedPeriodName& name,
                             const v1::PeriodDecisionRecord& taken,
                             const std::string& reopen_reason,
                             const v1::PeriodRecord& record) {
    ENTENTE_ASSIGN_OR_RETURN(
        const std::optional<v1::PeriodVersionRecord> frozen,
        ReadPeriodVersionRecord(reader_, name));
    const PeriodDecision& decision = taken.decision();
    const v1::PeriodVersion& version =
        frozen.has_value() ? frozen->version()
                           : v1::PeriodVersion::default_instance();
    if (!frozen.has_value() || decision.version() != name.number ||
        frozen->approver() != taken.subject() ||
        version.office() != decision.office() ||
        version.approve_time().seconds() != decision.time().seconds() ||
        version.reopen_reason() != reopen_reason || !IsJudgedWell(version)) {
      differ_(absl::StrCat(FormatPeriodVersion(name),
                           " is not what its approval says"));
    }
    if (frozen.has_value() && !AreNamedWell(record, *frozen, name.number)) {
      differ_(absl::StrCat(FormatPeriodVersion(name),
                           " does not name the exceptions that another person "
                           "approved before it"));
    }
    return absl::OkStatus();
  }

  absl::Status CheckDigests() {
    std::map<std::string, Digest> digests;
    absl::Status status;
    for (const std::string& prefix :
         {AllCalendarsPrefix(), AllPeriodRecordsPrefix(),
          AllPeriodVersionsPrefix(), AllMeasureRulesPrefix(),
          AllOnBehalfPrefix(), AllOwnConfirmationsPrefix(), AllSettingsPrefix(),
          AllLocalMeasuresPrefix(), AllTargetsPrefix(), AllStatementsPrefix(),
          AllContextSeriesPrefix(), AllFormerContextSeriesPrefix(),
          AllContextFiguresPrefix()}) {
      ENTENTE_RETURN_IF_ERROR(reader_.Scan(
          prefix, "", [&](absl::string_view key, absl::string_view value) {
            const auto municipality = ParsePeriodMunicipality(key);
            status = municipality.status();
            if (status.ok()) Add(key, value, digests[*municipality]);
            return status.ok();
          }));
      ENTENTE_RETURN_IF_ERROR(status);
    }
    ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::PeriodHead>(
        reader_, AllPeriodHeadsPrefix(), "",
        [&](absl::string_view key, const v1::PeriodHead& head) {
          const auto municipality = ParsePeriodMunicipality(key);
          status = municipality.status();
          if (!status.ok()) return false;
          const Digest digest = digests[*municipality];
          digests.erase(*municipality);
          if (head.digest() != std::string(digest.begin(), digest.end())) {
            Touched(*municipality);
          }
          return true;
        }));
    ENTENTE_RETURN_IF_ERROR(status);
    // Those that have no head.
    for (const auto& [municipality, digest] : digests) Touched(municipality);
    return absl::OkStatus();
  }

  void Touched(const std::string& municipality) {
    differ_(absl::StrCat(
        "calendars, rules, decisions, versions, settings, local measures, "
        "targets, statements, context series or figures of ",
        municipality, " were changed or removed other than by the service"));
  }

  const store::Reader& reader_;
  const std::function<void(std::string)>& differ_;
  // How many each municipality has.
  std::map<std::string, int32_t> calendars_;
  // By name and version of the rule.
  std::map<std::pair<std::string, int32_t>, std::string> texts_;
};

}  // namespace

absl::Status VerifyDecisions(const store::Reader& reader,
                             const std::function<void(std::string)>& differ) {
  return DecisionRecount(reader, differ).Run();
}

}  // namespace entente::indicators
