/// Generated operations are classes, and this says what belongs to each.
#pragma once

#include <corogql/typed/codecs.hpp>

#include <concepts>
#include <string_view>

namespace corogql {

/// What an operation does is in its text, too; generated code says it as a constant.
enum class operation_action {
    query,        ///< It reads.
    mutation,     ///< It changes something.
    subscription, ///< It is a stream.
};

/// A resume path says where in an event, a JSON pointer, the value is that a variable is set to before the operation is
/// subscribed to again.
struct resume_path {
    std::string_view pointer;  ///< Is the JSON pointer; empty where the operation does not resume.
    std::string_view variable; ///< Is the variable's path with dots.
};

/// A page path says where a list in pages is, and which variables ask for the next one.
struct page_path {
    std::string_view items;     ///< Is the JSON pointer of the list; empty where the operation has no pages.
    std::string_view cursor;    ///< Is the path of the variable for the cursor, with dots.
    std::string_view page_size; ///< Is the path of the variable for the page size; empty where there is none.
};

/// Generated code specialises this for each operation: `action`, `name`, `document`, `hash`, `resume` and `pages`, all
/// constants. They are not members of the operation's class, for its variables may have these names.
template <class Operation>
struct operation;

/// An operation that was generated has its Data, and what belongs to it.
template <class T>
concept typed_operation = requires {
    typename T::Data;
    { operation<T>::document } -> std::convertible_to<std::string_view>;
};

} // namespace corogql
