#include "tools/client/measure_lookup.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "entente/indicators/v1/definition_service.grpc.pb.h"
#include "tools/client/format.h"
#include "tools/client/local_words.h"
#include "tools/client/measure_versions.h"
#include "tools/client/settings_text.h"

namespace entente::client {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

absl::StatusOr<MeasureLookup> MeasureLookup::Read(
    Cli& cli, const std::string& municipality) {
  return Read(cli.session(), cli.language(), municipality);
}

absl::StatusOr<MeasureLookup> MeasureLookup::Read(
    Session& session, Language language, const std::string& municipality) {
  v1::ListMeasuresRequest request;
  request.set_parent(municipality);
  request.set_page_size(1000);
  ENTENTE_ASSIGN_OR_RETURN(
      const v1::ListMeasuresResponse response,
      session.CallAllPages(&v1::DefinitionService::Stub::ListMeasures,
                           request));
  return Of(response, language);
}

MeasureLookup MeasureLookup::Of(const v1::ListMeasuresResponse& response,
                                Language language) {
  MeasureLookup lookup;
  lookup.language_ = language;
  for (const v1::Measure& measure : response.measures()) {
    lookup.by_code_[measure.definition().code()] = lookup.measures_.size();
    lookup.measures_.push_back(measure);
  }
  lookup.areas_.assign(response.areas().begin(), response.areas().end());
  // Once a page.
  for (const cv1::CodeList& list : response.code_lists()) {
    lookup.lists_.emplace(list.code(), list);
  }
  return lookup;
}

MeasureLookup MeasureLookup::On(const google::type::Date& day) const {
  MeasureLookup lookup = *this;
  for (v1::Measure& measure : lookup.measures_) {
    *measure.mutable_definition() = DefinitionOn(measure, day);
  }
  return lookup;
}

MeasureLookup MeasureLookup::In(Language language) const {
  MeasureLookup lookup = *this;
  lookup.language_ = language;
  return lookup;
}

const v1::Measure* MeasureLookup::Find(const std::string& code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &measures_[found->second];
}

bool MeasureLookup::IsLocal(const std::string& code) const {
  const v1::Measure* measure = Find(code);
  return measure != nullptr && measure->is_local();
}

bool MeasureLookup::HasLocal() const {
  return std::any_of(measures_.begin(), measures_.end(),
                     [](const v1::Measure& one) { return one.is_local(); });
}

std::string MeasureLookup::Title(const std::string& code) const {
  const v1::Measure* measure = Find(code);
  if (measure == nullptr) return code;
  const std::string& title = Pick(measure->definition().title(), language_);
  return MarkLocal(title.empty() ? code : title, measure->is_local(),
                   language_);
}

std::string MeasureLookup::Title(const std::string& code,
                                 const std::string& split) const {
  if (split.empty()) return Title(code);
  const size_t sign = split.find('=');
  if (sign == std::string::npos) return absl::StrCat(Title(code), " · ", split);
  const std::string list = split.substr(0, sign);
  const cv1::CodeList* const known = FindList(list);
  const std::string& title =
      known == nullptr ? list : Pick(known->title(), language_);
  return absl::StrCat(Title(code), " · ", title.empty() ? list : title, ": ",
                      CodeTitle(list, split.substr(sign + 1)));
}

const cv1::CodeList* MeasureLookup::FindList(const std::string& code) const {
  const auto found = lists_.find(code);
  return found == lists_.end() ? nullptr : &found->second;
}

std::string MeasureLookup::CodeTitle(const std::string& list,
                                     const std::string& code) const {
  if (code == "unknown")
    return Pick({"unknown", "inconnu", "onbekend"}, language_);
  const cv1::CodeList* const known = FindList(list);
  if (known == nullptr) return code;
  for (const cv1::ListedCode& one : known->codes()) {
    if (one.code() != code) continue;
    const std::string& title = Pick(one.title(), language_);
    return title.empty() ? code : title;
  }
  return code;
}

std::string MeasureLookup::Figure(const std::string& code, int64_t value,
                                  int64_t denominator) const {
  return FigureAs(code, cv1::MEASURE_KIND_UNSPECIFIED, value, denominator);
}

std::string MeasureLookup::FigureAs(const std::string& code,
                                    cv1::MeasureKind kind, int64_t value,
                                    int64_t denominator) const {
  const v1::Measure* measure = Find(code);
  if (kind == cv1::MEASURE_KIND_UNSPECIFIED) {
    kind = measure == nullptr ? cv1::MEASURE_KIND_COUNT
                              : measure->definition().kind();
  }
  if (measure != nullptr && measure->settings().has_decimals()) {
    const std::string scaled =
        ScaledFigure(kind, value, denominator, measure->settings().decimals());
    if (!scaled.empty()) return scaled;
  }
  if (kind == cv1::MEASURE_KIND_QUALITATIVE) {
    return Pick({"in words", "en mots", "in woorden"}, language_);
  }
  return FormatFigure(kind, value, denominator,
                      Pick({"yes", "oui", "ja"}, language_),
                      Pick({"no", "non", "nee"}, language_));
}

}  // namespace entente::client
