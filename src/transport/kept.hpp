/// A keeper has what must not outlive an execution context, though handles to it may: the context owns the thing, and a
/// handle finds it.
///
/// A strand is such a thing, and so is whatever has one: its destructor needs the context's services.
#pragma once

#include "transport/context_gate.hpp"

#include <boost/asio/execution_context.hpp>

#include <list>
#include <memory>
#include <mutex>
#include <utility>

namespace corogql::transport {

namespace asio = boost::asio;

class keeper final : public asio::execution_context::service {
public:
    using things = std::list<std::shared_ptr<void>>;
    struct store {
        explicit store(asio::execution_context& context) : gate(context) {}

        context_gate gate;
        std::mutex mutex; ///< The mutex guards the list only.
        things all;
    };

    static asio::execution_context::id id;

    explicit keeper(asio::execution_context& context);
    static std::shared_ptr<store> store_of(asio::execution_context& context);

private:
    void shutdown() override;

    const std::shared_ptr<store> store_;
};

/// A handle to a thing that the context owns; it lets go of the thing when it is destroyed. Its members may be called
/// from any thread, but not while the context is being destroyed; visit() may even then.
template <class T>
class kept {
public:
    kept() noexcept = default;
    kept(asio::execution_context& by, std::shared_ptr<T> thing) : store_(keeper::store_of(by)), thing_(thing) {
        keeper::things entry;
        entry.push_back(std::move(thing));
        place_ = entry.begin();
        const std::lock_guard lock(store_->mutex);
        store_->all.splice(store_->all.end(), entry);
    }
    kept(kept&& other) noexcept
        : store_(std::exchange(other.store_, nullptr)), place_(other.place_), thing_(std::move(other.thing_)) {}
    kept& operator=(kept&& other) noexcept {
        if (this != &other) {
            reset();
            store_ = std::exchange(other.store_, nullptr);
            place_ = other.place_;
            thing_ = std::move(other.thing_);
        }
        return *this;
    }
    ~kept() { reset(); }

    void reset() noexcept {
        if (!store_) return;
        keeper::things dropped; // not under the lock
        const auto from = std::exchange(store_, nullptr);
        {
            const context_gate::pass pass(from->gate);
            const std::lock_guard lock(from->mutex);
            if (pass) dropped.splice(dropped.end(), from->all, place_);
        }
        thing_.reset();
    }

    /// Returns the thing, or null when the context has gone.
    std::shared_ptr<T> get() const noexcept { return thing_.lock(); }

    /// Calls function(thing), during which the context cannot go. Does not call it when the context has gone.
    template <class Function>
    void visit(const Function& function) const {
        if (!store_) return;
        const context_gate::pass pass(store_->gate);
        if (pass) function(get()); // never the last to let go of it
    }

private:
    std::shared_ptr<keeper::store> store_;
    keeper::things::iterator place_;
    std::weak_ptr<T> thing_;
};

} // namespace corogql::transport
