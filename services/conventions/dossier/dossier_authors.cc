#include "services/conventions/dossier/dossier_authors.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"

namespace entente::conventions {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::vector<const FieldDescriptor*> FilledFields(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields;
}

bool IsAuthor(const FieldDescriptor& field) { return field.name() == "author"; }

bool IsMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

}  // namespace

std::string AuthorFieldIn(const Message& message) {
  const auto& look = *message.GetReflection();
  for (const FieldDescriptor* field : FilledFields(message)) {
    if (IsAuthor(*field)) return std::string(field->name());
    if (!IsMessage(*field)) continue;
    std::string named;
    if (!field->is_repeated()) {
      named = AuthorFieldIn(look.GetMessage(message, field));
    } else {
      const int count = look.FieldSize(message, field);
      for (int i = 0; i < count && named.empty(); ++i) {
        named = AuthorFieldIn(look.GetRepeatedMessage(message, field, i));
      }
    }
    if (!named.empty()) return absl::StrCat(field->name(), ".", named);
  }
  return "";
}

void ClearAuthors(Message& message) {
  const auto& look = *message.GetReflection();
  for (const FieldDescriptor* field : FilledFields(message)) {
    if (IsAuthor(*field)) {
      look.ClearField(&message, field);
    } else if (IsMessage(*field) && !field->is_repeated()) {
      ClearAuthors(*look.MutableMessage(&message, field));
    } else if (IsMessage(*field)) {
      const int count = look.FieldSize(message, field);
      for (int i = 0; i < count; ++i) {
        ClearAuthors(*look.MutableRepeatedMessage(&message, field, i));
      }
    }
  }
}

}  // namespace entente::conventions
