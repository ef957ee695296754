// Whether rows of a file that correct events stand in front of those events,
// and whether bringing them in then is safe. A service that judges the file
// once more takes its rows in their order, and the last one taken counts. Of a
// chain,
//
//   fix-2 replaces fix-1      newest first: each waits for the one behind it,
//   fix-1 replaces event      so they are taken oldest first
//   event
//
// that is right. Where two rows correct one event side by side,
//
//   fix-2 replaces event      taken as they stand, once the event is there:
//   fix-1 replaces event      the older one would count
//   event
//
// nobody but who made the file knows which came last. Rows behind their event
// were to be taken in their order from the beginning, as were those of an event
// that is not in the file. Pure.
#ifndef TOOLS_CLIENT_DELIVERY_CORRECTION_ORDER_H_
#define TOOLS_CLIENT_DELIVERY_CORRECTION_ORDER_H_

#include <cstddef>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace entente::client {

// Rows of one file that correct; of one with more it is not known which events
// are corrected as a chain.
inline constexpr size_t kOrderedCorrectionsMax = 500'000;

// Takes the rows of a file in their order. Not thread-safe.
class CorrectionOrder {
 public:
  // What became of a row in its session.
  enum Fate {
    // It was taken, or known.
    kTaken,
    // It names an event that was not there.
    kWithoutEvent,
    // It was rejected otherwise.
    kRejected,
  };

  // Adds the next row; `named`: the id that it corrects or withdraws, empty
  // where it does neither.
  void Add(const std::string& event_id, const std::string& named, Fate fate);

  // Whether a row without its event stands in front of it, and that was taken:
  // the next session takes the row.
  bool HasCome() const { return has_come_; }

  // Whether a row without its event stands in front of it, and rows of the file
  // correct that event otherwise than as a chain.
  bool IsUnclear() const;

 private:
  // Number of `id`, from 0.
  size_t NumberOf(const std::string& id);
  // The number that stands for all ids of the event of `number`.
  size_t EventOf(size_t number) const;
  // Notes that the row `number` corrects `named`.
  void Join(size_t number, size_t named);

  std::unordered_map<std::string, size_t> numbers_;
  // By number: another one of the same event; itself where there is none.
  mutable std::vector<size_t> joined_;
  // Numbers of rows that correct, and numbers that they name.
  std::unordered_set<size_t> corrections_;
  std::unordered_set<size_t> named_;
  // Numbers that several rows name.
  std::unordered_set<size_t> forks_;
  // Ids of rows that were rejected.
  std::unordered_set<std::string> rejected_;
  // Numbers named by rows without their event that did not stand before them.
  std::unordered_set<size_t> awaited_;
  // Those of them that stood behind.
  std::unordered_set<size_t> behind_;
  bool has_come_ = false;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_DELIVERY_CORRECTION_ORDER_H_
