/// Reads answers with generated code: lines of an operation's name, a tab and its data come on stdin.
#pragma once

#include <corogql/typed/operation.hpp>

#include <exception>
#include <iostream>
#include <map>
#include <string>
#include <string_view>

namespace real {

using decoder = void (*)(std::string_view);

template <class Operation>
void decode(std::string_view text) {
    typename Operation::Data data;
    corogql::typed::reader in(text);
    read_json(in, data);
}

/// Prints the name of each operation whose data was read, and ends at the first that was not.
inline int decode_all(const std::map<std::string_view, decoder>& known) {
    std::string line;
    while (std::getline(std::cin, line)) {
        const auto tab = line.find('\t');
        const auto name = line.substr(0, tab);
        try {
            known.at(name)(std::string_view(line).substr(tab + 1));
        } catch (const std::exception& failure) {
            return std::cerr << name << ": " << failure.what() << '\n', 1;
        }
        std::cout << name << '\n';
    }
    return 0;
}

} // namespace real
