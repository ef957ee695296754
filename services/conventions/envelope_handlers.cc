// Envelopes, lines, the ledger's entries and the rules that apply to them.
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/store/records.h"
#include "services/conventions/budget_rules.h"
#include "services/conventions/budget_service.h"
#include "services/conventions/category_store.h"
#include "services/conventions/claim_store.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/envelope_rules.h"
#include "services/conventions/ledger_errors.h"
#include "services/conventions/ledger_rules.h"
#include "services/conventions/ledger_store.h"
#include "services/conventions/life_rules.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_filters.h"
#include "services/conventions/local_day.h"
#include "services/conventions/money/money.h"
#include "services/conventions/page_store.h"
#include "services/conventions/refusal_figures.h"
#include "services/conventions/regulation_rules.h"

namespace entente::conventions {
namespace {

v1::Line LineOf(const LineName& name, const v1::LineRecord& record,
                const v1::RegulationProfile* profile) {
  return ToLine(name, record.objective_id(), record.category(),
                FromRecord(record.account()), profile);
}

// By envelope, of its lines, which are some tens. One scan for all: a scan
// costs more than what it finds, the more so the more was posted since the last
// flush.
absl::StatusOr<std::map<std::string, std::set<std::string>>> CategoriesIn(
    const store::Reader& reader, const ConventionName& convention) {
  std::map<std::string, std::set<std::string>> categories;
  ENTENTE_RETURN_IF_ERROR(store::ScanRecords<v1::LineRecord>(
      reader, keys::LinesOf({convention, "-"}), "",
      [&](absl::string_view key, const v1::LineRecord& line) {
        categories[keys::ParseLine(key).parent.envelope].insert(
            line.category());
        return true;
      }));
  return categories;
}

// Everything CreateLine asks of the stored state before it moves money.
absl::Status CheckMayAllot(const store::Reader& reader, const NewLine& line,
                           const v1::RegulationProfile& profile) {
  const ConventionName& convention = line.name.parent.parent;
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<v1::Node> node,
                           FindNode(reader, convention, line.objective_id));
  const EnvelopeKey envelope = ParseEnvelopeId(line.name.parent.envelope);
  ENTENTE_RETURN_IF_ERROR(CheckObjective(line.objective_id,
                                         node ? &*node : nullptr,
                                         envelope.allocation, envelope.year));
  return CheckCategory(line.category, profile);
}

// A line that is there already is told with its figures.
absl::Status OpenNew(store::Transaction& transaction, const NewLine& line) {
  const absl::Status opened =
      OpenLine(transaction, line.name, line.objective_id, line.category);
  if (!absl::IsAlreadyExists(opened)) return opened;
  ENTENTE_ASSIGN_OR_RETURN(const LineAccount account,
                           GetLineAccount(transaction, line.name, "line"));
  return WithLineFigures(opened, account.line, line.amount_cents);
}

// Opens the line with its allotment.
absl::StatusOr<v1::Line> Open(
    store::Transaction& transaction, const NewLine& wanted,
    const std::vector<v1::RegulationProfile>& profiles, absl::Time now) {
  const EnvelopeName& envelope = wanted.name.parent;
  ENTENTE_ASSIGN_OR_RETURN(const Balances of_envelope,
                           GetEnvelope(transaction, envelope, "parent"));
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::RegulationProfile profile,
      ProfileOf(transaction, envelope.parent, profiles, "parent"));
  ENTENTE_RETURN_IF_ERROR(CheckMayAllot(transaction, wanted, profile));
  ENTENTE_RETURN_IF_ERROR(
      CheckAllotmentCap(transaction, profile, envelope, wanted.category,
                        wanted.amount_cents, "line.amount"));
  ENTENTE_RETURN_IF_ERROR(OpenNew(transaction, wanted));
  ENTENTE_ASSIGN_OR_RETURN(
      Movements movements,
      Allot(of_envelope, wanted.amount_cents, "line.amount"));
  ENTENTE_RETURN_IF_ERROR(Post(transaction, {.line = wanted.name,
                                             .movements = std::move(movements),
                                             .cause = "",
                                             .effective_date = LocalDay(now),
                                             .record_time = now})
                              .status());
  ENTENTE_ASSIGN_OR_RETURN(const v1::LineRecord record,
                           GetLine(transaction, wanted.name, "line"));
  return LineOf(wanted.name, record, &profile);
}

}  // namespace

BudgetService::BudgetService(ServiceContext& context)
    : context_(context),
      door_(context.gate, v1::BudgetService::service_full_name()) {}

grpc::Status BudgetService::ListEnvelopes(
    grpc::ServerContext* context, const v1::ListEnvelopesRequest* request,
    v1::ListEnvelopesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&) -> absl::StatusOr<v1::ListEnvelopesResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const ConventionName name,
            ParseConventionName(request->parent(), "parent"));
        const auto snapshot = context_.store.Read();
        ENTENTE_ASSIGN_OR_RETURN(const v1::Convention convention,
                                 GetConventionHead(*snapshot, name, "parent"));
        const v1::RegulationProfile* profile = FindRegulationProfile(
            context_.regulation_profiles, convention.valid_from());
        ENTENTE_ASSIGN_OR_RETURN(const filter::Filter filter,
                                 FilterOf<v1::Envelope>(*request));
        ENTENTE_ASSIGN_OR_RETURN(auto categories,
                                 CategoriesIn(*snapshot, name));
        v1::ListEnvelopesResponse list;
        for (const v1::EnvelopeGrant& grant : convention.envelopes()) {
          const EnvelopeName envelope{
              name, EnvelopeId(grant.allocation(), grant.year())};
          ENTENTE_ASSIGN_OR_RETURN(const Balances balances,
                                   GetEnvelope(*snapshot, envelope, "parent"));
          v1::Envelope added =
              ToEnvelope(envelope, balances, convention, profile);
          AddCategories(categories[envelope.envelope], profile, added);
          if (filter.Matches(added)) *list.add_envelopes() = added;
        }
        return list;
      });
}

grpc::Status BudgetService::ListLines(grpc::ServerContext* context,
                                      const v1::ListLinesRequest* request,
                                      v1::ListLinesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::ListLinesResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const EnvelopeName name,
            ParseEnvelopeName(request->parent(), "parent", true));
        const auto snapshot = context_.store.Read();
        ENTENTE_ASSIGN_OR_RETURN(
            const v1::Convention convention,
            GetConventionHead(*snapshot, name.parent, "parent"));
        const v1::RegulationProfile* profile = FindRegulationProfile(
            context_.regulation_profiles, convention.valid_from());
        ENTENTE_ASSIGN_OR_RETURN(const filter::Filter filter,
                                 FilterOf<v1::Line>(*request));
        v1::ListLinesResponse list;
        v1::Line shown;
        ENTENTE_ASSIGN_OR_RETURN(
            *list.mutable_next_page_token(),
            ReadKeyedPage<v1::LineRecord>(
                *snapshot, context_.page_tokens,
                {.scope = absl::StrCat(caller.Scope(), " lines ", Format(name),
                                       FilterScope(*request)),
                 .prefix = keys::LinesOf(name),
                 .size = request->page_size(),
                 .token = request->page_token(),
                 .size_default = kPageSizeDefault,
                 .size_max = kPageSizeMax},
                [&](absl::string_view key, const v1::LineRecord& record) {
                  shown = LineOf(keys::ParseLine(key), record, profile);
                  return filter.Matches(shown);
                },
                [&](absl::string_view, const v1::LineRecord&) {
                  *list.add_lines() = shown;
                }));
        return list;
      });
}

grpc::Status BudgetService::CreateLine(grpc::ServerContext* context,
                                       const v1::CreateLineRequest* request,
                                       v1::Line* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller) -> absl::StatusOr<v1::Line> {
        ENTENTE_ASSIGN_OR_RETURN(
            const NewLine wanted,
            Explained(context_.store, request->parent(),
                      request->line().amount(), ValidateCreateLine(*request)));
        return context_.RunOnce<v1::Line>(
            caller, *request, [&](store::Transaction& transaction) {
              return Explained(transaction, request->parent(),
                               wanted.amount_cents,
                               Open(transaction, wanted,
                                    context_.regulation_profiles, caller.now));
            });
      });
}

grpc::Status BudgetService::ListLedgerEntries(
    grpc::ServerContext* context, const v1::ListLedgerEntriesRequest* request,
    v1::ListLedgerEntriesResponse* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller& caller)
          -> absl::StatusOr<v1::ListLedgerEntriesResponse> {
        ENTENTE_ASSIGN_OR_RETURN(
            const ConventionName name,
            ParseConventionName(request->parent(), "parent"));
        const auto snapshot = context_.store.Read();
        ENTENTE_RETURN_IF_ERROR(
            GetConventionHead(*snapshot, name, "parent").status());
        ENTENTE_ASSIGN_OR_RETURN(const filter::Filter filter,
                                 FilterOf<v1::LedgerEntry>(*request));
        v1::ListLedgerEntriesResponse list;
        ENTENTE_ASSIGN_OR_RETURN(
            *list.mutable_next_page_token(),
            ReadPage<v1::LedgerEntry>(
                *snapshot, context_.page_tokens,
                {.scope = absl::StrCat(caller.Scope(), " entries ",
                                       Format(name), FilterScope(*request)),
                 .prefix = keys::EntriesOf(name),
                 .size = request->page_size(),
                 .token = request->page_token(),
                 .size_default = kPageSizeDefault,
                 .size_max = kPageSizeMax},
                [&](const v1::LedgerEntry& entry) {
                  return filter.Matches(entry);
                },
                [&](absl::string_view, const v1::LedgerEntry& entry) {
                  *list.add_entries() = entry;
                }));
        return list;
      });
}

grpc::Status BudgetService::GetRegulationProfile(
    grpc::ServerContext* context,
    const v1::GetRegulationProfileRequest* request,
    v1::RegulationProfile* response) {
  return door_.Serve(
      context, __func__, *request, response,
      [&](const gate::Caller&) -> absl::StatusOr<v1::RegulationProfile> {
        ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                                 ParseConventionName(request->name(), "name"));
        return ProfileOf(*context_.store.Read(), name,
                         context_.regulation_profiles, "name");
      });
}

}  // namespace entente::conventions
