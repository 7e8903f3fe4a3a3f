#!/usr/bin/env bash
# Runs every test with the real parts. `--full` adds the long ones (trait Category=Full).
# The last line is `N passed, N failed`, with `, N skipped` where some were.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

full=false
for argument in "$@"; do
  case "$argument" in
    --full) full=true ;;
    -h | --help)
      echo "Usage: ./test.sh [--full]"
      exit 0
      ;;
    *)
      echo "test.sh: '$argument' is unknown. Usage: ./test.sh [--full]" >&2
      exit 2
      ;;
  esac
done

passed=0 failed=0 skipped=0
results=artifacts/test-results
# The user's own incidents are none of the tests' business.
export SELFHEAL_DATA="$PWD/artifacts/test-data"
export PATH="$PATH:${DOTNET_ROOT:-$HOME/.dotnet}:/usr/share/dotnet:/usr/lib/dotnet"
# The test programs look for the runtime where the SDK is, wherever that was installed.
dotnet="$(command -v dotnet)" && DOTNET_ROOT="${DOTNET_ROOT:-$(dirname "$(readlink -f "$dotnet")")}"
export DOTNET_ROOT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*"; }

finish() {
  say ""
  say "Total time: $((SECONDS / 60)) min $((SECONDS % 60)) s"
  local line="$passed passed, $failed failed"
  if ((skipped > 0)); then line+=", $skipped skipped"; fi
  say "$line"
  if ((failed > 0 || passed == 0)); then exit 1; fi
  exit 0
}

fail() {
  say "$*"
  failed=$((failed + 1))
  finish
}

# Ctrl+C and a stop end the running project too.
child=
trap 'if [[ -n "$child" ]]; then kill "$child" 2>/dev/null; fi; say "Stopped."; exit 130' INT TERM

# The number in an attribute of the results file's counters; 0 where there is none.
counter() {
  local found
  found="$(grep -o '<Counters [^>]*' "$1" | grep -o " $2=\"[0-9]*\"" | head -1 | tr -dc 0-9)"
  echo "${found:-0}"
}

run() {
  local name="$1" trx="$results/$1.trx" log="$results/$1.log" started=$SECONDS code=0 ok bad left
  local arguments=(-noColor -noLogo -longRunning 60 -trx "$PWD/$trx") limit=1200
  if $full; then limit=14400; else arguments+=(-trait- Category=Full); fi
  say "Running $name"
  timeout -k 20 "$limit" "tests/$name/bin/Release/net10.0/$name" "${arguments[@]}" >"$log" 2>&1 </dev/null &
  child=$!
  { wait "$child" || code=$?; } 2>/dev/null
  if [[ ! -s "$trx" ]] || ! grep -q '<Counters ' "$trx"; then
    cat "$log"
    if ((code == 124 || code == 137)); then say "$name did not end within $limit s."; else say "$name crashed with exit code $code before it wrote its results."; fi
    failed=$((failed + 1))
    return
  fi
  ok="$(counter "$trx" passed)"
  bad=$(($(counter "$trx" failed) + $(counter "$trx" error)))
  left="$(counter "$trx" notExecuted)"
  if ((code != 0 && bad == 0 && ok + left > 0)); then
    say "$name ended with exit code $code although no test of it failed."
    bad=1
  fi
  if ((bad > 0)); then cat "$log"; fi
  passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + left))
  say "  $ok passed, $bad failed, $left skipped in $((SECONDS - started)) s"
}

# Tests start PostgreSQL servers of their own: the programs are needed, and not the cluster that Debian starts.
provide_postgres() {
  if compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; then return; fi
  local root=()
  if ((EUID != 0)); then root=(sudo -n); fi
  say "Installing PostgreSQL (apt-get install postgresql)"
  if [[ ! -e /etc/postgresql-common/createcluster.conf ]]; then
    "${root[@]}" mkdir -p /etc/postgresql-common
    "${root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null <<<'create_main_cluster = false'
  fi
  if ! { "${root[@]}" apt-get update && "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confold postgresql; } >"$results/postgresql.log" 2>&1 </dev/null; then
    cat "$results/postgresql.log"
    fail "The tests cannot run: PostgreSQL could not be installed. Install Debian's package postgresql as root."
  fi
}

rm -rf "$results"
mkdir -p "$results"

say "Looking for everything that the tests need"
./selfheal doctor --fix </dev/null || fail "The tests cannot run: something above is missing."

provide_postgres

say "Building the solution"
# One compiler for all projects, and not one that starts cold for each: that is half of the time. It is told to go afterwards.
built=true
dotnet build SelfHealing.Orleans.sln -c Release -v quiet -clp:NoSummary -nodeReuse:false -p:UseSharedCompilation=true >"$results/build.log" 2>&1 </dev/null || built=false
dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 </dev/null || true
if ! $built; then
  cat "$results/build.log"
  fail "The solution does not build."
fi

for project in tests/*/*.csproj; do
  name="$(basename "$project" .csproj)"
  # Benchmarks, the silo and the servers that tests start hold no tests.
  if [[ "$name" != *.Benchmarks && "$name" != *.TestSilo && "$name" != *.ModelServers && "$name" != *.TestDatabase ]]; then run "$name"; fi
done
finish
