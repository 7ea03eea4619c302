/// A builder makes json::values of the text that a json_scanner checks, in the same pass. Numbers are exact: integers
/// of 64 bits come as such, others as the double next to them.
#pragma once

#include "values/json/scanner.hpp"

#include <boost/json/value_stack.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace corogql::detail {

namespace json = boost::json;

/// Returns the infinity or zero next to a number whose size from_chars() refuses without saying which.
double beyond_doubles(std::string_view text);

class json_builder {
public:
    /// Begins a value that is to live in `storage`.
    explicit json_builder(json::storage_ptr storage) : values_({}, room_, sizeof room_) {
        values_.reset(std::move(storage));
    }
    json_builder(const json_builder&) = delete;
    json_builder& operator=(const json_builder&) = delete;

    /// Takes the value that stands at the scanner, as json_scanner::value() does: once, from text that is known to be
    /// UTF-8.
    void take(json_scanner& at);
    /// Returns why no json::value can hold what was taken, and where that is; empty where one can.
    std::string problem() const;
    /// Returns the value that was taken: once, unless take() threw.
    json::value release() { return values_.release(); }

private:
    void take_string(json_scanner& at);
    void push_number(std::string_view text);

    alignas(json::value) unsigned char room_[1024];
    json::value_stack values_;
    std::string unescaped_;
    /// The offset behind the last string in which a surrogate stands alone.
    std::optional<std::size_t> lone_surrogate_;
};

/// Returns the value of a number as JSON writes it.
json::value read_number(std::string_view text);

/// Returns the value of a text that is one value and nothing else; otherwise nothing, and `problem` says why.
std::optional<json::value> parse_json(std::string_view text, std::string& problem, unsigned max_depth = 512);

} // namespace corogql::detail
