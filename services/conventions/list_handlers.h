// What every List of the numbered resources of a convention does (AIP-132).
#ifndef SERVICES_CONVENTIONS_LIST_HANDLERS_H_
#define SERVICES_CONVENTIONS_LIST_HANDLERS_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "services/common/base/error.h"
#include "services/common/gate/gate.h"
#include "services/conventions/convention_store.h"
#include "services/conventions/conventions_keys.h"
#include "services/conventions/limits.h"
#include "services/conventions/list_filters.h"
#include "services/conventions/name_rules.h"
#include "services/conventions/page_store.h"
#include "services/conventions/service_context.h"

namespace entente::conventions {

// Hands a page of the convention's resources of `kind` to `add`, in order of
// their numbers, and answers the token of the next page. `show` makes of a
// record what is shown, which the request's filter judges, or answers that it
// is not listed. Errors: those of ReadPage and ParseFilter.
template <class Record, class Request>
absl::StatusOr<std::string> ReadShown(
    const store::Reader& reader, const ServiceContext& context,
    const gate::Caller& caller, const Request& request, NumberedKind kind,
    const ConventionName& name, absl::FunctionRef<bool(Record&)> show,
    absl::FunctionRef<void(const Record&)> add) {
  ENTENTE_ASSIGN_OR_RETURN(const filter::Filter filter,
                           FilterOf<Record>(request));
  Record shown;
  return ReadPage<Record>(
      reader, context.page_tokens,
      {.scope = absl::StrCat(caller.Scope(), " ", CollectionOf(kind), " ",
                             Format(name), FilterScope(request)),
       .prefix = keys::NumberedOf(kind, name),
       .size = request.page_size(),
       .token = request.page_token(),
       .size_default = kPageSizeDefault,
       .size_max = kPageSizeMax},
      [&](const Record& record) {
        shown = record;
        return show(shown) && filter.Matches(shown);
      },
      [&](absl::string_view, const Record&) { add(shown); });
}

// The same for records that are shown as they are stored, those that `admits`
// lets pass.
template <class Record, class Request>
absl::StatusOr<std::string> ReadNumbered(
    const store::Reader& reader, const ServiceContext& context,
    const gate::Caller& caller, const Request& request, NumberedKind kind,
    const ConventionName& name, absl::FunctionRef<bool(const Record&)> admits,
    absl::FunctionRef<void(const Record&)> add) {
  return ReadShown<Record>(
      reader, context, caller, request, kind, name,
      [&](Record& record) { return admits(record); }, add);
}

// The same with every record that passes the filter.
template <class Record, class Request>
absl::StatusOr<std::string> ReadNumbered(
    const store::Reader& reader, const ServiceContext& context,
    const gate::Caller& caller, const Request& request, NumberedKind kind,
    const ConventionName& name, absl::FunctionRef<void(const Record&)> add) {
  return ReadNumbered<Record>(
      reader, context, caller, request, kind, name,
      [](const Record&) { return true; }, add);
}

// The whole reply of a list that shows its records as they are stored, into
// the field that `records` gives. Errors: also MALFORMED_NAME, NOT_FOUND of
// `parent`.
template <class Response, class Record, class Request>
absl::StatusOr<Response> ListNumbered(
    const ServiceContext& context, const gate::Caller& caller,
    const Request& request, NumberedKind kind,
    google::protobuf::RepeatedPtrField<Record>* (Response::*records)()) {
  ENTENTE_ASSIGN_OR_RETURN(const ConventionName name,
                           ParseConventionName(request.parent(), "parent"));
  const auto snapshot = context.store.Read();
  ENTENTE_RETURN_IF_ERROR(
      GetConventionHead(*snapshot, name, "parent").status());
  Response list;
  ENTENTE_ASSIGN_OR_RETURN(
      *list.mutable_next_page_token(),
      ReadNumbered<Record>(
          *snapshot, context, caller, request, kind, name,
          [&](const Record& record) { *(list.*records)()->Add() = record; }));
  return list;
}

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_LIST_HANDLERS_H_
