/// Reading a GraphQL execution result out of JSON text (GraphQL specification, section 7.1).
#pragma once

#include "protocol/graphql/result_text.hpp"

#include <corogql/response.hpp>

#include <string>

namespace corogql::protocol {

/// Whether null data without errors is a result.
enum class null_data { with_errors, allowed };

/// When the values of the data are made of its text.
enum class values { when_asked, at_once };

/// A text that is a result and nothing else. Throws corogql::error of kind protocol when it is not JSON, is nested
/// deeper than `max_depth` or is no execution result (neither data nor errors; `data: null` without errors, unless that
/// is allowed). At once, in the pass that checks the text: for who will ask for them, which takes a tenth off a small
/// HTTP request. Those of a large result are made when asked for all the same.
response read_result(std::string text, unsigned max_depth, null_data null = null_data::with_errors,
                     values made = values::when_asked);

/// The same for a text that comes in pieces, refused as soon as what is there cannot be a result's beginning.
class result_reader {
public:
    explicit result_reader(unsigned max_depth) noexcept : parts_(max_depth), max_depth_(max_depth) {}

    /// Goes on in `text`, which is all that came so far.
    void read(std::string_view text) { read(text, false); }
    /// The text is whole.
    response finish(std::string text, null_data null);

private:
    void read(std::string_view text, bool complete);

    result_text_reader parts_;
    unsigned max_depth_;
};

/// Errors from before the execution, if there was one to be (section 7.1.2, "Request error result"): no data, which
/// some servers write as null, and no error that belongs to a field.
bool is_request_error(const response& result);

/// In two steps, for a text that was taken apart already: it throws what read_result() throws, or make_result()
/// will not.
void check_result(const result_text& result, unsigned max_depth);
response make_result(std::string_view text, const detail::result_members& members, unsigned max_depth);

} // namespace corogql::protocol
