#include "services/exchange/scripted_exchange_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/access/grant_store.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/common/channel/channel.h"
#include "services/common/gate/trace.h"
#include "services/exchange/name_rules.h"

namespace entente::exchange {
namespace {

using common::v1::AuditCheckpoint;
using common::v1::ListAuditEntriesResponse;

constexpr char kParent[] = "municipalities/21004";
constexpr char kMayor[] = "p-mayor";

// Makes one call as `context` and says what came of it.
template <class Response, class Rpc>
Seen Ask(const char* call, std::unique_ptr<grpc::ClientContext> context,
         Rpc rpc) {
  context->AddMetadata(gate::kTraceKey, TraceOf(call));
  Response response;
  const grpc::Status status = rpc(context.get(), &response);
  Seen seen{.call = call,
            .code = status.error_code(),
            .reason = ErrorReason(channel::FromWire(status)),
            .has_content = response.ByteSizeLong() > 0};
  if constexpr (requires { response.name(); }) seen.name = response.name();
  return seen;
}

}  // namespace

std::string TraceOf(const std::string& call) {
  const std::string hex = Sha256Hex(call);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-4",
                      hex.substr(13, 3), "-8", hex.substr(17, 3), "-",
                      hex.substr(20, 12));
}

std::string ScriptedExchange::MarkOf(const std::string& call) {
  audit::Access access;
  access.time = clock_.Now();
  access.trace_id = TraceOf(call);
  return log_->log().Prepare(access).value().trace();
}

std::string Seen::ToLine() const {
  return absl::StrJoin({call, absl::StrCat(static_cast<int>(code)), reason,
                        name, std::string(has_content ? "content" : "")},
                       "\t");
}

std::optional<Seen> Seen::FromLine(const std::string& line) {
  const std::vector<std::string> parts = absl::StrSplit(line, '\t');
  int code = 0;
  if (parts.size() != 5 || !absl::SimpleAtoi(parts[1], &code)) {
    return std::nullopt;
  }
  return Seen{.call = parts[0],
              .code = static_cast<grpc::StatusCode>(code),
              .reason = parts[2],
              .name = parts[3],
              .has_content = !parts[4].empty()};
}

ScriptedExchange::ScriptedExchange() {
  server::HarnessOptions options;
  options.clock = &clock_;
  options.audit = &log_;
  harness_ = std::make_unique<server::TestHarness>(
      "exchange",
      std::vector<std::string>{v1::MeetingService::service_full_name(),
                               v1::CaseService::service_full_name(),
                               common::v1::AuditService::service_full_name()},
      options);
}

absl::Status ScriptedExchange::Open(const std::string& folder,
                                    rocksdb::Env* env) {
  mkdir(folder.c_str(), 0700);
  store::StoreOptions options;
  options.env = env;
  ENTENTE_ASSIGN_OR_RETURN(store_,
                           store::OpenRocksdbStore(folder + "/store", options));
  if (absl::Status appointed = Appoint(); !appointed.ok()) {
    store_.reset();
    return appointed;
  }
  log_.Open(*store_, folder + "/audit-keys", clock_);
  meeting_service_ = std::make_unique<MeetingService>(
      harness_->gate(), *store_, log_->log(),
      outbox::Source{"spiffe://entente.local/svc/exchange"}, nullptr);
  case_service_ = std::make_unique<CaseService>(harness_->gate(), *store_,
                                                log_->log(), clock_, changes_);
  audit_service_ = std::make_unique<audit::AuditService>(
      harness_->gate(), *store_, log_->log(), log_->signer());
  harness_->Start(
      {meeting_service_.get(), case_service_.get(), audit_service_.get()});
  const auto channel = harness_->Channel();
  meetings_ = v1::MeetingService::NewStub(channel);
  cases_ = v1::CaseService::NewStub(channel);
  audits_ = common::v1::AuditService::NewStub(channel);
  return absl::OkStatus();
}

absl::Status ScriptedExchange::Appoint() {
  access::OfficeHolder holder;
  holder.set_office(OfficeName("21004"));
  holder.set_name(
      absl::StrCat(holder.office(), "/holders/", std::string(32, 'c')));
  holder.set_person(kMayor);
  *holder.mutable_from() = ToDate(today_ - 1);
  *holder.mutable_until() = ToDate(today_ + 1000);
  return store_->Transact([&](store::Transaction& transaction) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(const auto holders,
                             access::ReadHolders(transaction, holder.office()));
    if (!holders.empty()) return absl::OkStatus();
    return access::AddHolder(transaction, holder).status();
  });
}

void ScriptedExchange::Close() {
  if (store_ == nullptr) return;
  // A connection that is still open would be drained.
  meetings_.reset();
  cases_.reset();
  audits_.reset();
  harness_->Stop();
  log_.Close();
  store_.reset();
}

void ScriptedExchange::RunFirst(const Saw& saw) {
  meeting_ = absl::StrCat(kParent, "/meetings/", std::string(32, 'a'));
  case_ = absl::StrCat(kParent, "/cases/", std::string(32, 'a'));
  const auto tell = [&](const Seen& seen, std::string* kept) {
    if (seen.code == grpc::OK) *kept = seen.name;
    saw(seen);
  };
  tell(CreateMeeting(), &meeting_);
  saw(HoldMeeting());
  tell(OpenCase(), &case_);
  saw(AddEntry("add-entry-1"));
  saw(ReadCase("read-case-1", kMayor, "cell_chair"));
  saw(ReadCase("read-by-stranger", "p-stranger", "cell_member"));
  saw(ReadCase("read-without-role", kMayor, "finance"));
  saw(AddBadEntry());
  saw(CreateBadMeeting());
  saw(SignCheckpoint("checkpoint-1"));
}

void ScriptedExchange::RunSecond(const Saw& saw) {
  saw(ReadCase("read-case-2", kMayor, "cell_chair"));
  saw(AddEntry("add-entry-2"));
  saw(ReadMeeting());
  saw(ListEntries());
  saw(SignCheckpoint("checkpoint-2"));
}

Seen ScriptedExchange::CreateMeeting() {
  v1::CreateMeetingRequest request;
  request.set_parent(kParent);
  *request.mutable_meeting()->mutable_date() = ToDate(today_);
  request.mutable_meeting()->set_subject("Quarterly meeting");
  request.set_request_id("create-meeting");
  return Ask<v1::Meeting>(
      "create-meeting", harness_->Context("p-1", {"coordinator"}),
      [&](auto* context, auto* response) {
        return meetings_->CreateMeeting(context, request, response);
      });
}

Seen ScriptedExchange::HoldMeeting() {
  v1::HoldMeetingRequest request;
  request.set_name(meeting_);
  request.set_request_id("hold-meeting");
  for (const auto capacity :
       {v1::Attendance::CAPACITY_MAYOR, v1::Attendance::CAPACITY_POLICE,
        v1::Attendance::CAPACITY_PREVENTION}) {
    v1::Attendance& attendance = *request.add_attendances();
    attendance.set_organisation(
        absl::StrCat("Invented organisation ", static_cast<int>(capacity)));
    attendance.set_function("representative");
    attendance.set_capacity(capacity);
    attendance.set_is_present(true);
  }
  return Ask<v1::Meeting>(
      "hold-meeting", harness_->Context("p-1", {"coordinator"}),
      [&](auto* context, auto* response) {
        return meetings_->HoldMeeting(context, request, response);
      });
}

Seen ScriptedExchange::OpenCase() {
  v1::CreateCaseRequest request;
  request.set_parent(kParent);
  request.mutable_case_()->set_subject_state(v1::SUBJECT_STATE_RETURNED);
  *request.mutable_case_()->mutable_subject_state_date() = ToDate(today_);
  request.set_request_id("open-case");
  return Ask<v1::Case>("open-case", As(kMayor, "cell_chair"),
                       [&](auto* context, auto* response) {
                         return cases_->CreateCase(context, request, response);
                       });
}

v1::CreateFollowUpEntryRequest ScriptedExchange::EntryRequest(
    const char* call) const {
  v1::CreateFollowUpEntryRequest request;
  request.set_parent(case_);
  request.set_request_id(call);
  v1::FollowUpEntry& entry = *request.mutable_follow_up_entry();
  entry.set_nature(v1::FollowUpEntry::NATURE_FACT);
  entry.set_reliability(v1::FollowUpEntry::RELIABILITY_B);
  entry.set_certainty(v1::FollowUpEntry::CERTAINTY_2);
  entry.set_handling_code(v1::FollowUpEntry::HANDLING_CODE_CELL);
  entry.set_origin("An invented organisation");
  entry.set_purpose("Individual follow-up");
  entry.set_legal_basis("Law of 30 July 2018");
  entry.set_text("Invented content of a talk");
  *entry.mutable_date() = ToDate(today_);
  return request;
}

Seen ScriptedExchange::AddEntry(const char* call) {
  return Ask<v1::FollowUpEntry>(call, As(kMayor, "cell_chair"),
                                [&](auto* context, auto* response) {
                                  return cases_->CreateFollowUpEntry(
                                      context, EntryRequest(call), response);
                                });
}

Seen ScriptedExchange::AddBadEntry() {
  v1::CreateFollowUpEntryRequest request = EntryRequest("bad-entry");
  request.mutable_follow_up_entry()->set_text(std::string(9000, 'x'));
  return Ask<v1::FollowUpEntry>("bad-entry", As(kMayor, "cell_chair"),
                                [&](auto* context, auto* response) {
                                  return cases_->CreateFollowUpEntry(
                                      context, request, response);
                                });
}

// Refused before its transaction.
Seen ScriptedExchange::CreateBadMeeting() {
  return Ask<v1::Meeting>(
      "bad-meeting", harness_->Context("p-1", {"coordinator"}),
      [&](auto* context, auto* response) {
        return meetings_->CreateMeeting(context, {}, response);
      });
}

Seen ScriptedExchange::ReadCase(const char* call, const char* person,
                                const char* role) {
  v1::GetCaseRequest request;
  request.set_name(case_);
  return Ask<v1::Case>(call, As(person, role),
                       [&](auto* context, auto* response) {
                         return cases_->GetCase(context, request, response);
                       });
}

// The only call without an entry: an open read.
Seen ScriptedExchange::ReadMeeting() {
  v1::GetMeetingRequest request;
  request.set_name(meeting_);
  return Ask<v1::Meeting>(
      "read-meeting", harness_->Context("p-1", {"coordinator"}),
      [&](auto* context, auto* response) {
        return meetings_->GetMeeting(context, request, response);
      });
}

Seen ScriptedExchange::ListEntries() {
  return Ask<ListAuditEntriesResponse>(
      "list-entries", harness_->Context("p-9", {"oversight"}),
      [&](auto* context, auto* response) {
        return audits_->ListAuditEntries(context, {}, response);
      });
}

Seen ScriptedExchange::SignCheckpoint(const char* call) {
  return Ask<AuditCheckpoint>(call, harness_->Context("p-9", {"oversight"}),
                              [&](auto* context, auto* response) {
                                return audits_->CreateAuditCheckpoint(
                                    context, {}, response);
                              });
}

std::unique_ptr<grpc::ClientContext> ScriptedExchange::As(const char* person,
                                                          const char* role) {
  return harness_->RestrictedContext(person, {role});
}

std::vector<Seen> PlayKilled(const std::string& folder, int64_t step,
                             int& status) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) abort();
  const std::string program =
      std::filesystem::read_symlink("/proc/self/exe").parent_path() /
      "exchange_fault_run";
  const std::string at = absl::StrCat(step);
  const pid_t pid = fork();
  if (pid < 0) abort();
  if (pid == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execl(program.c_str(), program.c_str(), folder.c_str(), at.c_str(),
          nullptr);
    _exit(127);
  }
  close(ends[1]);
  std::string told;
  std::array<char, 4096> some;
  for (ssize_t got; (got = read(ends[0], some.data(), some.size())) > 0;) {
    told.append(some.data(), static_cast<size_t>(got));
  }
  close(ends[0]);
  waitpid(pid, &status, 0);
  std::vector<Seen> seen;
  for (absl::string_view line : absl::StrSplit(told, '\n')) {
    if (auto one = Seen::FromLine(std::string(line))) seen.push_back(*one);
  }
  return seen;
}

}  // namespace entente::exchange
