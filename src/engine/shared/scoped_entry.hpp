/// A scoped_entry is in a list for as long as a scope lasts.
#pragma once

#include <list>

namespace corogql::engine {

template <class T>
class scoped_entry {
public:
    scoped_entry(std::list<T*>& list, T& item) : list_(list), place_(list.insert(list.end(), &item)) {}
    ~scoped_entry() { list_.erase(place_); }
    scoped_entry(const scoped_entry&) = delete;
    scoped_entry& operator=(const scoped_entry&) = delete;

private:
    std::list<T*>& list_;
    const typename std::list<T*>::iterator place_;
};

} // namespace corogql::engine
