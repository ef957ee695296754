// Documents for the tests of the parser.
#ifndef SERVICES_CONVENTIONS_DOCUMENT_TEST_DOCUMENTS_H_
#define SERVICES_CONVENTIONS_DOCUMENT_TEST_DOCUMENTS_H_

#include <string>
#include <utility>
#include <vector>

#include "entente/conventions/v1/convention.pb.h"

namespace entente::conventions {

// Text of a file below the root of the tree; "" when it is absent.
std::string ReadTestFile(const std::string& path);

// The real convention, which not every checkout has beside it.
inline constexpr char kRealDocument[] =
    "../shared/convention/brussels-2018-2019.fr.txt";
inline constexpr char kSampleFrench[] = "tools/samples/montclair.fr.txt";
inline constexpr char kSampleDutch[] = "tools/samples/lindevoort.nl.txt";

// A whole convention around `tree`; its tree begins on kTreeLine.
std::string Wrap(const std::string& tree);
inline constexpr int kTreeLine = 13;

// Lines of the findings of `code`, in order.
std::vector<int> LinesOf(const v1::Convention& convention,
                         const std::string& code);

std::string ReplaceAll(
    std::string text,
    const std::vector<std::pair<std::string, std::string>>& replacements);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOCUMENT_TEST_DOCUMENTS_H_
