#include "engine/batch_form.hpp"

#include "protocol/batch.hpp"
#include "protocol/media_type.hpp"
#include "values/result.hpp"

namespace corogql::detail {

std::variant<response, error> batch_form::read(protocol::http_answer answer, const protocol::answer_rules& rules,
                                               protocol::json_body*) const {
    const auto content = protocol::read_content_type(answer.content_type.value_or(""));
    if (answer.status / 100 == 2 && protocol::is_json(content.type) && content.utf8) {
        auto list = std::make_unique<result>();
        list->text = std::move(answer.body);
        return response(std::move(list));
    }
    const auto status = answer.status;
    auto judged = protocol::read_answer(std::move(answer), rules);
    if (std::holds_alternative<error>(judged)) return judged;
    try {
        protocol::split_batch(std::get<response>(judged).text(), count_, rules.max_depth); // throws, as it is no list
    } catch (error& refused) {
        return refused.http_status(status);
    }
    return judged;
}

} // namespace corogql::detail
