#include "testing/mapi_streams.hpp"

#include "transport/hash.hpp"

#include <algorithm>

namespace corogql::testing {

namespace {

/// Listens to a run for as long as it lives.
class run_source : public event_source {
public:
    explicit run_source(std::shared_ptr<mapi_run> run)
        : run_(std::move(run)), listener_(run_->listen([this] { ready(); })) {}
    ~run_source() override { run_->forget(listener_); }
    run_source(const run_source&) = delete;
    run_source& operator=(const run_source&) = delete;

protected:
    const std::shared_ptr<mapi_run> run_;

private:
    const std::uint64_t listener_;
};

class status_source : public run_source {
public:
    explicit status_source(std::shared_ptr<mapi_run> run)
        : run_source(std::move(run)), at_(run_->history().size() - 1) {}

    std::optional<json::value> next() override {
        if (ended() || at_ == run_->history().size()) return std::nullopt;
        const auto& status = run_->history()[at_++];
        ended_ = is_terminal(status);
        return json::value(status);
    }
    bool ended() const override { return ended_; }

private:
    std::size_t at_;
    bool ended_ = false;
};

class log_source : public run_source {
public:
    log_source(std::shared_ptr<mapi_run> run, const log_position& from)
        : run_source(std::move(run)), from_(from), end_(run_->log().size()) {
        if (from_.tail >= 0 && from_.offset == 0) from_.offset = tail_offset();
    }

    std::optional<json::value> next() override {
        const auto& log = run_->log();
        const auto limit = from_.follow ? log.size() : end_;
        if (from_.offset >= limit) return std::nullopt;
        const auto piece =
            std::string_view(log).substr(from_.offset, std::min(from_.chunk, limit - from_.offset));
        from_.offset += piece.size();
        json::object event;
        event["chunk"] = transport::base64(piece);
        event["endOffset"] = from_.offset;
        return event;
    }
    bool ended() const override {
        return from_.follow ? run_->finished() && from_.offset >= run_->log().size() : from_.offset >= end_;
    }

private:
    std::size_t tail_offset() const {
        const auto& log = run_->log();
        auto at = log.size();
        for (auto lines = from_.tail; lines > 0 && at > 0; --lines) {
            const auto newline = at < 2 ? std::string::npos : log.rfind('\n', at - 2);
            at = newline == std::string::npos ? 0 : newline + 1;
        }
        return at;
    }

    log_position from_;
    const std::size_t end_;
};

class count_source : public event_source {
public:
    count_source(std::int64_t after, std::int64_t to, std::chrono::milliseconds interval,
                 std::shared_ptr<transport::runtime> clock)
        : at_(after), to_(to), interval_(interval), clock_(std::move(clock)), due_(clock_->now()) {}
    ~count_source() override { clock_->cancel(timer_); }
    count_source(const count_source&) = delete;
    count_source& operator=(const count_source&) = delete;

    std::optional<json::value> next() override {
        if (ended()) return std::nullopt;
        if (interval_.count() > 0 && clock_->now() < due_) {
            if (timer_ == 0)
                timer_ = clock_->at(due_, [this] {
                    timer_ = 0;
                    ready();
                });
            return std::nullopt;
        }
        due_ += interval_;
        return json::value(++at_);
    }
    bool ended() const override { return at_ >= to_; }

private:
    std::int64_t at_;
    const std::int64_t to_;
    const std::chrono::milliseconds interval_;
    const std::shared_ptr<transport::runtime> clock_;
    transport::runtime::time_point due_;
    transport::runtime::timer_id timer_ = 0;
};

} // namespace

std::unique_ptr<event_source> watch_run_status(std::shared_ptr<mapi_run> run) {
    return std::make_unique<status_source>(std::move(run));
}

std::unique_ptr<event_source> run_log(std::shared_ptr<mapi_run> run, const log_position& from) {
    return std::make_unique<log_source>(std::move(run), from);
}

std::unique_ptr<event_source> count(std::int64_t after, std::int64_t to, std::chrono::milliseconds interval,
                                    std::shared_ptr<transport::runtime> clock) {
    return std::make_unique<count_source>(after, to, interval, std::move(clock));
}

} // namespace corogql::testing
