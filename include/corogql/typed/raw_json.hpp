/// JSON may stay the text that it came as.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/json/fwd.hpp>

#include <string>
#include <utility>

namespace corogql {

/// A raw JSON holds the text of a JSON value, digits verbatim: what scalars are that no codec was named for. By default
/// it is null.
class raw_json {
public:
    /// Makes a null.
    raw_json() : text_("null") {}
    /// Makes one of a text, which must be JSON: what sends it finds out.
    explicit raw_json(std::string text) noexcept : text_(std::move(text)) {}
    /// Makes one of a value.
    raw_json(const boost::json::value& value);

    /// Returns the text.
    const std::string& text() const noexcept { return text_; }
    /// Returns the value of the text. Throws corogql::error of kind `decode` where it holds what no value can.
    boost::json::value value() const;

    /// Compares texts.
    friend bool operator==(const raw_json&, const raw_json&) = default;

private:
    std::string text_;
};

} // namespace corogql
