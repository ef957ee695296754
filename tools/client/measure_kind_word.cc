#include "tools/client/measure_kind_word.h"

namespace entente::client {

namespace cv1 = entente::conventions::v1;

Sentence MeasureKindWord(cv1::MeasureKind kind) {
  switch (kind) {
    case cv1::MEASURE_KIND_COUNT:
      return {"count", "nombre", "aantal"};
    case cv1::MEASURE_KIND_HOURS:
      return {"hours", "heures", "uren"};
    case cv1::MEASURE_KIND_YES_NO:
      return {"yes/no", "oui/non", "ja/nee"};
    case cv1::MEASURE_KIND_RATIO:
      return {"ratio", "rapport", "verhouding"};
    case cv1::MEASURE_KIND_QUALITATIVE:
      return {"in words", "en mots", "in woorden"};
    default:
      return {"?", "?", "?"};
  }
}

}  // namespace entente::client
