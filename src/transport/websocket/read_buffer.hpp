/// A read buffer is a queue of bytes in one piece: what was read is put in at the end, and taken away from the front.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace corogql::transport {

class read_buffer {
public:
    /// Returns room for at least `size` bytes behind what is there. Views end here.
    std::span<std::byte> prepare(std::size_t size) {
        const auto held = this->size();
        // One large message has blown it up.
        if (capacity_ > std::max(kept, 2 * size) && held + size <= kept) reserve(std::bit_ceil(held + size));
        if (capacity_ - end_ < size) {
            if (capacity_ < held + size) {
                reserve(std::bit_ceil(held + size));
            } else {
                std::memmove(bytes_.get(), bytes_.get() + begin_, held);
                begin_ = 0;
                end_ = held;
            }
        }
        return {reinterpret_cast<std::byte*>(bytes_.get() + end_), capacity_ - end_};
    }
    /// Says how many bytes were put into the room.
    void commit(std::size_t size) noexcept { end_ += size; }

    /// Returns the bytes that are there, which may be changed.
    char* data() noexcept { return bytes_.get() + begin_; }
    std::size_t size() const noexcept { return end_ - begin_; }
    std::string_view view() const noexcept { return {bytes_.get() + begin_, size()}; }
    /// Takes bytes away from the front; views of them stay valid until prepare().
    void consume(std::size_t size) noexcept {
        begin_ += size;
        if (begin_ == end_) begin_ = end_ = 0;
    }

private:
    static constexpr std::size_t kept = 256 * 1024; ///< More is given back when it has run empty.

    void reserve(std::size_t capacity) {
        auto fresh = std::make_unique_for_overwrite<char[]>(capacity);
        const auto held = size();
        if (held != 0) std::memcpy(fresh.get(), bytes_.get() + begin_, held);
        bytes_ = std::move(fresh);
        capacity_ = capacity;
        begin_ = 0;
        end_ = held;
    }

    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

} // namespace corogql::transport
