#include <corogql/mapi/stream.hpp>

#include "mapi/connection/connection_state.hpp"
#include "mapi/connection/error_mapping.hpp"
#include "values/thrown.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

namespace corogql::detail {

namespace {

subscription start(const std::shared_ptr<mapi_state>& connection, const mapi::operation& what,
                   const mapi::retry_callback& retry, subscribe_options options) {
    connection->check_authorization();
    auto variables = what.variables();
    try {
        if (retry) retry(variables, nullptr);
    } catch (...) {
        throw own_or_callback_failed("the retry function", std::current_exception()).phase(error_phase::stream);
    }
    request sent(what.query());
    sent.variables(std::move(variables)).timeout(what.timeout().value_or(std::chrono::nanoseconds(0)));
    options.notices(true);
    if (retry)
        options.resume([retry, function = what.function()](json::object& again, const response* last) {
            const auto* data = last ? last->data().if_object() : nullptr;
            retry(again, data ? data->if_contains(function) : nullptr);
        });
    return connection->api().subscribe(std::move(sent), std::move(options));
}

} // namespace

mapi_stream::mapi_stream(std::shared_ptr<mapi_state> connection, mapi::operation what,
                         const mapi::stream_options& options)
    : connection_(std::move(connection)), what_(std::move(what)), attempts_(options.attempts()),
      events_(start(connection_, what_, options.retry(), options.general())) {}

std::shared_ptr<mapi_stream> mapi_stream::make(std::shared_ptr<mapi_state> connection, mapi::operation what,
                                               const mapi::stream_options& options) {
    const auto ticket = std::make_shared<mapi_state::ticket>(what.protect());
    auto made = std::make_shared<mapi_stream>(std::move(connection), std::move(what), options);
    made->sigterm_ = ticket;
    ticket->cancel_with([weak = std::weak_ptr(made)] {
        if (const auto alive = weak.lock()) alive->cancel();
    });
    return made;
}

asio::awaitable<std::optional<mapi_answer>> mapi_stream::next() {
    const auto self = shared_from_this();
    if (failure_) std::rethrow_exception(failure_);
    while (true) {
        std::exception_ptr failure;
        std::optional<event> item;
        try {
            item = co_await events_.next();
        } catch (const error& known) {
            failure = mapi::to_mapi_exception(known, connection_->shown_endpoint());
        }
        if (failure || !item) sigterm_.reset();
        if (failure) std::rethrow_exception(failure);
        if (!item && cancelled_) throw boost::system::system_error(asio::error::operation_aborted);
        if (!item) co_return std::nullopt;
        std::optional<mapi_answer> answer = take(std::move(*item));
        if (answer) co_return answer;
    }
}

std::optional<mapi_answer> mapi_stream::take(event item) {
    if (item.notice()) {
        interruptions_ += item.notice()->interruptions;
        if (interruptions_ < attempts_) return std::nullopt;
        constexpr auto words = "Connection error. This may be transient. Please try running your command again";
        end_with(std::make_exception_ptr(mapi::mapi_error(500, words).cause(error(error_kind::lost, words))));
    }
    interruptions_ = 0;
    if (!item.errors().empty()) end_with(mapi::to_mapi_exception(item.errors()));
    return mapi_answer{connection_, what_, response(std::move(item))};
}

void mapi_stream::end_with(std::exception_ptr failure) {
    close();
    failure_ = std::move(failure);
    std::rethrow_exception(failure_);
}

void mapi_stream::close() noexcept { events_.close(); }

void mapi_stream::cancel() noexcept {
    cancelled_ = true;
    close();
}

} // namespace corogql::detail
