/// A codec says how a GraphQL type becomes a C++ type, and back. Generated code puts them together:
///
///     maybe<list<text>>   // [String!]: std::optional<std::vector<std::string>>
///
/// Each has `read(reader&, T&)`, or `write(writer&, const T&)`, or both.
#pragma once

#include <corogql/open_enum.hpp>
#include <corogql/other_type.hpp>
#include <corogql/typed/input.hpp>
#include <corogql/typed/raw_json.hpp>
#include <corogql/typed/reader.hpp>
#include <corogql/typed/writer.hpp>

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace corogql::typed {

/// This is for String.
struct text {
    /// Reads a string.
    static void read(reader& in, std::string& out) { in.read_text(out); }
    /// Reads a string as a view.
    static void read(reader& in, std::string_view& out) { in.read_text(out); }
    /// Writes a string.
    static void write(writer& to, std::string_view value) { to.text(value); }
};

/// This is for ID, which may come as a number.
struct id {
    /// Reads a string or an integer.
    static void read(reader& in, std::string& out) { in.read_id(out); }
    /// Reads a string or an integer as a view.
    static void read(reader& in, std::string_view& out) { in.read_id(out); }
    /// Writes a string.
    static void write(writer& to, std::string_view value) { to.text(value); }
};

/// This is for Int.
struct integer {
    /// Reads an integer.
    static void read(reader& in, std::int32_t& out) { out = in.read_int(); }
    /// Writes an integer.
    static void write(writer& to, std::int32_t value) { to.integer(value); }
};

/// This is for Float.
struct number {
    /// Reads a number.
    static void read(reader& in, double& out) { out = in.read_double(); }
    /// Writes a number.
    static void write(writer& to, double value) { to.number(value); }
};

/// This is for Boolean.
struct boolean {
    /// Reads a boolean.
    static void read(reader& in, bool& out) { out = in.read_bool(); }
    /// Writes a boolean.
    static void write(writer& to, bool value) { to.raw(value ? "true" : "false"); }
};

/// This is for scalars that stay JSON text.
struct raw {
    /// Reads anything.
    static void read(reader& in, raw_json& out) { out = raw_json(std::string(in.skip())); }
    /// Writes the text.
    static void write(writer& to, const raw_json& value) { to.raw(value.text()); }
};

/// This is for the scalar Upload, among inputs only.
struct file {
    /// Writes null, and sends the file in its place.
    static void write(writer& to, const upload& value) { to.attach(value); }
};

/// This is for custom scalars. `Codec` is what a program brings; scalar_codec.hpp says how.
template <class Codec>
struct scalar {
    /// Reads what the program's codec takes.
    template <class T>
    static void read(reader& in, T& out) {
        reader copy = in;
        const auto json = in.take_scalar();
        bool fits = false;
        try {
            fits = Codec::read(json, out);
        } catch (const std::exception& failure) {
            copy.fail(failure.what());
        }
        if (!fits) copy.fail_expected("another value for this scalar");
    }
    /// Writes what the program's codec makes.
    template <class T>
    static void write(writer& to, const T& value) {
        std::string json;
        Codec::write(value, json);
        to.raw(json);
    }
};

/// This is for enums, whose names `to_text(E)` and `from_text(std::string_view, E&)` know.
struct enumeration {
    /// Reads a value, which need not be known.
    template <class E>
    static void read(reader& in, open_enum<E>& out) {
        if (in.peek() != '"') in.fail_expected("an enum value");
        std::string name;
        in.read_text(name);
        out = open_enum<E>(std::move(name));
    }
    /// Reads a known value.
    template <class E>
        requires std::is_enum_v<E>
    static void read(reader& in, E& out) {
        reader copy = in;
        if (in.peek() != '"') in.fail_expected("an enum value");
        std::string name;
        in.read_text(name);
        if (!from_text(name, out)) copy.fail_expected("a known enum value");
    }
    /// Writes a value, also one that is not known.
    template <class E>
    static void write(writer& to, const open_enum<E>& value) {
        to.text(value.text());
    }
    /// Writes a value.
    template <class E>
        requires std::is_enum_v<E>
    static void write(writer& to, E value) {
        to.text(to_text(value));
    }
};

/// This is for objects and input objects: `read_json(reader&, T&)` and `write_json(writer&, const T&)` are theirs.
struct object {
    /// Reads an object.
    template <class T>
    static void read(reader& in, T& out) {
        read_json(in, out);
    }
    /// Writes an object.
    template <class T>
    static void write(writer& to, const T& value) {
        write_json(to, value);
    }
};

/// This is for input objects that hold themselves.
struct boxed_object {
    /// Writes what the box holds.
    template <class T>
    static void write(writer& to, const boxed<T>& value) {
        write_json(to, *value);
    }
};

/// This is for what may be null.
template <class Codec>
struct maybe {
    /// Reads null or a value.
    template <class T>
    static void read(reader& in, std::optional<T>& out) {
        if (in.take_null())
            out.reset();
        else
            Codec::read(in, out.emplace());
    }
    /// Writes null or a value.
    template <class T>
    static void write(writer& to, const std::optional<T>& value) {
        if (value)
            Codec::write(to, *value);
        else
            to.raw("null");
    }
};

/// This is for lists.
template <class Codec>
struct list {
    /// Reads a list.
    template <class T>
    static void read(reader& in, std::vector<T>& out) {
        out.clear();
        in.list([&] {
            if constexpr (std::is_same_v<T, bool>) {
                bool item = false;
                Codec::read(in, item);
                out.push_back(item);
            } else {
                Codec::read(in, out.emplace_back());
            }
        });
    }
    /// Writes a list.
    template <class T>
    static void write(writer& to, const std::vector<T>& value) {
        to.begin_list();
        for (const T& each : value) {
            to.item();
            Codec::write(to, each);
        }
        to.end_list();
    }
};

/// Reads an object of a type that nobody knew when the code was generated.
void read_other(reader& in, std::string name, other_type& out);

} // namespace corogql::typed
