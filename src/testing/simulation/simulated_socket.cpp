#include "testing/simulation/simulated_socket.hpp"

namespace corogql::testing {

simulated_socket::ends simulated_socket::connect(simulated_world& world) {
    ends pair{std::make_shared<simulated_socket>(world), std::make_shared<simulated_socket>(world)};
    pair.first->peer_ = pair.second;
    pair.second->peer_ = pair.first;
    return pair;
}

std::size_t simulated_socket::room() const noexcept {
    const auto window = world_.network.window();
    return under_way_ < window ? window - under_way_ : 0;
}

/// Does something at the peer, in order, after the time it takes to get there.
void simulated_socket::deliver(std::function<void(simulated_socket&)> what) {
    const auto& network = world_.network;
    const auto latency = world_.between(network.least_latency(), network.most_latency());
    last_arrival_ = std::max(last_arrival_, world_.now() + latency);
    world_.at(last_arrival_, world_.executor(), [to = peer_, what = std::move(what)] {
        const auto peer = to.lock();
        if (!peer || peer->broken_) return;
        what(*peer);
        peer->tell();
    });
}

void simulated_socket::send(std::string_view bytes) {
    if (finished_ || broken_ || bytes.empty()) return;
    under_way_ += bytes.size();
    if (silent_) return;
    deliver([text = std::string(bytes)](simulated_socket& peer) { peer.arrived_ += text; });
}

void simulated_socket::finish() {
    if (finished_ || broken_) return;
    finished_ = true;
    if (silent_) return;
    deliver([](simulated_socket& peer) { peer.ended_ = true; });
}

void simulated_socket::reset() {
    if (broken_) return;
    broken_ = true;
    arrived_.clear();
    if (silent_) return;
    last_arrival_ = {}; // overtakes
    deliver([](simulated_socket& peer) {
        peer.broken_ = true;
        peer.arrived_.clear();
    });
}

std::string simulated_socket::take(std::size_t most) {
    auto size = std::min(most, arrived_.size());
    if (world_.network.fragments() && size > 1) size = 1 + world_.below(size);
    auto taken = arrived_.substr(0, size);
    arrived_.erase(0, size);
    if (const auto peer = peer_.lock()) {
        const bool was_full = peer->room() == 0;
        peer->under_way_ -= std::min(size, peer->under_way_);
        if (was_full && peer->room() > 0)
            world_.at(world_.now() + world_.network.least_latency(), world_.executor(), [weak = peer_] {
                if (const auto alive = weak.lock()) alive->tell();
            });
    }
    return taken;
}

} // namespace corogql::testing
