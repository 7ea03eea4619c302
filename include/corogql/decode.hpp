/// JSON into a program's own types.
///
/// Supported: bool, integers and floating point (checked for range), std::string, std::optional and
/// std::unique_ptr (null or absent: empty), std::vector, std::map<std::string, T>, json::value / object / array, and
///   - structs described with BOOST_DESCRIBE_STRUCT (include <boost/describe.hpp>): members by name, keys that the
///     struct lacks are ignored, absent keys are fine for optional members and errors for the others;
///   - any type with `void from_json(const json::value&, T&)` found by ADL; what it throws is reported with its path.
/// Errors are corogql::error of kind decode that name the JSON path: "data.runs[3].id: expected a string, found 7".
#pragma once

#include <corogql/error.hpp>

#include <boost/describe/members.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace corogql {

template <class T>
T decode(const json::value& value, std::string_view path = "");

namespace detail {

/// Where a decoder stands: a chain on the stack, turned into text only when something fails.
class json_path {
public:
    explicit json_path(std::string_view root) : name_(root) {}
    json_path(const json_path& parent, std::string_view name) : parent_(&parent), name_(name) {}
    json_path(const json_path& parent, std::size_t index) : parent_(&parent), index_(index) {}
    std::string text() const;

private:
    static constexpr std::size_t no_index = std::numeric_limits<std::size_t>::max();
    const json_path* parent_ = nullptr;
    std::string_view name_;
    std::size_t index_ = no_index;
};

[[noreturn]] void fail_decode(const json_path& path, std::string_view expected, const json::value& found);
[[noreturn]] void fail_decode(const json_path& path, std::string_view problem);

std::int64_t decode_int64(const json::value& value, const json_path& path, std::int64_t min, std::int64_t max);
std::uint64_t decode_uint64(const json::value& value, const json_path& path, std::uint64_t max);
double decode_double(const json::value& value, const json_path& path, double max);
const json::object& expect_object(const json::value& value, const json_path& path);
const json::array& expect_array(const json::value& value, const json_path& path);

template <class T>
concept has_from_json = requires(const json::value& value, T& out) { from_json(value, out); };
template <class T>
concept described = std::is_class_v<T> && boost::describe::has_describe_members<T>::value;

template <class T>
struct decoder;

template <class T>
void decode_into(const json::value& value, T& out, const json_path& path) {
    decoder<T>::read(value, out, path);
}

template <class T>
inline constexpr bool is_nullable = false;
template <class T>
inline constexpr bool is_nullable<std::optional<T>> = true;
template <class T>
inline constexpr bool is_nullable<std::unique_ptr<T>> = true;

template <class T>
void decode_member(const json::object& object, std::string_view name, T& out, const json_path& parent) {
    const json_path path(parent, name);
    if (const auto* value = object.if_contains(name)) return decode_into(*value, out, path);
    if constexpr (is_nullable<T>)
        out.reset();
    else
        fail_decode(path, "is missing");
}

template <class T>
struct decoder {
    static void read(const json::value& value, T& out, const json_path& path) {
        if constexpr (has_from_json<T>) {
            try {
                from_json(value, out);
            } catch (const std::exception& failure) {
                fail_decode(path, failure.what());
            }
        } else if constexpr (std::same_as<T, json::value>) {
            out = value;
        } else if constexpr (std::same_as<T, json::object>) {
            out = expect_object(value, path);
        } else if constexpr (std::same_as<T, json::array>) {
            out = expect_array(value, path);
        } else if constexpr (std::same_as<T, bool>) {
            if (!value.is_bool()) fail_decode(path, "a boolean", value);
            out = value.get_bool();
        } else if constexpr (std::same_as<T, std::string>) {
            if (!value.is_string()) fail_decode(path, "a string", value);
            out.assign(value.get_string().data(), value.get_string().size());
        } else if constexpr (std::signed_integral<T>) {
            using limits = std::numeric_limits<T>;
            out = static_cast<T>(decode_int64(value, path, limits::min(), limits::max()));
        } else if constexpr (std::unsigned_integral<T>) {
            out = static_cast<T>(decode_uint64(value, path, std::numeric_limits<T>::max()));
        } else if constexpr (std::floating_point<T>) {
            using widest = std::conditional_t<std::same_as<T, float>, float, double>;
            out = static_cast<T>(decode_double(value, path, std::numeric_limits<widest>::max()));
        } else {
            static_assert(described<T>, "describe this type with BOOST_DESCRIBE_STRUCT or give it a "
                                        "from_json(const boost::json::value&, T&)");
            const auto& object = expect_object(value, path);
            using members =
                boost::describe::describe_members<T, boost::describe::mod_any_access | boost::describe::mod_inherited>;
            boost::mp11::mp_for_each<members>(
                [&](auto member) { decode_member(object, member.name, out.*member.pointer, path); });
        }
    }
};

template <class T>
struct decoder<std::optional<T>> {
    static void read(const json::value& value, std::optional<T>& out, const json_path& path) {
        if (value.is_null()) return out.reset();
        decode_into(value, out.emplace(), path);
    }
};

template <class T>
struct decoder<std::unique_ptr<T>> {
    static void read(const json::value& value, std::unique_ptr<T>& out, const json_path& path) {
        if (value.is_null()) return out.reset();
        out = std::make_unique<T>();
        decode_into(value, *out, path);
    }
};

template <class T>
struct decoder<std::vector<T>> {
    static void read(const json::value& value, std::vector<T>& out, const json_path& path) {
        const auto& list = expect_array(value, path);
        out.clear();
        out.reserve(list.size());
        for (const auto& entry : list) {
            T item{};
            decode_into(entry, item, json_path(path, out.size()));
            out.push_back(std::move(item));
        }
    }
};

template <class T>
struct decoder<std::map<std::string, T>> {
    static void read(const json::value& value, std::map<std::string, T>& out, const json_path& path) {
        out.clear();
        for (const auto& [key, entry] : expect_object(value, path))
            decode_into(entry, out[std::string(key.data(), key.size())], json_path(path, key));
    }
};

} // namespace detail

template <class T>
T decode(const json::value& value, std::string_view path) {
    T out{};
    detail::decode_into(value, out, detail::json_path(path));
    return out;
}

/// One field of an object, under the same rules as the member of a described struct.
template <class T>
T decode_field(const json::value& object, std::string_view field, std::string_view path = "") {
    const detail::json_path root(path);
    T out{};
    detail::decode_member(detail::expect_object(object, root), field, out, root);
    return out;
}

} // namespace corogql
