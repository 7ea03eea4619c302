/// A test catches the exception that a call throws, corogql::error above all, for looking at its facts.
#pragma once

#include <corogql/error.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <utility>

namespace corogql::test {

/// Returns the exception of type E that the call throws.
template <class E, class Call>
E caught_as(Call&& call) {
    try {
        std::forward<Call>(call)();
    } catch (const E& failure) {
        return failure;
    }
    FAIL("expected an exception, nothing was thrown");
    std::abort();
}

template <class Call>
error caught(Call&& call) {
    return caught_as<error>(std::forward<Call>(call));
}

} // namespace corogql::test
