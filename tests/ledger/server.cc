#include "tests/ledger/server.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <utility>

#include "absl/time/civil_time.h"
#include "google/rpc/status.pb.h"
#include "services/common/base/error.h"
#include "services/common/channel/channel.h"
#include "services/common/store/records.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/money/money.h"
#include "tests/ledger/frame.h"
#include "tests/ledger/operation.h"
#include "tests/ledger/served.h"

namespace entente::ledger {
namespace {

namespace v1 = conventions::v1;

// One call in so many is lost by Plant::kLoseCall.
constexpr int kLoseEvery = 40;

class Server {
 public:
  // Answers go to the file `answers`.
  Server(const std::string& folder, Plant plant, int answers)
      : plant_(plant), answers_(answers), served_(folder) {}

  // Answers `call`, on its day; false when nobody listens any more.
  bool Answer(const std::string& call) {
    const auto kind = static_cast<Kind>(call[0]);
    const int day = std::atoi(call.substr(1, 8).c_str());
    const absl::CivilSecond noon(day / 10'000, day / 100 % 100, day % 100, 12);
    const absl::Time moment = absl::FromCivil(noon, absl::UTCTimeZone());
    if (moment != served_.clock().Now()) {
      served_.clock().Advance(moment - served_.clock().Now());
      // Keys and policy are confirmed by the same clock.
      served_.harness().gate().ReloadIfChanged();
    }
    const std::string bytes = call.substr(9);
    if (kind == Kind::kConvention) return Reply(AddConvention(bytes));
    if (kind == Kind::kBatch) {
      return Do(bytes, *served_.stubs().posting,
                &v1::PostingService::Stub::BatchPost);
    }
    if (IsChange(kind)) return AnswerChange(kind, bytes);
    if (IsFederal(kind)) {
      return Do(bytes, *served_.stubs().federal,
                &v1::FederalPaymentService::Stub::CreateFederalPayment);
    }
    if (kind >= Kind::kEvidence && kind <= Kind::kCorrect) {
      return AnswerEvidence(kind, bytes);
    }
    if (kind == Kind::kDotationKey) {
      return Do(bytes, *served_.stubs().dotations,
                &v1::DotationService::Stub::CreateDotationKey);
    }
    if (kind == Kind::kDotation) {
      return Do(bytes, *served_.stubs().dotations,
                &v1::DotationService::Stub::CreateDotation);
    }
    return kind >= Kind::kClaim ? AnswerClaim(kind, bytes)
                                : AnswerBudget(kind, bytes);
  }

 private:
  bool Reply(const std::string& answer) {
    return WriteAll(answers_, Framed(answer));
  }

  bool AnswerBudget(Kind kind, const std::string& bytes) {
    using Budget = v1::BudgetService::Stub;
    Budget& stub = *served_.stubs().budget;
    switch (kind) {
      case Kind::kLine:
        return Do(bytes, stub, &Budget::CreateLine);
      case Kind::kReservation:
        return Do(bytes, stub, &Budget::CreateReservation);
      case Kind::kVoid:
        return Do(bytes, stub, &Budget::VoidReservation);
      case Kind::kExpire:
        return Do(bytes, stub, &Budget::ExpireReservations);
      case Kind::kOrder:
        return Do(bytes, stub, &Budget::OrderZonePayment);
      case Kind::kExecute:
        return Do(bytes, stub, &Budget::ExecuteZonePayment);
      case Kind::kAcknowledge:
        return Do(bytes, stub, &Budget::AcknowledgeZonePayment);
      case Kind::kUnacknowledge:
        return Do(bytes, stub, &Budget::ReverseZoneAcknowledgement);
      case Kind::kCancel:
        return Do(bytes, stub, &Budget::CancelZonePayment);
      default:
        return false;
    }
  }

  bool AnswerChange(Kind kind, const std::string& bytes) {
    using Changes = v1::BudgetChangeService::Stub;
    return kind <= Kind::kReallocate ? Do(bytes, *served_.stubs().changes,
                                          &Changes::CreateBudgetChange)
                                     : Do(bytes, *served_.stubs().changes,
                                          &Changes::CreateGrantChange);
  }

  bool AnswerEvidence(Kind kind, const std::string& bytes) {
    using Budget = v1::BudgetService::Stub;
    using Notes = v1::CreditNoteService::Stub;
    switch (kind) {
      case Kind::kEvidence:
        return Do(bytes, *served_.stubs().budget, &Budget::CreateEvidence);
      case Kind::kWithdrawEvidence:
        return Do(bytes, *served_.stubs().evidence,
                  &v1::EvidenceService::Stub::WithdrawEvidence);
      case Kind::kCredit:
        return Do(bytes, *served_.stubs().notes, &Notes::CreateCreditNote);
      case Kind::kWithdrawCredit:
        return Do(bytes, *served_.stubs().notes, &Notes::WithdrawCreditNote);
      case Kind::kExpense:
        return Do(bytes, *served_.stubs().budget, &Budget::CreateExpense);
      default:
        return Do(bytes, *served_.stubs().corrections,
                  &v1::ExpenseCorrectionService::Stub::CorrectExpense);
    }
  }

  bool AnswerClaim(Kind kind, const std::string& bytes) {
    using Claims = v1::ClaimService::Stub;
    switch (kind) {
      case Kind::kClaim:
        return Do(bytes, *served_.stubs().claims, &Claims::CreateClaim);
      case Kind::kSubmit:
        return Do(bytes, *served_.stubs().claims, &Claims::SubmitClaim);
      case Kind::kWithdraw:
        return Do(bytes, *served_.stubs().claims, &Claims::WithdrawClaim);
      case Kind::kDecide:
        return Do(bytes, *served_.stubs().claims, &Claims::DecideClaim);
      case Kind::kUndecide:
        return Do(bytes, *served_.stubs().claims,
                  &Claims::ReverseClaimDecision);
      default:
        return Do(bytes, *served_.stubs().federal,
                  &v1::FederalPaymentService::Stub::ReverseFederalPayment);
    }
  }

  // The same convention twice is one: there is no request id here.
  std::string AddConvention(const std::string& bytes) {
    v1::Convention convention;
    convention.ParseFromString(bytes);
    const auto name =
        conventions::ParseConventionName(convention.name(), "name").value();
    if (conventions::GetConventionHead(*served_.store().Read(), name, "name")
            .ok()) {
      return std::string(1, '\1');
    }
    const absl::Status added =
        served_.store().Transact([&](store::Transaction& transaction) {
          return conventions::AddConvention(transaction, name, convention, {},
                                            served_.clock().Now());
        });
    return std::string(1, added.ok() ? '\1' : '\0');
  }

  template <class Request, class Response, class Stub>
  bool Do(const std::string& bytes, Stub& stub,
          grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                       Response*)) {
    Request request;
    request.ParseFromString(bytes);
    if (plant_ == Plant::kForgetRequestId) request.clear_request_id();
    const bool is_final = request.validate_only();
    const bool is_lost =
        plant_ == Plant::kLoseCall && ++calls_ % kLoseEvery == 0;
    if (plant_ == Plant::kAnswerEarly || is_lost) {
      request.set_validate_only(true);
    }
    Response response;
    grpc::Status status = Call(request, response, stub, method);
    if (plant_ == Plant::kAnswerEarly && !is_final) {
      if (!Reply(ToAnswer(status, response))) return false;
      request.set_validate_only(false);
      Call(request, response, stub, method);
      return true;
    }
    if (status.ok() && !is_final) Tamper(request, response);
    return Reply(ToAnswer(status, response));
  }

  template <class Request, class Response, class Stub>
  grpc::Status Call(const Request& request, Response& response, Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*)) {
    const auto context = served_.harness().Context(
        "p-1001", {"coordinator", "finance", "zone", "federal"});
    context->set_deadline(std::chrono::system_clock::now() +
                          std::chrono::minutes(5));
    return (stub.*method)(context.get(), request, &response);
  }

  static std::string ToAnswer(const grpc::Status& status,
                              const google::protobuf::Message& response) {
    if (status.ok()) return std::string(1, '\1') + response.SerializeAsString();
    google::rpc::Status details;
    details.ParseFromString(status.error_details());
    details.set_code(static_cast<int>(status.error_code()));
    if (details.message().empty()) details.set_message(status.error_message());
    return std::string(1, '\0') + details.SerializeAsString();
  }

  // The planted faults that change what is stored.
  template <class Request, class Response>
  void Tamper(const Request&, const Response&) {}

  void Tamper(const v1::CreateReservationRequest&,
              const v1::Reservation& made) {
    const auto line = conventions::ParseLineName(made.line(), "line").value();
    if (plant_ == Plant::kForgetEnvelope) {
      Change<v1::AccountRecord>(
          conventions::keys::Envelope(line.parent),
          [&](v1::AccountRecord& envelope) {
            envelope.set_reserved_cents(envelope.reserved_cents() -
                                        CentsOf(made.amount()));
          });
    }
    if (plant_ == Plant::kChangeEntry) {
      Change<v1::LedgerEntry>(
          conventions::keys::Entry(line.parent.parent, 4),
          [](v1::LedgerEntry& entry) {
            entry.mutable_amount()->set_units(entry.amount().units() + 1);
          });
    }
  }

  void Tamper(const v1::VoidReservationRequest& request,
              const v1::Reservation&) {
    if (plant_ != Plant::kKeepOpen) return;
    const auto name =
        conventions::ParseNumberedName(conventions::NumberedKind::kReservation,
                                       request.name(), "name")
            .value();
    Change<v1::Reservation>(
        conventions::keys::Numbered(conventions::NumberedKind::kReservation,
                                    name.parent, name.number),
        [](v1::Reservation& reservation) {
          reservation.set_state(v1::Reservation::STATE_OPEN);
        });
  }

  void Tamper(const v1::CreateExpenseRequest& request,
              const v1::Expense& expense) {
    const bool is_retry = !seen_.insert(request.request_id()).second;
    if (plant_ != Plant::kChargeTwice || !is_retry) return;
    const auto name =
        conventions::ParseEvidenceName(expense.evidence(), "evidence").value();
    Change<v1::Evidence>(
        conventions::keys::Evidence(name), [&](v1::Evidence& evidence) {
          *evidence.mutable_charged() = conventions::MoneyFromCents(
              CentsOf(evidence.charged()) + CentsOf(expense.amount()));
        });
  }

  void Tamper(const v1::CreateDotationRequest&, const v1::Dotation& made) {
    if (plant_ != Plant::kOweMore) return;
    Change<v1::Dotation>(KeyOfDotation(made.name()), [](v1::Dotation& stored) {
      *stored.mutable_amount() =
          conventions::MoneyFromCents(CentsOf(stored.amount()) + 1);
    });
  }

  void Tamper(const v1::CreateDotationKeyRequest&,
              const v1::DotationKey& made) {
    if (plant_ != Plant::kKeepDivided) return;
    for (const std::string& name : made.redivided_dotations()) {
      Change<v1::Dotation>(KeyOfDotation(name), [this](v1::Dotation& anew) {
        const auto before = store::GetRecord<v1::Dotation>(
            *served_.store().Read(), KeyOfDotation(anew.corrects()));
        *anew.mutable_shares() = (*before)->shares();
        *anew.mutable_amount() = (*before)->amount();
      });
    }
  }

  // "municipalities/{refnis}/dotations/o-{number}".
  static std::string KeyOfDotation(const std::string& name) {
    const size_t code = name.find('/') + 1;
    return conventions::keys::Dotation(
        name.substr(code, name.find('/', code) - code),
        std::atoll(name.c_str() + name.rfind('-') + 1));
  }

  static int64_t CentsOf(const google::type::Money& money) {
    return conventions::CentsFromMoney(money, "amount").value();
  }

  template <class Record, class Edit>
  void Change(const std::string& key, Edit edit) {
    const absl::Status changed = served_.store().Transact(
        [&](store::Transaction& transaction) -> absl::Status {
          ENTENTE_ASSIGN_OR_RETURN(auto record,
                                   store::GetRecord<Record>(transaction, key));
          if (!record) return absl::OkStatus();
          edit(*record);
          store::PutRecord(transaction, key, *record);
          return absl::OkStatus();
        });
    if (!changed.ok()) std::fprintf(stderr, "the plant did not take\n");
  }

  const Plant plant_;
  const int answers_;
  int calls_ = 0;
  std::set<std::string> seen_;
  Served served_;
};

}  // namespace

int Serve(const std::string& folder, Plant plant) {
  // Nothing stays behind when the judge is gone.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  channel::SilenceGrpcLog();
  std::filesystem::create_directories(folder + "/keys");
  // Standard output is the services' log from here on.
  const int answers = dup(STDOUT_FILENO);
  const int log =
      open((folder + "/log").c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  dup2(log, STDOUT_FILENO);
  Server server(folder, plant, answers);
  if (!WriteAll(answers, Framed(""))) return 5;
  std::string buffer;
  std::string call;
  char bytes[65536];
  while (true) {
    const ssize_t count = read(STDIN_FILENO, bytes, sizeof(bytes));
    if (count <= 0) return 0;
    buffer.append(bytes, static_cast<size_t>(count));
    while (TakeFrame(buffer, call)) {
      if (!server.Answer(call)) return 6;
    }
  }
}

}  // namespace entente::ledger
