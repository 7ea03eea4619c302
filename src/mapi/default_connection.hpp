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

    static default_connection& instance();

    state current();
    void reset();
    place push(state scoped);
    void pop(place scope);

private:
    default_connection() = default;
    /// At the process's end: what is under way is cancelled, sockets are closed.
    ~default_connection();

    std::mutex mutex_;
    std::list<state> scopes_; ///< the last is the innermost
    state own_;
};

} // namespace corogql::mapi
