#include "services/indicators/activity_edit_rules.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/util/field_mask_util.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/common/base/error.h"
#include "services/indicators/activity_errors.h"
#include "services/indicators/breakdown_rules.h"

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;
using google::protobuf::FieldMask;
using google::protobuf::util::FieldMaskUtil;

bool IsSaid(const std::string& path) {
  const std::vector<std::string>& fields = SaidFields();
  return std::find(fields.begin(), fields.end(), path) != fields.end();
}

FieldMask MaskOf(const std::vector<std::string>& paths) {
  FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  return mask;
}

// Whole dates and whole lists: a part of one says nothing.
void Take(const v1::Activity& source, const FieldMask& mask,
          v1::Activity& target) {
  FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(source, mask, options, &target);
}

// The fields of `activity` that are not empty.
FieldMask FilledOf(const v1::Activity& activity) {
  FieldMask mask;
  for (const std::string& path : SaidFields()) {
    const auto* field = v1::Activity::descriptor()->FindFieldByName(path);
    const auto& look = *activity.GetReflection();
    if (field->is_repeated() ? look.FieldSize(activity, field) > 0
                             : look.HasField(activity, field)) {
      mask.add_paths(path);
    }
  }
  return mask;
}

absl::StatusOr<FieldMask> MaskOf(const v1::UpdateActivityRequest& request) {
  const FieldMask& mask = request.update_mask();
  if (mask.paths().empty()) return FilledOf(request.activity());
  if (mask.paths_size() == 1 && mask.paths(0) == "*") {
    return MaskOf(SaidFields());
  }
  for (const std::string& path : mask.paths()) {
    if (!IsSaid(path)) {
      return UpdateMaskInvalid(absl::StrJoin(SaidFields(), ", "));
    }
  }
  return mask;
}

}  // namespace

const std::vector<std::string>& SaidFields() {
  static const auto* const kFields = new std::vector<std::string>{
      "type",         "date",           "area",
      "organiser",    "partners",       "sessions",
      "participants", "course_minutes", "persons_reached",
      "breakdown",    "person_minutes"};
  return *kFields;
}

v1::Activity SaidOf(const v1::Activity& activity) {
  v1::Activity said;
  Take(activity, MaskOf(SaidFields()), said);
  said.DiscardUnknownFields();
  // What is said to be unknown is not said.
  Breakdown known;
  for (const auto& [list, code] : said.breakdown()) {
    if (code != kUnknownCode) known[list] = code;
  }
  said.mutable_breakdown()->swap(known);
  return said;
}

absl::StatusOr<v1::Activity> Edited(const v1::UpdateActivityRequest& request,
                                    const v1::Activity& standing) {
  ENTENTE_ASSIGN_OR_RETURN(const FieldMask mask, MaskOf(request));
  v1::Activity edited = SaidOf(standing);
  Take(SaidOf(request.activity()), mask, edited);
  return edited;
}

bool SaysTheSame(const v1::Activity& a, const v1::Activity& b) {
  return google::protobuf::util::MessageDifferencer::Equals(SaidOf(a),
                                                            SaidOf(b));
}

}  // namespace entente::indicators
