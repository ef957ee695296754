// Places in pieces that no row of any table of a release union divides. Pure.
#ifndef SERVICES_INDICATORS_RELEASE_REGION_RULES_H_
#define SERVICES_INDICATORS_RELEASE_REGION_RULES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/indicators/release_union_rules.h"

namespace entente::indicators {

// Regions of areas, and of each code list: numbered through, so that none is of
// two of them. Codes that are in the same rows are one region. Not thread-safe.
class Regions {
 public:
  // `tables` outlive it.
  explicit Regions(const std::vector<const ReleasedTable*>& tables);

  int count() const { return static_cast<int>(regions_.size()); }

  // `list`, of which some table is: empty for areas. Every code that no row
  // names is in the same region.
  int RegionOf(const std::string& list, const std::string& code);

  // The regions of a row of one of the tables, ascending.
  std::vector<int> In(const entente::indicators::v1::ReleaseArea& row) const;

  // What a cell of these regions of `list` is known by: the same of all regions
  // of any list, which are the same whole.
  std::vector<int> KeyOf(const std::string& list,
                         const std::vector<int>& regions) const;

 private:
  // With the list of their table.
  std::vector<
      std::pair<const entente::indicators::v1::ReleaseArea*, std::string>>
      rows_;
  // By list and the rows that hold it.
  std::map<std::pair<std::string, std::vector<bool>>, int> regions_;
  // By list and code.
  std::map<std::pair<std::string, std::string>, int> by_code_;
  // How many there are, by list.
  std::map<std::string, int> counts_;
};

}  // namespace entente::indicators

#endif  // SERVICES_INDICATORS_RELEASE_REGION_RULES_H_
