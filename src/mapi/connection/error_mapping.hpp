/// The general client's failures become MAPI's here.
#pragma once

#include <corogql/mapi/error.hpp>
#include <corogql/response.hpp>

#include <exception>
#include <memory>
#include <string_view>

namespace corogql::mapi::detail {

/// Makes an error of an entry of `errors`. Its status is the entry's `extensions.code`, where that is an HTTP status as
/// a number; else `otherwise`.
std::shared_ptr<const mapi_error> to_mapi_error(const graphql_error& entry, unsigned otherwise = 500);
/// Makes a mapi_error, timeout_error or multi_mapi_error of a failure; kind `cancelled` stays as it is.
std::exception_ptr to_exception(const error& failure, std::string_view endpoint);
std::exception_ptr to_exception(const std::vector<graphql_error>& errors);
/// Makes an exception of the errors of an answer. An HTTP status that is a failure, too, stands for the codes that are
/// missing.
std::exception_ptr to_exception(const response& answer);

} // namespace corogql::mapi::detail
