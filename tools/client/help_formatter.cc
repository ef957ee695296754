#include "tools/client/help_formatter.h"

#include <algorithm>
#include <optional>
#include <regex>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

constexpr int kNameColumns = 30;
// Before the second line of a name that is too long for one.
constexpr int kMoreNameColumns = 6;

// The command that was given, as far as it is one.
const CLI::App& CommandOf(const CLI::App& app) {
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().back();
  }
  return *command;
}

// What `command` calls what other commands call `word`, where a person mixes
// them up; empty where it has neither.
std::string OtherWord(const std::string& word, const CLI::App& command) {
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(word, absl::MaxSplits('=', 1));
  std::string other;
  if (parts.first == "--on-behalf") other = "--on-behalf-of";
  if (parts.first == "--on-behalf-of") other = "--on-behalf";
  const bool is_there =
      !other.empty() && command.get_option_no_throw(other) != nullptr;
  return is_there ? other : "";
}

Sentence NotUnderstood(const std::string& word, const CLI::App& app) {
  if (const std::string other = OtherWord(word, CommandOf(app));
      !other.empty()) {
    return {absl::StrCat("Not understood: ", word, ". Here it may be called ",
                         other, "."),
            absl::StrCat("Incompris : ", word,
                         ". Ici cela s'appelle peut-être ", other, "."),
            absl::StrCat("Niet begrepen: ", word, ". Hier heet het misschien ",
                         other, ".")};
  }
  return {absl::StrCat("Not understood: ", word),
          absl::StrCat("Incompris : ", word),
          absl::StrCat("Niet begrepen: ", word)};
}

Sentence Missing(const std::string& name) {
  if (name == "A subcommand") {
    return {"Which command? One is missing.",
            "Quelle commande ? Il en manque une.",
            "Welke opdracht? Er ontbreekt er een."};
  }
  return {absl::StrCat(name, " is missing."), absl::StrCat(name, " manque."),
          absl::StrCat(name, " ontbreekt.")};
}

// What is wrong with the value of `flag`; nullopt for words of the library that
// are not known here.
std::optional<Sentence> WrongValue(const std::string& flag,
                                   const std::string& wrong) {
  static const auto* const kNotIn = new std::regex(R"((.*) not in \{(.*)\})");
  static const auto* const kNotInRange =
      new std::regex(R"(Value (.*) not in range (\d+) to (\d+))");
  // The most that there is has hundreds of digits.
  static const auto* const kBelowZero =
      new std::regex(R"(Value (.*) not in range 0\.0+ to \d+\.0+)");
  static const auto* const kNoValue =
      new std::regex(R"(\d+ required .* missing)");
  static const auto* const kTwice =
      new std::regex(R"(At Most 1 required but received \d+)");
  static const auto* const kNoNumber = new std::regex(R"((\S+) = (.*))");
  std::smatch found;
  if (std::regex_match(wrong, found, *kNotIn)) {
    const std::string value = found[1];
    const std::string among =
        absl::StrReplaceAll(found[2].str(), {{",", ", "}});
    return Sentence{
        absl::StrCat(flag, ": ", value, " is none of ", among, "."),
        absl::StrCat(flag, " : ", value, " n'est pas parmi ", among, "."),
        absl::StrCat(flag, ": ", value, " is geen van ", among, ".")};
  }
  if (std::regex_match(wrong, found, *kNotInRange)) {
    const std::string value = found[1], least = found[2], most = found[3];
    return Sentence{
        absl::StrCat(flag, ": ", value, " is not a whole number from ", least,
                     " to ", most, "."),
        absl::StrCat(flag, " : ", value, " n'est pas un nombre entier de ",
                     least, " à ", most, "."),
        absl::StrCat(flag, ": ", value, " is geen geheel getal van ", least,
                     " tot ", most, ".")};
  }
  if (std::regex_match(wrong, found, *kBelowZero)) {
    const std::string value = found[1];
    return Sentence{
        absl::StrCat(flag, ": ", value, " is not a number from 0 on."),
        absl::StrCat(flag, " : ", value, " n'est pas un nombre à partir de 0."),
        absl::StrCat(flag, ": ", value, " is geen getal vanaf 0.")};
  }
  if (std::regex_match(wrong, *kNoValue)) {
    return Sentence{absl::StrCat(flag, " needs a value."),
                    absl::StrCat(flag, " demande une valeur."),
                    absl::StrCat(flag, " vraagt een waarde.")};
  }
  if (std::regex_match(wrong, *kTwice)) {
    return Sentence{absl::StrCat(flag, " may be given once only."),
                    absl::StrCat(flag, " ne se donne qu'une fois."),
                    absl::StrCat(flag, " mag maar één keer voorkomen.")};
  }
  if (flag == "Could not convert" &&
      std::regex_match(wrong, found, *kNoNumber)) {
    const std::string name = found[1], value = found[2];
    return Sentence{absl::StrCat(name, ": ", value, " is not a number."),
                    absl::StrCat(name, " : ", value, " n'est pas un nombre."),
                    absl::StrCat(name, ": ", value, " is geen getal.")};
  }
  return std::nullopt;
}

}  // namespace

HelpFormatter::HelpFormatter(Language language, int columns)
    : columns_(std::max(60, std::min(columns, 100))) {
  const auto name = [&](const char* key, const Sentence& sentence) {
    label(key, Pick(sentence, language));
  };
  // CLI11 adds the colon; French wants a space before it.
  name("Usage", {"Usage", "Utilisation ", "Gebruik"});
  name("Needs", {"with", "avec ", "met"});
  name("Excludes", {"not with", "pas avec ", "niet met"});
  name("OPTIONS", {"OPTIONS", "OPTIONS", "OPTIES"});
  name("SUBCOMMAND", {"COMMAND", "COMMANDE", "OPDRACHT"});
  name("SUBCOMMANDS", {"COMMANDS", "COMMANDES", "OPDRACHTEN"});
  name("Positionals", {"Arguments", "Arguments ", "Argumenten"});
  name("REQUIRED", {"(required)", "(requis)", "(vereist)"});
  name("TEXT", {"TEXT", "TEXTE", "TEKST"});
  name("INT", {"N", "N", "N"});
  name("UINT", {"N", "N", "N"});
  name("INT:NONNEGATIVE", {"N", "N", "N"});
}

std::string HelpFormatter::Entry(const std::string& name,
                                 const std::string& description) const {
  std::string text = absl::StrCat("  ", name);
  int used = DisplayWidth(text);
  // With all that a flag does not go together with.
  if (used > columns_) {
    text = absl::StrCat(
        "  ", absl::StrJoin(Wrap(name, columns_ - kMoreNameColumns),
                            "\n" + std::string(kMoreNameColumns, ' ')));
  }
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

Sentence UsageSentence(const CLI::ParseError& error,
                       const std::vector<std::string>& rest,
                       const CLI::App& app) {
  const std::string what = error.what();
  if (!rest.empty() || absl::StrContains(what, "not expected: ")) {
    const size_t colon = what.find("not expected: ");
    return NotUnderstood(rest.empty() ? what.substr(colon + 14) : rest[0], app);
  }
  absl::string_view subject = what;
  if (absl::ConsumeSuffix(&subject, " is required")) {
    return Missing(std::string(subject));
  }
  if (const std::pair<std::string, std::string> both =
          absl::StrSplit(what, absl::MaxSplits(" excludes ", 1));
      !both.second.empty()) {
    const auto& [one, other] = both;
    return {absl::StrCat("Give ", one, " or ", other, ", not both."),
            absl::StrCat("Donnez ", one, " ou ", other, ", pas les deux."),
            absl::StrCat("Geef ", one, " of ", other, ", niet beide.")};
  }
  if (const std::pair<std::string, std::string> both =
          absl::StrSplit(what, absl::MaxSplits(" requires ", 1));
      !both.second.empty()) {
    const auto& [one, other] = both;
    return {absl::StrCat("Give ", other, " with ", one, "."),
            absl::StrCat("Donnez ", other, " avec ", one, "."),
            absl::StrCat("Geef ", other, " samen met ", one, ".")};
  }
  // "--flag: what is wrong", in the words of the library.
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(what, absl::MaxSplits(": ", 1));
  if (const auto known = WrongValue(parts.first, parts.second)) return *known;
  return {what, absl::StrCat("Ligne de commande incorrecte : ", what),
          absl::StrCat("Foute opdrachtregel: ", what)};
}

}  // namespace entente::client
