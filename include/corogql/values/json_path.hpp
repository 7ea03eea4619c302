/// A path says where a decoder or encoder stands in a value, and what does not fit there.
#pragma once

#include <corogql/error.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <limits>
#include <string>
#include <string_view>

namespace corogql::detail {

/// A path is a chain on the stack, turned into text only when something fails.
class json_path {
public:
    explicit json_path(std::string_view root) : name_(root) {}
    json_path(const json_path& parent, std::string_view name) : parent_(&parent), name_(name) {}
    json_path(const json_path& parent, std::size_t index) : parent_(&parent), index_(index) {}

    /// Returns "data.runs[3].id".
    std::string text() const;
    /// Returns the names and indexes below the root, as GraphQL errors have them: ["runs", 3, "id"].
    json::array segments() const;

private:
    static constexpr std::size_t no_index = std::numeric_limits<std::size_t>::max();
    const json_path* parent_ = nullptr;
    std::string_view name_;
    std::size_t index_ = no_index;
};

/// Decoding throws this: for those who wrap it, it has the facts that its message is made of.
class decode_failure : public error {
public:
    decode_failure(std::string place, json::array segments, std::string_view problem, bool of_null);

    /// Returns the path as text, empty at a root without a name.
    const std::string& place() const noexcept { return place_; }
    const json::array& segments() const noexcept { return segments_; }
    const std::string& problem() const noexcept { return problem_; }
    /// Returns whether what did not fit was a null.
    bool of_null() const noexcept { return of_null_; }

private:
    std::string place_, problem_;
    json::array segments_;
    bool of_null_;
};

[[noreturn]] void fail_decode(const json_path& path, std::string_view expected, const json::value& found);
[[noreturn]] void fail_decode(const json_path& path, std::string_view problem, bool of_null = false);
/// Throws for what the reader of a user's own type threw for `value`; if it decoded parts of it, their places go on
/// from here.
[[noreturn]] void fail_decode(const json_path& path, const std::exception& failure, const json::value& value);
/// Throws kind usage: the caller's value has no JSON.
[[noreturn]] void fail_encode(const json_path& path, std::string_view problem);

bool decode_bool(const json::value& value, const json_path& path);
std::int64_t decode_int64(const json::value& value, const json_path& path, std::int64_t min, std::int64_t max);
std::uint64_t decode_uint64(const json::value& value, const json_path& path, std::uint64_t max);
double decode_double(const json::value& value, const json_path& path, double max);
std::string_view decode_text(const json::value& value, const json_path& path, std::string_view expected = "a string");
const json::object& expect_object(const json::value& value, const json_path& path);
const json::array& expect_array(const json::value& value, const json_path& path);
/// Returns a list, which must have so many items.
const json::array& expect_array(const json::value& value, const json_path& path, std::size_t size);

} // namespace corogql::detail
