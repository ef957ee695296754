#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "tools/client/report/format.h"
#include "tools/client/report/labels.h"
#include "tools/client/report/todo.h"
#include "tools/client/report/wrap.h"

namespace entente::client {
namespace {

using nlohmann::json;

constexpr size_t kDateColumns = 12;
constexpr size_t kTextColumns = 86;

json Languages(const Sentence& sentence) {
  return {{"en", Clean(sentence.en)},
          {"fr", Clean(sentence.fr)},
          {"nl", Clean(sentence.nl)}};
}

std::string Mark(const TodoItem& item, Language language) {
  const Sentence kOverdue{"OVERDUE", "EN RETARD", "TE LAAT"};
  std::string mark;
  if (item.is_overdue)
    absl::StrAppend(&mark, "[", In(kOverdue, language), "] ");
  if (item.is_date_unverified) {
    const Sentence kDate{"date not verified", "date non vérifiée",
                         "datum niet geverifieerd"};
    absl::StrAppend(&mark, "[", In(kDate, language), "] ");
  }
  return mark;
}

}  // namespace

std::string TodoText(const std::vector<TodoItem>& items, absl::CivilDay today,
                     const std::vector<MissingPart>& missing,
                     Language language) {
  const Sentence kTitle{"To do", "À faire", "Te doen"};
  const Sentence kNoDate{"no date", "sans date", "geen datum"};
  const Sentence kNothing{"Nothing is due.", "Rien n'est à faire.",
                          "Er is niets te doen."};
  std::string text =
      absl::StrCat(In(kTitle, language), ", ", DayText(today), "\n\n");
  const Sentence kNothingSeen{
      "Of what is visible to you, nothing is due; the rest is missing here:",
      "De ce qui vous est visible, rien n'est à faire ; le reste manque ici :",
      "Van wat voor u zichtbaar is, is niets te doen; de rest ontbreekt hier:"};
  const Sentence kIncomplete{"This list is incomplete; missing here:",
                             "Cette liste est incomplète ; il manque ici :",
                             "Deze lijst is onvolledig; hier ontbreekt:"};
  if (items.empty() && missing.empty()) {
    return absl::StrCat(text, In(kNothing, language), "\n");
  }
  if (!missing.empty()) {
    absl::StrAppend(
        &text, In(items.empty() ? kNothingSeen : kIncomplete, language), "\n");
    for (const MissingPart& part : missing) {
      absl::StrAppend(
          &text, "  ",
          WrapIndented(
              absl::StrCat("- ", Clean(In(MissingSentence(part), language))),
              kTextColumns + kDateColumns - 2, 4));
    }
    text += '\n';
  }
  for (const TodoItem& item : items) {
    const std::string when =
        item.due.has_value() ? DayText(*item.due) : In(kNoDate, language);
    absl::StrAppend(&text, PadRight(when, kDateColumns),
                    WrapIndented(absl::StrCat(Mark(item, language),
                                              Clean(In(item.what, language))),
                                 kTextColumns, kDateColumns));
    for (const std::string& more :
         {Clean(In(item.why, language)), Clean(item.source)}) {
      if (more.empty()) continue;
      absl::StrAppend(&text, std::string(kDateColumns, ' '),
                      WrapIndented(more, kTextColumns, kDateColumns));
    }
    text += '\n';
  }
  return text;
}

std::string TodoJson(const std::vector<TodoItem>& items, absl::CivilDay today,
                     const std::vector<MissingPart>& missing) {
  json list = json::array();
  for (const TodoItem& item : items) {
    list.push_back(
        {{"due", item.due.has_value() ? json(absl::FormatCivilTime(*item.due))
                                      : json()},
         {"overdue", item.is_overdue},
         {"date_verified", !item.is_date_unverified},
         {"code", item.code},
         {"what", Languages(item.what)},
         {"why", Languages(item.why)},
         {"source", Clean(item.source)}});
  }
  json gaps = json::array();
  for (const MissingPart& part : missing) {
    gaps.push_back({{"part", part.part},
                    {"what", Languages(part.what)},
                    {"why", Languages(part.why)},
                    {"permission", part.permission},
                    {"roles", RolesThatHold(part.permission)}});
  }
  const json whole = {{"today", absl::FormatCivilTime(today)},
                      {"items", std::move(list)},
                      {"missing", std::move(gaps)}};
  return whole.dump(2) + "\n";
}

}  // namespace entente::client
