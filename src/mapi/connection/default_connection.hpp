/// The process's default connection, and the scopes that stand in for it.
#pragma once

#include <list>
#include <memory>
#include <mutex>

namespace corogql::detail {
class mapi_state;
}

namespace corogql::mapi {

/// Thread-safe.
class default_connection {
public:
    using state = std::shared_ptr<corogql::detail::mapi_state>;
    using place = std::list<state>::iterator;

    /// Never destroyed: whatever still runs at the process's end may ask for it.
    static default_connection& instance();

    state current();
    void reset();
    /// The process ends: reset(), after which the process's own connection is not made again.
    void end();
    place push(state scoped);
    void pop(place scope);

private:
    default_connection() = default;

    std::mutex mutex_;
    std::list<state> scopes_; ///< the last is the innermost
    state own_;
    bool ended_ = false;
};

} // namespace corogql::mapi
