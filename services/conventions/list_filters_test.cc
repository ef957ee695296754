#include "services/conventions/list_filters.h"

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "gtest/gtest.h"

namespace entente::conventions {
namespace {

TEST(ListFiltersTest, EveryFieldOfEveryListCanBeAskedFor) {
  google::protobuf::DynamicMessageFactory factory;
  for (const auto& [type, fields] : AllFields()) {
    EXPECT_FALSE(fields.empty()) << type->full_name();
    const auto* bare = factory.GetPrototype(type);
    for (const std::string& field : fields) {
      const auto filter = ParseFilter(*type, absl::StrCat(field, " : *"));
      ASSERT_TRUE(filter.ok()) << type->full_name() << ": " << filter.status();
      EXPECT_FALSE(filter->Matches(*bare)) << type->full_name() << "." << field;
    }
  }
}

}  // namespace
}  // namespace entente::conventions
