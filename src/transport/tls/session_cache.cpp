#include "transport/tls/session_cache.hpp"

#include <openssl/ssl.h>

namespace corogql::transport {

namespace {

/// So many sessions are kept for a host as connections are likely to be opened at once.
constexpr std::size_t kept_for_a_host = 8;

} // namespace

tls_session_cache::~tls_session_cache() { clear(); }

void tls_session_cache::clear() {
    const std::lock_guard lock(mutex_);
    for (auto& [host, sessions] : by_host_)
        for (auto* session : sessions) SSL_SESSION_free(session);
    by_host_.clear();
}

void tls_session_cache::keep(const std::string& host, SSL_SESSION* session) {
    const std::lock_guard lock(mutex_);
    auto& sessions = by_host_[host];
    if (sessions.size() == kept_for_a_host) {
        SSL_SESSION_free(sessions.front());
        sessions.erase(sessions.begin());
    }
    sessions.push_back(session);
}

SSL_SESSION* tls_session_cache::take(const std::string& host) {
    const std::lock_guard lock(mutex_);
    const auto found = by_host_.find(host);
    if (found == by_host_.end() || found->second.empty()) return nullptr;
    auto* session = found->second.back();
    found->second.pop_back();
    return session;
}

} // namespace corogql::transport
