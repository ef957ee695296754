// The documents that a dry run of an import would register: what the service
// would ask of a payment that one of them proves. Nothing of it is registered,
// so the service itself cannot be asked. Pure.
#ifndef TOOLS_CLIENT_ACCOUNTS_DOCUMENTS_H_
#define TOOLS_CLIENT_ACCOUNTS_DOCUMENTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "entente/conventions/v1/ledger.pb.h"
#include "entente/conventions/v1/regulation.pb.h"

namespace entente::client {

class NewDocuments {
 public:
  // `profile` says which kinds prove a category; an empty one allows any.
  explicit NewDocuments(entente::conventions::v1::RegulationProfile profile)
      : profile_(std::move(profile)) {}

  // Takes a document as the service answered it, for the payment in `line` of
  // the file. The same file, or the same issuer, number, date and amount, is
  // the same document.
  void Take(int64_t line, const entente::conventions::v1::Evidence& document);

  // Charges `cents` of the payment in `line`, for `category`, to its document,
  // unless it is refused. FAILED_PRECONDITION / EVIDENCE_EXCEEDED,
  // EVIDENCE_KIND, in this order as in the service. OK where no document was
  // taken for the line.
  absl::Status Charge(int64_t line, const std::string& category, int64_t cents);

 private:
  struct Document {
    entente::conventions::v1::Evidence::Kind kind;
    int64_t chargeable_cents = 0;
    int64_t charged_cents = 0;
  };

  absl::Status CheckKind(const Document& document,
                         const std::string& category) const;

  entente::conventions::v1::RegulationProfile profile_;
  std::vector<Document> documents_;
  // Places in documents_.
  std::map<std::string, size_t> by_file_;
  std::map<std::string, size_t> by_reference_;
  std::map<int64_t, size_t> by_line_;
};

}  // namespace entente::client

#endif  // TOOLS_CLIENT_ACCOUNTS_DOCUMENTS_H_
