/// Membership of a list, for as long as a scope lasts.
#pragma once

#include <list>

namespace corogql::detail {

template <class T>
class listed {
public:
    listed(std::list<T*>& list, T& item) : list_(list), place_(list.insert(list.end(), &item)) {}
    ~listed() { list_.erase(place_); }
    listed(const listed&) = delete;
    listed& operator=(const listed&) = delete;

private:
    std::list<T*>& list_;
    const typename std::list<T*>::iterator place_;
};

} // namespace corogql::detail
