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
#include <corogql/map.hpp>
#include <corogql/typed/operation.hpp>

#include <boost/asio/associator.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace corogql {

/// Returns the request of an operation, with its variables and files. Throws kind `usage` for inputs that JSON cannot
/// hold.
template <typed_operation Operation>
request to_request(const Operation& what) {
    request made{std::string(operation<Operation>::document)};
    made.operation_name(std::string(operation<Operation>::name));
    std::string variables;
    std::vector<typed::writer::file> files;
    typed::writer to(variables, files);
    write_json(to, what);
    made.variables_json(variables);
    for (auto& [path, file] : files) made.attach(path, std::move(file));
    return made;
}

/// A typed answer is the result of an operation with its data as structs. `Raw` is response, or event.
template <typed_operation Operation, class Raw>
class typed_answer {
public:
    /// The data has this type.
    using Data = typename Operation::Data;

    /// Makes an answer with nothing in it.
    typed_answer() = default;
    /// Makes an answer of what the client received.
    explicit typed_answer(Raw raw) noexcept : raw_(std::move(raw)) {}

    /// Returns the data, which is decoded at the first call, on the caller's thread. Throws kind `graphql` when there
    /// is none, and else what response::data_as() throws. It may be called on any thread, one at a time.
    const Data& data() const {
        if (!data_) data_ = std::make_unique<Data>(raw_.template data_as<Data>());
        return *data_;
    }
    /// Returns whether there is data, and no error.
    bool ok() const noexcept { return raw_.ok(); }
    /// Returns the errors, beside which there may be data.
    const std::vector<graphql_error>& errors() const noexcept { return raw_.errors(); }
    /// Returns the error at a place in the data, "updateRun.reason", which tells why it is null there; a null pointer
    /// where there is none.
    const graphql_error* error_at(std::string_view path) const noexcept {
        for (const auto& each : errors())
            if (each.path_text() == path) return &each;
        return nullptr;
    }
    /// Throws kind `graphql` with all errors, unless ok().
    void throw_if_failed() const { raw_.throw_if_failed(); }

    /// Returns the answer as it came.
    const Raw& raw() const noexcept { return raw_; }

private:
    Raw raw_;
    mutable std::unique_ptr<Data> data_;
};

/// A typed response answers a query or mutation.
template <typed_operation Operation>
using typed_response = typed_answer<Operation, response>;

/// A typed event is what a typed subscription yields; where subscribe_options::notices() is set, it may be a notice.
template <typed_operation Operation>
class typed_event : public typed_answer<Operation, event> {
public:
    using typed_answer<Operation, event>::typed_answer;

    /// Returns the notice; null for results.
    const stream_notice* notice() const noexcept { return this->raw().notice(); }
};

/// A typed page is a part of a list. What is null in it is passed over.
template <typed_operation Operation>
class typed_page {
public:
    /// An item has this type.
    using Item = typename Operation::Item;

    /// Makes a page of what the client received.
    explicit typed_page(page raw) noexcept : raw_(std::move(raw)) {}

    /// Returns the items, which are decoded at the first call, on the caller's thread. Throws what page::items_as()
    /// throws.
    const std::vector<Item>& items() const {
        if (!decoded_) {
            std::vector<Item> all;
            all.reserve(raw_.size());
            for (std::size_t i = 0; i < raw_.size(); ++i)
                if (raw_.text(i) != "null") all.push_back(raw_.template item_as<Item>(i));
            items_ = std::move(all);
            decoded_ = true;
        }
        return items_;
    }
    /// Returns the page as it came, with its number and the answer that it is a part of.
    const page& raw() const noexcept { return raw_; }

private:
    page raw_;
    mutable std::vector<Item> items_;
    mutable bool decoded_ = false;
};

namespace detail {

template <class Handler, class Result>
struct typed_handler {
    void operator()(std::exception_ptr failure, response answer) && {
        std::move(handler)(std::move(failure), Result(std::move(answer)));
    }
    Handler handler;
};

template <class Operation>
typed_event<Operation> to_typed_event(event&& raw) {
    return typed_event<Operation>(std::move(raw));
}
template <class Operation>
typed_page<Operation> to_typed_page(page&& raw) {
    return typed_page<Operation>(std::move(raw));
}

/// Adds what the generator found out where the caller has not said it.
template <class Operation>
subscribe_options with_resume(subscribe_options options) {
    constexpr auto resume = operation<Operation>::resume;
    if constexpr (!resume.variable.empty())
        if (!options.resumes()) options.resume(std::string(resume.pointer), std::string(resume.variable));
    return options;
}
template <class Operation>
page_options with_pages(page_options options) {
    constexpr auto pages = operation<Operation>::pages;
    static_assert(!pages.items.empty(), "the operation selects no list with a cursor, so there are no pages of it");
    if (options.items().empty()) options.items(std::string(pages.items));
    if (options.cursor_variable().empty() && !options.backward()) options.cursor_variable(std::string(pages.cursor));
    if (options.page_size() != 0 && options.page_size_variable().empty() && !options.backward())
        options.page_size(options.page_size(), std::string(pages.page_size));
    return options;
}

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
/// typed_response<Operation>)`; see client::async_execute().
template <typed_operation Operation, class CompletionToken>
auto async_execute(client& api, const Operation& what, CompletionToken&& token) {
    using result = typed_response<Operation>;
    auto initiate = [](auto handler, client* on, std::unique_ptr<request> made) {
        on->async_execute(std::move(*made), detail::typed_handler<decltype(handler), result>{std::move(handler)});
    };
    return asio::async_initiate<CompletionToken, void(std::exception_ptr, result)>(
        std::move(initiate), token, &api, std::make_unique<request>(to_request(what)));
}

/// Starts a subscription; see client::subscribe(). It resumes as `@corogql_resume` says, unless the options say
/// otherwise.
template <typed_operation Operation>
generator<typed_event<Operation>> subscribe(client& api, request what, subscribe_options options = {}) {
    return map(api.subscribe(std::move(what), detail::with_resume<Operation>(std::move(options))),
               &detail::to_typed_event<Operation>);
}
/// Starts a subscription; see client::subscribe().
template <typed_operation Operation>
generator<typed_event<Operation>> subscribe(client& api, const Operation& what, subscribe_options options = {}) {
    return subscribe<Operation>(api, to_request(what), std::move(options));
}

/// Walks through the pages of a query; see client::paginate(). Where the list and its cursor are is known.
template <typed_operation Operation>
generator<typed_page<Operation>> paginate(client& api, request what, page_options options = {}) {
    return map(api.paginate(std::move(what), detail::with_pages<Operation>(std::move(options))),
               &detail::to_typed_page<Operation>);
}
/// Walks through the pages of a query; see client::paginate().
template <typed_operation Operation>
generator<typed_page<Operation>> paginate(client& api, const Operation& what, page_options options = {}) {
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
