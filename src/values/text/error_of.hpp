/// An error is made of a plain failure, where Boost may be known.
#pragma once

#include "values/text/plain_failure.hpp"

#include <corogql/error.hpp>

namespace corogql::detail {

inline error error_of(const plain_failure& failure) {
    using of = plain_failure::of;
    const auto kind = failure.kind() == of::graphql ? error_kind::graphql
                      : failure.kind() == of::usage ? error_kind::usage
                                                    : error_kind::config;
    return error(kind, failure.what());
}

/// Returns what `call` returns; a plain failure that it throws is thrown as an error.
template <class F>
auto with_errors(F call) {
    try {
        return call();
    } catch (const plain_failure& failure) {
        throw error_of(failure);
    }
}

} // namespace corogql::detail
