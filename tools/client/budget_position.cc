#include "tools/client/budget_position.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/conventions/money/money.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"
#include "tools/client/table.h"
#include "tools/client/unverified.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using conventions::Cents;
using google::type::Money;
using v1::Position;

// Between two columns of a table.
constexpr int kGapColumns = 2;

struct Phase {
  Sentence title;
  const Money& (Position::*amount)() const;
  // Shown when it is nothing, too.
  bool is_always = false;
};

// In the order in which money goes through them.
const std::vector<Phase>& Phases() {
  static const auto& phases = *new std::vector<Phase>{
      {{"granted", "alloué", "toegekend"}, &Position::allocated, true},
      {{"cut", "réduit", "verminderd"}, &Position::reduced},
      {{"carried in", "report entrant", "overdracht in"},
       &Position::carried_in},
      {{"carried out", "report sortant", "overdracht uit"},
       &Position::carried_out},
      {{"lapsed", "abandonné", "vervallen"}, &Position::lapsed},
      {{"unallotted", "non réparti", "niet verdeeld"},
       &Position::unallotted,
       true},
      {{"allotted", "réparti", "verdeeld"}, &Position::allotted, true},
      {{"reserved", "engagé", "vastgelegd"}, &Position::reserved, true},
      {{"spent", "dépensé", "uitgegeven"}, &Position::spent, true},
      {{"available", "disponible", "beschikbaar"}, &Position::available, true},
      {{"claimed", "déclaré", "gevorderd"}, &Position::claimed},
      {{"accepted", "accepté", "aanvaard"}, &Position::accepted},
      {{"ineligible", "inéligible", "niet aanvaard"}, &Position::ineligible},
      {{"advance", "avance", "voorschot"}, &Position::paid_advance},
      {{"balance", "solde", "saldo"}, &Position::paid_balance},
      {{"recoverable", "à rembourser", "terug te betalen"},
       &Position::recoverable},
      {{"paid back", "remboursé", "terugbetaald"}, &Position::recovered}};
  return phases;
}

std::string Plain(int64_t cents) {
  return FormatMoneyPlain(conventions::MoneyFromCents(cents));
}

// One column: its title, a cell for each envelope and the total.
struct Figures {
  std::string title;
  std::vector<std::string> cells;
  int width = 0;
};

Figures FiguresOf(const Phase& phase,
                  const std::vector<v1::Envelope>& envelopes,
                  Language language) {
  Figures figures{Pick(phase.title, language), {}, 0};
  int64_t total = 0;
  for (const v1::Envelope& envelope : envelopes) {
    const int64_t cents = Cents((envelope.position().*phase.amount)());
    total += cents;
    figures.cells.push_back(Plain(cents));
  }
  if (envelopes.size() > 1) figures.cells.push_back(Plain(total));
  figures.width = DisplayWidth(figures.title);
  for (const std::string& cell : figures.cells) {
    figures.width = std::max(figures.width, DisplayWidth(cell));
  }
  return figures;
}

std::string TableOf(const Figures& names, const std::vector<Figures>& columns,
                    int width) {
  std::vector<Column> titles = {{names.title}};
  for (const Figures& column : columns) {
    titles.push_back({column.title, Align::kRight});
  }
  Table table(std::move(titles));
  for (size_t row = 0; row < names.cells.size(); ++row) {
    std::vector<std::string> cells = {names.cells[row]};
    for (const Figures& column : columns) cells.push_back(column.cells[row]);
    if (row > 0 && row + 1 == names.cells.size()) table.AddRule();
    table.AddRow(std::move(cells));
  }
  return table.Render(width);
}

Figures NamesOf(const std::vector<v1::Envelope>& envelopes, Language language,
                const std::set<std::string>& marked) {
  Figures names{Pick({"envelope", "enveloppe", "enveloppe"}, language), {}, 0};
  for (const v1::Envelope& envelope : envelopes) {
    const bool is_marked = marked.contains(envelope.name());
    names.cells.push_back(absl::StrCat(ShortName(envelope.name()),
                                       is_marked ? kUnverifiedMark : ""));
  }
  if (envelopes.size() > 1) {
    names.cells.push_back(Pick({"total", "total", "totaal"}, language));
  }
  names.width = DisplayWidth(names.title);
  for (const std::string& cell : names.cells) {
    names.width = std::max(names.width, DisplayWidth(cell));
  }
  return names;
}

bool IsShown(const Phase& phase, const std::vector<v1::Envelope>& envelopes) {
  if (phase.is_always) return true;
  return std::any_of(envelopes.begin(), envelopes.end(),
                     [&](const v1::Envelope& envelope) {
                       return Cents((envelope.position().*phase.amount)()) != 0;
                     });
}

// What a reduction left behind, and what is to be done about it.
std::string WarningOf(const v1::Envelope& envelope, Language language) {
  const std::string name = ShortName(envelope.name());
  const int64_t available = Cents(envelope.position().available());
  const int64_t unallotted = Cents(envelope.position().unallotted());
  if (available < 0) {
    const std::string amount = conventions::FormatBelgianAmount(-available);
    return Pick(
        {absl::StrCat("SHORTFALL in ", name, ": ", amount,
                      " more is reserved and spent than the State still "
                      "grants. Nothing new can be reserved."),
         absl::StrCat("DÉFICIT dans ", name, " : ", amount,
                      " de plus sont engagés et dépensés que l'État "
                      "n'octroie encore. Rien ne peut plus être engagé."),
         absl::StrCat("TEKORT in ", name, ": er is ", amount,
                      " meer vastgelegd en uitgegeven dan de Staat nog "
                      "toekent. Niets kan nog worden vastgelegd.")},
        language);
  }
  if (unallotted < 0) {
    const std::string amount = conventions::FormatBelgianAmount(-unallotted);
    return Pick(
        {absl::StrCat(name, ": ", amount,
                      " too much is allotted to lines; take it back with "
                      "entente budget change take-back."),
         absl::StrCat(name, " : ", amount,
                      " de trop sont répartis sur des lignes ; reprenez-"
                      "les par entente budget change take-back."),
         absl::StrCat(name, ": ", amount,
                      " te veel is over lijnen verdeeld; neem het terug "
                      "met entente budget change take-back.")},
        language);
  }
  return "";
}

// What becomes of a year outside the term.
std::string OutsideTermOf(const v1::Envelope& envelope, Language language) {
  if (!envelope.is_outside_term()) return "";
  const std::string name = ShortName(envelope.name());
  const Position& at = envelope.position();
  // What a lapse gives up: the rest of the envelope and of its lines.
  const int64_t rest = Cents(at.unallotted()) + Cents(at.allotted()) -
                       Cents(at.reserved()) - Cents(at.spent());
  std::string text =
      Pick({absl::StrCat(name,
                         " lies outside the term: nothing new is posted on "
                         "it. What is reserved, spent or claimed runs its "
                         "course."),
            absl::StrCat(name,
                         " est hors de la période : rien de nouveau n'y est "
                         "imputé. Ce qui est engagé, dépensé ou déclaré suit "
                         "son cours."),
            absl::StrCat(name,
                         " valt buiten de looptijd: niets nieuws wordt erop "
                         "geboekt. Wat is vastgelegd, uitgegeven of "
                         "gevorderd loopt verder.")},
           language);
  if (rest <= 0) return text;
  const std::string amount = conventions::FormatBelgianAmount(rest);
  absl::StrAppend(
      &text, " ",
      Pick({absl::StrCat(amount, " can lapse: entente budget change lapse."),
            absl::StrCat(amount,
                         " peuvent être abandonnés : entente budget "
                         "change lapse."),
            absl::StrCat(amount,
                         " kan vervallen: entente budget change "
                         "lapse.")},
           language));
  return text;
}

}  // namespace

std::string PositionText(const std::vector<v1::Envelope>& envelopes,
                         Language language, int columns,
                         const std::set<std::string>& marked) {
  const Figures names = NamesOf(envelopes, language, marked);
  std::string text;
  std::vector<Figures> block;
  int used = names.width;
  const auto flush = [&] {
    if (block.empty()) return;
    if (!text.empty()) text += "\n";
    text += TableOf(names, block, columns);
    block.clear();
    used = names.width;
  };
  for (const Phase& phase : Phases()) {
    if (!IsShown(phase, envelopes)) continue;
    Figures figures = FiguresOf(phase, envelopes, language);
    if (used + kGapColumns + figures.width > columns) flush();
    used += kGapColumns + figures.width;
    block.push_back(std::move(figures));
  }
  flush();
  for (const v1::Envelope& envelope : envelopes) {
    for (const std::string& warning :
         {WarningOf(envelope, language), OutsideTermOf(envelope, language)}) {
      if (warning.empty()) continue;
      for (const std::string& line : Wrap(warning, columns)) {
        absl::StrAppend(&text, line, "\n");
      }
    }
  }
  return text;
}

}  // namespace entente::client
