#include "testing/server/fault_plan.hpp"

#include <algorithm>

namespace corogql::testing {

void fault_plan::add(const fault& order) {
    const std::lock_guard lock(mutex_);
    orders_.push_back(order);
}

void fault_plan::clear() {
    const std::lock_guard lock(mutex_);
    orders_.clear();
}

std::optional<fault_order> fault_plan::take(fault::occasion when, const std::vector<std::string>& fields,
                                            std::size_t count) {
    const std::lock_guard lock(mutex_);
    for (auto it = orders_.begin(); it != orders_.end(); ++it) {
        auto& order = *it;
        if (order.when_ != when || order.count_ != count || order.times_ == 0u) continue;
        if (!order.operation_.empty() && std::find(fields.begin(), fields.end(), order.operation_) == fields.end())
            continue;
        if (order.skip_ > 0) {
            --order.skip_;
            continue;
        }
        fault_order taken;
        taken.action = order.what_;
        taken.how = order.how_;
        taken.after_execution = order.after_execution_;
        taken.status = order.status_;
        taken.code = order.code_;
        taken.bytes = order.bytes_;
        taken.delay = order.delay_;
        taken.text = order.text_;
        taken.headers = order.headers_;
        taken.messages = order.messages_;
        taken.ack_payload = order.ack_payload_;
        if (order.times_ && --*order.times_ == 0) orders_.erase(it);
        return taken;
    }
    return std::nullopt;
}

} // namespace corogql::testing
