/// Trust is what a client checks certificates against: authorities, and revocation lists, which change.
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

/// Loads authorities from a file. Throws corogql::error of kind config, naming the file that cannot be used and why.
void load_authorities(x509_store_st* into, const std::string& file);

/// The trust of one client. This class is not thread-safe.
class tls_trust {
public:
    explicit tls_trust(tls_options options) : options_(std::move(options)) {}

    /// Loads authorities and revocation lists. Throws as load_authorities() does.
    void load(ssl_ctx_st* into);
    /// Loads again when the file of revocation lists has changed, and returns whether it did. A file that cannot be
    /// used leaves the lists that were loaded before: they hold no longer than they say themselves.
    bool renew(ssl_ctx_st* into);

private:
    struct file_state {
        std::filesystem::file_time_type written;
        std::uintmax_t size = 0;
        bool operator==(const file_state&) const = default;
    };
    std::optional<file_state> look() const;

    const tls_options options_;
    std::optional<file_state> loaded_; ///< The state of the file of revocation lists when it was loaded.
};

} // namespace corogql::transport
