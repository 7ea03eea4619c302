/// MAPI's operation on pieces of code, for connection.hpp.
#pragma once

#include <corogql/mapi/code_eval_output.hpp>
#include <corogql/mapi/operation.hpp>

#include <string>
#include <vector>

namespace corogql::mapi {

/// Code, and what its function is to give for an input.
struct code_eval_input {
    std::string code;
    std::string input;
    std::string output;
    std::string entry_point; ///< the function's name
    std::string language;
};

/// run_singular<code_eval_output>.
operation get_code_eval_output(const std::vector<code_eval_input>& inputs);

} // namespace corogql::mapi
