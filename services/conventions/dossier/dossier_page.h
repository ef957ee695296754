// What the printable page of a dossier must be, whoever wrote it: it is opened
// in a browser by people who have no reason to trust its sender. Pure.
#ifndef SERVICES_CONVENTIONS_DOSSIER_DOSSIER_PAGE_H_
#define SERVICES_CONVENTIONS_DOSSIER_DOSSIER_PAGE_H_

#include "absl/strings/string_view.h"

namespace entente::conventions {

inline constexpr char kPagePath[] = "dossier.html";

// Its Content-Security-Policy (W3C CSP 3): no script, nothing loaded, nothing
// sent. A policy that stands first holds for all that follows, and whatever
// follows can only make it stricter.
inline constexpr char kPagePolicy[] =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'";

// How every page begins, to the byte.
inline constexpr char kPageStart[] =
    "<!DOCTYPE html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
    "&#39;none&#39;; style-src &#39;unsafe-inline&#39;; base-uri "
    "&#39;none&#39;; form-action &#39;none&#39;\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, "
    "initial-scale=1\">\n"
    "<meta name=\"referrer\" content=\"no-referrer\">\n";

// Whether a browser runs nothing of `html` and loads nothing for it: it begins
// so, and no other <meta> follows, which could lead elsewhere. That it tells
// the truth is another matter.
bool IsQuietPage(absl::string_view html);

// Whether a file of a dossier is opened by nothing that runs it: a table, data,
// or a quiet page.
bool IsQuietFile(absl::string_view path, absl::string_view content);

}  // namespace entente::conventions

#endif  // SERVICES_CONVENTIONS_DOSSIER_DOSSIER_PAGE_H_
