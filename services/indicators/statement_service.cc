#include "services/indicators/statement_service.h"

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/indicators/activity_errors.h"
#include "services/indicators/as_of_rules.h"
#include "services/indicators/local_day.h"
#include "services/indicators/page_rules.h"
#include "services/indicators/period_change_handlers.h"
#include "services/indicators/period_request_rules.h"
#include "services/indicators/statement_rules.h"
#include "services/indicators/statement_store.h"
#include "services/indicators/year_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

constexpr char kName[] = "statement.name";
constexpr char kReason[] = "statement.reason";

using Versions = std::vector<v1::Statement>;

// `said` as a version to store: nothing but what a version says.
v1::Statement ToVersion(const v1::Statement& said, const gate::Caller& caller,
                        size_t version) {
  v1::Statement next = said;
  if (next.is_withdrawn()) next.clear_figure();
  next.set_version(static_cast<int32_t>(version));
  next.set_office(OfficeOf(caller));
  *next.mutable_update_time() = ToTimestamp(caller.now);
  next.clear_etag();
  next.clear_is_counted();
  return next;
}

std::string EtagOf(const Versions& versions) {
  return absl::StrCat(versions.size());
}

// Writes the version after `versions` and adds it there. However many there
// are, what is stated can be taken back.
absl::Status AddVersion(store::Transaction& transaction,
                        const gate::Caller& caller, const StatementName& name,
                        const v1::Statement& said, Versions& versions) {
  if (versions.size() >= kStatementVersionsMax && !said.is_withdrawn()) {
    return TooManyStatementVersions();
  }
  v1::StatementRecord record;
  *record.mutable_statement() = ToVersion(said, caller, versions.size() + 1);
  record.set_subject(caller.subject);
  ENTENTE_RETURN_IF_ERROR(PutStatement(transaction, name, record));
  versions.push_back(record.statement());
  return absl::OkStatus();
}

absl::StatusOr<v1::Statement> Write(store::Transaction& transaction,
                                    const gate::Caller& caller,
                                    const StatementName& name,
                                    const MeasureInfo& measure,
                                    const v1::UpdateStatementRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(Versions versions,
                           ReadStatementVersions(transaction, name));
  if (!request.etag().empty() && request.etag() != EtagOf(versions)) {
    return PeriodEtagMismatch(EtagOf(versions));
  }
  v1::Statement said = request.statement();
  if (said.is_withdrawn()) {
    if (versions.empty()) return NoStatementToWithdraw();
    said.clear_figure();
  }
  if (versions.empty() || !StateTheSame(said, versions.back())) {
    if (!versions.empty()) {
      ENTENTE_RETURN_IF_ERROR(ValidateReason(said.reason(), kReason));
    }
    ENTENTE_RETURN_IF_ERROR(
        AddVersion(transaction, caller, name, said, versions));
  }
  v1::Statement latest = versions.back();
  latest.set_etag(EtagOf(versions));
  latest.set_is_counted(CountsIn(measure, name.month, latest));
  return latest;
}

// The same of a sensitive measure: whatever was stated before, what is answered
// is the same, and so is what a dry run answers.
absl::StatusOr<v1::Statement> WriteHidden(
    store::Transaction& transaction, const gate::Caller& caller,
    const StatementName& name, const v1::UpdateStatementRequest& request) {
  if (!request.etag().empty()) return PeriodEtagMismatch("");
  const v1::Statement& said = request.statement();
  ENTENTE_RETURN_IF_ERROR(ValidateReason(said.reason(), kReason));
  ENTENTE_ASSIGN_OR_RETURN(Versions versions,
                           ReadStatementVersions(transaction, name));
  ENTENTE_RETURN_IF_ERROR(
      AddVersion(transaction, caller, name, said, versions));
  v1::Statement answer = versions.back();
  answer.clear_version();
  return answer;
}

}  // namespace

grpc::Status StatementService::UpdateStatement(
    grpc::ServerContext* context, const v1::UpdateStatementRequest* request,
    v1::Statement* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Update(caller, *request); });
}

absl::Status StatementService::CheckMonth(const store::Reader& reader,
                                          const gate::Caller& caller,
                                          const StatementName& name,
                                          bool is_sensitive) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::shared_ptr<const PeriodBook> periods,
      parts_.periods.Get(reader, name.measure.municipality));
  const absl::CivilDay today = LocalDay(caller.now);
  const Admission admission =
      periods->Admit(name.month, kActivitiesSource, today);
  if (!admission.is_admitted()) {
    return MonthRefusal(admission.verdict, name.month, kName);
  }
  const int64_t year = name.month / 12;
  return is_sensitive && IsYearSettled(*periods, year, today)
             ? StatementYearSettled(year)
             : absl::OkStatus();
}

absl::StatusOr<v1::Statement> StatementService::Update(
    const gate::Caller& caller, const v1::UpdateStatementRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const StatementName name,
                           ParseStatement(request.statement().name(), kName));
  return ChangeOnce<v1::Statement>(
      parts_, caller, request,
      [&](store::Transaction& transaction) -> absl::StatusOr<v1::Statement> {
        ENTENTE_ASSIGN_OR_RETURN(
            const std::shared_ptr<const Definitions> definitions,
            parts_.definitions.Get(transaction, name.measure.municipality));
        const int place = definitions->Find(name.measure.code);
        if (place < 0) return UnknownMeasure(name.measure.code, kName);
        const MeasureInfo& measure = definitions->measures()[place];
        ENTENTE_RETURN_IF_ERROR(ValidateStatement(
            request.statement(), measure, name.month, LocalDay(caller.now)));
        const bool is_sensitive = measure.definition.is_sensitive();
        ENTENTE_RETURN_IF_ERROR(
            CheckMonth(transaction, caller, name, is_sensitive));
        return is_sensitive
                   ? WriteHidden(transaction, caller, name, request)
                   : Write(transaction, caller, name, measure, request);
      });
}

absl::StatusOr<Versions> StatementService::ReadShown(
    const StatementName& name) {
  // One snapshot: whether it may be shown is of the same moment.
  const std::unique_ptr<store::Snapshot> snapshot = parts_.store.Read();
  ENTENTE_ASSIGN_OR_RETURN(
      const std::shared_ptr<const Definitions> definitions,
      parts_.definitions.Get(*snapshot, name.measure.municipality));
  if (definitions->IsWithheld(name.measure.code)) return Versions();
  ENTENTE_ASSIGN_OR_RETURN(Versions versions,
                           ReadStatementVersions(*snapshot, name));
  if (versions.empty()) return versions;
  const int place = definitions->Find(name.measure.code);
  versions.back().set_is_counted(
      CountsIn(definitions->measures()[place], name.month, versions.back()));
  return versions;
}

grpc::Status StatementService::GetStatement(
    grpc::ServerContext* context, const v1::GetStatementRequest* request,
    v1::Statement* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) { return Get(caller, *request); });
}

absl::StatusOr<v1::Statement> StatementService::Get(
    const gate::Caller& caller, const v1::GetStatementRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const StatementName name,
                           ParseStatement(request.name(), "name"));
  absl::Time time = absl::InfiniteFuture();
  if (request.has_as_of()) {
    ENTENTE_ASSIGN_OR_RETURN(time, ParseAsOf(request.as_of(), caller.now));
  }
  ENTENTE_ASSIGN_OR_RETURN(Versions versions, ReadShown(name));
  const std::string etag = EtagOf(versions);
  std::erase_if(versions, [&](const v1::Statement& version) {
    return ToTime(version.update_time()) > time;
  });
  if (versions.empty()) return StatementUnknown();
  v1::Statement statement = versions.back();
  statement.set_etag(etag);
  return statement;
}

grpc::Status StatementService::ListStatementVersions(
    grpc::ServerContext* context,
    const v1::ListStatementVersionsRequest* request,
    v1::ListStatementVersionsResponse* response) {
  return door_.Serve(context, __func__, *request, response,
                     [&](const gate::Caller&) { return List(*request); });
}

absl::StatusOr<v1::ListStatementVersionsResponse> StatementService::List(
    const v1::ListStatementVersionsRequest& request) {
  ENTENTE_ASSIGN_OR_RETURN(const StatementName name,
                           ParseStatement(request.name(), "name"));
  ENTENTE_ASSIGN_OR_RETURN(const size_t size, PageSize(request.page_size()));
  ENTENTE_ASSIGN_OR_RETURN(const size_t first,
                           ParsePageNumber(request.page_token()));
  ENTENTE_ASSIGN_OR_RETURN(const Versions versions, ReadShown(name));
  if (versions.empty()) return StatementUnknown();
  v1::ListStatementVersionsResponse list;
  list.set_next_page_token(
      AddNewestFirst(versions, first, size, [&](const v1::Statement& one) {
        v1::Statement& version = *list.add_statements();
        version = one;
        version.set_etag(EtagOf(versions));
      }));
  return list;
}

}  // namespace entente::indicators
