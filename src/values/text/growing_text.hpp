/// Growing text grows by pieces whose size is known before; unlike std::string's, its fresh room is not cleared first.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <utility>

namespace corogql::detail {

class growing_text {
public:
    growing_text() = default;
    growing_text(const growing_text& other) : growing_text() { *this = other; }
    growing_text(growing_text&& other) noexcept : growing_text() { *this = std::move(other); }
    growing_text& operator=(const growing_text& other) {
        if (this == &other) return *this;
        clear();
        if (other.size_ > 0) std::memcpy(add(other.size_), other.data(), other.size_);
        return *this;
    }
    growing_text& operator=(growing_text&& other) noexcept {
        text_ = std::move(other.text_);
        size_ = std::exchange(other.size_, 0);
        capacity_ = std::exchange(other.capacity_, 0);
        return *this;
    }

    /// Returns room for `size` more bytes, which the caller fills.
    char* add(std::size_t size) {
        if (capacity_ - size_ < size) grow(size);
        return text_.get() + std::exchange(size_, size_ + size);
    }
    /// Removes the text, but keeps the memory.
    void clear() noexcept { size_ = 0; }

    const char* data() const noexcept { return text_.get(); }
    char* data() noexcept { return text_.get(); }
    std::size_t size() const noexcept { return size_; }

private:
    void grow(std::size_t size) {
        const auto capacity = std::max(size_ + size, 2 * capacity_);
        std::unique_ptr<char[]> larger(new char[capacity]);
        if (size_ > 0) std::memcpy(larger.get(), text_.get(), size_);
        text_ = std::move(larger);
        capacity_ = capacity;
    }

    std::unique_ptr<char[]> text_;
    std::size_t size_ = 0, capacity_ = 0;
};

} // namespace corogql::detail
