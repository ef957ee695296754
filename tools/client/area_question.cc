#include "tools/client/area_question.h"

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "tools/client/language.h"

namespace entente::client {

namespace v1 = entente::indicators::v1;

absl::StatusOr<v1::ListAreasResponse> ListAllAreas(
    Session& session, const std::string& municipality) {
  v1::ListAreasRequest request;
  request.set_parent(municipality);
  request.set_page_size(1000);
  return session.CallAllPages(&v1::DefinitionService::Stub::ListAreas, request);
}

absl::StatusOr<AreaTree> AreasOf(
    const absl::StatusOr<v1::ListAreasResponse>& answer) {
  if (absl::IsUnimplemented(answer.status())) return AreaTree();
  if (!answer.ok()) return answer.status();
  return AreaTree(answer->areas());
}

absl::StatusOr<AreaTree> ReadAreas(Session& session,
                                   const std::string& municipality) {
  return AreasOf(ListAllAreas(session, municipality));
}

Sentence AreaSentence(const AreaTree& areas, const std::string& area) {
  const auto label = [&](Language language) {
    return areas.Label(area, language);
  };
  const bool has_more = areas.HasAreasIn(area);
  return {
      absl::StrCat("In ", label(Language::kEn),
                   has_more ? " and the areas in it.\n" : ".\n"),
      absl::StrCat("Dans ", label(Language::kFr),
                   has_more ? " et les lieux qui en font partie.\n" : ".\n"),
      absl::StrCat("In ", label(Language::kNl),
                   has_more ? " en de gebieden erin.\n" : ".\n")};
}

absl::Status SayArea(Cli& cli, const std::string& municipality,
                     const std::string& area) {
  if (area.empty()) return absl::OkStatus();
  ENTENTE_ASSIGN_OR_RETURN(const AreaTree areas,
                           ReadAreas(cli.session(), municipality));
  cli.Say(AreaSentence(areas, area));
  return absl::OkStatus();
}

}  // namespace entente::client
