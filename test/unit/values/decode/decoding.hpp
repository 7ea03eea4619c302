/// Decoding texts, and what it fails with.
#pragma once

#include <corogql/decode.hpp>

#include "../support/caught.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

using namespace corogql;
using corogql::test::caught;

template <class T>
T from(std::string_view text, std::string_view path = "") {
    return decode<T>(json::parse(json::string_view(text.data(), text.size())), path);
}

/// What decoding fails with; every such failure is of kind and phase decode.
template <class T>
std::string misfit_of(std::string_view text, std::string_view path = "data") {
    const auto failure = caught([&] { from<T>(text, path); });
    CHECK(to_string(failure.kind()) == "decode");
    CHECK(to_string(failure.phase()) == "decode");
    CHECK(failure.possibly_executed());
    return failure.what();
}
