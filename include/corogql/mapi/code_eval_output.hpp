/// An output says whether pieces of code give what they should.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

/// An output has an answer for each piece of code.
struct code_eval_output {
    std::vector<bool> data; ///< Says for each input, in its order, whether it gave what it should.

    /// Reads an output from MAPI's answer. Throws mapi_error 500 "Missing fields in response: data", and corogql::error
    /// of kind `decode`.
    static code_eval_output from_mapi_response(const json::object& response);
};

} // namespace corogql::mapi
