/// Whether pieces of code give what they should.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/object.hpp>

#include <vector>

namespace corogql::mapi {

namespace json = boost::json;

struct code_eval_output {
    std::vector<bool> data; ///< for each input, in its order

    /// Throws mapi_error 500 "Missing fields in response: data", and corogql::error of kind decode.
    static code_eval_output from_mapi_response(const json::object& response);
};

} // namespace corogql::mapi
