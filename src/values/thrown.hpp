/// What functions of the user's throw, in our terms.
#pragma once

#include <corogql/error.hpp>

#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace corogql::detail {

/// What was thrown says of itself; never where in somebody's sources that was.
std::string words_of(const std::exception_ptr& thrown);

/// An Asio error as its users are to see it: with its code, and without the place in Asio's sources. Others as they
/// are.
std::exception_ptr without_place(std::exception_ptr thrown);

/// Kind `callback`: `who` is the function, as in "the log function".
error callback_failed(std::string_view who, const std::exception_ptr& thrown);
/// The same of a function whose corogql::error stands for itself.
error own_or_callback_failed(std::string_view who, const std::exception_ptr& thrown);

/// Kind `cancelled`, for those who wait elsewhere: nobody is left to go on with it.
error context_gone();

/// Calls a function of the user's that only looks on: whatever it throws comes as kind `callback`.
template <class Function, class... Arguments>
decltype(auto) call_observer(std::string_view who, const Function& function, Arguments&&... arguments) {
    try {
        return function(std::forward<Arguments>(arguments)...);
    } catch (...) {
        throw callback_failed(who, std::current_exception());
    }
}

} // namespace corogql::detail
