// Approved months of 2018 and releases of them, through real stubs.
#ifndef SERVICES_INDICATORS_RELEASE_FIXTURE_TEST_H_
#define SERVICES_INDICATORS_RELEASE_FIXTURE_TEST_H_

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/indicators/period_fixture_test.h"

namespace entente::indicators {

inline constexpr char kDrafter[] = "p-1001";
inline constexpr char kFreezer[] = "p-1002";
// COUNT of distinct persons, by DefineSensitive.
inline constexpr char kPersons[] = "persons_met";

class ReleaseTest : public PeriodTest {
 protected:
  using Stub = v1::ReleaseService::Stub;
  // By area.
  using Counts = std::map<std::string, int64_t>;

  // All of 2018 has ended and is open until 2019-03; no source is expected.
  void SetUp() override {
    PeriodTest::SetUp();
    MoveTo(2019, 1, 5);
    v1::AdoptCalendarRequest calendar = Calendar(1, {});
    calendar.mutable_calendar()->set_lock_days(395);
    calendar.mutable_calendar()->set_close_days(400);
    ASSERT_TRUE(Adopt(calendar).ok());
  }

  template <class Request, class Response>
  absl::StatusOr<Response> CallReleases(
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request, const std::string& subject = kDrafter,
      const std::string& role = "coordinator") {
    auto stub = service_.Stub<v1::ReleaseService>();
    auto context = service_.harness().Context(subject, {role});
    Response response;
    const absl::Status status = channel::FromWire(
        (stub.get()->*method)(context.get(), request, &response));
    if (!status.ok()) return status;
    return response;
  }

  // Rows of a measure in a month of 2018, one an area.
  void Count(const std::string& measure, int month, const Counts& counts) {
    std::vector<v1::Observation> rows;
    for (const auto& [area, value] : counts) {
      v1::Observation row =
          Row(absl::StrCat("event-", month, "-", ++events_), month, value);
      row.set_measure_code(measure);
      row.set_area(area);
      rows.push_back(row);
    }
    if (!rows.empty()) {
      ASSERT_EQ(Refused(Deliver(rows)), "");
    }
  }

  // Distinct persons whom one row an area met in a month that is not approved
  // yet. DefineSensitive comes first.
  void Met(int month, const Counts& persons) {
    Count(kPersons, month, persons);
  }

  // Counts in a month of 2018, which is approved then.
  void Approved(int month, const Counts& counts) {
    Count("nuisance_actions", month, counts);
    const auto version = Approve(month);
    ASSERT_TRUE(version.ok()) << version.status();
  }

  // Opens an approved month again, adds to it and has it approved.
  void Corrected(int month, const Counts& counts) {
    ASSERT_TRUE(Reopen(month, MakeDate(2019, 1, 20)).ok());
    Approved(month, counts);
  }

  // The measure is sensitive from now on, and kPersons is defined beside it.
  void DefineSensitive(const std::string& code) {
    v1::ConventionRecord record = SampleConvention();
    for (auto& measure : *record.mutable_measures()) {
      if (measure.code() == code) measure.set_is_sensitive(true);
    }
    auto& persons = *record.add_measures();
    persons =
        MakeMeasure(kPersons, entente::conventions::v1::MEASURE_KIND_COUNT);
    persons.set_is_summable(false);
    persons.set_is_sensitive(true);
    service_.Deliver("conventions", "sensitive-" + code, ToEvent(record));
  }

  // That `persons` says from January on how many are behind `code`; empty:
  // nobody does any more.
  void NamePersons(const std::string& code, const std::string& persons) {
    v1::UpdateMeasureSettingsRequest request;
    v1::MeasureSettings& settings = *request.mutable_measure_settings();
    settings.set_name(
        absl::StrCat(kSampleMunicipality, "/measures/", code, "/settings"));
    *settings.mutable_first_month() = MakeDate(2018, 1, 1);
    settings.set_persons_measure_code(persons);
    settings.set_reason(kReason);
    auto stub = service_.Stub<v1::MeasureSettingsService>();
    auto context = service_.harness().Context(kDrafter, {"coordinator"});
    v1::MeasureSettings made;
    const absl::Status status = channel::FromWire(
        stub->UpdateMeasureSettings(context.get(), request, &made));
    ASSERT_TRUE(status.ok()) << status;
  }

  // Sensitive, with what says how many persons are behind it.
  void MakeSensitive(const std::string& code) {
    DefineSensitive(code);
    NamePersons(code, kPersons);
  }

  // "charter" is done or not, "homes" is how many of how many: stated, since
  // nothing feeds them.
  void DefineStated() {
    v1::ConventionRecord record = SampleConvention();
    *record.add_measures() =
        MakeMeasure("charter", entente::conventions::v1::MEASURE_KIND_YES_NO);
    *record.add_measures() =
        MakeMeasure("homes", entente::conventions::v1::MEASURE_KIND_RATIO);
    service_.Deliver("conventions", "stated", ToEvent(record));
  }

  void State(const std::string& measure, int month, v1::Statement said) {
    said.set_name(FormatStatement({{"21004", measure}, 2018 * 12 + month - 1}));
    said.set_evidence("minutes of the council");
    said.set_reason(kReason);
    v1::UpdateStatementRequest request;
    *request.mutable_statement() = said;
    auto stub = service_.Stub<v1::StatementService>();
    auto context = service_.harness().Context(kDrafter, {"coordinator"});
    v1::Statement made;
    ASSERT_TRUE(stub->UpdateStatement(context.get(), request, &made).ok());
  }

  void StateDone(int month, bool is_done) {
    v1::Statement said;
    said.set_is_done(is_done);
    State("charter", month, said);
  }

  void StateHomes(int month, int64_t part, int64_t of) {
    v1::Statement said;
    said.mutable_ratio()->set_part(part);
    said.mutable_ratio()->set_of(of);
    State("homes", month, said);
  }

  static v1::CreateReleaseRequest Wanted(
      int first, int last, bool is_by_area = false,
      v1::Release::Step step = v1::Release::STEP_MONTH) {
    v1::CreateReleaseRequest request;
    request.set_parent(kSampleMunicipality);
    v1::Release& release = *request.mutable_release();
    release.set_audience(v1::Release::AUDIENCE_PUBLIC);
    release.add_measure_codes("nuisance_actions");
    *release.mutable_first_month() = MakeDate(2018, first, 0);
    *release.mutable_last_month() = MakeDate(2018, last, 0);
    release.set_step(step);
    release.set_is_by_area(is_by_area);
    release.mutable_title()->set_fr("Nuisances");
    release.mutable_title()->set_nl("Overlast");
    return request;
  }

  static v1::CreateReleaseRequest Confidential(
      int first, int last, const std::vector<std::string>& recipients) {
    v1::CreateReleaseRequest request = Wanted(first, last, true);
    v1::Release& release = *request.mutable_release();
    release.set_audience(v1::Release::AUDIENCE_STATE_CONFIDENTIAL);
    for (const std::string& one : recipients) release.add_recipients(one);
    return request;
  }

  absl::StatusOr<v1::Release> Draw(const v1::CreateReleaseRequest& request,
                                   const std::string& subject = kDrafter) {
    return CallReleases(&Stub::CreateRelease, request, subject);
  }

  absl::StatusOr<v1::Release> Freeze(const std::string& name,
                                     const std::string& subject = kFreezer) {
    v1::FreezeReleaseRequest request;
    request.set_name(name);
    return CallReleases(&Stub::FreezeRelease, request, subject);
  }

  absl::StatusOr<v1::Release> Withdraw(const std::string& name) {
    v1::WithdrawReleaseRequest request;
    request.set_name(name);
    request.set_reason(kReason);
    return CallReleases(&Stub::WithdrawRelease, request);
  }

  absl::StatusOr<v1::Release> Read(const std::string& name,
                                   const std::string& subject = kDrafter,
                                   const std::string& role = "coordinator") {
    v1::GetReleaseRequest request;
    request.set_name(name);
    return CallReleases(&Stub::GetRelease, request, subject, role);
  }

  // Draws up, freezes and reads; the refusal of whichever is refused.
  absl::StatusOr<v1::Release> Released(
      const v1::CreateReleaseRequest& request) {
    const auto draft = Draw(request);
    if (!draft.ok()) return draft.status();
    const auto frozen = Freeze(draft->name());
    if (!frozen.ok()) return frozen.status();
    return Read(draft->name());
  }

  // "all 2018-01: 12, DPI-1 2018-01: A, …" of the first table.
  static std::string Shown(const absl::StatusOr<v1::Release>& release) {
    if (!release.ok()) return ErrorReason(release.status());
    if (release->tables().empty()) return "no tables";
    std::string text;
    for (const v1::ReleaseCell& cell : release->tables(0).cells()) {
      absl::StrAppend(&text, text.empty() ? "" : ", ",
                      cell.area().empty() ? "all" : cell.area(),
                      cell.is_remainder() ? "~" : "", " ",
                      cell.first_month().month(), "-",
                      cell.last_month().month(), ": ");
      if (cell.has_value()) {
        absl::StrAppend(&text, cell.value());
      } else {
        text += "?FADN"[cell.status()];
      }
    }
    return text;
  }

  // What is shown of a row and span: a number, or the letter of its status.
  static std::string CellOf(const v1::Release& release, const std::string& area,
                            int first, int last, bool is_remainder = false) {
    for (const v1::ReleaseCell& cell : release.tables(0).cells()) {
      if (cell.area() != area || cell.is_remainder() != is_remainder ||
          cell.first_month().month() != first ||
          cell.last_month().month() != last) {
        continue;
      }
      return cell.has_value() ? absl::StrCat(cell.value())
                              : std::string(1, "?FADN"[cell.status()]);
    }
    return "none";
  }

  std::vector<std::string> Listed(const std::string& subject = kDrafter,
                                  const std::string& role = "coordinator",
                                  bool show_withdrawn = false,
                                  int page_size = 0) {
    v1::ListReleasesRequest request;
    request.set_parent(kSampleMunicipality);
    request.set_show_withdrawn(show_withdrawn);
    request.set_page_size(page_size);
    std::vector<std::string> names;
    do {
      const auto list =
          CallReleases(&Stub::ListReleases, request, subject, role);
      EXPECT_TRUE(list.ok()) << list.status();
      if (!list.ok()) break;
      for (const v1::Release& release : list->releases()) {
        names.push_back(release.name());
        EXPECT_TRUE(release.tables().empty());
      }
      request.set_page_token(list->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  // Behind the service's back; an empty value removes the record.
  void Put(const std::string& key, const std::string& value) {
    ASSERT_TRUE(service_.store()
                    .Transact([&](store::Transaction& transaction) {
                      if (value.empty()) {
                        transaction.Delete(key);
                      } else {
                        transaction.Put(key, value);
                      }
                      return absl::OkStatus();
                    })
                    .ok());
  }

  int events_ = 0;
};

// Whose store is sound after every test.
class ReleaseServiceTest : public ReleaseTest {
 protected:
  void TearDown() override { ExpectVerified(); }
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_FIXTURE_TEST_H_
