#!/usr/bin/env bash
# The action end to end, as a runner calls it, on a throwaway repository and a loopback file server.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
server=
cleanup() {
  [[ -z $server ]] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

fail() {
  echo "error: $1" >&2
  exit 1
}

# A bare remote, and a clone as a checkout step leaves it: dev-latest, staging-v1.2.3, v1.2.2.
seed() {
  git init --quiet --bare --initial-branch=main "$work/$1.git"
  git init --quiet --initial-branch=main "$work/seed-$1"
  local environment folder
  for environment in dev:dev-latest staging:staging-v1.2.3 production:v1.2.2; do
    folder=$work/seed-$1/apps/web-app/overlays/${environment%%:*}
    mkdir -p "$folder"
    printf 'images:\n  - name: example.com/web-app\n    newTag: %s # what runs here\n' "${environment#*:}" >"$folder/kustomization.yaml"
  done
  git -C "$work/seed-$1" add --all
  git -C "$work/seed-$1" -c user.name=Dev -c user.email=dev@example.com commit --quiet -m seed
  git -C "$work/seed-$1" push --quiet "$work/$1.git" main
  git clone --quiet --depth 1 "file://$work/$1.git" "$work/$1"
}

# The action's own tree, without a build.
tree() {
  mkdir -p "$work/$1"
  cp -R "$top/action" "$top/action.yml" "$top/Cargo.toml" "$work/$1/"
}

# Runs the action's step in a clone: the tree, the clone, then variables. The log goes to $work/log.
run() {
  local path=$1 clone=$2 code=0
  shift 2
  mkdir -p "$work/temp" "$work/tools"
  : >"$work/output"
  : >"$work/summary"
  (cd "$work/$clone" && env -i PATH="$PATH" HOME="$work" LANG=C CI=true GITHUB_ACTIONS=true GITHUB_WORKSPACE="$work/$clone" \
    GITHUB_ACTION_PATH="$path" GITHUB_OUTPUT="$work/output" GITHUB_STEP_SUMMARY="$work/summary" \
    GITHUB_SERVER_URL=https://github.example GITHUB_REPOSITORY=team/deployments GITHUB_RUN_ID=1 GITHUB_ACTOR=octocat \
    RUNNER_OS=Linux RUNNER_ARCH=X64 RUNNER_TEMP="$work/temp" RUNNER_TOOL_CACHE="$work/tools" \
    INPUT_TO=production INPUT_APP=web-app INPUT_DELIVER=branch INPUT_VERSION= INPUT_DRY_RUN= "$@" \
    bash "$path/action/run.sh") >"$work/log" 2>&1 || code=$?
  echo "$code"
}

# One output of the last run.
output() {
  awk -v name="$1" 'index($0, name "<<") == 1 { end = substr($0, length(name) + 3); inside = 1; next }
    inside && $0 == end { exit } inside { print }' "$work/output"
}

promoted() {
  [[ $2 == 0 ]] || { cat "$work/log" >&2; fail "$1: exit $2"; }
  [[ $(output result) == requested ]] || { cat "$work/output" >&2; fail "$1: the result is not \`requested\`"; }
  [[ -s $work/summary ]] || fail "$1: no step summary"
  git -C "$work/$3.git" show hoist/production/web-app:apps/web-app/overlays/production/kustomization.yaml | grep -q 'newTag: v1.2.3 # what runs here' ||
    fail "$1: the branch doesn't hold v1.2.3"
  git -C "$work/$3" diff --quiet HEAD || fail "$1: the work tree was touched"
  echo "ok: $1"
}

refused() {
  if [[ $2 != 1 ]] || ! grep -q "^::error title=hoist::.*$3" "$work/log"; then
    cat "$work/log" >&2
    fail "$1: exit $2"
  fi
  [[ ! -s $work/output ]] || fail "$1: something ran"
  echo "ok: $1"
}

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$top/Cargo.toml" | head -n 1)
archive=hoist-$version-x86_64-unknown-linux-musl.tar.gz
built=$top/target/debug/hoist
[[ -x $built ]] || fail "build it first: cargo build"

seed plain
tree plain-tree
mkdir -p "$work/plain-tree/target/debug"
cp "$built" "$work/plain-tree/target/debug/hoist"
promoted "a plain checkout runs its own build" "$(run "$work/plain-tree" plain)" plain
[[ $(output changed) == true ]] || fail "the first run changed nothing"
promoted "a second run is the same request" "$(run "$work/plain-tree" plain)" plain
[[ $(output changed) == false ]] || fail "the second run changed something"

seed named
tree bare-tree
promoted "the input binary is run" "$(run "$work/bare-tree" named HOIST_ACTION_BINARY="$built")" named
refused "a binary that isn't there" "$(run "$work/bare-tree" named HOIST_ACTION_BINARY=/nowhere/hoist)" "can't be run"
refused "an archive without a sum" "$(run "$work/bare-tree" named)" "no SHA-256"
refused "a system without a release" "$(run "$work/bare-tree" named RUNNER_OS=Plan9)" "there is no release for Plan9"

mkdir -p "$work/mirror/v$version"
tar -czf "$work/mirror/v$version/$archive" -C "$(dirname "$built")" hoist
sum=$(sha256sum "$work/mirror/v$version/$archive" | cut -d ' ' -f 1)
# The server says its port once it listens.
python3 -u - "$work/mirror" >"$work/port" <<'PYTHON' 2>/dev/null &
import functools, http.server, sys
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
print(server.server_port)
server.serve_forever()
PYTHON
server=$!
for _ in $(seq 100); do
  [[ -s $work/port ]] && break
  sleep 0.1
done
mirror=HOIST_ACTION_DOWNLOAD_BASE=http://127.0.0.1:$(cat "$work/port")

seed loaded
tree loaded-tree
printf '%s  %s\n' "${sum//[0-9a-f]/0}" "$archive" >>"$work/loaded-tree/action/checksums.txt"
refused "a wrong sum is never run" "$(run "$work/loaded-tree" loaded "$mirror")" "not run"
refused "nor built instead" "$(run "$work/loaded-tree" loaded "$mirror" HOIST_ACTION_BUILD_FROM_SOURCE=true)" "not run"
cp "$top/action/checksums.txt" "$work/loaded-tree/action/checksums.txt"
printf '%s  %s\n' "$sum" "$archive" >>"$work/loaded-tree/action/checksums.txt"
promoted "a release is downloaded, checked and run" "$(run "$work/loaded-tree" loaded "$mirror")" loaded
refused "a release that isn't there" "$(run "$work/loaded-tree" loaded "$mirror/none" RUNNER_TOOL_CACHE="$work/empty")" "can't be downloaded"
kill "$server"
server=
seed cached
promoted "the tool cache serves the next job" "$(run "$work/loaded-tree" cached "$mirror")" cached

# A stand-in for cargo shows what is asked of it; the real one takes minutes.
mkdir -p "$work/bin"
printf '#!/bin/sh\necho "$@" >"%s/asked"\nmkdir -p target/release && cp "%s" target/release/hoist\n' "$work" "$built" >"$work/bin/cargo"
chmod +x "$work/bin/cargo"
seed source
tree source-tree
promoted "a build from source where it is asked for" "$(run "$work/source-tree" source PATH="$work/bin:$PATH" HOIST_ACTION_BUILD_FROM_SOURCE=true)" source
[[ $(cat "$work/asked") == "build --release --locked --target-dir target" ]] || fail "cargo was asked for $(cat "$work/asked")"
