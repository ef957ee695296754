#include "tools/client/sheets/collect_write.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <optional>
#include <ostream>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tools/client/files.h"
#include "tools/client/format.h"
#include "tools/client/period_reminder.h"
#include "tools/client/period_words.h"
#include "tools/client/sheets/sheet_csv.h"
#include "tools/client/sheets/xlsx_writer.h"
#include "tools/client/sources/source_enrolment.h"
#include "tools/client/sources/source_language.h"
#include "tools/client/table.h"

namespace entente::client {
namespace {

namespace v1 = entente::indicators::v1;

// What is remembered of an enrolled source, where nothing else was asked.
absl::Status AddEnrolment(Cli& cli, SheetFlags& flags) {
  ENTENTE_ASSIGN_OR_RETURN(
      const std::optional<SourceEnrolment> enrolment,
      SourceFiles(cli.session().config().home).Read(flags.asked.source));
  if (!enrolment.has_value()) return absl::OkStatus();
  if (flags.asked.measures.empty()) {
    flags.asked.measures.assign(enrolment->measure_codes().begin(),
                                enrolment->measure_codes().end());
  }
  if (flags.asked.areas.empty()) {
    flags.asked.areas.assign(enrolment->areas().begin(),
                             enrolment->areas().end());
  }
  return absl::OkStatus();
}

// As asked, else the source's own, else that of this run.
absl::StatusOr<Language> LanguageOf(Cli& cli, const SheetFlags& flags) {
  const std::optional<Language> asked = ParseLanguage(flags.language);
  if (asked.has_value()) return *asked;
  ENTENTE_ASSIGN_OR_RETURN(const std::optional<Language> known,
                           LanguageOfSource(cli, flags.asked.source));
  return known.value_or(cli.language());
}

absl::Status FileThere(const std::string& path) {
  return ClientError(
      absl::StatusCode::kAlreadyExists, "FILE_THERE",
      {absl::StrCat(path,
                    " is there already, and may be the sheet that came back. "
                    "Move it, or give another --out."),
       absl::StrCat(path,
                    " existe déjà ; c'est peut-être le relevé revenu rempli. "
                    "Déplacez-le, ou donnez un autre --out."),
       absl::StrCat(path,
                    " bestaat al; het is misschien het blad dat terugkwam. "
                    "Verplaats het, of geef een andere --out.")});
}

// What a run that was cut off left, or another one is writing.
absl::Status DraftThere(const std::string& draft) {
  return ClientError(
      absl::StatusCode::kAlreadyExists, "DRAFT_THERE",
      {absl::StrCat(draft,
                    " is there already: the draft of a sheet that another run "
                    "is writing, or left when it was cut off. If none is "
                    "running, delete it."),
       absl::StrCat(draft,
                    " existe déjà : l'ébauche d'un relevé qu'une autre "
                    "exécution écrit, ou a laissée, interrompue. Si aucune "
                    "n'est en cours, supprimez-la."),
       absl::StrCat(draft,
                    " bestaat al: het ontwerp van een blad dat een andere "
                    "uitvoering schrijft, of achterliet toen ze onderbroken "
                    "werd. Loopt er geen, verwijder het.")});
}

// Whole or not at all, for the owner alone, and never over another file.
absl::Status Write(const Sheet& sheet, Language language, bool is_csv,
                   const std::string& path) {
  const std::string draft = absl::StrCat(path, ".part");
  const int file = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                        S_IRUSR | S_IWUSR);
  if (file < 0)
    return errno == EEXIST ? DraftThere(draft) : FileUnwritable(path);
  close(file);
  const absl::Cleanup remover = [&draft] { std::remove(draft.c_str()); };
  if (is_csv) {
    if (!WritePrivateFile(draft, WriteSheetCsv(sheet, language))) {
      return FileUnwritable(path);
    }
  } else {
    ENTENTE_RETURN_IF_ERROR(WriteSheetXlsx(sheet, language, draft));
  }
  if (link(draft.c_str(), path.c_str()) != 0) {
    return errno == EEXIST ? FileThere(path) : FileUnwritable(path);
  }
  return absl::OkStatus();
}

std::string PathOf(const SheetFlags& flags, const SheetKey& key, bool is_csv) {
  if (!flags.out.empty()) return flags.out;
  return absl::StrCat(key.source, "-", key.MonthText(),
                      is_csv ? ".csv" : ".xlsx");
}

absl::Status NoSourceExpected(const std::string& month) {
  return ClientError(absl::StatusCode::kFailedPrecondition,
                     "NO_SOURCE_EXPECTED",
                     {absl::StrCat("No calendar expects a source for ", month,
                                   "; name one with --source."),
                      absl::StrCat("Aucun calendrier n'attend de source pour ",
                                   month, " ; indiquez-en une avec --source."),
                      absl::StrCat("Geen kalender verwacht een bron voor ",
                                   month, "; noem er een met --source.")});
}

Table SourceTable(Cli& cli) {
  return Table({{cli.T({"source", "source", "bron"})},
                {cli.T({"sheet", "relevé", "blad"})},
                {cli.T({"rows", "lignes", "rijen"}), Align::kRight},
                {cli.T({"left out because", "laissée de côté car",
                        "overgeslagen omdat"}),
                 Align::kLeft, true}});
}

}  // namespace

absl::Status SourceMalformed() {
  return UsageError(
      {"--source is a code of small letters, digits and -, up to 32, a letter "
       "first, as in zone5339.",
       "--source est un code de minuscules, de chiffres et de -, de 32 au "
       "plus, commençant par une lettre, comme zone5339.",
       "--source is een code van kleine letters, cijfers en -, hoogstens 32, "
       "die met een letter begint, zoals zone5339."});
}

absl::StatusOr<WrittenSheet> WriteSheetOf(Cli& cli, const std::string& parent,
                                          const v1::Period& month,
                                          SheetFlags flags) {
  // Said here: the service would speak of a resource name.
  if (!IsSourceCode(flags.asked.source)) return SourceMalformed();
  ENTENTE_RETURN_IF_ERROR(AddEnrolment(cli, flags));
  ENTENTE_ASSIGN_OR_RETURN(const Language language, LanguageOf(cli, flags));
  ENTENTE_ASSIGN_OR_RETURN(Sheet sheet,
                           FillSheet(cli, flags.asked, parent, language));
  sheet.due = AskedUntil(month, sheet.key.source);
  const bool is_csv = flags.form.empty()
                          ? absl::EndsWithIgnoreCase(flags.out, ".csv")
                          : flags.form == "csv";
  SheetCode code;
  if (ParseSheetCode(FormatSheetCode(sheet), code) != CodeForm::kWhole) {
    return SourceMalformed();
  }
  WrittenSheet written = {.path = PathOf(flags, sheet.key, is_csv),
                          .rows = sheet.rows.size()};
  ENTENTE_RETURN_IF_ERROR(Write(sheet, language, is_csv, written.path));
  return written;
}

absl::Status WriteSheetsOfMonth(Cli& cli, const std::string& parent,
                                const v1::Period& month,
                                const SheetFlags& flags) {
  const std::string month_text = MonthText(month.name());
  Table table = SourceTable(cli);
  bool is_any_lacking = false;
  for (const v1::PeriodSource& source : month.sources()) {
    if (!source.is_expected()) continue;
    if (source.is_confirmed()) {
      table.AddRow({source.source(), "-", "",
                    cli.T({"confirmed already", "a déjà confirmé",
                           "heeft al bevestigd"})});
      continue;
    }
    SheetFlags one = flags;
    one.asked.source = source.source();
    if (!flags.out.empty()) {
      one.out = absl::StrCat(flags.out, "/", source.source(), "-", month_text,
                             flags.form == "csv" ? ".csv" : ".xlsx");
    }
    const absl::StatusOr<WrittenSheet> written =
        WriteSheetOf(cli, parent, month, std::move(one));
    if (written.ok()) {
      table.AddRow({source.source(), written->path,
                    FormatCount(static_cast<int64_t>(written->rows)), ""});
      continue;
    }
    const std::optional<ErrorDetail> detail = GetErrorDetail(written.status());
    // That no service answers is said once, below what is written already.
    if (!detail.has_value() || absl::IsUnavailable(written.status())) {
      if (!table.is_empty()) cli.out() << table.Render(cli.columns());
      return written.status();
    }
    is_any_lacking = true;
    table.AddRow(
        {source.source(), "-", "",
         absl::StrCat(cli.T(detail->sentence), " [", detail->reason, "]")});
  }
  if (table.is_empty()) return NoSourceExpected(month_text);
  cli.out() << table.Render(cli.columns());
  return is_any_lacking ? AlreadyReported() : absl::OkStatus();
}

}  // namespace entente::client
