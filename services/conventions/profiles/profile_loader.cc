#include "services/conventions/profiles/profile_loader.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/common/base/error.h"
#include "services/common/base/hash.h"
#include "services/conventions/money/date.h"
#include "services/conventions/profiles/profile.h"
#include "services/conventions/profiles/profile_faults.h"

namespace entente::conventions {
namespace {

constexpr absl::string_view kSuffix = ".textproto";

using google::protobuf::TextFormat;

// What the parser says, in its order; it counts lines and columns from 0. A
// field that there is not is a warning where the parser goes on behind it.
class SyntaxFaults final : public google::protobuf::io::ErrorCollector {
 public:
  struct Fault {
    int line = 0;
    int column = 0;
    std::string message;
  };

  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    faults_.push_back({line + 1, column + 1, message});
  }
  void AddWarning(int line, google::protobuf::io::ColumnNumber column,
                  const std::string& message) override {
    AddError(line, column, message);
  }
  const std::vector<Fault>& faults() const { return faults_; }

 private:
  std::vector<Fault> faults_;
};

absl::Status Refuse(absl::StatusCode code, absl::string_view reason,
                    Sentence sentence) {
  return MakeError(code, {.reason = std::string(reason),
                          .field = "",
                          .metadata = {},
                          .sentence = std::move(sentence)});
}

// The parser notices a value that an enumeration lacks at the token behind it,
// often a line further: the same fault, at the value.
SyntaxFaults::Fault AtValue(absl::string_view text, SyntaxFaults::Fault fault) {
  absl::string_view rest = fault.message;
  if (!absl::ConsumePrefix(&rest, "Unknown enumeration value of \"")) {
    return fault;
  }
  const std::string value(rest.substr(0, rest.find('"')));
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  for (int i = std::min(fault.line, static_cast<int>(lines.size())); i > 0;
       --i) {
    absl::string_view line = lines[i - 1];
    if (i == fault.line) line = line.substr(0, fault.column - 1);
    const size_t found = line.find(value);
    if (found == absl::string_view::npos) continue;
    fault.line = i;
    fault.column = static_cast<int>(found) + 1;
    break;
  }
  return fault;
}

absl::Status Malformed(const SyntaxFaults::Fault& fault) {
  const std::string where = absl::StrCat(fault.line, ":", fault.column);
  return Refuse(
      absl::StatusCode::kInvalidArgument, "PROFILE_MALFORMED",
      {.en = absl::StrCat("The contract profile is no textproto at ", where,
                          ": ", fault.message),
       .fr = absl::StrCat("Le profil de contrat n'est pas un textproto à ",
                          where, " : ", fault.message),
       .nl = absl::StrCat("Het contractprofiel is geen textproto op ", where,
                          ": ", fault.message)});
}

// From 0; -1 where the text says nothing of it. Of a list in brackets the
// parser notes the place of the first alone: that of those behind it as well.
int LineIn(const TextFormat::ParseInfoTree& text,
           const google::protobuf::FieldDescriptor* field, int index) {
  int line = text.GetLocation(field, index).line;
  for (int i = index - 1; line < 0 && i >= 0; --i) {
    line = text.GetLocation(field, i).line;
  }
  return line;
}

// Where the text says what stands at `place`, or else what it is lacking in;
// from 1, 0 where the text says nothing of it.
int LineOf(const TextFormat::ParseInfoTree& text,
           const std::vector<ProfileStep>& place) {
  const TextFormat::ParseInfoTree* in = &text;
  const google::protobuf::Descriptor* type = v1::ContractProfile::descriptor();
  int line = 0;
  for (const ProfileStep& step : place) {
    const google::protobuf::FieldDescriptor* const field =
        type->FindFieldByName(std::string(step.field));
    if (field == nullptr) break;
    const int found = LineIn(*in, field, step.index);
    if (found < 0) break;
    line = found + 1;
    type = field->message_type();
    if (type == nullptr) break;
    in = in->GetTreeForNested(field, step.index);
    if (in == nullptr) break;
  }
  return line;
}

// The same error with the file's name before each sentence.
absl::Status InFile(const std::string& name, const absl::Status& status) {
  auto detail = GetErrorDetail(status);
  if (!detail.has_value()) return status;
  for (std::string* text :
       {&detail->sentence.en, &detail->sentence.fr, &detail->sentence.nl}) {
    *text = absl::StrCat(name, ": ", *text);
  }
  return MakeError(status.code(), *detail);
}

absl::Status CheckUnique(const std::vector<v1::ContractProfile>& profiles) {
  std::set<std::string> versions;
  std::map<std::string, std::string> term_of_id, id_of_term;
  for (const v1::ContractProfile& profile : profiles) {
    const std::string term = absl::StrCat(
        profile.municipality_code(), ":", FormatIsoDate(profile.valid_from()),
        ":", FormatIsoDate(profile.valid_until()));
    // Versions of one profile stand beside each other; nothing else does.
    const bool is_new =
        versions.insert(absl::StrCat(profile.id(), " ", profile.version()))
            .second;
    if (is_new &&
        term_of_id.emplace(profile.id(), term).first->second == term &&
        id_of_term.emplace(term, profile.id()).first->second == profile.id()) {
      continue;
    }
    return Refuse(
        absl::StatusCode::kInvalidArgument, "PROFILE_REPEATED",
        {.en = absl::StrCat("Another contract profile has the id or the "
                            "municipality and term of ",
                            profile.id(), ", version ", profile.version(),
                            ". Versions of one profile share both and differ "
                            "in number."),
         .fr = absl::StrCat("Un autre profil de contrat a l'id ou la commune "
                            "et la durée de ",
                            profile.id(), ", version ", profile.version(),
                            ". Les versions d'un profil partagent les deux et "
                            "diffèrent de numéro."),
         .nl = absl::StrCat("Een ander contractprofiel heeft het id of de "
                            "gemeente en looptijd van ",
                            profile.id(), ", versie ", profile.version(),
                            ". Versies van een profiel delen beide en "
                            "verschillen van nummer.")});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ContractProfile> ParseProfile(absl::string_view text) {
  v1::ContractProfile profile;
  SyntaxFaults syntax;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&syntax);
  if (!parser.ParseFromString(std::string(text), &profile)) {
    if (syntax.faults().empty()) return Malformed({});
    return Malformed(AtValue(text, syntax.faults().front()));
  }
  ENTENTE_RETURN_IF_ERROR(ValidateProfile(profile));
  profile.set_text_sha256(Sha256Hex(text));
  return profile;
}

ProfileReading ReadProfile(absl::string_view text) {
  ProfileReading reading;
  SyntaxFaults syntax;
  TextFormat::ParseInfoTree lines;
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&syntax);
  parser.WriteLocationsTo(&lines);
  // So that one field which is called otherwise does not hide the others.
  parser.AllowUnknownField(true);
  const bool is_whole =
      parser.ParseFromString(std::string(text), &reading.profile);
  for (const SyntaxFaults::Fault& said : syntax.faults()) {
    const SyntaxFaults::Fault fault = AtValue(text, said);
    reading.faults.push_back({fault.line, Malformed(fault)});
  }
  for (int i = 0; i < reading.profile.labels_size(); ++i) {
    reading.label_lines.push_back(LineOf(lines, {{"labels", i}, {"label"}}));
  }
  // What is lacking may stand behind the fault of syntax.
  if (!is_whole) return reading;
  for (ProfileFault& fault : FindProfileFaults(reading.profile)) {
    reading.faults.push_back(
        {LineOf(lines, fault.place), std::move(fault.status)});
  }
  std::stable_sort(reading.faults.begin(), reading.faults.end(),
                   [](const ProfileLineFault& a, const ProfileLineFault& b) {
                     return a.line < b.line;
                   });
  return reading;
}

absl::StatusOr<std::vector<v1::ContractProfile>> LoadProfiles(
    const std::string& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (std::filesystem::directory_iterator it(folder, error), end;
       !error && it != end; it.increment(error)) {
    if (it->path().extension() == std::string(kSuffix)) {
      files.push_back(it->path());
    }
  }
  if (error) {
    return Refuse(absl::StatusCode::kNotFound, "PROFILES_NOT_FOUND",
                  {.en = absl::StrCat("The folder of contract profiles, ",
                                      folder, ", cannot be read."),
                   .fr = absl::StrCat("Le dossier des profils de contrat, ",
                                      folder, ", est illisible."),
                   .nl = absl::StrCat("De map met contractprofielen, ", folder,
                                      ", is niet leesbaar.")});
  }
  std::sort(files.begin(), files.end());
  std::vector<v1::ContractProfile> profiles;
  for (const std::filesystem::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(stream)),
                           std::istreambuf_iterator<char>());
    auto profile = ParseProfile(text);
    if (!profile.ok()) {
      return InFile(file.filename().string(), profile.status());
    }
    profiles.push_back(*std::move(profile));
  }
  ENTENTE_RETURN_IF_ERROR(CheckUnique(profiles));
  return profiles;
}

}  // namespace entente::conventions
