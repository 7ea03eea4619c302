/// Typed subscriptions and pages are the untyped ones, item by item made typed.
#pragma once

#include <corogql/detail/typed_sequence.hpp>
#include <corogql/pages.hpp>
#include <corogql/subscription.hpp>
#include <corogql/typed_answer.hpp>

#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace corogql {

/// A typed subscription gives a stream's events as structs; all that is said of subscription holds.
///
///     auto logs = corogql::subscribe(api, Logs("r-1"));
///     while (const auto event = co_await logs.next()) use(event->data().logs.chunk);
template <typed_operation Operation>
class typed_subscription : public generator<typed_event<Operation>> {
public:
    /// Makes a subscription that is at its end.
    typed_subscription() noexcept = default;
    /// Takes an untyped subscription, whose events are those of the operation.
    explicit typed_subscription(subscription from)
        : generator<typed_event<Operation>>(
              std::make_shared<detail::typed_sequence<event, typed_event<Operation>>>(std::move(from).release())) {}

    /// Returns where to go on after the last event that was taken; see subscription::cursor().
    std::optional<json::value> cursor() const { return detail::cursor_of(detail::untyped<event>(this->from())); }
    /// Returns what the subscription has counted so far.
    subscription_statistics statistics() const { return detail::statistics_of(detail::untyped<event>(this->from())); }
};

/// Typed pages give a list's pages with items that are structs; all that is said of pages holds.
///
///     auto books = corogql::paginate(api, Books());
///     while (const auto page = co_await books.next())
///         for (const Books::Item& book : page->items()) use(book.title);
template <typed_operation Operation>
class typed_pages : public generator<typed_page<Operation>> {
public:
    /// Makes pages that are at their end.
    typed_pages() noexcept = default;
    /// Takes untyped pages, whose answers are those of the operation.
    explicit typed_pages(pages from)
        : generator<typed_page<Operation>>(
              std::make_shared<detail::typed_sequence<page, typed_page<Operation>>>(std::move(from).release())) {}

    /// Returns where to go on behind the pages that were taken; see pages::cursor().
    std::optional<json::value> cursor() const { return detail::cursor_of(detail::untyped<page>(this->from())); }
};

} // namespace corogql
