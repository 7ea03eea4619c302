/// These rules say what is done after each connection of a link that operations want: a websocket, or a stream over
/// HTTP. They are pure: the time, chance and the rest of the world are given.
#pragma once

#include "protocol/retry/refusals.hpp"
#include "protocol/retry/step.hpp"
#include "protocol/subscriptions/subprotocol_offer.hpp"
#include "values/deadline.hpp"

#include <corogql/backoff_options.hpp>
#include <corogql/error.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace corogql::protocol {

/// A link that lived this long proves that connecting works: what failed before does not count any more.
inline constexpr std::chrono::seconds healthy_link(10);

class reconnection {
public:
    /// These facts are the world when a link has ended.
    struct facts {
        std::uint64_t random = 0;
        std::optional<std::chrono::milliseconds> asked_wait; ///< The wait that the server asked for in its stream.
        bool has_provider = false;                           ///< Whether there is a provider of credentials.
    };
    /// A link's end is described by these facts.
    struct link_end {
        bool acknowledged = false;
        std::chrono::nanoseconds lived{0}; ///< The time since the ack; zero without one.
        bool lost = true;                  ///< False when the link was closed because nobody wanted it any more.
    };

    /// Begins without connections; `options` must outlive this object. `wanted` is the protocol of a websocket; nothing
    /// for another transport.
    reconnection(const backoff_options& options, std::optional<websocket_protocol> wanted) : options_(options) {
        if (wanted) offer_.emplace(*wanted);
    }

    std::vector<const websocket_dialect*> offer(steady_time now) { return offer_->names(now); }

    void on_dialling() noexcept { ++attempts_down_; }
    void on_acknowledged(steady_time now) noexcept {
        if (offer_) offer_->on_acknowledged(now);
    }
    /// Notes that all operations were started again.
    void on_restored() noexcept { down_since_.reset(); }
    /// Notes an event: the server does what it is there for, so nothing that failed before counts any more.
    void on_event() noexcept {
        failures_ = 0;
        refusals_.forget();
        if (!last_failure_.empty()) last_failure_.clear();
    }
    void on_link_end(const link_end& end, steady_time now) noexcept;
    /// Returns what to do next; the error learns the number of attempts.
    step after(error& end, const facts& at);
    /// Notes that the provider was asked for fresh credentials: by this link (`asked`) or by others.
    void on_refreshed(bool asked) noexcept { refusals_.on_refreshed(asked); }
    /// Notes that all operations have failed.
    void on_given_up() noexcept;
    /// Notes that nobody is interrupted any more; who comes next starts anew.
    void on_stopped() noexcept;

    /// Returns how long to wait before another connection is tried, after one failed that was to take over from a good
    /// one.
    std::chrono::nanoseconds after_renewal(std::uint64_t random) { return backoff_after(++renewals_failed_, random); }
    void on_renewed() noexcept { renewals_failed_ = 0; }

    /// Returns the number of connections in a row without an event, which `retries` bounds.
    unsigned failures() const noexcept { return failures_; }
    /// Returns the number of connections since the link was lost.
    unsigned attempts_down() const noexcept { return attempts_down_; }
    /// Returns since when operations are interrupted; nothing while they are not.
    const std::optional<steady_time>& down_since() const noexcept { return down_since_; }
    const std::string& last_failure() const noexcept { return last_failure_; }
    /// Returns the last failure for messages of limits that have passed meanwhile; empty when nothing has failed.
    std::string last_failure_words() const {
        return last_failure_.empty() ? std::string() : "; the last failure was: " + last_failure_;
    }

private:
    std::chrono::nanoseconds backoff_after(unsigned failures, std::uint64_t random) const;
    bool transient(const error& end) const;

    const backoff_options& options_;
    std::optional<subprotocol_offer> offer_;
    unsigned failures_ = 0;
    /// The number of the next wait's step; the steps begin again only after a healthy link, or when all operations have
    /// failed.
    unsigned delay_step_ = 0;
    /// How often credentials were refused since a link was healthy.
    unsigned refused_ = 0;
    unsigned attempts_down_ = 0;
    unsigned renewals_failed_ = 0; ///< The number of renewals that failed in a row.
    std::optional<steady_time> down_since_;
    refusals refusals_;
    std::string last_failure_;
};

} // namespace corogql::protocol
