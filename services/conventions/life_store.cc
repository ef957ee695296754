#include "services/conventions/life_store.h"

#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/timestamp.h"
#include "services/common/store/records.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/life_errors.h"
#include "services/conventions/lookup_store.h"

namespace entente::conventions {

using v1::Convention;
using v1::ConventionFact;

absl::StatusOr<v1::LifeHead> GetLifeHead(const store::Reader& reader,
                                         const ConventionName& name) {
  ENTENTE_ASSIGN_OR_RETURN(
      std::optional<v1::LifeHead> head,
      store::GetRecord<v1::LifeHead>(reader, keys::LifeHead(name)));
  return std::move(head).value_or(v1::LifeHead());
}

absl::StatusOr<Convention::State> GetEndedState(const store::Reader& reader,
                                                const ConventionName& name) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::LifeHead head, GetLifeHead(reader, name));
  return head.ended_state();
}

absl::Status CheckNotEnded(const store::Reader& reader,
                           const ConventionName& name, Act act) {
  ENTENTE_ASSIGN_OR_RETURN(const Convention::State ended,
                           GetEndedState(reader, name));
  return CheckAllowed(
      ended == Convention::STATE_UNSPECIFIED ? Convention::STATE_DRAFT : ended,
      act);
}

absl::StatusOr<int64_t> TakeLifeNumber(store::Transaction& transaction,
                                       NumberedKind kind,
                                       const ConventionName& name) {
  ENTENTE_ASSIGN_OR_RETURN(v1::LifeHead head, GetLifeHead(transaction, name));
  int64_t number = 0;
  switch (kind) {
    case NumberedKind::kFact:
      number = head.last_fact() + 1;
      head.set_last_fact(number);
      break;
    case NumberedKind::kAmendment:
      number = head.last_amendment() + 1;
      head.set_last_amendment(number);
      break;
    case NumberedKind::kProgressStatement:
      number = head.last_progress() + 1;
      head.set_last_progress(number);
      break;
    case NumberedKind::kControlRequest:
      number = head.last_control_request() + 1;
      head.set_last_control_request(number);
      break;
    default:
      return LedgerInvariantBroken("a number that the life does not count");
  }
  store::PutRecord(transaction, keys::LifeHead(name), head);
  return number;
}

absl::StatusOr<Facts> ReadFacts(const store::Reader& reader,
                                const ConventionName& name) {
  Facts facts;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<ConventionFact>(
      reader, keys::NumberedOf(NumberedKind::kFact, name), "",
      [&](absl::string_view, const ConventionFact& fact) {
        facts.push_back(fact);
        return true;
      }));
  return facts;
}

absl::StatusOr<google::protobuf::Timestamp> TakeRecordTime(
    store::Transaction& transaction, const ConventionName& name,
    absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(v1::LifeHead head, GetLifeHead(transaction, name));
  if (ToTime(head.last_record_time()) < now) {
    *head.mutable_last_record_time() = ToTimestamp(now);
    store::PutRecord(transaction, keys::LifeHead(name), head);
  }
  return head.last_record_time();
}

absl::StatusOr<ConventionFact> AddFact(store::Transaction& transaction,
                                       const ConventionName& name,
                                       ConventionFact fact, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(*fact.mutable_create_time(),
                           TakeRecordTime(transaction, name, now));
  ENTENTE_ASSIGN_OR_RETURN(
      const int64_t number,
      TakeLifeNumber(transaction, NumberedKind::kFact, name));
  fact.set_name(FormatNumbered(NumberedKind::kFact, name, number));
  store::PutRecord(transaction,
                   keys::Numbered(NumberedKind::kFact, name, number), fact);
  Convention::State ended = Convention::STATE_UNSPECIFIED;
  if (fact.kind() == ConventionFact::KIND_CLOSING) {
    ended = Convention::STATE_CLOSED;
  }
  if (fact.kind() == ConventionFact::KIND_SETTLEMENT) {
    ended = Convention::STATE_SETTLED;
  }
  if (ended != Convention::STATE_UNSPECIFIED) {
    ENTENTE_ASSIGN_OR_RETURN(v1::LifeHead head, GetLifeHead(transaction, name));
    head.set_ended_state(ended);
    store::PutRecord(transaction, keys::LifeHead(name), head);
  }
  return fact;
}

absl::StatusOr<int64_t> CountLifeRecords(const store::Reader& reader,
                                         const ConventionName& name) {
  ENTENTE_ASSIGN_OR_RETURN(const v1::LifeHead head, GetLifeHead(reader, name));
  return head.last_fact() + head.last_amendment() + head.last_change() +
         head.last_progress() + head.last_control_request();
}

absl::StatusOr<v1::ConventionLife> GetLife(const store::Reader& reader,
                                           const ConventionName& name,
                                           const google::type::Date& valid_from,
                                           const google::type::Date& day,
                                           absl::Time record_time) {
  ENTENTE_ASSIGN_OR_RETURN(const Facts facts, ReadFacts(reader, name));
  return DeriveLife(KnownFacts(facts, record_time), valid_from, day);
}

}  // namespace entente::conventions
