#include "testing/mapi/item.hpp"

namespace corogql::testing {

void mapi_item::append_log(std::string_view bytes) {
    log_ += bytes;
    changed();
}

std::uint64_t mapi_item::listen(std::function<void()> function) {
    listeners_[++last_listener_] = std::move(function);
    return last_listener_;
}

void mapi_item::changed() const {
    for (const auto& listener : listeners_) listener.second();
}

} // namespace corogql::testing
