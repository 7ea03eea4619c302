/// When a server refuses credentials, this says whether it is worth asking the provider for fresh ones.
#pragma once

#include <utility>

namespace corogql::protocol {

/// A refusal is the second one only if the attempt before it was refused, too, and the provider was really asked in
/// between: a refresh that others shared may have brought what was refused already. One such excuse is enough.
class refusals {
public:
    /// Returns whether the provider may be asked: false when fresh credentials were refused, and there are none better.
    bool may_refresh() const noexcept { return !refreshed_; }
    /// Notes that the provider has answered; `asked` says that this operation itself had asked.
    void on_refreshed(bool asked) noexcept { refreshed_ = asked || std::exchange(excused_, true); }
    /// Notes that something else happened, after which credentials that were refreshed may have grown old.
    void forget() noexcept { refreshed_ = excused_ = false; }

private:
    bool refreshed_ = false, excused_ = false;
};

} // namespace corogql::protocol
