/// A field_reader reads the models: fields of a JSON object, by the rules of decode.hpp, so that failures name the JSON
/// path.
#pragma once

#include <corogql/decode.hpp>
#include <corogql/mapi/datetime.hpp>

#include <initializer_list>

namespace corogql::mapi::detail {

using corogql::detail::expect_array;
using corogql::detail::expect_object;
using corogql::detail::fail_decode;
using corogql::detail::json_path;

/// Whether the value is what Python takes for true: null, false, 0, "" and empty containers are not.
bool is_true(const json::value& value);

/// Reads the fields of one object. A reader refers to both of its arguments, which must outlive it.
class field_reader {
public:
    field_reader(const json::object& object, const json_path& path) noexcept : object_(object), path_(path) {}

    const json_path& path() const noexcept { return path_; }
    /// Finds a field. Returns null when the field is absent or null.
    const json::value* find(std::string_view name) const noexcept;
    /// Returns those of `names` that are absent, joined with ", ".
    std::string missing(std::initializer_list<std::string_view> names) const;

    /// Throws mapi_error 400 "Missing required key(s) in response to deserialize [model] object: …" where one of
    /// `names` is absent.
    void require(std::string_view model, std::initializer_list<std::string_view> names) const;

    /// Reads a field that must be there; null is what T makes of it.
    template <class T>
    T get(std::string_view name) const {
        T out{};
        corogql::detail::decode_member(object_, name, out, path_);
        return out;
    }
    /// Reads a field; one that is absent or null is `otherwise`.
    template <class T>
    T get_or(std::string_view name, T otherwise = {}) const {
        if (const auto* value = find(name)) corogql::detail::decode_into(*value, otherwise, json_path(path_, name));
        return otherwise;
    }

    // The original's models take what comes, so words may be numbers, and numbers have fractions.

    /// Reads a text. A field that is absent or null is empty; what is no string is its JSON text.
    std::string text(std::string_view name) const;
    /// Reads a text; a field that is absent or null is nullopt.
    std::optional<std::string> optional_text(std::string_view name) const;
    /// Reads a number. A field that is absent or null is 0; anything but a number fails.
    double number(std::string_view name) const;
    std::optional<double> optional_number(std::string_view name) const;
    /// Reads a number without what is behind its point. A field that is absent or null is 0; anything but a number
    /// fails.
    std::int64_t whole(std::string_view name) const;
    /// Reads a truth value: absent, null, 0, "" and empty containers are false.
    bool flag(std::string_view name) const;
    /// Returns the field itself; a null value when it is absent.
    const json::value& value(std::string_view name) const noexcept;

    datetime time(std::string_view name) const;
    /// Reads a time; a field that is absent or null is nullopt.
    std::optional<datetime> optional_time(std::string_view name) const;

    /// Calls read(const field_reader&) for the object at `name`, if there is one.
    template <class Read>
    void child(std::string_view name, Read&& read) const {
        const auto* value = find(name);
        if (!value) return;
        const json_path path(path_, name);
        read(field_reader(expect_object(*value, path), path));
    }
    /// Returns what read(const field_reader&) makes of each object of a list; a list that is absent or null is empty.
    template <class T>
    std::vector<T> list(std::string_view name, T (*read)(const field_reader&)) const {
        std::vector<T> items;
        const auto* value = find(name);
        if (!value) return items;
        const json_path path(path_, name);
        const auto& entries = expect_array(*value, path);
        items.reserve(entries.size());
        for (const auto& entry : entries) {
            const json_path at(path, items.size());
            items.push_back(read(field_reader(expect_object(entry, at), at)));
        }
        return items;
    }

private:
    const json::object& object_;
    const json_path& path_;
};

} // namespace corogql::mapi::detail
