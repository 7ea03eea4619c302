#include "transport/websocket/mask_keys.hpp"

#include <cstring>
#include <random>
#include <utility>

namespace corogql::transport {

const char* websocket_mask_keys::next() {
    if (at_ == bytes_.size()) {
        std::random_device device;
        for (at_ = 0; at_ < bytes_.size(); at_ += 4) {
            const auto word = device();
            static_assert(sizeof word == 4);
            std::memcpy(bytes_.data() + at_, &word, sizeof word);
        }
        at_ = 0;
    }
    return bytes_.data() + std::exchange(at_, at_ + 4);
}

} // namespace corogql::transport
