#include "values/text/spare_text.hpp"

#include <array>
#include <mutex>

namespace corogql::detail {

namespace {

constexpr std::size_t most_spares = 4, largest_spare = 1024 * 1024;

struct spare_texts {
    std::mutex mutex;
    std::array<std::string, most_spares> texts;
};

/// It is never destroyed, as streams may outlive static objects.
spare_texts& spares() {
    static auto& all = *new spare_texts;
    return all;
}

} // namespace

std::string take_spare_text(std::size_t size) {
    std::string taken;
    {
        // Who else is at it, or was when the process forked, is not worth waiting for.
        const std::unique_lock lock(spares().mutex, std::try_to_lock);
        if (lock)
            for (auto& each : spares().texts)
                if (each.capacity() >= size && each.capacity() > taken.capacity()) each.swap(taken);
    }
    taken.reserve(size);
    return taken;
}

void give_spare_text(std::string&& text) noexcept {
    std::string given = std::move(text);
    given.clear();
    if (given.capacity() > largest_spare) return;
    const std::unique_lock lock(spares().mutex, std::try_to_lock);
    if (!lock) return;
    auto* smallest = &spares().texts.front();
    for (auto& each : spares().texts)
        if (each.capacity() < smallest->capacity()) smallest = &each;
    if (smallest->capacity() < given.capacity()) smallest->swap(given);
}

} // namespace corogql::detail
