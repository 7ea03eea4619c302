/// What is to be done at the end of a scope, however that ends, is kept here.
#pragma once

#include <utility>

namespace corogql::detail {

/// Calls the function when the scope ends. The function must not throw.
template <class Function>
class at_exit {
public:
    explicit at_exit(Function function) : function_(std::move(function)) {}
    ~at_exit() { function_(); }
    at_exit(const at_exit&) = delete;
    at_exit& operator=(const at_exit&) = delete;

private:
    Function function_;
};

} // namespace corogql::detail
