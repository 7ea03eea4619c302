# Sourced by ./run and by the tests of platforms: what Debian calls the things that corogql needs, and their installation.
# Names with a version in them are found, not written down, so that one script serves Debian 12, 13 and later.

# What is needed to build the library and the program.
libraries="g++ meson ninja-build ccache pkg-config libssl-dev zlib1g-dev libbrotli-dev libboost@boost@-dev
           libboost-json@boost@-dev libboost-url@boost@-dev libcli11-dev libyaml-cpp-dev"

stop() {
    echo "corogql: $*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# first_from FLOOR: the first of the versions on stdin that is FLOOR or later.
first_from() {
    local version found=''
    while read -r version; do # to the end: who still writes to a closed pipe fails
        [ -n "$found" ] || ! printf '%s\n%s\n' "$1" "$version" | sort -C -V || found=$version
    done
    [ -n "$found" ] && echo "$found"
}

# versions_of PREFIX SUFFIX: of the packages PREFIX<version>SUFFIX those installed first, then those that apt knows, the
# oldest first.
versions_of() {
    local only="s/^$1\([0-9][0-9.]*\)$2\$/\1/p"
    dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p' | sed -n "$only"
    apt-cache pkgnames "$1" | sed -n "$only" | sort -V
}

# Boost: the one that is installed, else Debian's default, else the newest; 1.81 at least.
boost_version() {
    {
        dpkg-query -W -f='${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed libboost\([0-9.]*\)-dev$/\1/p'
        apt-cache depends libboost-dev 2>/dev/null | sed -n 's/^ *Depends: libboost\([0-9.]*\)-dev$/\1/p'
        apt-cache pkgnames libboost | sed -n 's/^libboost\([0-9.]*\)-dev$/\1/p' | sort -rV
    } | first_from 1.81
}

# clang: the one that is installed, else the oldest; 19 at least.
clang_version() { versions_of clang- '' | first_from 19; }

# Fills in the versions that a list of packages leaves open: @boost@ and @clang@.
named_packages() {
    local names="$*" version
    if [[ $names == *@boost@* ]]; then
        version=${BOOST:-$(boost_version)} || return 1 # the variable asks for a certain one
        names=${names//@boost@/$version}
    fi
    if [[ $names == *@clang@* ]]; then
        version=$(clang_version) || return 1
        names=${names//@clang@/$version}
    fi
    echo $names
}

# What of a list is not installed; fails where a version cannot be found.
missing_packages() {
    local names package
    names=$(named_packages "$@") || return 1
    for package in $names; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done
}

install_packages() {
    local missing updated=no
    # Apt's lists may be empty, as on a new machine, or old.
    if ! missing=$(missing_packages "$@"); then
        as_root apt-get update -qq || echo "corogql: 'apt-get update' failed; going on with what apt knows" >&2
        updated=yes
        missing=$(missing_packages "$@") ||
            stop "apt knows no Boost 1.81 or later, or no clang 19 or later, which are needed: is this Debian 12 or newer?"
    fi
    [ -n "$missing" ] || return 0
    echo "Installing:" $missing
    [ $updated = yes ] || as_root apt-get update -qq ||
        echo "corogql: 'apt-get update' failed; going on with what apt knows" >&2
    case " $(echo $missing) " in *" libboost1.81-dev "*)
        echo "(Boost 1.81 takes the place of Debian 12's default libboost-dev, 1.74, where that is installed.)" ;;
    esac
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 $missing >/dev/null ||
        stop "apt-get could not install:" $missing
}
