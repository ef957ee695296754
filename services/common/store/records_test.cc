#include "services/common/store/records.h"

#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/wrappers.pb.h"
#include "services/common/store/memory_store.h"

namespace entente::store {
namespace {

using google::protobuf::StringValue;
using google::protobuf::Struct;

class RecordsTest : public testing::Test {
 protected:
  void PutBytes(const std::string& key, const std::string& bytes) {
    ASSERT_TRUE(store_
                    ->Transact([&](Transaction& t) {
                      t.Put(key, bytes);
                      return absl::OkStatus();
                    })
                    .ok());
  }
  void Put(const std::string& key, const google::protobuf::Message& message) {
    ASSERT_TRUE(store_
                    ->Transact([&](Transaction& t) {
                      PutRecord(t, key, message);
                      return absl::OkStatus();
                    })
                    .ok());
  }

  const std::unique_ptr<Store> store_ = NewMemoryStore();
  StringValue text_;
};

TEST_F(RecordsTest, RecordIsReadAsItWasPut) {
  text_.set_value("one");
  Put("k", text_);
  EXPECT_EQ(GetRecord<StringValue>(*store_->Read(), "k").value()->value(),
            "one");
  EXPECT_EQ(GetRecord<StringValue>(*store_->Read(), "other").value(),
            std::nullopt);
}

TEST_F(RecordsTest, UnreadableBytesAreDataLossWithoutTheBytes) {
  PutBytes("k", "\x0A\xFFinvented content");
  const auto record = GetRecord<StringValue>(*store_->Read(), "k");
  EXPECT_EQ(record.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(absl::StrContains(record.status().message(), "StringValue"));
  EXPECT_FALSE(absl::StrContains(record.status().message(), "invented"));
}

TEST_F(RecordsTest, ScanEndsAtAnUnreadableRecord) {
  Put("p1", text_);
  PutBytes("p2", "\x0A\xFF");
  Put("p3", text_);
  int seen = 0;
  const absl::Status status = ScanRecords<StringValue>(
      *store_->Read(), "p", "", [&](absl::string_view, const StringValue&) {
        ++seen;
        return true;
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(seen, 1);
}

TEST_F(RecordsTest, NothingOfARecordStaysInTheNext) {
  text_.set_value("one");
  Put("p1", text_);
  Put("p2", StringValue());
  std::string seen;
  ASSERT_TRUE(ScanRecords<StringValue>(
                  *store_->Read(), "p", "",
                  [&](absl::string_view key, const StringValue& message) {
                    absl::StrAppend(&seen, key, "=", message.value(), ";");
                    return true;
                  })
                  .ok());
  EXPECT_EQ(seen, "p1=one;p2=;");
}

TEST_F(RecordsTest, EqualMessagesAreEqualBytes) {
  Struct forwards;
  Struct backwards;
  for (int i = 0; i < 100; ++i) {
    (*forwards.mutable_fields())[absl::StrCat(i)].set_number_value(i);
    const int j = 99 - i;
    (*backwards.mutable_fields())[absl::StrCat(j)].set_number_value(j);
  }
  Put("a", forwards);
  Put("b", backwards);
  EXPECT_EQ(store_->Read()->Get("a").value(), store_->Read()->Get("b").value());
}

}  // namespace
}  // namespace entente::store
