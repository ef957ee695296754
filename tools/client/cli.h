// One run of `entente`: its language, streams and session, and the vocabulary
// with which commands are declared.
//
//   struct Flags { std::string name; };
//   auto flags = std::make_shared<Flags>();
//   Command command(parent, cli, "show", {"Shows …", "Montre …", "Toont …"},
//                   "entente convention show css-2018-2019");
//   command.Positional("NAME", flags->name, {"Name", "Nom", "Naam"});
//   command.Run([flags](Cli& cli) -> absl::Status { … });
#ifndef TOOLS_CLIENT_CLI_H_
#define TOOLS_CLIENT_CLI_H_

#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "CLI/App.hpp"
#include "CLI/Config.hpp"
#include "CLI/Formatter.hpp"
#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "services/common/base/error.h"
#include "tools/client/language.h"
#include "tools/client/session.h"

namespace entente::client {

// Exit codes of the program.
inline constexpr int kExitOk = 0;
inline constexpr int kExitRefused = 1;
inline constexpr int kExitUsage = 2;

class Cli {
 public:
  using Action = std::function<absl::Status(Cli&)>;

  Cli(Language language, std::istream& in, std::ostream& out,
      std::ostream& err);

  Language language() const { return language_; }
  // The sentence in the language of this run.
  const std::string& T(const Sentence& sentence) const {
    return Pick(sentence, language_);
  }
  std::istream& in() { return in_; }
  std::ostream& out() { return out_; }
  std::ostream& err() { return err_; }
  // Prints the sentence and a newline to out().
  void Say(const Sentence& sentence);
  // The same to err(): what is not the result itself.
  void Note(const Sentence& sentence);

  // Whether out() and err() are terminals, and how wide: 100 when unknown.
  bool is_out_tty() const { return is_out_tty_; }
  bool is_err_tty() const { return is_err_tty_; }
  int columns() const { return columns_; }

  // --format=json: the answer of the service instead of a table.
  bool is_json() const { return format_ == "json"; }
  // Prints `message` in protobuf's JSON form.
  absl::Status PrintJson(const google::protobuf::Message& message);

  // The session, made on first use. Call only in an action.
  Session& session() { return *session_; }

  // --as, and the login that --session or --as means; empty when not given.
  const std::string& subject() const { return subject_; }
  const std::string& login() const {
    return login_.empty() ? subject_ : login_;
  }

  // "Options", as the help titles them.
  std::string OptionsGroup() const;
  // Declares --home, --as, --session, --lang, --target on the root.
  void AddGlobalFlags(CLI::App& root);
  // The values --format takes on a command that reads.
  std::string* format() { return &format_; }
  // Remembers what to do once everything is parsed.
  void SetAction(Action action) { action_ = std::move(action); }

  // Opens the session and runs the chosen action; prints its error. Returns
  // the exit code.
  int RunAction();
  // Prints `status` to err(); returns its exit code.
  int PrintError(const absl::Status& status);

 private:
  absl::Status OpenSession();

  Language language_;
  std::istream& in_;
  std::ostream& out_;
  std::ostream& err_;
  bool is_out_tty_ = false;
  bool is_err_tty_ = false;
  int columns_ = 100;
  std::string home_ = ".entente";
  std::string subject_;
  std::string login_;
  std::string language_flag_;
  std::vector<std::string> targets_;
  std::string format_ = "text";
  std::unique_ptr<Session> session_;
  Action action_;
};

// Declares one subcommand.
class Command {
 public:
  // `example` is a whole command line, the same in every language.
  Command(CLI::App& parent, Cli& cli, const std::string& name,
          const Sentence& description, const std::string& example);

  // A required argument without a flag.
  CLI::Option* Positional(const std::string& name, std::string& value,
                          const Sentence& description);
  // "--flag", optional unless ->required() is added.
  template <typename T>
  CLI::Option* Option(const std::string& name, T& value,
                      const Sentence& description) {
    return app_->add_option(name, value, cli_.T(description));
  }
  CLI::Option* Flag(const std::string& name, bool& value,
                    const Sentence& description);
  // --format=text|json.
  void Reads();
  // --filter, as the lists of the services take it (AIP-160); `example` is one.
  void Filter(std::string& value, const std::string& example);
  // --dry-run.
  void DryRun(bool& value);
  // --municipality, --convention: optional, from client.json when not given.
  void Municipality(std::string& value);
  void Convention(std::string& value);

  void Run(Cli::Action action);

  CLI::App& app() { return *app_; }

 private:
  CLI::App* app_;
  Cli& cli_;
};

// A group of commands: "budget". Without a subcommand it prints its help.
CLI::App& AddGroup(CLI::App& parent, Cli& cli, const std::string& name,
                   const Sentence& description);

// A fault of the command line found after parsing: exit code 2.
absl::Status UsageError(const Sentence& sentence);
// The command failed and has said so: exit code 1, nothing printed.
absl::Status AlreadyReported();
// An error of the client itself: exit code 1.
absl::Status ClientError(absl::StatusCode code, const std::string& reason,
                         const Sentence& sentence);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_CLI_H_
