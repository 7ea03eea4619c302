/// A tree is a value as the result of one parse: one piece of memory holds most of it, and all of it goes at once.
#pragma once

#include "values/json/scanner.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace corogql::detail {

namespace json = boost::json;

/// Boost.JSON makes copies with the memory resource of the original. Copies of a tree's values have memory of their own
/// all the same, and may outlive the tree.
struct json_tree {
    /// Makes a tree for a text of that size. Parsed trees take about four times their text: one allocation holds this
    /// object and most of what it parses.
    static std::unique_ptr<json_tree> for_text(std::size_t size) {
        const auto room = size * 4 + 128;
        return std::unique_ptr<json_tree>(new (room) json_tree(room));
    }
    ~json_tree() {} // not root's: nothing in it has memory of its own
    static void* operator new(std::size_t own, std::size_t room) { return ::operator new(own + room); }
    static void operator delete(void* block) { ::operator delete(block); }
    static void operator delete(void* block, std::size_t) { ::operator delete(block); }

    /// Takes the value at the scanner, once; returns why the value cannot be held, or nothing.
    std::string take(json_scanner& at);

    json::monotonic_resource arena;
    union {
        json::value root;
    };

private:
    explicit json_tree(std::size_t room) : arena(reinterpret_cast<unsigned char*>(this + 1), room), root() {}
};

} // namespace corogql::detail
