/// What is done after each connection of a link that operations want: a websocket, or a stream over HTTP. Pure: the
/// time, chance and the rest of the world are given.
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

/// A link that lived this long proves that connecting works: what failed before it does not count any more.
inline constexpr std::chrono::seconds healthy_link(10);

class reconnection {
public:
    /// The world when a link has ended.
    struct facts {
        std::uint64_t random = 0;
        std::optional<std::chrono::milliseconds> asked_wait; ///< As the server asked in its stream.
        bool has_provider = false;                           ///< Of credentials.
    };
    /// How a link ended.
    struct link_end {
        bool acknowledged = false;
        std::chrono::nanoseconds lived{0}; ///< Since the ack.
        bool lost = true;                  ///< Not closed because nobody wanted it any more.
    };

    /// `options` must outlive this. `wanted`: of a websocket; nothing: another transport.
    reconnection(const backoff_options& options, std::optional<websocket_protocol> wanted) : options_(options) {
        if (wanted) offer_.emplace(*wanted);
    }

    std::vector<const websocket_dialect*> offer(steady_time now) { return offer_->names(now); }

    void on_dialling() noexcept { ++attempts_down_; }
    void on_acknowledged(steady_time now) noexcept {
        if (offer_) offer_->on_acknowledged(now);
    }
    /// All operations were started again.
    void on_restored() noexcept { down_since_.reset(); }
    /// The server does what it is there for, so nothing that failed before counts any more.
    void on_event() noexcept {
        failures_ = 0;
        refusals_.forget();
        if (!last_failure_.empty()) last_failure_.clear();
    }
    void on_link_end(const link_end& end, steady_time now) noexcept;
    /// What to do next; the error learns the number of attempts.
    step after(error& end, const facts& at);
    /// The provider was asked for fresh credentials, by this link or by others.
    void on_refreshed(bool asked) noexcept { refusals_.on_refreshed(asked); }
    /// All operations have failed.
    void on_given_up() noexcept;
    /// Nobody is interrupted any more; who comes next starts anew.
    void on_stopped() noexcept;

    /// A connection that was to take over from a good one failed: how long to wait before another is tried.
    std::chrono::nanoseconds after_renewal(std::uint64_t random) { return backoff_after(++renewals_failed_, random); }
    void on_renewed() noexcept { renewals_failed_ = 0; }

    /// Connections in a row without an event: what `retries` bounds.
    unsigned failures() const noexcept { return failures_; }
    /// Connections since the link was lost.
    unsigned attempts_down() const noexcept { return attempts_down_; }
    /// Nothing: operations are not interrupted.
    const std::optional<steady_time>& down_since() const noexcept { return down_since_; }
    const std::string& last_failure() const noexcept { return last_failure_; }
    /// For messages of limits that have passed meanwhile; empty: nothing has failed.
    std::string last_failure_words() const {
        return last_failure_.empty() ? std::string() : "; the last failure was: " + last_failure_;
    }

private:
    std::chrono::nanoseconds backoff_after(unsigned failures, std::uint64_t random) const;
    bool transient(const error& end) const;

    const backoff_options& options_;
    std::optional<subprotocol_offer> offer_;
    unsigned failures_ = 0;
    unsigned delay_step_ = 0; ///< For the wait; begins again only after a healthy link.
    unsigned refused_ = 0;    ///< Credentials, since a link was healthy.
    unsigned attempts_down_ = 0;
    unsigned renewals_failed_ = 0; ///< In a row.
    std::optional<steady_time> down_since_;
    refusals refusals_;
    std::string last_failure_;
};

} // namespace corogql::protocol
