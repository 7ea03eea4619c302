/// Views of strings that came with escapes need a place where the text without them lies.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <atomic>
#include <string>
#include <string_view>

namespace corogql::typed {

/// Kept texts live as long as what keeps them. Texts may be added on several threads at a time.
class kept_texts {
public:
    /// Keeps nothing yet.
    kept_texts() noexcept = default;
    kept_texts(const kept_texts&) = delete;
    kept_texts& operator=(const kept_texts&) = delete;
    /// Drops all texts.
    ~kept_texts() { clear(); }

    /// Keeps a text, and returns a view of it.
    std::string_view keep(std::string text) {
        auto* const added = new node{std::move(text), first_.load(std::memory_order_relaxed)};
        while (
            !first_.compare_exchange_weak(added->next, added, std::memory_order_release, std::memory_order_relaxed)) {
        }
        return added->text;
    }
    /// Drops all texts; nobody may be at it.
    void clear() noexcept {
        auto* each = first_.load(std::memory_order_acquire); // an exchange would cost more than all the rest
        if (!each) return;
        first_.store(nullptr, std::memory_order_relaxed);
        while (each) {
            auto* const next = each->next;
            delete each;
            each = next;
        }
    }

private:
    struct node {
        std::string text;
        node* next;
    };
    std::atomic<node*> first_{nullptr};
};

} // namespace corogql::typed
