// Measures of a municipality, for showing figures by their title and kind.
#ifndef TOOLS_CLIENT_MEASURE_LOOKUP_H_
#define TOOLS_CLIENT_MEASURE_LOOKUP_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "entente/indicators/v1/definition_service.pb.h"
#include "tools/client/cli.h"

namespace entente::client {

class MeasureLookup {
 public:
  // `municipality` is "municipalities/{refnis}". Errors: those of ListMeasures.
  static absl::StatusOr<MeasureLookup> Read(Cli& cli,
                                            const std::string& municipality);
  // The same over another session than that of the run.
  static absl::StatusOr<MeasureLookup> Read(Session& session, Language language,
                                            const std::string& municipality);
  // Of what ListMeasures answered, every page of it.
  static MeasureLookup Of(
      const entente::indicators::v1::ListMeasuresResponse& response,
      Language language);

  // The same with the titles, units and directions that figures of `day`, or of
  // a month (day 0), belong to.
  MeasureLookup On(const google::type::Date& day) const;

  // The same for people who read `language`.
  MeasureLookup In(Language language) const;

  // In the order reports show them.
  const std::vector<entente::indicators::v1::Measure>& measures() const {
    return measures_;
  }
  // Null when the code is not defined.
  const entente::indicators::v1::Measure* Find(const std::string& code) const;
  // Whether it is of the municipality's own: outside any convention.
  bool IsLocal(const std::string& code) const;
  // Whether any is.
  bool HasLocal() const;
  // For people; the code when it is not defined. Of one of the municipality's
  // own with the mark that says so.
  std::string Title(const std::string& code) const;
  // The same of a part of it: "Trainings · Audience: Youth". `split` is
  // "audience=youth", or empty for the measure as a whole.
  std::string Title(const std::string& code, const std::string& split) const;
  // By code.
  const std::map<std::string, entente::conventions::v1::CodeList>& lists()
      const {
    return lists_;
  }
  // Codes of the areas that figures may be counted in.
  const std::vector<std::string>& areas() const { return areas_; }
  // Null when no measure is split by it.
  const entente::conventions::v1::CodeList* FindList(
      const std::string& code) const;
  // For people; the code when it is none of the list.
  std::string CodeTitle(const std::string& list, const std::string& code) const;

  // `value` as the kind of `code` is read, with the decimals that people gave
  // the measure; that there are words where it is described in words.
  std::string Figure(const std::string& code, int64_t value,
                     int64_t denominator = 0) const;
  // The same as `kind` is read: that of a figure which was frozen while the
  // measure was of another. UNSPECIFIED is that of the measure.
  std::string FigureAs(const std::string& code,
                       entente::conventions::v1::MeasureKind kind,
                       int64_t value, int64_t denominator) const;

 private:
  Language language_ = Language::kFr;
  std::vector<entente::indicators::v1::Measure> measures_;
  std::map<std::string, size_t> by_code_;
  std::map<std::string, entente::conventions::v1::CodeList> lists_;
  std::vector<std::string> areas_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_MEASURE_LOOKUP_H_
