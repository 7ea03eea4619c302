#include "engine/http/batch_form.hpp"

#include "protocol/graphql/batch.hpp"
#include "protocol/http/media_type.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/response_content.hpp"

namespace corogql::engine {

detail::result<response> batch_form::read(detail::http_response& answer, const protocol::rate_limit& limit,
                                          const protocol::response_rules& rules, protocol::json_body*,
                                          protocol::values) const {
    const auto content = protocol::read_content_type(answer.known.content_type.value_or(""));
    if (answer.status / 100 == 2 && protocol::is_json(content.type) && content.utf8) {
        auto list = detail::response_content::fresh();
        list->text = std::move(answer.body);
        return response(std::move(list));
    }
    auto judged = protocol::read_response(answer, limit, rules);
    if (!judged) return judged;
    try {
        protocol::split_batch(judged->text(), count_, rules.max_depth); // throws, as it is no list
    } catch (const error& refused) {
        return detailed_error(refused).http_status(answer.status);
    }
    return judged;
}

} // namespace corogql::engine
