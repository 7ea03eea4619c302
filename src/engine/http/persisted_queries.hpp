/// A client remembers here what it has learnt of its server about persisted queries.
#pragma once

#include <string>
#include <unordered_set>

namespace corogql::engine {

class persisted_queries {
public:
    /// Says whether the hash of a document is worth sending.
    bool worthwhile(const std::string& hash) const { return supported_ && !forgotten_.contains(hash); }
    void unsupported() noexcept { supported_ = false; }
    /// Says whether the server has shown that it knows hashes: it ran a document by its hash, or asked for a document
    /// whose hash it did not know.
    bool proven() const noexcept { return proven_; }
    void prove() noexcept { proven_ = true; }
    /// Notes that the server did not know the document although the document had just come.
    void forgotten(const std::string& hash) {
        if (forgotten_.size() < 1000) forgotten_.insert(hash);
    }

private:
    bool supported_ = true, proven_ = false;
    std::unordered_set<std::string> forgotten_;
};

} // namespace corogql::engine
