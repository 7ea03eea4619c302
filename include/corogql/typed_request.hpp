/// Generated operations become requests, and what the generator found out becomes options.
#pragma once

#include <corogql/page_options.hpp>
#include <corogql/request.hpp>
#include <corogql/subscribe_options.hpp>
#include <corogql/typed/operation.hpp>

#include <concepts>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace corogql {

/// Returns the request of an operation, with its variables and files. Throws kind `usage` for inputs that JSON cannot
/// hold.
template <typed_operation Operation>
request to_request(const Operation& what) {
    request made{std::string(operation<Operation>::document)};
    made.operation_name(std::string(operation<Operation>::name)).data_as_text(true);
    std::string variables;
    std::vector<typed::writer::file> files;
    typed::writer to(variables, files);
    write_json(to, what);
    made.variables_json(variables);
    for (auto& [path, file] : files) made.attach(path, std::move(file));
    return made;
}

/// Returns the request of an operation for a server that runs the documents of a manifest (`corogql generate
/// --manifest`) and no others: with the document's hash in its place; see request::document_id().
template <typed_operation Operation>
request to_trusted_request(const Operation& what) {
    return std::move(to_request(what).document_id("sha256:" + std::string(operation<Operation>::hash)));
}

/// Returns a resume hook that sets an operation's own inputs before it is subscribed to again, for what
/// `@corogql_resume` cannot say. `function(Operation& next, const Operation::Data& last)` is called with the operation
/// as it was last sent and the data of the last event; before there was one the operation is sent as it is.
///
///     auto logs = corogql::subscribe(api, all, subscribe_options().resume(corogql::resume_by(
///         all, [](Logs& next, const Logs::Data& last) { next.offset(last.logs.endOffset + 1); })));
///
/// The function runs on the client's executor; what it throws, as what decoding throws, ends the subscription.
template <typed_operation Operation, std::invocable<Operation&, const typename Operation::Data&> Function>
resume_hook resume_by(Operation what, Function function) {
    return [next = std::move(what), function = std::move(function)](json::object& variables,
                                                                    const response* last) mutable {
        if (!last) return;
        std::invoke(function, next, last->template data_as<typename Operation::Data>());
        variables = to_request(next).variables();
    };
}

namespace detail {

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

} // namespace corogql
