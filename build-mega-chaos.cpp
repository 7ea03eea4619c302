#include "/work/wt/platform/test/simulation/chaos/chaos.cpp"
#include "/work/wt/platform/test/simulation/chaos/chaos_server.cpp"
