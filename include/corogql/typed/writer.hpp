/// A writer makes JSON text of inputs. Generated code writes variables with it.
#pragma once

#include <corogql/typed/input.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace corogql {
class upload;
}

namespace corogql::typed {

/// A writer appends to a text. What it is told must make JSON; commas are its own business.
class writer {
public:
    /// A file stands at a place of the variables: `input.photos.0`.
    using file = std::pair<std::string, upload>;

    /// Writes to the end of `out`, and puts the files among the inputs into `files`. Both must outlive the writer.
    writer(std::string& out, std::vector<file>& files) noexcept : out_(out), files_(files) {}
    writer(const writer&) = delete;
    writer& operator=(const writer&) = delete;

    /// Begins an object.
    void begin_object() { open('{'); }
    /// Ends an object.
    void end_object() { close('}'); }
    /// Begins a list.
    void begin_list() { open('['); }
    /// Ends a list.
    void end_list() { close(']'); }

    /// Writes a member of the object, by its codec.
    template <class Codec, class T>
    void member(std::string_view name, const T& value) {
        key(name);
        Codec::write(*this, value);
    }
    /// Writes a member of the object that may be absent, by its codec.
    template <class Codec, class T>
    void member(std::string_view name, const input<T>& value) {
        if (value.absent()) return;
        key(name);
        if (const auto* given = value.get())
            Codec::write(*this, *given);
        else
            raw("null");
    }
    /// Begins an item of the list.
    void item() {
        separate();
        ++path_.back().index;
    }

    /// Writes text that is JSON.
    void raw(std::string_view json) { out_ += json; }
    /// Writes a string.
    void text(std::string_view value);
    /// Writes an integer.
    void integer(std::int64_t value);
    /// Writes a number; throws corogql::error of kind `usage` for one that JSON has not.
    void number(double value);
    /// Writes null, and sends this file in its place.
    void attach(const upload& what);

private:
    struct step {
        std::string_view name; ///< It is the last member's, in an object.
        std::size_t index;     ///< Counts the items, in a list.
        bool list;
    };

    void open(char bracket);
    void close(char bracket);
    void key(std::string_view name);
    void separate() {
        if (const char last = out_.back(); last != '{' && last != '[') out_ += ',';
    }

    std::string& out_;
    std::vector<file>& files_;
    std::vector<step> path_;
};

} // namespace corogql::typed
