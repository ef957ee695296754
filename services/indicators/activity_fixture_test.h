// Activities through real stubs, at a day that a test chooses.
#ifndef SERVICES_INDICATORS_ACTIVITY_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_ACTIVITY_FIXTURE_TEST_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/common/store/records.h"
#include "services/indicators/indicators_keys.h"
#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {

class ActivityTest : public PeriodTest {
 protected:
  using PeriodTest::Ask;
  using Stub = v1::ActivityService::Stub;
  // Measure, area and packed day to sum and contributions.
  using Cells = std::map<std::tuple<std::string, std::string, uint32_t>,
                         std::pair<int64_t, int64_t>>;

  template <class Request, class Response>
  absl::StatusOr<Response> Ask(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, const std::string& role = "coordinator",
      const std::string& subject = "p-1001") {
    auto stub = service_.Stub<v1::ActivityService>();
    auto context = service_.harness().Context(subject, {role});
    Response response;
    const absl::Status status = channel::FromWire(
        (stub.get()->*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  static std::string ActivityNamed(int64_t number) {
    return FormatActivity({"21004", number});
  }

  // 14 persons for six hours on 12 April.
  static v1::Activity Coppra() {
    v1::Activity activity;
    activity.set_type("coppra_training");
    *activity.mutable_date() = MakeDate(2018, 4, 12);
    activity.set_participants(14);
    activity.set_course_minutes(360);
    activity.set_organiser("Bravvo");
    return activity;
  }

  // It is another one, however often a test enters the same.
  absl::StatusOr<v1::Activity> Create(const v1::Activity& activity = Coppra(),
                                      bool is_another = true) {
    v1::CreateActivityRequest request;
    request.set_parent(kSampleMunicipality);
    *request.mutable_activity() = activity;
    request.set_is_another(is_another);
    return Ask(&Stub::CreateActivity, request);
  }

  // An edit of the first activity that sets what `paths` name.
  static v1::UpdateActivityRequest Edit(const std::vector<std::string>& paths,
                                        const v1::Activity& activity,
                                        int64_t number = 1) {
    v1::UpdateActivityRequest request;
    *request.mutable_activity() = activity;
    request.mutable_activity()->set_name(ActivityNamed(number));
    for (const std::string& path : paths) {
      request.mutable_update_mask()->add_paths(path);
    }
    request.set_reason(kReason);
    return request;
  }
  static v1::UpdateActivityRequest EditDate(const google::type::Date& date,
                                            int64_t number = 1) {
    v1::Activity activity;
    *activity.mutable_date() = date;
    return Edit({"date"}, activity, number);
  }
  static v1::UpdateActivityRequest EditParticipants(int participants,
                                                    int64_t number = 1) {
    v1::Activity activity;
    activity.set_participants(participants);
    return Edit({"participants"}, activity, number);
  }

  absl::StatusOr<v1::Activity> Update(const v1::UpdateActivityRequest& edit) {
    return Ask(&Stub::UpdateActivity, edit);
  }

  static v1::WithdrawActivityRequest Withdrawal(int64_t number = 1) {
    v1::WithdrawActivityRequest request;
    request.set_name(ActivityNamed(number));
    request.set_reason(kReason);
    return request;
  }
  absl::StatusOr<v1::Activity> Withdraw(int64_t number = 1) {
    return Ask(&Stub::WithdrawActivity, Withdrawal(number));
  }

  absl::StatusOr<v1::Activity> Read(int64_t number = 1, bool history = true) {
    v1::GetActivityRequest request;
    request.set_name(ActivityNamed(number));
    request.set_history(history);
    return Ask(&Stub::GetActivity, request);
  }

  // Numbers of the activities that the list shows, two a page.
  std::vector<int64_t> Listed(v1::ListActivitiesRequest request = {}) {
    request.set_parent(kSampleMunicipality);
    request.set_page_size(2);
    std::vector<int64_t> numbers;
    do {
      const auto page = Ask(&Stub::ListActivities, request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      for (const v1::Activity& activity : page->activities()) {
        EXPECT_TRUE(activity.effects().empty());
        numbers.push_back(ParseActivity(activity.name(), "name")->number);
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return numbers;
  }

  // Everything the month records hold.
  Cells Counted() {
    Cells cells;
    EXPECT_TRUE(store::ScanRecords<v1::MonthRecord>(
                    *service_.store().Read(), AllMonthsPrefix(), "",
                    [&](absl::string_view key, const v1::MonthRecord& record) {
                      const auto parts = ParseMonthKey(key);
                      for (int i = 0; i < record.days_size(); ++i) {
                        const uint32_t day =
                            static_cast<uint32_t>(parts->month) * 32 +
                            record.days(i);
                        cells[{parts->measure, parts->area, day}] = {
                            record.sums(i), record.contributions(i)};
                      }
                      return true;
                    })
                    .ok());
    return cells;
  }

  // The figure of a measure on a day, in the municipality itself.
  static Cells::value_type Cell(const std::string& measure, int month, int day,
                                int64_t sum, int64_t contributions,
                                const std::string& area = "21004") {
    return {{measure, area, PackDate(MakeDate(2018, month, day))},
            {sum, contributions}};
  }

  // "trainings -1/-1 2018-04-12 21004", for each.
  static std::vector<std::string> Say(
      const google::protobuf::RepeatedPtrField<v1::MeasureEffect>& effects) {
    std::vector<std::string> said;
    for (const v1::MeasureEffect& effect : effects) {
      said.push_back(absl::StrFormat(
          "%s %d/%d %04d-%02d-%02d %s", effect.measure_code(), effect.delta(),
          effect.contributions(), effect.date().year(), effect.date().month(),
          effect.date().day(), effect.area()));
    }
    return said;
  }
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_ACTIVITY_FIXTURE_TEST_H_
