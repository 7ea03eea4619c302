#include <corogql/load_schema.hpp>

#include "language/introspection/introspection_query.hpp"
#include "protocol/graphql/introspection_answer.hpp"
#include "values/errors/detailed_error.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace corogql {

namespace detail {

namespace {

constexpr std::string_view remedy = "use credentials that may see the schema, or ask who runs the server for its file";

/// Asks one level of newness after the other. It is kept by the handler of the request under way.
class schema_loading : public std::enable_shared_from_this<schema_loading> {
public:
    schema_loading(std::shared_ptr<client_place> place, asio::any_io_executor on, schema_handler handler)
        : place_(std::move(place)), on_(std::move(on)), handler_(std::move(handler)) {}

    void ask() {
        auto answered = [self = shared_from_this()](std::exception_ptr failure, response answer) {
            self->on_answer(std::move(failure), answer);
        };
        auto question = std::make_unique<request>(std::string(language::introspection_query(level_)));
        question->operation_name("IntrospectionQuery");
        start_execute(
            place_, std::move(question), on_,
            asio::bind_cancellation_slot(asio::get_associated_cancellation_slot(handler_), std::move(answered)));
    }

private:
    void on_answer(std::exception_ptr failure, const response& answer) {
        schema known;
        try {
            if (failure) std::rethrow_exception(failure);
            const auto next = protocol::after_introspection(answer, ++level_ < language::introspection_levels);
            if (next == protocol::introspection_step::ask_older) return ask();
            // Half a schema would refuse documents that the server takes.
            if (next == protocol::introspection_step::refuse || !answer.errors().empty())
                throw protocol::introspection_refusal(answer, remedy);
            known = schema::from_introspection(answer.data_text());
        } catch (const schema_error& mistake) {
            failure = std::make_exception_ptr(
                error(detailed_error(error_kind::decode, mistake.what_is_wrong().message).phase(error_phase::decode)));
        } catch (...) {
            failure = std::current_exception();
        }
        std::move(handler_)(std::move(failure), std::move(known));
    }

    const std::shared_ptr<client_place> place_;
    const asio::any_io_executor on_;
    schema_handler handler_;
    unsigned level_ = 0;
};

} // namespace

void start_load_schema(std::shared_ptr<client_place> place, asio::any_io_executor on, schema_handler handler) {
    std::make_shared<schema_loading>(std::move(place), std::move(on), std::move(handler))->ask();
}

} // namespace detail

asio::awaitable<schema> load_schema(client& api) { return async_load_schema(api, asio::use_awaitable); }

} // namespace corogql
