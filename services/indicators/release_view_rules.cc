#include "services/indicators/release_view_rules.h"

#include <algorithm>

namespace entente::indicators {
namespace {

namespace v1 = entente::indicators::v1;

bool IsPublic(const v1::ReleaseRecord& record) {
  return record.release().audience() == v1::Release::AUDIENCE_PUBLIC;
}

bool HasActed(const v1::ReleaseRecord& record, const std::string& subject) {
  return !subject.empty() &&
         (record.creator() == subject || record.freezer() == subject ||
          record.withdrawer() == subject);
}

bool IsRecipient(const v1::ReleaseRecord& record, const std::string& subject) {
  const auto& recipients = record.release().recipients();
  return !subject.empty() && std::find(recipients.begin(), recipients.end(),
                                       subject) != recipients.end();
}

}  // namespace

bool MayKnow(const v1::ReleaseRecord& record, const std::string& subject) {
  return IsPublic(record) || HasActed(record, subject) ||
         (record.release().has_freeze_time() && IsRecipient(record, subject));
}

bool MayReadFigures(const v1::ReleaseRecord& record,
                    const std::string& subject) {
  return record.release().state() == v1::Release::STATE_FROZEN &&
         (IsPublic(record) || IsRecipient(record, subject));
}

v1::Release ForDeciders(const v1::ReleaseRecord& record) {
  v1::Release release = record.release();
  release.clear_sha256();
  return release;
}

v1::Release ViewOf(const v1::ReleaseRecord& record,
                   const std::string& subject) {
  v1::Release release = record.release();
  if (!HasActed(record, subject)) release.clear_recipients();
  if (!MayReadFigures(record, subject)) {
    release.clear_sha256();
    if (!HasActed(record, subject)) release.clear_counts();
  }
  return release;
}

}  // namespace entente::indicators
