#include "testing/mapi/streams.hpp"

#include "testing/graphql/json_member.hpp"
#include <corogql/testing/field_error.hpp>

#include "transport/tls/hash.hpp"

#include <algorithm>

namespace corogql::testing {

namespace {

/// Listens to an item for as long as this object lives.
template <class T>
class item_source : public event_source {
public:
    explicit item_source(std::shared_ptr<T> item)
        : item_(std::move(item)), listener_(item_->listen([this] { ready(); })) {}
    ~item_source() override { item_->forget(listener_); }
    item_source(const item_source&) = delete;
    item_source& operator=(const item_source&) = delete;

protected:
    const std::shared_ptr<T> item_;

private:
    const std::uint64_t listener_;
};

class status_source : public item_source<mapi_run> {
public:
    explicit status_source(std::shared_ptr<mapi_run> run)
        : item_source(std::move(run)), at_(item_->history().size() - 1) {}

    std::optional<json::value> next() override {
        if (ended() || at_ == item_->history().size()) return std::nullopt;
        const auto& status = item_->history()[at_++];
        ended_ = is_terminal(status);
        return json::value(status);
    }
    bool ended() const override { return ended_; }
    std::uint64_t position() const override { return at_; }
    void go_on_behind(std::uint64_t position) override {
        at_ = std::min<std::size_t>(position, item_->history().size());
        ended_ = at_ > 0 && is_terminal(item_->history()[at_ - 1]);
    }

private:
    std::size_t at_;
    bool ended_ = false;
};

class log_source : public item_source<mapi_item> {
public:
    log_source(std::shared_ptr<mapi_item> item, const log_position& from)
        : item_source(std::move(item)), from_(from), end_(item_->log().size()) {
        if (from_.tail >= 0 && from_.offset == 0) from_.offset = tail_offset();
    }

    std::optional<json::value> next() override {
        const auto& log = item_->log();
        const auto limit = from_.follow ? log.size() : end_;
        if (from_.offset >= limit) return std::nullopt;
        const auto piece = std::string_view(log).substr(from_.offset, std::min(from_.chunk, limit - from_.offset));
        from_.offset += piece.size();
        json::object event;
        event["chunk"] = transport::base64(piece);
        event["endOffset"] = from_.offset;
        return event;
    }
    bool ended() const override {
        return from_.follow ? item_->finished() && from_.offset >= item_->log().size() : from_.offset >= end_;
    }
    std::uint64_t position() const override { return from_.offset; }
    void go_on_behind(std::uint64_t position) override {
        from_.offset = std::min<std::size_t>(position, item_->log().size());
    }

private:
    std::size_t tail_offset() const {
        const auto& log = item_->log();
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

} // namespace

std::unique_ptr<event_source> watch_run_status(std::shared_ptr<mapi_run> run) {
    return std::make_unique<status_source>(std::move(run));
}

log_position to_position(const json::object& input, std::size_t chunk) {
    const auto offset = number_at(input, "offset", 0);
    if (offset < 0) throw field_error(400, "offset must not be negative");
    log_position from;
    from.offset = static_cast<std::size_t>(offset);
    from.tail = number_at(input, "tail", -1);
    from.follow = flag_at(input, "follow");
    from.chunk = chunk;
    return from;
}

std::unique_ptr<event_source> read_log(std::shared_ptr<mapi_item> item, const log_position& from) {
    return std::make_unique<log_source>(std::move(item), from);
}

} // namespace corogql::testing
