/// One object was asked for, and stands in a list.
#pragma once

#include <corogql/mapi/error.hpp>
#include <corogql/mapi/object_list.hpp>
#include <corogql/pending.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace corogql::mapi {

/// Returns the first of a list or page. Throws mapi_error 404 with the message, or with "No results found", when it is
/// empty.
///
///     auto found = co_await mapi.run_plural<run>(get_run(name));
///     auto mine = first_of(std::move(found), run_not_found(name));
template <class T>
T first_of(object_list<T> list, std::string message = {}) {
    if (list.empty()) throw mapi_error(404, message.empty() ? "No results found" : std::move(message));
    auto items = std::move(list).items();
    return std::move(items.front());
}

/// A pending first object is a list that is on its way. Cancelling it cancels the request; see pending.
template <class T>
class pending_first {
public:
    /// Takes the list, and the message for when it is empty.
    pending_first(pending<object_list<T>> list, std::string message)
        : list_(std::move(list)), message_(std::move(message)) {}

    /// Waits for the list and returns its first object. Throws mapi_error 404 when it is empty.
    T get() { return first_of(list_.get(), message_); }
    /// Returns whether the list is there after at most this long.
    bool wait_for(std::chrono::nanoseconds limit) const { return list_.wait_for(limit); }
    /// Returns whether the list is there.
    bool ready() const { return list_.ready(); }
    /// Ends the request; see pending::cancel().
    void cancel() { list_.cancel(); }

private:
    pending<object_list<T>> list_;
    std::string message_;
};

/// Makes of a list that is on its way its first object, for code that blocks. get() throws mapi_error 404 with the
/// message, or with "No results found".
template <class T>
pending_first<T> convert_plural_future_to_singleton(pending<object_list<T>> list, std::string message = {}) {
    return pending_first<T>(std::move(list), std::move(message));
}

} // namespace corogql::mapi
