#include "transport/tls/session.hpp"

#include "values/errors/detailed_error.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <new>

namespace corogql::transport {

namespace {

// Empty memory means "come back with more", not the end.
BIO* make_memory() {
    BIO* memory = BIO_new(BIO_s_mem());
    if (memory) BIO_set_mem_eof_return(memory, -1);
    return memory;
}

} // namespace

tls_session::tls_session(std::shared_ptr<const tls_context> context, tls_role role, std::string host)
    : context_(std::move(context)), host_(std::move(host)), ssl_(SSL_new(context_->native())), in_(make_memory()),
      out_(make_memory()) {
    if (!ssl_ || !in_ || !out_) {
        BIO_free(in_);
        BIO_free(out_);
        SSL_free(ssl_);
        throw std::bad_alloc();
    }
    SSL_set_bio(ssl_, in_, out_);
    if (role == tls_role::server) {
        SSL_set_accept_state(ssl_);
        return;
    }
    SSL_set_connect_state(ssl_);
    try {
        context_->renew();
        expect(host_);
        resume();
    } catch (...) {
        SSL_free(ssl_);
        throw;
    }
}

tls_session::~tls_session() {
    // OpenSSL takes a connection that was not closed politely for a reason not to resume it (as SSL 2 had it).
    if (!failure_) SSL_set_shutdown(ssl_, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    SSL_free(ssl_);
}

void tls_session::resume() {
    auto* const cache = context_->sessions();
    if (!cache) return;
    SSL_set_app_data(ssl_, this);
    if (auto* session = cache->take(host_)) {
        SSL_set_session(ssl_, session);
        SSL_SESSION_free(session);
    }
}

int tls_session::on_resumable(SSL* ssl, SSL_SESSION* session) {
    const auto* self = static_cast<const tls_session*>(SSL_get_app_data(ssl));
    if (!self) return 0;
    self->context_->sessions()->keep(self->host_, session);
    return 1;
}

void tls_session::expect(const std::string& host) {
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_), host.c_str()) == 1) return;
    ERR_clear_error();
    // A rooted name is the same name, but neither SNI nor certificates write the dot.
    std::string name = host;
    if (name.ends_with('.')) name.pop_back();
    if (name.empty()) {
        if (!context_->verifies()) return;
        throw handshake_failure({"there is no host name to verify", tls_reason::wrong_host});
    }
    SSL_set_hostflags(ssl_, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    if (SSL_set1_host(ssl_, name.c_str()) != 1 ||
        SSL_ctrl(ssl_, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) != 1)
        throw handshake_failure({take_openssl_reason()});
}

void tls_session::put(asio::const_buffer bytes) {
    std::size_t taken = 0;
    if (bytes.size() != 0 && BIO_write_ex(in_, bytes.data(), bytes.size(), &taken) != 1) throw std::bad_alloc();
}

bool tls_session::handshake() {
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_);
    if (result == 1) {
        const bool resumed = SSL_session_reused(ssl_) == 1;
        context_->count(resumed);
        // Before TLS 1.3 a session may be used again and again, and OpenSSL tells of it only once.
        if (resumed && context_->sessions() && SSL_version(ssl_) < TLS1_3_VERSION)
            context_->sessions()->keep(host_, SSL_get1_session(ssl_));
        return true;
    }
    if (SSL_get_error(ssl_, result) != SSL_ERROR_WANT_READ && !failure_)
        failure_ = handshake_failure(take_tls_problem(ssl_));
    return false;
}

std::size_t tls_session::decrypt(asio::mutable_buffer into) {
    std::size_t total = 0;
    while (total < into.size() && !ended_ && !failure_) {
        const asio::mutable_buffer rest = into + total;
        std::size_t size = 0;
        ERR_clear_error();
        const int result = SSL_read_ex(ssl_, rest.data(), rest.size(), &size);
        if (result == 1) {
            total += size;
            received_ = true;
            continue;
        }
        const int why = SSL_get_error(ssl_, result);
        if (why == SSL_ERROR_WANT_READ) break;
        if (why == SSL_ERROR_ZERO_RETURN)
            ended_ = true;
        else
            failure_ = session_failure();
    }
    return total;
}

void tls_session::encrypt(asio::const_buffer plain) {
    std::size_t taken = 0;
    ERR_clear_error();
    if (plain.size() != 0 && SSL_write_ex(ssl_, plain.data(), plain.size(), &taken) != 1)
        throw failure_ ? *failure_ : session_failure();
}

void tls_session::close() noexcept {
    ERR_clear_error();
    SSL_shutdown(ssl_);
    ERR_clear_error();
}

bool tls_session::has_output() const noexcept { return BIO_ctrl_pending(out_) != 0; }

std::size_t tls_session::take_output(std::vector<char>& into) {
    into.resize(std::max(into.size(), BIO_ctrl_pending(out_)));
    std::size_t size = 0;
    BIO_read_ex(out_, into.data(), into.size(), &size);
    return size;
}

bool tls_session::quiet() noexcept {
    if (ended_ || failure_) return false;
    char byte = 0;
    std::size_t size = 0;
    ERR_clear_error();
    const int result = SSL_peek_ex(ssl_, &byte, 1, &size);
    const bool nothing = result != 1 && SSL_get_error(ssl_, result) == SSL_ERROR_WANT_READ;
    ERR_clear_error();
    return nothing && BIO_ctrl_pending(in_) == 0 && SSL_has_pending(ssl_) == 0;
}

error tls_session::handshake_failure(const tls_problem& problem) const {
    return detailed_error(error_kind::tls, "TLS handshake" + (host_.empty() ? std::string() : " with " + host_) +
                                               " failed: " + problem.text)
        .phase(error_phase::tls)
        .tls_reason(problem.reason);
}

// A TLS 1.3 server judges the client's certificate after the client's handshake is done: until the first
// plain text a failure still belongs to the handshake.
error tls_session::session_failure() {
    const auto problem = take_tls_problem(ssl_);
    if (!received_) return handshake_failure(problem);
    return error(error_kind::lost, "the TLS connection failed: " + problem.text);
}

} // namespace corogql::transport
