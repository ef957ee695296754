// Cost categories that nobody saw in the decree: what is booked under one is
// marked wherever a person sees it. Pure.
#ifndef TOOLS_CLIENT_UNVERIFIED_H_
#define TOOLS_CLIENT_UNVERIFIED_H_

#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "entente/conventions/v1/regulation.pb.h"
#include "services/common/base/error.h"

namespace entente::client {

// Behind what is marked, and before the line that says why.
inline constexpr char kUnverifiedMark[] = "*";

// "personnel" of a line "…/lines/so-01-personnel": no code has a hyphen.
std::string CategoryOf(absl::string_view line);

class UnverifiedCategories {
 public:
  explicit UnverifiedCategories(
      const conventions::v1::RegulationProfile& profile);

  // The mark of a line, noted for the sentence; "" where its category is
  // verified or not of the profile.
  std::string MarkOf(absl::string_view line);

  // What the marks mean; empty where there was none.
  Sentence Note() const;

 private:
  std::set<std::string> codes_;
  std::set<std::string> seen_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_UNVERIFIED_H_
