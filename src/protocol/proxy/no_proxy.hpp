/// Some hosts are reached without a proxy: those in a list as NO_PROXY has it.
#pragma once

#include <cstdint>
#include <string_view>

namespace corogql::protocol {

/// Returns whether `list` names this host, which is a name or an address without brackets. Entries are separated by
/// commas or blanks: a domain, with or without a leading dot or `*.`, stands for itself and all below it; an IPv4 or
/// IPv6 address stands for itself, and with `/bits` for its network; each may have a `:port`, for which an IPv6 address
/// needs brackets; `*` is everything. This cannot fail: an entry that is none of these matches nothing.
bool is_excepted(std::string_view list, std::string_view host, std::uint16_t port);

} // namespace corogql::protocol
