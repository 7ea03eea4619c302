#include <corogql/mapi/code_eval.hpp>

#include "mapi/models/cluster_parts.hpp"
#include "mapi/operations/document.hpp"

namespace corogql::mapi {

code_eval_output code_eval_output::from_mapi_response(const json::object& response) {
    const detail::json_path root("");
    const detail::field_reader from(response, root);
    detail::require_fields(from, {"data"});
    code_eval_output out;
    out.data = from.get<std::vector<bool>>("data");
    return out;
}

operation get_code_eval_output(const std::vector<code_eval_input>& inputs) {
    json::array data;
    for (const auto& input : inputs)
        data.push_back({{"code", input.code},
                        {"input", input.input},
                        {"output", input.output},
                        {"entry_point", input.entry_point},
                        {"language", input.language}});
    json::object wanted;
    wanted["data"] = std::move(data);
    return detail::make_operation("query", "GetCodeEvalOutput", "getCodeEvalOutput",
                                  {{"getCodeEvalOutputInput", "GetCodeEvalOutputInput!", std::move(wanted)}}, "data");
}

} // namespace corogql::mapi
