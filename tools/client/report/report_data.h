// What the three services answered about one convention, at one moment. Plain
// replies: nothing here is computed (report_model.h does that) and nothing is
// made up for a service that did not answer (see `missing`).
//
// Plain values: copyable, no thread of its own.
#ifndef TOOLS_CLIENT_REPORT_REPORT_DATA_H_
#define TOOLS_CLIENT_REPORT_REPORT_DATA_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "entente/conventions/v1/amendment.pb.h"
#include "entente/conventions/v1/budget_change.pb.h"
#include "entente/conventions/v1/control_service.pb.h"
#include "entente/conventions/v1/convention.pb.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/life_service.pb.h"
#include "entente/conventions/v1/measure.pb.h"
#include "entente/conventions/v1/progress_service.pb.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "entente/conventions/v1/submission.pb.h"
#include "entente/indicators/v1/activity.pb.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "entente/indicators/v1/local_measure.pb.h"
#include "entente/indicators/v1/period.pb.h"
#include "entente/indicators/v1/series_service.pb.h"
#include "services/common/base/error.h"
#include "tools/client/report/handed_in.h"
#include "tools/client/report/missing_part.h"

namespace entente::client {

// A meeting of the cell, reduced to what a report may show: no subject, no
// agenda, no organisation.
struct MeetingFact {
  absl::CivilDay date;
  bool is_held = false;
  // Whether somebody of the police zone was there; held meetings only.
  bool is_zone_represented = false;
  // Members by law of whom nobody was there; held meetings only.
  int missing_members = 0;
};

struct ReportData {
  // Name that was asked for, set even when nobody answered.
  std::string convention_name;
  // Nullopt when the conventions service did not answer.
  std::optional<conventions::v1::Convention> convention;
  std::vector<conventions::v1::MeasureDefinition> definitions;
  std::vector<conventions::v1::ActivityType> activity_types;
  std::vector<conventions::v1::Envelope> envelopes;
  std::vector<conventions::v1::Line> lines;
  std::vector<conventions::v1::Expense> expenses;
  std::vector<conventions::v1::ZonePayment> zone_payments;
  std::optional<conventions::v1::RegulationProfile> regulation;
  // What follows from the recorded facts; nullopt where they were not read.
  std::optional<conventions::v1::ConventionLife> life;
  // What the State asked.
  std::vector<conventions::v1::ControlRequest> control_requests;
  // By number, whatever their state.
  std::vector<conventions::v1::Amendment> amendments;
  // Dossiers handed in, without files; empty where the caller may not read
  // them: who may not does not hand them in.
  std::vector<conventions::v1::Submission> submissions;
  // Of these, by year, the last ones that are not rejected, and what they say
  // of the months; only where that is asked for (GatherHandedIn).
  std::vector<HandedInDossier> handed_in;
  // Of the years of the grant so far; those replaced are left out.
  std::vector<conventions::v1::ProgressStatement> progress_statements;
  // By number: what the State decided of the envelopes, and transfers.
  std::vector<conventions::v1::BudgetChange> budget_changes;

  // Of every convention of the municipality, and its own.
  std::vector<indicators::v1::Measure> measures;
  // The latest version of those that are its own; read only where there are
  // any.
  std::vector<indicators::v1::LocalMeasure> local_measures;
  std::vector<indicators::v1::Indicator> indicators;
  std::vector<indicators::v1::Series> series;
  // The term beside its target, of the measures that have one (report_term.h).
  std::vector<indicators::v1::Achievement> term_achievements;
  std::vector<indicators::v1::Activity> activities;
  // The months from `from` to `until`, as far as they have begun, and whether a
  // calendar was adopted: without one nothing is due.
  std::vector<indicators::v1::Period> periods;
  bool has_period_calendar = false;
  // The latest version of those that are approved, without figures; only where
  // the months are shown (GatherPeriodVersions).
  std::vector<indicators::v1::PeriodVersion> period_versions;
  // First and last month that `series` was asked for.
  absl::CivilMonth from;
  absl::CivilMonth until;

  std::vector<MeetingFact> meetings;

  std::vector<MissingPart> missing;

  // Day and time the report was made (local time of the caller), and by which
  // program.
  absl::CivilMinute generated_at;
  std::string generated_by;

  // Makes sensitive among `definitions` and the municipality's own measures
  // what `measures`, `series` or `term_achievements` say is: people may have
  // called it so, which the contract profile does not know.
  void RaiseSensitivity();
  // Names measures, here and among `definitions`, as on `day`, or on the last
  // of a month (day 0): the figures that are shown belong to it.
  void NameAsOn(const google::type::Date& day);

  // True when `part` (a prefix: "indicators") is among the missing ones.
  bool IsMissing(const std::string& part) const;
  // True when the money of the lines could not be read, with or without that of
  // their envelopes.
  bool IsMoneyMissing() const;
  // What stands where a figure of a missing `part` would: "not visible" where a
  // permission lacks, "not read" otherwise.
  const Sentence& InsteadOf(const std::string& part) const;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_REPORT_DATA_H_
