// Parts of `entente indicators measure local`: what its commands share, and
// what has a file of its own.
#ifndef TOOLS_CLIENT_LOCAL_MEASURE_PARTS_H_
#define TOOLS_CLIENT_LOCAL_MEASURE_PARTS_H_

#include <string>

#include "CLI/App.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "entente/indicators/v1/local_measure.pb.h"
#include "services/common/base/error.h"
#include "tools/client/cli.h"
#include "tools/client/local_measure_input.h"
#include "tools/client/resource_names.h"
#include "tools/client/session.h"

namespace entente::client {

// measure local change|end
void AddLocalMeasureChanges(CLI::App& local, Cli& cli);
// measure local list|show
void AddLocalMeasureReads(CLI::App& local, Cli& cli);

// Which one a command is about.
struct LocalMeasureFlags {
  std::string municipality;
  std::string code;

  void Declare(Command& command) {
    command.Positional("CODE", code,
                       {"Code of the indicator; begins with local_.",
                        "Code de l'indicateur ; commence par local_.",
                        "Code van de indicator; begint met local_."});
    command.Municipality(municipality);
  }
  // Its full name.
  absl::StatusOr<std::string> Name(Cli& cli) const {
    ENTENTE_ASSIGN_OR_RETURN(
        const std::string parent,
        MunicipalityName(cli.session().config(), municipality));
    return Under(parent, "localMeasures", code);
  }
};

// The flags that say title, unit, direction and feeds. Only what was given
// counts.
class SaidLocalMeasure {
 public:
  // `is_change`: of one that there is, of which something can be taken away.
  void Declare(Command& command, bool is_change);

  // Sets what was given in `measure`. Errors: USAGE.
  absl::Status Apply(entente::indicators::v1::LocalMeasure& measure) const;

 private:
  void DeclareFeeds(Command& command, bool is_change);

  std::string title_fr_;
  std::string title_nl_;
  std::string unit_fr_;
  std::string unit_nl_;
  std::string better_;
  FeedChange feeds_;
  CLI::Option* has_title_fr_ = nullptr;
  CLI::Option* has_title_nl_ = nullptr;
  CLI::Option* has_unit_fr_ = nullptr;
  CLI::Option* has_unit_nl_ = nullptr;
};

// Prints the version that was made, or would be.
void PrintLocalMeasure(Cli& cli,
                       const entente::indicators::v1::LocalMeasure& made);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_LOCAL_MEASURE_PARTS_H_
