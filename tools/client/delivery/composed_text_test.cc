#include "tools/client/delivery/composed_text.h"

#include <string>

#include "gtest/gtest.h"

namespace entente::client {
namespace {

TEST(ComposedTextTest, AnAccentBehindItsLetterIsOneCharacterWithIt) {
  const struct {
    std::string in_two;
    std::string in_one;
  } kNames[] = {
      {"pre\u0301sences.csv", "présences.csv"},
      {"E\u0301TE\u0301 a\u0300 l'i\u0302le", "ÉTÉ à l'île"},
      {"coo\u0308peratie, Franc\u0327ois", "coöperatie, François"},
      {"Z\u030Criga\u030A o\u030B", "Žrigå ő"},
      // Two of one letter, the first of them in it or behind it.
      {"tie\u0302\u0301ng.csv", "tiếng.csv"},
      {"ti\u00EA\u0301ng.csv", "tiếng.csv"},
      {"E\u0323\u0302", "Ệ"},
  };
  for (const auto& name : kNames) {
    EXPECT_EQ(ComposedText(name.in_two), name.in_one);
    EXPECT_EQ(ComposedText(name.in_one), name.in_one);
  }
}

TEST(ComposedTextTest, AllElseStaysAsItIs) {
  for (const std::string& text :
       {std::string(), std::string("actions-2024-03.csv"),
        std::string("Œuvre ß ø.xml"),
        // No letter has it, nothing is before it, a digit is.
        std::string("q\u0301.csv"), std::string("\u0301a"),
        std::string("1\u0301"),
        // Another accent keeps it from its letter.
        std::string("b\u0301\u0307"), std::string("a\0e", 3),
        // Of four bytes; Latin-1; a letter cut short.
        std::string("\U0001F600e"), std::string("pr\xE9sences e\xCC\x81"),
        std::string("e\xCC")}) {
    EXPECT_EQ(ComposedText(text), text);
  }
}

}  // namespace
}  // namespace entente::client
