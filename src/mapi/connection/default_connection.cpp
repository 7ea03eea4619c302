#include "mapi/connection/default_connection.hpp"

#include "mapi/connection/connection_state.hpp"
#include "mapi/connection/process_end.hpp"

namespace corogql::mapi::detail {

default_connection& default_connection::instance() {
    static auto& only = *new default_connection;
    return only;
}

default_connection::state default_connection::current() {
    const std::lock_guard lock(mutex_);
    if (!scopes_.empty()) return scopes_.back();
    if (ended_) throw error(error_kind::cancelled, "the process is ending");
    prepare_process_end();
    if (!own_) own_ = detail::connection_state::make(connection_options());
    return own_;
}

void default_connection::reset() {
    state old;
    {
        const std::lock_guard lock(mutex_);
        old.swap(own_);
    }
    if (old) old->close(); // whoever holds it still may go on with it
}

void default_connection::end() {
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    reset();
}

default_connection::place default_connection::push(state scoped) {
    const std::lock_guard lock(mutex_);
    return scopes_.insert(scopes_.end(), std::move(scoped));
}

void default_connection::pop(place scope) {
    const std::lock_guard lock(mutex_);
    scopes_.erase(scope);
}

} // namespace corogql::mapi::detail
