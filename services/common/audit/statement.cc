#include "services/common/audit/statement.h"

#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/common/audit/access_log.h"
#include "services/common/audit/merkle.h"
#include "services/common/audit/resolution_errors.h"
#include "services/common/audit/statement_text.h"
#include "services/common/base/error.h"

namespace entente::audit {
namespace {

std::string TimeText(const google::protobuf::Timestamp& time) {
  return absl::FormatTime(
      "%Y-%m-%dT%H:%M:%E*SZ",
      absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos()),
      absl::UTCTimeZone());
}

std::string PersonText(int year, const std::string& pseudonym) {
  if (pseudonym.empty()) return "-";
  return absl::StrCat(year, ":", absl::BytesToHexString(pseudonym));
}

std::string PersonText(const AuditPerson& person) {
  return PersonText(person.key_year(), person.pseudonym());
}

// "complaint" of REASON_COMPLAINT.
std::string CodeText(absl::string_view name, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
}

std::string MethodText(const AuditEntry& entry) {
  return entry.calls() == 0 ? entry.method()
                            : absl::StrCat("calls:", entry.calls());
}

// What counted calls asked for: the object `asked` where it is known to be
// among it, else how much it was.
std::string CountedText(const AuditEntry& entry, const std::string& asked) {
  if (!asked.empty() && HasCountedObject(entry, asked)) {
    return absl::BytesToHexString(asked);
  }
  const size_t count = entry.counted_objects().size() / kObjectHashBytes;
  if (count == 0 && !entry.has_more_objects()) return "";
  return absl::StrCat("objects:", count,
                      entry.has_more_objects() ? ":more" : "");
}

// `asked` is the hash of the object that the statement is about, or empty.
std::string ObjectText(const AuditEntry& entry, const std::string& asked) {
  if (entry.calls() > 0) return CountedText(entry, asked);
  const std::string hash = absl::BytesToHexString(entry.object());
  return hash.empty() || entry.object_version() == 0
             ? hash
             : absl::StrCat(hash, "@", entry.object_version());
}

// Sorts the entries that answer one question from those that do not.
class Finder {
 public:
  Finder(const store::Reader& reader, const PersonRegister& persons,
         const AuditQuestion& question)
      : reader_(reader),
        persons_(persons),
        question_(question),
        from_(absl::FromCivil(FirstDay(question), absl::UTCTimeZone())),
        until_(absl::FromCivil(LastDay(question) + 1, absl::UTCTimeZone())) {}

  absl::Status See(const AuditEntry& entry) {
    const absl::Time time = absl::FromUnixSeconds(entry.time().seconds());
    if (time < from_ || time >= until_) return absl::OkStatus();
    ENTENTE_ASSIGN_OR_RETURN(const bool is_meant, IsMeant(entry));
    if (!is_meant) return absl::OkStatus();
    ++count_;
    // Counted on, so that the refusal says how many there are.
    if (count_ > kStatementEntriesMax) return absl::OkStatus();
    ENTENTE_ASSIGN_OR_RETURN(const std::string person, PersonOf(entry));
    absl::StrAppend(
        &lines_, "entry ", entry.sequence(), " ", TimeText(entry.time()), " ",
        StatementWord(MethodText(entry)), " ",
        CodeText(AuditEntry::Outcome_Name(entry.outcome()), "OUTCOME_"), " ",
        entry.purpose(), " ", person, " ",
        StatementWord(ObjectText(entry, AskedIn(entry))), "\n");
    return absl::OkStatus();
  }

  int64_t count() const { return count_; }
  const std::string& lines() const { return lines_; }

 private:
  absl::StatusOr<bool> IsMeant(const AuditEntry& entry) {
    const int year = entry.key_year();
    if (question_.has_person()) {
      return year == question_.person().key_year() &&
             entry.person() == question_.person().pseudonym();
    }
    if (objects_.find(year) == objects_.end()) {
      ENTENTE_ASSIGN_OR_RETURN(
          objects_[year],
          persons_.pseudonymizer().PastPseudonym(PseudonymKind::kObject,
                                                 question_.object(), year));
    }
    // A key made anew after the old one was destroyed would silently miss what
    // was logged before: the record of whoever acted then does not open.
    ENTENTE_RETURN_IF_ERROR(NameOf(year, entry.person()).status());
    // Where more was asked for than is told it may have been asked for, too.
    const std::string& asked = objects_[year];
    return entry.object() == asked || HasCountedObject(entry, asked) ||
           entry.has_more_objects();
  }

  // The hash of the object that is asked about, in the year of `entry`, which
  // is meant; empty when a person is.
  std::string AskedIn(const AuditEntry& entry) const {
    const auto found = objects_.find(entry.key_year());
    return found == objects_.end() ? "" : found->second;
  }

  // Empty when nobody is registered: an entry older than the register.
  absl::StatusOr<std::string> NameOf(int year, const std::string& pseudonym) {
    if (pseudonym.empty()) return std::string();
    const auto [known, is_new] =
        names_.try_emplace(std::make_pair(year, pseudonym));
    if (is_new) {
      const auto name = persons_.Resolve(reader_, year, pseudonym);
      if (!name.ok() && !absl::IsNotFound(name.status())) return name.status();
      known->second = name.value_or("");
    }
    return known->second;
  }

  absl::StatusOr<std::string> PersonOf(const AuditEntry& entry) {
    if (question_.has_person() || question_.with_persons()) {
      ENTENTE_ASSIGN_OR_RETURN(const std::string name,
                               NameOf(entry.key_year(), entry.person()));
      if (!name.empty()) return absl::StrCat("subject=", StatementWord(name));
    }
    return PersonText(entry.key_year(), entry.person());
  }

  const store::Reader& reader_;
  const PersonRegister& persons_;
  const AuditQuestion& question_;
  const absl::Time from_;
  const absl::Time until_;
  std::map<int, std::string> objects_;
  std::map<std::pair<int, std::string>, std::string> names_;
  int64_t count_ = 0;
  std::string lines_;
};

std::string HeadText(const std::string& log, const AuditResolution& approved,
                     const Hash& root, int64_t count) {
  const AuditQuestion& question = approved.question();
  return absl::StrCat(
      kStatementTitle, "\nlog ", log, "\nresolution ", approved.name(), " ",
      EtagOf(approved), "\nquestion ",
      question.has_person()
          ? absl::StrCat("person ", PersonText(question.person()))
          : absl::StrCat("object ", StatementWord(question.object())),
      "\nperiod ", absl::FormatCivilTime(FirstDay(question)), " ",
      absl::FormatCivilTime(LastDay(question)), "\nreason ",
      CodeText(AuditQuestion::Reason_Name(question.reason()), "REASON_"),
      "\nreference ", StatementWord(question.reference()), "\nrequested ",
      TimeText(approved.create_time()), " ", PersonText(approved.requester()),
      "\napproved ", TimeText(approved.approve_time()), " ",
      PersonText(approved.approver()), "\ntree ", approved.log_size(), " ",
      absl::Base64Escape(root), "\nentries ", count, "\n");
}

}  // namespace

absl::StatusOr<Statement> ComposeStatement(const store::Reader& reader,
                                           const PersonRegister& persons,
                                           const std::string& log,
                                           const AuditResolution& approved) {
  const AuditQuestion& question = approved.question();
  if (question.has_person()) {
    ENTENTE_RETURN_IF_ERROR(persons
                                .Resolve(reader, question.person().key_year(),
                                         question.person().pseudonym())
                                .status());
  }
  Finder finder(reader, persons, question);
  TreeHead read;
  Hash root = EmptyRoot();
  absl::Status found;
  ENTENTE_RETURN_IF_ERROR(VisitEntries(reader, 0, [&](const AuditEntry& entry) {
    if (entry.sequence() < approved.log_size()) found = finder.See(entry);
    read.Append(LeafHash(entry.SerializeAsString()));
    if (read.size() == approved.log_size()) root = read.Root();
    return found.ok();
  }));
  ENTENTE_RETURN_IF_ERROR(found);
  ENTENTE_ASSIGN_OR_RETURN(const TreeHead head, ReadHead(reader));
  if (head.size() != read.size() || head.Root() != read.Root() ||
      read.size() < approved.log_size()) {
    return absl::DataLossError("the access log is not what its head says");
  }
  if (finder.count() > kStatementEntriesMax) {
    return StatementTooLong(finder.count(), kStatementEntriesMax);
  }
  return Statement{
      .text = HeadText(log, approved, root, finder.count()) + finder.lines(),
      .entries = finder.count()};
}

}  // namespace entente::audit
