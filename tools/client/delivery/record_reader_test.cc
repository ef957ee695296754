// Files of three forms, sound and hostile, record by record.
#include "tools/client/delivery/record_reader.h"

#include <fstream>
#include <ios>
#include <istream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "tools/client/delivery/file_facts.h"

namespace entente::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

namespace v1 = entente::indicators::v1;

v1::DeliveryMapping Mapping(const std::string& more) {
  v1::DeliveryMapping mapping;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "id: 'a' event_id { from: 'Id' } date { from: 'Jour' } " + more,
      &mapping));
  return mapping;
}

v1::DeliveryMapping CsvMapping() {
  return Mapping(
      "format: FORMAT_CSV area { from: 'Été' } ignored: 'Nom' "
      "figures { value_from: 'N' }");
}

v1::DeliveryMapping JsonMapping() {
  return Mapping(
      "format: FORMAT_NDJSON area { from: 'lieu.code' } ignored: 'note' "
      "figures { value_from: 'N' } numbers { has_decimal_comma: true }");
}

v1::DeliveryMapping XmlMapping() {
  v1::DeliveryMapping mapping = Mapping(
      "format: FORMAT_XML record: 'E/A' area { from: 'Lieu/@code' } "
      "ignored: 'Note' ignored: '/E/Tete' ignored: 'Lieu' "
      "figures { value_from: 'N' }");
  mapping.mutable_event_id()->set_from(0, "@id");
  return mapping;
}

// Cells of each record as "line:a|b|c", or "line:FAULT"; or the reason of an
// error.
std::vector<std::string> Read(const std::string& text,
                              const v1::DeliveryMapping& mapping) {
  std::istringstream in(text);
  auto reader = OpenRecords(in, mapping, mapping.format());
  if (!reader.ok()) return {ErrorReason(reader.status())};
  std::vector<std::string> records;
  Record record;
  while ((*reader)->Next(record)) {
    records.push_back(absl::StrCat(record.line, ":",
                                   record.fault != nullptr
                                       ? record.fault
                                       : absl::StrJoin(record.cells, "|")));
  }
  EXPECT_GE((*reader)->bytes(), static_cast<int64_t>(text.size()));
  return records;
}

// A file of which the disk gives the first bytes only.
class FailingDisk : public std::stringbuf {
 public:
  explicit FailingDisk(const std::string& readable)
      : std::stringbuf(readable) {}

 protected:
  int_type underflow() override {
    const int_type next = std::stringbuf::underflow();
    if (next != traits_type::eof()) return next;
    throw std::ios_base::failure("input/output error");
  }
};

constexpr char kTitles[] = "Id;Jour;Été;N;Nom\n";

TEST(CsvRecordsTest, FieldsAreFoundByTitleWhateverTheirOrder) {
  EXPECT_THAT(Read("nom;N;Été;jour;ID\nX;1;\"a;b\";d;i\n\n Y ; 2 ;c;d;\"\"\n",
                   CsvMapping()),
              ElementsAre("2:i|d|a;b|1", "4:|d|c|2"));
}

TEST(CsvRecordsTest, AnySeparatorMixedLineEndsAndAMark) {
  v1::DeliveryMapping mapping = CsvMapping();
  mapping.set_separator("|");
  EXPECT_THAT(Read("\xEF\xBB\xBFId|Jour|Été|N|Nom\r\ni|d|e|1|x\nj|d|e|2|x\r\n"
                   "k|d|e|3|x",
                   mapping),
              ElementsAre("2:i|d|e|1", "3:j|d|e|2", "4:k|d|e|3"));
  // Of a separator that is stated none else is one.
  EXPECT_THAT(Read(kTitles, mapping), ElementsAre("CSV_COLUMN_UNKNOWN"));
}

TEST(CsvRecordsTest, Windows1252IsReadAsSuch) {
  v1::DeliveryMapping mapping = CsvMapping();
  mapping.set_encoding(v1::DeliveryMapping::ENCODING_WINDOWS_1252);
  EXPECT_THAT(
      Read("Id;Jour;\xC9t\xE9;N;Nom\n\x80;\x92;\xE9;1;x\n\x81;d;e;1;x\n",
           mapping),
      ElementsAre("2:€|’|é|1", "3:ROW_MALFORMED"));
}

TEST(CsvRecordsTest, ABadRecordSpoilsOnlyItself) {
  const std::string endless(10 << 20, 'x');
  EXPECT_THAT(
      Read(absl::StrCat(kTitles, "\"i;d;e;1;x\n", "i;d;e\n", "i;d;e;1;x;y\n",
                        "\xFF;d;e;1;x\n", "i;d\re;e;1;x\n",
                        "i;d;\xE2\x80\xAE;1;x\n", endless, "\n", "i;d;e;1;x\n"),
           CsvMapping()),
      ElementsAre("2:ROW_MALFORMED", "3:ROW_MALFORMED", "4:ROW_MALFORMED",
                  "5:ROW_MALFORMED", "6:ROW_MALFORMED", "7:ROW_MALFORMED",
                  "8:ROW_MALFORMED", "9:i|d|e|1"));
}

TEST(CsvRecordsTest, TitlesAreCheckedAndNeverShown) {
  EXPECT_THAT(Read("", CsvMapping()), ElementsAre("CSV_HEADER_MISSING"));
  EXPECT_THAT(Read("Id;Jour;Été;N;Nom;ID\n", CsvMapping()),
              ElementsAre("CSV_COLUMN_TWICE"));
  EXPECT_THAT(Read("Id;Jour;N;Nom\n", CsvMapping()),
              ElementsAre("CSV_COLUMN_MISSING"));
  EXPECT_THAT(Read(std::string(1 << 20, ';'), CsvMapping()),
              ElementsAre("CSV_HEADER_MISSING"));
  EXPECT_THAT(Read(std::string(60000, ';'), CsvMapping()),
              ElementsAre("CSV_HEADER_MISSING"));
  // A file without titles: what would be one is somebody's name.
  std::istringstream in("Jeanne Exemple;d;e;1;x\n");
  const auto detail = GetErrorDetail(
      OpenRecords(in, CsvMapping(), v1::DeliveryMapping::FORMAT_CSV).status());
  EXPECT_EQ(detail->reason, "CSV_COLUMN_UNKNOWN");
  for (const std::string* said :
       {&detail->sentence.en, &detail->sentence.fr, &detail->sentence.nl}) {
    EXPECT_THAT(*said, Not(HasSubstr("Exemple")));
    EXPECT_THAT(*said, HasSubstr("1"));
  }
}

TEST(JsonRecordsTest, FieldsAreFoundByPath) {
  EXPECT_THAT(
      Read("{\"Id\":\"i\",\"Jour\":\"d\",\"lieu\":{\"code\":\"c\"},\"N\":12,"
           "\"note\":{\"a\":[1]}}\n\n"
           "  {\"N\":1.5,\"Id\":null,\"lieu\":{}} \r\n{\"N\":true}\n",
           JsonMapping()),
      ElementsAre("1:i|d|c|12", "3:|||1,5", "4:|||true"));
}

TEST(JsonRecordsTest, ABadLineSpoilsOnlyItself) {
  const std::string deep(200'000, '[');
  std::vector<std::string> lines = {
      "[1]",
      "{\"Id\":\"i\",\"Id\":\"j\"}",
      "{\"lieu\":{\"code\":\"a\",\"code\":\"b\"}}",
      "{\"Id\":[1]}",
      "{\"lieu\":{\"code\":{\"x\":1}}}",
      "{\"Id\":\"i\"} {}",
      "{\"Id\":\"\\u0000\"}",
      "{\"Id\":\"\\ud800\"}",
      "{\"Id\":\"\xFF\"}",
      "{\"note\":" + deep.substr(0, 60'000) + "}",
      "{\"note\":" + deep + "}",
      "{'Id':1}",
      "{\"Id\":NaN}",
      "{\"Nom\":\"x\"}",
      "{\"lieu\":{\"rue\":\"x\"}}",
      "{\"lieu.code\":\"x\"}",
      "{\"\":1}",
      "{\"Id\":\"good\"}"};
  const std::vector<std::string> read =
      Read(absl::StrJoin(lines, "\n") + "\n", JsonMapping());
  ASSERT_EQ(read.size(), lines.size());
  for (size_t i = 0; i < 13; ++i) {
    EXPECT_EQ(read[i], absl::StrCat(i + 1, ":ROW_MALFORMED")) << lines[i];
  }
  for (size_t i = 13; i < 17; ++i) {
    EXPECT_EQ(read[i], absl::StrCat(i + 1, ":FIELD_UNKNOWN")) << lines[i];
  }
  EXPECT_EQ(read[17], "18:good|||");
}

std::string Xml(const std::string& records) {
  return "<?xml version=\"1.0\"?>\n<E><Tete x='1'><y/></Tete>\n" + records +
         "</E>\n";
}

TEST(XmlRecordsTest, FieldsAreFoundInAttributesAndElements) {
  EXPECT_THAT(Read(Xml("<A id='i'><Jour>d</Jour><Lieu code='c'>text</Lieu>"
                       "<N> 1 </N><Note><b>x</b></Note></A>\n\n"
                       "<A id='&lt;&#233;'><N><![CDATA[2]]></N><!-- x --></A>"),
                   XmlMapping()),
              ElementsAre("3:i|d|c|1", "5:<é|||2"));
}

TEST(XmlRecordsTest, ABadRecordSpoilsOnlyItself) {
  EXPECT_THAT(
      Read(Xml("<A id='i'><N>1</N><N>2</N></A>\n"
               "<A id='i'><Nom>x</Nom></A>\n"
               "<A id='i' nom='x'/>\n"
               "<A id='i'>Jeanne Exemple</A>\n"
               "<A id='i'><N><b>1</b></N></A>\n"
               "<A id='i'><N unit='h'>1</N></A>\n"
               "<A id='i'><Vide/></A>\n"
               "<A id='i'><N>a\x01</N></A>\n"
               "<A id='i'/>\n"),
           XmlMapping()),
      ElementsAre("3:ROW_MALFORMED", "4:FIELD_UNKNOWN", "5:FIELD_UNKNOWN",
                  "6:FIELD_UNKNOWN", "7:ROW_MALFORMED", "8:FIELD_UNKNOWN",
                  "9:FIELD_UNKNOWN", "10:ROW_MALFORMED", "11:i|||"));
}

TEST(XmlRecordsTest, ADocumentTypeIsRefusedWhateverItHolds) {
  const std::string bomb =
      "<?xml version='1.0'?><!DOCTYPE E [<!ENTITY a 'aaaaaaaaaa'>"
      "<!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>"
      "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;'>]><E><A id='i'><N>&c;</N></A></E>";
  EXPECT_THAT(Read(bomb, XmlMapping()), ElementsAre("XML_DOCTYPE"));
  EXPECT_THAT(
      Read("<!DOCTYPE E SYSTEM 'file:///etc/passwd'><E/>", XmlMapping()),
      ElementsAre("XML_DOCTYPE"));
  // Nothing stands for another thing: an unknown entity stays what it is.
  EXPECT_THAT(Read(Xml("<A id='&x;'/>"), XmlMapping()),
              ElementsAre("3:&x;|||"));
}

TEST(XmlRecordsTest, AFileThatIsNotSoundIsRefusedWhole) {
  EXPECT_THAT(Read("", XmlMapping()), ElementsAre("XML_MALFORMED"));
  EXPECT_THAT(Read("<E><A id='i'></E>", XmlMapping()),
              ElementsAre("XML_MALFORMED"));
  EXPECT_THAT(Read(Xml("<A id='i'/>") + "<", XmlMapping()),
              ElementsAre("XML_MALFORMED"));
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<Note>";
  EXPECT_THAT(Read("<E><A id='i'>" + deep, XmlMapping()),
              ElementsAre("XML_MALFORMED"));
  for (int i = 0; i < 100'000; ++i) deep += "</Note>";
  EXPECT_THAT(Read(Xml("<A id='i'>" + deep + "</A>"), XmlMapping()),
              ElementsAre("XML_TOO_DEEP"));
  EXPECT_THAT(Read(Xml(""), XmlMapping()), ElementsAre("XML_RECORDS_MISSING"));
  // A cancellation that would be passed over unseen.
  EXPECT_THAT(Read(Xml("<A id='i'/><Annule id='i'/>"), XmlMapping()),
              ElementsAre("XML_ELEMENT_UNKNOWN"));
  EXPECT_THAT(Read("<Autre/>", XmlMapping()),
              ElementsAre("XML_ELEMENT_UNKNOWN"));
}

// Reason of the first refusal of `bytes` as a whole; "" for none.
std::string WholeFault(const std::string& bytes,
                       v1::DeliveryMapping::Encoding encoding,
                       int64_t bytes_max = 1 << 20) {
  std::istringstream in(bytes);
  const auto facts = InspectFile(in, bytes_max);
  if (!facts.ok()) return ErrorReason(facts.status());
  EXPECT_EQ(facts->size_bytes, static_cast<int64_t>(bytes.size()));
  return ErrorReason(CheckEncoding(*facts, encoding));
}

TEST(CsvRecordsTest, ADiskThatFailsIsToldFromTheEnd) {
  FailingDisk disk(absl::StrCat(kTitles, "i;d;e;1;x\nj;d;e;"));
  std::istream in(&disk);
  auto reader = OpenRecords(in, CsvMapping(), v1::DeliveryMapping::FORMAT_CSV);
  ASSERT_TRUE(reader.ok()) << reader.status();
  Record record;
  EXPECT_TRUE((*reader)->Next(record));
  // Nor is what stood on the line so far a row.
  EXPECT_FALSE((*reader)->Next(record));
  EXPECT_TRUE(in.bad());
}

TEST(XmlRecordsTest, ADiskThatFailsIsNoMalformedFile) {
  FailingDisk disk("<E><A id='1'>");
  std::istream in(&disk);
  EXPECT_EQ(
      ErrorReason(OpenRecords(in, XmlMapping(), v1::DeliveryMapping::FORMAT_XML)
                      .status()),
      "FILE_UNREADABLE");
}

TEST(FileFactsTest, ADiskThatFailsIsNoFaultOfTheFile) {
  // Its first page is never mapped: reading it is EIO.
  std::ifstream in("/proc/self/mem", std::ios::binary);
  ASSERT_TRUE(in.is_open());
  const absl::Status status = InspectFile(in, 1 << 20).status();
  EXPECT_EQ(ErrorReason(status), "FILE_UNREADABLE");
  EXPECT_TRUE(absl::IsUnavailable(status));
}

TEST(FileFactsTest, AnotherEncodingThanStatedIsRefusedBeforeARowLeaves) {
  using M = v1::DeliveryMapping;
  EXPECT_EQ(WholeFault("été", M::ENCODING_UTF_8), "");
  EXPECT_EQ(WholeFault("\xE9t\xE9", M::ENCODING_UTF_8), "DELIVERY_ENCODING");
  EXPECT_EQ(WholeFault("\xE9t\xE9", M::ENCODING_WINDOWS_1252), "");
  EXPECT_EQ(WholeFault("été", M::ENCODING_WINDOWS_1252), "DELIVERY_ENCODING");
  EXPECT_EQ(WholeFault("plain", M::ENCODING_WINDOWS_1252), "");
  EXPECT_EQ(WholeFault("", M::ENCODING_UTF_8), "FILE_EMPTY");
  EXPECT_EQ(WholeFault(std::string("a\0b", 3), M::ENCODING_UTF_8),
            "FILE_NOT_TEXT");
  EXPECT_EQ(WholeFault(std::string("\xFF\xFEI\0d\0", 6), M::ENCODING_UTF_8),
            "FILE_NOT_TEXT");
  EXPECT_EQ(WholeFault("abc", M::ENCODING_UTF_8, 2), "FILE_TOO_LARGE");
}

TEST(FileFactsTest, ACharacterMayLieAcrossTwoBlocks) {
  using M = v1::DeliveryMapping;
  for (size_t before = 65'530; before < 65'540; ++before) {
    const std::string text = std::string(before, 'x') + "😀é";
    EXPECT_EQ(WholeFault(text, M::ENCODING_UTF_8), "") << before;
    EXPECT_EQ(WholeFault(text.substr(0, text.size() - 1), M::ENCODING_UTF_8),
              "DELIVERY_ENCODING");
  }
  std::istringstream in(std::string(70'000, 'x') + "\xE9 after");
  EXPECT_EQ(InspectFile(in, 1 << 20)->first_not_utf8, 70'000);
}

TEST(FileFactsTest, TheHashIsThatOfTheBytes) {
  std::istringstream in("abc");
  EXPECT_EQ(InspectFile(in, 100)->sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace entente::client
