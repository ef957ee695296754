// entente dossier submit|send|withdraw|status|apply|key
#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "entente/conventions/v1/dossier_service.grpc.pb.h"
#include "entente/conventions/v1/submission_service.grpc.pb.h"
#include "services/conventions/dossier/dossier_limits.h"
#include "services/conventions/dossier/dossier_manifest.h"
#include "tools/client/dossier/dossier_files.h"
#include "tools/client/dossier/standing_check.h"
#include "tools/client/dossier/submission_parts.h"
#include "tools/client/format.h"
#include "tools/client/resource_names.h"

namespace entente::client {
namespace {

namespace v1 = entente::conventions::v1;
using v1::DossierService;
using v1::Submission;
using v1::SubmissionService;

// Of a stream with a whole dossier, and of a call that passes it on.
constexpr absl::Duration kTransferTimeout = absl::Minutes(4);

struct SubmitFlags : SubmissionFlags {
  std::string folder;
  std::string unapproved;
  int year = 0;
  bool is_kept = false;
};

absl::StatusOr<Submission> Upload(Cli& cli, const std::string& convention,
                                  const SubmitFlags& flags,
                                  const DossierFiles& files) {
  ENTENTE_ASSIGN_OR_RETURN(const auto stub,
                           cli.session().NewStub<DossierService>());
  grpc::ClientContext context;
  ENTENTE_RETURN_IF_ERROR(
      cli.session().Prepare({.timeout = kTransferTimeout}, context));
  Submission frozen;
  const auto stream = stub->SubmitDossier(&context, &frozen);
  v1::SubmitDossierRequest message;
  v1::SubmitDossierOpening& opening = *message.mutable_opening();
  opening.set_parent(convention);
  opening.set_manifest(files.at(conventions::kManifestPath));
  flags.mutation.Apply(opening);
  // A write fails when the service has answered: what it says comes below.
  bool is_open = stream->Write(message);
  for (const auto& [path, content] : files) {
    if (path == conventions::kManifestPath || path == conventions::kSumsPath) {
      continue;
    }
    for (size_t at = 0; is_open && at < content.size();
         at += conventions::kChunkBytesMax) {
      message.mutable_chunk()->set_path(path);
      message.mutable_chunk()->set_content(
          content.substr(at, conventions::kChunkBytesMax));
      is_open = stream->Write(message);
    }
  }
  stream->WritesDone();
  ENTENTE_RETURN_IF_ERROR(
      cli.session().Explain(stream->Finish(), "conventions"));
  return frozen;
}

absl::StatusOr<Submission> Send(Cli& cli, const SubmissionFlags& flags,
                                const std::string& name) {
  v1::SendSubmissionRequest request;
  request.set_name(name);
  request.set_etag(flags.etag);
  MutationFlags mutation = flags.mutation;
  // Of another call: an id of its own.
  if (!mutation.request_id.empty()) mutation.request_id += "-send";
  mutation.Apply(request);
  return cli.session().Call(&DossierService::Stub::SendSubmission, request,
                            {.timeout = kTransferTimeout});
}

absl::Status Print(Cli& cli, const Submission& submission) {
  if (cli.is_json()) return cli.PrintJson(submission);
  PrintSubmission(cli, submission);
  return absl::OkStatus();
}

absl::Status Submit(Cli& cli, const SubmitFlags& flags) {
  if (flags.folder.empty() == (flags.year == 0)) {
    return UsageError(
        {"Name the folder of a dossier that was built, or --year "
         "to build it now.",
         "Indiquez le répertoire d'un dossier constitué, ou "
         "--year pour le constituer maintenant.",
         "Geef de map van een gemaakt dossier, of --year om het "
         "nu te maken."});
  }
  if (flags.year == 0 && !flags.unapproved.empty()) {
    return UsageError(
        {"--unapproved goes with --year: a folder is handed in as it was "
         "built. Build it again with --unapproved.",
         "--unapproved va avec --year : un répertoire est remis tel que "
         "constitué. Constituez-le de nouveau avec --unapproved.",
         "--unapproved hoort bij --year: een map wordt ingediend zoals ze "
         "gemaakt is. Maak ze opnieuw met --unapproved."});
  }
  ENTENTE_ASSIGN_OR_RETURN(
      const std::string convention,
      ConventionName(cli.session().config(), flags.convention));
  DossierFiles files;
  if (flags.folder.empty()) {
    ENTENTE_ASSIGN_OR_RETURN(files, BuildDossier(cli.session(), convention,
                                                 flags.year, flags.unapproved));
  } else {
    ENTENTE_ASSIGN_OR_RETURN(files, ReadDossier(flags.folder));
  }
  NoteUnapproved(cli, files);
  if (const absl::Status status = CheckHandIn(files); !status.ok()) {
    // Of a rehearsal nothing is handed in: it is told and goes on to what the
    // service says, which knows nothing of figures that moved since.
    if (!flags.mutation.is_dry_run) return status;
    cli.Note(GetErrorDetail(status)->sentence);
  }
  ENTENTE_ASSIGN_OR_RETURN(Submission frozen,
                           Upload(cli, convention, flags, files));
  if (flags.is_kept || flags.mutation.is_dry_run) return Print(cli, frozen);
  auto sent = Send(cli, flags, frozen.name());
  if (!sent.ok()) {
    // Frozen and signed all the same: what is left is to send it.
    const std::string id = SubmissionId(frozen.name());
    cli.Note(
        {absl::StrCat("Frozen and signed as ", id,
                      ", not sent. Later: entente dossier send ", id),
         absl::StrCat("Figé et signé sous ", id,
                      ", non envoyé. Plus tard : entente dossier send ", id),
         absl::StrCat("Vastgelegd en ondertekend als ", id,
                      ", niet verstuurd. Later: entente dossier send ", id)});
    return sent.status();
  }
  return Print(cli, *sent);
}

void AddSubmit(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<SubmitFlags>();
  Command command(
      group, cli, "submit",
      {"Freezes a dossier, signs it and sends it to the State. What is frozen "
       "is never changed; a year is handed in again only after a rejection, or "
       "a withdrawal before it was sent.\nMonths that a calendar governs are "
       "approved, or it needs --unapproved.",
       "Fige un dossier, le signe et l'envoie à l'État. Ce qui est figé n'est "
       "jamais modifié ; une année n'est remise à nouveau qu'après un rejet, "
       "ou un retrait avant l'envoi.\nLes mois couverts par un calendrier sont "
       "approuvés, sinon il faut --unapproved.",
       "Legt een dossier vast, ondertekent het en verstuurt het naar de Staat. "
       "Wat vastgelegd is, wordt nooit gewijzigd; een jaar wordt pas na een "
       "verwerping opnieuw ingediend, of na een intrekking voor het "
       "versturen.\nMaanden waarvoor een kalender geldt, zijn goedgekeurd, of "
       "--unapproved is nodig."},
      "entente dossier submit dossier-2018");
  command.app().add_option(
      "FOLDER", flags->folder,
      cli.T({"The dossier that was built.", "Le dossier constitué.",
             "Het gemaakte dossier."}));
  command.Convention(flags->convention);
  command.Option("--year", flags->year,
                 {"Build it now, for this year.",
                  "Le constituer maintenant, pour cette année.",
                  "Nu maken, voor dit jaar."});
  UnapprovedFlag(command, flags->unapproved);
  command.Flag("--keep", flags->is_kept,
               {"Freeze and sign only; send it later.",
                "Figer et signer seulement ; envoyer plus tard.",
                "Enkel vastleggen en ondertekenen; later versturen."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return Submit(cli, *flags); });
}

void AddSend(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<SubmissionFlags>();
  Command command(group, cli, "send",
                  {"Sends a frozen dossier to the State. Twice is once.",
                   "Envoie un dossier figé à l'État. Deux fois valent une.",
                   "Verstuurt een vastgelegd dossier naar de Staat. Twee keer "
                   "is een keer."},
                  "entente dossier send 2018-1");
  SubmissionNameFlags(command, *flags);
  SubmissionEtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(const std::string name,
                             SubmissionName(cli, *flags));
    ENTENTE_ASSIGN_OR_RETURN(const Submission sent, Send(cli, *flags, name));
    return Print(cli, sent);
  });
}

struct WithdrawFlags : SubmissionFlags {
  std::string reason;
};

void AddWithdraw(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<WithdrawFlags>();
  Command command(
      group, cli, "withdraw",
      {"Gives up a frozen dossier that was never sent: its claims are free "
       "again, and the year may be handed in as the next revision.",
       "Renonce à un dossier figé et jamais envoyé : ses déclarations sont de "
       "nouveau libres et l'année peut être remise sous la révision suivante.",
       "Geeft een vastgelegd dossier op dat nooit verstuurd is: zijn "
       "schuldvorderingen zijn weer vrij en het jaar kan als volgende "
       "herziening ingediend worden."},
      "entente dossier withdraw 2018-1 --reason \"Frozen too early\"");
  SubmissionNameFlags(command, *flags);
  ReasonFlag(command, flags->reason);
  SubmissionEtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    v1::WithdrawSubmissionRequest request;
    request.set_reason(flags->reason);
    ENTENTE_ASSIGN_OR_RETURN(
        const Submission withdrawn,
        MutateNamed(cli, &DossierService::Stub::WithdrawSubmission,
                    SubmissionName(cli, *flags), flags->etag, flags->mutation,
                    std::move(request)));
    return Print(cli, withdrawn);
  });
}

void AddStatus(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<SubmissionFlags>();
  Command command(
      group, cli, "status",
      {"Asks the State for its answer, verifies its signature and keeps it.",
       "Demande sa réponse à l'État, en vérifie la signature et la conserve.",
       "Vraagt de Staat zijn antwoord, controleert de handtekening en bewaart "
       "het."},
      "entente dossier status 2018-1");
  SubmissionNameFlags(command, *flags);
  SubmissionEtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(
        const Submission answer,
        MutateNamed(cli, &DossierService::Stub::FetchSubmissionAnswer,
                    SubmissionName(cli, *flags), flags->etag, flags->mutation));
    return Print(cli, answer);
  });
}

void AddApply(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<SubmissionFlags>();
  Command command(
      group, cli, "apply",
      {"Enters the State's decision in the claims, line by line, as it was "
       "signed.",
       "Inscrit la décision de l'État dans les déclarations, ligne par ligne, "
       "telle qu'elle est signée.",
       "Schrijft de beslissing van de Staat in de schuldvorderingen in, lijn "
       "per lijn, zoals ze ondertekend is."},
      "entente dossier apply 2018-1");
  SubmissionNameFlags(command, *flags);
  SubmissionEtagFlag(command, flags->etag);
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) -> absl::Status {
    ENTENTE_ASSIGN_OR_RETURN(
        const v1::ApplySubmissionAnswerResponse applied,
        MutateNamed(cli, &DossierService::Stub::ApplySubmissionAnswer,
                    SubmissionName(cli, *flags), flags->etag, flags->mutation));
    if (cli.is_json()) return cli.PrintJson(applied);
    for (const v1::Claim& claim : applied.claims()) {
      const std::string figures = absl::StrCat(
          FormatMoney(claim.accepted()), " / ", FormatMoney(claim.amount()));
      flags->mutation.SayDone(cli, claim.name(),
                              {absl::StrCat("Accepted: ", figures),
                               absl::StrCat("Accepté : ", figures),
                               absl::StrCat("Aanvaard: ", figures)});
    }
    PrintSubmission(cli, applied.submission());
    return absl::OkStatus();
  });
}

struct KeyFlags {
  MutationFlags mutation;
  bool is_rotation = false;
};

absl::Status ShowKeys(Cli& cli, const KeyFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      v1::ListSubmissionKeysResponse keys,
      cli.session().Call(&SubmissionService::Stub::ListSubmissionKeys,
                         v1::ListSubmissionKeysRequest()));
  if (flags.is_rotation) {
    v1::RotateSubmissionKeyRequest request;
    request.set_key(keys.keys(0));
    flags.mutation.Apply(request);
    ENTENTE_ASSIGN_OR_RETURN(
        keys, cli.session().Call(&SubmissionService::Stub::RotateSubmissionKey,
                                 request));
  }
  if (cli.is_json()) return cli.PrintJson(keys);
  // The key alone on a line: it is copied into a registry.
  for (const std::string& key : keys.keys()) {
    cli.out() << key << "\n";
    if (keys.keys_size() > 1 && &key == &keys.keys(0)) {
      cli.Note({"Former keys, which sign no longer:",
                "Anciennes clés, qui ne signent plus :",
                "Vroegere sleutels, die niet meer ondertekenen:"});
    }
  }
  return absl::OkStatus();
}

void AddKey(CLI::App& group, Cli& cli) {
  auto flags = std::make_shared<KeyFlags>();
  Command command(
      group, cli, "key",
      {"Shows the key with which this installation signs dossiers or answers; "
       "the other installation registers it.",
       "Montre la clé avec laquelle cette installation signe dossiers ou "
       "réponses ; l'autre installation l'enregistre.",
       "Toont de sleutel waarmee deze installatie dossiers of antwoorden "
       "ondertekent; de andere installatie registreert hem."},
      "entente dossier key");
  command.Flag("--rotate", flags->is_rotation,
               {"Make a new key, which signs from now on.",
                "Faire une nouvelle clé, qui signe dès à présent.",
                "Maak een nieuwe sleutel, die vanaf nu ondertekent."});
  flags->mutation.Declare(command);
  command.Reads();
  command.Run([flags](Cli& cli) { return ShowKeys(cli, *flags); });
}

}  // namespace

void AddHandInCommands(CLI::App& group, Cli& cli) {
  AddSubmit(group, cli);
  AddSend(group, cli);
  AddWithdraw(group, cli);
  AddStatus(group, cli);
  AddApply(group, cli);
  AddKey(group, cli);
}

}  // namespace entente::client
