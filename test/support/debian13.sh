#!/usr/bin/env bash
# The unit, simulation, integration and MAPI tests in a Debian 13 made for this run, once with each Boost that it has,
# g++ 14, warnings as errors: static libraries in C++20 with the one, shared ones in C++23 with the other. Meson's logs
# are left in build-debian13/boost-VERSION for the tally; nothing else remains, however this ends. Needs root.
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
. "$source/test/support/debian_packages.sh"

# 1.83 is that Debian's default.
how="-Dwerror=true -Doptimization=0 -Db_ndebug=false --unity on --unity-size 30"
declare -A options=([1.83]="-Dcpp_std=c++20" [1.88]="-Dcpp_std=c++23 -Ddefault_library=shared")

logs=$source/build-debian13
rm -rf "$logs" # or a failure would be counted as what passed before
[ "$(id -u)" -eq 0 ] || stop "debian13.sh needs root, for debootstrap and chroot"
install_packages debootstrap util-linux

# Where this machine's own packages come from; apt's proxy, if it has one.
mirror() {
    apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1
}
site=$(mirror)
[ -n "$site" ] || { apt-get update -qq && site=$(mirror); }
[ -n "$site" ] || stop "apt's configuration names no mirror of Debian's"
eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
[ -z "${http_proxy:-}" ] || export http_proxy

root=$(mktemp -d /var/tmp/corogql-debian13.XXXXXX)
chmod 755 "$root" # apt there downloads as a user of its own
# All mounts are made in namespaces of their own and end with them; --one-file-system all the same.
trap 'rm -rf --one-file-system "$root"' EXIT
trap 'exit 130' INT TERM

# inside COMMAND...: in the other Debian, which sees this source folder. What it has started and mounted ends with it.
inside() {
    unshare --mount --propagation private --pid --fork --kill-child bash -euc '
        root=$1 source=$2
        shift 2
        mount --bind "$source" "$root$source"
        mount -t proc proc "$root/proc"
        exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive CCACHE_DISABLE=1 ${http_proxy:+http_proxy="$http_proxy"} "$@"
    ' inside "$root" "$source" "$@"
}

echo "== Debian 13: debootstrap"
debootstrap --variant=minbase trixie "$root" "$site" >"$root.log" 2>&1 ||
    { tail -n 20 "$root.log" >&2; rm -f "$root.log"; stop "debootstrap could not make a Debian 13"; }
rm -f "$root.log"
mkdir -p "$root$source"
inside true || stop "no mounts can be made here, which the Debian 13 needs"

failed=0
for boost in 1.83 1.88; do
    echo "== Debian 13, Boost $boost"
    # CMake is what Meson finds doctest by.
    inside env BOOST=$boost bash -c \
        '. "$0/test/support/debian_packages.sh" && install_packages $libraries doctest-dev cmake' "$source" ||
        stop "Debian 13 has not what it should"
    folder=$logs/boost-$boost
    inside meson setup "$folder" "$source" --libdir lib --wrap-mode nofallback $how -Dprogram=disabled \
        ${options[$boost]} >"$root/tmp/setup" ||
        { cat "$root/tmp/setup" >&2; stop "Meson could not configure $folder"; }
    inside meson test -C "$folder" --print-errorlogs --num-processes 2 unit simulation integration 'completion tokens' mapi || failed=1
done
exit $failed
