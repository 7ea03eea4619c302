/// A simulated_socket is one end of a connection in memory: bytes arrive late, in pieces, or never.
#pragma once

#include "testing/simulation/simulated_world.hpp"

namespace corogql::testing {

class simulated_socket : public std::enable_shared_from_this<simulated_socket> {
public:
    using ends = std::pair<std::shared_ptr<simulated_socket>, std::shared_ptr<simulated_socket>>;

    explicit simulated_socket(simulated_world& world) : world_(world) {}
    static ends connect(simulated_world& world);

    /// The function is called whenever something has arrived, or may be written again. It is not called from within a
    /// call of this end.
    std::function<void()> changed;

    /// Returns how many bytes the peer's window still takes.
    std::size_t room() const noexcept;
    void send(std::string_view bytes);
    /// Sends a FIN behind what was sent.
    void finish();
    /// Sends a RST: what is under way in either direction is lost.
    void reset();
    /// Makes vanish what is sent from now on.
    void silence() noexcept { silent_ = true; }

    const std::string& arrived() const noexcept { return arrived_; }
    std::string take(std::size_t most);
    bool ended() const noexcept { return ended_ && arrived_.empty(); }
    bool broken() const noexcept { return broken_; }

private:
    void deliver(std::function<void(simulated_socket&)> what);
    void tell() {
        if (changed) changed();
    }

    simulated_world& world_;
    std::weak_ptr<simulated_socket> peer_;
    std::string arrived_;
    std::size_t under_way_ = 0; ///< The number of bytes that were sent, and not taken by the peer yet.
    simulated_world::time_point last_arrival_{};
    bool silent_ = false, finished_ = false, ended_ = false, broken_ = false;
};

} // namespace corogql::testing
