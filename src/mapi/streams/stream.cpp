#include <corogql/mapi/stream.hpp>

#include "mapi/connection/connection_state.hpp"
#include "mapi/connection/error_mapping.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/errors/thrown.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <atomic>

namespace corogql::mapi::detail {

namespace {

subscription start(const std::shared_ptr<connection_state>& connection, const operation& what,
                   const retry_callback& retry, subscribe_options options) {
    connection->check_authorization();
    auto variables = what.variables();
    try {
        if (retry) retry(variables, nullptr);
    } catch (...) {
        throw detailed_error(corogql::detail::own_or_callback_failed("the retry function", std::current_exception()))
            .phase(error_phase::stream);
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

/// Gives events as MAPI's answers, and their failures in MAPI's words.
class responses final : public corogql::detail::adaptor<event, mapi_response> {
public:
    responses(std::shared_ptr<connection_state> connection, operation what, const stream_options& options)
        : adaptor(start(connection, what, options.retry(), options.general()).release()),
          connection_(std::move(connection)), what_(std::move(what)), attempts_(options.attempts()) {}
    ~responses() override { close(); } // while there is a connection

    std::optional<mapi_response> try_next() override {
        while (auto item = next_event())
            if (auto answer = take(std::move(*item))) return answer;
        if (over() || !from().done()) return std::nullopt;
        sigterm_.reset();
        if (cancelled_) end_with(std::make_exception_ptr(boost::system::system_error(asio::error::operation_aborted)));
        return std::nullopt;
    }

    bool done() const override { return over() || (from().done() && !cancelled_); }

    /// Keeps a ticket, by which the signal cancels the stream until it has ended.
    void protect_by(std::shared_ptr<void> ticket) { sigterm_ = std::move(ticket); }
    void cancel() noexcept {
        cancelled_ = true;
        close();
    }

private:
    std::optional<event> next_event() {
        try {
            return over() ? std::nullopt : from().try_next();
        } catch (const error& known) {
            sigterm_.reset();
            std::rethrow_exception(to_exception(known, connection_->shown_endpoint()));
        }
    }

    /// Makes an answer of an event; returns nullopt for a notice of a reconnection.
    std::optional<mapi_response> take(event item) {
        if (item.notice()) {
            interruptions_ += item.notice()->interruptions;
            if (interruptions_ < attempts_) return std::nullopt;
            constexpr auto words = "Connection error. This may be transient. Please try running your command again";
            end_with(std::make_exception_ptr(mapi_error(500, words).cause(error(error_kind::lost, words))));
        }
        interruptions_ = 0;
        if (!item.errors().empty()) end_with(to_exception(item.errors()));
        return mapi_response{connection_, what_, response(std::move(item))};
    }

    [[noreturn]] void end_with(std::exception_ptr failure) {
        end();
        std::rethrow_exception(std::move(failure));
    }

    const std::shared_ptr<connection_state> connection_;
    const operation what_;
    const unsigned attempts_;
    unsigned interruptions_ = 0; ///< The number of interruptions since the last item.
    std::atomic<bool> cancelled_ = false;
    std::shared_ptr<void> sigterm_;
};

} // namespace

std::shared_ptr<corogql::detail::sequence<mapi_response>> responses_of(std::shared_ptr<connection_state> connection,
                                                                       operation what, const stream_options& options) {
    const auto ticket = std::make_shared<connection_state::ticket>(what.protect());
    auto made = std::make_shared<responses>(std::move(connection), std::move(what), options);
    made->protect_by(ticket);
    ticket->cancel_with([weak = std::weak_ptr(made)] {
        if (const auto alive = weak.lock()) alive->cancel();
    });
    return made;
}

} // namespace corogql::mapi::detail
