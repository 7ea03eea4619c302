/// What functions of the user's throw is said in corogql's terms here.
#pragma once

#include <corogql/error.hpp>

#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace corogql::detail {

/// Returns what the exception says of itself; never where in somebody's sources it was thrown.
std::string words_of(const std::exception_ptr& thrown);

/// Returns an Asio error as its users are to see it: with its code, and without the place in Asio's sources. Other
/// exceptions are returned as they are.
std::exception_ptr without_place(std::exception_ptr thrown);

/// Makes an error of kind `callback`; `who` is the function, as in "the log function".
error callback_failed(std::string_view who, const std::exception_ptr& thrown);
/// Returns the corogql::error that a function threw, which stands for itself; makes an error of kind `callback` of
/// anything else that `who` threw.
error own_or_callback_failed(std::string_view who, const std::exception_ptr& thrown);

/// Makes an error of kind `cancelled`, for those who wait elsewhere when nobody is left to go on.
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
