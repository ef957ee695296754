#include "tools/client/session_list_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "services/common/base/error.h"
#include "tools/client/format.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

std::string IdOf(const v1::IngestSession& session) {
  return session.name().substr(session.name().rfind('/') + 1);
}

}  // namespace

std::string SessionListText(const v1::ListIngestSessionsResponse& list,
                            Language language) {
  const auto word = [&](Sentence sentence) { return Pick(sentence, language); };
  const bool has_deliverer =
      std::any_of(list.ingest_sessions().begin(), list.ingest_sessions().end(),
                  [](const v1::IngestSession& session) {
                    return !session.delivered_by().empty();
                  });
  std::vector<Column> titles = {
      {word({"session", "session", "sessie"})},
      {word({"opened", "ouverte", "geopend"})},
      {word({"last batch", "dernier lot", "laatste pakket"})},
      {word({"sent", "envoyées", "verzonden"}), Align::kRight},
      {word({"taken", "prises", "aanvaard"}), Align::kRight},
      {word({"known", "connues", "bekend"}), Align::kRight},
      {word({"rejected", "rejetées", "geweigerd"}), Align::kRight}};
  if (has_deliverer) {
    titles.push_back({word({"delivered by", "livrée par", "geleverd door"})});
  }
  Table table(std::move(titles));
  for (const v1::IngestSession& session : list.ingest_sessions()) {
    const v1::IngestTotals& totals = session.totals();
    // Of one that was only opened no batch was stored.
    const std::string last = session.durable_sequence() == 0
                                 ? ""
                                 : FormatTime(session.update_time());
    std::vector<std::string> cells = {
        IdOf(session), FormatTime(session.create_time()), last,
        FormatCount(totals.sent()),
        // Also those that say what counts already, as everywhere.
        FormatCount(totals.created() + totals.updated() + totals.withdrawn() +
                    totals.unchanged()),
        FormatCount(totals.duplicate()), FormatCount(totals.rejected())};
    if (has_deliverer) cells.push_back(session.delivered_by());
    table.AddRow(std::move(cells));
  }
  return table.Render(/*columns=*/0);
}

std::string FirstWithRejections(const v1::ListIngestSessionsResponse& list) {
  for (const v1::IngestSession& session : list.ingest_sessions()) {
    if (session.totals().rejected() > 0) return IdOf(session);
  }
  return "";
}

}  // namespace entente::client
