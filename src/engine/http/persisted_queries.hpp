/// What a client has learnt of its server about persisted queries.
#pragma once

#include <string>
#include <unordered_set>

namespace corogql::engine {

class persisted_queries {
public:
    /// Whether the hash of a document is worth sending.
    bool worthwhile(const std::string& hash) const { return supported_ && !forgotten_.contains(hash); }
    void unsupported() noexcept { supported_ = false; }
    /// The server has shown that it knows hashes: it ran a document by its hash, or asked for one that it did not know.
    bool proven() const noexcept { return proven_; }
    void prove() noexcept { proven_ = true; }
    /// The server did not know the document although it had just come.
    void forgotten(const std::string& hash) {
        if (forgotten_.size() < 1000) forgotten_.insert(hash);
    }

private:
    bool supported_ = true, proven_ = false;
    std::unordered_set<std::string> forgotten_;
};

} // namespace corogql::engine
