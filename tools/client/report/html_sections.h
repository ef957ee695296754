// The sections of the page, in the order they stand. Each writes one section
// from the model and nothing else.
#ifndef TOOLS_CLIENT_REPORT_HTML_SECTIONS_H_
#define TOOLS_CLIENT_REPORT_HTML_SECTIONS_H_

#include <string>

#include "entente/conventions/v1/convention.pb.h"
#include "tools/client/report/html_writer.h"
#include "tools/client/report/report_model.h"

namespace entente::client {

// Title, parties, term, state, hash; contents.
void WriteHead(const ReportModel& model, HtmlWriter& html);
void WriteContents(const ReportModel& model, HtmlWriter& html);

// Envelopes by phase, both routes to the police zone.
void WriteMoney(const ReportModel& model, HtmlWriter& html);

// Claims and payments of the State, part of the section of money.
void WriteClaims(const ReportModel& model, HtmlWriter& html);

// One article per strategic objective, grouped as the document groups them.
void WriteObjectives(const ReportModel& model, HtmlWriter& html);

// The figures of one measure: years, targets, months. Used where an indicator
// reports it.
void WriteMeasureFigures(const ReportModel& model, const MeasureView& measure,
                         HtmlWriter& html);

// What is agreed of a measure for the term: where it starts from, the target,
// what was counted so far and where that stands. Nothing where nothing is.
void WriteTermTarget(const MeasureView& measure, HtmlWriter& html);

// Each measure once, with its total and the indicators that report it; apart
// from them, those of the municipality's own.
void WriteMeasures(const ReportModel& model, HtmlWriter& html);

// Which months are approved, which are not, and of which figures moved since;
// part of the section of measures. Nothing before a month has begun.
void WriteStanding(const ReportModel& model, HtmlWriter& html);

// Which sources were in time and complete, in a line each; part of the section
// of measures. Nothing where none is expected.
void WriteSources(const ReportModel& model, HtmlWriter& html);

// What a person must look at, by code and line.
void WriteFindings(const ReportModel& model, HtmlWriter& html);

// What the report does not hold and what nobody verified.
void WriteGaps(const ReportModel& model, HtmlWriter& html);

// Attributes of a body cell: its class and, for a telephone, where the rows
// become cards, the label of its column.
HtmlWriter::Attributes CellOf(const Sentence& column,
                              const std::string& css_class);

// A table cell with an amount in cents; zero is a dash, so that the eye finds
// what is there.
void WriteAmountCell(const Sentence& column, int64_t cents, HtmlWriter& html);

// Why a section is empty: `part` could not be read, or there is `nothing`.
void WriteNothing(const ReportModel& model, const std::string& part,
                  const Sentence& nothing, HtmlWriter& html);

// A head cell of a column, both languages under each other.
void WriteColumnHead(const Sentence& label, bool is_number, HtmlWriter& html);

// The attribute value for text of the document: its own language.
std::string DocumentLanguage(const ReportModel& model);

// Text with its own language marked, from what somebody entered.
void WriteLocalized(const common::v1::LocalizedText& text, HtmlWriter& html);

}  // namespace entente::client

#endif  // TOOLS_CLIENT_REPORT_HTML_SECTIONS_H_
