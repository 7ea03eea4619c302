/// Operations that `corogql generate` made of a schema and documents run through the client, and answer with structs:
///
///     const auto answer = co_await corogql::execute(api, Update("r-1", UpdateRun().name("better")));
///     if (const auto& run = answer.data().updateRun) show(*run);
///
/// All of it is a layer of templates over the untyped client: whatever is said of its requests, streams and pages
/// holds. A request of one's own making goes in the place of an operation where something else is to be said of it:
///
///     co_await corogql::execute<Update>(api, corogql::to_request(update).timeout(5s));
#pragma once

#include <corogql/client.hpp>
#include <corogql/typed_request.hpp>
#include <corogql/typed_streams.hpp>

#include <boost/asio/associator.hpp>

#include <exception>
#include <memory>
#include <utility>

namespace corogql {

namespace detail {

template <class Handler, class Result>
struct typed_handler {
    void operator()(std::exception_ptr failure, response answer) && {
        std::move(handler)(std::move(failure), Result(std::move(answer)));
    }
    Handler handler;
};

} // namespace detail

/// Runs a query or mutation; see client::execute().
template <typed_operation Operation>
asio::awaitable<typed_response<Operation>> execute(client& api, request what) {
    auto answer = co_await api.execute(std::move(what));
    co_return typed_response<Operation>(std::move(answer));
}
/// Runs a query or mutation; see client::execute().
template <typed_operation Operation>
asio::awaitable<typed_response<Operation>> execute(client& api, const Operation& what) {
    return execute<Operation>(api, to_request(what));
}
/// Runs a query or mutation with any completion token of the signature `void(std::exception_ptr,
/// typed_response<Operation>)`; see client::async_execute(). With a lazy token the client must stay where it is until
/// the operation is begun.
template <typed_operation Operation, class CompletionToken>
auto async_execute(client& api, request what, CompletionToken&& token) {
    using result = typed_response<Operation>;
    auto initiate = [](auto handler, client* on, std::unique_ptr<request> made) {
        on->async_execute(std::move(*made), detail::typed_handler<decltype(handler), result>{std::move(handler)});
    };
    return asio::async_initiate<CompletionToken, void(std::exception_ptr, result)>(
        std::move(initiate), token, &api, std::make_unique<request>(std::move(what)));
}
/// Runs a query or mutation with any completion token, likewise.
template <typed_operation Operation, class CompletionToken>
auto async_execute(client& api, const Operation& what, CompletionToken&& token) {
    return async_execute<Operation>(api, to_request(what), std::forward<CompletionToken>(token));
}

/// Starts a subscription; see client::subscribe(). It resumes as `@corogql_resume` says, unless the options say
/// otherwise.
template <typed_operation Operation>
typed_subscription<Operation> subscribe(client& api, request what, subscribe_options options = {}) {
    return typed_subscription<Operation>(
        api.subscribe(std::move(what), detail::with_resume<Operation>(std::move(options))));
}
/// Starts a subscription; see client::subscribe().
template <typed_operation Operation>
typed_subscription<Operation> subscribe(client& api, const Operation& what, subscribe_options options = {}) {
    return subscribe<Operation>(api, to_request(what), std::move(options));
}

/// Walks through the pages of a query; see client::paginate(). Where the list and its cursor are is known.
template <typed_operation Operation>
typed_pages<Operation> paginate(client& api, request what, page_options options = {}) {
    return typed_pages<Operation>(api.paginate(std::move(what), detail::with_pages<Operation>(std::move(options))));
}
/// Walks through the pages of a query; see client::paginate().
template <typed_operation Operation>
typed_pages<Operation> paginate(client& api, const Operation& what, page_options options = {}) {
    return paginate<Operation>(api, to_request(what), std::move(options));
}

} // namespace corogql

/// What a handler is associated with is that of the handler within.
template <template <class, class> class Associator, class Handler, class Result, class Default>
struct boost::asio::associator<Associator, corogql::detail::typed_handler<Handler, Result>, Default>
    : Associator<Handler, Default> {
    static auto get(const corogql::detail::typed_handler<Handler, Result>& outer) noexcept {
        return Associator<Handler, Default>::get(outer.handler);
    }
    static auto get(const corogql::detail::typed_handler<Handler, Result>& outer, const Default& otherwise) noexcept {
        return Associator<Handler, Default>::get(outer.handler, otherwise);
    }
};
