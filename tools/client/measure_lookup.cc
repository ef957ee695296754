#include "tools/client/measure_lookup.h"

#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "tools/client/format.h"
#include "tools/client/settings_text.h"

namespace entente::client {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

absl::StatusOr<MeasureLookup> MeasureLookup::Read(
    Cli& cli, const std::string& municipality) {
  v1::ListMeasuresRequest request;
  request.set_parent(municipality);
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListMeasuresResponse response,
      cli.session().CallAllPages(&v1::DefinitionService::Stub::ListMeasures,
                                 request));
  MeasureLookup lookup;
  lookup.language_ = cli.language();
  for (const v1::Measure& measure : response.measures()) {
    lookup.by_code_[measure.definition().code()] = lookup.measures_.size();
    lookup.measures_.push_back(measure);
  }
  return lookup;
}

const v1::Measure* MeasureLookup::Find(const std::string& code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &measures_[found->second];
}

std::string MeasureLookup::Title(const std::string& code) const {
  const v1::Measure* measure = Find(code);
  if (measure == nullptr) return code;
  const std::string& title = Pick(measure->definition().title(), language_);
  return title.empty() ? code : title;
}

std::string MeasureLookup::Figure(const std::string& code, int64_t value,
                                  int64_t denominator) const {
  const v1::Measure* measure = Find(code);
  if (measure != nullptr && measure->settings().has_decimals()) {
    const std::string scaled =
        ScaledFigure(measure->definition().kind(), value, denominator,
                     measure->settings().decimals());
    if (!scaled.empty()) return scaled;
  }
  return FormatFigure(measure == nullptr ? cv1::MEASURE_KIND_COUNT
                                         : measure->definition().kind(),
                      value, denominator, Pick({"yes", "oui", "ja"}, language_),
                      Pick({"no", "non", "nee"}, language_));
}

}  // namespace entente::client
