#include "tools/client/local_measure_parts.h"

#include <ostream>

#include "entente/conventions/v1/measure.pb.h"
#include "tools/client/local_measure_text.h"

namespace entente::client {

namespace cv1 = entente::conventions::v1;
namespace v1 = entente::indicators::v1;

void SaidLocalMeasure::Declare(Command& command, bool is_change) {
  has_title_fr_ = command.Option(
      "--title-fr", title_fr_,
      {"What it is called in French.", "Comment il s'appelle en français.",
       "Hoe hij heet in het Frans."});
  has_title_nl_ = command.Option(
      "--title-nl", title_nl_,
      {"What it is called in Dutch.", "Comment il s'appelle en néerlandais.",
       "Hoe hij heet in het Nederlands."});
  has_unit_fr_ =
      command.Option("--unit-fr", unit_fr_,
                     {"Its unit, in French.", "Son unité, en français.",
                      "Zijn eenheid, in het Frans."});
  has_unit_nl_ =
      command.Option("--unit-nl", unit_nl_,
                     {"Its unit, in Dutch.", "Son unité, en néerlandais.",
                      "Zijn eenheid, in het Nederlands."});
  if (!is_change) {
    for (CLI::Option* option :
         {has_title_fr_, has_title_nl_, has_unit_fr_, has_unit_nl_}) {
      option->required();
    }
  }
  command
      .Option("--better", better_,
              {"Which way is better: more or less.",
               "Ce qui est mieux : more (plus) ou less (moins).",
               "Wat beter is: more (meer) of less (minder)."})
      ->check(CLI::IsMember({"more", "less"}));
  DeclareFeeds(command, is_change);
}

void SaidLocalMeasure::DeclareFeeds(Command& command, bool is_change) {
  command.Option(
      "--feed", feeds_.feeds,
      {"Type of activity and the figure of it that counts: "
       "TYPE=sessions|participants|hours|persons-reached|person-hours; may be "
       "repeated; entente activity types lists the types.",
       "Type d'activité et chiffre qui en compte : "
       "TYPE=sessions|participants|hours|persons-reached|person-hours ; peut "
       "se répéter ; entente activity types liste les types.",
       "Soort activiteit en het cijfer ervan dat telt: "
       "TYPE=sessions|participants|hours|persons-reached|person-hours; mag "
       "herhaald worden; entente activity types somt de soorten op."});
  command.Option(
      "--activity-type", feeds_.types,
      {"Type of activity of the municipality's own, CODE=FRENCH|DUTCH; its "
       "code begins with local_; may be repeated.",
       "Type d'activité propre à la commune, CODE=FRANÇAIS|NÉERLANDAIS ; son "
       "code commence par local_ ; peut se répéter.",
       "Eigen soort activiteit van de gemeente, CODE=FRANS|NEDERLANDS; de code "
       "begint met local_; mag herhaald worden."});
  if (!is_change) return;
  command.Option("--no-feed", feeds_.feeds_away,
                 {"Feeds it no more: TYPE=FIGURE; may be repeated.",
                  "Ne l'alimente plus : TYPE=CHIFFRE ; peut se répéter.",
                  "Voedt hem niet meer: TYPE=CIJFER; mag herhaald worden."});
  command.Option("--no-activity-type", feeds_.types_away,
                 {"Takes back an own type, by code; may be repeated.",
                  "Retire un type propre, par code ; peut se répéter.",
                  "Neemt een eigen soort terug, per code; mag herhaald "
                  "worden."});
}

absl::Status SaidLocalMeasure::Apply(v1::LocalMeasure& measure) const {
  cv1::MeasureDefinition& definition = *measure.mutable_definition();
  if (has_title_fr_->count() > 0) definition.mutable_title()->set_fr(title_fr_);
  if (has_title_nl_->count() > 0) definition.mutable_title()->set_nl(title_nl_);
  if (has_unit_fr_->count() > 0) definition.mutable_unit()->set_fr(unit_fr_);
  if (has_unit_nl_->count() > 0) definition.mutable_unit()->set_nl(unit_nl_);
  if (better_ == "more") definition.set_direction(cv1::DIRECTION_MORE);
  if (better_ == "less") definition.set_direction(cv1::DIRECTION_LESS);
  return ApplyFeeds(feeds_, measure);
}

void PrintLocalMeasure(Cli& cli, const v1::LocalMeasure& made) {
  cli.out() << LocalMeasureVersionsText({made}, cli.language(), cli.columns());
}

}  // namespace entente::client
