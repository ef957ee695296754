#include "tools/client/budget_output.h"

#include <ostream>

#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"

namespace entente::client {

namespace v1 = entente::conventions::v1;

void PrintLinePosition(Cli& cli, const std::string& line,
                       const v1::Position& position) {
  Table table(
      {{cli.T({"line", "ligne", "lijn"})},
       {cli.T({"allotted", "réparti", "verdeeld"}), Align::kRight},
       {cli.T({"reserved", "engagé", "vastgelegd"}), Align::kRight},
       {cli.T({"spent", "dépensé", "uitgegeven"}), Align::kRight},
       {cli.T({"available", "disponible", "beschikbaar"}), Align::kRight}});
  table.AddRow({ShortName(line), FormatMoneyPlain(position.allotted()),
                FormatMoneyPlain(position.reserved()),
                FormatMoneyPlain(position.spent()),
                FormatMoneyPlain(position.available())});
  cli.out() << table.Render(cli.columns());
}

std::string RouteWord(Cli& cli, v1::ZonePayment::Route route) {
  switch (route) {
    case v1::ZonePayment::ROUTE_PROJECT:
      return cli.T({"project", "projet", "project"});
    case v1::ZonePayment::ROUTE_DEDUCTION:
      return cli.T({"deduction", "en déduction", "in mindering"});
    default:
      return "?";
  }
}

std::string PaymentStateWord(Cli& cli, v1::ZonePayment::State state) {
  switch (state) {
    case v1::ZonePayment::STATE_ORDERED:
      return cli.T({"ordered", "ordonné", "opdracht gegeven"});
    case v1::ZonePayment::STATE_EXECUTED:
      return cli.T({"executed", "exécuté", "uitgevoerd"});
    case v1::ZonePayment::STATE_ACKNOWLEDGED:
      return cli.T(
          {"acknowledged", "confirmé par la zone", "bevestigd door de zone"});
    default:
      return "?";
  }
}

std::string EntryTypeWord(Cli& cli, v1::LedgerEntry::Type type) {
  switch (type) {
    case v1::LedgerEntry::TYPE_GRANT:
      return cli.T({"grant", "octroi", "toekenning"});
    case v1::LedgerEntry::TYPE_ALLOT:
      return cli.T({"allotment", "répartition", "verdeling"});
    case v1::LedgerEntry::TYPE_RESERVE:
      return cli.T({"reservation", "engagement", "vastlegging"});
    case v1::LedgerEntry::TYPE_RELEASE:
      return cli.T({"release", "libération", "vrijgave"});
    case v1::LedgerEntry::TYPE_SPEND:
      return cli.T({"expense", "dépense", "uitgave"});
    default:
      return "?";
  }
}

}  // namespace entente::client
