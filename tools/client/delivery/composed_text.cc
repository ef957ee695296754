#include "tools/client/delivery/composed_text.h"

#include <utf8proc.h>

#include <cstdlib>
#include <memory>

namespace entente::client {

std::string ComposedText(absl::string_view text) {
  utf8proc_uint8_t* made = nullptr;
  const utf8proc_ssize_t bytes = utf8proc_map(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
      static_cast<utf8proc_ssize_t>(text.size()), &made,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  if (bytes < 0) return std::string(text);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(
      made, &std::free);
  return std::string(reinterpret_cast<const char*>(made),
                     static_cast<size_t>(bytes));
}

}  // namespace entente::client
