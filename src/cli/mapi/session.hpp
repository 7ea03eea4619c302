/// A mapi_session is one invocation of `corogql mapi`, which a signal can end.
#pragma once

#include "cli/mapi/arguments.hpp"
#include "cli/output/output.hpp"
#include "cli/output/progress.hpp"
#include "cli/output/report.hpp"
#include "cli/signals.hpp"

#include <corogql/mapi/connection.hpp>
#include <corogql/mapi/run_status.hpp>

#include <concepts>
#include <limits>
#include <memory>
#include <string>

namespace corogql::cli {

template <class T>
concept has_name = requires(const T& one) {
    { one.name } -> std::convertible_to<std::string>;
};

class mapi_session {
public:
    explicit mapi_session(const mapi_arguments& arguments);

    const mapi_arguments& arguments() const noexcept { return arguments_; }
    const mapi_filter& filter() const noexcept { return arguments_.filter; }
    /// Returns the name of the one thing that was named.
    const std::string& name() const { return filter().names.front(); }
    mapi::connection& connection() noexcept { return connection_; }
    const std::shared_ptr<event_loop>& loop() const noexcept { return loop_; }
    signals& interrupts() noexcept { return signals_; }

    /// Waits for an answer. Meanwhile a line on a terminal says for what.
    template <class Pending>
    auto wait(Pending answer, const std::string& text) {
        const signals::reaction cancel(signals_, [&answer] { answer.cancel(); });
        const progress shown(text, !arguments_.verbose);
        return answer.get();
    }

    template <class T>
    mapi::object_list<T> list(mapi::operation what, const std::string& text) {
        return wait(connection_.start_plural<T>(std::move(what)), text);
    }
    template <class T>
    T single(mapi::operation what, const std::string& text) {
        return wait(connection_.start_singular<T>(std::move(what)), text);
    }
    /// Returns at most `limit` things of all pages; 0 means all.
    template <class T>
    mapi::object_list<T> pages(mapi::operation what, std::uint64_t limit, const std::string& text) {
        const auto most = limit == 0 ? std::numeric_limits<std::size_t>::max() : static_cast<std::size_t>(limit);
        auto page = wait(connection_.start_paginated<T>(std::move(what)), text);
        std::vector<T> items = page.items();
        json::array source = page.source();
        while (items.size() < most && page.has_next_page()) {
            page = wait(page.start_next_page(), std::to_string(items.size()) + ' ' + text);
            items.insert(items.end(), page.begin(), page.end());
            source.insert(source.end(), page.source().begin(), page.source().end());
        }
        if (items.size() > most) {
            items.resize(most);
            source.erase(source.begin() + static_cast<std::ptrdiff_t>(most), source.end());
        }
        return mapi::object_list<T>(std::move(items), std::move(source));
    }

    /// Shows a table, or a line for each thing: its JSON, or its name.
    template <class T>
    int show(const mapi::object_list<T>& found) {
        if (arguments_.shown != mapi_arguments::format::names || !has_name<T>) {
            write_out(arguments_.lines() ? mapi::format_lines(found.source()) : found.to_table());
            return 0;
        }
        std::string names;
        if constexpr (has_name<T>)
            for (const auto& each : found) names += each.name + '\n';
        write_out(names);
        return 0;
    }
    /// Shows what was found as show() does; throws mapi_error 404 for a thing that was named and is not there.
    template <class T>
    int show_named(const mapi::object_list<T>& found, const std::vector<std::string>& names, const char* kind) {
        show(found);
        for (const auto& wanted : names)
            if (std::none_of(found.begin(), found.end(), [&](const T& each) { return each.name == wanted; }))
                throw mapi::mapi_error(404, std::string(kind) + ' ' + wanted + " not found");
        return 0;
    }

    /// Asks on a terminal whether to do what the verb says with these things. Throws kind cancelled for a no.
    template <class T>
    void confirm(const char* verb, const mapi::object_list<T>& found) {
        if (must_ask()) ask(found.to_table(), std::string(verb) + ' ' + std::to_string(found.size()) + " of them?");
    }

private:
    bool must_ask() const;
    static void ask(const std::string& table, const std::string& question);

    const mapi_arguments& arguments_;
    std::shared_ptr<event_loop> loop_;
    signals signals_;
    mapi::connection connection_;
};

/// Returns the status that a word means. Throws kind usage for any other word.
mapi::run_status to_status(const std::string& word, const std::string& option);
std::vector<mapi::run_status> to_statuses(const std::vector<std::string>& words);

} // namespace corogql::cli
