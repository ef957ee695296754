// What a store holds, beside what the model has: for inspect*.cc.
#ifndef TESTS_LEDGER_COMPARISON_H_
#define TESTS_LEDGER_COMPARISON_H_

#include <functional>
#include <string>

#include "services/common/store/records.h"
#include "services/common/store/store.h"
#include "tests/ledger/inspect.h"
#include "tests/ledger/model.h"

namespace entente::ledger {

// Tells `inspection` what differs, the first twenty.
class Comparison {
 public:
  Comparison(const store::Reader& reader, const Model& model,
             Inspection& inspection)
      : reader_(reader), model_(model), inspection_(inspection) {}

 protected:
  static constexpr size_t kDifferencesMax = 20;

  void Differ(const std::string& sentence) {
    if (inspection_.differences.size() < kDifferencesMax) {
      inspection_.differences.push_back(sentence);
    }
  }
  void Expect(bool is_so, const std::string& name, const char* what) {
    if (!is_so) Differ(name + ": " + what);
  }

  template <class Record>
  void ForEach(const std::string& prefix,
               const std::function<void(const Record&)>& visit) {
    const absl::Status read = store::ScanRecords<Record>(
        reader_, prefix, "", [&](absl::string_view, const Record& record) {
          visit(record);
          return true;
        });
    if (!read.ok()) Differ(read.ToString());
  }

  const store::Reader& reader_;
  const Model& model_;
  Inspection& inspection_;
};

// Every record that money follows from.
void CompareRecords(const store::Reader& reader, const Model& model,
                    Inspection& inspection);
void CompareDotations(const store::Reader& reader, const Model& model,
                      Inspection& inspection);

}  // namespace entente::ledger

#endif  // TESTS_LEDGER_COMPARISON_H_
