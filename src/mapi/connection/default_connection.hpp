/// The process has a default connection, and scopes can stand in for it.
#pragma once

#include <list>
#include <memory>
#include <mutex>

namespace corogql::mapi::detail {

class connection_state;

/// The default connection of the process. This class is thread-safe.
class default_connection {
public:
    using state = std::shared_ptr<connection_state>;
    using place = std::list<state>::iterator;

    /// Returns the only object of this class. It is never destroyed: whatever still runs at the process's end may ask
    /// for it.
    static default_connection& instance();

    state current();
    void reset();
    /// Does what reset() does, because the process ends: afterwards its own connection is not made again.
    void end();
    place push(state scoped);
    void pop(place scope);

private:
    default_connection() = default;

    std::mutex mutex_;
    std::list<state> scopes_; ///< The last scope is the innermost one.
    state own_;
    bool ended_ = false;
};

} // namespace corogql::mapi::detail
