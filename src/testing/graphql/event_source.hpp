/// The events of a subscription come from an event_source: they are pulled when there is room to send them.
#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <functional>
#include <optional>

namespace corogql::testing {

namespace json = boost::json;

class event_source {
public:
    virtual ~event_source() = default;

    /// Returns the next value of the root field; nullopt when there is none now, or none ever again (ended()).
    virtual std::optional<json::value> next() = 0;
    virtual bool ended() const = 0;

    /// Returns behind which event the source is. Another source of the same subscription can go on there.
    virtual std::uint64_t position() const = 0;
    virtual void go_on_behind(std::uint64_t position) = 0;

    /// Sets the function that is called whenever next() may have more; never inside next().
    void on_ready(std::function<void()> ready) { ready_ = std::move(ready); }

protected:
    void ready() const {
        if (ready_) ready_();
    }

private:
    std::function<void()> ready_;
};

} // namespace corogql::testing
