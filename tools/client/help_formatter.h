// `--help` in the reader's language, wrapped to the terminal.
#ifndef TOOLS_CLIENT_HELP_FORMATTER_H_
#define TOOLS_CLIENT_HELP_FORMATTER_H_

#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Formatter.hpp"
#include "services/common/base/error.h"
#include "tools/client/language.h"

namespace entente::client {

class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter(Language language, int columns);

  std::string make_option(const CLI::Option* option,
                          bool is_positional) const override;
  std::string make_subcommand(const CLI::App* command) const override;
  std::string make_description(const CLI::App* app) const override;

 private:
  // "  name            description", continued under the description.
  std::string Entry(const std::string& name,
                    const std::string& description) const;

  int columns_;
};

// What was wrong with the command line that `app` was to take, in the reader's
// language. `rest` is what no command took of it: a word that is none of them
// counts first. What the command that was meant calls otherwise is named as it
// has it.
Sentence UsageSentence(const CLI::ParseError& error,
                       const std::vector<std::string>& rest,
                       const CLI::App& app);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_HELP_FORMATTER_H_
