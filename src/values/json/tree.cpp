#include "values/json/tree.hpp"

#include "values/json/builder.hpp"

#include <boost/json/storage_ptr.hpp>

#include <new>
#include <type_traits>
#include <utility>

namespace corogql::detail {

namespace {

/// Boost's class of memory resources is in another place in every second Boost.
using memory_resource = std::remove_pointer_t<decltype(std::declval<json::storage_ptr>().get())>;

/// There is one memory for all trees, for ever: while a tree is built on a thread this gives memory of that tree's
/// arena, and otherwise of the heap, which is for copies.
class tree_memory final : public memory_resource {
public:
    class building {
    public:
        explicit building(json::monotonic_resource& arena) noexcept : outer_(std::exchange(arena_, &arena)) {}
        building(const building&) = delete;
        building& operator=(const building&) = delete;
        ~building() { arena_ = outer_; }

    private:
        json::monotonic_resource* const outer_;
    };

private:
    void* do_allocate(std::size_t size, std::size_t alignment) override {
        return arena_ ? arena_->allocate(size, alignment) : ::operator new(size, std::align_val_t(alignment));
    }
    void do_deallocate(void* block, std::size_t size, std::size_t alignment) override {
        if (!arena_) ::operator delete(block, size, std::align_val_t(alignment));
    }
    bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

    static inline thread_local json::monotonic_resource* arena_ = nullptr;
};

tree_memory& memory = *new tree_memory; // copies may be the last to go at the end of the process

} // namespace

std::string json_tree::take(json_scanner& at) {
    const tree_memory::building here(arena);
    json_builder builder(&memory);
    builder.take(at);
    ::new (&root) json::value(builder.release());
    return builder.problem();
}

} // namespace corogql::detail
