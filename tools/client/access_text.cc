#include "tools/client/access_text.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"
#include "services/common/gate/partial_access.h"
#include "tools/client/access_catalog.h"
#include "tools/client/csv_writer.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::common::v1;

// What a method asks besides its permission, in one word each.
std::vector<std::string> Marks(const gate::MethodRule& rule) {
  std::vector<std::string> marks;
  if (rule.is_restricted) marks.push_back("restricted");
  if (rule.is_streaming) marks.push_back("stream");
  marks.push_back(rule.is_open_read ? "open" : "logged");
  return marks;
}

std::string ServiceOf(const AccessRow& row) {
  return row.rule.method.substr(0, row.rule.method.find('/'));
}

std::string RpcOf(const AccessRow& row) {
  return row.rule.method.substr(row.rule.method.find('/') + 1);
}

// "svc/x" of "spiffe://entente.local/svc/x".
std::string PeerPath(const std::string& spiffe_id) {
  const std::vector<std::string> parts =
      absl::StrSplit(spiffe_id, absl::MaxSplits('/', 3));
  return parts.back();
}

std::string HoldersText(
    const google::protobuf::RepeatedPtrField<v1::PermissionHolder>& holders) {
  return absl::StrJoin(
      holders, ", ", [](std::string* out, const v1::PermissionHolder& one) {
        absl::StrAppend(out, one.role(), " (", one.pattern(), ")");
      });
}

std::vector<std::string> WithheldPermissions(const AccessRow& row) {
  std::vector<std::string> permissions;
  for (const AccessPart& part : row.withheld) {
    permissions.push_back(part.permission);
  }
  return permissions;
}

// Behind the table of a service: which of its methods withhold a part of the
// answer, and who is told all of it. A sentence for each permission.
std::string PartsMarkdown(const std::vector<AccessRow>& rows,
                          const std::string& service) {
  std::map<std::string, std::vector<std::string>> methods;
  std::map<std::string, std::vector<std::string>> roles;
  for (const AccessRow& row : rows) {
    if (ServiceOf(row) != service) continue;
    for (const AccessPart& part : row.withheld) {
      methods[part.permission].push_back(RpcOf(row));
      roles[part.permission] = part.roles;
    }
  }
  std::string text;
  for (const auto& [permission, names] : methods) {
    absl::StrAppend(
        &text, "\nWithout `", permission, "` (",
        roles[permission].empty() ? "nobody"
                                  : absl::StrJoin(roles[permission], ", "),
        ") a part of the answer is withheld: ", absl::StrJoin(names, ", "),
        ".\n");
  }
  return text;
}

Sentence RequirementText(v1::AccessRequirement requirement) {
  switch (requirement) {
    case v1::ACCESS_REQUIREMENT_PURPOSE:
      return {
          "needs a purpose, a legal basis, and a reference or a "
          "justification",
          "demande une finalité, une base légale, et une référence ou une "
          "justification",
          "vraagt een doel, een rechtsgrond, en een verwijzing of een "
          "verantwoording"};
    case v1::ACCESS_REQUIREMENT_OBJECT_GRANT:
      return {
          "needs a dated grant on the object as well; the service decides",
          "demande aussi un droit daté sur l'objet ; le service décide",
          "vraagt ook een gedateerd recht op het object; de dienst beslist"};
    case v1::ACCESS_REQUIREMENT_RECHECK:
      return {"asked again for every message of the stream",
              "redemandé pour chaque message du flux",
              "opnieuw gevraagd voor elk bericht van de stroom"};
    case v1::ACCESS_REQUIREMENT_LOG_ENTRY:
      return {"an entry of the access log before the answer leaves",
              "une entrée du journal des accès avant que la réponse ne parte",
              "een regel in het toegangslogboek voor het antwoord vertrekt"};
    default:
      return {"needs something this program does not know",
              "demande ce que ce programme ne connaît pas",
              "vraagt iets wat dit programma niet kent"};
  }
}

std::string PolicyText(const v1::PolicyReference& policy, Language language) {
  const std::string version =
      policy.version() == 0
          ? Pick({"no version", "sans version", "zonder versie"}, language)
          : absl::StrCat("version ", policy.version());
  return absl::StrCat(version, ", SHA-256 ", policy.sha256().substr(0, 16),
                      "…");
}

}  // namespace

std::vector<AccessRow> AccessRows(const gate::MethodTable& methods,
                                  const gate::Policy& policy) {
  std::vector<AccessRow> rows;
  for (const auto& [method, rule] : methods.rules()) {
    AccessRow row{.rule = rule, .roles = {}, .peers = {}};
    for (const gate::PolicyGrant& grant : policy.RolesWith(rule.permission)) {
      row.roles.push_back(grant.holder);
    }
    for (const gate::PolicyGrant& grant : policy.PeersWith(rule.permission)) {
      row.peers.push_back(PeerPath(grant.holder));
    }
    for (const std::string& permission : gate::WithheldWithout(method)) {
      AccessPart& part = row.withheld.emplace_back();
      part.permission = permission;
      for (const gate::PolicyGrant& grant : policy.RolesWith(permission)) {
        part.roles.push_back(grant.holder);
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string AccessTable(const std::vector<AccessRow>& rows, Language language,
                        int columns) {
  Table table(
      {{Pick({"service and RPC", "service et RPC", "dienst en RPC"}, language)},
       {"permission"},
       {Pick({"marks", "marques", "tekens"}, language)},
       {Pick({"roles and peers", "rôles et pairs", "rollen en peers"},
             language),
        Align::kLeft, true}});
  std::string service;
  for (const AccessRow& row : rows) {
    if (service != ServiceOf(row)) {
      if (!service.empty()) table.AddRule();
      service = ServiceOf(row);
      table.AddRow({std::string(ShortMethod(service)), "", "", ""});
    }
    std::vector<std::string> holders = row.roles;
    holders.insert(holders.end(), row.peers.begin(), row.peers.end());
    table.AddRow({absl::StrCat("  ", RpcOf(row)), row.rule.permission,
                  absl::StrJoin(Marks(row.rule), ", "),
                  absl::StrJoin(holders, ", ")});
    for (const AccessPart& part : row.withheld) {
      table.AddRow({Pick({"    all of it", "    tout", "    alles"}, language),
                    part.permission, "", absl::StrJoin(part.roles, ", ")});
    }
  }
  return table.Render(columns);
}

std::string AccessJson(const std::vector<AccessRow>& rows) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const AccessRow& row : rows) {
    list.push_back({{"service", ServiceOf(row)},
                    {"rpc", RpcOf(row)},
                    {"permission", row.rule.permission},
                    {"restricted", row.rule.is_restricted},
                    {"streaming", row.rule.is_streaming},
                    {"open_read", row.rule.is_open_read},
                    {"roles", row.roles},
                    {"peers", row.peers},
                    {"withheld_without", WithheldPermissions(row)}});
  }
  return absl::StrCat(list.dump(2), "\n");
}

std::string AccessCsv(const std::vector<AccessRow>& rows) {
  std::string csv;
  AddCsvLine({"service", "rpc", "permission", "restricted", "streaming",
              "open_read", "roles", "peers", "withheld_without"},
             csv);
  for (const AccessRow& row : rows) {
    AddCsvLine(
        {CsvText(ServiceOf(row)), CsvText(RpcOf(row)),
         CsvText(row.rule.permission), absl::StrCat(row.rule.is_restricted),
         absl::StrCat(row.rule.is_streaming),
         absl::StrCat(row.rule.is_open_read),
         CsvText(absl::StrJoin(row.roles, " ")),
         CsvText(absl::StrJoin(row.peers, " ")),
         CsvText(absl::StrJoin(WithheldPermissions(row), " "))},
        csv);
  }
  return csv;
}

std::string AccessMarkdown(const std::vector<AccessRow>& rows,
                           const std::string& policy) {
  std::string text = absl::StrCat(
      "# Who may call what\n\n"
      "Made by `entente access table --format markdown` from the descriptors "
      "and\n`",
      policy,
      "`; a test fails when it is not what the command prints.\nNever edit it. "
      "What is not named here is refused.\n\n"
      "`restricted`: a purpose, a legal basis and a dated grant on the object "
      "are\nneeded as well. `stream`: asked again for every message. `logged`: "
      "an "
      "entry of the\naccess log is on disk before the answer leaves; `open`: "
      "answered without one when\npermitted. Every refusal of a method named "
      "here is in the log: by an entry of its own,\nor, beyond 30 denials of "
      "one caller in a minute, in an entry that says how many they\nwere. What "
      "gRPC ends by itself (a handshake, an unknown method, a message beyond "
      "the\nlimit) is in none.\n");
  std::string service;
  for (const AccessRow& row : rows) {
    if (service != ServiceOf(row)) {
      absl::StrAppend(&text, PartsMarkdown(rows, service));
      service = ServiceOf(row);
      absl::StrAppend(&text, "\n## ", service,
                      "\n| RPC | permission | | roles | peers |\n"
                      "|---|---|---|---|---|\n");
    }
    absl::StrAppend(&text, "| ", RpcOf(row), " | `", row.rule.permission,
                    "` | ", absl::StrJoin(Marks(row.rule), ", "), " | ");
    absl::StrAppend(&text, absl::StrJoin(row.roles, ", "), " | ",
                    absl::StrJoin(row.peers, ", "), " |\n");
  }
  return absl::StrCat(text, PartsMarkdown(rows, service));
}

void AppendLine(std::string& text, const std::string& label,
                const std::string& value) {
  constexpr int kLabelColumns = 14;
  const int missing = std::max(kLabelColumns - DisplayWidth(label), 1);
  absl::StrAppend(&text, "  ", label, std::string(missing, ' '), value, "\n");
}

namespace {

// Which part of an answer is withheld from whoever is permitted the call.
void AppendParts(std::string& text, const v1::AccessExplanation& explanation,
                 Language language, const gate::Policy* policy) {
  if (!explanation.permitted()) return;
  const std::vector<std::string> roles(explanation.roles().begin(),
                                       explanation.roles().end());
  for (const std::string& permission :
       gate::WithheldWithout(explanation.method())) {
    if (policy != nullptr && gate::RolesMay(*policy, roles, permission)) {
      AppendLine(text, Pick({"all of it", "tout", "alles"}, language),
                 permission);
      continue;
    }
    AppendLine(text, Pick({"in part", "en partie", "ten dele"}, language),
               Pick({absl::StrCat("without ", permission,
                                  " a part of the answer is withheld"),
                     absl::StrCat("sans ", permission,
                                  " une partie de la réponse est retenue"),
                     absl::StrCat("zonder ", permission,
                                  " blijft een deel van het antwoord weg")},
                    language));
  }
}

}  // namespace

std::string ExplanationText(const v1::AccessExplanation& explanation,
                            Language language, const gate::Policy* policy) {
  const auto t = [language](const Sentence& sentence) {
    return Pick(sentence, language);
  };
  std::string text = absl::StrCat(
      explanation.permitted() ? t({"PERMIT", "PERMIS", "TOEGELATEN"})
                              : t({"DENY", "REFUS", "GEWEIGERD"}),
      "  ", std::string(ShortMethod(explanation.method())), "\n");
  AppendLine(text, t({"rule", "règle", "regel"}), explanation.rule_id());
  AppendLine(text, "permission", explanation.permission());
  AppendLine(text, t({"roles", "rôles", "rollen"}),
             absl::StrJoin(explanation.roles(), ", "));
  if (!explanation.grants().empty()) {
    AppendLine(text, t({"given by", "donné par", "gegeven door"}),
               HoldersText(explanation.grants()));
  }
  if (!explanation.unknown_roles().empty()) {
    AppendLine(text, t({"unknown", "inconnus", "onbekend"}),
               absl::StrJoin(explanation.unknown_roles(), ", "));
  }
  if (!explanation.permitted() && !explanation.holders().empty()) {
    AppendLine(text, t({"held by", "tenu par", "in bezit van"}),
               HoldersText(explanation.holders()));
  }
  for (const int requirement : explanation.requirements()) {
    AppendLine(
        text, t({"also", "aussi", "ook"}),
        t(RequirementText(static_cast<v1::AccessRequirement>(requirement))));
  }
  AppendParts(text, explanation, language, policy);
  AppendLine(text, t({"policy", "politique", "beleid"}),
             PolicyText(explanation.policy(), language));
  return text;
}

std::string MyAccessText(const v1::ExplainMyAccessResponse& mine,
                         Language language, int columns) {
  const auto t = [language](const Sentence& sentence) {
    return Pick(sentence, language);
  };
  Table table({{t({"method", "méthode", "methode"})},
               {t({"may I", "puis-je", "mag ik"})},
               {t({"by", "par", "door"}), Align::kLeft, true}});
  for (const v1::AccessExplanation& one : mine.methods()) {
    table.AddRow(
        {std::string(ShortMethod(one.method())),
         one.permitted() ? t({"yes", "oui", "ja"}) : t({"no", "non", "nee"}),
         one.permitted() ? HoldersText(one.grants()) : one.permission()});
  }
  std::string text = absl::StrCat(mine.subject(), "  (",
                                  absl::StrJoin(mine.roles(), ", "), ")\n");
  AppendLine(text, t({"policy", "politique", "beleid"}),
             PolicyText(mine.policy(), language));
  return absl::StrCat(text, table.Render(columns));
}

}  // namespace entente::client
