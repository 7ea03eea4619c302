/// The corogql::error that a call throws, for looking at its facts.
#pragma once

#include <corogql/error.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <utility>

namespace corogql::test {

template <class Call>
error caught(Call&& call) {
    try {
        std::forward<Call>(call)();
    } catch (const error& failure) {
        return failure;
    }
    FAIL("expected a corogql::error, nothing was thrown");
    std::abort();
}

} // namespace corogql::test
