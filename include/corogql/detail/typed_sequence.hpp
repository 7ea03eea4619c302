/// A typed sequence makes each item of an untyped one typed, and can say what it is made of.
#pragma once

#include <corogql/detail/sequence.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace corogql::detail {

/// This part does not depend on the operation.
template <class Raw>
class typed_source {
public:
    virtual ~typed_source() = default;
    virtual const sequence<Raw>& untyped() const noexcept = 0;
};

template <class Raw, class Typed>
class typed_sequence final : public adaptor<Raw, Typed>, public typed_source<Raw> {
public:
    using adaptor<Raw, Typed>::adaptor;

    std::optional<Typed> try_next() override {
        auto item = this->from().try_next();
        if (!item) return std::nullopt;
        return std::optional<Typed>(std::in_place, std::move(*item));
    }
    const sequence<Raw>& untyped() const noexcept override { return this->from(); }
};

/// Returns what a typed sequence is made of; null for a sequence of another kind, which a handle may have been given by
/// way of its base.
template <class Raw, class Typed>
const sequence<Raw>* untyped(const std::shared_ptr<sequence<Typed>>& from) noexcept {
    const auto* typed = dynamic_cast<const typed_source<Raw>*>(from.get());
    return typed ? &typed->untyped() : nullptr;
}

} // namespace corogql::detail
