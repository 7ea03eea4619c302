/// A GraphQL execution result is read out of JSON text here (GraphQL specification, section 7.1).
#pragma once

#include "protocol/graphql/result_text.hpp"

#include <corogql/response.hpp>

#include <string>

namespace corogql::protocol {

/// Null data is a result only together with errors, or it is allowed without errors as well.
enum class null_data { with_errors, allowed };

/// The values of the data are made of its text when somebody asks for them, or at once.
enum class values { when_asked, at_once };

/// Reads a text that is a result and nothing else. Throws corogql::error of kind `protocol` when the text is not JSON,
/// is nested deeper than `max_depth` or is no execution result (neither data nor errors; `data: null` without errors,
/// unless that is allowed). `values::at_once` makes the values in the pass that checks the text, for callers who will
/// ask for them, which takes a tenth off a small HTTP request. The values of a result of more than 16 KiB are made when
/// asked for all the same.
response read_result(std::string text, unsigned max_depth, null_data null = null_data::with_errors,
                     values made = values::when_asked);

/// A result reader reads a result whose text comes in pieces, and refuses it as soon as what is there cannot be the
/// beginning of a result.
class result_reader {
public:
    explicit result_reader(unsigned max_depth) noexcept : parts_(max_depth), max_depth_(max_depth) {}

    /// Goes on reading in `text`, which is all that came so far.
    void read(std::string_view text) { read(text, false); }
    /// Reads the rest of the text, which is whole now, and returns the result.
    response finish(std::string text, null_data null);

private:
    void read(std::string_view text, bool complete);

    result_text_reader parts_;
    unsigned max_depth_;
};

/// Returns whether the errors come from before the execution, if there was one to be (section 7.1.2, "Request error
/// result"): there is no data, which some servers write as null, and no error belongs to a field.
bool is_request_error(const response& result);

/// Checks a result whose text was taken apart already. Throws what read_result() throws.
void check_result(const result_text& result, unsigned max_depth);
/// Makes the response of a result that check_result() has let pass; for such a result it throws nothing.
response make_result(std::string_view text, const detail::result_members& members, unsigned max_depth);

} // namespace corogql::protocol
