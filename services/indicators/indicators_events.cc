#include "services/indicators/indicators_events.h"

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/events.pb.h"
#include "entente/exchange/v1/events.pb.h"
#include "services/common/base/error.h"
#include "services/common/gate/spiffe.h"
#include "services/common/outbox/inbox.h"
#include "services/indicators/definition_store.h"
#include "services/indicators/fact_store.h"
#include "services/indicators/name_rules.h"

namespace entente::indicators {
namespace {

namespace cv1 = entente::conventions::v1;
namespace ev1 = entente::exchange::v1;
namespace v1 = entente::indicators::v1;
using entente::common::v1::Event;
using outbox::TakeNewest;

constexpr size_t kIdBytesMax = 300;

v1::Indicator ToIndicator(const std::string& convention,
                          const cv1::Node& node) {
  v1::Indicator indicator;
  indicator.set_name(absl::StrCat(convention, "/indicators/", node.id()));
  indicator.set_node_id(node.id());
  indicator.set_objective_id(node.parent_id());
  indicator.set_allocation(node.allocation());
  indicator.set_text(node.text());
  *indicator.mutable_measure_codes() = node.measure_codes();
  if (node.has_begin_date()) {
    *indicator.mutable_begin_date() = node.begin_date();
  }
  if (node.has_end_date()) *indicator.mutable_end_date() = node.end_date();
  indicator.set_is_expected_result(node.kind() ==
                                   cv1::Node::KIND_EXPECTED_RESULT);
  return indicator;
}

// Published and withdrawn by turns: one state of one resource.
std::string DefinitionsOf(const std::string& convention) {
  return absl::StrCat("definitions ", convention);
}

absl::Status Apply(store::Transaction& transaction, const Event& envelope,
                   const cv1::DefinitionsPublished& event, absl::Time) {
  v1::ConventionRecord record;
  record.set_convention(event.convention());
  *record.mutable_measures() = event.measures();
  for (const cv1::Node& node : event.indicators()) {
    *record.add_indicators() = ToIndicator(event.convention(), node);
  }
  *record.mutable_activity_types() = event.activity_types();
  *record.mutable_code_lists() = event.code_lists();
  *record.mutable_earlier_measures() = event.earlier_measures();
  *record.mutable_valid_from() = event.valid_from();
  *record.mutable_valid_until() = event.valid_until();
  ENTENTE_RETURN_IF_ERROR(ValidateConventionRecord(record));
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseConvention(event.convention(), "convention"));
  ENTENTE_RETURN_IF_ERROR(
      TakeNewest(transaction, envelope, DefinitionsOf(event.convention())));
  return PutConvention(transaction, municipality, record);
}

absl::Status Apply(store::Transaction& transaction, const Event& envelope,
                   const cv1::DefinitionsWithdrawn& event, absl::Time) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseConvention(event.convention(), "convention"));
  ENTENTE_RETURN_IF_ERROR(
      TakeNewest(transaction, envelope, DefinitionsOf(event.convention())));
  return DeleteConvention(transaction, municipality, event.convention());
}

// Acknowledged and taken back by turns: one state of one payment.
std::string PaymentOf(const std::string& convention,
                      const std::string& payment) {
  return absl::StrCat("payment ", convention, " ", payment);
}

absl::Status Apply(store::Transaction& transaction, const Event& envelope,
                   const cv1::ZonePaymentAcknowledged& event, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseConvention(event.convention(), "convention"));
  if (event.payment().empty() || event.payment().size() > kIdBytesMax) {
    return absl::InvalidArgumentError("payment has no name");
  }
  if (PackDate(event.date()) == 0) {
    return absl::InvalidArgumentError("date is no day");
  }
  v1::PaymentRecord payment;
  payment.set_convention(event.convention());
  payment.set_payment(event.payment());
  payment.set_objective_id(event.objective_id());
  *payment.mutable_date() = event.date();
  ENTENTE_RETURN_IF_ERROR(TakeNewest(
      transaction, envelope, PaymentOf(event.convention(), event.payment())));
  PutPayment(transaction, municipality, payment, now);
  return absl::OkStatus();
}

absl::Status Apply(store::Transaction& transaction, const Event& envelope,
                   const cv1::ZoneAcknowledgementReversed& event,
                   absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(const std::string municipality,
                           ParseConvention(event.convention(), "convention"));
  if (event.payment().empty() || event.payment().size() > kIdBytesMax) {
    return absl::InvalidArgumentError("payment has no name");
  }
  ENTENTE_RETURN_IF_ERROR(TakeNewest(
      transaction, envelope, PaymentOf(event.convention(), event.payment())));
  DeletePayment(transaction, municipality, event.convention(), event.payment(),
                now);
  return absl::OkStatus();
}

absl::Status Apply(store::Transaction& transaction, const Event& envelope,
                   const ev1::MeetingHeld& event, absl::Time now) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string municipality,
      ParseMunicipality(event.municipality(), "municipality"));
  if (event.meeting_id().empty() || event.meeting_id().size() > kIdBytesMax) {
    return absl::InvalidArgumentError("meeting_id is missing");
  }
  if (PackDate(event.date()) == 0) {
    return absl::InvalidArgumentError("date is no day");
  }
  v1::MeetingFigureRecord meeting;
  *meeting.mutable_date() = event.date();
  meeting.set_is_zone_represented(event.is_zone_represented());
  ENTENTE_RETURN_IF_ERROR(TakeNewest(
      transaction, envelope,
      absl::StrCat("meeting ", municipality, " ", event.meeting_id())));
  PutMeeting(transaction, municipality, event.meeting_id(), meeting, now);
  return absl::OkStatus();
}

// Unpacks and applies when `event` carries a Message, from whom it may come.
template <class Message>
bool ApplyIf(store::Transaction& transaction, const Event& event,
             const Sender& sender, absl::string_view service,
             absl::Status& status) {
  if (!event.data().Is<Message>()) return false;
  Message message;
  if (!gate::IsServiceId(sender.id, sender.trust_domain, service)) {
    status = absl::InvalidArgumentError(
        absl::StrCat("such events come from ", service, " only"));
  } else if (!event.data().UnpackTo(&message)) {
    status = absl::InvalidArgumentError("data does not parse");
  } else {
    status = Apply(transaction, event, message, sender.now);
  }
  return true;
}

}  // namespace

absl::Status ApplyEvent(store::Transaction& transaction,
                        const entente::common::v1::Event& event,
                        const Sender& sender) {
  // A service speaks for itself: it cannot use up the event ids of another.
  if (event.source() != sender.id) {
    return absl::InvalidArgumentError("source is not the sender");
  }
  absl::Status status;
  if (ApplyIf<cv1::DefinitionsPublished>(transaction, event, sender,
                                         "conventions", status) ||
      ApplyIf<cv1::DefinitionsWithdrawn>(transaction, event, sender,
                                         "conventions", status) ||
      ApplyIf<cv1::ZonePaymentAcknowledged>(transaction, event, sender,
                                            "conventions", status) ||
      ApplyIf<cv1::ZoneAcknowledgementReversed>(transaction, event, sender,
                                                "conventions", status) ||
      ApplyIf<ev1::MeetingHeld>(transaction, event, sender, "exchange",
                                status)) {
    return status;
  }
  return absl::UnimplementedError("unknown type of event");
}

}  // namespace entente::indicators
