#pragma once

#include <string>

std::string tail();
