/// A kept executor may be held for longer than its execution context lives, as a strand itself must not be.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace corogql::detail {

namespace asio = boost::asio;

/// Copies share the executor. It is thread-safe, but not while the context is being destroyed.
class kept_executor {
public:
    kept_executor(const asio::any_io_executor& executor);

    /// Returns the executor, or Asio's system_executor when the context has gone.
    asio::any_io_executor get() const;

private:
    struct place;
    std::shared_ptr<const place> place_;
};

} // namespace corogql::detail
