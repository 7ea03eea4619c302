/// Credentials that a server refuses: when it is worth asking the provider for fresh ones.
#pragma once

#include <utility>

namespace corogql::protocol {

/// A refusal is the second one only if the attempt before it was refused, too, and the provider was really asked in
/// between: a refresh that others shared may have brought what was refused already. One such excuse is enough.
class refusals {
public:
    /// False: fresh credentials were refused, and there are none better.
    bool may_refresh() const noexcept { return !refreshed_; }
    /// The provider has answered; `asked`: this operation's own question.
    void on_refreshed(bool asked) noexcept { refreshed_ = asked || std::exchange(excused_, true); }
    /// Something else happened, after which what was refreshed may have grown old.
    void forget() noexcept { refreshed_ = excused_ = false; }

private:
    bool refreshed_ = false, excused_ = false;
};

} // namespace corogql::protocol
