/// There is one copy of each text that several hold at a time: those of an endpoint's many like subscriptions.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

namespace corogql::engine {

/// An operation's text is what a request says without its values.
struct operation_text {
    std::string document, name, document_id;
    bool operator==(const operation_text&) const = default;
};

class shared_texts {
public:
    /// Returns one copy of an equal text to all who ask while one of them still holds it.
    std::shared_ptr<const operation_text> share(std::shared_ptr<const operation_text> text);

private:
    std::unordered_map<std::size_t, std::weak_ptr<const operation_text>> by_hash_;
    std::size_t sweep_at_ = 16; ///< At so many entries those whose text has gone are erased.
};

} // namespace corogql::engine
