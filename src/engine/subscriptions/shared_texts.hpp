/// One copy of each text that several hold at a time: the documents of an endpoint's many like subscriptions.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

namespace corogql::engine {

class shared_texts {
public:
    /// The same text for all who ask while one of them still holds it.
    std::shared_ptr<const std::string> share(std::shared_ptr<const std::string> text);

private:
    std::unordered_map<std::size_t, std::weak_ptr<const std::string>> by_hash_;
    std::size_t sweep_at_ = 16; ///< entries, of which many may have gone
};

} // namespace corogql::engine
