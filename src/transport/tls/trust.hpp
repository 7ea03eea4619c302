/// What a client checks certificates against: authorities, and revocation lists, which change.
#pragma once

#include <corogql/tls_options.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

struct ssl_ctx_st;
struct x509_store_st;

namespace corogql::transport {

/// Throws corogql::error of kind config, naming the file that cannot be used and why.
void load_authorities(x509_store_st* into, const std::string& file);

/// Not thread-safe: of one client.
class tls_trust {
public:
    explicit tls_trust(tls_options options) : options_(std::move(options)) {}

    /// Throws as load_authorities() does.
    void load(ssl_ctx_st* into);
    /// Loads again when the file of revocation lists has changed, and says whether. One that cannot be used leaves what
    /// was: it holds no longer than the lists themselves say.
    bool renew(ssl_ctx_st* into);

private:
    struct file_state {
        std::filesystem::file_time_type written;
        std::uintmax_t size = 0;
        bool operator==(const file_state&) const = default;
    };
    std::optional<file_state> look() const;

    const tls_options options_;
    std::optional<file_state> loaded_; ///< of the revocation lists
};

} // namespace corogql::transport
