#include "values/errors/thrown.hpp"

#include <boost/system/system_error.hpp>

namespace corogql::detail {

std::string words_of(const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const boost::system::system_error& known) {
        return known.code().message(); // what() may name a file of Asio's
    } catch (const std::exception& known) {
        return known.what();
    } catch (...) {
        return "something that is no std::exception";
    }
}

std::exception_ptr without_place(std::exception_ptr thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const boost::system::system_error& known) {
        if (!known.code().has_location()) return thrown; // also somebody's own type
        const boost::system::error_code bare(known.code().value(), known.code().category());
        return std::make_exception_ptr(boost::system::system_error(bare));
    } catch (...) {
        return thrown;
    }
}

error callback_failed(std::string_view who, const std::exception_ptr& thrown) {
    return error(error_kind::callback, std::string(who) + " threw: " + words_of(thrown));
}

error own_or_callback_failed(std::string_view who, const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const error& own) {
        return own;
    } catch (...) {
        return callback_failed(who, thrown);
    }
}

error context_gone() { return error(error_kind::cancelled, "the execution context of the client was destroyed"); }

} // namespace corogql::detail
