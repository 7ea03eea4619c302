# Another machine, as far as CMake can see. It is this one, but programs made for it do not start here: they ask for a
# loader that is not there.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_EXE_LINKER_FLAGS_INIT -Wl,--dynamic-linker=/lib/of-another-machine)
