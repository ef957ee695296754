#include "services/indicators/release_service.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/ids.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/period_change_handlers.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/release_errors.h"
#include "services/indicators/release_request_rules.h"
#include "services/indicators/release_store.h"
#include "services/indicators/release_view_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using audit::AuditEntry;

// What a reader may not know of is told as missing, and is a denial in the log
// in both cases: neither the answer nor how often one may ask tells them apart.
void DescribeReading(const absl::Status& outcome, AuditEntry& entry) {
  if (ErrorReason(outcome) != "RELEASE_UNKNOWN") return;
  entry.set_outcome(AuditEntry::OUTCOME_DENIED);
  entry.set_rule_id("release.audience");
}

// What the request says, and nothing else of it.
v1::Release Said(const v1::Release& request) {
  v1::Release release;
  release.set_audience(request.audience());
  *release.mutable_measure_codes() = request.measure_codes();
  *release.mutable_first_month() = request.first_month();
  *release.mutable_last_month() = request.last_month();
  release.mutable_first_month()->set_day(1);
  release.mutable_last_month()->set_day(1);
  release.set_step(request.step());
  release.set_is_by_area(request.is_by_area());
  release.set_split_by(request.split_by());
  release.mutable_title()->set_fr(request.title().fr());
  release.mutable_title()->set_nl(request.title().nl());
  *release.mutable_recipients() = request.recipients();
  release.set_recipient_count(request.recipients_size());
  return release;
}

absl::StatusOr<StoredRelease> Find(const store::Reader& reader,
                                   const ReleaseName& name) {
  ENTENTE_ASSIGN_OR_RETURN(std::optional<StoredRelease> found,
                           FindRelease(reader, name));
  if (!found.has_value()) return ReleaseUnknown();
  return *std::move(found);
}

void SetState(v1::Release::State state, v1::Release& release) {
  release.set_state(state);
  release.set_etag(absl::StrCat(static_cast<int>(state)));
}

// One the caller was listed; 0 for an empty token.
absl::StatusOr<int64_t> NumberOf(const store::Reader& reader,
                                 const std::string& municipality,
                                 const std::string& token,
                                 const std::string& subject) {
  if (token.empty()) return 0;
  const auto name =
      ParseRelease(FormatRelease({municipality, token}), "page_token");
  if (name.ok()) {
    ENTENTE_ASSIGN_OR_RETURN(const std::optional<StoredRelease> found,
                             FindRelease(reader, *name));
    if (found.has_value() && MayKnow(found->record, subject)) {
      return found->number;
    }
  }
  return PageTokenInvalid();
}

}  // namespace

grpc::Status ReleaseService::CreateRelease(
    grpc::ServerContext* context, const v1::CreateReleaseRequest* request,
    v1::Release* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Create(caller, *request); });
}

absl::StatusOr<v1::Release> ReleaseService::Create(
    const gate::Caller& caller, const v1::CreateReleaseRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const MonthSpan span,
                           ValidateRelease(request.release()));
  const ReleaseName name{municipality, NewId()};
  return ChangeOnce<v1::Release>(
      parts_.periods, caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::Release> {
        ENTENTE_ASSIGN_OR_RETURN(const v1::ReleaseHead head,
                                 ReadReleaseHead(transaction, municipality));
        if (head.latest_number() >= kReleasesMax) {
          return TooManyReleases(kReleasesMax);
        }
        ENTENTE_ASSIGN_OR_RETURN(
            const ReleaseBasis basis,
            ReadReleaseBasis(transaction, caches(), parts_.areas, municipality,
                             request.release(), span, LocalDay(caller.now)));
        v1::ReleaseRecord record;
        record.set_creator(caller.subject);
        record.set_basis(basis.digest);
        const std::string& draw = parts_.options.draw;
        record.set_draw(draw.empty() ? NewId() : draw);
        v1::Release& release = *record.mutable_release();
        release = Said(request.release());
        release.set_name(FormatRelease(name));
        *release.mutable_months() = basis.months;
        if (!release.split_by().empty()) {
          *release.mutable_split_title() = basis.split_title;
        }
        release.set_office(OfficeOf(caller));
        *release.mutable_create_time() = ToTimestamp(caller.now);
        SetState(v1::Release::STATE_DRAFT, release);
        ENTENTE_RETURN_IF_ERROR(AddRelease(transaction, name, record));
        return ForDeciders(record);
      });
}

grpc::Status ReleaseService::GetRelease(grpc::ServerContext* context,
                                        const v1::GetReleaseRequest* request,
                                        v1::Release* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Get(caller, *request); });
}

absl::StatusOr<v1::Release> ReleaseService::Get(
    const gate::Caller& caller, const v1::GetReleaseRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const ReleaseName name,
                           ParseRelease(request.name(), "name"));
  audit::RecordedStore store(parts_.periods.store, parts_.periods.log, caller,
                             caller.object, &DescribeReading);
  store.set_version_of(&ObjectVersion);
  v1::Release release;
  // Decided and read in one state; the entry is on disk before it is answered.
  ENTENTE_RETURN_IF_ERROR(
      store.Transact([&](store::Transaction& transaction) -> absl::Status {
        ENTENTE_ASSIGN_OR_RETURN(const StoredRelease found,
                                 Find(transaction, name));
        if (!MayKnow(found.record, caller.subject)) return ReleaseUnknown();
        release = ViewOf(found.record, caller.subject);
        if (!MayReadFigures(found.record, caller.subject)) {
          return absl::OkStatus();
        }
        ENTENTE_ASSIGN_OR_RETURN(
            const std::optional<v1::ReleaseTablesRecord> tables,
            ReadReleaseTables(transaction, name.municipality, found.number));
        if (!tables.has_value()) {
          return absl::DataLossError("a frozen release has no tables");
        }
        *release.mutable_areas() = tables->areas();
        *release.mutable_tables() = tables->tables();
        return absl::OkStatus();
      }));
  return release;
}

grpc::Status ReleaseService::ListReleases(
    grpc::ServerContext* context, const v1::ListReleasesRequest* request,
    v1::ListReleasesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return List(caller, *request); });
}

absl::StatusOr<v1::ListReleasesResponse> ReleaseService::List(
    const gate::Caller& caller, const v1::ListReleasesRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseMunicipality(request.parent(), "parent"));
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  const std::unique_ptr<store::Snapshot> snapshot = parts_.periods.store.Read();
  // A token is the id of the last release of the page before: its number would
  // say how many others there are.
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t number,
      NumberOf(*snapshot, municipality, request.page_token(), caller.subject));
  v1::ListReleasesResponse list;
  ENTENTE_RETURN_IF_ERROR(VisitReleases(
      *snapshot, municipality, number, [&](const StoredRelease& stored) {
        const v1::Release& release = stored.record.release();
        if (!MayKnow(stored.record, caller.subject) ||
            (release.state() == v1::Release::STATE_WITHDRAWN &&
             !request.show_withdrawn())) {
          return true;
        }
        if (static_cast<size_t>(list.releases_size()) == size) {
          const std::string& last =
              list.releases(list.releases_size() - 1).name();
          list.set_next_page_token(last.substr(last.rfind('/') + 1));
          return false;
        }
        v1::Release& shown = *list.add_releases();
        shown = ViewOf(stored.record, caller.subject);
        shown.clear_sha256();
        return true;
      }));
  // To whom which confidential ones were listed is in the access log.
  ENTENTE_RETURN_IF_ERROR(
      audit::RecordedStore(parts_.periods.store, parts_.periods.log, caller)
          .Record());
  return list;
}

grpc::Status ReleaseService::WithdrawRelease(
    grpc::ServerContext* context, const v1::WithdrawReleaseRequest* request,
    v1::Release* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Withdraw(caller, *request); });
}

absl::StatusOr<v1::Release> ReleaseService::Withdraw(
    const gate::Caller& caller, const v1::WithdrawReleaseRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const ReleaseName name,
                           ParseRelease(request.name(), "name"));
  ENTENTE_RETURN_IF_ERROR(ValidateReason(request.reason(), "reason"));
  return ChangeOnce<v1::Release>(
      parts_.periods, caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::Release> {
        ENTENTE_ASSIGN_OR_RETURN(StoredRelease found, Find(transaction, name));
        // Or a rehearsal would show what a reading does not.
        if (!MayKnow(found.record, caller.subject)) return ReleaseUnknown();
        v1::Release& release = *found.record.mutable_release();
        if (release.state() == v1::Release::STATE_WITHDRAWN) {
          return ReleaseWithdrawn();
        }
        if (!request.etag().empty() && request.etag() != release.etag()) {
          return ReleaseEtagMismatch(release.etag());
        }
        found.record.set_withdrawer(caller.subject);
        release.set_withdraw_office(OfficeOf(caller));
        *release.mutable_withdraw_time() = ToTimestamp(caller.now);
        release.set_withdraw_reason(request.reason());
        SetState(v1::Release::STATE_WITHDRAWN, release);
        ENTENTE_RETURN_IF_ERROR(
            PutRelease(transaction, name.municipality, found));
        return ForDeciders(found.record);
      });
}

}  // namespace entente::indicators
