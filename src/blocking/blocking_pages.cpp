#include <corogql/blocking_pages.hpp>

#include "engine/page_source.hpp"

#include <corogql/detail/none_within.hpp>
#include <corogql/event_loop.hpp>
#include <corogql/pending.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

namespace corogql {

/// False when there is nothing to wait for.
bool blocking_pages::start() {
    pages_.loop().check_wait();
    if (coming_.valid()) return true;
    const auto& source = pages_->source_;
    if (!source || !source->begin_step()) return false;
    coming_ = asio::co_spawn(source->executor(), detail::await_page(source), asio::use_future);
    return true;
}

/// Only here the walk moves on: what came for a next() that had gone was seen by nobody.
std::optional<page> blocking_pages::take() { return pages_->source_->take(coming_.get()); }

std::optional<page> blocking_pages::next() {
    if (!start()) return std::nullopt;
    return take();
}

std::optional<page> blocking_pages::next(std::chrono::nanoseconds limit) {
    if (!start()) return std::nullopt;
    if (!detail::wait_for(coming_, limit)) detail::throw_none_within(limit, "page");
    return take();
}

} // namespace corogql
