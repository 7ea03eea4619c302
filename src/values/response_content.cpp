#include "values/response_content.hpp"

#include "values/json/builder.hpp"
#include "values/json/tree.hpp"

#include <array>
#include <cstddef>

namespace corogql::detail {

namespace {

/// Of what a thread has done with so many are kept, each with a text of at most so many bytes.
#if defined(__has_feature)
#    if __has_feature(address_sanitizer)
#        define COROGQL_ADDRESS_SANITIZER
#    endif
#elif defined(__SANITIZE_ADDRESS__)
#    define COROGQL_ADDRESS_SANITIZER
#endif
#ifdef COROGQL_ADDRESS_SANITIZER
constexpr std::size_t most_kept = 0; // so that views that live too long are found
#else
constexpr std::size_t most_kept = 32;
#endif
constexpr std::size_t largest_kept = 16 * 1024;

/// Set once the thread's keeper has gone, behind which other objects of the thread and of the process still end.
constinit thread_local bool thread_ends = false;

struct kept_contents {
    std::array<response_content*, most_kept + 1> all{};
    std::size_t count = 0;

    ~kept_contents() {
        thread_ends = true;
        while (count > 0) delete all[--count];
    }
};

kept_contents& kept() noexcept {
    static thread_local kept_contents of_thread;
    return of_thread;
}

} // namespace

content_ptr response_content::fresh() {
    if (thread_ends) return content_ptr(new response_content);
    auto& at = kept();
    return content_ptr(at.count > 0 ? at.all[--at.count] : new response_content);
}

void content_recycler::operator()(response_content* done) const noexcept {
    if (!thread_ends && done->text.capacity() <= largest_kept) {
        done->clear(); // which may destroy others
        auto& at = kept();
        if (at.count < most_kept) {
            at.all[at.count++] = done;
            return;
        }
    }
    delete done;
}

void response_content::clear() noexcept {
    // Nobody else has it any more: an exchange would cost more than all the rest.
    if (auto* const parsed = tree.load(std::memory_order_relaxed)) {
        tree.store(nullptr, std::memory_order_relaxed);
        delete parsed;
    }
    text.clear();
    members = {};
    max_depth = default_max_depth;
    attempts = 1;
    http_status = 0;
    has_next = false;
    later.reset();
    headers.clear();
    errors.clear();
    kept_texts.clear();
}

response_content::~response_content() { delete tree.load(std::memory_order_relaxed); }

} // namespace corogql::detail
