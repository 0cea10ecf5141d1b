#!/usr/bin/env bash
# Finds the hoist that belongs to this tree of the action, and runs it with the inputs in its environment.
# In this order: the input `binary`, a build in this tree, the tool cache, a download whose SHA-256 stands in
# checksums.txt beside this script, and, only where it is asked for, a build from source.
set -euo pipefail

# Windows' own separators are understood by bash, not by every program.
root=${GITHUB_ACTION_PATH:?is set by the runner}
root=${root//\\//}
suffix=
[[ ${RUNNER_OS:-} == Windows ]] && suffix=.exe

# One line for the log, escaped as a workflow command wants it.
fail() {
  local text=${1//%/%25}
  text=${text//$'\r'/%0D}
  printf '::error title=hoist::%s\n' "${text//$'\n'/%0A}" >&2
  exit 1
}

# The version of this tree, whatever ref it was called by.
version() {
  sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml" | head -n 1
}

# The name of the release that runs here; nothing where there is none.
target() {
  case "${RUNNER_OS:-}-${RUNNER_ARCH:-}" in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
    Windows-ARM64) echo aarch64-pc-windows-msvc ;;
  esac
}

# The committed SHA-256 of an archive; nothing where it has none.
committed_sum() {
  awk -v name="$1" '$1 !~ /^#/ && $2 == name { print $1 }' "$root/action/checksums.txt"
}

sum_of() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

# Where releases are. No token goes along.
download_base() {
  local base=${HOIST_ACTION_DOWNLOAD_BASE:-}
  if [[ -z $base ]]; then
    [[ -n ${HOIST_ACTION_REPOSITORY:-} ]] || return 0
    base=${GITHUB_SERVER_URL:-https://github.com}/$HOIST_ACTION_REPOSITORY/releases/download
  fi
  echo "${base%/}"
}

download() {
  local protocols='=https'
  # A mirror may speak http: the committed sum decides, not the way.
  [[ $1 == http://* ]] && protocols='=http,https'
  echo "hoist: downloading $1" >&2
  curl --proto "$protocols" --proto-redir "$protocols" --fail --location --silent --show-error \
    --retry 3 --connect-timeout 20 --max-time 300 --output "$2" -- "$1"
}

# Takes the release for this runner: sets `binary`, or says in `reason` why there is none.
take_release() {
  local target archive base sum found scratch place
  target=$(target)
  if [[ -z $target ]]; then
    reason="there is no release for ${RUNNER_OS:-an unknown system} on ${RUNNER_ARCH:-an unknown processor}"
    return
  fi
  archive=hoist-$version-$target.tar.gz
  sum=$(committed_sum "$archive")
  if [[ ! $sum =~ ^[0-9a-f]{64}$ ]]; then
    reason="action/checksums.txt has no SHA-256 for $archive"
    return
  fi
  # The sum is a part of the path: another build of this version is never taken for this one.
  place=${RUNNER_TOOL_CACHE:-$root/.cache}/hoist/$version/$sum
  if [[ ! -x $place/hoist$suffix ]]; then
    base=$(download_base)
    if [[ -z $base ]]; then
      reason="a plain checkout has no releases of its own"
      return
    fi
    scratch=$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/hoist.XXXXXX")
    if ! download "$base/v$version/$archive" "$scratch/$archive"; then
      rm -rf "$scratch"
      reason="$base/v$version/$archive can't be downloaded"
      return
    fi
    found=$(sum_of "$scratch/$archive")
    if [[ $found != "$sum" ]]; then
      rm -rf "$scratch"
      fail "$archive has the SHA-256 $found, and action/checksums.txt says $sum: not run"
    fi
    tar -xzf "$scratch/$archive" -C "$scratch" "hoist$suffix"
    mkdir -p "$place"
    # In one step, so that a job beside this one never runs half a file.
    mv -f "$scratch/hoist$suffix" "$place/hoist$suffix"
    rm -rf "$scratch"
  fi
  binary=$place/hoist$suffix
}

build() {
  command -v cargo >/dev/null || fail "$reason, and \`build-from-source\` needs cargo on the runner"
  (cd "$root" && cargo build --release --locked --target-dir target) >&2
  binary=$root/target/release/hoist$suffix
}

binary=${HOIST_ACTION_BINARY:-}
reason=
version=$(version)
if [[ -n $binary ]]; then
  [[ -x $binary ]] || fail "the input \`binary\` names \`$binary\`, which can't be run"
elif [[ -x $root/target/release/hoist$suffix ]]; then
  binary=$root/target/release/hoist$suffix
elif [[ -x $root/target/debug/hoist$suffix ]]; then
  binary=$root/target/debug/hoist$suffix
else
  take_release
fi
if [[ -z $binary ]]; then
  case ${HOIST_ACTION_BUILD_FROM_SOURCE:-} in
    true | True | TRUE) build ;;
    *) fail "$reason: set the input \`binary\` to a hoist of your own, or \`build-from-source: true\`" ;;
  esac
fi
exec "$binary"
