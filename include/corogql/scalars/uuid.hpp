/// UUIDs are a custom scalar of many schemas (RFC 9562): "f81d4fae-7dec-11d0-a765-00a0c91e6bf6".
///
///     extend scalar UUID @cpp(type: "std::array<std::byte, 16>", codec: "corogql::scalars::uuid",
///                             include: "<corogql/scalars/uuid.hpp>")
#pragma once

#include <corogql/scalars/scalar_codec.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace corogql::scalars {

/// This reads UUIDs with letters of either case, also without hyphens, and writes them with small letters. It is for
/// types of 16 bytes in the order of the text: `std::array<std::byte, 16>`, `boost::uuids::uuid`.
struct uuid {
    /// Its bytes have this form.
    using bytes = std::array<unsigned char, 16>;

    /// Reads a string in quotes. Returns false for one that is no UUID.
    template <class T>
        requires(sizeof(T) == 16 && std::is_trivially_copyable_v<T>)
    static bool read(std::string_view json, T& out) noexcept {
        bytes made{};
        if (!decode(without_quotes(json), made)) return false;
        out = std::bit_cast<T>(made);
        return true;
    }
    /// Appends the UUID in quotes.
    template <class T>
        requires(sizeof(T) == 16 && std::is_trivially_copyable_v<T>)
    static void write(const T& value, std::string& json) {
        append(std::bit_cast<bytes>(value), json);
    }

private:
    static bool decode(std::string_view text, bytes& to) noexcept;
    static void append(const bytes& from, std::string& json);
};

} // namespace corogql::scalars
