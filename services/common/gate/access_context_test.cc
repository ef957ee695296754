// What a restricted call must state of its purpose.
#include "services/common/gate/access_context.h"

#include <string>

#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/gate/reference_forms.h"

namespace entente::gate {
namespace {

namespace v1 = entente::common::v1;

const ReferenceForms kForms = {"meetings/*", "municipalities/*/meetings/*",
                               "municipalities/*/meetings/*/agendaItems/*",
                               "notes/#", "reviews/#"};

std::string Reason(const v1::AccessContext& access) {
  v1::AccessContext parsed;
  return ErrorReason(
      ParseAccessContext(access.SerializeAsString(), kForms, parsed));
}

v1::AccessContext Justified(const std::string& text) {
  v1::AccessContext access;
  access.set_purpose(v1::PURPOSE_FOLLOW_UP);
  access.set_legal_basis("Law of 30 July 2018");
  access.set_justification(text);
  return access;
}

TEST(AccessContextTest, C46APurposeIsNeverAssumed) {
  v1::AccessContext access;
  EXPECT_EQ(Reason(access), "PURPOSE_REQUIRED");
  access.set_reference("meetings/1");
  access.set_legal_basis("Law of 30 July 2018");
  EXPECT_EQ(Reason(access), "PURPOSE_REQUIRED");
  access.set_purpose(static_cast<v1::Purpose>(99));
  EXPECT_EQ(Reason(access), "PURPOSE_REQUIRED");
  access.set_purpose(v1::PURPOSE_MEETING);
  EXPECT_EQ(Reason(access), "");
  v1::AccessContext parsed;
  EXPECT_EQ(ErrorReason(ParseAccessContext("\xff\xff", kForms, parsed)),
            "ACCESS_CONTEXT_INVALID");
}

TEST(AccessContextTest, AReferenceOrAJustificationNeverBothNorNone) {
  v1::AccessContext access;
  access.set_purpose(v1::PURPOSE_REVIEW);
  access.set_legal_basis("Law of 30 July 2018");
  EXPECT_EQ(Reason(access), "REFERENCE_REQUIRED");
  access.set_reference("reviews/1");
  EXPECT_EQ(Reason(access), "");
  access.set_justification("Er is nog geen agendapunt voor dit overleg.");
  EXPECT_EQ(Reason(access), "REFERENCE_REQUIRED");
  access.clear_reference();
  EXPECT_EQ(Reason(access), "");
  access.set_legal_basis(std::string(201, 'a'));
  EXPECT_EQ(Reason(access), "ACCESS_CONTEXT_INVALID");
}

TEST(AccessContextTest, C46ALegalBasisIsNeverAssumed) {
  v1::AccessContext access;
  access.set_purpose(v1::PURPOSE_REVIEW);
  access.set_reference("reviews/1");
  EXPECT_EQ(Reason(access), "LEGAL_BASIS_REQUIRED");
  for (const char* blank : {" ", "\u00a0", "\u3000", "-", " . "}) {
    access.set_legal_basis(blank);
    EXPECT_EQ(Reason(access), "LEGAL_BASIS_REQUIRED") << blank;
  }
  access.set_legal_basis("décret du 21 mai 2021");
  EXPECT_EQ(Reason(access), "");
}

TEST(AccessContextTest, C46ABlankReferenceIsNone) {
  v1::AccessContext access;
  access.set_purpose(v1::PURPOSE_REVIEW);
  access.set_legal_basis("Law of 30 July 2018");
  for (const char* blank : {" ", "\u00a0", "\u2003", "\u3000", "-", " / "}) {
    access.set_reference(blank);
    EXPECT_EQ(Reason(access), "REFERENCE_REQUIRED") << blank;
  }
  access.set_reference("notes/2018-07");
  EXPECT_EQ(Reason(access), "");
}

// What holds a letter is not yet a reference: free text breeds junk that names
// persons.
TEST(AccessContextTest, C46AReferenceHasAFormThatTheServiceStates) {
  v1::AccessContext access;
  access.set_purpose(v1::PURPOSE_REVIEW);
  access.set_legal_basis("Law of 30 July 2018");
  const std::string id = "municipalities/21004/meetings/0a1";
  for (const std::string& good :
       {std::string("meetings/1"), id, id + "/agendaItems/2",
        std::string("notes/2018-07"), std::string("notes/IBZ_2018.07"),
        std::string("reviews/1")}) {
    access.set_reference(good);
    EXPECT_EQ(Reason(access), "") << good;
  }
  for (const std::string& bad :
       {std::string("NOTE 2018/07"), std::string("x"), std::string("notes/"),
        std::string("notes"), std::string("notes/jan-janssens"),
        std::string("notes/2018 07"), std::string("notes/2018/07"),
        std::string("/notes/1"), std::string("notes/1/"),
        std::string("Notes/1"), std::string("notes/1\n2"), id + "/",
        id + "/agendaItems", id + "/agendaItems/2/x",
        std::string("municipalities//meetings/0a1"),
        std::string("municipalities/21004/cases/0a1"),
        std::string("meetings/Jan"), "notes/" + std::string(64, '1'),
        std::string("notes/") + "\u0661"}) {
    access.set_reference(bad);
    EXPECT_EQ(Reason(access), bad.find('\n') == std::string::npos
                                  ? "REFERENCE_MALFORMED"
                                  : "ACCESS_CONTEXT_INVALID")
        << bad;
  }
}

TEST(AccessContextTest, AFormBeginsWithACollectionAndHasNoOtherSigns) {
  for (const char* good : {"notes/#", "municipalities/*/meetings/*", "notes"}) {
    EXPECT_TRUE(IsReferenceForm(good)) << good;
  }
  for (const char* bad : {"", "*", "#", "*/notes", "notes/", "/notes",
                          "notes/**", "notes/x1", "notes//x"}) {
    EXPECT_FALSE(IsReferenceForm(bad)) << bad;
  }
}

TEST(AccessContextTest, C47JunkIsNoJustification) {
  const std::string bad = "JUSTIFICATION_INVALID";
  EXPECT_EQ(Reason(Justified("abcdefghijklmnopqrs")), bad);
  EXPECT_EQ(Reason(Justified("abcdefghijklmnopqrst")), "");
  std::string long_text;
  while (long_text.size() < 500) long_text += "abcdefghij";
  EXPECT_EQ(Reason(Justified(long_text)), "");
  EXPECT_EQ(Reason(Justified(long_text + "k")), bad);
  EXPECT_EQ(Reason(Justified(std::string(40, ' '))), bad);
  EXPECT_EQ(Reason(Justified(std::string(40, 'a'))), bad);
  EXPECT_EQ(Reason(Justified("een goede reden\n{\"event\":\"call\"}")), bad);
  EXPECT_EQ(Reason(Justified("een goede reden \x1b[31m rood en meer")), bad);
  EXPECT_EQ(Reason(Justified("een goede reden \u202e omgekeerd")), bad);
  EXPECT_EQ(Reason(Justified("préparation de la réunion à vérifier")), "");
}

}  // namespace
}  // namespace entente::gate
