#include "tools/client/help_formatter.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

constexpr int kNameColumns = 30;

}  // namespace

HelpFormatter::HelpFormatter(Language language, int columns)
    : columns_(std::max(60, std::min(columns, 100))) {
  const auto name = [&](const char* key, const Sentence& sentence) {
    label(key, Pick(sentence, language));
  };
  name("Usage", {"Usage", "Utilisation", "Gebruik"});
  name("OPTIONS", {"OPTIONS", "OPTIONS", "OPTIES"});
  name("SUBCOMMAND", {"COMMAND", "COMMANDE", "OPDRACHT"});
  name("SUBCOMMANDS", {"COMMANDS", "COMMANDES", "OPDRACHTEN"});
  name("Positionals", {"Arguments", "Arguments", "Argumenten"});
  name("REQUIRED", {"(required)", "(requis)", "(vereist)"});
  name("TEXT", {"TEXT", "TEXTE", "TEKST"});
  name("INT", {"N", "N", "N"});
  name("UINT", {"N", "N", "N"});
}

std::string HelpFormatter::Entry(const std::string& name,
                                 const std::string& description) const {
  std::string text = absl::StrCat("  ", name);
  int used = DisplayWidth(text);
  if (used + 2 > kNameColumns) {
    absl::StrAppend(&text, "\n");
    used = 0;
  }
  bool is_first = true;
  for (const std::string& line : Wrap(description, columns_ - kNameColumns)) {
    absl::StrAppend(
        &text, std::string(is_first ? kNameColumns - used : kNameColumns, ' '),
        line, "\n");
    is_first = false;
  }
  return text;
}

std::string HelpFormatter::make_option(const CLI::Option* option,
                                       bool is_positional) const {
  return Entry(absl::StrCat(make_option_name(option, is_positional),
                            is_positional ? "" : make_option_opts(option)),
               make_option_desc(option));
}

std::string HelpFormatter::make_subcommand(const CLI::App* command) const {
  // The first sentence is enough in a list.
  const std::string whole = command->get_description();
  return Entry(command->get_display_name(true),
               whole.substr(0, whole.find('\n')));
}

std::string HelpFormatter::make_description(const CLI::App* app) const {
  std::string text;
  std::string rest = app->get_description();
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    for (const std::string& line : Wrap(rest.substr(0, end), columns_)) {
      absl::StrAppend(&text, line, "\n");
    }
    rest = end == std::string::npos ? "" : rest.substr(end + 1);
  }
  return text.empty() ? "" : absl::StrCat(text, "\n");
}

Sentence UsageSentence(const CLI::ParseError& error) {
  const std::string what = error.what();
  absl::string_view subject = what;
  if (absl::ConsumeSuffix(&subject, " is required")) {
    const std::string name(subject);
    if (name == "A subcommand") {
      return {"Which command? One is missing.",
              "Quelle commande ? Il en manque une.",
              "Welke opdracht? Er ontbreekt er een."};
    }
    return {absl::StrCat(name, " is missing."), absl::StrCat(name, " manque."),
            absl::StrCat(name, " ontbreekt.")};
  }
  const size_t colon = what.find("not expected: ");
  if (colon != std::string::npos) {
    const std::string extra = what.substr(colon + 14);
    return {absl::StrCat("Not understood: ", extra),
            absl::StrCat("Incompris : ", extra),
            absl::StrCat("Niet begrepen: ", extra)};
  }
  return {what, absl::StrCat("Ligne de commande incorrecte : ", what),
          absl::StrCat("Foute opdrachtregel: ", what)};
}

}  // namespace entente::client
