/// Bytes are a custom scalar of many schemas, as text in base 64 (RFC 4648).
///
///     extend scalar Bytes @cpp(type: "std::vector<std::byte>", codec: "corogql::scalars::base64",
///                              include: "<corogql/scalars/base64.hpp>")
#pragma once

#include <corogql/scalars/scalar_codec.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace corogql::scalars {

/// This reads the alphabets of sections 4 and 5 of RFC 4648, with padding or without, and writes that of section 4 with
/// padding. It is for std::vector<std::byte>, std::string and their like.
struct base64 {
    /// Reads a string in quotes. Returns false for one that is not in base 64.
    template <class Bytes>
        requires(sizeof(typename Bytes::value_type) == 1)
    static bool read(std::string_view json, Bytes& out) {
        std::size_t size = 0;
        if (!json.starts_with('"') || !count(without_quotes(json), size)) return false;
        out.resize(size);
        return decode(without_quotes(json), reinterpret_cast<unsigned char*>(out.data()));
    }
    /// Appends the bytes in quotes.
    template <class Bytes>
        requires(sizeof(typename Bytes::value_type) == 1)
    static void write(const Bytes& value, std::string& json) {
        append(reinterpret_cast<const unsigned char*>(value.data()), value.size(), json);
    }

private:
    static bool count(std::string_view text, std::size_t& bytes) noexcept;
    static bool decode(std::string_view text, unsigned char* to) noexcept;
    static void append(const unsigned char* bytes, std::size_t size, std::string& json);
};

} // namespace corogql::scalars
