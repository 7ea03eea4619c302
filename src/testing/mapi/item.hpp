/// The store keeps items under names: their fields, their logs, and who listens to them.
#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace corogql::testing {

namespace json = boost::json;

class mapi_item {
public:
    virtual ~mapi_item() = default;
    mapi_item(const mapi_item&) = delete;
    mapi_item& operator=(const mapi_item&) = delete;

    const json::object& fields() const noexcept { return fields_; }
    std::string_view text(std::string_view field) const { return fields_.at(field).as_string(); }
    /// Returns what a filter of this name looks at; null where the item has no such field.
    virtual const json::value& field(std::string_view name) const = 0;
    virtual bool deleted() const = 0;
    /// Whether nothing will be added to the item's log any more.
    virtual bool finished() const = 0;

    const std::string& log() const noexcept { return log_; }
    void append_log(std::string_view bytes);

    /// Makes `changed` be called after every change of status or log, until forget().
    std::uint64_t listen(std::function<void()> changed);
    void forget(std::uint64_t listener) noexcept { listeners_.erase(listener); }

protected:
    mapi_item() = default;
    void changed() const;

    json::object fields_;

private:
    std::string log_;
    std::map<std::uint64_t, std::function<void()>> listeners_;
    std::uint64_t last_listener_ = 0;
};

} // namespace corogql::testing
