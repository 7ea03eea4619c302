#include "engine/subscriptions/shared_texts.hpp"

#include <algorithm>
#include <functional>

namespace corogql::engine {

std::shared_ptr<const operation_text> shared_texts::share(std::shared_ptr<const operation_text> text) {
    const std::hash<std::string> hash;
    auto& known = by_hash_[hash(text->document) + 3 * hash(text->name) + 5 * hash(text->document_id)];
    if (auto same = known.lock(); same && *same == *text) return same;
    known = text;
    if (by_hash_.size() >= sweep_at_) {
        std::erase_if(by_hash_, [](const auto& entry) { return entry.second.expired(); });
        sweep_at_ = std::max<std::size_t>(16, by_hash_.size() * 2);
    }
    return text;
}

} // namespace corogql::engine
