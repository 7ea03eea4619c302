/// This header has MAPI's operation on pieces of code, for connection.hpp.
#pragma once

#include <corogql/mapi/code_eval_output.hpp>
#include <corogql/mapi/operation.hpp>

#include <string>
#include <vector>

namespace corogql::mapi {

/// An input is code, and what its function is to give for an input.
struct code_eval_input {
    std::string code;        ///< Holds the code.
    std::string input;       ///< Holds what the function is given.
    std::string output;      ///< Holds what the function is to give.
    std::string entry_point; ///< Holds the function's name.
    std::string language;    ///< Names the language, as in "python".
};

/// Asks whether pieces of code give what they should; it is run by `run_singular<code_eval_output>`.
operation get_code_eval_output(const std::vector<code_eval_input>& inputs);

} // namespace corogql::mapi
